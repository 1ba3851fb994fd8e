from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.sentence_cases import CASES, spans_of, text_of
from tui.text.sentences import sentences


@pytest.mark.parametrize("case", CASES)
def test_written_cases(case: str) -> None:
    text = text_of(case)
    assert [s.of(text) for s in sentences(text)] == [s.of(text) for s in spans_of(case)]


@given(st.text(alphabet=st.sampled_from("aB1 .!?…。」”\"\n\t'A)(")), st.integers(0, 30), st.integers(0, 60))
def test_spans_are_in_order_trimmed_and_lose_only_white_space(text: str, start: int, end: int) -> None:
    found = sentences(text, start, end)
    inside = text[start:end]
    assert "".join("".join(s.of(text).split()) for s in found) == "".join(inside.split())
    for span in found:
        assert span.of(text) == span.of(text).strip()
        assert "\n" not in span.of(text)
        assert span.length > 0
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("junk", [".", ". ", " .", '."', "“", "a", "A.", "。", ".[1]", "e\u0301", " "])
def test_a_megabyte_of_junk_is_read_in_linear_time(junk: str) -> None:
    began = time.perf_counter()
    sentences(junk * (1_000_000 // len(junk)))
    assert time.perf_counter() - began < 20
