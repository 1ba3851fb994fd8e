"""Learning from a reader: verdicts move scores the right way, and few of them never far."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.engine import cases
from tui import engine
from tui.engine.feature import Feature
from tui.engine.judge import COLUMNS, judge, logit, model, squash
from tui.engine.learning import LIMIT, LONGEST, SPREAD, Lesson, adjusted, bounded, learn
from tui.engine.types import RELATIONS

SHIPPED = model()
NAMES = sorted(SHIPPED.weights["counter"].keys() - {"base"})
PAIRS = st.dictionaries(st.sampled_from(NAMES), st.floats(0, 3), min_size=1, max_size=30)
LESSONS = st.builds(Lesson, st.sampled_from(RELATIONS), st.sampled_from([None, *RELATIONS]), PAIRS)


def seen(pair: dict[str, float]) -> list[Feature]:
    return [Feature(name, value, name) for name, value in pair.items()]


def score(pair: dict[str, float], adjustments: dict[str, float], column: str = "counter") -> float:
    return squash(logit(seen(pair), adjusted(SHIPPED, adjustments).weights[column]))


@given(st.lists(LESSONS, max_size=10), PAIRS)
def test_ten_verdicts_never_spoil_it(lessons: list[Lesson], pair: dict[str, float]) -> None:
    after = adjusted(SHIPPED, learn(lessons, SHIPPED))
    length = math.sqrt(1 + sum(value * value for value in pair.values()))
    for column in COLUMNS:
        moved = abs(logit(seen(pair), after.weights[column]) - logit(seen(pair), SHIPPED.weights[column]))
        assert moved <= len(lessons) * LONGEST * length * SPREAD + 0.01  # what is rounded away
        if length <= LONGEST:
            assert moved <= 1.01


@given(PAIRS, st.integers(1, 40))
def test_a_verdict_moves_its_pair_the_right_way(pair: dict[str, float], times: int) -> None:
    before = score(pair, {})
    rejected = learn([Lesson("contradicts", None, pair)] * times, SHIPPED)
    accepted = learn([Lesson("contradicts", "weakens", pair)] * times, SHIPPED)
    assert score(pair, rejected) <= before <= score(pair, accepted)
    if 0.05 < before < 0.95:
        assert score(pair, rejected) < before < score(pair, accepted)
        more = learn([Lesson("contradicts", None, pair)] * (times + 5), SHIPPED)
        assert score(pair, more) < score(pair, rejected)
        # It never overshoots: a column that is always rejected comes near to 0, and a verdict that was expected says little.
        assert score(pair, more) > 0


def test_a_changed_relation_teaches_both() -> None:
    pair = {"shared-terms": 1.0, "contrast-cue": 1.0, "figures-agree": 1.0}
    made = learn([Lesson("contradicts", "supports", pair)] * 5, SHIPPED)
    assert score(pair, made) < score(pair, {})
    assert score(pair, made, "supports") > score(pair, {}, "supports")
    assert {name.split("/")[0] for name in made} == {"counter", "supports"}


def test_the_adjustments_are_the_best_ones() -> None:
    """At the maximum, the slope of likelihood and prior together is 0 for every weight."""
    pairs = [{"shared-terms": 1.5, "contrast-cue": 1.0}, {"pledge-event": 1.0, "later": 1.0}, {"shared-terms": 0.5}]
    lessons = [Lesson("contradicts", right, pair) for pair in pairs for right in (None, "contradicts", None)]
    made = learn(lessons, SHIPPED)
    for name in ("base", "shared-terms", "contrast-cue", "pledge-event", "later"):
        slope = sum(
            ((one.right is not None) - score(dict(one.features), made))
            * (1.0 if name == "base" else one.features.get(name, 0))
            for one in lessons
        )
        assert made.get(f"counter/{name}", 0.0) == pytest.approx(SPREAD * slope, abs=2e-4)


def test_the_order_of_verdicts_does_not_matter_and_nothing_is_learned_from_none() -> None:
    lessons = [Lesson("weakens", None, {"opposed": 1.0}), Lesson("supports", "supports", {"shared-terms": 2.0})] * 6
    assert learn(lessons, SHIPPED) == pytest.approx(learn(lessons[::-1], SHIPPED), abs=2e-4)
    assert learn([], SHIPPED) == {}
    assert adjusted(SHIPPED, {}) is SHIPPED


@given(st.dictionaries(st.text(max_size=30), st.floats(), max_size=20), st.integers(-5, 2**40))
def test_weights_from_elsewhere_are_bounded(weights: dict[str, float], verdicts: int) -> None:
    weights |= {"counter/base": 1e300, "counter/opposed": math.nan, "nobody/base": 5.0, "counter/none-such": 5.0}
    made = bounded(weights, verdicts)
    assert all(abs(value) <= min(LIMIT, max(0, verdicts) * 3 * SPREAD) for value in made.values())
    after = adjusted(SHIPPED, made)
    assert after.weights["counter"].keys() == SHIPPED.weights["counter"].keys()
    assert after.weights.keys() == SHIPPED.weights.keys()
    assert after.alone is SHIPPED.alone


def test_odd_features_teach_what_can_be_learned_from_them() -> None:
    odd = {"opposed": math.inf, "later": math.nan, "shared-terms": -1e300, "none-such": 1.0, "base": 7.0}
    made = learn([Lesson("contradicts", "contradicts", odd)], SHIPPED)
    assert made.keys() == {"counter/base"}


def test_the_reasons_still_add_up_to_the_score() -> None:
    pair = seen({"shared-terms": 1.5, "contrast-cue": 1.0, "pledge-event": 1.0, "same-article": 1.0})
    made = learn([Lesson("contradicts", "contradicts", {f.name: f.value for f in pair})] * 8, SHIPPED)
    verdict = judge(pair, adjusted(SHIPPED, made), least=0.0)
    assert verdict is not None
    assert squash(sum(reason.weight for reason in verdict.reasons)) == pytest.approx(verdict.score, abs=1e-4)
    for reason in verdict.reasons[:-1]:
        assert reason.value == next(f.value for f in pair if f.name == reason.kind)


def test_the_seed_stands_whatever_ten_verdicts_say() -> None:
    """Every suggestion but that of Kunduz is rejected or accepted: it stays the first for the pledge."""
    article = cases.seed()
    [claims] = engine.analyze([article])
    given_ = [(claim, evidence) for claim in claims for evidence in claim.evidence if "Kunduz" not in evidence.text][
        :10
    ]
    for right in (None, "contradicts"):
        lessons = [
            Lesson(e.relation, right, {r.kind: r.value for r in e.reasons if r.value})  # type: ignore[arg-type]
            for _, e in given_
        ]
        [after] = engine.analyze([article], learned=learn(lessons, SHIPPED))
        pledge = cases.claim_with(after, "does not again take root")
        assert "Kunduz" in pledge.evidence[0].text
        assert pledge.evidence[0].relation == "contradicts"
    assert replace(SHIPPED) == model(), "the shipped weights are as they were"
