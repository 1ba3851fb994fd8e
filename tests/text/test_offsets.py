from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from tui.text.offsets import UNITS, Offsets, Unit

TEXTS = st.text(
    st.sampled_from("ab é\u0301\u200d👩👧🙂🇩🇪日\r\n") | st.characters(exclude_categories=["Cs"]), max_size=30
)


@given(TEXTS)
def test_utf_16_is_what_the_encoding_has(text: str) -> None:
    offsets = Offsets(text, "utf-16")
    for place in range(len(text) + 1):
        unit = len(text[:place].encode("utf-16-le")) // 2
        assert offsets.out(place) == unit
        assert offsets.back(unit) == place
    assert offsets.differs == any(character > "\uffff" for character in text)


@given(TEXTS)
def test_graphemes_are_counted_whole(text: str) -> None:
    offsets = Offsets(text, "graphemes")
    place = 0
    for number, cluster in enumerate(regex.findall(r"\X", text)):
        assert offsets.out(place) == number
        assert offsets.back(number) == place
        place += len(cluster)
    assert offsets.back(offsets.out(len(text))) == len(text)


@pytest.mark.parametrize("unit", UNITS)
def test_what_lies_outside_or_inside_a_character(unit: Unit) -> None:
    offsets = Offsets("a🙂b", unit)
    assert offsets.out(-5) == offsets.back(-5) == 0
    assert offsets.back(10**9) == 3
    assert offsets.out(10**9) == (4 if unit == "utf-16" else 3)
    if unit == "utf-16":
        assert [offsets.back(n) for n in range(6)] == [0, 1, 1, 2, 3, 3]
