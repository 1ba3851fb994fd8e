"""FNC-1: does the body of an article agree with a headline, disagree, discuss it, or have nothing to do with it?

    python -m tests.benchmarks.judgement.fnc FOLDER [EVERY]

`EVERY` 4 takes every fourth pair.

The headline is the claim; the sentences of the body that are nearest to it are the passages, and their features are summed
up for the body. A logistic model over them is fitted in each of five folds by body, and thrown away. Needs scikit-learn.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold

from tui.engine.alone import as_claim, as_sentence
from tui.engine.closeness import NONE, closeness, side
from tui.engine.facts import Facts, facts
from tui.engine.features import Setting, pair
from tui.engine.lexicon import lexicon
from tui.engine.prepare import Sentence
from tui.engine.relatedness import relatedness
from tui.text.sentences import sentences

NEAREST = 3
MOST_SENTENCES = 40
CUES = ("deny", "neg", "weak", "strong", "seems", "untold", "trouble")


def rows(folder: Path, every: int) -> tuple[list[dict[str, float]], list[int], list[str]]:
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
    cues = {
        key: {f"body-{name}": math.log1p(sum(not one.lows.isdisjoint(words[name].words) for one in body[:15])) for name in CUES}
        for key, body in bodies.items()
    }  # fmt: skip
    sides: dict[str, Any] = {}
    found, labels, groups = [], [], []
    with open(folder / "train_stances.csv", encoding="utf-8", newline="") as file:
        for line in list(csv.DictReader(file))[::every]:
            headline, key = line["Headline"], line["Body_ID"]
            if headline not in sides:
                said = as_sentence(headline, words)
                one = side(as_claim(said, words), said, "", words, kin)
                told = {f"head-{n}": float(not said.lows.isdisjoint(words[n].words)) for n in CUES}
                sides[headline] = (one, told | {"head-question": float("?" in headline)})
            one, told = sides[headline]
            near = [closeness(one, s.stems, kin.rarity) for s in bodies[key]]
            order = sorted(range(len(near)), key=lambda i: (-near[i].total, i))[:NEAREST]
            values: dict[str, float] = defaultdict(float)
            for rank, i in enumerate(order):
                values[f"near-{rank}"] = near[i].total
                values[f"share-{rank}"] = near[i].share
                values[f"same-{rank}"] = near[i].same
                if near[i].links and near[order[0]].share > 0.1:
                    for f in pair(one, bodies[key][i], seen[key][i], near[i], Setting(None), words):
                        values[f.name] = max(values[f.name], f.value)
            whole = frozenset().union(*(s.stems for s in bodies[key])) if bodies[key] else frozenset()
            all_near = closeness(one, whole, kin.rarity) if whole else NONE
            values["body-share"], values["body-same"] = all_near.share, all_near.same
            first = near[0] if near else NONE
            values["first-share"] = first.share
            values.update(told)
            values.update({name: value * (all_near.share > 0.4) for name, value in cues[key].items()})
            found.append(values)
            labels.append(int(line["Stance"]))
            groups.append(key)
    return found, labels, groups


def measure(folder: Path, every: int = 1) -> dict[str, float]:
    """Cross-validated by body: macro-F1 of the four stances, the challenge's weighted score, and the AUC of disagree among
    the related pairs."""
    found, labels, groups = rows(folder, every)
    names = sorted({name for one in found for name in one})
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(found), len(names)))
    for i, one in enumerate(found):
        for name, value in one.items():
            x[i, place[name]] = value
    x = (x - x.mean(0)) / (x.std(0) + 1e-9)
    # Squares let a linear model say "about half".
    shares = [place[name] for name in names if "share" in name or "same" in name or "near" in name]
    x = np.hstack([x, x[:, shares] ** 2])
    y = np.array(labels)
    out = np.zeros((len(y), 4))
    for train, test in GroupKFold(5).split(x, y, groups):
        weight = {0: 1.6, 1: 3.0, 2: 1.2, 3: 1.0}
        fitted = LogisticRegression(C=0.3, max_iter=400, class_weight=weight).fit(x[train], y[train])
        out[test] = fitted.predict_proba(x[test])
    told = out.argmax(1)
    related = y != 3
    score = np.where(related == (told != 3), 0.25, 0.0) + np.where(related & (told == y), 0.75, 0.0)
    best = np.where(related, 1.0, 0.25).sum()
    margin = np.log(out[:, 1] + 1e-9) - np.log(out[:, 0] + out[:, 2] + 1e-9)
    return {
        "macro-F1": float(f1_score(y, told, average="macro")),
        "weighted score": float(score.sum() / best),
        "disagree AUC among related": float(roc_auc_score(y[related] == 1, margin[related])),
        "disagree AUC among all": float(roc_auc_score(y == 1, out[:, 1])),
    }


if __name__ == "__main__":
    print(measure(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
