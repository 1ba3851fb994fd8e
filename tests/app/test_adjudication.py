"""Adjudication in the real app: two colleagues' exports taken in, what differs walked through with keys, undo."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.app.annotators_case import CALLED, QUAY, colleague, two_annotators
from tests.app.ferry import DELAYS, FARES, NEVER, STOPPED, Ferry
from tests.app.reader_case import Case
from tui.app import CounterpointApp
from tui.config import Config
from tui.library import annotations as marks
from tui.library.annotations import AnnotationQuery
from tui.library.connection import Library
from tui.screens.adjudication import AdjudicationScreen
from tui.screens.dialogs import Choice
from tui.screens.reader import ReaderScreen
from tui.widgets.lines_view import LinesView
from tui.widgets.progress_header import ProgressHeader
from tui.workflows import transfer


class Two(Case):
    @property
    def adjudication(self) -> AdjudicationScreen:
        assert isinstance(self.top, AdjudicationScreen)
        return self.top

    @property
    def head(self) -> str:
        return self.adjudication.query_one(ProgressHeader).text()

    def side(self, name: str) -> str:
        return " ".join(self.adjudication.query_one(f"#{name}-side", LinesView).text().split())

    def agreed(self) -> list[str]:
        """What stands in the agreed layer, as the library has it."""
        rows = marks.rows(self.ferry.lib, AnnotationQuery(tag="agreed"))
        return sorted(f"{one.claim_kind or one.kind}: {one.targets[0].exact}" for one in rows)


@pytest.fixture
def lib(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db", creator="Cy") as lib:
        yield lib


@asynccontextmanager
async def adjudicating(lib: Library, article_id: str, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Two]:
    app = CounterpointApp(lib, Config())
    app.analyses_by_itself = False
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        app.open_reader(article_id)
        await pilot.pause()
        case = Two(app, pilot, cast(Ferry, SimpleNamespace(lib=lib, home=article_id, other="")))
        await case.analysed()
        await case.do("reader.adjudicate")
        yield case


async def test_both_sides_and_every_answer(lib: Library, tmp_path: Path) -> None:
    async with adjudicating(lib, two_annotators(lib, tmp_path)) as case:
        assert "Ada and Bob" in case.head
        assert "1 of 5 · 0 settled" in case.head
        assert "Ada and Bob have 3 annotations in common" in case.side("first")
        assert "y takes them, r leaves them out." in case.side("first")
        assert NEVER in case.side("first")
        await case.do("adjudicate.both")
        assert case.agreed() == sorted([f"highlight: {DELAYS}", f"pledge: {NEVER}", f"evidence: {STOPPED}"])
        assert "Took the 3 that both agree on." in case.said
        # A claim that the two marked differently.
        assert "2 of 5 · 1 settled" in case.head
        assert "A · Ada" in case.side("first")
        assert "Pledge of The mayor" in case.side("first")
        assert "B · Bob" in case.side("second")
        assert "Prediction of The mayor" in case.side("second")
        await case.do("adjudicate.second")
        assert f"prediction: She added that {FARES}" in case.agreed()
        # A highlight of Ada's alone, then one of Bob's.
        assert QUAY in case.side("first")
        assert "👩‍👩‍👧 from 北島" in case.side("first")
        assert "Nothing here: only Ada marked it." in case.side("second")
        await case.do("adjudicate.neither")
        assert "Nothing here: only Bob marked it." in case.side("first")
        assert CALLED in case.side("second")
        await case.do("adjudicate.both")
        assert f"highlight: {CALLED}" in case.agreed()
        # The relation between the two passages.
        assert "contradicts" in case.side("first")
        assert "weakens" in case.side("second")
        assert "Evidence, paragraph 4" in case.side("first")
        await case.do("adjudicate.first")
        assert "All 5 are settled" in case.side("first")
        assert "6 annotations and relations" in case.side("first")
        assert "5 settled" in case.head
        assert len(case.agreed()) == 5
        assert {one.creator for one in marks.rows(lib, AnnotationQuery(tag="agreed"))} == {"Cy"}
        await case.do("adjudicate.close")
        assert isinstance(case.top, ReaderScreen)


async def test_undo_asks_again_and_back_changes_an_answer(lib: Library, tmp_path: Path) -> None:
    async with adjudicating(lib, two_annotators(lib, tmp_path)) as case:
        await case.do("adjudicate.next", "adjudicate.first")
        assert case.agreed() == [f"pledge: {FARES}"]
        await case.do("app.undo")
        assert case.agreed() == []
        assert "2 of 5 · 0 settled" in case.head
        await case.do("app.redo")
        assert case.agreed() == [f"pledge: {FARES}"]
        assert "1 settled" in case.head
        await case.do("adjudicate.second")
        assert case.agreed() == [f"prediction: She added that {FARES}"]
        await case.do("adjudicate.previous")
        assert "A · Ada · not taken" in case.side("first")
        assert "B · Bob · taken" in case.side("second")


async def test_it_is_gone_on_with_later(lib: Library, tmp_path: Path) -> None:
    article = two_annotators(lib, tmp_path)
    async with adjudicating(lib, article) as case:
        await case.do("adjudicate.both", "adjudicate.first")
    async with adjudicating(lib, article) as case:
        assert "3 of 5 · 2 settled" in case.head
        await case.do("adjudicate.next", "adjudicate.next", "adjudicate.next", "adjudicate.next")
        assert "3 are left open" in case.side("first")
        keys = [action.name for action in case.adjudication.active_actions()]
        assert not {"adjudicate.first", "adjudicate.neither", "adjudicate.next", "adjudicate.open"} & set(keys)
        assert {"adjudicate.previous", "adjudicate.close"} <= set(keys)
        await case.do("adjudicate.first", "adjudicate.open")
        assert len(case.agreed()) == 4


async def test_reading_at_the_place_and_back(lib: Library, tmp_path: Path) -> None:
    async with adjudicating(lib, two_annotators(lib, tmp_path)) as case:
        await case.do("adjudicate.next", "adjudicate.open")
        assert isinstance(case.top, ReaderScreen)
        assert case.after.startswith(FARES[:10])
        await case.do("reader.close")
        assert "2 of 5" in case.head


async def test_one_annotator_is_said(lib: Library, tmp_path: Path) -> None:
    two = two_annotators(lib, tmp_path)
    for one in marks.rows(lib):
        if one.creator == "Bob":
            marks.delete(lib, [one.id])
    async with adjudicating(lib, two) as case:
        assert isinstance(case.top, ReaderScreen)
        assert "Only one person annotated this article" in case.header


async def test_of_three_annotators_two_are_chosen(lib: Library, tmp_path: Path) -> None:
    article = two_annotators(lib, tmp_path)
    transfer.import_file(lib, colleague(tmp_path, "Zoë [/b]"))
    async with adjudicating(lib, article) as case:
        assert isinstance(case.top, Choice)
        await case.press("down", "enter")
        assert "Ada and Zoë [/b]" in case.head


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_both_sides_are_in_sight(lib: Library, tmp_path: Path, size: tuple[int, int]) -> None:
    async with adjudicating(lib, two_annotators(lib, tmp_path), size) as case:
        await case.do("adjudicate.next")
        for name in ("first", "second"):
            view: Any = case.adjudication.query_one(f"#{name}-side", LinesView)
            assert view.region.height >= 4
            assert view.text().strip()
