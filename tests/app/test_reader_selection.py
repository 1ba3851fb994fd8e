"""Selecting text and what is made of it; the reader's own marks; copying."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.ferry import FARES, JUNE, NEVER, at, span
from tests.app.reader_case import Case, reading
from tui.config import Config
from tui.screens.reader import ReaderScreen
from tui.workflows.views import MarkView


def marks(case: Case) -> list[MarkView]:
    return list(case.article().marks)


async def test_it_starts_at_the_sentence_and_grows_and_shrinks(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select")
        assert case.selected == "Nobody on the quay believed her."
        assert "selecting · 6 words" in case.header
        for action, end in [
            ("select.grow_character", "her. "),
            ("select.shrink_character", "her."),
            ("select.grow_word", "“We"),
            ("select.shrink_word", "her"),
            ("select.grow_sentence", "her."),
            ("select.shrink_sentence", ""),
        ]:
            await case.do(action)
            assert case.selected.endswith(end), action
        assert case.selected == ""


async def test_by_paragraphs_and_at_the_other_end(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.grow_paragraph", "select.grow_paragraph")
        assert case.selected.endswith("on board.")
        await case.do("select.shrink_paragraph")
        assert case.selected.endswith("北島.")
        await case.do("select.swap", "select.shrink_paragraph")
        assert case.selected.startswith("The mayor")
        await case.do("select.grow_word")
        assert case.selected.startswith("mayor")


async def test_a_family_of_emoji_is_one_character(tmp_path: Path) -> None:
    async with reading(tmp_path, offset=at("👩")) as case:
        await case.do("reader.select", "select.swap")
        for _ in range(60):
            await case.do("select.grow_character")
            if case.selected.startswith("👩"):
                break
        assert case.selected.startswith("👩‍👩‍👧 from")
        await case.do("select.grow_character")
        assert case.selected.startswith(" from")


@pytest.mark.parametrize("action", ["yellow", "green", "blue", "pink", "orange"])
async def test_five_colours(tmp_path: Path, action: str) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", f"select.{action}")
        (mark,) = marks(case)
        assert (mark.kind, mark.colour, mark.quote) == ("highlight", action, "Nobody on the quay believed her.")
        assert case.screen.selecting is None
        assert "takes it back" in case.said
        await case.do("app.undo")
        assert marks(case) == []


async def test_each_colour_has_its_key(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        for name in ("select.yellow", "select.green", "select.blue", "select.pink", "select.orange"):
            await case.do("reader.select", name)
        assert [mark.colour for mark in marks(case)] == ["yellow", "green", "blue", "pink", "orange"]


async def test_the_last_colour_is_used_again(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.pink", "reader.next_paragraph", "reader.highlight")
        await case.do("reader.previous_paragraph", "reader.previous_paragraph", "reader.select", "select.highlight")
        assert [mark.colour for mark in marks(case)] == ["pink"] * 3


async def test_cancel(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        for key in ("escape", "v", "q"):
            await case.do("reader.select")
            await case.press(key)
            assert case.screen.selecting is None
            assert isinstance(case.top, ReaderScreen)
        await case.do("reader.select", "select.cancel")
        assert case.selected == ""
        assert marks(case) == []


async def test_a_note_on_the_selection_and_on_the_sentence(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.note")
        await case.type("why not [/b]")
        await case.press("ctrl+s")
        await case.do("reader.next_paragraph", "reader.note")
        await case.type("really")
        await case.press("ctrl+s")
        assert [(mark.kind, mark.body) for mark in marks(case)] == [("note", "why not [/b]"), ("note", "really")]
        assert marks(case)[1].quote.startswith("On Friday")


async def test_a_claim(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.claim")
        await case.press("tab")
        await case.type("The quay")
        await case.press("enter")
        (mark,) = marks(case)
        assert (mark.kind, mark.claimant) == ("claim", "The quay")
        assert "The quay" in case.pane


async def test_evidence_for_a_claim_of_this_article(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.evidence")
        await case.type("fares")
        await case.press("enter", "w")
        claim = next(c for c in case.article().claims if c.place.text == FARES)
        (evidence,) = claim.evidence
        assert (evidence.relation, evidence.state, evidence.place.text) == (
            "weakens",
            "made",
            "Nobody on the quay believed her.",
        )
        assert claim.annotation_id is not None


async def test_evidence_for_a_claim_of_another_article(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.evidence")
        await case.type("June")
        await case.press("enter", "s")
        (claim,) = case.article(case.ferry.other).claims
        assert claim.place.text == JUNE
        assert [(e.relation, e.place.article_id) for e in claim.evidence if e.state == "made"] == [
            ("supports", case.ferry.home)
        ]


async def test_tags(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.select", "select.tag")
        await case.type("rumour")
        await case.press("enter")
        (mark,) = marks(case)
        assert mark.tags == ("rumour",)
        await case.do("reader.tag_article")
        await case.type("ferries")
        await case.press("enter")
        assert case.article().tags == ("ferries",)


async def test_copy_with_the_citation(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=4) as case:
        await case.do("reader.copy")
        copied = case.app.clipboard
        assert copied.startswith("“On Friday the ferry stopped in the middle of the strait, with 80 people on board.”")
        assert "B. Lind, “The ferry is back”, The Strait Times, 2024-07-20, paragraph 4" in copied
        assert "ent to the terminal's clipboard" in case.said
        await case.do("reader.select", "select.shrink_word", "select.copy")
        assert case.app.clipboard.startswith(
            "“On Friday the ferry stopped in the middle of the strait, with 80 people on board”"
        )
        assert case.screen.selecting is None


async def test_the_readers_own_copy_command(tmp_path: Path) -> None:
    out = tmp_path / "copied"
    config = Config(copy_command=f"tee {out}")
    async with reading(tmp_path, paragraph=4, config=config) as case:
        await case.do("reader.copy")
        assert out.read_text().startswith("“On Friday")


async def test_edit_and_delete_a_mark(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.edit_mark")
        assert "no mark" in case.header
        await case.do("reader.note")
        await case.type("one")
        await case.press("ctrl+s")
        await case.do("reader.edit_mark")
        await case.type(" two")
        await case.press("ctrl+s")
        assert sorted(marks(case)[0].body.split()) == ["one", "two"]
        await case.do("reader.delete_mark")
        assert marks(case) == []
        await case.do("app.undo")
        assert len(marks(case)) == 1


async def test_a_highlight_changes_its_colour(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.highlight", "reader.edit_mark")
        await case.press("3")
        assert [mark.colour for mark in marks(case)] == ["blue"]


async def test_which_of_several_marks_is_asked(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.highlight", "reader.note")
        await case.type("x")
        await case.press("ctrl+s")
        await case.do("reader.delete_mark")
        assert not isinstance(case.top, ReaderScreen)
        await case.press("1")
        assert len(marks(case)) == 1


async def test_a_bookmark_comes_and_goes(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        await case.do("reader.bookmark")
        assert [mark.kind for mark in marks(case)] == ["bookmark"]
        await case.do("reader.bookmark")
        assert marks(case) == []


async def test_selecting_with_the_mouse(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=3) as case:
        view = case.screen.view
        y = next(y for y in range(view.size.height) if view.offset_at(20, y) == view.offset_at(21, y) - 1)
        await case.pilot.mouse_down(view, offset=(12, y))
        await case.pilot.hover(view, offset=(26, y))
        await case.pilot.mouse_up(view, offset=(26, y))
        await case.pilot.pause()
        assert case.screen.selecting is not None
        assert 5 < len(case.selected) < 30
        await case.do("select.green")
        assert [mark.colour for mark in marks(case)] == ["green"]


async def test_a_click_on_a_claim_shows_it(tmp_path: Path) -> None:
    async with reading(tmp_path, offset=0) as case:
        view = case.screen.view
        hit = next(
            (x, y)
            for y in range(view.size.height)
            for x in range(view.size.width)
            if view.offset_at(x, y) == span(FARES).start + 3
        )
        await case.pilot.click(view, offset=hit)
        await case.pilot.pause()
        assert "claim 2 of 2" in case.pane
        assert NEVER not in case.pane
