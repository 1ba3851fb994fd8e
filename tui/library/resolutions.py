"""Where targets stand in versions other than their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tui.library import journal
from tui.library.connection import Library
from tui.library.records import Resolution, Target


def resolve_into(lib: Library, k: int) -> None:
    """Looks for every target of the article in its version `k` (integer key), and keeps what was found. In a step."""
    conn = lib.conn
    article_id, version_id, text = conn.execute(
        "SELECT a.id, v.id, v.text FROM version v JOIN article a ON a.n = v.article WHERE v.k = ?", [k]
    ).fetchone()
    rows = conn.execute(
        "SELECT t.k, t.version_id, t.start, t.stop, t.exact, t.prefix, t.suffix FROM target t"
        " WHERE t.article_id = ? AND t.version_id != ?"
        " AND NOT EXISTS (SELECT 1 FROM resolution r WHERE r.target = t.k AND r.version = ?)",
        [article_id, version_id, k],
    ).fetchall()
    _keep(lib, k, text, rows)


def resolve_targets(lib: Library, keys: Iterable[int]) -> None:
    """Looks for these targets in the newest version of their articles, where that is not their own. In a step."""
    conn = lib.conn
    wanted: dict[int, list[tuple[Any, ...]]] = {}
    for key in keys:
        row = conn.execute(
            "SELECT t.k, t.version_id, t.start, t.stop, t.exact, t.prefix, t.suffix, a.newest FROM target t"
            " JOIN article a ON a.id = t.article_id JOIN version v ON v.k = a.newest"
            " WHERE t.k = ? AND v.id != t.version_id",
            [key],
        ).fetchone()
        if row:
            wanted.setdefault(row[7], []).append(row[:7])
    for k, rows in wanted.items():
        _keep(lib, k, conn.execute("SELECT text FROM version WHERE k = ?", [k]).fetchone()[0], rows)


def find(target: Target, text: str, old_text: str | None = None) -> Resolution:
    """Where a target stands in `text`, worked out now."""
    from tui.text.anchoring import Anchor, resolve

    found = resolve(
        Anchor(target.start, target.end, target.exact, target.prefix, target.suffix), text, old_text=old_text
    )
    span = found.span
    return Resolution(found.state, span[0] if span else None, span[1] if span else None, found.score)


def _keep(lib: Library, k: int, text: str, rows: Iterable[tuple[Any, ...]]) -> None:
    conn = lib.conn
    old: dict[str, str | None] = {}
    for key, version_id, start, stop, exact, prefix, suffix in rows:
        if version_id not in old:
            row = conn.execute("SELECT text FROM version WHERE id = ?", [version_id]).fetchone()
            old[version_id] = row[0] if row else None
        found = find(Target("", version_id, start, stop, exact, prefix, suffix), text, old[version_id])
        journal.insert(
            lib,
            "resolution",
            {
                "target": key,
                "version": k,
                "state": found.state,
                "start": found.start,
                "stop": found.end,
                "score": found.score,
            },
        )
