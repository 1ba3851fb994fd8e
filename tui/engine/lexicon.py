"""The words the rules work with, one folder of data files per language, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from tui import resources

_SUFFIXES = (
    ("ational", "ate"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ization", "ize"),
    ("isation", "ise"),
    ("ousness", "ous"),
    ("ements", ""),
    ("ement", ""),
    ("ments", ""),
    ("ment", ""),
    ("ations", "at"),
    ("ation", "at"),
    ("ingly", ""),
    ("edly", ""),
    ("ions", ""),
    ("ings", ""),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ion", ""),
    ("ness", ""),
    ("ers", ""),
    ("ors", ""),
    ("er", ""),
    ("ly", ""),
    ("est", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
    ("e", ""),
)
_DOUBLE = re.compile(r"([bdfgklmnprt])\1$")
_IRREGULAR = {
    "fell": "fall",
    "fallen": "fall",
    "rose": "ris",
    "risen": "ris",
    "grew": "grow",
    "grown": "grow",
    "shut": "shut",
    "sold": "sell",
    "sale": "sell",
    "sales": "sales",
    "bought": "buy",
    "paid": "pay",
    "kept": "keep",
    "lost": "los",
    "loss": "los",
    "met": "meet",
    "meeting": "meet",
    "left": "leav",
    "broke": "break",
    "broken": "break",
    "held": "hold",
    "spent": "spend",
    "spoke": "speak",
    "spoken": "speak",
    "knew": "know",
    "known": "know",
    "ate": "eat",
    "eaten": "eat",
    "shot": "shoot",
    "won": "win",
    "built": "build",
    "cost": "cost",
    "cut": "cut",
    "died": "di",
    "dying": "di",
    "death": "di",
    "deaths": "di",
    "killed": "kill",
    "began": "begin",
    "begun": "begin",
    "drew": "draw",
    "ran": "run",
    "taught": "teach",
    "caught": "catch",
    "led": "lead",
    "sent": "send",
    "stood": "stand",
    "women": "woman",
    "men": "man",
    "children": "child",
    "wrote": "writ",
    "written": "writ",
    "made": "mak",
    "took": "tak",
    "taken": "tak",
    "hurt": "hurt",
}


_MOST_KEPT = 1 << 16
"""Words that are kept with what is known of them; no text of one language has more that come back."""
_LONGEST_KEPT = 40
_OPENS_NUMBER = frozenset("0123456789£$€")


@cache
def _same() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in parse(resources.read_text("lexicon/en/opposed.txt"))["same"]:
        first, *others = [entry.strip().lower() for entry in line.split(",")]
        for other in others:
            found.setdefault(bare(other), bare(first))
    return found


def stem(word: str) -> str:
    """A key under which the inflections, and the words of one meaning, of a lower-case word meet; never shown."""
    if len(word) > _LONGEST_KEPT:
        key = bare(word)
        return _same().get(key, key)
    return _stem(word)


@lru_cache(_MOST_KEPT)
def _stem(word: str) -> str:
    key = bare(word)
    return _same().get(key, key)


def bare(word: str) -> str:
    """A key under which the inflections of a lower-case word meet; crude."""
    word = word.removesuffix("'s").removesuffix("’s").strip("'’.-")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.isalpha():
        return word
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) + len(instead) >= 3:
            if suffix in ("s", "es") and word.endswith(("ss", "us", "is")):
                return word
            cut = word[: len(word) - len(suffix)] + instead
            if suffix in ("s", "es", "ies"):
                cut = cut.removesuffix("e")
            return _DOUBLE.sub(r"\1", cut)
    return word


class Section(frozenset[str]):
    """One `[section]` of a file: its single words are the set, its phrases of several words stand beside it.

    A set itself, since `in` is asked of it many times for each word of a text.
    """

    __slots__ = ("heads", "openings", "phrases", "words")

    words: frozenset[str]
    """The single words, as a plain set."""
    phrases: tuple[tuple[str, ...], ...]
    heads: Mapping[str, tuple[tuple[str, ...], ...]]
    """The phrases by their first word."""
    openings: frozenset[str]
    """The single words, and the first words of the phrases: a text without any of them has nothing of the section."""

    def __new__(cls, entries: Iterable[str] = ()) -> Section:
        every = list(entries)
        found = super().__new__(cls, (entry for entry in every if " " not in entry))
        found.words = frozenset(found)
        found.phrases = tuple(tuple(entry.split()) for entry in every if " " in entry)
        heads: dict[str, tuple[tuple[str, ...], ...]] = {}
        for phrase in found.phrases:
            heads[phrase[0]] = (*heads.get(phrase[0], ()), phrase)
        found.heads = heads
        found.openings = found.words | frozenset(heads)
        return found


def parse(text: str) -> dict[str, list[str]]:
    """The lines of each `[section]`, comments and blank lines left out."""
    found: dict[str, list[str]] = {}
    lines = found.setdefault("", [])
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            lines = found.setdefault(line[1:-1], [])
        else:
            lines.append(line)
    return found


def _entries(lines: Iterable[str]) -> list[str]:
    return [entry.strip() for line in lines for entry in line.split(",") if entry.strip()]


_NONE = Section()


class Word(Struct, frozen=True, gc=False):
    """What is known of a word wherever it stands."""

    low: str
    """Lower case, with straight apostrophes."""
    key: str
    """Its stem."""
    content: str
    """Its stem, where it says what a passage is about; else empty."""
    capital: bool
    number: bool
    """Is it a number, or does it hold one at its end?"""


class Lexicon(dict[str, Section]):
    """All of one language: its sections by name; one that it leaves out is empty."""

    language: str
    opposed: Mapping[str, frozenset[str]]
    """Stem of a word to the stems that it does not go with."""
    related: Mapping[str, frozenset[str]]
    """Stem of a topic to the stems of what would be news about it."""
    complement: Mapping[str, frozenset[str]]
    """Stem of a word to the stems of what is so when it is not."""
    contrary: Mapping[str, frozenset[str]]
    """Stem of a word to the stems of what is never so together with it."""
    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, int]
    """A named part of a whole, in percent."""
    sizes: Mapping[str, int]
    """A unit's word or sign to how many of the smallest of its kind it is; one that is not here is one."""
    units: Mapping[str, str]
    """A unit's word or sign to its kind."""

    def __init__(self, language: str, lines: Mapping[str, Sequence[str]]) -> None:
        """Of the lines of each section, as `parse` gives them."""
        super().__init__({name: Section(_entries(found)) for name, found in lines.items()})
        self.language = language
        self.opposed = _pairs(lines.get("opposed", ()), "|", True)
        self.related = _pairs(lines.get("related", ()), ":", False)
        self.complement = _pairs(lines.get("complement", ()), "|", True)
        self.contrary = _pairs(lines.get("contrary", ()), "|", True)
        self.numbers = _values(lines.get("number", ()))
        self.scales = _values(lines.get("scale", ()))
        self.fractions = _values(lines.get("share", ()))
        self.sizes = _values(lines.get("size", ()))
        units: dict[str, str] = {}
        for line in lines.get("unit", ()):
            kind, names = line.split(":", 1)
            units |= dict.fromkeys(_entries([names]), kind)
        self.units = units
        self.counting = frozenset(
            [*self.numbers, *self.scales, *(w for f in self.fractions for w in f.split() if w not in self["stop"])]
        )
        """Words that a figure in words may hold."""
        self.words: dict[str, Word] = {}
        """Words met before, as they stand in texts."""

    def __missing__(self, name: str) -> Section:
        return _NONE

    def word(self, text: str) -> Word:
        """What is known of a word, from now on in `words`."""
        found = self.part(text, text.lower().replace("’", "'"))
        if len(text) <= _LONGEST_KEPT:
            if len(self.words) >= _MOST_KEPT:
                self.words.clear()
            self.words[text] = found
        return found

    def part(self, text: str, low: str) -> Word:
        """What is known of a part of a word, which is `low` in lower case."""
        key = stem(low)
        told = low not in self["stop"] and len(low) > 2 and not low[0].isdigit()
        number = text[-1].isdigit() or text[0] in _OPENS_NUMBER or low.partition("-")[0] in self.counting
        return Word(low, key, key if told else "", text[0].isupper(), number)


def _values(lines: Iterable[str]) -> dict[str, int]:
    return {word: int(value) for word, _, value in (entry.rpartition(" ") for entry in _entries(lines))}


def _pairs(lines: Iterable[str], mark: str, both_ways: bool) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        left, right = (
            [stem(word) for part in side.split(",") for word in part.split()] for side in line.split(mark, 1)
        )
        for one in left:
            found.setdefault(one, set()).update(right)
        if both_ways:
            for one in right:
                found.setdefault(one, set()).update(left)
    return {key: frozenset(values - {key}) for key, values in found.items()}


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, such as `en`: all files of its folder, whose sections may be left out."""
    lines: dict[str, list[str]] = {}
    for path in resources.names(f"lexicon/{language}", ".txt"):
        lines |= parse(resources.read_text(path))
    return Lexicon(language, lines)


def served_languages() -> tuple[str, ...]:
    """The languages with a folder of cues."""
    return tuple(
        sorted(path.name for path in resources.data_path("lexicon").iterdir() if (path / "cues.txt").is_file())
    )
