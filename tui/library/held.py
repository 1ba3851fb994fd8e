"""What the library holds of things that come from other programs: by id, by address, by title."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, Literal

from tui.library.articles import COLUMNS, article, clean
from tui.library.connection import Library
from tui.library.errors import speaks
from tui.library.records import Article

_BATCH: Final = 20_000


@speaks
def modified(lib: Library, table: Literal["annotation", "relation"], ids: Iterable[str]) -> dict[str, str]:
    """Which of these ids are here, with when each was changed last; deleted ones too."""
    found: dict[str, str] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), _BATCH):
        found |= lib.conn.execute(
            f"SELECT id, modified_at FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(wanted[start : start + _BATCH])],
        )
    return found


@speaks
def standing_in(lib: Library, article_id: str) -> list[str]:
    """The ids of the live annotations whose first passage is in this article, in the order in which they came."""
    rows = lib.conn.execute(
        "SELECT x.id FROM target t JOIN annotation x ON x.k = t.annotation"
        " WHERE t.article_id = ? AND t.position = 0 AND x.deleted_at IS NULL ORDER BY x.k",
        [article_id],
    )
    return [row[0] for row in rows]


@speaks
def waiting(lib: Library, ids: Iterable[str]) -> int:
    """How many of these annotations stand in no article that is here: they are kept out of sight until one comes."""
    wanted = list(ids)
    count = 0
    for start in range(0, len(wanted), _BATCH):
        count += lib.conn.execute(
            "SELECT count(*) FROM annotation x WHERE x.id IN (SELECT value FROM json_each(?)) AND x.deleted_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM target t JOIN article a ON a.id = t.article_id WHERE t.annotation = x.k)",
            [json.dumps(wanted[start : start + _BATCH])],
        ).fetchone()[0]
    return count


@speaks
def by_address(lib: Library, url: str) -> list[Article]:
    """The articles that are at this address on the web, whether with a fragment, a slash at the end, TLS or not."""
    base = clean(url).split("#", 1)[0].rstrip("/")
    scheme, separator, rest = base.partition("://")
    if not separator or scheme.lower() not in ("http", "https"):
        return []
    places = [f"{one}://{rest}{end}" for one in ("https", "http") for end in ("", "/")] + [clean(url)]
    marks = ", ".join("?" * len(places))
    return _select(lib, f"a.location IN ({marks}) OR a.url IN ({marks})", [*places, *places])


@speaks
def by_title(lib: Library, title: str) -> list[Article]:
    """The articles of this title, whatever its case (of ASCII letters) and white space at its ends."""
    return _select(lib, "a.title = ? COLLATE NOCASE", [clean(title).strip()]) if title.strip() else []


def _select(lib: Library, where: str, values: list[str]) -> list[Article]:
    rows = lib.conn.execute(
        f"SELECT {COLUMNS} FROM article a WHERE ({where}) AND a.deleted_at IS NULL ORDER BY a.copy_of IS NOT NULL, a.n",
        values,
    )
    return [article(row) for row in rows]
