from __future__ import annotations

from time import process_time

from tui.text.anchoring import Anchor
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


def test_what_is_not_there_is_not_found() -> None:
    for quote in ("", "  ", "not in the text at all", "escaped\nlife"):
        assert found(quote) is None


def test_many_quotations_that_stand_everywhere_take_no_time() -> None:
    text = "The council said that the bridge would open. " * 3000
    start = process_time()
    for n in range(300):
        assert find_quote(text, Anchor(0, 0, text[n : n + 40])) is None
    assert process_time() - start < 5
