"""From features to a relation: a linear model whose terms are the reasons."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tui import resources
from tui.engine.features import Feature
from tui.engine.types import Reason, Relation

COLUMNS = ("counter", "supports", "qualifies", "updates")
_BASE = "before any reason is counted, a passage seldom bears on a claim"
_LESS = "less likely, since "


@dataclass(frozen=True, slots=True)
class Model:
    weights: Mapping[str, Mapping[str, float]]
    thresholds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A relation, its score (0 to 1), and reasons whose weights add up to the logit of the score."""

    relation: Relation
    score: float
    reasons: tuple[Reason, ...]


@cache
def model(language: str = "en") -> Model:
    """The shipped weights of a language."""
    raw = json.loads(resources.read_text(f"weights/{language}.json"))
    return Model({name: raw[name] for name in COLUMNS}, raw["thresholds"])


def logit(features: Sequence[Feature], weights: Mapping[str, float]) -> float:
    return weights["base"] + sum(weights.get(f.name, 0.0) * f.value for f in features)


def squash(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))


def judge(features: Sequence[Feature], shipped: Model) -> Verdict | None:
    """What a pair is taken to be; None when nothing is likely enough to be shown."""
    best: tuple[float, str] | None = None
    for column in COLUMNS:
        score = squash(logit(features, shipped.weights[column]))
        if score >= shipped.thresholds[column] and (best is None or score > best[0]):
            best = (score, column)
    if best is None:
        return None
    score, column = best
    relation: Relation
    if column == "counter":
        relation = "contradicts" if score >= shipped.thresholds["contradicts"] else "weakens"
    elif column == "supports":
        relation = "supports"
    else:
        relation = "qualifies" if column == "qualifies" else "updates"
    return Verdict(relation, round(score, 4), reasons(features, shipped.weights[column]))


def reasons(features: Sequence[Feature], weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """The terms of the sum as reasons, the largest first, the model's starting point last."""
    terms = [
        Reason(
            f.name,
            f.text if weights[f.name] > 0 else f"{_LESS}{f.text}",
            weights[f.name] * f.value,
            f.claim_spans,
            f.evidence_spans,
        )
        for f in features
        if weights.get(f.name)
    ]
    terms.sort(key=lambda reason: (-reason.weight, reason.kind))
    return (*terms, Reason("base", _BASE, weights["base"]))
