"""What was saved elsewhere to read later: fetched into the library, and gone on with where it was left."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tui.library import articles as store
from tui.library import links
from tui.library.connection import Library
from tui.sources.feeds.parsing import Entry
from tui.sources.fetching import fetch, make_client
from tui.sources.loading import Loaded
from tui.sources.saved_links import SavedLink, read_links
from tui.text.errors import CounterpointError
from tui.workflows import web
from tui.workflows.add import AddOutcome, Problem, add_loaded, without_name
from tui.workflows.progress import Cancelled, Progress, never, silent

EXTRACTOR: Final = "saved-1"
_SHORTEST: Final = 500
"""Of less text than this, in characters of HTML, the page is fetched all the same."""


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


def remember(lib: Library, data: bytes) -> tuple[int, int]:
    """Notes the links of a list: how many are new, and how many it names. Nothing is fetched. Raises CounterpointError."""
    named = read_links(data)
    fresh = links.remember(lib, [(link.url, msgspec.to_builtins(link)) for link in named])
    return fresh, len(named)


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

    async def work() -> None:
        done = 0
        progress(0, len(waiting), "")
        async for came in _fetched(lib, waiting, allow_private):
            _take(lib, came, report)
            done += 1
            progress(done, len(waiting), came.link.title or came.link.url)

    if waiting:
        web.run(work(), cancelled)
    return report


async def _fetched(lib: Library, waiting: list[SavedLink], allow_private: bool) -> AsyncIterator[_Came]:
    async with make_client(connections=web.AT_ONCE) as client:

        async def ask(link: SavedLink) -> _Came:
            if len(link.html) >= _SHORTEST:
                return _Came(link, [_held_text(link)])
            try:
                came = await fetch(client, link.url, allow_private=allow_private)
                return _Came(link, web.read_fetched(came, link.url))
            except CounterpointError as error:
                return _Came(link, error=error)

        async for came in web.in_parallel(waiting, lambda link: urlsplit(link.url).netloc, ask):
            yield came


def _held_text(link: SavedLink) -> Loaded:
    """The article as the list holds it."""
    entry = Entry(link.url, link.url, link.title or link.url, link.author, link.published, link.html)
    host = (urlsplit(link.url).hostname or "").removeprefix("www.")
    return Loaded(entry.document(host, link.language), link.url, "", extractor=EXTRACTOR)


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
