"""A sentence that somebody asks about, and pairs that come alone."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.cases import article, samples, seed
from tui.engine import against, judge_pair
from tui.engine.relatedness import relatedness
from tui.engine.types import COUNTER, RELATIONS, Article, Passage, Query

SCORES = {*RELATIONS, "none"}


def all_of(articles: Iterable[Article]) -> object:
    """A search that yields every paragraph of some articles."""

    def search(query: Query) -> list[Passage]:
        assert query.terms
        return [Passage(one, paragraph.n) for one in articles for paragraph in one.paragraphs]

    return search


def test_what_speaks_against_stands_first() -> None:
    asked = "The library on Bridge Street is open six days a week."
    claim, found = against(asked, all_of([seed(), *samples()]))  # type: ignore[arg-type]
    assert claim.text == asked
    relations = [evidence.relation in COUNTER for evidence in found]
    assert relations == sorted(relations, reverse=True)
    assert "closed on Wednesdays" in found[0].text
    assert found[0].article == "02"


def test_the_claim_of_a_reported_sentence_has_its_claimant() -> None:
    claim, found = against("Ann Bell promised that terrorism would not take root.", all_of([seed()]))  # type: ignore[arg-type]
    assert claim.claimant is not None
    assert claim.claimant.text == "Ann Bell"
    assert any("Kunduz" in evidence.text or "late August" in evidence.text for evidence in found)


@pytest.mark.parametrize("asked", ["", "   ", "?!", "the of and", "数字", "\u202e", "no " * 5000])
def test_odd_questions_find_nothing_and_end(asked: str) -> None:
    def search(query: Query) -> list[Passage]:
        return [Passage(seed(), 10)]

    _, found = against(asked, search)
    assert found == ()


@pytest.mark.parametrize(
    ("claim", "evidence", "likeliest"),
    [
        ("The clinic will stay open every night.", "The clinic has been closed at night since June.", "contradicts"),
        ("No patient was treated in a corridor.", "23 patients were treated in a corridor on 6 May.", "contradicts"),
        ("The bridge cost 40 million euros.", "The bridge cost 40 million euros, the accounts show.", "supports"),
        ("The clinic will stay open every night.", "Tomatoes are red.", "none"),
    ],
)
def test_pairs_alone(claim: str, evidence: str, likeliest: str) -> None:
    found = judge_pair(claim, evidence).scores
    assert set(found) == SCORES
    assert max(found, key=found.__getitem__) == likeliest


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_pair_has_scores_that_add_up(claim: str, evidence: str) -> None:
    judged = judge_pair(claim, evidence)
    assert set(judged.scores) == SCORES
    assert all(0 <= score <= 1 for score in judged.scores.values())
    assert math.isclose(sum(judged.scores.values()), 1.0, abs_tol=1e-6)
    for reason in judged.reasons:
        assert all(0 <= s.start < s.end <= len(claim) for s in reason.claim_spans)
        assert all(0 <= s.start < s.end <= len(evidence) for s in reason.evidence_spans)


def test_words_of_one_field_are_near_and_others_are_not() -> None:
    kin = relatedness("en")
    assert kin.near("debt")["loan"] > 0.3
    assert "tomato" not in kin.near("debt")
    assert kin.rarity("peopl") < kin.rarity("zzyzx")
    assert relatedness("und").near("debt") == {}


def test_a_claim_against_an_article_that_shares_no_name_is_not_shown() -> None:
    other = article("The clinic in Sarn has been closed at night since June.", "1", published="2024-09-01")
    _, found = against("Ann Bell said the Elm Road clinic is open every night.", lambda query: [Passage(other, 1)])
    assert all(evidence.score < 0.5 for evidence in found)
