"""Ask: a sentence, what speaks against it and for it, and the way to the place."""

from __future__ import annotations

import pytest

from tests.app.browse_case import Browse, browsing_app
from tests.app.conftest import AppFactory
from tui.engine.types import RELATIONS, Relation
from tui.library.connection import Library
from tui.screens.ask import AskScreen, Group, grouped
from tui.screens.dialogs import TextEntry
from tui.screens.library import LibraryScreen
from tui.screens.listing import Listing
from tui.screens.reader import ReaderScreen
from tui.text.spans import Span
from tui.widgets.list_header import ListHeader
from tui.workflows import asking
from tui.workflows.views import EvidenceView, Place

SENTENCE = "Terrorism will not take root in Afghanistan again"


async def asked(case: Browse, sentence: str = SENTENCE) -> AskScreen:
    await case.do("app.ask")
    assert isinstance(case.top, TextEntry)
    await case.type(sentence)
    await case.press("enter")
    assert isinstance(case.top, AskScreen)
    return case.top


async def test_what_speaks_against_a_sentence_leads_to_its_place(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        screen = await asked(case)
        assert screen.listed is not None
        head = screen.query_one(ListHeader).text()
        assert SENTENCE in head
        assert "against it" in head
        assert screen.listed.first[0] == Group("Against it", screen.listed.first[0].count)  # type: ignore[union-attr]
        record = screen.record
        assert isinstance(record, EvidenceView)
        assert record == asking.asked(library, SENTENCE)[0]
        assert record.relation == "contradicts"
        await case.settle()
        assert screen.side is not None
        assert "Why" in screen.side.text()
        await case.do("ask.open")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article is not None
        assert case.top.article.id == record.place.article_id
        assert case.top.cursor == record.place.span.start
        await case.press("q")
        assert case.top is screen
        assert screen.record == record, "back on the same passage"
        await case.do("ask.close")
        assert isinstance(case.top, LibraryScreen)


async def test_what_became_furniture_answers_no_more(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        screen = await asked(case)
        record = screen.record
        assert isinstance(record, EvidenceView)
        assert screen.listed is not None
        before = screen.listed.count
        await case.do("ask.open", "reader.furniture")
        await case.press("q")
        assert case.top is screen
        assert screen.listed.count < before
        assert record.key not in screen.records


async def test_where_there_is_no_room_beside_the_list_the_reasons_stand_below_it(
    library: Library, make_app: AppFactory
) -> None:
    async with browsing_app(make_app, library, size=(80, 24)) as case:
        screen = await asked(case)
        await case.settle()
        side = screen.side
        assert side is not None
        assert side.region.y > screen.table.region.y + 5
        assert side.region.width > 70
        shown = side.text().split("\n")
        assert "Why" in [line.strip() for line in shown][: side.region.height - 1]


async def test_another_sentence_takes_the_place_of_the_first(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library, size=(80, 24)) as case:
        screen = await asked(case)
        await case.do("ask.again")
        assert isinstance(case.top, TextEntry)
        await case.type(" xylophone")
        await case.press("enter")
        assert case.top is screen
        assert screen.sentence == f"{SENTENCE} xylophone"
        await case.do("app.ask")
        await case.press("escape")
        assert case.top is screen
        screen.put("Zebras qualify for xylophones.")
        await case.settle()
        assert case.count == 0
        assert "Nothing in the library" in screen.empty_sentence()
        assert screen.empty_sentence() in " ".join(screen.table.empty.split())
        await case.do("ask.open", "ask.next_group")


def test_passages_stand_in_groups() -> None:
    place = Place("a", 1, "An article", None, "v", Span(0, 4), "text", 1)
    relations: tuple[Relation, ...] = ("contradicts", "supports", "weakens", "updates", "qualifies")
    found = [EvidenceView(relation, place, relation, "open", "engine", 0.5) for relation in relations]
    assert [one.name if isinstance(one, Group) else one.relation for one in grouped(found)] == [
        "Against it", "contradicts", "weakens", "Qualifies it", "qualifies", "For it", "supports",
        "What came later", "updates",
    ]  # fmt: skip
    assert [one.count for one in grouped(found) if isinstance(one, Group)] == [2, 1, 1, 1]
    assert grouped([]) == []


async def test_groups_are_gone_through(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        screen = await asked(case, "Zebras")
        place = Place("a", 1, "An article", None, "v", Span(0, 4), "text", 1)
        found = [EvidenceView(r, place, r, "open", "engine", 0.5) for r in RELATIONS]  # whatever the engine may say
        entries = grouped(found)
        screen._take(Listing(len(entries), entries, ()))
        starts = [n + 1 for n, one in enumerate(entries) if isinstance(one, Group)]
        screen.table.move_to(starts[0])
        met = []
        for _ in starts:
            met.append(screen.table.cursor)
            await case.do("ask.next_group")
        assert met == starts
        assert screen.table.cursor == starts[0]


@pytest.mark.parametrize("sentence", ["[/b] \u202e ' \" *", "…", "否" * 40])
async def test_odd_sentences(library: Library, make_app: AppFactory, sentence: str) -> None:
    async with browsing_app(make_app, library, size=(40, 10)) as case:
        await case.press("Q")
        case.app.screen.query_one("Input").value = sentence  # type: ignore[attr-defined]
        await case.press("enter")
        assert isinstance(case.top, AskScreen)
        assert case.top.listed is not None
