"""What goes with what: words of one field of life, and words near in meaning; and how rare a word is in general."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from tui import resources
from tui.engine.lexicon import parse, stem

SYNONYM = 0.5
"""From this nearness on two words mean the same; the same word is 1."""
_LEAST, _MOST, _STEP = 0.2, 0.49, 1.2
"""How near two words are that share hardly any of their fields, and most of them."""
_UNKNOWN = 0.95
"""How rare a word is that no list knows."""

_MOST_KEPT = 20_000
"""Words whose relatives are kept as they were put together."""


class Relatedness:
    """The lists of one language. A language without them relates nothing, and every word is as rare as any other."""

    def __init__(self, language: str) -> None:
        self._fields: list[frozenset[str]] = []
        self._member: dict[str, list[int]] = defaultdict(list)
        self._lines: dict[str, str] = {}
        self._near: dict[str, Mapping[str, float]] = {}
        self._roots: dict[int, float] = {}
        if resources.data_path(f"related/{language}/fields.txt").is_file():
            for line in parse(resources.read_text(f"related/{language}/fields.txt"))["field"]:
                words = (entry.strip() for entry in line.split(","))
                self._fields.append(frozenset(stem(word) for word in words if word and " " not in word))
                for word in self._fields[-1]:
                    self._member[word].append(len(self._fields) - 1)
        if resources.data_path(f"related/{language}/near.txt").is_file():
            for line in resources.read_text(f"related/{language}/near.txt").split("\n"):
                if line and line[0] != "#":
                    key, _, rest = line.partition(" ")
                    self._lines[stem(key)] = rest

    def rarity(self, key: str) -> float:
        """0 for a stem that stands in every text, to 1 for one that hardly any has."""
        line = self._lines.get(key)
        return int(line[:2]) / 100 if line else _UNKNOWN

    def near(self, key: str) -> Mapping[str, float]:
        """The stems that go with a stem, each with how near it is (0 to 1); itself left out."""
        found = self._near.get(key)
        if found is None:
            if len(self._near) >= _MOST_KEPT:
                self._near.clear()
            found = self._near[key] = self._collect(key)
        return found

    def _collect(self, key: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for entry in self._lines.get(key, "").split()[1:]:
            found[stem(entry[:-2])] = int(entry[-2:]) / 100
        mine = self._member.get(key, ())
        shared: dict[str, float] = defaultdict(float)
        for number in mine:
            field = self._fields[number]
            each = 1 / len(field) ** 0.5
            for other in field:
                shared[other] += each
        member, roots = self._member, self._roots
        for other, value in shared.items():
            # Of words that stand in many fields, as "report" does, each says less.
            product = len(mine) * len(member[other])
            root = roots.get(product)
            if root is None:
                root = roots[product] = product**0.5
            nearness = _LEAST + _STEP * value / root
            if nearness > _MOST:
                nearness = _MOST
            if other not in found or found[other] < nearness:
                found[other] = nearness
        found.pop(key, None)
        return found


@cache
def relatedness(language: str = "en") -> Relatedness:
    """The lists of a language, read once."""
    return Relatedness(language)
