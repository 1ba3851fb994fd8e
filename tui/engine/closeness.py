"""How near a passage is to what a claim speaks of: the same words, and words that go with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from tui.engine.figures import Figure, figures_of
from tui.engine.lexicon import Lexicon, stem
from tui.engine.prepare import Sentence, Token, content
from tui.engine.relatedness import Relatedness
from tui.engine.types import Claim

_BESIDE = 0.35
"""What a word of the claim's sentence counts that stands outside the claim."""
_LEAST = 0.12
"""A link weaker than this is not told."""

_DATELINE = re.compile(r"[A-Z][A-Z .’'-]+,[^.]{0,40}? [-–—] ")
Rarity = Callable[[str], float]
"""How much a stem tells in the articles at hand, 0 to 1."""


class Side(Struct, frozen=True):
    """A claim made ready to be compared with many passages."""

    claim: Claim
    sentence: Sentence
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    """The stem of each token."""
    all_keys: tuple[str, ...]
    """The stem of each token of the sentence."""
    stems: frozenset[str]
    wanted: Mapping[str, float]
    """Stems of the claim, and of its sentence for less, to what each counts."""
    near: Mapping[str, tuple[tuple[str, float], ...]] | None
    """A stem of a passage to the stems of the claim that it goes with, and how near each is. None where so few passages
    are compared that it is not worth making; `kin` is asked then."""
    kin: Relatedness
    figures: tuple[Figure, ...]
    lows: frozenset[str]
    """Its words, in lower case."""
    topics: tuple[Token, ...]
    """Its words of which something else would be news."""
    opposable: tuple[Token, ...]
    """Its words that do not go with some others."""
    absolute: Token | None
    """The first word of it that leaves no exception."""
    own_names: frozenset[str]
    """Stems of claimant and speaker."""
    negated: bool
    looks_ahead: bool
    """What it says was still to come when it was said."""
    published: str


def relatives(
    wanted: Iterable[str], kin: Relatedness, among: Set[str] | None = None
) -> dict[str, tuple[tuple[str, float], ...]]:
    """Each stem that goes with one that is wanted, to those and how near it is to each; only stems of `among`."""
    near: dict[str, list[tuple[str, float]]] = {}
    for s in wanted:
        near.setdefault(s, []).append((s, 1.0))
        known = kin.near(s)
        for other in known if among is None else known.keys() & among:
            near.setdefault(other, []).append((s, known[other]))
    return {key: tuple(found) for key, found in near.items()}


def side(
    claim: Claim,
    sentence: Sentence,
    published: str,
    words: Lexicon,
    kin: Relatedness,
    *,
    often: bool = True,
    among: Set[str] | None = None,
) -> Side:
    """`claim` stands in `sentence`; `often`: it will be compared with many passages, with no stems but those of `among`."""
    start, end = claim.span
    tokens = tuple([t for t in sentence.tokens if start <= t.start < end])
    stop = words["stop"]

    dateline = _DATELINE.match(sentence.text)
    opens = sentence.span.start + (dateline.end() if dateline else 0)
    names: set[str] = set()
    for mention in (claim.claimant, claim.speaker):
        if mention:
            names |= {stem(word) for word in mention.text.lower().split() if word not in stop}
    stems = content([t for t in tokens if t.start >= opens])
    wanted = {s: kin.rarity(s) for s in stems}
    for s in content([t for t in sentence.tokens if t.start >= opens]) - stems - names:
        wanted[s] = _BESIDE * kin.rarity(s)
    lows = frozenset([t.low for t in tokens])
    absolute = None if lows.isdisjoint(words["all"]) else _absolute(tokens, words)
    return Side(
        claim,
        sentence,
        tokens,
        tuple([t.key for t in tokens]),
        tuple([t.key for t in sentence.tokens]),
        stems,
        wanted,
        relatives(wanted, kin, among) if often else None,
        kin,
        figures_of(sentence, claim.span, words),
        lows,
        tuple([t for t in tokens if t.key in words.related]),
        tuple([t for t in tokens if t.key in words.opposed]),
        absolute,
        frozenset(names),
        not lows.isdisjoint(words["neg"]),
        claim.kind in ("pledge", "prediction") or (claim.kind == "figure" and not lows.isdisjoint(words["will"])),
        published,
    )


def _absolute(tokens: Sequence[Token], words: Lexicon) -> Token | None:
    """The first word that leaves no exception; "all through the night" and "at all" are none."""
    phrases = words["not-absolute"].phrases
    lows = [t.low for t in tokens]
    for i, token in enumerate(tokens):
        if token.low in words["all"] and not any(
            tuple(lows[k : k + len(phrase)]) == phrase
            for phrase in phrases
            for k in range(max(0, i - len(phrase) + 1), i + 1)
        ):
            return token
    return None


class Closeness(Struct, frozen=True):
    """What a passage has of what a claim wants."""

    same: float
    """Summed over the claim's words that stand in the passage too, each by how much it tells."""
    related: float
    """The same for words that only go with a word of the passage."""
    share: float
    """Of all that the claim wants, 0 to 1."""
    links: tuple[tuple[str, str, float], ...]
    """Stem of the claim, stem of the passage, what it counts; the strongest first."""

    @property
    def total(self) -> float:
        return self.same + self.related

    @property
    def weight(self) -> float:
        """How far a sign counts, 0 to 1: the nearer the passage, the surer that it is about the same matter."""
        return min(1.0, (self.same + self.related) / 1.2)


NONE = Closeness(0.0, 0.0, 0.0, ())


def _meetings(one: Side, stems: frozenset[str]) -> Iterator[tuple[str, Iterable[tuple[str, float]]]]:
    if one.near is not None:
        near = one.near
        for key in stems:
            if found := near.get(key):
                yield key, found
        return
    known = one.kin.near
    for wanted in one.wanted:
        if wanted in stems:
            yield wanted, ((wanted, 1.0),)
        elif not (nearness := known(wanted)).keys().isdisjoint(stems):
            for key in stems & nearness.keys():
                yield key, ((wanted, nearness[key]),)


def all_wanted(one: Side, rarity: Rarity) -> float:
    """What a passage would count that has all that a claim wants."""
    return sum(sorted(value * rarity(s) for s, value in one.wanted.items())) or 1.0


def closeness(one: Side, stems: frozenset[str], rarity: Rarity, whole: float = 0.0) -> Closeness:
    """How near the passage with these stems is to a claim. `whole` is `all_wanted`, where it was counted before."""
    best: dict[str, tuple[float, str]] = {}
    for key, found in _meetings(one, stems):
        tells = rarity(key)
        for wanted, nearness in found:
            value = nearness if nearness == 1.0 else nearness * tells
            held = best.get(wanted)
            if held is None or value > held[0] or (value == held[0] and key < held[1]):
                best[wanted] = (value, key)
    if not best:
        return NONE
    # In this order, so that the sums are the same to the last digit in every run.
    ranked: list[tuple[float, str, str]] = []
    for wanted, (value, key) in best.items():
        counts = value * one.wanted[wanted] * rarity(wanted)
        if wanted in one.own_names:
            counts *= 0.5
        if counts < _LEAST and value < 1.0:
            counts *= 0.5
        ranked.append((-counts, wanted, key))
    ranked.sort()
    same = related = 0.0
    for counts, wanted, key in ranked:
        if wanted == key:
            same -= counts
        else:
            related -= counts
    share = min(1.0, (same + related) / (whole or all_wanted(one, rarity)))
    return Closeness(same, related, share, tuple([(wanted, key, -counts) for counts, wanted, key in ranked]))
