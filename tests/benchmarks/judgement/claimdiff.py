"""ClaimDiff-W: does one of two claims on the same matter weaken the other?

    python -m tests.benchmarks.judgement.claimdiff FOLDER

Measured twice: with the shipped weights for a pair alone, and with weights fitted to the features of the pair in folds by
topic and thrown away. Measure only: nothing that ships is trained on it. The second needs scikit-learn.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from tui.engine.alone import as_claim, as_sentence, judge_pair
from tui.engine.closeness import closeness, side
from tui.engine.facts import facts
from tui.engine.features import Setting, pair
from tui.engine.lexicon import lexicon
from tui.engine.relatedness import relatedness


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
        values: dict[str, float] = {}
        for a, b in (texts, texts[::-1]):
            said, passage = as_sentence(a, words), as_sentence(b, words)
            claim = side(as_claim(said, words), said, "", words, kin)
            near = closeness(claim, passage.stems, kin.rarity)
            for f in pair(claim, passage, facts(passage, words), near, Setting(None), words):
                values[f.name] = values.get(f.name, 0.0) + f.value
        rows.append(values)
    names = sorted({name for row in rows for name in row})
    x = np.array([[row.get(name, 0.0) for name in names] for row in rows])
    x = x / (x.std(0) + 1e-9)
    out = np.zeros(len(y))
    for train, test in GroupKFold(10).split(x, y, [one["topic"] for one in data]):
        out[test] = LogisticRegression(C=0.02, max_iter=500).fit(x[train], y[train]).decision_function(x[test])
    return {
        "pairs": float(len(y)),
        "weakening": float(y.mean()),
        "AUC, shipped weights": float(roc_auc_score(y, shipped)),
        "AUC, fitted in folds": float(roc_auc_score(y, out)),
    }


if __name__ == "__main__":
    print(measure(Path(sys.argv[1])))
