"""Moving in the reader: each action by its key, in the real app."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.ferry import DELAYS, FARES, NEVER, at, span
from tests.app.reader_case import reading
from tui.screens.reader import ReaderScreen
from tui.workflows import annotating


async def test_it_opens_at_the_beginning_and_says_where_one_is(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        assert case.cursor == 0
        assert "The ferry is back" in case.header
        assert "paragraph 1 of 5 · 3 claims · 2 contested · 20 % read" in case.header
        assert "No claim in this paragraph" in case.pane


async def test_paragraphs(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_paragraph")
        assert case.paragraph == 2
        assert "paragraph 2 of 5" in case.header
        await case.press("3")
        await case.do("reader.next_paragraph")
        assert case.paragraph == 6, "folded furniture is passed over"
        await case.do("reader.next_paragraph")
        assert case.paragraph == 6
        assert "last paragraph" in case.header
        await case.press("2")
        await case.do("reader.previous_paragraph")
        assert case.paragraph == 3
        assert "last paragraph" not in case.header
        await case.press("down", "up", "up")
        assert case.paragraph == 2


async def test_sentences(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_paragraph", "reader.next_sentence")
        assert case.after.startswith("She added")
        await case.press("2")
        await case.do("reader.next_sentence")
        assert case.after.startswith("“We have")
        await case.do("reader.previous_sentence")
        assert case.after.startswith("Nobody")
        await case.press("left", "right")
        assert case.after.startswith("Nobody")


async def test_claims(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_claim")
        assert case.cursor == at(NEVER)
        await case.do("reader.next_claim")
        assert case.cursor == at(FARES)
        assert "claim 2 of 2" in case.pane
        await case.do("reader.next_claim", "reader.next_claim")
        assert case.cursor == at(DELAYS)
        assert "no claim after" in case.header
        await case.press("2")
        await case.do("reader.previous_claim")
        assert case.cursor == at(NEVER)


async def test_contested_claims(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested")
        assert case.cursor == at(NEVER)
        await case.do("reader.next_contested")
        assert case.cursor == at(DELAYS)
        await case.do("reader.previous_contested")
        assert case.cursor == at(NEVER)


async def test_own_marks(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_mark")
        assert "no marks" in case.header
        for quote in ("Nobody on the quay", "On Friday"):
            annotating.highlight(case.ferry.lib, case.article(), [span(quote)], "blue")
        case.screen.refresh_data()
        await case.do("reader.next_mark", "reader.next_mark")
        assert case.after.startswith("On Friday")
        await case.do("reader.previous_mark")
        assert case.after.startswith("Nobody")


async def test_pages_and_ends(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(60, 16)) as case:
        await case.do("reader.page_down")
        assert case.cursor > 0
        farther = case.cursor
        await case.do("reader.page_up")
        assert case.cursor < farther
        await case.do("reader.bottom")
        assert case.paragraph == 6
        await case.do("reader.top")
        assert case.cursor == 0
        await case.press("5")
        await case.do("reader.bottom")
        assert case.paragraph == 6, "numbers are those of the header: furniture is not counted"
        await case.press("3")
        await case.do("reader.top")
        assert case.paragraph == 3


async def test_back_and_forward_in_the_jumps(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_claim", "reader.bottom")
        await case.do("reader.back")
        assert case.cursor == at(NEVER)
        await case.do("reader.back")
        assert case.cursor == 0
        await case.do("reader.back")
        assert "not jumped" in case.header
        await case.press("2")
        await case.do("reader.forward")
        assert case.paragraph == 6


async def test_letters_mark_places_and_are_kept(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.bottom", "reader.set_mark")
        assert "letter" in case.header
        await case.press("j")
        assert case.paragraph == 6, "the letter is no movement"
        assert "marked j" in case.said
        await case.do("reader.top", "reader.go_mark")
        await case.press("j")
        assert case.paragraph == 6
        await case.do("reader.back")
        assert case.paragraph == 1
        await case.do("reader.go_mark")
        await case.press("z")
        assert "No place is marked z" in case.header
        await case.do("reader.set_mark")
        await case.press("escape")
        assert isinstance(case.top, ReaderScreen)
        ferry = case.ferry
    async with reading(tmp_path, ferry=ferry) as case:
        await case.do("reader.top", "reader.go_mark")
        await case.press("j")
        assert case.paragraph == 6


async def test_a_number_is_shown_and_taken_back_with_escape(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.press("2", "escape")
        await case.do("reader.next_paragraph")
        assert case.paragraph == 2


async def test_the_measure_changes_and_the_place_stays(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested")
        before = case.screen.view.measure
        await case.do("reader.narrower", "reader.narrower")
        assert case.screen.view.measure < before
        assert case.cursor == at(NEVER)
        await case.do("reader.wider")
        narrow = case.screen.view.measure
        assert narrow < before
        ferry = case.ferry
    async with reading(tmp_path, ferry=ferry) as case:
        assert case.screen.view.measure == narrow


async def test_the_pane_hides_and_comes_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.pane")
        assert not case.screen.pane.display
        await case.do("reader.pane")
        assert case.screen.pane.display


@pytest.mark.parametrize(
    ("size", "beside"), [((120, 40), True), ((100, 30), True), ((99, 30), False), ((60, 16), False)]
)
async def test_the_pane_stands_beside_or_below(tmp_path: Path, size: tuple[int, int], beside: bool) -> None:
    async with reading(tmp_path, size=size) as case:
        article, pane = case.screen.view.region, case.screen.pane.region
        assert (pane.x >= article.right) is beside
        assert (pane.y >= article.bottom) is not beside
        assert article.width >= 30
        assert article.height >= 5


async def test_furniture_folds_and_is_overruled(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.fold")
        await case.press("4")
        await case.do("reader.next_paragraph")
        assert case.paragraph == 5
        assert "page furniture" in case.header
        await case.do("reader.furniture")
        await case.analysed()
        assert [p.kind for p in case.article().paragraphs][4] == "body"
        assert "of 6" in case.header
        await case.do("app.undo")
        assert [p.kind for p in case.article().paragraphs][4] == "furniture"


async def test_the_place_is_kept(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_paragraph", "reader.next_sentence")
        offset = case.cursor
        await case.pilot.resize_terminal(70, 20)
        await case.pilot.pause()
        assert case.cursor == offset
        await case.do("reader.close")
        assert not isinstance(case.top, ReaderScreen)
        ferry = case.ferry
    async with reading(tmp_path, ferry=ferry) as case:
        assert case.cursor == offset
        assert case.after.startswith("She added")


async def test_the_place_is_kept_when_the_app_is_left_at_once(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.bottom", "app.quit")
    article = case.article()
    assert (article.place_paragraph, article.place_offset) == (6, 0)


async def test_it_opens_where_it_is_told_to(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=4) as case:
        assert case.paragraph == 4
        ferry = case.ferry
    key = case.article().claims[1].key
    async with reading(tmp_path, ferry=ferry, claim_key=key) as case:
        assert case.cursor == at(FARES)
        assert "claim 2 of 2" in case.pane


async def test_analysing_again_leaves_the_place_and_the_verdicts(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.reject")
        ferry = case.ferry
        ferry.suggest()
        case.screen.refresh_data()
        await case.pilot.pause()
        assert case.cursor == at(NEVER)
        states = [(e.relation, e.state) for e in case.article().claims[0].evidence]
        assert ("contradicts", "rejected") in states
        before = {claim.key for claim in case.article().claims}
        await case.do("reader.analyse")
        assert "analysing" in case.header or "Analysed" in case.said
        await case.analysed()
        assert "Analysed" in case.said
        assert not before & {claim.key for claim in case.article().claims}
        assert "analysing" not in case.header
        assert case.cursor == at(NEVER)
