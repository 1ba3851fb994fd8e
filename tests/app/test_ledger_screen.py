"""The ledger: every action by its key."""

from __future__ import annotations

import pytest

from tests.app.browse_case import analyse_all, browsing_app
from tests.app.conftest import AppFactory
from tui.library.connection import Library
from tui.screens.ledger import Claimant, LedgerScreen, grouped
from tui.screens.library import LibraryScreen
from tui.screens.reader import ReaderScreen
from tui.widgets.table import lay_out
from tui.workflows import browsing


@pytest.fixture
def analysed(library: Library) -> Library:
    analyse_all(library)
    return library


async def test_from_a_row_to_the_claim(analysed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, analysed) as case:
        await case.press("L")
        screen = case.top
        assert isinstance(screen, LedgerScreen)
        await case.do("ledger.contested")
        await case.settle()
        row = screen.record
        assert row is not None
        assert not isinstance(row, Claimant)
        assert row.contested
        await case.do("ledger.open")
        await case.settle()
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article.id == row.article_id
        assert case.top.claim is not None
        assert case.top.claim.key == row.key
        await case.press("q")
        await case.do("ledger.close")
        assert not isinstance(case.top, LedgerScreen)


async def test_kind_filter_and_claimants(analysed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, analysed) as case:
        await case.press("L")
        screen = case.top
        assert isinstance(screen, LedgerScreen)
        start = screen.table.cursor
        await case.do("ledger.next_claimant")
        assert screen.table.cursor > start
        await case.do("ledger.previous_claimant")
        assert screen.table.cursor == start
        await case.do("ledger.kind")
        kind = screen.shown.kind
        assert kind is not None
        await case.settle()
        found = browsing.ledger_rows(analysed, kind=kind)
        assert len({(row.claimant or "").casefold() for row in found}) + len(found) == case.count
        await case.do("ledger.filter")
        await case.type("nobodysaidthis")
        await case.shows(0)
        assert "1 shown" not in " ".join(screen.header().chips)
        await case.press("enter")
        whole = browsing.ledger_rows(analysed)
        assert screen.header().facts[0] == f"{len(whole):,} claims"
        assert "0 shown" in screen.header().chips
        await case.do("ledger.back")
        await case.shows(len(list(grouped(whole))))
        await case.do("ledger.back")
        assert isinstance(case.top, LibraryScreen)


@pytest.mark.parametrize(("width", "least"), [(20, 10), (40, 26), (60, 28), (80, 28), (120, 28), (200, 40)])
async def test_a_claim_has_room_at_every_width(analysed: Library, make_app: AppFactory, width: int, least: int) -> None:
    async with browsing_app(make_app, analysed, size=(width, 20)) as case:
        await case.press("L")
        table = case.list.table
        columns = {column.key: cells for column, cells in lay_out(table.columns, table.size.width - 3)}
        assert columns["text"] >= least
        assert columns["relations"] >= 5


async def test_what_stands_beside_goes_and_comes(analysed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, analysed) as case:
        await case.press("L")
        side = case.list.side
        assert side is not None
        assert side.size.width > 0
        await case.do("ledger.preview")
        assert side.size.width == 0
        await case.do("ledger.preview")
        assert side.size.width > 0
    async with browsing_app(make_app, analysed, size=(80, 24)) as case:
        await case.press("A")
        await case.do("annotations.preview", "annotations.preview")
        assert any("at least 100 columns" in note.message for note in case.app._notifications)
