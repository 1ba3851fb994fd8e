"""The list screens in the real app, on the bundled articles, driven by the keys of their actions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen
from textual.worker import WorkerCancelled

from tests.app.conftest import AppFactory
from tui.app import CounterpointApp
from tui.library.connection import Library
from tui.screens.listing import ListScreen
from tui.workflows import analysis, browsing
from tui.workflows.browsing import ArticleQuery


class Browse:
    """One app, and what a test asks of it."""

    def __init__(self, app: CounterpointApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def top(self) -> Screen[Any]:
        return self.app.screen

    @property
    def list(self) -> ListScreen[Any, Any]:
        assert isinstance(self.top, ListScreen)
        return self.top

    @property
    def count(self) -> int:
        listed = self.list.listed
        assert listed is not None
        return listed.count

    async def settle(self) -> None:
        """Wait until the work that a key started has come to its end, and what it posted was heard."""
        for _ in range(6):
            with suppress(WorkerCancelled):  # as when the screen that it works for is left
                await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.app.keys_done()
        await self.settle()

    async def type(self, text: str) -> None:
        await self.press(*("space" if character == " " else character for character in text))

    async def do(self, *names: str) -> None:
        """Press the first key of each of these actions."""
        for name in names:
            await self.press(self.app.keymap.keys(name)[0])

    async def shows(self, count: int) -> None:
        """Wait until the list, which looks things up as one types, has so many rows."""
        for _ in range(100):
            if self.count == count:
                return
            await self.settle()
            await self.pilot.pause(0.02)
        raise AssertionError(f"{self.count} rows, not {count}")


@asynccontextmanager
async def browsing_app(
    make_app: AppFactory, library: Library, *, size: tuple[int, int] = (120, 40), **kwargs: Any
) -> AsyncIterator[Browse]:
    """The app on `library`, ready for keys."""
    app = make_app(library, **kwargs)
    async with app.run_test(size=size) as pilot:
        case = Browse(app, pilot)
        await case.settle()
        yield case


def analyse_all(library: Library) -> None:
    """Let the engine read every article."""
    for article in browsing.article_rows(library, ArticleQuery()):
        analysis.analyse_article(library, article.id)
