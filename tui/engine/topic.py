"""What a claim and a passage have in common, and where passages worth a look are found."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Prepared, Sentence
from tui.engine.types import Claim, Query

MOST_CANDIDATES = 80
"""Passages of the given articles that are weighed for one claim."""
_COMMONEST = 400
"""A word that stands in more sentences than this finds nothing by itself."""


class Index:
    """Which sentence of which article holds which stem."""

    def __init__(self, articles: Sequence[Prepared], words: Lexicon) -> None:
        self.articles = articles
        self.words = words
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.total = 0
        self.against: list[list[int]] = []
        for number, prepared in enumerate(articles):
            cued: list[int] = []
            for sentence in prepared.sentences:
                self.total += 1
                for stem in sentence.stems:
                    self.places[stem].append((number, sentence.index))
                if any(token.low in words["against-word"] for token in sentence.tokens[:60]):
                    cued.append(sentence.index)
            self.against.append(cued[:200])

    def rarity(self, stem: str) -> float:
        """The less often a stem stands in the articles, the more it tells: 0 to 1."""
        return math.log((self.total + 1) / (len(self.places.get(stem, ())) + 0.5)) / math.log((self.total + 1) / 0.5)

    def near(self, stems: frozenset[str], home: int) -> Iterator[tuple[int, Sentence]]:
        """The passages that share most with these stems, the most telling first; at most `MOST_CANDIDATES`."""
        scores: Counter[tuple[int, int]] = Counter()
        for stem in sorted(stems)[:200]:
            places = self.places.get(stem, ())
            if 0 < len(places) <= _COMMONEST:
                weight = int(1000 * self.rarity(stem))
                for place in places:
                    scores[place] += weight
            for other in sorted(self.words.related.get(stem, ())):
                places = self.places.get(other, ())
                if len(places) <= _COMMONEST:
                    for place in places:
                        scores[place] += 300
        for index in self.against[home]:
            scores[(home, index)] += 200
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        for (number, index), _ in ranked[:MOST_CANDIDATES]:
            yield number, self.articles[number].sentences[index]


def query(claim: Claim, stems_of: Iterable[tuple[str, str]], index: Index) -> Query:
    """What to ask the library for: the words of a claim, the rarest first. `stems_of` pairs a word with its stem."""
    seen: dict[str, str] = {}
    for word, stem in stems_of:
        seen.setdefault(stem, word)
    ranked = sorted(seen.items(), key=lambda item: (-index.rarity(item[0]), item[1]))
    return Query(tuple(word for _, word in ranked[:10]))
