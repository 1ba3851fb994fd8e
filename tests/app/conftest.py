"""A real library with the bundled articles, a clock and ids that are the same in every run, and the app on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from tui.app import CounterpointApp
from tui.config import Config
from tui.library import meta
from tui.library.connection import Library
from tui.workflows.seeding import seed

AppFactory = Callable[..., CounterpointApp]


class Clock:
    """A clock that goes on by a second whenever it is looked at."""

    def __init__(self) -> None:
        self._ticks = count()

    def __call__(self) -> datetime:
        return datetime(2026, 11, 24, 9, 0, tzinfo=UTC) + timedelta(seconds=next(self._ticks))


class Ids:
    """Ids that sort as they are given."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def __call__(self) -> str:
        return str(UUID(int=(0x0199 << 112) | (0x7 << 76) | (0x8 << 60) | next(self._numbers)))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_id() -> Ids:
    return Ids()


@pytest.fixture
def empty_library(tmp_path: Path, clock: Clock, new_id: Ids) -> Iterator[Library]:
    """A library without articles, whose welcome has been seen."""
    with Library.open(tmp_path / "empty" / "library.db", clock=clock, new_id=new_id) as library:
        meta.set(library, "app.welcomed", True)
        yield library


@pytest.fixture
def library(tmp_path: Path, clock: Clock, new_id: Ids) -> Iterator[Library]:
    """A library with the seed and the samples, not analysed, whose welcome has been seen."""
    with Library.open(tmp_path / "library.db", clock=clock, new_id=new_id) as library:
        seed(library)
        meta.set(library, "app.welcomed", True)
        yield library


@pytest.fixture
def make_app() -> AppFactory:
    """The app on a library, without animations; articles that nobody opens are analysed only if `analyse` says so."""

    def make(
        library: Library, config: Config | None = None, *, analyse: bool = False, **kwargs: object
    ) -> CounterpointApp:
        app = CounterpointApp(library, config, **kwargs)  # type: ignore[arg-type]
        app.animation_level = "none"
        app.analyses_by_itself = analyse
        return app

    return make
