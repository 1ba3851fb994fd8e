from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from tui.text.words import next_grapheme, previous_grapheme, snap, words

TEXTS = st.text(alphabet=st.sampled_from("aé e\u0301\u200d👩🏽🇩🇪한ᄀ\n\u0628\u0600क्ष"), max_size=30)


@given(TEXTS)
def test_steps_visit_every_cluster_both_ways(text: str) -> None:
    ends = [match.end() for match in regex.finditer(r"\X", text)]
    at, forth = 0, []
    while at < len(text):
        at = next_grapheme(text, at)
        forth.append(at)
    assert forth == ends
    back = []
    while at > 0:
        at = previous_grapheme(text, at)
        back.append(at)
    assert back[::-1] == [0, *ends][:-1]


@given(TEXTS, st.integers(-2, 32), st.integers(-2, 32))
def test_snap_covers_the_span_and_splits_nothing(text: str, start: int, end: int) -> None:
    found = snap(text, (start, end))
    edges = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    assert found.start in edges
    assert found.end in edges
    assert 0 <= found.start <= found.end <= len(text)
    if 0 <= start <= end <= len(text):
        assert found.start <= start
        assert found.end >= end


def test_words() -> None:
    text = "The U.S. won't re-open “café” 我们 東京タワー 3.5"
    assert "|".join(w.of(text) for w in words(text)) == "The|U.S|won't|re-open|café|我|们|東|京|タワー|3.5"
