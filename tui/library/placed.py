"""The annotations of a version's article in the order of its text, without ever holding them all in memory.

Of each only its key is kept, in that order (8 bytes); they are read a page at a time. Read inside `Library.reading()`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tui.library import annotations as marks
from tui.library.connection import Library
from tui.library.errors import NotFound, speaking
from tui.library.outgoing import by_keys
from tui.library.records import Annotation
from tui.text.spans import Span

Placed = tuple[Annotation, tuple[Span, ...]]
"""An annotation with its spans in the version, in the order of its targets; none where it was not found."""

_TARGETS: Final = (
    "FROM target t JOIN annotation x ON x.k = t.annotation LEFT JOIN resolution r ON r.target = t.k AND r.version = :k"
    " WHERE t.article_id = :article AND x.deleted_at IS NULL"
)
_START: Final = "CASE WHEN t.version_id = :version THEN t.start ELSE r.start END"
_STOP: Final = "CASE WHEN t.version_id = :version THEN t.stop ELSE r.stop END"


def standing(lib: Library, version_id: str, kinds: Sequence[str] = ()) -> Iterator[Placed]:
    """The live annotations (of these kinds) by their first span that is found, then by when they came; those that are
    not found at the end. Raises `NotFound` where the version is not here."""
    with speaking():
        row = lib.conn.execute(
            "SELECT v.k, a.id FROM version v JOIN article a ON a.n = v.article WHERE v.id = ?", [version_id]
        ).fetchone()
        if row is None:
            raise NotFound("The version is not in the library (any more).")
        values = {"k": row[0], "article": row[1], "version": version_id}
        unknown = lib.conn.execute(
            f"SELECT EXISTS (SELECT 1 {_TARGETS} AND t.version_id != :version AND r.k IS NULL)", values
        ).fetchone()[0]
        parted = lib.conn.execute(
            "SELECT EXISTS (SELECT 1 FROM target WHERE article_id = ? AND position > 0)", [row[1]]
        ).fetchone()[0]
    if unknown:  # it was not asked before where they stand: never so in the newest version
        yield from _looked_for(lib, version_id, kinds)
        return
    with speaking():
        ordered = _ordered(kinds, parted=bool(parted))
        keys = array("q", (row[0] for row in lib.conn.execute(ordered, values)))
    for page in by_keys(lib, marks.COLUMNS, "annotation x", keys):
        with speaking():
            found = marks.with_targets(lib, page)
            moved = _moved(lib, [row[0] for row in page], values)
        for row, one in zip(page, found, strict=True):
            spans = [
                Span(target.start, target.end) if target.version_id == version_id else moved.get((row[0], position))
                for position, target in enumerate(one.targets)
                if target.article_id == values["article"]
            ]
            yield one, tuple(span for span in spans if span is not None)


def _ordered(kinds: Sequence[str], *, parted: bool) -> str:
    """The keys in order. Where annotations have several targets (`parted`), the first that is found says where they stand."""
    named = f" AND x.kind IN ({', '.join(repr(kind) for kind in kinds)})" if kinds else ""
    columns = f"x.k AS k, x.created_at AS made, {_START} AS start, {_STOP} AS stop"
    places = f"SELECT {columns} {_TARGETS}{named}"
    if parted:
        places = (
            "SELECT k, made, start, stop, min(position + (start IS NULL) * (1 << 40))"
            f" FROM (SELECT {columns}, t.position AS position {_TARGETS}{named}) GROUP BY k"
        )
    return f"SELECT k FROM ({places}) ORDER BY start IS NULL, start, stop, made, k"


def _moved(lib: Library, keys: Sequence[int], values: dict[str, Any]) -> dict[tuple[int, int], Span]:
    """Where targets of other versions stand in this one, by annotation and position."""
    return {
        (k, position): Span(start, stop)
        for k, position, start, stop in lib.conn.execute(
            "SELECT t.annotation, t.position, r.start, r.stop FROM target t JOIN resolution r ON r.target = t.k"
            f" AND r.version = ? WHERE t.annotation IN ({', '.join('?' * len(keys))}) AND t.version_id != ?"
            " AND r.start IS NOT NULL AND r.stop IS NOT NULL",
            [values["k"], *keys, values["version"]],
        )
    }


def _looked_for(lib: Library, version_id: str, kinds: Sequence[str]) -> list[Placed]:
    found = [
        (one, tuple(span for _, place in places if (span := place.span) is not None))
        for one, places in marks.of_version(lib, version_id)
        if not kinds or one.kind in kinds
    ]
    return sorted(found, key=lambda one: one[1][:1] or ((1 << 60, 0),))
