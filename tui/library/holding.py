"""Where a verdict holds: at the places it was given for, and where these stand in the newest versions by now.

Worked out when it is asked for and never kept, so that a verdict stays as the reader gave it.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from tui.text.spans import Span

Places = dict[str, Span]
"""Where one end of a verdict stands, by the id of the version."""

_MOST_REMEMBERED = 20_000
_UNKNOWN = Span(-1, -1)


class Newest:
    """Finds places of older versions in the newest ones; reads each text once."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        self._newest: dict[str, tuple[str, str] | None] = {}
        self._sha256: dict[str, str | None] = {}
        self._texts: dict[str, str] = {}

    def places(self, article_id: str, version_id: str, start: int, stop: int, quote: dict[str, Any]) -> Places:
        """Where a span stands in its own version and, where it is found beyond doubt, in the newest one."""
        found = {version_id: Span(start, stop)}
        newest = self._newest_of(article_id)
        if newest is None or newest[0] == version_id:
            return found
        old = self._sha256_of(version_id)
        key = (start, stop, str(quote["exact"]), str(quote["prefix"]), str(quote["suffix"]), old, newest[1])
        moved = _known.get(key, _UNKNOWN)
        if moved is _UNKNOWN:
            moved = self._find(key, version_id, newest[0])
            if len(_known) >= _MOST_REMEMBERED:
                _known.clear()
            _known[key] = moved
        if moved is not None:
            found[newest[0]] = moved
        return found

    def _find(self, key: _Key, version_id: str, newest_id: str) -> Span | None:
        from tui.text.anchoring import Anchor, resolve  # Here, because most libraries never need it.

        old_text = self._text(version_id) if key[5] is not None else None
        found = resolve(Anchor(*key[:5]), self._text(newest_id), old_text=old_text)
        return None if found.state in ("review", "orphan") else found.span

    def _newest_of(self, article_id: str) -> tuple[str, str] | None:
        if article_id not in self._newest:
            self._newest[article_id] = self._conn.execute(
                "SELECT v.id, v.sha256 FROM article a JOIN version v ON v.k = a.newest WHERE a.id = ?", [article_id]
            ).fetchone()
        return self._newest[article_id]

    def _sha256_of(self, version_id: str) -> str | None:
        if version_id not in self._sha256:
            row = self._conn.execute("SELECT sha256 FROM version WHERE id = ?", [version_id]).fetchone()
            self._sha256[version_id] = row[0] if row else None
        return self._sha256[version_id]

    def _text(self, version_id: str) -> str:
        if version_id not in self._texts:
            row = self._conn.execute("SELECT text FROM version WHERE id = ?", [version_id]).fetchone()
            self._texts[version_id] = row[0]
        return self._texts[version_id]


_Key = tuple[int, int, str, str, str, str | None, str]
# What was found depends on the quotation and the two texts alone, and counters ask for it at every write.
_known: dict[_Key, Span | None] = {}
