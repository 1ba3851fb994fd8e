"""Texts that no newspaper prints end all the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.cases import article
from tui.engine import analyze
from tui.engine.claims import MOST_CLAIMS

TEXTS = {
    "one endless sentence": "the council said that every word of it was not so and " * 20_000,
    "ten thousand quotations": "\n".join(f'"We will never do it {n} times," said Ann Bell.' for n in range(10_000)),
    "numbers only": "123 456,789.5% " * 50_000,
    "mixed scripts": "данные 数字 العربية 👩🏽‍🚒 e\u0301 said that, " * 10_000,
    "quotations that never close": "“" * 50_000,
    "commas": "a, " * 50_000 + "said",
    "names": "Ann Bell " * 20_000 + "said that it will",
    "nothing": "",
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", TEXTS)
def test_odd_texts_end(name: str) -> None:
    (claims,) = analyze([article(TEXTS[name])])
    assert len(claims) <= MOST_CLAIMS


WORDS = st.sampled_from(
    [*["said", "that", "the", "council", "not", "promised", "Ann", "Bell", "it", "and"], *'“”",.5%数\u202eé']
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_words_give_slices(words: list[str]) -> None:
    text = " ".join(words)
    for claim in analyze([article(text)])[0]:
        assert claim.text == text[claim.span.start : claim.span.end]
        assert claim.text
        for mention in (claim.claimant, claim.speaker):
            if mention and mention.span:
                assert 0 <= mention.span.start < mention.span.end <= len(text)
