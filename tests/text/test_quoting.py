from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text import candidates as looking
from tui.text.anchoring import Anchor, describe, resolve
from tui.text.candidates import Quotation
from tui.text.quoting import find_quote

TEXT = (
    "The sea was “calm”.\nHe escaped death in battle,\xa0or by  shipwreck.\nThe sea was loud, the sea 👩‍👩‍👧 was wide."
)


def found(quote: str, prefix: str = "", suffix: str = "", *places: tuple[int, int]) -> str | None:
    span = find_quote(TEXT, Anchor(0, 0, quote, prefix, suffix), places)
    return None if span is None else span.of(TEXT)


def test_a_telling_quotation_is_found_whatever_its_white_space_and_marks() -> None:
    assert found('The sea was "calm"') == "The sea was “calm”"
    assert found("death in battle, or by shipwreck") == "death in battle,\xa0or by  shipwreck"
    assert found("loud, the sea 👩") == "loud, the sea 👩‍👩‍👧"


def test_what_could_stand_in_several_places_needs_its_surroundings_or_its_place() -> None:
    assert found("sea") is None
    assert found("The sea was") is None
    second = TEXT.rindex("The sea was")
    assert find_quote(TEXT, Anchor(0, 0, "The sea was"), ((second, second + 11),)) == (second, second + 11)
    assert find_quote(TEXT, Anchor(0, 0, "The sea was"), ((3, 14), (-1, 5), (5, 5000))) is None
    assert find_quote(TEXT, Anchor(second, second + 11, "The sea was", "by  shipwreck.\n", " loud, the sea")) == (
        second,
        second + 11,
    )


@pytest.mark.parametrize("quote", ["wide", "was wide", "He", "calm", "death  in"])
def test_what_stands_there_once_as_whole_words_is_found_by_itself(quote: str) -> None:
    assert found(quote) == " ".join(quote.split())
    anchor = Anchor(0, 0, quote)
    assert resolve(anchor, TEXT).state in ("moved", "fuzzy")
    assert resolve(anchor, TEXT).span == find_quote(TEXT, anchor)


@pytest.mark.parametrize("quote", ["wid", "eath in", "ip", "scape", "sea", "Calm"])
def test_a_part_of_a_word_and_what_stands_there_twice_are_not(quote: str) -> None:
    assert found(quote) is None
    assert resolve(Anchor(0, 0, quote), TEXT).state in ("review", "orphan")


def test_words_of_a_script_without_spaces_stand_alone() -> None:
    text = "政府は橋を開くと言った。橋は閉じている。"
    assert find_quote(text, Anchor(0, 0, "政府")) == (0, 2)
    assert find_quote(text, Anchor(0, 0, "橋")) is None


def test_what_is_not_there_is_not_found() -> None:
    for quote in ("", "  ", "not in the text at all", "escaped\nlife"):
        assert found(quote) is None


def test_many_quotations_that_stand_everywhere_take_no_time() -> None:
    text = "The council said that the bridge would open. " * 3000
    start = process_time()
    for n in range(300):
        assert find_quote(text, Anchor(0, 0, text[n : n + 40])) is None
    assert process_time() - start < 5


def test_of_a_quotation_that_stands_everywhere_the_likeliest_places_are_compared() -> None:
    paragraphs = [f"{n:04d}. The council said that the bridge would open. It opened." for n in range(3000)]
    text = "\n".join(paragraphs)
    start = text.index("bridge", text.index(paragraphs[1700]))
    anchor = describe(text, (start, start + 17))
    # Its place, where all that surrounds it is alike elsewhere: the nearest is shown, and its neighbours as rivals.
    there = resolve(Anchor(start, start + 17, anchor.exact, anchor.prefix, anchor.suffix), f"x{text}")
    assert (there.state, there.span) == ("review", (start + 1, start + 18))
    assert len(there.rivals) == 5
    assert all(abs(rival.span.start - start) < 400 for rival in there.rivals)
    # Nothing is known but the quotation.
    bare = resolve(Anchor(start + 3, start + 20, anchor.exact), text)
    assert (bare.state, bare.span) == ("review", (start, start + 17))
    # Its surroundings stand in one place only: that is the likeliest, however far it is.
    text += "\nNobody knew then whether any bridge would open at all in that year."
    alone = text.rindex("bridge")
    far = Anchor(5, 22, "bridge would open", text[alone - 32 : alone], text[alone + 17 : alone + 49])
    assert resolve(far, text).span == (alone, alone + 17)
    assert resolve(far, text).state == "moved"


@given(st.text("aAbé ", max_size=60), st.text("aAbé ", min_size=1, max_size=4), st.integers(0, 60), st.booleans())
def test_to_compare_some_places_finds_what_to_compare_all_does(
    text: str, quote: str, expected: int, surrounded: bool
) -> None:
    quotation = Quotation.of(quote, "ab" if surrounded else "", "b" if surrounded else "")
    everywhere = looking.candidates(quotation, text, expected)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(looking, "_MANY", 1)
        some = looking.candidates(quotation, text, expected)
    assert set(some) <= set(everywhere)
    if everywhere and not surrounded:
        assert max(one.score for one in some) == max(one.score for one in everywhere)
