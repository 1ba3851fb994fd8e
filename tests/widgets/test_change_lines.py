"""What changed, laid out in one column and in two; and a place in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text.differing import differences
from tui.text.spans import Span
from tui.widgets.change_lines import COLUMNS, change_lines, heading, shown
from tui.widgets.review_lines import new_side, old_side
from tui.workflows.placing import Doubt, Passage
from tui.workflows.versions import Changes, ChangeView, VersionView

OLD = "The pool will not close.\nNobody swam 👩‍👩‍👧 in 北島.\nMore: ten pools"
NEW = "The pool has no plans to close.\nA new line [/b] \x1b]0;x\x07.\nMore: two pools"


def changes(old: str, new: str) -> Changes:
    rows = tuple(
        ChangeView(
            c.kind,
            c.pieces,
            0 if c.old is None else c.old + 1,
            0 if c.new is None else c.new + 1,
            "More:" in c.pieces[0].text,
            "v",
            0,
            c.added,
            c.removed,
        )
        for c in differences(old, new)
    )
    return Changes(VersionView("a", 1, "2026-01-01 09:00", False), VersionView("b", 2, "2026-01-02 09:00", True), rows)


@pytest.mark.parametrize("width", [10, 40, COLUMNS - 1, COLUMNS, 200])
def test_nothing_is_wider_than_its_room(width: int) -> None:
    for everything in (False, True):
        lines = change_lines(changes(OLD, NEW), width, everything=everything)
        assert all(cell_len(line.text) <= max(16, width) for line in lines)
        assert not any("\x1b" in line.text or "\x07" in line.text for line in lines)
        rows = {line.row for line in lines if line.row is not None}
        assert rows == set(range(len(shown(changes(OLD, NEW), everything=everything))))


@given(st.text(alphabet="ab 我\n", max_size=80), st.text(alphabet="ab 我\n", max_size=80), st.sampled_from([20, 120]))
def test_any_texts_can_be_laid_out(old: str, new: str, width: int) -> None:
    assert all(cell_len(line.text) <= width for line in change_lines(changes(old, new), width, everything=True))


def test_one_column_and_two() -> None:
    narrow = "\n".join(line.text for line in change_lines(changes(OLD, NEW), 80))
    assert "The pool will not has no plans to close." in narrow
    wide = "\n".join(line.text for line in change_lines(changes(OLD, NEW), 120))
    assert "The pool will not close." in wide
    assert " │ The pool has no plans to close." in wide
    assert "1 change in page furniture" in wide
    same = "\n".join(line.text for line in change_lines(changes(OLD, OLD), 80))
    assert same.startswith("No paragraph of the article changed")
    assert "2 paragraphs unchanged" in same


def test_headings() -> None:
    def said(kind: str, old: int, new: int, added: int = 0, removed: int = 0, furniture: bool = False) -> str:
        return heading(ChangeView(kind, (), old, new, furniture, "v", 0, added, removed))  # type: ignore[arg-type]

    assert said("changed", 7, 7, 4, 1) == "paragraph 7 changed · 1 word out, 4 in"
    assert said("changed", 7, 7, 1) == "paragraph 7 changed · 1 word in"
    assert said("changed", 7, 7) == "paragraph 7 changed · cut or joined elsewhere"
    assert said("moved", 3, 9) == "paragraph 3 moved to 9"
    assert said("moved", 3, 0) == "paragraph 3 went into others"
    assert said("removed", 3, 0) == "paragraph 3 removed"
    assert said("added", 0, 0, furniture=True) == "page furniture added"


def test_a_place_in_doubt() -> None:
    old = Passage("v", "2026-01-01 09:00", Span(0, 4), "Before [/b] ", "the 北島 passage", " after it.", 3)
    new = Passage("w", "2026-01-02 09:00", Span(0, 4), "", "the passage", "", 0)
    doubt = Doubt("a", 0, "claim", "Why\n\nthis?", ("x",), "The mayor", "n", "Title", "review", 0.7, old, (new, new))
    for width in (8, 40, 100):
        for lines in (old_side(doubt, width), new_side(doubt, 0, width), new_side(doubt, 1, width)):
            assert all(cell_len(line.text) <= max(width, 10) for line in lines)
    text = "\n".join(line.text for line in old_side(doubt, 80))
    assert "Before [/b] the 北島 passage after it." in text
    assert "Your claim of The mayor" in text
    theirs = replace(doubt, by="Ada \x1b]")
    assert "Claim of The mayor, by Ada ␛] " in "\n".join(line.text for line in old_side(theirs, 80))
    assert "70 % alike" in "\n".join(line.text for line in new_side(doubt, 0, 80))
    assert "2 of 2" in "\n".join(line.text for line in new_side(doubt, 1, 80))
