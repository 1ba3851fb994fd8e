"""Anchors in texts that changed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.anchoring.edits import KINDS, edited
from tests.text.test_comparing import LINES, TEXT
from tui.text.anchoring import CONTEXT, DOUBTFUL, Anchor, describe, resolve
from tui.text.folding import fold
from tui.text.spans import Span
from tui.text.words import snap

SILENT = ("exact", "moved", "fuzzy")
letters = st.text(alphabet="ab c\n“”\u200b我é\u0301Aß", max_size=60)


def of(quote: str, text: str = TEXT) -> Anchor:
    at = text.index(quote)
    return describe(text, (at, at + len(quote)))


@given(letters, letters, st.integers(0, 40), st.integers(0, 20), st.booleans())
def test_whatever_is_said_is_sound(old: str, new: str, start: int, size: int, known: bool) -> None:
    start = min(start, len(old))
    anchor = describe(old, (start, min(len(old), start + size)))
    found = resolve(anchor, new, old_text=old if known else None)
    assert 0 <= found.score <= 1
    if found.span is None:
        assert found.state == "orphan"
        return
    assert found.state != "orphan"
    assert 0 <= found.span.start <= found.span.end <= len(new)
    assert found.state == "exact" or found.span == snap(new, found.span)
    if found.state in ("exact", "moved"):
        assert found.span.of(new) == anchor.exact
    assert (found.state == "exact") <= (found.span == (anchor.start, anchor.end))
    assert all(rival.score >= DOUBTFUL and rival.score <= found.score + 1e-9 for rival in found.rivals)


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 999), st.integers(0, 300), st.integers(4, 120))
def test_a_passage_goes_where_its_words_went(kind: str, seed: int, start: int, size: int) -> None:
    """Never to other words: what is taken without asking overlaps what the edit did with the passage."""
    text = "\n".join(LINES)
    new = edited(text, kind, ["Nobody else was there to see it happen."], random.Random(seed))
    span = Span(min(start, len(text) - size), min(start, len(text) - size) + size)
    found = resolve(describe(text, span), new.text, old_text=text)
    gold = new.gold(text, span)
    if isinstance(gold, Span) and found.state in SILENT and found.span is not None:
        assert found.span.overlap(gold) > 0.5 * min(found.span.length, gold.length)


def test_typos_case_and_white_space_are_fuzzy() -> None:
    anchor = of("A survey in March found cracks in the roof")
    for new in (
        TEXT.replace("survey in March", "survay in march"),
        TEXT.upper(),
        TEXT.replace(" ", "\xa0 "),
        TEXT.replace("A survey", "A second survey"),
    ):
        for old in (TEXT, None):
            found = resolve(anchor, new, old_text=old)
            assert found.state == "fuzzy"
            assert found.span is not None
            assert fold(found.span.of(new)).text.lower().endswith("found cracks in the roof")


def test_a_part_of_another_word_is_not_the_word() -> None:
    text = f"{LINES[0]}\nPhoto\nThey met once more."
    new = f"{LINES[0]}\nThe quartet of Liverpool played.\nThey met once more."
    at = text.index("Photo")
    assert resolve(describe(text, (at, at + 5)), new, old_text=text).state == "orphan"


def test_a_paragraph_that_moved_is_moved_whatever_stood_around_it() -> None:
    new = "\n".join((LINES[3], LINES[0], LINES[1], LINES[2], LINES[4]))
    found = resolve(of(LINES[3]), new, old_text=TEXT)
    assert (found.state, found.span) == ("moved", (0, len(LINES[3])))


@pytest.mark.parametrize("frame", ["An earlier version said: “{}”", "Not everybody agreed that {}"])
@pytest.mark.parametrize("quote", [LINES[2], "found cracks in the roof"])
def test_what_was_cut_and_is_quoted_elsewhere_is_for_review(frame: str, quote: str) -> None:
    new = "\n".join((LINES[0], LINES[1], LINES[3], LINES[4], frame.format(LINES[2])))
    found = resolve(of(quote), new, old_text=TEXT)
    assert found.state == "review"
    assert found.span is not None
    assert found.span.of(new) == quote


def test_what_was_cut_is_an_orphan() -> None:
    new = "\n".join((*LINES[:2], *LINES[3:]))
    for quote in (LINES[2], "found cracks", "two of the walls"):
        assert resolve(of(quote), new, old_text=TEXT).state == "orphan"
        assert resolve(of(quote), new).state == "orphan"


def test_a_passage_that_lost_its_first_sentence_keeps_the_rest() -> None:
    text = f"{LINES[0]} {LINES[1]} {LINES[2]} {LINES[3]}"
    new = f"{LINES[0]} {LINES[2]} {LINES[3]}"
    found = resolve(of(f"{LINES[1]} {LINES[2]}", text), new, old_text=text)
    assert found.span is not None
    assert found.span.of(new) == LINES[2]


def test_of_two_that_are_the_same_the_one_at_its_place_is_meant() -> None:
    text = "It rains.\nWe stay.\nIt rains.\nWe go."
    second = describe(text, (19, 28))
    new = "So be it.\n" + text
    assert resolve(second, new, old_text=text).span == (29, 38)
    bare = Anchor(second.start, second.end, second.exact)
    found = resolve(bare, new)
    assert found.state == "review"
    assert [new[c.span.start : c.span.end] for c in found.rivals] == ["It rains."]


def test_a_text_that_is_not_the_one_it_was_made_in_is_not_believed() -> None:
    anchor = of("A survey in March")
    assert resolve(anchor, "Before it all.\n" + TEXT, old_text="Quite another text.") == resolve(
        anchor, "Before it all.\n" + TEXT
    )


def test_a_long_passage_is_found_by_its_ends() -> None:
    rng = random.Random(3)
    body = " ".join("".join(rng.choices("abcdefghij", k=rng.randint(2, 9))) for _ in range(600))
    text = f"First.\n{body}\nLast."
    new = f"First.\nAnother line.\n{body[:700]} inserted words {body[700:]}\nLast."
    for old in (text, None):
        found = resolve(of(body, text), new, old_text=old)
        assert found.state == "fuzzy"
        assert found.span == (new.index(body[:50]), new.index("\nLast"))


def test_context_is_at_most_32_characters() -> None:
    anchor = of("A survey in March")
    assert len(anchor.prefix) == len(anchor.suffix) == CONTEXT
    with pytest.raises(ValueError, match="does not lie"):
        describe(TEXT, (0, len(TEXT) + 1))
