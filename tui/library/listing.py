"""The table of articles: filtered, sorted and counted in SQL, through indexes on counters that are kept with every
change."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from msgspec import Struct

from tui.library.articles import COLUMNS, article, clean
from tui.library.connection import Library
from tui.library.errors import speaks
from tui.library.matching import everything, pieces
from tui.library.records import Article
from tui.library.schema import PARAGRAPH_BITS

View = Literal["all", "unread", "annotated", "contested"]
Order = Literal["added", "title", "source", "published", "words", "progress", "claims", "contested", "annotations"]

_ORDERS: Final[dict[str, str]] = {
    "added": "a.added_at",
    "title": "a.title COLLATE NOCASE",
    "source": "a.source COLLATE NOCASE",
    "published": "a.published",
    "words": "a.words",
    "progress": "a.progress",
    "claims": "a.claims",
    "contested": "a.contested",
    "annotations": "a.annotations",
}
_VIEWS: Final[dict[str, str]] = {
    "all": "",
    "unread": "a.progress = 0",
    "annotated": "a.annotations > 0",
    "contested": "a.contested > 0",
}


class ArticleQuery(Struct, frozen=True):
    """Which articles to list, and in which order; every part narrows."""

    text: str = ""
    """Words and phrases that all stand somewhere in title, source, author, tags or text; the last matches as a
    beginning."""
    view: View = "all"
    tags: tuple[str, ...] = ()
    """All of them."""
    order: Order = "added"
    descending: bool = False
    ids: tuple[str, ...] | None = None
    """Only these articles."""
    feed: int | None = None
    """Only what the feed of this number announced."""


@speaks
def count(lib: Library, query: ArticleQuery = ArticleQuery()) -> int:
    """How many articles the query names."""
    where, values = _where(lib, query)
    number: int = lib.conn.execute(f"SELECT count(*) FROM article a WHERE {where}", values).fetchone()[0]
    return number


@speaks
def rows(lib: Library, query: ArticleQuery = ArticleQuery(), limit: int = -1, offset: int = 0) -> list[Article]:
    """The articles `offset` to `offset + limit` of the query, in its order. Unknown dates and sources come last."""
    where, values = _where(lib, query)
    # The inner query walks an index only; whole rows are read for the page alone.
    found = lib.conn.execute(
        f"SELECT {COLUMNS} FROM (SELECT a.n AS n, row_number() OVER () AS place FROM (SELECT a.n FROM article a"
        f" WHERE {where} ORDER BY {_order(query)} LIMIT ? OFFSET ?) a) page JOIN article a ON a.n = page.n"
        " ORDER BY page.place",
        [*values, limit, offset],
    )
    return [article(row) for row in found]


@speaks
def position(lib: Library, query: ArticleQuery, article_id: str) -> int | None:
    """The 0-based row at which an article stands in the listing; None when the query leaves it out."""
    where, values = _where(lib, query)
    row = lib.conn.execute(
        f"SELECT place FROM (SELECT n, row_number() OVER () - 1 AS place FROM (SELECT a.n FROM article a WHERE {where}"
        f" ORDER BY {_order(query)})) WHERE n = (SELECT n FROM article WHERE id = ?)",
        [*values, article_id],
    ).fetchone()
    return row[0] if row else None


@speaks
def all_tags(lib: Library, of: Literal["articles", "annotations"] = "articles") -> list[tuple[str, int]]:
    """The tags in use with how many carry each, the commonest first."""
    table, column, home, key = {
        "articles": ("article_tag", "article", "article", "n"),
        "annotations": ("annotation_tag", "annotation", "annotation", "k"),
    }[of]
    return lib.conn.execute(
        f"SELECT t.name, count(*) FROM {table} t JOIN {home} x ON x.{key} = t.{column} WHERE x.deleted_at IS NULL"
        " GROUP BY t.name ORDER BY count(*) DESC, t.name"
    ).fetchall()


def _order(query: ArticleQuery) -> str:
    column = _ORDERS[query.order]
    way = "DESC" if query.descending else "ASC"
    if query.order in ("source", "published") and not query.descending:
        return f"{column.split(' ')[0]} IS NULL, {column}, a.n"
    return f"{column} {way}, a.n {way}"


def _where(lib: Library, query: ArticleQuery) -> tuple[str, list[Any]]:
    parts = ["a.deleted_at IS NULL"]
    values: list[Any] = []
    if _VIEWS[query.view]:
        parts.append(_VIEWS[query.view])
    for name in query.tags:
        parts.append("a.n IN (SELECT article FROM article_tag WHERE name = ?)")
        values.append(clean(name))
    if query.ids is not None:
        parts.append("a.id IN (SELECT value FROM json_each(?))")
        values.append(_json_array(query.ids))
    if query.feed is not None:
        parts.append("a.n IN (SELECT article FROM feed_entry WHERE feed = ? AND article IS NOT NULL)")
        values.append(query.feed)
    if not everything(query.text):
        parts.append("a.n IN (SELECT n FROM temp.matched)" if _match(lib, query.text) else "0")
    return " AND ".join(parts), values


def _match(lib: Library, text: str) -> bool:
    """Puts the numbers of the articles that match into `temp.matched`, unless they are there already."""
    local = lib.local
    conn = local.conn
    # A write of this connection clears the cache; one of another moves the data version.
    key = (text, conn.execute("PRAGMA data_version").fetchone()[0])
    if local.cache.get("matched") != key:
        wanted = pieces(text, prefix=True)
        conn.execute("CREATE TEMP TABLE IF NOT EXISTS matched (n INTEGER PRIMARY KEY)")
        conn.execute("DELETE FROM temp.matched")
        # One letter begins some word of every article: it looks at titles, sources, authors and tags only.
        whole = len(text.strip()) > 1 or not text.isascii()
        for i, piece in enumerate(wanted):
            hits = "SELECT rowid AS n FROM article_fts WHERE article_fts MATCH :piece"
            if whole:
                hits += (
                    " UNION SELECT n FROM article WHERE newest IN"
                    f" (SELECT DISTINCT rowid >> {PARAGRAPH_BITS} FROM passage_fts WHERE passage_fts MATCH :piece)"
                )
            if i == 0:
                conn.execute(f"INSERT INTO temp.matched {hits}", {"piece": piece})
            else:
                conn.execute(f"DELETE FROM temp.matched WHERE n NOT IN ({hits})", {"piece": piece})
        local.cache["matched"] = key
        local.cache["any"] = bool(wanted)
    return bool(local.cache["any"])


def _json_array(values: tuple[str, ...]) -> str:
    return json.dumps(values)
