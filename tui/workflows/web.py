"""Fetching pages for the library: one at a time or many at once, until done or told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from typing import Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from tui.sources.fetching import Fetched, Known, fetch, make_client
from tui.sources.loading import Loaded, Source, load
from tui.text.document import Document, Raw
from tui.text.errors import IntakeError
from tui.workflows.progress import Cancelled, CancelledError, never

Came = TypeVar("Came")
Thing = TypeVar("Thing")
AT_ONCE: Final = 24
"""Addresses that are fetched at the same time."""
ONE_HOST: Final = 2
"""Of these, from one host."""
BATCH: Final = 256
"""So many things are begun before the last of them has come."""
LOOK_SECONDS: Final = 0.1
"""How often a fetch asks whether it is to stop."""


def run(work: Coroutine[Any, Any, Came], cancelled: Cancelled = never) -> Came:
    """What `work` comes to; raises CancelledError soon after `cancelled` says so. Not inside an event loop."""

    async def watched() -> Came:
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                if cancelled():
                    raise CancelledError
                await asyncio.wait({task}, timeout=LOOK_SECONDS)
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    return asyncio.run(watched())


async def in_parallel(
    things: Sequence[Thing], host_of: Callable[[Thing], str], ask: Callable[[Thing], Awaitable[Came]]
) -> AsyncIterator[Came]:
    """What `ask` answers for each thing, as the answers come: `AT_ONCE` at a time, and of one host `ONE_HOST`.

    Whoever is slow to take the answers slows the asking down.
    """
    slots = asyncio.Semaphore(AT_ONCE)
    hosts: dict[str, asyncio.Semaphore] = {}

    async def one(thing: Thing) -> Came:
        async with hosts.setdefault(host_of(thing), asyncio.Semaphore(ONE_HOST)), slots:
            return await ask(thing)

    for start in range(0, len(things), BATCH):
        tasks = [asyncio.ensure_future(one(thing)) for thing in things[start : start + BATCH]]
        try:
            for task in asyncio.as_completed(tasks):
                yield await task
        finally:
            for waiting in tasks:
                waiting.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def fetch_one(
    url: str, *, known: Known | None = None, allow_private: bool = False, cancelled: Cancelled = never
) -> list[Loaded]:
    """What is at `url`, read; empty when it has not changed since `known`. Raises CounterpointError."""

    async def work() -> Fetched:
        async with make_client() as client:
            return await fetch(client, url, known=known, allow_private=allow_private)

    return read_fetched(run(work(), cancelled), url)


def read_fetched(fetched: Fetched, given: str) -> list[Loaded]:
    """The documents in what was fetched for `given`, the location of each its canonical address."""
    if fetched.unchanged:
        return []
    if fetched.media_type.startswith(("image/", "audio/", "video/", "font/")):
        raise IntakeError(f"{given}: this is no text ({fetched.media_type}).")
    name = unquote(urlsplit(fetched.url).path.rpartition("/")[2])
    source = Source(
        fetched.data, name, fetched.url, given, fetched.media_type, charset=fetched.charset, url=fetched.url
    )
    found = []
    for loaded in load(source):
        raw = loaded.raw or Raw(fetched.data, fetched.media_type or "application/octet-stream", fetched.charset)
        raw = replace(raw, url=fetched.url, etag=fetched.etag, last_modified=fetched.last_modified)
        fragment = loaded.location.removeprefix(fetched.url)
        place = canonical(loaded.document.url, fetched.url) + fragment
        found.append(replace(loaded, location=place, document=_placed(loaded, place), raw=raw))
    return found


def _placed(loaded: Loaded, place: str) -> Document:
    document = loaded.document
    return replace(document, url=place, source=document.source or (urlsplit(place).hostname or "").removeprefix("www."))


def canonical(said: str | None, fetched: str) -> str:
    """The address that a page is known by: what it says itself, when that is of the same host, else where it was.

    A page may not speak for another site: its text would become a version of somebody else's article.
    """
    if said and _host(said) == _host(fetched):
        return said
    return fetched


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    except ValueError:
        return ""
