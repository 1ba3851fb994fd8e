"""The reader screen in the real app, on the ferry library, driven by the keys of its actions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from tests.app.ferry import HOME_TEXT, OTHER_TEXT, Ferry
from tui.app import CounterpointApp
from tui.config import Config
from tui.screens.reader import ReaderScreen
from tui.widgets.reader_header import ReaderHeader
from tui.workflows import reading as opening
from tui.workflows.views import ReaderArticle


class Case:
    """One app with a reader on top, and what a test asks of it."""

    def __init__(self, app: CounterpointApp, pilot: Pilot[Any], ferry: Ferry) -> None:
        self.app = app
        self.pilot = pilot
        self.ferry = ferry

    @property
    def screen(self) -> ReaderScreen:
        screen = self.top
        assert isinstance(screen, ReaderScreen)
        return screen

    @property
    def top(self) -> Screen[Any]:
        return self.app.screen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.app.keys_done()
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*("space" if character == " " else character for character in text))

    async def do(self, *names: str) -> None:
        """Press the first key of each of these actions."""
        for name in names:
            await self.press(self.app.keymap.keys(name)[0])

    async def analysed(self) -> None:
        """Wait until the engine has read the article; the app starts it in a later turn of the loop."""
        for _ in range(100):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if not self.screen.analysing:
                return
        raise AssertionError("the analysis never came to an end")

    def article(self, article_id: str = "") -> ReaderArticle:
        """The article as the library has it now."""
        return opening.open_article(self.ferry.lib, article_id or self.ferry.home)

    @property
    def cursor(self) -> int:
        return self.screen.cursor

    @property
    def paragraph(self) -> int:
        paragraph = self.screen.paragraph
        assert paragraph is not None
        return paragraph.n

    @property
    def after(self) -> str:
        """The first words of the text at the cursor."""
        text = HOME_TEXT if self.screen.article_id == self.ferry.home else OTHER_TEXT
        return text[self.cursor : self.cursor + 24]

    @property
    def pane(self) -> str:
        return " ".join(self.screen.pane.text().split())

    @property
    def header(self) -> str:
        return self.screen.query_one(ReaderHeader).text()

    @property
    def said(self) -> str:
        """Everything that was said in notifications, the last one last."""
        return "\n".join(str(notification.message) for notification in self.app._notifications)

    @property
    def selected(self) -> str:
        span = self.screen.view.selection
        assert self.screen.article is not None
        return span.of(self.screen.article.text) if span else ""


@asynccontextmanager
async def reading(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 40),
    config: Config | None = None,
    ferry: Ferry | None = None,
    **where: Any,
) -> AsyncIterator[Case]:
    """The app on the ferry library, its first article open; `where` goes to `open_reader`."""
    ferry = ferry or Ferry(folder / "library.db")
    app = CounterpointApp(ferry.lib, config or Config())
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        app.open_reader(where.pop("article_id", ferry.home), **where)
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        yield Case(app, pilot, ferry)
