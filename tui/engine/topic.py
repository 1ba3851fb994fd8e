"""Which sentence of which article holds which stem, and where passages worth a look are found."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tui.engine.closeness import Side
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Prepared, Sentence
from tui.engine.types import Query

MOST_CANDIDATES = 80
"""Passages of the given articles that are weighed for one claim."""
_COMMONEST = 400
"""A word that stands in more sentences than this finds nothing by itself."""
_UNSEEN = 20
"""Sentences without any of the words, added so that few articles do not make every word common."""


class Index:
    """Over the sentences of some articles."""

    def __init__(self, articles: Sequence[Prepared], words: Lexicon) -> None:
        self.articles = articles
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.total = 0
        self.against: list[list[int]] = []
        self._rarity: dict[str, float] = {}
        against = words["against-word"]
        for number, prepared in enumerate(articles):
            cued: list[int] = []
            for sentence in prepared.sentences:
                self.total += 1
                for key in sentence.stems:
                    self.places[key].append((number, sentence.index))
                if not against.isdisjoint(sentence.lows) and any(t.low in against for t in sentence.tokens[:60]):
                    cued.append(sentence.index)
            self.against.append(cued[:200])

    def rarity(self, key: str) -> float:
        """The less often a stem stands in the articles, the more it tells: 0 to 1."""
        found = self._rarity.get(key)
        if found is None:
            held = len(self.places.get(key, ()))
            total = self.total + _UNSEEN
            found = max(0.0, math.log((total + 1) / (held + 0.5)) / math.log((total + 1) / 0.5))
            self._rarity[key] = found
        return found

    def candidates(self, one: Side, home: int) -> Iterator[tuple[int, Sentence]]:
        """The passages that share most with a claim, the most telling first; at most `MOST_CANDIDATES`."""
        scores: Counter[tuple[int, int]] = Counter()
        for key, links in (one.near or {}).items():
            places = self.places.get(key, ())
            if not 0 < len(places) <= _COMMONEST:
                continue
            nearness = max(n * one.wanted[w] for w, n in links)
            if nearness >= 0.05:
                weight = int(1000 * nearness * self.rarity(key))
                for place in places:
                    scores[place] += weight
        for index in self.against[home]:
            scores[(home, index)] += 200
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        for (number, index), _ in ranked[:MOST_CANDIDATES]:
            yield number, self.articles[number].sentences[index]


def query(one: Side, rarity: Index) -> Query:
    """What to ask the library for: names, the rarest words of a claim, and what goes with them."""
    counted: dict[str, tuple[float, str]] = {}
    for token in one.sentence.tokens:
        key = token.key
        if key in one.wanted:
            tells = one.wanted[key] * (1.6 if token.capital else 1.0)
            if key not in counted or tells > counted[key][0]:
                counted[key] = (tells, token.text)
    ranked = sorted(counted.values(), key=lambda item: (-item[0], item[1]))
    return Query(tuple(dict.fromkeys(word for _, word in ranked[:10])))
