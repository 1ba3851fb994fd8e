"""How long many feeds take, asked at once: `python -m tests.benchmarks.feeds [FEEDS]` (500).

A server on a loopback address answers for all feeds, each after a tenth of a second, under as many names as there are
hosts to ask. Prints how long a first refresh takes (3 entries a feed become articles), and one in which nothing is new;
beside the first, how late a clock in another thread ticks meanwhile, which is how long a key press would wait for Python.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.sources.feed_files import rss
from tests.web_server import serving
from tui.library import feeds as store
from tui.library.connection import Library
from tui.sources import fetching
from tui.workflows import feeds

TICK = 0.01


class Clock:
    """A thread that wakes every hundredth of a second, and how late it was."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._stop.is_set():
            begun = time.perf_counter()
            time.sleep(TICK)
            self.late.append(time.perf_counter() - begun - TICK)

    def __enter__(self) -> Clock:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._stop.set()
        self._thread.join()


def slowly(body: bytes) -> Callable[[], Iterator[bytes]]:
    def stream() -> Iterator[bytes]:
        time.sleep(0.1)
        yield body

    return stream


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("feeds", type=int, nargs="?", default=500)
    number = parser.parse_args().feeds

    async def everywhere(host: str, port: int, *, allow_private: bool = False) -> list[str]:
        return ["127.0.0.1"]

    fetching.addresses_of = everywhere  # every host is this server
    with (
        tempfile.TemporaryDirectory() as folder,
        serving() as site,
        Library.open(Path(folder) / "library.db") as lib,
    ):
        port = site.url.rpartition(":")[2]
        for feed in range(number):
            items = [
                (f"https://f{feed}.example/{n}", f"Story {feed} {n}", f"<p>{f'word{feed} {n} said. ' * 60}</p>")
                for n in range(3)
            ]
            site.page(f"/{feed}", stream=slowly(rss(items).encode()))
            store.follow(lib, f"http://f{feed}.example:{port}/{feed}", f"Feed {feed}")
        with Clock() as clock:
            begun = time.perf_counter()
            report = feeds.refresh(lib)
            whole = time.perf_counter() - begun
        late = sorted(clock.late)
        print(
            f"{report.asked} feeds, {len(report.outcomes):,} articles, {len(report.problems)} problems: {whole:.1f} s"
        )
        print(f"a clock beside it is late by {late[len(late) // 2] * 1000:.1f} ms", end="")
        print(
            f", 99 of 100 times by less than {late[int(0.99 * len(late))] * 1000:.0f} ms, {late[-1] * 1000:.0f} at most"
        )
        begun = time.perf_counter()
        again = feeds.refresh(lib)
        print(f"again, {len(again.outcomes)} new: {time.perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    main()
