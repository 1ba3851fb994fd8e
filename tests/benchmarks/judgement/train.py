"""Train the weights of the judgement on the news pairs and the stories, and say what they reach on those that were held out.

    python -m tests.benchmarks.judgement.train FOLDER_WITH_DEV_JSON [--write]

The model is a logistic regression with a prior: each weight is drawn to a value set by hand, so that a sign that stands in
few of the pairs keeps the weight that it was given. It is fitted to the claims of the gold, and measured on those that the
engine finds. `--write` puts the weights of all but the stories that are kept apart into data/weights/en.json. Needs numpy,
which the app does not.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.judgement.newspairs import Item, Key, Shown, figures, load
from tests.benchmarks.judgement.priors import BASES, PRIORS
from tui.engine.evidence import MOST_COUNTER, Bench, Weighed, at_odds
from tui.engine.judge import COLUMNS, Model
from tui.engine.lexicon import lexicon
from tui.engine.relatedness import relatedness
from tui.engine.types import COUNTER
from tui.text.spans import Span

Floats = NDArray[np.float64]
STORIES = Path(__file__).parent / "stories"
APART = STORIES / "apart"
"""Stories that nothing is fitted to."""
TIGHT = {"counter": 6.0, "supports": 10.0, "qualifies": 30.0, "updates": 30.0}
"""How firmly each column is held to its prior."""
SELDOM = ("qualifies", "updates")
"""Columns that the writers of the stories saw less often."""
SENSE = {
    "counter": (
        "told-as-fact",
        "shared-name",
        "shared-terms",
        "related-terms",
        "record",
        "dated",
        "same-story",
        "nearest",
        "claim-worth",
    ),
    "supports": (
        "shared-name",
        "shared-terms",
        "related-terms",
        "told-as-fact",
        "record",
        "same-story",
        "nearest",
        "claim-worth",
    ),
}
"""Signs whose reason makes sense only where it speaks for the column; where the pairs say otherwise, they are left out."""
ALONE = 80.0
"""The same where a pair is all that is known: what was learned among many passages of a story says little there."""
WITHIN = 0.4
"""The threshold for passages of the same article, as in the weights."""
FOLDS = 13
BESIDE = frozenset({"nearest", "near", "nearest-claim", "nearer-claims", "at-odds", "context", "same-story", "other-story",
                    "opening", "same-article", "same-paragraph", "continues", "leads-in", "claim-worth", "other-speaker",
                    "same-speaker", "told-as-fact", "later", "not-later", "later-than-promise", "before-promise", "disputed"})  # fmt: skip
"""What nobody can see in a pair alone."""


@dataclass
class Row:
    """One pair of a claim and a passage."""

    item: str
    key: Key
    number: int
    """-1 for a passage of another story."""
    text: str
    relations: list[str]
    features: dict[str, float]


def rows(items: Sequence[Item]) -> list[Row]:
    """All pairs of each story, and the pairs of its claims with two other stories, which never bear on one another."""
    words, kin = lexicon("en"), relatedness("en")
    odds = PRIORS["counter"] | {"base": BASES["counter"]}
    prior = Model({}, {}, odds, {})
    found: list[Row] = []
    draw = random.Random(1)
    for item in items:
        others = draw.sample([one for one in items if one is not item], 2)
        for other in (None, *others):
            prepared = [*item.prepared, *(other.prepared if other else [])]
            claims = [*item.claims, *(other.claims if other else [])]
            bench = Bench(prepared, claims, words, kin, prior)
            for home in range(len(item.claims)):
                weighed: dict[Span, list[Weighed]] = {
                    claim.span: list(bench.weighed(claim, home)) for claim in item.claims[home]
                }
                at_odds(weighed, home, odds)
                for number, claim in enumerate(item.claims[home]):
                    for one in weighed[claim.span]:
                        strange = one.number >= len(item.prepared)
                        if strange != (other is not None):
                            continue
                        key = (home, number)
                        text = one.passage.text
                        labels = [] if strange else item.relations(key, one.number, text)
                        values = {f.name: f.value for f in one.features}
                        found.append(Row(item.id, key, -1 if strange else one.number, text, labels, values))
    return found


def wanted(row: Row, column: str) -> bool:
    return any(r in COUNTER for r in row.relations) if column == "counter" else column in row.relations


class Column:
    """The weights of one relation, fitted to some rows."""

    def __init__(self, column: str, names: Sequence[str], tight: float) -> None:
        self.column = column
        self.tight = tight
        self.names = list(names)
        self.prior = np.array([*(PRIORS[column].get(name, 0.0) for name in names), BASES[column]])
        self.weights = self.prior.copy()

    def fit(self, x: Floats, y: Floats) -> None:
        """Fit, and again without the signs that came out against their sense."""
        sense = SENSE.get(self.column, ())
        self._newton(x, y)
        against = [i for i, name in enumerate(self.names) if name in sense and self.weights[i] < 0]
        if against:
            x = x.copy()
            x[:, against] = 0
            self.prior = self.prior.copy()
            self.prior[against] = 0
            self._newton(x, y)

    def _newton(self, x: Floats, y: Floats) -> None:
        """Newton's method on the posterior, with ever shorter steps where a whole one leads uphill."""
        held = np.array([*([self.tight] * len(self.names)), 0.2])

        def loss(w: Floats) -> float:
            z = x @ w
            return float((np.logaddexp(0, z) - y * z).sum() + 0.5 * (held * (w - self.prior) ** 2).sum())

        w = self.prior.copy()
        best = loss(w)
        for _ in range(50):
            p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
            gradient = x.T @ (p - y) + held * (w - self.prior)
            hessian = (x.T * (p * (1 - p))) @ x + np.diag(held)
            step = np.linalg.solve(hessian, gradient)
            while np.abs(step).max() > 1e-6 and loss(w - step) > best:
                step = step / 2
            w = w - step
            if best - loss(w) < 1e-9:
                break
            best = loss(w)
        self.weights = w

    def __call__(self, x: Floats) -> Floats:
        return np.asarray(1 / (1 + np.exp(-np.clip(x @ self.weights, -30, 30))))

    def table(self) -> dict[str, float]:
        found = {n: round(float(w), 3) for n, w in zip(self.names, self.weights, strict=False) if abs(w) >= 0.02}
        return {"base": round(float(self.weights[-1]), 3)} | dict(sorted(found.items()))


