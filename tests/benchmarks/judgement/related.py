"""Make data/related/en/near.txt: which words are near in meaning, and how rare each is.

    python -m tests.benchmarks.judgement.related WORDNET_DICT_FOLDER ARGUANA_FOLDER GLOVE_FOLDER

Nearness is the larger of two cosines: of vectors over the glosses, synonyms and relations of WordNet 3.0, once smoothed by
those of the words in them, reduced to 150 dimensions; and of the GloVe vectors (vectors.py), for what is told together and
is no synonym. GloVe relates names as well (one town to the next), so that it is asked for the words of WordNet alone, and not
for those that are names there. How rare a word is is the mean of what is counted in the texts of ArguAna and of its rank in
GloVe. Needs scikit-learn.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from tests.benchmarks.judgement.vectors import Vectors
from tui.engine.lexicon import bare, lexicon, stem

Floats = NDArray[np.float64]
STOP = lexicon("en")["stop"].words
WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
NEAREST = 6
"""Words that are told to be near to one."""
WEIGHTS = {"@": 0.6, "~": 0.25, "+": 0.8, "%p": 0.4, "#p": 0.4, "&": 0.6, "!": 0.5, "*": 0.6, ">": 0.6, ";c": 0.3, "^": 0.5,
           "$": 0.5, "%m": 0.3, "#m": 0.3, "=": 0.4}  # fmt: skip
"""What a pointer to another synset counts."""
HEAD = """# Words, how rare each is (0 in every text, 99 in hardly any), and what is near it in meaning with how near (0 to 60); each
# stands for its inflections. Made by tests/benchmarks/judgement/related.py from WordNet 3.0 (glosses, relations), from GloVe
# 6B (Pennington, Socher and Manning 2014; public domain) and the texts of ArguAna (how rare).
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Licence: WORDNET-LICENSE.txt beside this file
"""


def words(text: str) -> list[str]:
    return [w for w in WORD.findall(text.lower()) if len(w) > 2 and w not in STOP]


def document_frequency(folder: Path) -> tuple[Counter[str], int]:
    texts: dict[str, None] = {}
    for part in ("training", "validation"):
        for line in (folder / f"{part}.jsonl").read_text("utf-8").splitlines():
            raw = json.loads(line)
            texts[raw["point"]] = texts[raw["counter"]] = None
    df: Counter[str] = Counter()
    for text in texts:
        df.update({bare(w) for w in words(text)})
    return df, len(texts)


def prune(x: sp.csr_matrix, most: int) -> sp.csr_matrix:
    """The strongest entries of each row."""
    rows, columns, values = [], [], []
    for i in range(x.shape[0]):
        a, b = x.indptr[i], x.indptr[i + 1]
        data, index = x.data[a:b], x.indices[a:b]
        if len(data) > most:
            top = np.argpartition(-data, most)[:most]
            data, index = data[top], index[top]
        rows += [i] * len(data)
        columns += list(index)
        values += list(data)
    return sp.csr_matrix((values, (rows, columns)), shape=x.shape)


def main() -> None:
    wordnet, arguana, glove = (Path(name) for name in sys.argv[1:4])
    df, total = document_frequency(arguana)
    synsets: dict[tuple[str, str], tuple[list[str], str, list[tuple[str, str, str]]]] = {}
    senses: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    tagged: Counter[str] = Counter()
    common: set[str] = set()
    named: set[str] = set()
    for part, letter in PARTS.items():
        for line in (wordnet / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition("|")
            p = head.split()
            n = int(p[3], 16)
            k = 4 + 2 * n
            pointers = [(p[k + 1 + 4 * i], p[k + 2 + 4 * i], p[k + 3 + 4 * i]) for i in range(int(p[k]))]
            if any(sign == "@i" for sign, _, _ in pointers):
                named.add(part + p[0])
            synsets[(p[2].replace("s", "a"), p[0])] = ([p[4 + 2 * i].lower() for i in range(n)], gloss, pointers)
        for line in (wordnet / f"index.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            p = line.split()
            skip = int(p[3])
            for rank, offset in enumerate(p[6 + skip :]):
                senses[p[0]].append((letter, offset, rank))
            if "_" not in p[0]:
                if part + p[6 + skip] not in named:
                    common.add(stem(p[0]))
                tagged[bare(p[0])] += int(p[5 + skip])
    forms: dict[str, list[str]] = defaultdict(list)
    for w in senses:
        if (
            "_" not in w
            and WORD.fullmatch(w)
            and len(w) > 2
            and w not in STOP
            and (tagged[bare(w)] or df[bare(w)] >= 3)
        ):
            forms[bare(w)].append(w)
    place = {key: i for i, key in enumerate(forms)}
    features: dict[str, int] = {}
    rows, columns, values = [], [], []

    def add(i: int, name: str, value: float) -> None:
        rows.append(i)
        columns.append(features.setdefault(name, len(features)))
        values.append(value)

    for key, i in place.items():
        add(i, key, 2.0)
        for w in forms[key]:
            for letter, offset, rank in senses[w]:
                if rank > 4:
                    continue
                weight = 1 / (1 + rank) / len(forms[key]) ** 0.5
                lemmas, gloss, pointers = synsets[(letter, offset)]
                add(i, f"#{letter}{offset}", 1.5 * weight)
                for part in (p for lemma in lemmas for p in lemma.split("_") if p not in STOP):
                    add(i, bare(part), weight)
                told, _, examples = gloss.partition('"')
                for word in words(told):
                    add(i, bare(word), weight)
                for word in words(examples):
                    add(i, bare(word), 0.4 * weight)
                for sign, other, pos in pointers:
                    near = (pos.replace("s", "a"), other)
                    counts = WEIGHTS.get(sign, 0.0) * weight
                    if counts and near in synsets:
                        add(i, f"#{near[0]}{near[1]}", counts)
                        for part in (p for lemma in synsets[near][0] for p in lemma.split("_") if p not in STOP):
                            add(i, bare(part), 0.7 * counts)
                        for word in words(synsets[near][1].partition('"')[0]):
                            add(i, bare(word), 0.35 * counts)
    x = sp.csr_matrix((values, (rows, columns)), shape=(len(place), len(features)))
    idf = np.log(len(place) / (1 + np.asarray((x > 0).sum(0)).ravel()))
    x = normalize(prune(normalize(x.sqrt().multiply(np.maximum(idf, 0.1)).tocsr()), 60))
    known = [(features[key], i) for key, i in place.items() if key in features]
    to = sp.csr_matrix(([1.0] * len(known), tuple(zip(*known, strict=True))), shape=(len(features), len(place)))
    short = normalize(prune(x, 20))
    smoothed = normalize(x + 0.7 * normalize(prune(short @ to @ short, 80)))
    vectors = normalize(TruncatedSVD(150, random_state=0, n_iter=3).fit_transform(smoothed))
    kept = [
        key
        for key in place
        if re.fullmatch("[a-z]{3,}", key)
        and (tagged[key] >= 3 or df[key] >= 6 or (tagged[key] and df[key] >= 2))
        and np.linalg.norm(vectors[place[key]]) > 0.01
    ]
    known_as = {key: stem(forms[key][0]) for key in kept}
    glosses = of_glosses(kept, vectors[[place[key] for key in kept]], known_as)
    told = Vectors(glove)
    form = {stem(forms[key][0]): forms[key][0] for key in kept} | told.form
    rare = {key: math.log((total + 1) / (n + 1)) / math.log(total + 1) for key, n in df.items()}
    write(glosses, told, common, form, rare)


def of_glosses(kept: list[str], vectors: Floats, known_as: dict[str, str]) -> dict[str, dict[str, float]]:
    """What is near by WordNet, by the stems that the app asks for."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for i, key in enumerate(kept):
        cosine = vectors @ vectors[i]
        mine = found[known_as[key]]
        for j in np.argsort(-cosine)[:9]:
            if i != j and cosine[j] >= 0.55:
                nearness = min(0.6, float(cosine[j]) - 0.35)
                mine[known_as[kept[j]]] = max(nearness, mine.get(known_as[kept[j]], 0.0))
    return found


def write(
    glosses: dict[str, dict[str, float]],
    told: Vectors,
    common: set[str],
    form: dict[str, str],
    rare: dict[str, float],
) -> None:
    """One line for each stem of which something is known."""
    path = Path(__file__).parents[3] / "data" / "related" / "en" / "near.txt"
    together = told.near(common)
    lines = []
    for key in sorted(
        {*glosses, *together, *(key for key in told.form if told.rank[key] < 3000)}, key=lambda k: form[k]
    ):
        near = dict(glosses.get(key, {}))
        for other, nearness in together.get(key, {}).items():
            near[other] = max(nearness, near.get(other, 0.0))
        near.pop(key, None)
        rarity = (rare.get(bare(form[key]), 1.0) + told.rarity(key)) / 2
        best = sorted(near.items(), key=lambda one: (-one[1], one[0]))[:NEAREST]
        entries = (f"{form[other]}{round(nearness * 100):02d}" for other, nearness in best)
        lines.append(f"{form[key]} {min(99, round(rarity * 100)):02d} {' '.join(entries)}".rstrip())
    path.write_text(HEAD + "\n" + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} words, {path.stat().st_size} bytes: {path}")


if __name__ == "__main__":
    main()
