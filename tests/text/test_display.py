from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.display import visible


def test_no_character_of_unicode_gets_through_that_controls_or_hides() -> None:
    kept = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}  # signs that are drawn
    for code in range(sys.maxunicode + 1):
        shown = visible(chr(code))
        assert len(shown) == 1
        if code not in kept:
            assert unicodedata.category(shown) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}, hex(code)


@given(st.text(alphabet=st.characters(exclude_categories=())), st.booleans())
def test_the_length_stays_and_no_control_gets_through(text: str, lines: bool) -> None:
    shown = visible(text, keep_newlines=lines)
    assert len(shown) == len(text)
    controls = {c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}}
    assert controls <= ({"\n"} if lines else set())


@pytest.mark.parametrize("text", ["👩‍👩‍👧", "می‌خواهم", "क्‍ष", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "日本語　です", "[/b] plain"])
def test_what_writing_needs_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\xa0c\nd", "a b c d"),
        ("\x1b]52;c;x\x07", "␛]52;c;x␇"),
        ("a\u202eb", "a\ufffdb"),
        ("a\u200bb\xadc\u200dd", "a·b·c·d"),
        ("\x9b31m\ud800", "\ufffd31m\ufffd"),
    ],
)
def test_what_is_hidden_or_dangerous_shows(text: str, shown: str) -> None:
    assert visible(text) == shown