def matrix(found: Sequence[Row], names: Sequence[str]) -> Floats:
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(found), len(names) + 1))
    x[:, -1] = 1
    for i, row in enumerate(found):
        for name, value in row.features.items():
            if name in place:
                x[i, place[name]] = value
    return x


def fit(found: Sequence[Row], names: Sequence[str], column: str, alone: bool = False) -> Column:
    fitted = Column(column, names, ALONE if alone else TIGHT[column])
    fitted.fit(matrix(found, names), np.array([wanted(row, column) for row in found], dtype=float))
    return fitted


def held_out(gold: Sequence[Row], found: Sequence[Row], names: Sequence[str], column: str, seed: int) -> Floats:
    """The score of every row of `found` by a model fitted to the rows of `gold` that are of other stories."""
    ids = sorted({row.item for row in gold})
    random.Random(seed).shuffle(ids)
    scores = np.zeros(len(found))
    for fold in range(FOLDS):
        out = set(ids[fold::FOLDS])
        places = [i for i, row in enumerate(found) if row.item in out]
        fitted = fit([row for row in gold if row.item not in out], names, column)
        scores[places] = fitted(matrix([found[i] for i in places], names))
    return scores


def show(
    found: Sequence[Row], scores: Floats, threshold: float, most: int = MOST_COUNTER, within: float = 0.0
) -> dict[str, Shown]:
    """What would be shown of each story; of the claim's own article only from `within` on."""
    shown: dict[str, Shown] = defaultdict(lambda: defaultdict(list))
    for row, score in zip(found, scores, strict=True):
        enough = max(threshold, within) if "same-article" in row.features else threshold
        if row.number >= 0 and score >= enough:
            shown[row.item][row.key].append((float(score), row.number, row.text, "contradicts"))
    for claims in shown.values():
        for key in claims:
            claims[key] = sorted(claims[key], key=lambda one: -one[0])[:most]
    return shown


