"""The reasons of evidence one by one: by key and by mouse, in one text and in two."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from tests.app.ferry import HOME_TEXT, NEVER, OTHER_TEXT, STOPPED, WARNED, Ferry, claim, evidence, span
from tests.app.reader_case import Case, reading
from tui.library import suggestions
from tui.library.records import NewEvidence
from tui.text.spans import Span
from tui.workflows.views import EvidenceView


def reasoned(found: NewEvidence, text: str, quote: str) -> NewEvidence:
    """The evidence with five reasons: about words of both, of the claim, of the evidence, of none, and of both."""
    about = (("ferry", quote[:6]), ("never stop", ""), ("", quote[-8:]), ("", ""), ("again", quote[4:12]))
    reasons = tuple(
        {
            "kind": "topic",
            "text": f"Reason {number} is that they say something alike",
            "weight": 1.0 / number,
            "claim_spans": [list(span(of_claim))] if of_claim else [],
            "evidence_spans": [list(span(of_evidence, text))] if of_evidence else [],
        }
        for number, (of_claim, of_evidence) in enumerate(about, 1)
    )
    return replace(found, reasons=reasons)


class Reasoned(Ferry):
    """The ferry's pledge with evidence here and elsewhere that has several reasons each."""

    def suggest(self) -> None:
        home, other = self.version(self.home), self.version(self.other)
        here = evidence(home, STOPPED, "contradicts", 0.82, text=HOME_TEXT)
        there = evidence(other, WARNED, "weakens", 0.61, text=OTHER_TEXT)
        both = (reasoned(here, HOME_TEXT, STOPPED), reasoned(there, OTHER_TEXT, WARNED))
        suggestions.replace(self.lib, home, self.key(home), [claim(NEVER, "pledge", "The mayor", *both)])
        suggestions.replace(self.lib, other, self.key(other), [])
        suggestions.recount(self.lib, [self.home, self.other])


def underlined(case: Case, *, beside: bool = False) -> set[Span]:
    view = case.screen.beside if beside else case.screen.view
    return {Span(one.start, one.end) for one in view._layers._all if one.role.startswith("reason")}


def spans_of(case: Case, reason: int | None, *, of: str = "claim") -> set[Span]:
    row = case.screen.selected_row
    assert isinstance(row, EvidenceView)
    reasons = row.reasons if reason is None else row.reasons[reason : reason + 1]
    return {span for one in reasons for span in (one.claim_spans if of == "claim" else one.evidence_spans)}


async def at_evidence(case: Case, *, elsewhere: bool) -> EvidenceView:
    """Go to a claim, and select evidence for it that has several reasons and stands in this article or in another."""
    await case.do("reader.next_contested", *["pair.next_evidence"] * elsewhere)
    row = case.screen.selected_row
    assert isinstance(row, EvidenceView)
    assert (row.place.article_id != case.screen.article_id) == elsewhere
    assert len(row.reasons) == 5
    return row


async def test_reasons_are_stepped_through_and_left(tmp_path: Path) -> None:
    async with reading(tmp_path, ferry=Reasoned(tmp_path / "library.db")) as case:
        row = await at_evidence(case, elsewhere=False)
        whole = spans_of(case, None) | spans_of(case, None, of="evidence")
        assert underlined(case) == whole
        seen = set()
        for number, reason in enumerate(row.reasons):
            await case.do("pair.next_reason")
            wanted = spans_of(case, number) | spans_of(case, number, of="evidence")
            assert underlined(case) == wanted
            seen |= wanted
            assert f"▸ {reason.text[:8]}" in case.pane
            assert case.pane.count("▸") == 1
            assert f"reason {number + 1} of {len(row.reasons)}" in case.header
            if not wanted:
                assert "no words in particular" in case.header
        assert seen == whole
        assert any(spans_of(case, n) | spans_of(case, n, of="evidence") != whole for n in range(len(row.reasons)))
        await case.do("pair.next_reason")
        assert case.screen.reason == 0
        await case.do("pair.previous_reason")
        assert case.screen.reason == len(row.reasons) - 1
        cursor = case.cursor
        await case.press("escape")
        assert (case.screen.reason, case.cursor) == (None, cursor)
        assert underlined(case) == whole
        assert "▸" not in case.pane


async def test_another_piece_of_evidence_or_place_leaves_the_reason(tmp_path: Path) -> None:
    async with reading(tmp_path, ferry=Reasoned(tmp_path / "library.db")) as case:
        await at_evidence(case, elsewhere=False)
        await case.do("pair.next_reason")
        case.screen.refresh_data()  # What another copy writes does not take it away.
        assert case.screen.reason == 0
        await case.do("pair.next_evidence")
        assert case.screen.reason is None
        await case.do("pair.next_reason")
        assert case.screen.reason == 0
        await case.do("reader.top")
        assert case.screen.reason is None


async def test_both_texts_show_what_one_reason_is_about(tmp_path: Path) -> None:
    async with reading(tmp_path, ferry=Reasoned(tmp_path / "library.db"), size=(200, 60)) as case:
        row = await at_evidence(case, elsewhere=True)
        await case.do("pair.beside")
        assert underlined(case, beside=True) == spans_of(case, None, of="evidence")
        for number in range(len(row.reasons)):
            await case.do("pair.next_reason")
            assert underlined(case) == spans_of(case, number)
            assert underlined(case, beside=True) == spans_of(case, number, of="evidence")
        await case.press("escape")
        assert case.screen.beside_article is not None
        assert underlined(case, beside=True) == spans_of(case, None, of="evidence")


async def test_a_click_on_a_reason_selects_it(tmp_path: Path) -> None:
    async with reading(tmp_path, ferry=Reasoned(tmp_path / "library.db"), size=(120, 60)) as case:
        await at_evidence(case, elsewhere=False)
        pane = case.screen.pane
        row = case.screen.row

        def line_of(reason: int | None) -> int:
            at = next(y for y, one in enumerate(pane.shown_lines) if one.row == row and one.reason == reason)
            return at + 1 - int(pane.scroll_offset.y)  # under the empty line at the top

        await case.pilot.click(pane, offset=(8, line_of(1)))
        await case.pilot.pause()
        assert (case.screen.row, case.screen.reason) == (row, 1)
        assert underlined(case) == spans_of(case, 1) | spans_of(case, 1, of="evidence")
        await case.pilot.pause(0.6)  # A second click soon after it would mean: go there.
        await case.pilot.click(pane, offset=(8, line_of(None)))
        await case.pilot.pause()
        assert (case.screen.row, case.screen.reason) == (row, None)


async def test_where_there_is_no_reason_that_is_said(tmp_path: Path) -> None:
    async with reading(tmp_path, ferry=Reasoned(tmp_path / "library.db")) as case:
        await case.do("reader.top", "pair.next_reason")
        assert "no reason to select here" in case.header
