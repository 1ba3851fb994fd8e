"""Texts that no newspaper prints end all the same."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.engine.cases import article
from tui.engine import analyze, find_claims
from tui.engine.claims import MOST_CLAIMS

TEXTS = {
    "one endless sentence": "the council said that every word of it was not so and " * 20_000,
    "ten thousand quotations": "\n".join(f'"We will never do it {n} times," said Ann Bell.' for n in range(10_000)),
    "numbers only": "123 456,789.5% " * 50_000,
    "mixed scripts": "данные 数字 العربية 👩🏽‍🚒 e\u0301 said that, " * 10_000,
    "quotations that never close": "“" * 50_000,
    "commas": "a, " * 50_000 + "said",
    "names": "Ann Bell " * 20_000 + "said that it will",
    "as many speakers as quotations": "\n".join(
        f'"We will never do it {n} times," said Ann{n} Bell{n}.' for n in range(10_000)
    ),
    "asides": "a, said Bell, " * 20_000,
    "clauses in clauses": "the man who was who said that " * 10_000,
    "phrases": "the Ann Bell of the Ann Bell with the " * 10_000 + "said",
    "promises from nobody": "promises from " * 30_000 + "that it",
    "letters": "a" * 1_000_000,
    "apostrophes": "l'" * 200_000,
    "short paragraphs": "\n".join(["Ann said no."] * 20_000),
    "nothing": "",
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", TEXTS)
def test_odd_texts_end(name: str) -> None:
    (claims,) = analyze([article(TEXTS[name])])
    assert len(claims) <= MOST_CLAIMS


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", TEXTS)
def test_odd_texts_end_in_another_language(name: str) -> None:
    assert len(find_claims(replace(article(TEXTS[name]), language="fr"))) <= MOST_CLAIMS


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ["one endless sentence", "numbers only", "letters"])
def test_odd_texts_take_little_memory(name: str) -> None:
    text = article(TEXTS[name])
    find_claims(text)
    tracemalloc.start()
    try:
        find_claims(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 30 * len(text.text)


SPOKEN = """
    said that the council not promised Ann Bell it and a-t-il qu’il selon was told worried estimated to will 40% — (May)
    first time who gave word by both her office
"""
WORDS = st.sampled_from([*SPOKEN.split(), *'“”",.%数\u202eé'])


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
