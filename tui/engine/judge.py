"""From features to a relation: a linear model whose terms are the reasons."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec import Struct

from tui import resources
from tui.engine.feature import Feature
from tui.engine.inference import weights as of_extras
from tui.engine.types import Reason, Relation

COLUMNS = ("counter", "supports", "qualifies", "updates")
_BASE = "before any reason is counted, a passage seldom bears on a claim"
_NEVER = -5.0
"""No threshold is so low."""
_NARROWING, _NARROWED = ("limit", "but-opens"), 0.3
"""Signs that a passage takes something away from a claim, and by how much more it has to be sure to contradict it."""
_LESS = "less likely, since "

Weights = Mapping[str, Mapping[str, float]]
"""Column to feature to weight; `base` is what stands before any feature."""


class Model(Struct, frozen=True):
    """The weights of one language."""

    weights: Weights
    """For passages that were weighed beside the other passages of their article."""
    alone: Weights
    """For a passage that nothing else is known of."""
    odds: Mapping[str, float]
    """The weights by which it is first guessed whether two articles are at odds. Not fitted, so that what `weights` were
    fitted to does not move with them."""
    thresholds: Mapping[str, float]
    """The score from which on a column is shown, and from which on counter-evidence is said to contradict."""


class Verdict(Struct, frozen=True):
    """A relation, its score (0 to 1), and reasons whose weights add up to the logit of the score."""

    relation: Relation
    score: float
    reasons: tuple[Reason, ...]


@cache
def model(language: str = "en") -> Model:
    """The shipped weights, with those of what an extra may add. A language without weights of its own takes those of English:
    its lexicon names the same signs."""
    if not resources.data_path(f"weights/{language}.json").is_file():
        return model("en")
    raw = json.loads(resources.read_text(f"weights/{language}.json"))
    return Model(
        {name: raw["weights"][name] | of_extras()[name] for name in COLUMNS},
        {name: raw["alone"][name] | of_extras()[name] for name in COLUMNS},
        raw["odds"],
        raw["thresholds"],
    )


def logit(features: Sequence[Feature], weights: Mapping[str, float]) -> float:
    """The sum of the terms."""
    total = weights["base"]
    known = weights.get
    for feature in features:
        weight = known(feature.name)
        if weight:
            total += weight * feature.value
    return total


def squash(value: float) -> float:
    """From a logit to a score."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def judge(features: Sequence[Feature], shipped: Model, least: float = 1.0) -> Verdict | None:
    """What a pair is taken to be; None when nothing is likely enough to be shown.

    `least` is the part of the usual thresholds that is enough.
    """
    best: tuple[float, str] | None = None
    # An article seldom speaks against what it tells itself, and one on another matter never: more is asked of both.
    within = any(f.name in ("same-article", "other-story") and f.value >= 0.5 for f in features)
    for column in COLUMNS:
        enough = least * shipped.thresholds["within" if within and column == "counter" else column]
        total = logit(features, shipped.weights[column])
        if total < _NEVER:
            continue
        score = squash(total)
        if score >= enough and (best is None or score > best[0]):
            best = (score, column)
    if best is None:
        return None
    score, column = best
    narrows = any(f.name in _NARROWING for f in features)
    relation = _relation(column, score - _NARROWED * narrows, shipped)
    return Verdict(relation, round(score, 4), reasons(features, shipped.weights[column]))


def _relation(column: str, score: float, shipped: Model) -> Relation:
    if column == "counter":
        return "contradicts" if score >= shipped.thresholds["contradicts"] else "weakens"
    return "supports" if column == "supports" else "qualifies" if column == "qualifies" else "updates"


def scores(features: Sequence[Feature], shipped: Model) -> dict[str, float]:
    """How likely each relation is for a pair alone, and none; the sum is 1."""
    odds = (
        {column: math.exp(min(30.0, logit(features, shipped.alone[column]))) for column in COLUMNS} if features else {}
    )
    whole = 1.0 + sum(odds.values())
    counter = odds.get("counter", 0.0) / whole
    # The surer that it speaks against the claim, the likelier that it contradicts and does not only weaken it.
    contradicts = counter * (0.5 + 0.5 * counter)
    found = {
        "contradicts": contradicts,
        "weakens": counter - contradicts,
        "qualifies": odds.get("qualifies", 0.0) / whole,
        "supports": odds.get("supports", 0.0) / whole,
        "updates": odds.get("updates", 0.0) / whole,
    }
    rounded = {name: round(value, 4) for name, value in found.items()}
    rounded["none"] = round(1.0 - sum(rounded.values()), 4)
    return rounded


def reasons(features: Sequence[Feature], weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """The terms of the sum as reasons, the largest first, the model's starting point last."""
    terms = [
        Reason(
            f.name,
            f.text if weights[f.name] > 0 else f"{_LESS}{f.text}",
            weights[f.name] * f.value,
            f.claim_spans,
            f.evidence_spans,
            f.value,
        )
        for f in features
        if weights.get(f.name)
    ]
    terms.sort(key=lambda reason: (-reason.weight, reason.kind))
    return (*terms, Reason("base", _BASE, weights["base"]))
