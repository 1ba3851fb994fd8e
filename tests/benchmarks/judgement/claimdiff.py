"""ClaimDiff-W: does one of two claims on the same matter weaken the other?

    python -m tests.benchmarks.judgement.claimdiff FOLDER

Measured twice: with the shipped weights for a pair alone, and with weights fitted in folds by topic and thrown away, to the
signs of the pair read both ways and to the cue words that one or both of the claims have. Measure only: nothing that ships is
trained on it. The second needs scikit-learn.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from tests.benchmarks.judgement.cuewords import cues
from tui.engine.alone import as_claim, as_sentence, judge_pair
from tui.engine.closeness import closeness, side
from tui.engine.facts import facts
from tui.engine.features import Setting, pair
from tui.engine.lexicon import Lexicon, lexicon
from tui.engine.prepare import Sentence
from tui.engine.relatedness import Relatedness, relatedness


def signs(one: Sentence, other: Sentence, words: Lexicon, kin: Relatedness) -> dict[str, float]:
    """What is seen in two claims, whichever comes first."""
    values: dict[str, float] = defaultdict(float)
    for said, passage in ((one, other), (other, one)):
        claim = side(as_claim(said, words), said, "", words, kin)
        near = closeness(claim, passage.stems, kin.rarity)
        for name, value in (("same", near.same), ("related", near.related), ("share", near.share)):
            values[f"{name}-more"] = max(values[f"{name}-more"], value)
            values[f"{name}-both"] += value
        for f in pair(claim, passage, facts(passage, words), near, Setting(None), words):
            values[f.name] += f.value
    mine, theirs = cues(one, words), cues(other, words)
    for name in mine:
        values[f"one-{name}"] = float(mine[name] != theirs[name])
        values[f"both-{name}"] = float(mine[name] and theirs[name])
    lengths = len(one.tokens) + 1, len(other.tokens) + 1
    values["length"], values["lengths-differ"] = math.log(sum(lengths)), abs(math.log(lengths[0] / lengths[1]))
    values["one-quotes"] = float(bool(one.quotes) != bool(other.quotes))
    capitals = [{token.text for token in text.tokens if token.capital} for text in (one, other)]
    values["names"] = len(capitals[0] & capitals[1]) / max(1, len(capitals[0] | capitals[1]))
    return values


def measure(folder: Path) -> dict[str, float]:
    """AUC of "weakens" over all pairs."""
    words, kin = lexicon("en"), relatedness("en")
    data = json.loads((folder / "ClaimDiff-weak-train.json").read_text("utf-8"))["data"]
    y = np.array([int(one["relation"] == 1) for one in data])
    shipped, rows = [], []
    for one in data:
        texts = (one["claim_a"], one["claim_b"])
        judged = [judge_pair(*texts).scores, judge_pair(*texts[::-1]).scores]
        shipped.append(max(s["contradicts"] + s["weakens"] for s in judged))
        rows.append(signs(*(as_sentence(text, words) for text in texts), words, kin))
    names = sorted({name for row in rows for name in row})
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    x = x / (x.std(0) + 1e-9)
    out = np.zeros(len(y))
    for train, test in GroupKFold(10).split(x, y, [one["topic"] for one in data]):
        out[test] = LogisticRegression(C=0.003, max_iter=2000).fit(x[train], y[train]).decision_function(x[test])
    return {
        "pairs": float(len(y)),
        "weakening": float(y.mean()),
        "AUC, shipped weights": float(roc_auc_score(y, shipped)),
        "AUC, fitted in folds": float(roc_auc_score(y, out)),
    }


if __name__ == "__main__":
    print(measure(Path(sys.argv[1])))
