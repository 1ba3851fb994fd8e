"""Claims beside their evidence: selecting, following, judging, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.ferry import JULY, JUNE, NEVER, OTHER_TEXT, STOPPED, WARNED, at
from tests.app.reader_case import Case, reading
from tui.screens.reader import ReaderScreen
from tui.workflows.views import ClaimView, EvidenceHere, EvidenceView


def never(case: Case) -> ClaimView:
    return case.article().claims[0]


async def test_entering_a_paragraph_shows_its_contested_claim(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_paragraph")
        assert "claim 1 of 2 · pledge" in case.pane
        assert "The mayor pledges" in case.pane
        assert "through Ana Ruiz" in case.pane
        assert "✕ contradicts" in case.pane
        assert "here, paragraph 4" in case.pane
        assert "82 %" in case.pane
        assert "Both name the ferry" in case.pane
        assert "“A month at sea” · paragraph 2" in case.pane


async def test_evidence_is_selected_in_turn(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("pair.next_evidence")
        assert "no evidence" in case.header
        await case.do("reader.next_contested")
        assert case.screen.row == 0
        await case.do("pair.next_evidence")
        assert case.screen.row == 1
        await case.do("pair.previous_evidence", "pair.previous_evidence")
        assert case.screen.row == 2
        await case.press("tab")
        assert case.screen.row == 0
        await case.press("shift+tab")
        assert case.screen.row == 2


async def test_reasons_are_underlined_in_the_text(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested")
        reasons = {(layer.start, layer.end) for layer in case.screen.shown_layers() if layer.role == "reason"}
        assert (at("ferry would"), at("ferry would") + len("ferry would")) in reasons
        assert (at(STOPPED), at(STOPPED) + 5) in reasons


async def test_to_the_evidence_and_back_to_its_claim(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.follow")
        assert case.cursor == at(STOPPED)
        assert "In this paragraph" in case.pane
        assert "contradicts a claim" in case.pane
        row = case.screen.selected_row
        assert isinstance(row, EvidenceHere)
        assert row.claim.text == NEVER
        await case.do("pair.follow")
        assert case.cursor == at(NEVER)
        assert isinstance(case.screen.selected_row, EvidenceView)
        await case.do("reader.back", "reader.back")
        assert case.cursor == at(NEVER)


async def test_to_evidence_in_another_article_and_back(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.next_evidence", "pair.follow")
        assert case.screen.article_id == case.ferry.other
        assert case.cursor == at(WARNED, OTHER_TEXT)
        assert "A month at sea" in case.header
        assert "“The ferry is back” · paragraph 2" in case.pane
        await case.do("pair.follow")
        assert case.screen.article_id == case.ferry.home
        assert case.cursor == at(NEVER)
        assert case.screen.row == 1
        await case.do("reader.back", "reader.back")
        assert case.screen.article_id == case.ferry.home
        await case.do("reader.close")
        assert not isinstance(case.top, ReaderScreen)


async def test_side_by_side_on_a_wide_terminal(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(180, 40)) as case:
        await case.do("reader.next_contested", "pair.next_evidence", "pair.follow")
        screen = case.screen
        assert screen.article_id == case.ferry.other
        assert screen.beside_article is not None
        assert screen.beside_article.id == case.ferry.home
        assert screen.beside.region.x >= screen.view.region.right
        assert screen.pane.region.x >= screen.beside.region.right
        await case.do("reader.back")
        assert screen.article_id == case.ferry.home
        assert screen.beside_article.id == case.ferry.other
        await case.press("escape")
        assert screen.beside_article is None
        assert isinstance(case.top, ReaderScreen)


@pytest.mark.parametrize("size", [(180, 40), (110, 30), (70, 24)])
async def test_the_article_of_the_evidence_beside_this_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with reading(tmp_path, size=size) as case:
        await case.do("reader.next_contested", "pair.next_evidence", "pair.beside")
        screen = case.screen
        assert screen.article_id == case.ferry.home
        assert screen.beside_article is not None
        assert screen.beside_article.id == case.ferry.other
        assert screen.beside.region.height > 3
        assert screen.pane.display is (size[0] >= 160)
        await case.do("pair.previous_evidence")
        assert screen.beside_article.id == case.ferry.home
        await case.do("pair.beside")
        assert screen.beside_article is None


async def test_accept_and_undo(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.accept")
        claim = never(case)
        assert claim.annotation_id is not None
        assert [e.state for e in claim.evidence if e.relation == "contradicts"] == ["accepted"]
        assert "accepted" in case.pane
        assert "takes it back" in case.said
        assert case.screen.row == 0
        assert case.cursor == at(NEVER)
        await case.do("app.undo")
        assert never(case).annotation_id is None
        assert "suggested · 82 %" in case.pane
        await case.do("app.redo")
        assert never(case).annotation_id is not None


async def test_reject(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.reject")
        assert [(e.relation, e.state) for e in never(case).evidence][-1] == ("contradicts", "rejected")
        assert "Rejected" in case.pane
        assert "takes it back" in case.said


async def test_change_the_relation(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.change")
        await case.press("q")
        evidence = next(e for e in never(case).evidence if e.place.text == STOPPED)
        assert (evidence.relation, evidence.state) == ("qualifies", "accepted")
        await case.do("pair.change")
        await case.press("escape")
        assert isinstance(case.top, ReaderScreen)


async def test_a_note_on_the_relation(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.pair_note")
        assert "Accept it first" in case.header
        await case.do("pair.accept", "pair.pair_note")
        await case.type("Friday is proof")
        await case.press("ctrl+s")
        assert [e.note for e in never(case).evidence if e.state == "accepted"] == ["Friday is proof"]
        assert "Friday is proof" in case.pane


async def test_evidence_is_judged_from_where_it_stands(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.follow", "pair.reject")
        rejected = [e for e in never(case).evidence if e.state == "rejected"]
        assert [e.place.text for e in rejected] == [STOPPED]


async def test_evidence_here_for_a_claim_of_another_article_is_judged(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=4) as case:
        rows = case.screen.pane.content.rows
        index = next(n for n, row in enumerate(rows) if isinstance(row, EvidenceHere) and row.claim.text == JUNE)
        for _ in range((index - (case.screen.row or 0)) % len(rows)):
            await case.do("pair.next_evidence")
        await case.do("pair.accept")
        claims = case.article(case.ferry.other).claims
        assert [e.state for c in claims for e in c.evidence] == ["accepted"]


async def test_nothing_to_judge_says_so(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        for action in ("pair.accept", "pair.reject", "pair.change", "pair.pair_note"):
            await case.do(action)
            assert "no evidence" in case.header
        await case.do("pair.follow")
        assert "no evidence to go to" in case.header
        await case.do("pair.beside")
        assert "Select evidence first" in case.header


async def test_a_click_in_the_pane_selects_and_a_double_click_goes_there(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested")
        pane = case.screen.pane
        line = next(y for y, line in enumerate(pane.shown_lines) if line.row == 1) + 1
        await case.pilot.click(pane, offset=(5, line))
        assert case.screen.row == 1
        await case.pilot.click(pane, offset=(5, line), times=2)
        await case.pilot.pause()
        assert case.screen.article_id == case.ferry.other


async def test_a_change_by_another_process_is_shown(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested")
        from tui.workflows import judging

        claim = never(case)
        judging.reject(case.ferry.lib, claim, claim.evidence[0])
        case.screen.refresh_data()
        await case.pilot.pause()
        assert "Rejected" in case.pane
        assert JULY not in case.pane


async def test_what_the_mouse_selects_in_the_article_beside_is_selected_there(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(200, 40)) as case:
        await case.do("reader.next_contested", "pair.next_evidence", "pair.beside")
        screen = case.screen
        beside, home, cursor = screen.beside, screen.article_id, case.cursor
        assert screen.beside_article is not None
        y = next(y for y in range(beside.size.height) if beside.offset_at(40, y) >= at(WARNED, OTHER_TEXT))
        x = next(x for x in range(beside.size.width) if beside.offset_at(x, y) == at("had warned", OTHER_TEXT))
        await case.pilot.mouse_down(beside, offset=(x, y))
        await case.pilot.hover(beside, offset=(x + 9, y))
        assert screen.article_id == home  # not before the button is let go
        await case.pilot.mouse_up(beside, offset=(x + 9, y))
        await case.pilot.pause()
        assert screen.article_id == case.ferry.other
        assert case.selected == "had warned"
        assert screen.beside_article is not None  # what was left stands beside it now
        assert screen.beside_article.id == home
        await case.do("select.highlight")
        marks = case.article(case.ferry.other).marks
        assert [span.of(OTHER_TEXT) for mark in marks for span in mark.spans] == ["had warned"]
        await case.do("reader.back")
        assert (screen.article_id, case.cursor) == (home, cursor)
