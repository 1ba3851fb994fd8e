"""Reading all of a pair, what the reader wrote beside the text, and one number for one paragraph."""

from __future__ import annotations

from pathlib import Path

from tests.app.ferry import NEVER, STOPPED
from tests.app.reader_case import reading
from tui.library import annotations
from tui.screens.triage import TriageScreen


async def test_the_pane_scrolls_by_key(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(60, 16)) as case:
        await case.analysed()
        await case.do("reader.next_contested")
        before = case.screen.pane.scroll_offset.y
        await case.do("pair.scroll_down")
        assert case.screen.pane.scroll_offset.y > before
        await case.do("pair.scroll_up")
        assert case.screen.pane.scroll_offset.y == before


async def test_triage_scrolls_by_key(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(40, 10)) as case:
        await case.analysed()
        await case.do("reader.triage")
        assert isinstance(case.top, TriageScreen)
        await case.app.workers.wait_for_complete()
        await case.pilot.pause()
        await case.do("triage.scroll_down")
        assert case.top.evidence_view.scroll_offset.y > 0
        await case.do("triage.scroll_up")
        assert case.top.evidence_view.scroll_offset.y == 0


async def test_what_the_reader_wrote_stands_in_the_pane(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.analysed()
        await case.press("2", "G", "a")
        await case.type("Ask her")
        await case.press("ctrl+s")
        assert "Yours, in this paragraph" in case.pane
        assert "✎ Ask her" in case.pane
        await case.do("reader.next_paragraph")
        assert "Ask her" not in case.pane


async def test_one_number_for_one_paragraph(tmp_path: Path) -> None:
    """The fifth paragraph is furniture, so that the sixth is number five on every screen."""
    async with reading(tmp_path, size=(200, 40)) as case:
        await case.analysed()
        await case.press("G")
        assert "paragraph 5 of 5" in case.header
        await case.do("reader.bookmark")
        assert "bookmark at paragraph 5" in case.said
        shown = "\n".join(strip.text for strip in case.screen.view.render_lines(case.screen.view.size.region))
        assert "5" in shown.split("The harbour office")[0].rsplit("\n", 1)[-1]


async def test_a_selection_leaves_folded_furniture_out(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.press("4", "G", "v", "j", "j", "1")
        made = annotations.rows(case.ferry.lib)[0]
        assert [target.exact.split()[0] for target in made.targets] == ["On", "The"]
        assert not any("Share" in target.exact for target in made.targets)


async def test_a_claim_is_not_made_over_furniture(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.press("4", "G", "v", "j", "j", "c")
        assert "furniture lies inside" in case.header
        assert annotations.rows(case.ferry.lib) == []


async def test_a_count_is_forgotten_by_an_action_that_has_no_use_for_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.press("3", "H", "j")
        assert case.paragraph == 2


async def test_escape_folds_what_a_match_unfolded(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        assert case.screen.folded
        await case.press("slash")
        await case.type("share this")
        assert not case.screen.folded
        await case.press("escape")
        assert case.screen.folded


async def test_triage_of_the_library_from_triage_of_an_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.analysed()
        await case.do("reader.triage", "app.triage_all")
        assert isinstance(case.top, TriageScreen)
        assert case.top.article_id is None


async def test_own_signs_do_not_drop_out_of_the_margin(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(120, 40)) as case:
        await case.analysed()
        for place in (NEVER, STOPPED):
            assert place in case.screen.view.text
        await case.do("reader.next_contested", "reader.note")
        await case.type("mine")
        await case.press("ctrl+s")
        shown = "\n".join(strip.text for strip in case.screen.view.render_lines(case.screen.view.size.region))
        assert "✎" in shown


async def test_a_claim_of_a_whole_sentence_leaves_the_claims_inside_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.analysed()
        claims = len(case.article().claims)
        await case.press("2", "G", "v", "s", "c")
        await case.press("ctrl+s")
        found = case.article().claims
        assert len(found) == claims + 1
        mine = next(claim for claim in found if claim.origin == "reader")
        assert mine.evidence == ()


async def test_going_back_does_not_unread_an_article(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        case.screen.save_place()  # as the timer does on a slow machine: the place to which `g` comes back is kept
        await case.press("G")
        assert "100 % read" in case.header
        await case.press("g")
        assert "100 % read" in case.header
        ferry = case.ferry
    async with reading(tmp_path, ferry=ferry) as case:
        assert case.paragraph == 1
        assert "100 % read" in case.header
