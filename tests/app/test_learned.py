"""What was learned, as the app says it, and how it is forgotten there."""

from __future__ import annotations

import pytest

from tests.app.browse_case import analyse_all, browsing_app
from tests.app.conftest import AppFactory
from tui.library.connection import Library
from tui.screens.dialogs import Confirm
from tui.screens.triage import TriageScreen
from tui.widgets.progress_header import ProgressHeader
from tui.workflows.learning import learned


@pytest.fixture
def analysed(library: Library) -> Library:
    analyse_all(library)
    return library


async def test_verdicts_teach_and_are_forgotten(analysed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, analysed) as case:
        await case.do("app.learned")
        assert learned(analysed).verdicts == 0
        assert not isinstance(case.top, Confirm)
        await case.do("app.triage_all")
        screen = case.top
        assert isinstance(screen, TriageScreen)
        assert "learned" not in screen.query_one(ProgressHeader).text()
        await case.do("triage.accept", "triage.reject")
        assert "learned from 2 verdicts" in screen.query_one(ProgressHeader).text()
        await case.do("app.undo")
        assert "learned from 1 verdict" in screen.query_one(ProgressHeader).text()
        await case.do("app.learned")
        assert isinstance(case.top, Confirm)
        assert "Learned from 1 verdict." in case.top.question
        await case.press("n")
        assert learned(analysed).verdicts == 1
        await case.do("app.learned")
        await case.press("y")
        assert learned(analysed).verdicts == 0
        assert "learned" not in screen.query_one(ProgressHeader).text()
        await case.do("app.undo")
        assert learned(analysed).verdicts == 1
