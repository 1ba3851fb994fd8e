"""Do two articles tell of one story? By the names in them, and by what they speak of."""

from __future__ import annotations

from collections import Counter
from math import sqrt

from msgspec import Struct

from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Prepared
from tui.engine.relatedness import Relatedness

_FEWEST = 25
"""Of fewer words than this it cannot be said what an article speaks of."""
_MOST_SENTENCES = 400


class Story(Struct, frozen=True):
    """What an article is about."""

    names: frozenset[str]
    """Stems of the names in it."""
    words: dict[str, float]
    """Stem to how much it stands for the article: a vector of length 1; empty for a text of a few words."""


def story_of(prepared: Prepared, words: Lexicon, kin: Relatedness) -> Story:
    """The names are capitals that do not only begin a sentence, and codes, such as K4471."""
    stop = words["stop"]
    names: set[str] = set()
    counted: Counter[str] = Counter()
    for sentence in prepared.sentences[:_MOST_SENTENCES]:
        counted.update(sentence.stems)
        for place, token in enumerate(sentence.tokens):
            if not token.capital or token.low in stop or len(token.low) < 3 or token.key in names:
                continue
            if place or any(c.isdigit() for c in token.low):
                names.add(token.key)
    if len(counted) < _FEWEST:
        return Story(frozenset(names), {})
    weights = {key: sqrt(n) * kin.rarity(key) for key, n in counted.items()}
    length = sqrt(sum(sorted(w * w for w in weights.values()))) or 1.0
    return Story(frozenset(names), {key: w / length for key, w in weights.items()})


def shared_names(one: Story, other: Story) -> float:
    """How far two articles name the same: 0 to 2."""
    return min(2.0, len(one.names & other.names) / 2)


def likeness(one: Story, other: Story) -> float | None:
    """The cosine of what two articles speak of, 0 to 1; None where one of them is only a few words."""
    if not one.words or not other.words:
        return None
    few, many = sorted((one.words, other.words), key=len)
    return sum(sorted(weight * many[key] for key, weight in few.items() if key in many))
