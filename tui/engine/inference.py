"""What a model of natural language inference says of a pair: two more named features, weighed like all others.

The engine knows no such model: a scorer is handed in. On its own it is no judge of news (it takes another story's bombing
for a contradiction, and a promise for its fulfilment), so its weights are small, and a neutral answer leaves the score.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

from tui import resources
from tui.engine.feature import Feature
from tui.engine.types import Scorer

MOST_OF_CLAIM = 16
"""Pairs of one claim that a scorer is asked about, those that the other features put first."""
MOST_OF_ANALYSIS = 4_000
"""Pairs of one analysis; a small model takes some 20 ms for each."""
LEAST = 0.05
"""A smaller probability is no feature."""


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Column to feature to weight, for the features of this module."""
    found: dict[str, dict[str, float]] = json.loads(resources.read_text("weights/extras.json"))["weights"]
    return found


def features_of(answer: tuple[float, float]) -> list[Feature]:
    """The features of one answer; none where it is no pair of probabilities, or both are small."""
    if len(answer) != 2 or not all(math.isfinite(p) and 0 <= p <= 1 for p in answer):
        return []
    against, following = answer
    found = []
    if against >= LEAST:
        text = f"the inference model takes the two for a contradiction ({against:.0%})"
        found.append(Feature("nli-contradicts", against, text))
    if following >= LEAST:
        text = f"the inference model takes the claim to follow from the passage ({following:.0%})"
        found.append(Feature("nli-follows", following, text))
    return found


def inferred(pairs: Sequence[tuple[str, str]], scorer: Scorer) -> list[list[Feature]]:
    """The features of each pair of passage and claim, all empty where the scorer does not answer for every pair."""
    answers = scorer(pairs) if pairs else ()
    if len(answers) != len(pairs):
        return [[] for _ in pairs]
    return [features_of(answer) for answer in answers]
