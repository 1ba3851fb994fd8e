"""What the app says hides nothing that is read, and goes when it is past."""

from __future__ import annotations

import pytest
from textual.widgets._toast import Toast

from tests.app.browse_case import Browse, browsing_app
from tests.app.conftest import AppFactory
from tui.library.connection import Library
from tui.screens.help import HelpScreen
from tui.widgets.hints import HintBar
from tui.widgets.list_header import ListHeader


def said(case: Browse) -> list[str]:
    return [note.message for note in case.app._notifications]


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)], ids=str)
async def test_it_stands_in_the_line_of_hints(library: Library, make_app: AppFactory, size: tuple[int, int]) -> None:
    app = make_app(library)
    async with app.run_test(size=size, notifications=True) as pilot:
        case = Browse(app, pilot)
        await case.settle()
        app.say("Done.")
        await case.settle()
        (toast,) = app.screen.query(Toast)
        assert (toast.region.y, toast.region.height) == (size[1] - 1, 1)
        assert not toast.region.overlaps(app.screen.query_one(ListHeader).region)
        assert not toast.region.overlaps(case.list.table.region)


async def test_a_dialog_takes_it_away(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    async with app.run_test(notifications=True) as pilot:
        case = Browse(app, pilot)
        await case.settle()
        app.warn("This cannot be done.")
        await case.settle()
        assert said(case) == ["This cannot be done."]
        await case.do("app.help")
        assert isinstance(case.top, HelpScreen)
        assert said(case) == []
        assert not app.screen.query(Toast)


async def test_errors_of_one_act_stand_together_and_those_of_the_last_go(
    library: Library, make_app: AppFactory
) -> None:
    app = make_app(library)
    async with app.run_test(notifications=True) as pilot:
        case = Browse(app, pilot)
        await case.settle()
        app.warn("The first file is no text.")
        app.warn("The second file is no text.")
        await case.settle()
        assert len(said(case)) == 2
        await case.do("library.sort")
        assert len(said(case)) == 2, "an act that says nothing takes nothing away"
        app.warn("There is no such file.")
        await case.settle()
        assert said(case) == ["There is no such file."]


async def test_a_count_that_is_typed_is_not_hidden(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    async with app.run_test(notifications=True) as pilot:
        case = Browse(app, pilot)
        await case.settle()
        await case.do("library.open")
        app.say("Done.")
        await case.settle()
        await case.press("1", "2")
        assert case.top.query_one(HintBar).pending == "12"
        assert said(case) == []


async def test_work_that_breaks_is_said(library: Library, make_app: AppFactory) -> None:
    def breaks(_: object) -> str:
        raise ValueError("no [/b] luck")

    async with browsing_app(make_app, library) as case:
        case.app.in_background("Trying", breaks, case.app.say)
        await case.settle()
        assert said(case) == ["It failed (ValueError: no [/b] luck)."]
