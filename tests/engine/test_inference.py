"""A scorer's probabilities are features like others: they move the score by what their reasons say."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from tests.engine.cases import samples, seed
from tests.engine.test_asking import all_of
from tui.engine import against, analyze, judge_pair
from tui.engine.feature import Feature
from tui.engine.inference import MOST_OF_CLAIM, of_inference, of_opinion
from tui.engine.types import Evidence, Reason
from tui.text.spans import Span

Pairs = Sequence[tuple[str, str]]


def logit(score: float) -> float:
    return math.log(score / (1 - score))


def all_evidence(scorer: object = None) -> list[Evidence]:
    return [e for found in analyze([seed(), *samples()], scorer=scorer) for c in found for e in c.evidence]  # type: ignore[arg-type]


def named(reasons: Sequence[Reason], name: str) -> list[Reason]:
    return [reason for reason in reasons if reason.kind == name]


def test_a_neutral_or_silent_scorer_changes_nothing() -> None:
    plain = all_evidence()
    assert plain
    assert all_evidence(lambda pairs: [of_inference(0.0, 0.0)] * len(pairs)) == plain
    assert all_evidence(lambda pairs: ()) == plain
    assert all_evidence(lambda pairs: [of_inference(0.9, 0.0)] * (len(pairs) + 1)) == plain
    assert all_evidence(lambda pairs: [of_inference(float("nan"), 2.0)] * len(pairs)) == plain


def test_terms_still_add_up_to_the_score() -> None:
    found = all_evidence(lambda pairs: [of_inference(0.8, 0.1)] * len(pairs))
    told = [e for e in found if named(e.reasons, "nli-contradicts")]
    assert told
    for evidence in found:
        if 0.01 < evidence.score < 0.99:
            assert sum(r.weight for r in evidence.reasons) == pytest.approx(logit(evidence.score), abs=0.02)


def test_it_is_asked_passage_first_about_few_pairs_of_a_claim() -> None:
    asked: list[Pairs] = []

    def scorer(pairs: Pairs) -> list[list[Feature]]:
        asked.append(pairs)
        return [of_inference(0.0, 0.0)] * len(pairs)

    claims = [c for found in analyze([seed(), *samples()], scorer=scorer) for c in found]
    assert 0 < len(asked) <= len(claims)
    assert max(map(len, asked)) <= MOST_OF_CLAIM
    texts = {claim.text for claim in claims}
    assert all(claim in texts for pairs in asked for _, claim in pairs)


def test_it_lifts_and_lowers_what_is_asked_for() -> None:
    question = "The library on Bridge Street is open six days a week."
    search = all_of([seed(), *samples()])
    plain = against(question, search)[1]  # type: ignore[arg-type]
    first = next(e for e in plain if "closed on Wednesdays" in e.text)

    def of(contradicts: float, follows: float) -> float:
        def scorer(pairs: Pairs) -> list[list[Feature]]:
            return [of_inference(contradicts, follows) if p == first.text else [] for p, _ in pairs]

        found = against(question, search, scorer=scorer)[1]  # type: ignore[arg-type]
        return next((e.score for e in found if e.text == first.text and e.relation == first.relation), 0.0)

    assert of(0.0, 0.9) < first.score < of(0.9, 0.0)


def test_a_pair_alone_has_it_as_a_reason() -> None:
    claim, passage = "No patient was treated in a corridor.", "23 patients were treated in a corridor on 6 May."
    plain = judge_pair(claim, passage)
    assert judge_pair(claim, passage, inferred=of_inference(0.0, 0.0)) == plain
    sure = judge_pair(claim, passage, inferred=of_inference(0.97, 0.01))
    assert sure.scores["contradicts"] > plain.scores["contradicts"]
    assert sum(sure.scores.values()) == pytest.approx(1, abs=1e-6)
    assert named(sure.reasons, "nli-contradicts")[0].text.endswith("(97%)")
    doubted = judge_pair(claim, passage, inferred=of_inference(0.0, 0.97))
    assert doubted.scores["contradicts"] < plain.scores["contradicts"]
    # Alone it never decides: two texts that share nothing are no pair for it.
    scores = judge_pair("Snow is white.", "Ann likes tea.", inferred=of_inference(1.0, 0.0)).scores
    assert max(scores, key=scores.__getitem__) == "none"


def test_a_language_models_quote_is_a_span_of_the_article() -> None:
    def scorer(pairs: Pairs) -> list[list[Feature]]:
        return [of_opinion("small", "contradicts", Span(0, 4), "it says so") for _ in pairs]

    articles = {article.key: article for article in [seed(), *samples()]}
    found = [e for e in all_evidence(scorer) if named(e.reasons, "llm-contradicts")]
    assert found
    for evidence in found:
        (reason,) = named(evidence.reasons, "llm-contradicts")
        assert reason.evidence_spans[0].of(articles[evidence.article].text) == evidence.text[:4]
        assert reason.text in (
            t := "small says that the passage contradicts the claim: it says so",
            f"less likely, since {t}",
        )
    assert of_opinion("small", "explodes", None, "") == []
