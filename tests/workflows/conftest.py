"""A library in a real file, with a clock that ticks and ids that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tui.library.connection import Library


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is read."""
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    def clock() -> datetime:
        nonlocal now
        now += timedelta(seconds=1)
        return now

    return clock


def counting(prefix: int = 0) -> Callable[[], str]:
    """Ids that count."""
    number = 0

    def new_id() -> str:
        nonlocal number
        number += 1
        return f"0000000{prefix}-0000-7000-8000-{number:012d}"

    return new_id


OpenLibrary = Callable[..., Library]


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[OpenLibrary]:
    opened: list[Library] = []

    def opener(name: str = "library.db", *, prefix: int = 0, creator: str = "") -> Library:
        lib = Library.open(tmp_path / name, creator=creator, clock=ticking(), new_id=counting(prefix))
        opened.append(lib)
        return lib

    yield opener
    for lib in opened:
        lib.close()


@pytest.fixture
def lib(open_library: OpenLibrary) -> Library:
    return open_library()


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Library]:
    """A library that holds some of everything."""
    from tests.workflows import golden

    folder = tmp_path / "golden"
    folder.mkdir()
    made = golden.build(folder)
    yield made
    made.close()


PLEDGE = """---
title: The bridge
source: The Gazette
published: 2024-03-01
language: en
---

The mayor of Lowfield, Ada Quill, promised on Monday that the council would not close the bridge.

“We will keep the bridge open,” Quill said. Naïve café-goers 🙂 cheered.
"""
CLOSED = """---
title: Bridge shut
source: The Herald
published: 2024-09-01
language: en
---

Despite promises from the council that it would not close the bridge, the bridge at Lowfield was closed on Friday.

Lorries now take the long way round.
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two articles that contradict each other."""
    pledge, closed = tmp_path / "pledge.md", tmp_path / "closed.md"
    pledge.write_text(PLEDGE, encoding="utf-8")
    closed.write_text(CLOSED, encoding="utf-8")
    return pledge, closed
