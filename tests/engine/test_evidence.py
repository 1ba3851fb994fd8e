"""Reasons that add up, passages that are never evidence, and candidates from a search."""

from __future__ import annotations

import math

import pytest
from msgspec import structs
from msgspec.structs import replace

from tests.engine.cases import article, claim_with, samples, seed
from tui.engine import analyze
from tui.engine.types import Article, Passage, Query

PLEDGE = "Karl Ostby, the mayor, promised that the Elm Road clinic would stay open every night."
CLOSED = "The Elm Road clinic has been closed at night since June, and patients are sent to Harby."


def test_the_reasons_add_up_to_the_score() -> None:
    checked = 0
    for claims in analyze([seed(), *samples()]):
        for claim in claims:
            for evidence in claim.evidence:
                total = sum(reason.weight for reason in evidence.reasons)
                assert evidence.score == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-4)
                weights = [reason.weight for reason in evidence.reasons[:-1]]
                assert weights == sorted(weights, reverse=True)
                assert all(reason.text for reason in evidence.reasons)
                checked += 1
    assert checked > 20


def test_spans_are_slices_and_scores_stand_in_order() -> None:
    articles = {a.key: a for a in [seed(), *samples()]}
    for home, claims in zip(articles.values(), analyze(list(articles.values())), strict=True):
        for claim in claims:
            assert claim.text == claim.span.of(home.text)
            assert [e.score for e in claim.evidence] == sorted((e.score for e in claim.evidence), reverse=True)
            for evidence in claim.evidence:
                other = articles[evidence.article].text
                assert evidence.text == evidence.span.of(other)
                for reason in evidence.reasons:
                    assert all(0 <= s.start < s.end <= len(home.text) for s in reason.claim_spans)
                    assert all(0 <= s.start < s.end <= len(other) for s in reason.evidence_spans)


def found(*articles: Article) -> list[str]:
    return [evidence.text for evidence in claim_with(analyze(articles)[0], "Elm Road clinic").evidence]


def test_a_later_article_answers_a_pledge() -> None:
    assert found(article(PLEDGE, published="2024-01-02"), article(CLOSED, "1", published="2024-09-01")) == [CLOSED]


@pytest.mark.parametrize("kind", ["furniture", "caption", "heading"])
def test_page_text_is_never_evidence(kind: str) -> None:
    other = article(CLOSED, "1", published="2024-09-01")
    other = replace(other, paragraphs=(structs.replace(other.paragraphs[0], kind=kind),))  # type: ignore[arg-type]
    assert found(article(PLEDGE, published="2024-01-02"), other) == []


def test_a_copy_is_not_independent() -> None:
    other = article(CLOSED, "1", published="2024-09-01", copy_of="0")
    assert found(article(PLEDGE, published="2024-01-02"), other) == []


def test_the_claim_over_again_is_not_evidence() -> None:
    again = "The Elm Road clinic would stay open every night, Karl Ostby, the mayor, promised."
    assert found(article(PLEDGE, published="2024-01-02"), article(again, "1", published="2024-09-01")) == []


def test_the_same_passage_twice_is_shown_once() -> None:
    others = [article(CLOSED, str(n), published="2024-09-01") for n in (1, 2)]
    assert found(article(PLEDGE, published="2024-01-02"), *others) == [CLOSED]


def test_candidates_come_from_the_search() -> None:
    asked: list[Query] = []
    other = article(CLOSED, "far", published="2024-09-01")

    def search(query: Query) -> list[Passage]:
        asked.append(query)
        return [Passage(other, 1)]

    (claims,) = analyze([article(PLEDGE, published="2024-01-02")], candidates=search)
    assert [e.article for e in claim_with(claims, "Elm Road clinic").evidence] == ["far"]
    assert "clinic" in asked[0].terms


def test_progress_and_cancelling() -> None:
    told: list[tuple[int, int]] = []
    articles = [article(PLEDGE, published="2024-01-02"), article(CLOSED, "1", published="2024-09-01")]
    analyze(articles, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    claims = analyze(articles, cancelled=lambda: True)[0]
    assert claims
    assert not any(claim.evidence for claim in claims)


def test_the_same_answer_every_time() -> None:
    articles = [seed(), *samples()]
    assert analyze(articles) == analyze(articles)
