"""Versions in the reader: what changed, reading an older one, and annotations that have to find their place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.app.browse_case import Browse, browsing_app
from tests.app.conftest import AppFactory
from tests.app.versions_case import FISHERMAN, PLEDGE, QUOTE, three_versions
from tui.actions import of_context
from tui.library.connection import Library
from tui.screens.changes import ChangesScreen
from tui.screens.dialogs import Choice
from tui.screens.reader import ReaderScreen
from tui.screens.review import ReviewScreen
from tui.widgets.lines_view import LinesView
from tui.widgets.progress_header import ProgressHeader
from tui.widgets.reader_header import ReaderHeader
from tui.workflows import placing, reading, versions

NOW = "said the ferry was not expected to stop again"


class Case:
    """The app with the ferry article open."""

    def __init__(self, browse: Browse, lib: Library, article_id: str) -> None:
        self.browse = browse
        self.lib = lib
        self.article_id = article_id

    @property
    def top(self) -> Any:
        return self.browse.top

    async def do(self, *names: str) -> None:
        await self.browse.do(*names)
        await self.settle()

    async def press(self, *keys: str) -> None:
        await self.browse.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        for _ in range(3):
            await self.browse.app.workers.wait_for_complete()
            await self.browse.pilot.pause()

    @property
    def header(self) -> str:
        return self.top.query_one(ProgressHeader).text()

    @property
    def reader_header(self) -> str:
        return self.top.query_one(ReaderHeader).text()

    def side(self, name: str) -> str:
        return " ".join(self.top.query_one(name, LinesView).text().split())

    def go(self, quote: str) -> None:
        assert isinstance(self.top, ReaderScreen)
        self.top.place(self.top.article.text.index(quote))

    @property
    def said(self) -> str:
        return "\n".join(str(notification.message) for notification in self.browse.app._notifications)

    def states(self) -> dict[str, str]:
        return {mark.quote: mark.state for mark in reading.open_article(self.lib, self.article_id).marks}


@asynccontextmanager
async def changed(make_app: AppFactory, lib: Library, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Case]:
    article_id = three_versions(lib)
    async with browsing_app(make_app, lib, size=size) as browse:
        case = Case(browse, lib, article_id)
        await case.press("enter")
        assert isinstance(case.top, ReaderScreen)
        yield case


async def test_the_header_says_what_is_in_doubt(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        assert "2 for review, 1 lost · P" in case.reader_header
        case.go(NOW)
        await case.settle()
        assert "for review: K confirms, M corrects" in case.reader_header
        assert "for review: does it stand here? It was made on “promised that" in " ".join(case.top.pane.text().split())


async def test_a_mark_is_confirmed_and_taken_back(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        assert case.states()[PLEDGE] == "review"
        case.go(NOW)
        await case.do("reader.confirm")
        assert case.states()[PLEDGE] == "fuzzy"
        assert "1 for review, 1 lost" in case.reader_header
        await case.do("app.undo")
        assert case.states()[PLEDGE] == "review"
        case.go("came back on Monday")
        await case.do("reader.confirm")
        assert "No annotation at this place is for review." in case.reader_header


async def test_a_mark_is_given_the_right_text(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        case.go(NOW)
        await case.do("reader.correct")
        assert "select its text · M places it" in case.reader_header
        await case.do("select.grow_sentence", "select.place")
        assert case.states()[PLEDGE] == "fuzzy"
        [mark] = [m for m in case.top.article.marks if m.quote == PLEDGE]
        assert mark.spans[0].of(case.top.article.text).endswith("to stop again.")
        assert case.top.selecting is None
        # Outside of this, the key of selecting places nothing; leaving it leaves the mark alone.
        await case.do("reader.correct", "select.cancel", "reader.select")
        assert case.top.placing is None
        assert not case.top.check_action("place", ())
        await case.do("select.cancel")
        case.go("On Friday")
        await case.do("reader.correct")
        assert "No annotation of an older version" in case.reader_header


async def test_an_older_version_is_read_at_the_same_passage(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        case.go("On Friday")
        await case.do("reader.versions")
        assert isinstance(case.top, Choice)
        await case.press("down", "down", "enter")
        screen = case.top
        assert screen.article.version_id == versions.versions(case.lib, case.article_id)[0].id
        assert screen.article.text[screen.cursor :].startswith("On Friday the ferry stopped")
        assert "An older version" in case.reader_header
        assert {mark.state for mark in screen.article.marks} == {"exact"}
        place = reading.open_article(case.lib, case.article_id).place_paragraph
        await case.press("j")
        screen.save_place()
        assert reading.open_article(case.lib, case.article_id).place_paragraph == place
        await case.do("reader.versions")
        await case.press("up", "up", "enter")
        assert case.top.article.newest


async def test_what_changed_is_shown_and_read(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        await case.do("reader.changes")
        assert isinstance(case.top, ChangesScreen)
        assert "version 2 → 3 (newest)" in case.header
        assert "1 changed" in case.header
        text = case.top.lines_view.text()
        assert "with some people" in text
        assert "with a few people" in text
        await case.do("changes.older")
        text = " ".join(case.top.lines_view.text().split())
        assert "page furniture" in text
        assert "paragraph 3 removed" in text
        await case.do("changes.older")
        assert "first two versions" in case.said
        await case.do("changes.next", "changes.next", "changes.previous")
        assert case.top.index == 1
        row = case.top.rows[1]
        await case.do("changes.open")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article.version_id == row.version_id
        assert case.top.cursor == row.offset


async def test_any_two_versions_are_compared(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library, size=(80, 24)) as case:
        await case.do("reader.changes", "changes.choose")
        await case.press("down", "enter")  # the first version
        await case.press("enter")  # with the newest
        assert case.top.pair == (0, 2)
        assert "(newest)" in case.header
        text = " ".join(case.top.lines_view.text().split())
        # In one column: what went, then what came.
        assert "with 80 a few people" in text
        rows = len(case.top.rows)
        await case.do("changes.unchanged")
        assert len(case.top.rows) > rows
        assert "Share this story" in case.top.lines_view.text()
        await case.do("changes.scroll_down", "changes.scroll_up", "changes.unchanged", "changes.newer")
        assert len(case.top.rows) == rows
        assert "newest two versions" in case.said
        await case.do("changes.close")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article.newest


async def test_one_version_has_no_changes(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as browse:
        case = Case(browse, library, "")
        await case.press("enter")
        await case.do("reader.changes")
        assert "There is only one version of this article." in case.reader_header
        await case.do("reader.versions")
        assert "There is only one version of this article." in case.reader_header
        await case.do("reader.review")
        assert "No annotation of this article is for review" in case.reader_header


async def test_review_confirms_corrects_and_lists_the_lost(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        await case.do("reader.review")
        assert isinstance(case.top, ReviewScreen)
        assert "1 of 3 · 2 for review, 1 lost" in case.header
        assert f"Ana Ruiz, {PLEDGE}. She added" in case.side("#old-side")
        assert NOW in case.side("#new-side")
        await case.do("review.confirm")
        assert case.states()[PLEDGE] == "fuzzy"
        assert "1 of 2" in case.header
        assert "[/b]" in case.side("#old-side")
        assert "A reader wrote" in case.side("#new-side")
        offered = {action.name for action in case.top.active_actions()}
        assert "review.confirm" in offered
        assert "review.candidate" not in offered
        await case.do("review.candidate")
        assert "No other place is like it." in case.said
        await case.do("review.skip")
        assert "review.confirm" not in {action.name for action in case.top.active_actions()}
        assert FISHERMAN in case.side("#old-side")
        assert "can no longer be found" in case.side("#new-side")
        await case.do("review.confirm")
        assert "nothing to confirm" in case.said
        await case.do("review.open")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article.text[case.top.cursor :].startswith(FISHERMAN)
        await case.press("q")
        await case.do("review.scroll_down", "review.scroll_up", "review.previous")
        assert QUOTE in case.side("#old-side")
        await case.do("review.delete")
        assert QUOTE not in case.states()
        await case.do("app.undo")
        assert case.states()[QUOTE] == "review"


async def test_the_text_of_a_lost_one_is_selected_by_hand(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library) as case:
        await case.do("reader.review", "review.skip", "review.skip", "review.correct")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.placing is not None
        await case.do("select.place")
        assert isinstance(case.top, ReviewScreen)
        assert case.states()[FISHERMAN] == "fuzzy"
        assert "2 of 2" in case.header or "That was the last one" in case.side("#old-side")
        await case.do("app.undo")
        assert case.states()[FISHERMAN] == "orphan"
        # Leaving the selection comes back, and changes nothing.
        await case.do("review.previous", "review.correct", "select.cancel")
        assert isinstance(case.top, ReviewScreen)
        assert len(placing.doubts(case.lib, case.article_id)) == 3
        await case.do("review.close")
        assert isinstance(case.top, ReaderScreen)


async def test_all_settled_is_said(empty_library: Library, make_app: AppFactory) -> None:
    async with changed(make_app, empty_library, size=(80, 24)) as case:
        await case.do("reader.review", "review.confirm", "review.confirm", "review.delete")
        assert "Every annotation of this article has its place." in case.side("#old-side")
        assert isinstance(case.top, ReviewScreen)
        assert {"review.confirm", "review.correct", "review.skip"}.isdisjoint(a.name for a in case.top.active_actions())
        await case.do("review.confirm", "review.correct", "review.candidate", "review.delete", "review.open")
        assert isinstance(case.top, ReviewScreen)


@pytest.mark.parametrize("size", [(20, 5), (60, 16), (80, 24), (200, 60)])
async def test_no_size_breaks_it(empty_library: Library, make_app: AppFactory, size: tuple[int, int]) -> None:
    async with changed(make_app, empty_library, size=size) as case:
        await case.press("D", "left_square_bracket", "f", "n", "n", "q", "P", "j", "j", "j", "q", "V", "escape")
        assert isinstance(case.top, ReaderScreen)


def test_every_action_is_driven() -> None:
    """Of the two screens, as the other tests hold for the rest."""
    text = Path(__file__).read_text(encoding="utf-8")
    for action in of_context("changes", "review"):
        screen = ChangesScreen if action.context == "changes" else ReviewScreen
        assert callable(getattr(screen, f"action_{action.method}", None))
        assert f'"{action.name}"' in text, action.name
