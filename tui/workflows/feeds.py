"""Following feeds: new entries become articles, many feeds at once, each asked no more often than it bears."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from tui.library import articles as store
from tui.library import feeds
from tui.library.connection import Library, moment, stamp
from tui.library.feeds import (
    FeedRow,
    Rule,
    add_rule,
    all_feeds,
    edit,
    find,
    latest,
    remove_rule,
    unfollow,
)
from tui.library.records import Article
from tui.sources.feeds.opml import Outline, read_opml, write_opml
from tui.sources.feeds.parsing import EXTRACTOR, Entry, Feed, feed_links, is_feed, read_feed
from tui.sources.fetching import Fetched, FetchError, Known, fetch, make_client
from tui.sources.files import read_file
from tui.sources.loading import Loaded
from tui.sources.pages.tree import decode_page
from tui.sources.robots import Robots
from tui.text.errors import CounterpointError, IntakeError
from tui.workflows import web
from tui.workflows.add import AddOutcome, Problem, add_loaded, without_name
from tui.workflows.progress import Cancelled, Progress, never, silent
from tui.workflows.writing import write_atomically

if TYPE_CHECKING:
    import httpx

__all__ = [
    "FeedRow", "RefreshReport", "Rule", "add_rule", "all_feeds", "all_rules", "edit", "export_opml", "export_opml_file", "find",
    "follow", "import_opml", "import_opml_file", "latest", "moment", "refresh", "remove_rule", "rule_says", "unfollow",
]  # fmt: skip

FIRST_PAUSE: Final = timedelta(minutes=15)
"""How long a feed that failed is left alone; twice as long each time that it fails again."""
LONGEST_PAUSE: Final = timedelta(days=7)
FIRST_ENTRIES: Final = 50
"""Of a feed that is new, so many entries become articles; older ones are known and left."""
_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh came to."""

    asked: int = 0
    """Feeds that were asked."""
    waiting: int = 0
    """Feeds that failed lately and were left alone."""
    skipped: int = 0
    """Entries that a rule skipped."""
    outcomes: list[AddOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Answer:
    """What one feed answered."""

    row: FeedRow
    fetched: Fetched | None = None
    feed: Feed | None = None
    error: CounterpointError | None = None
    pages: dict[str, list[Loaded]] = field(default_factory=dict)
    """The whole texts, by the keys of their entries."""
    notes: list[Problem] = field(default_factory=list)


def follow(
    lib: Library,
    url: str,
    *,
    full: bool = False,
    tags: Sequence[str] = (),
    allow_private: bool = False,
    cancelled: Cancelled = never,
) -> tuple[FeedRow, bool]:
    """Follow the feed at `url`, or the first one that the page there names; and whether it was not followed before.

    Raises CounterpointError when there is none, CancelledError soon after `cancelled` says so.
    """

    async def work() -> tuple[str, Feed]:
        async with make_client() as client:
            came = await fetch(client, url, allow_private=allow_private, accept=_ACCEPT)
            if is_feed(came.data):
                return came.url, read_feed(came.data, came.url, came.media_type)
            links = feed_links(decode_page(came.data, came.charset), came.url)
            if not links:
                raise IntakeError(f"{url}: this is no feed, and the page names none.")
            there = await fetch(client, links[0], allow_private=allow_private, accept=_ACCEPT)
            return there.url, read_feed(there.data, there.url, there.media_type)

    try:
        found, feed = web.run(work(), cancelled)
    except IntakeError as error:
        raise IntakeError(f"{url}: {without_name(str(error), url)}") from None
    return feeds.follow(lib, found, feed.title, site=feed.site, full=full, tags=tags)


def all_rules(lib: Library) -> list[Rule]:
    """The rules for what feeds announce, in their order."""
    return feeds.rules(lib)


def rule_says(rule: Rule, title: str = "") -> str:
    """What a rule does, in words; `title` is the name of its feed, where that is to be said by name."""
    what = f"what holds “{rule.words}”" if rule.words else "everything"
    of = "" if rule.feed is None else f" of “{title}”" if title else f" of feed {rule.feed}"
    return f"skip {what}{of}" if rule.action == "skip" else f"tag {what}{of} #{rule.tag}"


def import_opml_file(lib: Library, path: Path) -> tuple[int, int]:
    """As `import_opml`, from a file; what is wrong with it is said without its name. Raises CounterpointError."""
    try:
        return import_opml(lib, read_file(path))
    except CounterpointError as error:
        raise CounterpointError(without_name(str(error), str(path))) from None


def export_opml_file(lib: Library, path: Path, *, force: bool = False) -> str:
    """Write the feeds to a file, as OPML; the sentence that says so. Raises CounterpointError."""
    number = len(all_feeds(lib))
    write_atomically(path, [export_opml(lib)], force=force, library=lib.path)
    return f"Wrote {number:,} {'feed' if number == 1 else 'feeds'} to {path}."


def import_opml(lib: Library, data: bytes) -> tuple[int, int]:
    """Follow all feeds of a list: how many are new, and how many it names. Nothing is fetched."""
    outlines = read_opml(data)
    fresh = 0
    with lib.write():
        for one in outlines:
            _, new = feeds.follow(lib, one.url, one.title, site=one.site, tags=one.tags)
            fresh += new
    return fresh, len(outlines)


def export_opml(lib: Library) -> bytes:
    """The feeds that are followed, as OPML."""
    return write_opml(Outline(row.url, row.title, row.site, row.tags) for row in all_feeds(lib))


def refresh(
    lib: Library,
    only: Sequence[FeedRow] | None = None,
    *,
    force: bool = False,
    allow_private: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> RefreshReport:
    """Ask all feeds, or `only` these, what is new, and add it. A feed that fails is a problem; the rest goes on.

    One that failed lately is left alone until its pause is over, unless `force`. Raises CancelledError.
    """
    rows = list(only) if only is not None else all_feeds(lib)
    now = moment(lib.now())
    due = [row for row in rows if force or row.next_at is None or moment(row.next_at) <= now]
    report = RefreshReport(asked=len(due), waiting=len(rows) - len(due))
    rules = feeds.rules(lib)
    known = {row.n: feeds.known_keys(lib, row.n) for row in due}
    skipped = 0

    progress(0, len(due), "")
    for done, answer in enumerate(_answers(due, known, rules, allow_private, cancelled), 1):
        skipped += _take(lib, answer, known[answer.row.n], rules, report)
        progress(done, len(due), answer.row.title)
    return replace(report, skipped=skipped)


def _answers(
    due: Sequence[FeedRow], known: dict[int, set[str]], rules: Sequence[Rule], allow_private: bool, cancelled: Cancelled
) -> Iterator[_Answer]:
    """The answers, as they come."""
    robots = Robots(allow_private=allow_private)

    async def ask(client: httpx.AsyncClient, row: FeedRow) -> _Answer:
        return await _ask(client, robots, row, known[row.n], rules, allow_private)

    return web.as_they_come(due, lambda row: urlsplit(row.url).netloc, ask, cancelled=cancelled)


async def _ask(
    client: httpx.AsyncClient, robots: Robots, row: FeedRow, known: set[str], rules: Sequence[Rule], allow_private: bool
) -> _Answer:
    answer = _Answer(row)
    try:
        answer.fetched = await fetch(
            client, row.url, known=Known(row.etag, row.last_modified), allow_private=allow_private, accept=_ACCEPT
        )
        if not answer.fetched.unchanged:
            # In another thread: a large feed takes a while, and others wait for their answers meanwhile.
            came = answer.fetched
            answer.feed = await asyncio.to_thread(read_feed, came.data, came.url, came.media_type)
    except CounterpointError as error:
        answer.error = error
        return answer
    if row.full and answer.feed is not None:
        for entry in _fresh(answer.feed, known):
            if entry.url and not _skips(entry, row, rules):
                await _whole(client, robots, entry, entry.url, answer, allow_private)
    return answer


async def _whole(
    client: httpx.AsyncClient, robots: Robots, entry: Entry, url: str, answer: _Answer, allow_private: bool
) -> None:
    """Fetch the page of an entry, where its site allows that; where it fails, what the feed has of it will do."""
    try:
        if await robots.allows(client, url):
            came = await fetch(client, url, allow_private=allow_private)
            answer.pages[entry.key] = await asyncio.to_thread(web.read_fetched, came, url)
        else:
            answer.notes.append(Problem(url, "Its site does not let programs fetch it; the feed's own text is kept."))
    except CounterpointError as error:
        answer.notes.append(Problem(url, f"{without_name(str(error), url)} The feed's own text is kept."))


def _fresh(feed: Feed, known: set[str]) -> list[Entry]:
    fresh = [entry for entry in feed.entries if entry.key not in known]
    return fresh if known else fresh[:FIRST_ENTRIES]


def _take(lib: Library, answer: _Answer, known: set[str], rules: Sequence[Rule], report: RefreshReport) -> int:
    """Put what a feed answered into the library; how many entries a rule skipped."""
    row, now = answer.row, lib.now()
    if answer.error is not None:
        sentence = without_name(str(answer.error), row.url)
        report.problems.append(Problem(row.url, sentence))
        feeds.change(lib, row.n, checked_at=now, failures=row.failures + 1, problem=sentence,
                     next_at=stamp(moment(now) + _pause(answer.error, row.failures)))  # fmt: skip
        return 0
    assert answer.fetched is not None
    values = {"checked_at": now, "failures": 0, "problem": "", "next_at": None}
    if answer.feed is None:
        feeds.change(lib, row.n, **values)
        return 0
    report.problems.extend(answer.notes)
    skipped, whole = 0, True
    with_all = len(known) == 0
    for entry in reversed(_fresh(answer.feed, known)):  # the oldest first, as they came to be
        if _skips(entry, row, rules):
            feeds.announced(lib, row.n, entry.key, entry.url, None)
            skipped += 1
            continue
        if entry.bare and entry.key not in answer.pages:
            feeds.announced(lib, row.n, entry.key, entry.url, None)
            report.problems.append(Problem(entry.url or row.url, "The feed gives no title and no text of it; skipped."))
            continue
        try:
            with lib.write():  # once to the disk for the article, its tags and the note that it is known
                article = _add_entry(lib, answer, entry, rules, report)
                feeds.announced(lib, row.n, entry.key, entry.url, article.n)
        except CounterpointError as error:
            report.problems.append(Problem(entry.url or row.url, str(error)))
            whole = False
    if with_all:
        for entry in answer.feed.entries[FIRST_ENTRIES:]:
            feeds.announced(lib, row.n, entry.key, entry.url, None)
    if whole:  # else it is asked for once more as if it had changed
        values |= {"etag": answer.fetched.etag, "last_modified": answer.fetched.last_modified}
    if answer.fetched.moved:
        values["url"] = answer.fetched.url
    if row.title == row.url:
        values["title"] = answer.feed.title
    feeds.change(lib, row.n, site=answer.feed.site or row.site, **values)
    return skipped


def _pause(error: CounterpointError, failures: int) -> timedelta:
    if isinstance(error, FetchError) and error.status == 410:
        return timedelta(days=365)
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(failures, 20), LONGEST_PAUSE)
    asked = error.retry_after if isinstance(error, FetchError) else None
    if not asked:
        return pause
    return max(pause, timedelta(seconds=min(asked, LONGEST_PAUSE.total_seconds())))


def _add_entry(lib: Library, answer: _Answer, entry: Entry, rules: Sequence[Rule], report: RefreshReport) -> Article:
    row, feed = answer.row, answer.feed
    assert feed is not None
    tags = [*row.tags, *(rule.tag for rule in rules if rule.action == "tag" and _holds(rule, entry, row))]
    pages = answer.pages.get(entry.key)
    if pages:
        loaded = pages[0]
    else:
        document = entry.document(row.title if row.title != row.url else feed.title, feed.language)
        loaded = Loaded(document, entry.url or "", "", extractor=EXTRACTOR)
        held = store.by_location(lib, entry.url) if entry.url else []
        if held:
            # It is here already, as another feed announced it or the reader added it, perhaps with its whole text.
            return _tagged(lib, held[-1], tags)
    outcome = add_loaded(lib, loaded, entry.url or row.url)
    report.outcomes.append(outcome)
    return _tagged(lib, outcome.article, tags)


def _tagged(lib: Library, article: Article, tags: Sequence[str]) -> Article:
    return store.tag(lib, article.id, tags) if set(tags) - set(article.tags) else article


def _skips(entry: Entry, row: FeedRow, rules: Sequence[Rule]) -> bool:
    return any(rule.action == "skip" and _holds(rule, entry, row) for rule in rules)


def _holds(rule: Rule, entry: Entry, row: FeedRow) -> bool:
    if rule.feed is not None and rule.feed != row.n:
        return False
    text = f"{entry.title}\n{entry.html}\n{entry.author or ''}".casefold()
    return all(word in text for word in rule.words.casefold().split())
