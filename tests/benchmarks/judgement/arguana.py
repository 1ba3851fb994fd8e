"""ArguAna: for an argument, rank the one counter-argument first among all arguments and counter-arguments of the part.

    python -m tests.benchmarks.judgement.arguana FOLDER

TF-IDF and the engine's signs over the same candidates are measured in one run; both leave the argument itself out. The few
weights are fitted on the training part, measured on the validation part, and thrown away. Needs numpy.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tui.engine.alone import as_claim, as_sentence
from tui.engine.closeness import closeness, side
from tui.engine.facts import cue
from tui.engine.lexicon import lexicon, stem
from tui.engine.prepare import Sentence
from tui.engine.relatedness import relatedness

Floats = NDArray[np.float64]
MOST = 30
"""Texts that are ranked again."""
CUES = ("neg", "weak", "strong", "limit", "yet-to-come", "trouble", "fulfilled", "all", "elsewhere")


class Part:
    """One part of the collection, ready to be ranked."""

    def __init__(self, path: Path) -> None:
        self.words, self.kin = lexicon("en"), relatedness("en")
        found: list[str] = []
        number: dict[str, int] = {}
        self.pairs: list[tuple[int, int]] = []
        for line in path.read_text("utf-8").splitlines():
            raw = json.loads(line)
            for text in (raw["point"], raw["counter"]):
                if text not in number:
                    number[text] = len(found)
                    found.append(text)
            if raw["point"] != raw["counter"]:
                self.pairs.append((number[raw["point"]], number[raw["counter"]]))
        self.read = [as_sentence(text, self.words) for text in found]
        stop = self.words["stop"]
        counts = [Counter(stem(t.low) for t in one.tokens if t.low not in stop and len(t.low) > 2) for one in self.read]
        df = Counter(key for one in counts for key in one)
        self.idf = {key: math.log(len(counts) / n) + 1 for key, n in df.items()}
        self.weights = [{key: (1 + math.log(n)) * self.idf[key] for key, n in one.items()} for one in counts]
        self.norms = [math.sqrt(sum(w * w for w in one.values())) or 1.0 for one in self.weights]
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, one in enumerate(self.weights):
            for key, w in one.items():
                self.postings[key].append((place, w / self.norms[place]))
        self._nearest: dict[int, dict[int, float]] = {}
        self.cues = [self._cues(one) for one in self.read]

    def _cues(self, text: Sentence) -> list[float]:
        """How often the words of each section stand in a text, and whether one stands in its first words."""
        n = max(20, len(text.tokens))
        found = [50 * sum(t.low in self.words[name].words for t in text.tokens) / n for name in CUES]
        early = frozenset(t.low for t in text.tokens[:25])
        found += [float(not early.isdisjoint(self.words[name].words)) for name in ("neg", "weak", "limit")]
        found += [float(cue(text, self.words["against-word"], text.text[:2000].lower(), text.lows) is not None)]
        return found

    def nearest(self, text: int) -> dict[int, float]:
        """The texts that TF-IDF puts first for one of them, in order, with the cosine of each."""
        found = self._nearest.get(text)
        if found is None:
            cosine: Counter[int] = Counter()
            for key, w in self.weights[text].items():
                for number, other in self.postings[key]:
                    cosine[number] += w * other / self.norms[text]  # type: ignore[assignment]
            del cosine[text]
            found = self._nearest[text] = dict(cosine.most_common(MOST))
        return found

    def candidates(self, point: int) -> tuple[list[int], Floats]:
        """The texts that TF-IDF puts first, and the signs of each."""
        cosine = self.nearest(point)
        ranked = list(cosine)
        top = math.log(len(self.read)) + 1
        one = side(as_claim(self.read[point], self.words), self.read[point], "", self.words, self.kin)
        rows = []
        for number in ranked:
            near = closeness(one, self.read[number].stems, lambda key: self.idf.get(key, top) / top)
            length = math.log(len(self.read[number].tokens) + 10)
            related = near.related / (near.total + 1.0)
            # As for claims: a passage that is nearer to others speaks of theirs.
            back = list(self.nearest(number))
            returned = 1 / (1 + back.index(point)) if point in back else 0.0
            rows.append([10 * cosine[number], near.share, related, length, returned, *self.cues[number]])
        return ranked, np.array(rows)


def gain(ranked: list[int], right: int) -> float:
    """nDCG@10 with one right answer."""
    return 1 / math.log2(ranked.index(right) + 2) if right in ranked[:10] else 0.0


def fit(part: Part, most: int) -> Floats:
    """Weights that put the counter-argument first: a softmax over the candidates of each argument."""
    sets = []
    for point, counter in part.pairs[:: max(1, len(part.pairs) // most)]:
        ranked, rows = part.candidates(point)
        if counter in ranked:
            sets.append((rows, ranked.index(counter)))
    w = np.zeros(sets[0][0].shape[1])
    w[0] = 1.0
    spread = np.concatenate([rows for rows, _ in sets]).std(0) + 1e-6
    for step in range(400):
        gradient = 0.002 * w
        for rows, right in sets:
            z = rows @ w
            p = np.exp(z - z.max())
            gradient += (rows.T @ (p / p.sum()) - rows[right]) / len(sets)
        w -= 0.8 / (1 + step / 200) * gradient / spread**2 / 3
    return w


def measure(folder: Path) -> dict[str, float]:
    """nDCG@10 on the validation part."""
    w = fit(Part(folder / "training.jsonl"), 500)
    part = Part(folder / "validation.jsonl")
    plain = ours = 0.0
    for point, counter in part.pairs:
        ranked, rows = part.candidates(point)
        plain += gain(ranked, counter)
        order = np.argsort(-(rows @ w), kind="stable")
        ours += gain([ranked[i] for i in order], counter)
    n = len(part.pairs)
    names = (
        "cosine",
        "share",
        "related",
        "length",
        "nearest-claim",
        *CUES,
        "opens-neg",
        "opens-weak",
        "opens-limit",
        "against-word",
    )
    print(dict(zip(names, w.round(2).tolist(), strict=True)))
    return {"TF-IDF nDCG@10": plain / n, "against nDCG@10": ours / n}


if __name__ == "__main__":
    print(measure(Path(sys.argv[1])))
