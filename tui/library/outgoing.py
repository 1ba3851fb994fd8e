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
    for page in _pages(lib, f"a.n, {_articles.COLUMNS}", "article a", where, ids):
        yield from (_articles.article(row[1:]) for row in page)


def annotations(
    lib: Library, article_ids: Iterable[str] | None = None, annotation_ids: Iterable[str] | None = None
) -> Iterator[Annotation]:
    """The annotations: all, those of some articles (with the other ends of their relations), or those that are
    named."""
    where, chosen = _stands(lib, "x.k"), None
    if annotation_ids is not None:
        where, chosen = f"x.id IN {_CHOSEN}", annotation_ids
    elif article_ids is not None:
        where, chosen = f"{where} AND x.k IN ({_near()})", article_ids
    for page in _pages(lib, _annotations.COLUMNS, "annotation x", where, chosen):
        with speaking():
            found = _annotations.with_targets(lib, page)
        yield from found


def relations(
    lib: Library,
    article_ids: Iterable[str] | None = None,
    annotation_ids: Iterable[str] | None = None,
    *,
    live: bool = False,
) -> Iterator[Relation]:
    """The relations: all, those of some articles' annotations, or those between annotations that are named. `live`: none
    that is deleted, or of which an end is."""
    where, chosen = _stands(lib, "r.evidence", "r.claim"), None
    if live:
        where += " AND r.deleted_at IS NULL AND e.deleted_at IS NULL AND c.deleted_at IS NULL"
    if annotation_ids is not None:
        where, chosen = f"{where} AND e.id IN {_CHOSEN} AND c.id IN {_CHOSEN}", annotation_ids
    elif article_ids is not None:
        here = f"(SELECT annotation FROM target WHERE article_id IN {_CHOSEN})"
        where, chosen = f"{where} AND (r.claim IN {here} OR r.evidence IN {here})", article_ids
    for page in _pages(lib, f"r.k, {_relations.COLUMNS}", _relations.FROM, where, chosen):
        yield from (_relations.record(row[1:]) for row in page)


def verdicts(lib: Library, article_ids: Iterable[str] | None = None) -> Iterator[Verdict]:
    """The verdicts: all, or those on pairs of which an end stands in one of these articles."""
    where = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM article a WHERE a.id = w.{end}_article AND a.deleted_at IS NOT NULL)"
        for end in ("claim", "evidence")
    )
    if article_ids is not None:
        where += f" AND (w.claim_article IN {_CHOSEN} OR w.evidence_article IN {_CHOSEN})"
    for page in _pages(lib, f"w.k, {_verdicts.COLUMNS}", "verdict w", where, article_ids):
        yield from (_verdicts.record(row[1:]) for row in page)


def _near() -> str:
    here = f"SELECT annotation FROM target WHERE article_id IN {_CHOSEN}"
    return (
        f"{here} UNION SELECT r.evidence FROM relation r WHERE r.claim IN ({here})"
        f" UNION SELECT r.claim FROM relation r WHERE r.evidence IN ({here})"
    )


def _pages(
    lib: Library, columns: str, source: str, where: str, chosen: Iterable[str] | None
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows in the order of their key, which is the first of the columns; a page at a time, so that no cursor stays open
    between two."""
    key = columns.split(",", 1)[0]
    if chosen is not None:
        # What is chosen is looked up once, and not for each page.
        with speaking():
            found = lib.conn.execute(
                f"SELECT {key} FROM {source} WHERE {where} ORDER BY {key}", {"chosen": json.dumps(list(chosen))}
            )
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
