"""FNC-1: does the body of an article agree with a headline, disagree, discuss it, or have nothing to do with it?

    python -m tests.benchmarks.judgement.fnc FOLDER [EVERY]

`EVERY` 4 takes every fourth pair.

The headline is the claim; the sentences of the body that are nearest to it are the passages, and their features are summed
up for the body, with the cue words of both. Boosted trees over them are fitted in each of five folds by body, and thrown
away. The same headlines come with many bodies, so that a fold has seen most of them; measured again by headline, and without
what the headline alone tells. Needs scikit-learn.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from tests.benchmarks.judgement.cuewords import NAMES, cues
from tui.engine.alone import as_claim, as_sentence
from tui.engine.closeness import NONE, closeness, side
from tui.engine.facts import Facts, facts
from tui.engine.features import Setting, pair
from tui.engine.lexicon import lexicon
from tui.engine.prepare import Sentence
from tui.engine.relatedness import relatedness
from tui.text.sentences import sentences

NEAREST = 4
MOST_SENTENCES = 40


def rows(folder: Path, every: int) -> tuple[list[dict[str, float]], list[int], list[str], list[str]]:
    words, kin = lexicon("en"), relatedness("en")
    csv.field_size_limit(10**7)
    bodies: dict[str, list[Sentence]] = {}
    with open(folder / "train_bodies.csv", encoding="utf-8", newline="") as file:
        raw = list(csv.reader(file))
    place = {name.lower().replace("_", " "): i for i, name in enumerate(raw[0])}
    for line in raw[1:]:
        text = line[place["articlebody"]]
        spans = list(sentences(text, 0, len(text)))[:MOST_SENTENCES]
        bodies[line[place["body id"]]] = [as_sentence(span.of(text), words) for span in spans]
    seen: dict[str, list[Facts]] = {key: [facts(one, words) for one in body] for key, body in bodies.items()}
    cued = {key: [cues(one, words) for one in body] for key, body in bodies.items()}
    of_body = {
        key: {f"body-{name}": math.log1p(sum(one[name] for one in those)) for name in NAMES}
        | {"body-fake-last": float(any(one["fake"] for one in those[-3:]))}
        for key, those in cued.items()
    }
    sides: dict[str, Any] = {}
    found, labels, groups, headlines = [], [], [], []
    with open(folder / "train_stances.csv", encoding="utf-8", newline="") as file:
        for line in list(csv.DictReader(file))[::every]:
            headline, key = line["Headline"], line["Body_ID"]
            if headline not in sides:
                said = as_sentence(headline, words)
                one = side(as_claim(said, words), said, "", words, kin)
                told = {f"head-{name}": float(has) for name, has in cues(said, words).items()}
                sides[headline] = (one, told | {"head-question": float("?" in headline)})
            one, told = sides[headline]
            near = [closeness(one, s.stems, kin.rarity) for s in bodies[key]]
            order = sorted(range(len(near)), key=lambda i: (-near[i].total, i))[:NEAREST]
            values: dict[str, float] = defaultdict(float)
            for rank, i in enumerate(order):
                values[f"near-{rank}"] = near[i].total
                values[f"share-{rank}"] = near[i].share
                values[f"same-{rank}"] = near[i].same
                values[f"related-{rank}"] = near[i].related
                values[f"place-{rank}"] = i
                for name, has in cued[key][i].items():
                    if has:
                        values[f"at-{name}"] = max(values[f"at-{name}"], near[i].share)
                if near[i].links and near[order[0]].share > 0.1:
                    for f in pair(one, bodies[key][i], seen[key][i], near[i], Setting(None), words):
                        values[f.name] = max(values[f.name], f.value)
            whole = frozenset().union(*(s.stems for s in bodies[key])) if bodies[key] else frozenset()
            all_near = closeness(one, whole, kin.rarity) if whole else NONE
            values["body-share"], values["body-same"] = all_near.share, all_near.same
            first = near[0] if near else NONE
            values["first-share"] = first.share
            values.update(told)
            values.update({name: value * (all_near.share > 0.4) for name, value in of_body[key].items()})
            found.append(values)
            labels.append(int(line["Stance"]))
            groups.append(key)
            headlines.append(headline)
    return found, labels, groups, headlines


def cross_validated(x: NDArray[np.float32], y: NDArray[np.int64], groups: list[str]) -> dict[str, float]:
    """Macro-F1 of the four stances, the challenge's weighted score, and the AUC of disagree."""
    weight = np.array([1.6, 6.0, 1.2, 1.0])
    out = np.zeros((len(y), 4))
    for train, test in GroupKFold(5).split(x, y, groups):
        fitted = HistGradientBoostingClassifier(
            max_iter=150,
            learning_rate=0.08,
            max_leaf_nodes=15,
            l2_regularization=5,
            min_samples_leaf=40,
            random_state=0,
        )
        out[test] = fitted.fit(x[train], y[train], sample_weight=weight[y[train]]).predict_proba(x[test])
    told = out.argmax(1)
    related = y != 3
    score = np.where(related == (told != 3), 0.25, 0.0) + np.where(related & (told == y), 0.75, 0.0)
    margin = np.log(out[:, 1] + 1e-9) - np.log(out[:, 0] + out[:, 2] + 1e-9)
    return {
        "macro-F1": float(f1_score(y, told, average="macro")),
        "weighted score": float(score.sum() / np.where(related, 1.0, 0.25).sum()),
        "disagree AUC among related": float(roc_auc_score(y[related] == 1, margin[related])),
        "disagree AUC among all": float(roc_auc_score(y == 1, out[:, 1])),
    }


def measure(folder: Path, every: int = 1) -> dict[str, dict[str, float]]:
    """By body; the same without what is known of the headline alone; by headline."""
    found, labels, bodies, headlines = rows(folder, every)
    names = sorted({name for one in found for name in one})
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(found), len(names)), dtype=np.float32)
    for i, one in enumerate(found):
        for name, value in one.items():
            x[i, place[name]] = value
    y = np.array(labels)
    of_pair = [i for i, name in enumerate(names) if not name.startswith("head-")]
    return {
        "by body": cross_validated(x, y, bodies),
        "by body, nothing of the headline alone": cross_validated(x[:, of_pair], y, bodies),
        "by headline": cross_validated(x, y, headlines),
    }


if __name__ == "__main__":
    for title, reached in measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1).items():
        print(title, {name: round(value, 3) for name, value in reached.items()})
