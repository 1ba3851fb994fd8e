"""The bit-vector matcher against the textbook table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.text.approximate import LONGEST, best, windows


def fewest(pattern: str, text: str) -> int:
    """The fewest errors of any stretch of `text` against `pattern`, by dynamic programming."""
    row = [0] * (len(text) + 1)
    for i, wanted in enumerate(pattern, 1):
        last = row
        row = [i]
        for j, character in enumerate(text, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (wanted != character)))
    return min(row)


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, wanted in enumerate(a, 1):
        last = row
        row = [i]
        for j, character in enumerate(b, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (wanted != character)))
    return row[-1]


letters = st.text(alphabet="abc 我é", max_size=40)


@given(st.text(alphabet="abc 我é", min_size=1, max_size=12), letters, st.integers(0, 12))
def test_a_match_has_the_fewest_errors_that_there_are(pattern: str, text: str, most: int) -> None:
    match = best(pattern, text, 0, len(text), most)
    least = fewest(pattern, text) if text else len(pattern)
    if match is None:
        assert not text or least > most or least >= len(pattern)
    else:
        assert 0 <= match.start <= match.end <= len(text)
        assert match.errors == least <= most
        assert distance(pattern, text[match.start : match.end]) == match.errors


@given(
    st.text(alphabet="abcde ", min_size=12, max_size=60), st.text(alphabet="abcde ", max_size=200), st.integers(0, 200)
)
def test_the_window_of_an_exact_copy_holds_it(pattern: str, text: str, at: int) -> None:
    at = min(at, len(text))
    whole = text[:at] + pattern + text[at:]
    if whole.count(pattern[: len(pattern) // 3]) == 1:
        assert any(start <= at and at + len(pattern) <= end for start, end in windows(pattern, whole))


def test_limits() -> None:
    assert best("", "abc", 0, 3, 1) is None
    assert best("a" * (LONGEST + 1), "a" * 2000, 0, 2000, 5) is None
    assert best("abc", "xx abd xx", -5, 99, 1) == (3, 6, 1)
    assert best("abc", "abc", 2, 2, 3) is None
