"""Evidence → claim, between two annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from tui.library import journal
from tui.library.articles import clean, dump
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound, speaks
from tui.library.records import Json, Relation, RelationKind
from tui.text.document import Origin

COLUMNS: Final = (
    "r.id, r.relation, e.id, c.id, r.note, r.origin, r.score, r.reasons, r.creator, r.created_at, r.modified_at,"
    " r.deleted_at, r.extra"
)
FROM: Final = "relation r JOIN annotation e ON e.k = r.evidence JOIN annotation c ON c.k = r.claim"
_CHANGEABLE: Final = frozenset({"relation", "note", "score", "reasons", "extra"})


@speaks
def add(
    lib: Library,
    *,
    claim_id: str,
    evidence_id: str,
    relation: RelationKind,
    origin: Origin = "reader",
    score: float | None = None,
    reasons: Sequence[Json] = (),
    note: str = "",
    id: str | None = None,
    extra: Json | None = None,
) -> Relation:
    """Says how one annotation bears on another. Raises `NotFound` when either is not there or deleted."""
    if claim_id == evidence_id:
        raise LibraryError("A passage cannot be evidence for or against itself.")
    claim, evidence = _annotation(lib, claim_id), _annotation(lib, evidence_id)
    with journal.step(lib, f"Added evidence that {relation} a claim"):
        now = lib.now()
        key = id or lib.new_id()
        journal.insert(
            lib,
            "relation",
            {
                "id": key,
                "relation": relation,
                "evidence": evidence,
                "claim": claim,
                "note": clean(note),
                "origin": origin,
                "score": score,
                "reasons": dump(list(reasons)),
                "creator": lib.creator,
                "created_at": now,
                "modified_at": now,
                "extra": dump(extra or {}),
            },
        )
        return get(lib, key)


@speaks
def update(lib: Library, id: str, **changes: Any) -> Relation:
    """Changes relation, note, score, reasons or extra."""
    unknown = set(changes) - _CHANGEABLE
    if unknown:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    old = get(lib, id)
    values = {name: tuple(v) if name == "reasons" else clean(v) for name, v in changes.items()}
    values = {name: value for name, value in values.items() if getattr(old, name) != value}
    if not values:
        return old
    for name in ("reasons", "extra"):
        if name in values:
            values[name] = dump(values[name])
    summary = (
        f"Changed the relation to “{values['relation']}”" if "relation" in values else "Changed a piece of evidence"
    )
    with journal.step(lib, summary):
        journal.update(lib, "relation", _key(lib, id), {**values, "modified_at": lib.later(old.modified_at)})
    return get(lib, id)


@speaks
def delete(lib: Library, ids: Iterable[str]) -> int:
    """Deletes relations; undo brings them back. Says how many were there."""
    found = [r for r in (get(lib, i) for i in dict.fromkeys(ids)) if r.deleted_at is None]
    if found:
        with journal.step(lib, "Deleted a relation" if len(found) == 1 else f"Deleted {len(found)} relations"):
            for relation in found:
                now = lib.later(relation.modified_at)
                journal.update(lib, "relation", _key(lib, relation.id), {"deleted_at": now, "modified_at": now})
    return len(found)


@speaks
def get(lib: Library, id: str) -> Relation:
    """The relation with this id, deleted ones too. Raises `NotFound`."""
    row = lib.conn.execute(f"SELECT {COLUMNS} FROM {FROM} WHERE r.id = ?", [id]).fetchone()
    if row is None:
        raise NotFound(f"There is no relation “{clean(id)}” in the library.")
    return record(row)


@speaks
def of_annotations(lib: Library, ids: Iterable[str], *, include_deleted: bool = False) -> list[Relation]:
    """The relations that have one of these annotations as claim or as evidence, oldest first.

    Those of deleted annotations, or of which an end stands only in removed articles, are left out.
    """
    wanted = json.dumps(list(ids))
    alive = (
        ""
        if include_deleted
        else " AND r.deleted_at IS NULL AND e.deleted_at IS NULL AND c.deleted_at IS NULL AND"
        + " AND".join(
            f" EXISTS (SELECT 1 FROM target t JOIN article a ON a.id = t.article_id WHERE t.annotation = r.{end}"
            " AND a.deleted_at IS NULL)"
            for end in ("evidence", "claim")
        )
    )
    rows = lib.conn.execute(
        "WITH wanted (k) AS (SELECT k FROM annotation WHERE id IN (SELECT value FROM json_each(?))),"
        " found (k) AS (SELECT k FROM relation WHERE claim IN (SELECT k FROM wanted)"
        "  UNION SELECT k FROM relation WHERE evidence IN (SELECT k FROM wanted))"
        f" SELECT {COLUMNS} FROM found JOIN {FROM} WHERE r.k = found.k{alive} ORDER BY r.k",
        [wanted],
    )
    return [record(row) for row in rows]


def record(row: Sequence[Any]) -> Relation:
    """A `Relation` from a row of `COLUMNS`."""
    reasons = () if row[7] == "[]" else tuple(json.loads(row[7]))
    return Relation(*[*row[:7], reasons, *row[8:12], {} if row[12] == "{}" else json.loads(row[12])])


def _key(lib: Library, id: str) -> int:
    return int(lib.conn.execute("SELECT k FROM relation WHERE id = ?", [id]).fetchone()[0])


def _annotation(lib: Library, id: str) -> int:
    row = lib.conn.execute("SELECT k FROM annotation WHERE id = ? AND deleted_at IS NULL", [id]).fetchone()
    if row is None:
        raise NotFound(f"There is no annotation “{clean(id)}” in the library.")
    return int(row[0])
