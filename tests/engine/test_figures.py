"""Numbers in digits and in words, their units, and parts of a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.engine.figures import Figure, differ, figures
from tui.engine.lexicon import lexicon
from tui.engine.numerals import worded

WORDS = lexicon("en")
ONES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def in_words(number: int) -> str:
    """As an English newspaper would write it out."""
    for scale, name in ((1_000_000, "million"), (1000, "thousand")):
        if number >= scale:
            rest = number % scale
            joined = f" {'and ' if rest < 100 else ''}{in_words(rest)}" if rest else ""
            return f"{in_words(number // scale)} {name}{joined}"
    if number >= 100:
        return f"{ONES[number // 100]} hundred" + (f" and {in_words(number % 100)}" if number % 100 else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


def read(text: str) -> list[Figure]:
    return figures(text, 0, len(text), WORDS)


@given(st.integers(1, 999_999_999))
def test_every_number_in_words_is_read_whole(number: int) -> None:
    text = f"There were {in_words(number)} of them"
    assert worded(text, len("There were "), WORDS) == (number, len(text) - len(" of them"))


@given(st.text(max_size=60), st.integers(0, 60))
def test_no_text_is_too_odd(text: str, at: int) -> None:
    value, end = worded(text, min(at, len(text)), WORDS)
    assert value >= 0
    assert min(at, len(text)) <= end <= len(text)
    assert all(text[f.span.start : f.span.end] == f.text for f in read(text))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Forty-two letters went out", [(42, "count", "let")]),
        ("a hundred and eighty", [(180, "count", "")]),
        ("seven or eight hundred", [(7, "count", ""), (800, "count", "")]),
        ("£3 million", [(3_000_000, "money", "")]),
        ("Ninety-four of every hundred trains ran to time", [(94, "percent", "")]),
        ("More than nine families in ten got a place", [(90, "percent", "")]),
        ("two thirds of the members", [(67, "percent", "")]),
        ("one in four pupils", [(25, "percent", "")]),
        ("three goals in ten matches", [(3, "count", "goal"), (10, "count", "match")]),
        ("three in ten days", [(3, "count", ""), (10, "time", "")]),
        ("inhalers stamped K4471", []),
        ("on the 2nd and the 14th", []),
        ("22.40 Heavy rain at the count", []),
        ("at twenty to eight", [(8, "count", "")]),
        ("3.5 per cent", [(3.5, "percent", "")]),
    ],
)
def test_what_is_a_figure(text: str, wanted: list[tuple[float, str, str]]) -> None:
    assert [(f.value, f.kind, f.noun) for f in read(text)] == wanted


def test_a_part_and_its_whole() -> None:
    assert [(f.value, f.noun, f.role) for f in read("at least 20 of the 41 seats")] == [
        (20, "seat", "part"),
        (41, "seat", "whole"),
    ]
    assert [f.role for f in read("Nine of the prisoners")] == ["part"]
    assert [f.role for f in read("nine prisoners")] == [""]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("thirty days", "720 hours", False),
        ("thirty days", "fourteen months", True),
        ("two miles", "3.2 km", False),
        ("94 per cent", "91 per cent", True),
        ("84 megawatts", "84.3 megawatts", False),
        ("900 tonnes", "930 tonnes", False),
        ("170 pence", "164 pence", True),
        ("480 pence", "£4.76", False),
        ("1.2 gigawatts", "1,200 megawatts", False),
    ],
)
def test_figures_are_compared_in_one_unit_and_as_they_are_rounded(one: str, other: str, apart: bool) -> None:
    (mine,), (theirs,) = read(one), read(other)
    assert mine.kind == theirs.kind
    assert differ(mine, theirs) is differ(theirs, mine) is apart
