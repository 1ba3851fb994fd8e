"""What changed, by line and by word."""

from __future__ import annotations

from hypothesis import given

from tests.text.test_comparing import LINES, TEXT, words
from tui.text.differing import Change, differences


def said(change: Change) -> str:
    """`kept[-removed-]{+added+}`."""
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.state].format(piece.text) for piece in change.pieces)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(words, words)
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    changes = differences(old, new)
    now = "".join(p.text for c in changes if c.new is not None for p in c.pieces if p.state != "removed")
    assert squeezed(now) == squeezed(new)
    lines = [c.new for c in changes if c.new is not None]
    assert lines == sorted(lines)
    gone = [c for c in changes if c.new is None]
    assert all(c.old is not None for c in gone)


@given(words)
def test_nothing_changes_in_the_same_text(text: str) -> None:
    assert all(change.kind == "same" for change in differences(text, text))


def test_a_silent_edit_is_seen_word_by_word() -> None:
    new = TEXT.replace("will not close", "has no plans to close").replace("Three hundred", "Some")
    changes = differences(TEXT, new)
    assert [change.kind for change in changes] == ["changed", "changed", "same", "same", "same"]
    assert said(changes[0]) == (
        "The council [-will not -]{+has no plans to +}close the pool, the mayor said on Monday evening."
    )
    assert said(changes[1]).startswith("[-Three hundred -]{+Some +}people")
    assert (changes[0].removed, changes[0].added) == (2, 4)


def test_paragraphs_that_come_go_and_move() -> None:
    new = "\n".join((LINES[3], LINES[0], "Nobody had asked the swimmers.", LINES[2], LINES[4]))
    changes = differences(TEXT, new)
    assert [(c.kind, c.old, c.new) for c in changes] == [
        ("moved", 3, 0),
        ("same", 0, 1),
        ("removed", 1, None),
        ("added", None, 2),
        ("same", 2, 3),
        ("same", 4, 4),
    ]


def test_a_paragraph_that_is_split_or_joined_lost_nothing() -> None:
    whole = f"{LINES[0]} {LINES[1]}\n{LINES[2]}"
    parts = f"{LINES[0]}\n{LINES[1]}\n{LINES[2]}"
    for old, new in ((whole, parts), (parts, whole)):
        assert all(p.state == "kept" for c in differences(old, new) for p in c.pieces)


def test_case_and_quotation_marks_are_changes() -> None:
    (change,) = differences('He said "no".', "He Said “no”.")
    assert change.kind == "changed"
    assert all(part in said(change) for part in ("[-said", "{+Said", "no"))


def test_a_sentence_that_is_quoted_in_another_paragraph_is_gone_from_its_own() -> None:
    old = f"{LINES[0]} {LINES[1]}\n{LINES[2]}"
    new = (
        f"{LINES[0]}\n{LINES[2]}\nA reader wrote to us that he missed the words “{LINES[1]}” and would like them back."
    )
    first, same, quoted = differences(old, new)
    assert said(first) == f"{LINES[0]} [-{LINES[1]}-]"
    assert (same.kind, quoted.kind) == ("same", "added")
    assert first.removed == 12
