"""Fetching pages for the library: one at a time or many at once, until done or told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from tui.sources.fetching import Fetched, Known, fetch, make_client
from tui.sources.loading import Loaded, Source, load
from tui.text.document import Document, Raw
from tui.text.errors import IntakeError
from tui.workflows.progress import Cancelled, CancelledError, never

if TYPE_CHECKING:
    import httpx

Came = TypeVar("Came")
Thing = TypeVar("Thing")
AT_ONCE: Final = 24
"""Addresses that are fetched at the same time."""
ONE_HOST: Final = 2
"""Of these, from one host."""
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


def as_they_come(
    things: Sequence[Thing],
    host_of: Callable[[Thing], str],
    ask: Callable[[httpx.AsyncClient, Thing], Awaitable[Came]],
    *,
    cancelled: Cancelled = never,
) -> Generator[Came, None, None]:
    """What `ask` answers for each thing, as the answers come: `AT_ONCE` at a time, and of one host `ONE_HOST`.

    The asking runs in a thread of its own, so that no server is given up because whoever takes the answers is busy with
    one of them; when that falls behind, the asking waits. Raises CancelledError soon after `cancelled` says so, and
    whatever `ask` raises.
    """
    answers: queue.Queue[tuple[bool, Any]] = queue.Queue()
    stop = threading.Event()

    async def all_of_them() -> None:
        hosts: dict[str, asyncio.Semaphore] = {}
        waiting = iter(things)

        async def take_turns(client: httpx.AsyncClient) -> None:
            for thing in waiting:
                while answers.qsize() >= AT_ONCE:
                    await asyncio.sleep(LOOK_SECONDS / 2)
                async with hosts.setdefault(host_of(thing), asyncio.Semaphore(ONE_HOST)):
                    answers.put((True, await ask(client, thing)))

        async with make_client(connections=AT_ONCE) as client, asyncio.TaskGroup() as group:
            for _ in range(min(AT_ONCE, len(things))):
                group.create_task(take_turns(client))

    def fetching() -> None:
        try:
            run(all_of_them(), stop.is_set)
        except BaseExceptionGroup as group:
            answers.put((False, group.exceptions[0]))
        except BaseException as error:
            answers.put((False, error))

    thread = threading.Thread(target=fetching, daemon=True)
    thread.start()
    try:
        for _ in things:
            while True:
                if cancelled():
                    raise CancelledError
                with contextlib.suppress(queue.Empty):
                    came, what = answers.get(timeout=LOOK_SECONDS)
                    break
            if not came:
                raise what
            yield what
    finally:
        stop.set()
        thread.join()


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
