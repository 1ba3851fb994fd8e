"""All that an export takes, one after another in a stable order, without ever holding it all in memory.

The order is that of arrival, so that a library which imports an export gives the same export again. Read inside
`Library.reading()` to have it all as of one moment.

What belongs to an export: articles that are not removed; annotations (deleted ones too, a deletion travels) except
those that stand in removed articles only; relations and verdicts between what is left. Of chosen articles: their
annotations, and the other ends of these annotations' relations (of deleted ones too: they could not travel without).
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from tui.library import annotations as _annotations
from tui.library import articles as _articles
from tui.library import relations as _relations
from tui.library import verdicts as _verdicts
from tui.library.connection import Library
from tui.library.errors import speaking
from tui.library.records import Annotation, Article, Relation, Verdict

_BATCH: Final = 500
_CHOSEN: Final = "(SELECT value FROM json_each(:chosen))"


def _stands(lib: Library, *keys: str) -> str:
    """Has each of these annotations a target in an article that is not removed (or not here)?"""
    with speaking():
        removed = lib.conn.execute("SELECT EXISTS (SELECT 1 FROM article WHERE deleted_at IS NOT NULL)").fetchone()[0]
    if not removed:
        return "1"
    return " AND ".join(
        "EXISTS (SELECT 1 FROM target t LEFT JOIN article a ON a.id = t.article_id"
        f" WHERE t.annotation = {key} AND a.deleted_at IS NULL)"
        for key in keys
    )


def articles(lib: Library, ids: Iterable[str] | None = None) -> Iterator[Article]:
    """The articles, by number."""
    where = "a.deleted_at IS NULL" + ("" if ids is None else f" AND a.id IN {_CHOSEN}")
    for page in _pages(lib, f"a.n, {_articles.COLUMNS}", "article a", where, {} if ids is None else _chosen(ids)):
        yield from (_articles.article(row[1:]) for row in page)


def annotations(
    lib: Library, article_ids: Iterable[str] | None = None, annotation_ids: Iterable[str] | None = None
) -> Iterator[Annotation]:
    """The annotations: all, those of some articles (with the other ends of their relations), or those that are
    named."""
    where, values = _of_annotations(lib, article_ids, annotation_ids)
    for page in _pages(lib, _annotations.COLUMNS, "annotation x", where, values):
        with speaking():
            found = _annotations.with_targets(lib, page)
        yield from found


def _of_annotations(
    lib: Library, article_ids: Iterable[str] | None, annotation_ids: Iterable[str] | None
) -> tuple[str, dict[str, str]]:
    if annotation_ids is not None:
        return f"x.id IN {_CHOSEN}", _chosen(annotation_ids)
    where = _stands(lib, "x.k")
    if article_ids is not None:
        return f"{where} AND x.k IN ({_near()})", _chosen(article_ids)
    return where, {}


def _chosen(ids: Iterable[str]) -> dict[str, str]:
    return {"chosen": json.dumps(list(ids))}


def first_in(lib: Library, article_id: str) -> Iterator[Annotation]:
    """The live annotations whose first passage is in this article."""
    with speaking():
        keys = array(
            "q",
            (
                row[0]
                for row in lib.conn.execute(
                    "SELECT x.k FROM target t JOIN annotation x ON x.k = t.annotation"
                    " WHERE t.article_id = ? AND t.position = 0 AND x.deleted_at IS NULL ORDER BY x.k",
                    [article_id],
                )
            ),
        )
    for page in by_keys(lib, _annotations.COLUMNS, "annotation x", keys):
        with speaking():
            found = _annotations.with_targets(lib, page)
        yield from found


def relations(
    lib: Library,
    article_ids: Iterable[str] | None = None,
    annotation_ids: Iterable[str] | None = None,
    *,
    live: bool = False,
    within: Iterable[str] | None = None,
    of: Iterable[str] | None = None,
) -> Iterator[Relation]:
    """The relations: all, those of some articles' annotations, or those between annotations that are named. `live`: none
    that is deleted, or of which an end is. Of these, `within`: those of which an end has a passage in one of these
    articles; `of`: those of which an end is one of these annotations."""
    where, values = _of_relations(lib, article_ids, annotation_ids, live=live)
    if within is not None:
        where += f" AND {_touching(_standing_in(':within'))}"
        values["within"] = json.dumps(list(within))
    if of is not None:
        where += f" AND {_touching('(SELECT k FROM annotation WHERE id IN (SELECT value FROM json_each(:of)))')}"
        values["of"] = json.dumps(list(of))
    for page in _pages(lib, f"r.k, {_relations.COLUMNS}", _relations.FROM, where, values):
        yield from (_relations.record(row[1:]) for row in page)


def _of_relations(
    lib: Library, article_ids: Iterable[str] | None, annotation_ids: Iterable[str] | None, *, live: bool
) -> tuple[str, dict[str, str]]:
    where, values = _stands(lib, "r.evidence", "r.claim"), {}
    if live:
        where += " AND r.deleted_at IS NULL AND e.deleted_at IS NULL AND c.deleted_at IS NULL"
    if annotation_ids is not None:
        where += f" AND e.id IN {_CHOSEN} AND c.id IN {_CHOSEN}"
        values = _chosen(annotation_ids)
    elif article_ids is not None:
        where += f" AND {_touching(_standing_in(':chosen'))}"
        values = _chosen(article_ids)
    return where, values


def _standing_in(articles: str) -> str:
    return f"(SELECT annotation FROM target WHERE article_id IN (SELECT value FROM json_each({articles})))"


def _touching(keys: str) -> str:
    """Is an end of the relation one of these annotations?"""
    return (
        f"r.k IN (SELECT k FROM relation WHERE claim IN {keys} UNION SELECT k FROM relation WHERE evidence IN {keys})"
    )


def joints(
    lib: Library, article_ids: Iterable[str] | None = None, annotation_ids: Iterable[str] | None = None
) -> Iterator[tuple[str, str, str, str]]:
    """Version and article, twice: of the first passage of a live annotation and of any of its passages; then of the first
    passages of a live relation's ends. Each once, in the order in which they came."""
    where, values = _of_annotations(lib, article_ids, annotation_ids)
    yield from _rows(
        lib,
        "SELECT t.version_id, t.article_id, coalesce(f.version_id, t.version_id), coalesce(f.article_id, t.article_id)"
        " FROM annotation x JOIN target t ON t.annotation = x.k"
        " LEFT JOIN target f ON t.position > 0 AND f.annotation = x.k AND f.position = 0"
        f" WHERE x.deleted_at IS NULL AND {where} GROUP BY 1, 2, 3, 4 ORDER BY min((x.k << 20) + t.position)",
        values,
    )
    where, values = _of_relations(lib, article_ids, annotation_ids, live=True)
    yield from _rows(
        lib,
        f"SELECT s.version_id, s.article_id, t.version_id, t.article_id FROM {_relations.FROM}"
        " JOIN target s ON s.annotation = r.evidence AND s.position = 0"
        f" JOIN target t ON t.annotation = r.claim AND t.position = 0 WHERE {where} GROUP BY 1, 2, 3, 4 ORDER BY min(r.k)",
        values,
    )


