"""Where targets stand in versions other than their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from tui.library import journal
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound, speaks
from tui.library.extra import only_passages
from tui.library.records import Resolution, ResolutionState, Target
from tui.text.spans import Span


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


@speaks
def settle(lib: Library, annotation_id: str, version_id: str, places: Mapping[int, Span]) -> bool:
    """The reader says where targets of an annotation stand in a version, by their position; False where all stood so.

    What the reader said is no longer in doubt: the score is 1, and later versions are searched from there.
    """
    conn = lib.conn
    version = conn.execute("SELECT k, text FROM version WHERE id = ?", [version_id]).fetchone()
    rows = {
        position: rest
        for position, *rest in conn.execute(
            "SELECT t.position, t.k, t.version_id, t.start, t.exact, a.kind FROM target t"
            " JOIN annotation a ON a.k = t.annotation WHERE a.id = ? AND a.deleted_at IS NULL",
            [annotation_id],
        )
    }
    if version is None or not set(places) <= set(rows):
        raise NotFound("The annotation, or the version, is not in the library (any more); nothing was changed.")
    k, text = version
    changed = False
    with journal.step(
        lib, f"Placed the {next(iter(rows.values()))[4]} “{' '.join(rows[min(places)][3].split())[:40]}”"
    ):
        for position, span in places.items():
            target, home, start, exact, _ = rows[position]
            if home == version_id:
                raise LibraryError("The annotation was made in this version: it stands where it was made.")
            if not 0 <= span.start < span.end <= len(text):
                raise LibraryError("The passage does not lie in this version; nothing was changed.")
            state = _state(exact, start, span, text)
            held = conn.execute(
                "SELECT k, state, start, stop, score FROM resolution WHERE target = ? AND version = ?", [target, k]
            ).fetchone()
            if held is not None and tuple(held[1:]) == (state, *span, 1.0):
                continue
            if held is not None:
                journal.remove(lib, "resolution", held[0])
            _insert(lib, target, k, Resolution(state, span.start, span.end, 1.0))
            changed = True
    return changed


def _state(exact: str, start: int, span: Span, text: str) -> ResolutionState:
    if span.of(text) != exact:
        return "fuzzy"
    return "exact" if span.start == start else "moved"


def _keep(lib: Library, k: int, text: str, rows: Iterable[tuple[Any, ...]]) -> None:
    texts: dict[str, str | None] = {}
    known: dict[tuple[Any, ...], Resolution] = {}
    for key, *at in rows:
        version_id, start, stop, exact, prefix, suffix = at
        target = Target("", version_id, start, stop, exact, prefix, suffix)
        found = _followed(lib, key, k, target, text, texts)
        if found is None:
            # Many can stand on one passage: what an import quotes again and again is looked for once.
            found = known.get(tuple(at))
            if found is None:
                found = known[tuple(at)] = find(target, text, _text(lib, version_id, texts))
        _insert(lib, key, k, found)


def _followed(
    lib: Library, key: int, k: int, target: Target, text: str, texts: dict[str, str | None]
) -> Resolution | None:
    """Where a target stands that was found, or placed by the reader, in a later version than its own; None where that
    does not lead on."""
    from tui.text.anchoring import describe

    row = lib.conn.execute(
        "SELECT v.id, r.start, r.stop FROM resolution r JOIN version v ON v.k = r.version"
        " WHERE r.target = ? AND r.version != ? AND r.state NOT IN ('review', 'orphan')"
        " ORDER BY v.ranked_at DESC, v.k DESC LIMIT 1",
        [key, k],
    ).fetchone()
    before = _text(lib, row[0], texts) if row else None
    if before is None:
        return None
    there = describe(before, (row[1], row[2]))
    found = find(Target("", row[0], row[1], row[2], there.exact, there.prefix, there.suffix), text, before)
    if found.start is None or found.end is None or found.state in ("review", "orphan"):
        return None
    state = _state(target.exact, target.start, Span(found.start, found.end), text)
    return Resolution(state, found.start, found.end, found.score)


def _text(lib: Library, version_id: str, texts: dict[str, str | None]) -> str | None:
    """The text that passages were taken from; None where it is not here, or is no text but the passages alone."""
    if version_id not in texts:
        row = lib.conn.execute("SELECT text, extra FROM version WHERE id = ?", [version_id]).fetchone()
        texts[version_id] = row[0] if row and not only_passages(json.loads(row[1])) else None
    return texts[version_id]


def _insert(lib: Library, target: int, k: int, found: Resolution) -> None:
    journal.insert(
        lib,
        "resolution",
        {
            "target": target,
            "version": k,
            "state": found.state,
            "start": found.start,
            "stop": found.end,
            "score": found.score,
        },
    )