def report(items: list[Item], found: Sequence[Row], scores: Floats) -> None:
    """What is shown of these items, from several thresholds on."""
    ids = {item.id for item in items}
    here = [i for i, row in enumerate(found) if row.item in ids]
    found, scores = [found[i] for i in here], scores[here]
    every = figures(items, show(found, scores, 0.0, 6))
    print(f"nothing left out: P@1 {every['p1']:.3f}, among the first three {every['r3']:.3f}")
    for threshold in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6):
        one = figures(items, show(found, scores, threshold, within=WITHIN))
        strange = sum(row.number < 0 and score >= threshold for row, score in zip(found, scores, strict=True))
        print(
            f"from {threshold:.2f}: P@1 {one['p1']:.3f} precision {one['precision']:.3f} recall {one['recall']:.3f} "
            f"false per clean item {one['false']:.2f} ({one['links']:.0f} links; {strange} across stories)"
        )
    y = np.array([wanted(row, "counter") for row in found], dtype=float)
    for low, high in ((0, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, 0.4), (0.4, 1.01)):
        mask = (scores >= low) & (scores < high)
        if mask.any():
            print(f"  scores {low:.2f} to {min(high, 1):.2f}: {mask.sum()} pairs, mean {scores[mask].mean():.3f}, "
                  f"right {y[mask].mean():.3f}")  # fmt: skip


def read(paths: Sequence[Path], claims: Literal["found", "gold"]) -> list[Item]:
    return [item for path in paths for item in load(path, claims)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="put the weights into data/weights/en.json")
    given = parser.parse_args()
    dev, own, apart = [given.folder / "dev.json"], sorted(STORIES.glob("*.json")), sorted(APART.glob("*.json"))
    gold = rows(read([*dev, *own], "gold"))
    # A sign that stands in none of the pairs keeps the weight that it was given.
    names = sorted({name for row in gold for name in row.features} | {n for column in PRIORS.values() for n in column})
    print(f"{len(gold)} pairs to fit to, {sum(wanted(r, 'counter') for r in gold)} of them counter-evidence")
    pairs, stories = read(dev, "found"), read(own, "found")
    found = rows(pairs) + rows(stories)
    for seed in (0, 1, 2):
        scores = held_out(gold, found, names, "counter", seed)
        for title, those in (("news pairs", pairs), ("stories", stories)):
            print(f"{title}, cross-validated by story, shuffle {seed}")
            report(those, found, scores)
    fitted = fit(gold, names, "counter")
    unseen = read(apart, "found")
    print("stories kept apart")
    there = rows(unseen)
    report(unseen, there, fitted(matrix(there, names)))
    if given.write:
        write(gold, names, frozenset(item.id for item in pairs))


def write(found: Sequence[Row], names: Sequence[str], pairs: frozenset[str]) -> None:
    """`pairs`: the stories of the news pairs; what is seldom labelled is fitted to them alone."""
    path = Path(__file__).parents[3] / "data" / "weights" / "en.json"
    kept = json.loads(path.read_text("utf-8"))
    # A pair alone comes without the many passages that have nothing to do with the claim.
    draw = random.Random(2)
    near = [row for row in found if row.relations or draw.random() < 0.15]
    alone_names = [name for name in names if name not in BESIDE and not name.startswith("of-")]
    result = {
        "about": "Linear weights of the judgement of a pair, one column a relation; the terms add up to the score before "
        "squashing. Trained on the project's own news pairs and stories by tests/benchmarks/judgement/train.py. `alone` is "
        "for a pair that nothing else is known of.",
        "weights": {
            column: fit([r for r in found if column not in SELDOM or r.item in pairs], names, column).table()
            for column in COLUMNS
        },
        "alone": {column: fit(near, alone_names, column, alone=True).table() for column in COLUMNS},
        "odds": {"base": BASES["counter"]} | dict(sorted(PRIORS["counter"].items())),
        "thresholds": kept["thresholds"],
    }
    path.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(f"written: {path}")


if __name__ == "__main__":
    main()
