"""The reader's own marks: highlights, notes, claims, evidence, bookmarks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from tui.library import journal, resolutions
from tui.library.articles import change_tags, clean, dump, quote
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound, speaks
from tui.library.matching import everything, match_expression
from tui.library.records import Annotation, AnnotationKind, ClaimKind, Colour, Json, Resolution, ResolutionState, Target
from tui.text.document import Origin

COLUMNS: Final = (
    "x.k, x.id, x.kind, x.claim_kind, x.claimant, x.speaker, x.body, x.colour, x.tags, x.origin, x.creator,"
    " x.created_at,"
    " x.modified_at, x.deleted_at, x.extra"
)
_CHANGEABLE: Final = frozenset({"kind", "claim_kind", "claimant", "speaker", "body", "colour", "tags", "extra"})
_LIVE: Final = (
    "EXISTS (SELECT 1 FROM target t JOIN article a ON a.id = t.article_id"
    " WHERE t.annotation = x.k AND a.deleted_at IS NULL)"
)
_CHUNK: Final = 500


class AnnotationQuery(Struct, frozen=True):
    """Which annotations to list; every part narrows."""

    text: str = ""
    """Words or phrases in the note, the quote, the tags or the claimant; prefixes match."""
    kind: AnnotationKind | None = None
    tag: str | None = None
    colour: Colour | None = None
    article_id: str | None = None
    states: tuple[ResolutionState, ...] = ()
    """Only those of which some part stands so in the newest version of its article."""
    include_deleted: bool = False


@speaks
def add(
    lib: Library,
    *,
    kind: AnnotationKind,
    targets: Sequence[Target],
    body: str = "",
    colour: Colour | None = None,
    tags: Iterable[str] = (),
    claim_kind: ClaimKind | None = None,
    claimant: str | None = None,
    speaker: str | None = None,
    origin: Origin = "reader",
    id: str | None = None,
    extra: Json | None = None,
) -> Annotation:
    """Adds an annotation. Each target must quote its version exactly; `LibraryError` otherwise."""
    if not targets:
        raise LibraryError("An annotation needs a passage to stand on.")
    for target in targets:
        _check(lib, target)
    exact = targets[0].exact
    with journal.step(lib, f"{_DONE[kind]} {quote(exact, 40)}" if exact.strip() else _DONE[kind]):
        now = lib.now()
        key = id or lib.new_id()
        k = journal.insert(
            lib,
            "annotation",
            {
                "id": key,
                "kind": kind,
                "claim_kind": claim_kind,
                "claimant": clean(claimant) or None,
                "speaker": clean(speaker) or None,
                "body": clean(body),
                "colour": colour,
                "tags": dump(change_tags((), tags, ())),
                "origin": origin,
                "creator": lib.creator,
                "created_at": now,
                "modified_at": now,
                "extra": dump(extra or {}),
            },
        )
        resolutions.resolve_targets(lib, insert_targets(lib, k, targets))
        return get(lib, key)


_DONE: Final[dict[str, str]] = {
    "highlight": "Highlighted",
    "note": "Noted on",
    "claim": "Marked as a claim:",
    "evidence": "Marked as evidence:",
    "bookmark": "Set a bookmark at",
}


def insert_targets(lib: Library, k: int, targets: Sequence[Target]) -> list[int]:
    """Puts the targets of annotation `k` (integer key) in, inside a step."""
    return [
        journal.insert(
            lib,
            "target",
            {
                "annotation": k,
                "position": position,
                "article_id": t.article_id,
                "version_id": t.version_id,
                "start": t.start,
                "stop": t.end,
                "exact": clean(t.exact),
                "prefix": clean(t.prefix),
                "suffix": clean(t.suffix),
                "extra": dump(t.extra),
            },
        )
        for position, t in enumerate(targets)
    ]


@speaks
def update(lib: Library, id: str, **changes: Any) -> Annotation:
    """Changes kind, claim_kind, claimant, speaker, body, colour, tags or extra; targets are never rewritten."""
    unknown = set(changes) - _CHANGEABLE
    if unknown:
        raise TypeError(f"not changeable: {', '.join(sorted(unknown))}")
    k, old = _get(lib, id)
    values: dict[str, Any] = {name: clean(value) for name, value in changes.items()}
    for name in ("claimant", "speaker"):
        if name in values:
            values[name] = values[name] or None
    if "tags" in values:
        values["tags"] = change_tags((), values["tags"], ())
    values = {name: value for name, value in values.items() if getattr(old, name) != value}
    if not values:
        return old
    for name in ("tags", "extra"):
        if name in values:
            values[name] = dump(values[name])
    with journal.step(lib, f"Changed the {old.kind} {_quote(old)}"):
        journal.update(lib, "annotation", k, {**values, "modified_at": lib.later(old.modified_at)})
    return get(lib, id)


@speaks
def tag(lib: Library, id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Annotation:
    """Adds and removes tags."""
    return update(lib, id, tags=change_tags(get(lib, id).tags, add, remove))


@speaks
def delete(lib: Library, ids: Iterable[str]) -> int:
    """Deletes annotations and the relations that hang on them; undo brings them back. Says how many were there."""
    found = [pair for pair in (_get(lib, i) for i in dict.fromkeys(ids)) if pair[1].deleted_at is None]
    if not found:
        return 0
    first = found[0][1]
    summary = f"Deleted the {first.kind} {_quote(first)}" if len(found) == 1 else f"Deleted {len(found)} annotations"
    with journal.step(lib, summary):
        for k, annotation in found:
            now = lib.later(annotation.modified_at)
            journal.update(lib, "annotation", k, {"deleted_at": now, "modified_at": now})
            for r, modified in lib.conn.execute(
                "SELECT k, modified_at FROM relation WHERE (claim = ? OR evidence = ?) AND deleted_at IS NULL", [k, k]
            ).fetchall():
                now = lib.later(modified)
                journal.update(lib, "relation", r, {"deleted_at": now, "modified_at": now})
    return len(found)


@speaks
def get(lib: Library, id: str) -> Annotation:
    """The annotation with this id, deleted ones too. Raises `NotFound`."""
    return _get(lib, id)[1]


@speaks
def rows(
    lib: Library, query: AnnotationQuery = AnnotationQuery(), limit: int = -1, offset: int = 0
) -> list[Annotation]:
    """The annotations that the query names, newest first."""
    where, values = _where(lib, query)
    found = lib.conn.execute(
        f"SELECT {COLUMNS} FROM annotation x WHERE {where} ORDER BY x.created_at DESC, x.k DESC LIMIT ? OFFSET ?",
        [*values, limit, offset],
    ).fetchall()
    return with_targets(lib, found)


@speaks
def count(lib: Library, query: AnnotationQuery = AnnotationQuery()) -> int:
    """How many annotations the query names."""
    where, values = _where(lib, query)
    number: int = lib.conn.execute(f"SELECT count(*) FROM annotation x WHERE {where}", values).fetchone()[0]
    return number


@speaks
def of_version(lib: Library, version_id: str) -> list[tuple[Annotation, list[tuple[Target, Resolution]]]]:
    """The live annotations of this version's article, each with its targets in the article and where they stand
    here."""
    conn = lib.conn
    row = conn.execute(
        "SELECT v.k, a.id FROM version v JOIN article a ON a.n = v.article WHERE v.id = ?", [version_id]
    ).fetchone()
    if row is None:
        raise NotFound(f"There is no version “{clean(version_id)}” in the library.")
    k, article_id = row
    found = conn.execute(
        f"SELECT {COLUMNS} FROM annotation x WHERE x.deleted_at IS NULL"
        " AND x.k IN (SELECT annotation FROM target WHERE article_id = ?) ORDER BY x.created_at, x.k",
        [article_id],
    ).fetchall()
    places: dict[tuple[str, int], Resolution] = {}
    for id_, position, state, start, stop, score in conn.execute(
        "SELECT x.id, t.position, r.state, r.start, r.stop, r.score FROM target t JOIN annotation x ON x.k ="
        " t.annotation"
        " JOIN resolution r ON r.target = t.k AND r.version = ? WHERE t.article_id = ?",
        [k, article_id],
    ):
        places[id_, position] = Resolution(state, start, stop, score)
    texts: dict[str, str] = {}

    def text_of(id_: str) -> str:
        if id_ not in texts:
            found = conn.execute("SELECT text FROM version WHERE id = ?", [id_]).fetchone()
            texts[id_] = found[0] if found else ""
        return texts[id_]

    result = []
    for annotation in with_targets(lib, found):
        here: list[tuple[Target, Resolution]] = []
        for position, target in enumerate(annotation.targets):
            if target.article_id != article_id:
                continue
            if target.version_id == version_id:
                place: Resolution | None = Resolution("exact", target.start, target.end, 1.0)
            else:
                place = places.get((annotation.id, position))
            if place is None:
                place = resolutions.find(target, text_of(version_id), text_of(target.version_id) or None)
            here.append((target, place))
        result.append((annotation, here))
    return result


# Rows and records


def with_targets(lib: Library, found: Sequence[Sequence[Any]]) -> list[Annotation]:
    """`Annotation`s from rows of `COLUMNS`, in the same order."""
    targets: dict[int, list[Target]] = {}
    for start in range(0, len(found), _CHUNK):
        keys = [row[0] for row in found[start : start + _CHUNK]]
        for k, article, version, begin, stop, exact, prefix, suffix, extra in lib.conn.execute(
            "SELECT annotation, article_id, version_id, start, stop, exact, prefix, suffix, extra FROM target"
            f" WHERE annotation IN ({', '.join('?' * len(keys))}) ORDER BY annotation, position",
            keys,
        ):
            # Called for each of very many: the empty objects are made by the record itself.
            target = (
                Target(article, version, begin, stop, exact, prefix, suffix)
                if extra == "{}"
                else Target(article, version, begin, stop, exact, prefix, suffix, json.loads(extra))
            )
            if k in targets:
                targets[k].append(target)
            else:
                targets[k] = [target]
    return [_record(row, tuple(targets.get(row[0], ()))) for row in found]


def _record(row: Sequence[Any], at: tuple[Target, ...]) -> Annotation:
    (_, id, kind, claimed, who, speaker, body, colour, tags, origin, creator, made, changed, deleted, extra) = row
    return Annotation(
        id,
        kind,
        claimed,
        who,
        speaker,
        body,
        colour,
        _tags(tags),
        origin,
        creator,
        made,
        changed,
        deleted,
        at,
        {} if extra == "{}" else json.loads(extra),
    )


@lru_cache(maxsize=1024)
def _tags(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _get(lib: Library, id: str) -> tuple[int, Annotation]:
    id = clean(id)
    row = lib.conn.execute(f"SELECT {COLUMNS} FROM annotation x WHERE x.id = ?", [id]).fetchone()
    if row is None:
        raise NotFound(f"There is no annotation “{id}” in the library.")
    return row[0], with_targets(lib, [row])[0]


def _check(lib: Library, target: Target) -> None:
    row = lib.conn.execute(
        "SELECT substr(v.text, ? + 1, ?), a.id FROM version v JOIN article a ON a.n = v.article WHERE v.id = ?",
        [target.start, max(0, target.end - target.start), target.version_id],
    ).fetchone()
    if row is None or row[1] != target.article_id:
        raise NotFound("The passage is not in the library (any more); nothing was kept.")
    if target.start < 0 or target.end < target.start or row[0] != target.exact:
        raise LibraryError("The passage does not say what it is quoted with; nothing was kept.")


def _quote(annotation: Annotation) -> str:
    return quote(annotation.body or (annotation.targets[0].exact if annotation.targets else ""), 40)


def _where(lib: Library, query: AnnotationQuery) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if not query.include_deleted:
        parts += ["x.deleted_at IS NULL", _LIVE]
    for column, value in (("kind", query.kind), ("colour", query.colour)):
        if value is not None:
            parts.append(f"x.{column} = ?")
            values.append(value)
    if query.tag is not None:
        parts.append("x.k IN (SELECT annotation FROM annotation_tag WHERE name = ?)")
        values.append(clean(query.tag))
    if query.article_id is not None:
        parts.append("x.k IN (SELECT annotation FROM target WHERE article_id = ?)")
        values.append(query.article_id)
    if query.states:
        parts.append(
            "x.k IN (SELECT t.annotation FROM resolution r JOIN target t ON t.k = r.target"
            " JOIN article a ON a.id = t.article_id AND a.newest = r.version"
            f" WHERE r.state IN ({', '.join('?' * len(query.states))}))"
        )
        values += query.states
    if not everything(query.text):
        expression = match_expression(query.text, prefix=True)
        if expression is None:
            parts.append("0")
        else:
            parts.append("x.k IN (SELECT rowid FROM annotation_fts WHERE annotation_fts MATCH ?)")
            values.append(expression)
    return " AND ".join(parts) or "1", values


def moved(target: Target, article_id: str, version_id: str) -> Target:
    """The same passage, in a version that goes by other ids."""
    return replace(target, article_id=article_id, version_id=version_id)
