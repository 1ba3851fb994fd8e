"""Weights that fit one reader: a logistic model whose prior is the shipped weights. Verdicts in, adjustments out.

The adjustments are those that maximise the likelihood of the verdicts under a normal prior of variance `SPREAD` around
the shipped weights (MAP estimate; regularised logistic regression with an offset). They are found in the dual (Yu, Huang
and Lin, "Dual coordinate descent methods for logistic regression", 2011): an adjustment is `SPREAD` times a sum of the
verdicts' features, each with a factor between -1 and 1. So n verdicts never move the sum of a pair whose features have
the length l by more than n * LONGEST * l * SPREAD: ten move a usual pair, whose length is 4, by less than one logit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from tui.engine.judge import COLUMNS, Model, squash
from tui.engine.types import COUNTER, Relation

SPREAD = 1 / 160
"""Variance of the prior of each weight."""
LONGEST = 4.0
"""The length that a verdict's features have at most, `base` among them; longer ones are made so long."""
MOST = 1000
"""Verdicts that are learned from: the latest."""
LIMIT = 2.0
"""What a weight is adjusted by at most."""
_VALUE = 3.0
_ROUNDS = 50
_STILL = 1e-5

Adjustments = Mapping[str, float]
"""`column/feature` to what is added to the shipped weight."""


class Lesson(Struct, frozen=True):
    """One verdict: what was suggested, what the reader says it is (None: nothing), and what was seen in the pair."""

    suggested: Relation
    right: Relation | None
    features: Mapping[str, float]


def adjusted(shipped: Model, adjustments: Adjustments) -> Model:
    """The shipped weights with a reader's adjustments; what names no weight that there is, is passed over.

    A pair alone is judged by the shipped weights: it is a measure for texts of others.
    """
    if not adjustments:
        return shipped
    weights = {
        column: {
            name: weight + max(-LIMIT, min(LIMIT, adjustments.get(f"{column}/{name}", 0.0)))
            for name, weight in terms.items()
        }
        for column, terms in shipped.weights.items()
    }
    return replace(shipped, weights=weights)


def bounded(adjustments: Adjustments, verdicts: int) -> dict[str, float]:
    """Adjustments that came from elsewhere, each at most what so many verdicts can teach."""
    most = min(LIMIT, max(0, verdicts) * _VALUE * SPREAD)
    return {name: max(-most, min(most, value)) for name, value in adjustments.items() if math.isfinite(value)}


def learn(lessons: Sequence[Lesson], start: Model) -> dict[str, float]:
    """What is to be added to the weights of `start`, by `column/feature`, rounded to 4 places."""
    made: dict[str, float] = {}
    for column in COLUMNS:
        answers = [
            (found, answer)
            for lesson in lessons[-MOST:]
            if (answer := _answer(lesson, column)) is not None
            and (found := _vector(lesson.features, start.weights[column]))
        ]
        if answers:
            terms = _fit(answers, start.weights[column])
            made |= {f"{column}/{name}": value for name, term in sorted(terms.items()) if (value := round(term, 4))}
    return made


def _answer(lesson: Lesson, column: str) -> bool | None:
    """Is the pair of this column? None where the verdict does not say."""
    right = None if lesson.right is None else _column(lesson.right)
    if column == right:
        return True
    return False if column == _column(lesson.suggested) else None


def _column(relation: Relation) -> str:
    return "counter" if relation in COUNTER else relation


def _vector(features: Mapping[str, float], weights: Mapping[str, float]) -> dict[str, float]:
    """The features that the column weighs, `base` among them, of a length of at most `LONGEST`."""
    found = {
        name: max(0.0, min(_VALUE, float(value)))
        for name, value in features.items()
        if name in weights and name != "base" and math.isfinite(value)
    }
    found = {name: value for name, value in sorted(found.items()) if value} | {"base": 1.0}
    length = math.sqrt(sum(value * value for value in found.values()))
    return found if length <= LONGEST else {name: value * LONGEST / length for name, value in found.items()}


def _fit(answers: Sequence[tuple[Mapping[str, float], bool]], weights: Mapping[str, float]) -> dict[str, float]:
    """The adjustments of one column; each answer's factor in turn is set to its best value, until all stand still."""
    offsets = [sum(weights[name] * value for name, value in found.items()) for found, _ in answers]
    squares = [SPREAD * sum(value * value for value in found.values()) for found, _ in answers]
    factors = [0.0] * len(answers)
    made: dict[str, float] = {}
    for _ in range(_ROUNDS):
        moved = 0.0
        for n, (found, right) in enumerate(answers):
            others = offsets[n] + sum(made.get(name, 0.0) * value for name, value in found.items())
            others -= squares[n] * factors[n]
            factor = _factor(others, squares[n], 1.0 if right else 0.0)
            step = factor - factors[n]
            if step:
                factors[n] = factor
                for name, value in found.items():
                    made[name] = made.get(name, 0.0) + SPREAD * step * value
            moved = max(moved, abs(step))
        if moved < _STILL:
            break
    return made


def _factor(others: float, square: float, answer: float) -> float:
    """The one `a` with a = answer - squash(others + square * a).

    `square` is at most LONGEST squared times SPREAD, a tenth, so that this is nearly a straight line: Newton's steps hit
    it at once.
    """
    factor = answer - squash(others)
    for _ in range(3):
        share = squash(others + square * factor)
        factor += (answer - share - factor) / (1.0 + square * share * (1.0 - share))
    return max(answer - 1.0, min(answer, factor))
