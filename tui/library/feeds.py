"""Feeds that are followed, what they announced, and rules for it. Settings, not journalled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from tui.library.articles import clean, dump
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound, speaks

Action = Literal["tag", "skip"]


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed that is followed."""

    n: int
    """Its number: positive, never used again."""
    url: str
    title: str
    site: str | None
    full: bool
    """The whole text of what it announces is fetched from the web at once."""
    tags: tuple[str, ...]
    """What its articles are tagged with."""
    etag: str | None
    last_modified: str | None
    checked_at: str | None
    next_at: str | None
    """It is not asked before this time."""
    failures: int
    """How often in a row it could not be fetched."""
    problem: str
    """Why not, the last time; empty when it could."""
    unread: int = 0
    """Its articles that nobody has begun to read."""
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done with entries that hold some words."""

    n: int
    words: str
    """All of these words must be in the title or text, in any case; empty stands for every entry."""
    action: Action
    tag: str
    feed: int | None
    """Only of this feed; None for all."""


_COLUMNS: Final = "f.n, f.url, f.title, f.site, f.whole, f.tags, f.etag, f.last_modified, f.checked_at, f.next_at, f.failures, f.problem"
_COUNTS: Final = (
    "SELECT count(*) FILTER (WHERE a.progress = 0), count(*) FROM feed_entry e JOIN article a ON a.n = e.article"
    " WHERE e.feed = ? AND a.deleted_at IS NULL"
)


def _row(lib: Library, row: Sequence[Any]) -> FeedRow:
    unread, articles = lib.conn.execute(_COUNTS, [row[0]]).fetchone()
    return FeedRow(*[*row[:4], bool(row[4]), tuple(json.loads(row[5])), *row[6:], unread, articles])


@speaks
def all_feeds(lib: Library) -> list[FeedRow]:
    """The feeds that are followed, by title."""
    rows = lib.conn.execute(f"SELECT {_COLUMNS} FROM feed f ORDER BY f.title COLLATE NOCASE, f.n").fetchall()
    return [_row(lib, row) for row in rows]


@speaks
def find(lib: Library, reference: str) -> FeedRow:
    """The feed of this number or address. Raises `NotFound`."""
    reference = clean(reference)
    number = int(reference) if reference.isascii() and reference.isdigit() and len(reference) < 18 else -1
    row = lib.conn.execute(f"SELECT {_COLUMNS} FROM feed f WHERE f.n = ? OR f.url = ?", [number, reference]).fetchone()
    if row is None:
        raise NotFound(f"There is no feed “{reference}”; “counterpoint feed list” shows the numbers.")
    return _row(lib, row)


@speaks
def follow(
    lib: Library, url: str, title: str, *, site: str | None = None, full: bool = False, tags: Iterable[str] = ()
) -> tuple[FeedRow, bool]:
    """The feed at `url`, followed from now on, and whether it was not before."""
    url = clean(url)
    with lib.write() as conn:
        cursor = conn.execute(
            "INSERT OR IGNORE INTO feed (url, title, site, whole, tags, added_at) VALUES (?, ?, ?, ?, ?, ?)",
            [url, clean(title) or url, clean(site), int(full), dump([clean(tag) for tag in tags]), lib.now()],
        )
        fresh = cursor.rowcount == 1
    return find(lib, url), fresh


@speaks
def edit(
    lib: Library,
    n: int,
    *,
    title: str | None = None,
    full: bool | None = None,
    add_tags: Iterable[str] = (),
    tags: Iterable[str] | None = None,
) -> FeedRow:
    """Changes what the reader decides of a feed: its name, whether whole texts are fetched, what its articles are tagged
    with from now on (`tags` are all of them, `add_tags` come to those that there are). Raises `NotFound`."""
    row = find(lib, str(n))
    wanted = tuple(
        dict.fromkeys(
            filter(None, (" ".join(clean(t).split()) for t in (*(row.tags if tags is None else tags), *add_tags)))
        )
    )
    name = " ".join(clean(title).split()) if title is not None else row.title
    if not name:
        raise LibraryError("A feed needs a name.")
    change(lib, n, title=name, whole=int(row.full if full is None else full), tags=dump(list(wanted)))
    return find(lib, str(n))


@speaks
def latest(lib: Library, n: int, limit: int) -> list[tuple[str, bool]]:
    """The titles of a feed's newest articles, and whether nobody has begun to read them."""
    found = lib.conn.execute(
        "SELECT a.title, a.progress = 0 FROM feed_entry e JOIN article a ON a.n = e.article"
        " WHERE e.feed = ? AND a.deleted_at IS NULL ORDER BY a.n DESC LIMIT ?",
        [n, limit],
    )
    return [(title, bool(unread)) for title, unread in found]


@speaks
def unfollow(lib: Library, n: int) -> None:
    """Forgets a feed and its rules; its articles stay."""
    with lib.write() as conn:
        conn.execute("DELETE FROM feed WHERE n = ?", [n])


@speaks
def change(lib: Library, n: int, **values: Any) -> None:
    """Sets columns of a feed: url, title, site, whole, tags (as JSON), etag, last_modified, checked_at, next_at,
    failures, problem."""
    columns = ", ".join(f"{name} = ?" for name in values)
    with lib.write() as conn:
        conn.execute(f"UPDATE OR IGNORE feed SET {columns} WHERE n = ?", [*values.values(), n])


@speaks
def known_keys(lib: Library, n: int) -> set[str]:
    """The keys of all that a feed announced so far."""
    return {row[0] for row in lib.conn.execute("SELECT key FROM feed_entry WHERE feed = ?", [n])}


@speaks
def announced(lib: Library, n: int, key: str, url: str | None, article: int | None) -> None:
    """Remembers an entry, and the number of its article; None for one that was skipped."""
    with lib.write() as conn:
        conn.execute(
            "INSERT OR REPLACE INTO feed_entry (feed, key, url, article, at) VALUES (?, ?, ?, ?, ?)",
            [n, key, url, article, lib.now()],
        )


@speaks
def rules(lib: Library) -> list[Rule]:
    """The rules, in their order."""
    return [Rule(*row) for row in lib.conn.execute("SELECT n, words, action, tag, feed FROM feed_rule ORDER BY n")]


@speaks
def add_rule(lib: Library, words: str, action: Action, tag: str = "", feed: int | None = None) -> Rule:
    """Adds a rule at the end."""
    words, tag = " ".join(clean(words).split()), " ".join(clean(tag).split())
    if not words and feed is None:
        raise LibraryError("A rule needs words, or a feed that it holds for.")
    if action == "tag" and not tag:
        raise LibraryError("A rule that tags needs the tag.")
    with lib.write() as conn:
        n = conn.execute(
            "INSERT INTO feed_rule (words, action, tag, feed) VALUES (?, ?, ?, ?)", [words, action, tag, feed]
        ).lastrowid
    assert n is not None
    return Rule(n, words, action, tag, feed)


@speaks
def remove_rule(lib: Library, n: int) -> None:
    """Removes a rule. Raises `NotFound`."""
    with lib.write() as conn:
        # A number that SQLite cannot hold is none that a rule has.
        if not 0 < n < 1 << 63 or not conn.execute("DELETE FROM feed_rule WHERE n = ?", [n]).rowcount:
            raise NotFound(f"There is no rule {n}; “counterpoint feed rules” shows the numbers.")