def _rows(lib: Library, sql: str, values: dict[str, str]) -> list[tuple[Any, ...]]:
    with speaking():
        return lib.conn.execute(sql, values).fetchall()


def verdicts(lib: Library, article_ids: Iterable[str] | None = None) -> Iterator[Verdict]:
    """The verdicts: all, or those on pairs of which an end stands in one of these articles."""
    where = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM article a WHERE a.id = w.{end}_article AND a.deleted_at IS NOT NULL)"
        for end in ("claim", "evidence")
    )
    if article_ids is not None:
        where += f" AND (w.claim_article IN {_CHOSEN} OR w.evidence_article IN {_CHOSEN})"
    values = {} if article_ids is None else _chosen(article_ids)
    for page in _pages(lib, f"w.k, {_verdicts.COLUMNS}", "verdict w", where, values):
        yield from (_verdicts.record(row[1:]) for row in page)


def _near() -> str:
    here = f"SELECT annotation FROM target WHERE article_id IN {_CHOSEN}"
    return (
        f"{here} UNION SELECT r.evidence FROM relation r WHERE r.claim IN ({here})"
        f" UNION SELECT r.claim FROM relation r WHERE r.evidence IN ({here})"
    )


def _pages(
    lib: Library, columns: str, source: str, where: str, values: dict[str, str]
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in the order of their key, which is the first of the columns; a page at a time, so that no cursor stays open
    between two."""
    key = columns.split(",", 1)[0]
    if values:
        # What is chosen is looked up once, and not for each page.
        with speaking():
            found = lib.conn.execute(f"SELECT {key} FROM {source} WHERE {where} ORDER BY {key}", values)
            keys = array("q", (row[0] for row in found))
        yield from by_keys(lib, columns, source, keys)
        return
    after = 0
    while True:
        with speaking():
            rows = lib.conn.execute(
                f"SELECT {columns} FROM {source} WHERE {key} > ? AND {where} ORDER BY {key} LIMIT {_BATCH}", [after]
            ).fetchall()
        yield rows
        if len(rows) < _BATCH:
            return
        after = rows[-1][0]


def by_keys(lib: Library, columns: str, source: str, keys: Sequence[int]) -> Iterator[list[tuple[Any, ...]]]:
    """The rows with these keys, in the order of `keys`, a page at a time; the key is the first of the columns."""
    key = columns.split(",", 1)[0]
    for start in range(0, len(keys), _BATCH):
        page = keys[start : start + _BATCH]
        with speaking():
            found = lib.conn.execute(
                f"SELECT {columns} FROM {source} WHERE {key} IN ({', '.join('?' * len(page))})", list(page)
            ).fetchall()
        rows = {row[0]: row for row in found}
        yield [rows[one] for one in page if one in rows]
