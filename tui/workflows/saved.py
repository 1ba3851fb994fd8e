"""What was saved elsewhere to read later: fetched into the library, and gone on with where it was left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from tui.exchange.reading import Input
from tui.exchange.registry import get
from tui.library import articles as store
from tui.library import links
from tui.library.connection import Library
from tui.sources import saved_links
from tui.sources.fetching import fetch
from tui.sources.loading import Loaded
from tui.sources.pages.facts import web_address
from tui.sources.saved_links import SavedLink, unique
from tui.text.errors import CounterpointError, IntakeError
from tui.text.plain import read_plain
from tui.workflows import web
from tui.workflows.add import AddOutcome, Problem, add_loaded, without_name
from tui.workflows.progress import Cancelled, Progress, never, silent

if TYPE_CHECKING:
    import httpx

EXTRACTOR: Final = "saved-1"
_SHORTEST: Final = 500
"""Of less text than this, in characters, the page is fetched all the same."""
READERS: Final = ("pocket", "instapaper", "omnivore", "wallabag")
"""The formats that list what was saved."""
_SHELVES: Final = frozenset({"archive", "starred", "unread"})
"""What lists call their own shelves: no tags."""


@dataclass(frozen=True, slots=True)
class SavedReport:
    """What became of the links that waited."""

    outcomes: list[AddOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Came:
    link: SavedLink
    found: list[Loaded] = field(default_factory=list)
    error: CounterpointError | None = None


class Noted(NamedTuple):
    """What came of a list."""

    fresh: int
    named: int
    left_out: int = 0
    """Entries of other programs' lists that have no address of a web page."""


def remember(lib: Library, data: bytes) -> Noted:
    """Notes the links of a list. Nothing is fetched. Raises CounterpointError."""
    found, left_out = _links(data)
    named = unique(found)
    fresh = links.remember(lib, [(link.url, msgspec.to_builtins(link)) for link in named])
    return Noted(fresh, len(named), left_out)


def failed_before(lib: Library) -> int:
    """How many links could not be fetched and wait until `fetch_saved` is told to try them again."""
    return links.failed(lib)


def _links(data: bytes) -> tuple[list[SavedLink], int]:
    """The links of a list, and how many entries have no address of a web page."""
    if saved_links.recognises(data):
        return saved_links.read_list(data)
    file = Input(data)
    for name in READERS:
        form = get(name, to_read=True)
        if form.recognises(file):
            taken = form.read(file)
            found: list[SavedLink] = []
            for one in taken.articles.values():
                url = web_address(one.url)
                if url:
                    tags = tuple(dict.fromkeys(tag for tag in one.tags if tag.casefold() not in _SHELVES))
                    found.append(
                        SavedLink(url, one.title, tags, one.text or "", one.published, one.author, one.language)
                    )
            return found, len(taken.articles) - len(found) + len(taken.left_out)
    raise IntakeError("This is no list of saved articles that is known; see “counterpoint later --help”.")


def fetch_saved(
    lib: Library,
    *,
    failed: bool = False,
    allow_private: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> SavedReport:
    """Fetch all that waits, with `failed` also what could not be fetched before; what is done is kept as it comes, so
    that the next call goes on after it. Raises CancelledError."""
    waiting = [msgspec.convert(about, SavedLink) for _, about in links.due(lib, failed=failed)]
    report = SavedReport()

    progress(0, len(waiting), "")
    for done, came in enumerate(_fetched(waiting, allow_private, cancelled), 1):
        _take(lib, came, report)
        progress(done, len(waiting), came.link.title or came.link.url)
    return report


def _fetched(waiting: list[SavedLink], allow_private: bool, cancelled: Cancelled) -> Iterator[_Came]:
    async def ask(client: httpx.AsyncClient, link: SavedLink) -> _Came:
        try:
            if len(link.text) >= _SHORTEST:
                return _Came(link, [_held_text(link)])
            came = await fetch(client, link.url, allow_private=allow_private)
            return _Came(link, await asyncio.to_thread(web.read_fetched, came, link.url))
        except CounterpointError as error:
            return _Came(link, error=error)

    return web.as_they_come(waiting, lambda link: urlsplit(link.url).netloc, ask, cancelled=cancelled)


def _held_text(link: SavedLink) -> Loaded:
    """The article as the list holds it."""
    host = (urlsplit(link.url).hostname or "").removeprefix("www.")
    document = replace(
        read_plain(link.text), title=link.title or link.url, source=host, url=link.url, author=link.author,
        published=link.published, language=link.language,
    )  # fmt: skip
    return Loaded(document, link.url, "", extractor=EXTRACTOR)


def _take(lib: Library, came: _Came, report: SavedReport) -> None:
    link = came.link
    try:
        if came.error is not None:
            raise came.error
        for loaded in came.found:
            outcome = add_loaded(lib, loaded, link.url)
            report.outcomes.append(outcome)
            if set(link.tags) - set(outcome.article.tags):
                store.tag(lib, outcome.article.id, link.tags)
    except CounterpointError as error:
        sentence = without_name(str(error), link.url)
        report.problems.append(Problem(link.url, sentence))
        links.done(lib, link.url, sentence)
    else:
        links.done(lib, link.url)
