"""What models that the reader has beside the engine say of a pair: more named features, weighed like all others.

The engine knows no such model: a scorer is handed in. On its own a model of inference is no judge of news (it takes another
story's bombing for a contradiction, and a promise for its fulfilment), and a language model can be talked to by the text it
reads; so their weights are bounded, and what says nothing leaves the score.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

from msgspec.structs import replace

from tui import resources
from tui.engine.feature import Feature
from tui.engine.types import Scorer
from tui.text.spans import Span

MOST_OF_CLAIM = 16
"""Pairs of one claim that a scorer is asked about, those that the other features put first."""
MOST_OF_ANALYSIS = 4_000
"""Pairs of one analysis; a small model takes some 20 ms for each."""
LEAST = 0.05
"""A smaller probability is no feature."""
_SAYS = {
    "contradicts": "the passage contradicts the claim",
    "weakens": "the passage weakens the claim",
    "qualifies": "the passage qualifies the claim",
    "supports": "the passage supports the claim",
    "updates": "the passage updates the claim",
    "none": "the passage does not bear on the claim",
}


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Column to feature to weight, for the features of this module."""
    found: dict[str, dict[str, float]] = json.loads(resources.read_text("weights/extras.json"))["weights"]
    return found


def of_inference(against: float, following: float) -> list[Feature]:
    """How likely a model of inference says that a passage contradicts a claim, and that it entails it (0 to 1 each).

    None where they are no probabilities, or both are small.
    """
    if not all(math.isfinite(p) and 0 <= p <= 1 for p in (against, following)):
        return []
    found = []
    if against >= LEAST:
        text = f"the inference model takes the two for a contradiction ({against:.0%})"
        found.append(Feature("nli-contradicts", against, text))
    if following >= LEAST:
        text = f"the inference model takes the claim to follow from the passage ({following:.0%})"
        found.append(Feature("nli-follows", following, text))
    return found


def of_opinion(name: str, relation: str, quote: Span | None, reason: str) -> list[Feature]:
    """What a language model of that name chose, as a feature; `quote` is a span of the passage that it goes by."""
    if relation not in _SAYS:
        return []
    text = f"{name} says that {_SAYS[relation]}" + (f": {reason}" if reason else "")
    return [Feature(f"llm-{relation}", 1.0, text, (), (quote,) if quote else ())]


def inferred(pairs: Sequence[tuple[str, str]], starts: Sequence[int], scorer: Scorer) -> list[list[Feature]]:
    """The features of each pair of passage and claim, all empty where the scorer does not answer for every pair.

    `starts`: where each passage begins in its article, for the spans in it.
    """
    answers = scorer(pairs) if pairs else ()
    if len(answers) != len(pairs):
        return [[] for _ in pairs]
    return [
        [
            replace(f, evidence_spans=tuple(Span(s.start + start, s.end + start) for s in f.evidence_spans))
            for f in answer
        ]
        for answer, start in zip(answers, starts, strict=True)
    ]
