"""Noun phrases without a tagger: one ends where a small word, a mark or a verb begins something else."""

from __future__ import annotations

from collections.abc import Sequence

from tui.engine.grammar import Grammar
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence

LONGEST_PHRASE = 18
"""Words of a noun phrase; what is longer is cut."""
NAME_GAP = " .'’&-/"
"""What may stand between the words of one name."""


def hit(lows: Sequence[str], words: Lexicon, name: str, start: int = 0, end: int | None = None) -> int | None:
    """Where the first word or phrase of a section stands in `lows[start:end]`."""
    section = words[name]
    end = len(lows) if end is None else min(end, len(lows))
    for at in range(start, end):
        if lows[at] in section.words:
            return at
        if lows[at] in section.heads and any(
            tuple(lows[at : at + len(phrase)]) == phrase for phrase in section.heads[lows[at]]
        ):
            return at
    return None


def noun_phrase(sentence: Sentence, end: int, g: Grammar) -> tuple[int, int]:
    """The noun phrase that ends before the token `end`; empty where there is none."""
    tokens = sentence.tokens
    if end <= 0:
        return (0, 0)
    last = tokens[end - 1]
    if last.quoted and not all(t.quoted for t in tokens[max(0, end - 3) : end + 1]):
        return (end, end)
    if last.low in g.pronoun or last.low in g.object_pronoun:
        if last.low in g.object_pronoun and last.low not in g.pronoun:
            return (end, end)
        if end < 2 or tokens[end - 2].low not in g.determiner or sentence.gap(end - 2, end - 1).strip():
            return (end - 1, end)
    start = end
    while start > 0 and end - start < LONGEST_PHRASE:
        token = tokens[start - 1]
        low = token.low
        if start < end:
            gap = sentence.gap(start - 1, start)
            if gap.strip(NAME_GAP) or " - " in gap or token.quoted != last.quoted:
                break
            if "." in sentence.gap(start - 1, start) and not (token.capital and len(token.text) <= 6):
                break
        if low in g.auxiliary:
            if token.capital and low in g.month:
                start -= 1
                continue
            who = _restricted(sentence, start, end, g)
            if who:
                start = who
                continue
            break
        if start < end and low in g.breaks:
            return trimmed(sentence, start + (tokens[start].low in g.to and start + 1 < end), end, g)
        if low in g.complementizer:
            if low in g.joins and 1 < start < end and _joins(sentence, start, end, g):
                start -= 1
                continue
            if _restricts(sentence, start, end, g):
                start -= 1
                continue
            break
        owns = low in g.possessive
        if start < end and not owns and (low in g.object_pronoun or (low in g.pronoun and low not in g.determiner)):
            break
        if low in g.cues and low not in g.noun_too and start < end:
            break
        if low in g.preposition and (start in (1, end) or sentence.gap(start - 2, start - 1).strip(NAME_GAP)):
            break
        start -= 1
        if (low in g.determiner or low.endswith("'s")) and start > 0 and not low.endswith("'s"):
            previous = tokens[start - 1].low
            if previous not in g.preposition and previous not in g.determiner and previous not in g.joins:
                who = _restricted(sentence, start, end, g)
                if not who:
                    break
                start = who
    return trimmed(sentence, start, end, g)


def _restricts(sentence: Sentence, start: int, end: int, g: Grammar) -> bool:
    """Does the word before `start` begin a clause that belongs to its noun: "some who saw it", "the trust that runs it"?"""
    tokens = sentence.tokens
    if not 1 < start < end or sentence.gap(start - 2, start - 1).strip() or not noun_like(tokens[start - 2].low, g):
        return False
    if tokens[start - 1].low in g.that:
        noun = tokens[start - 2].low
        return _verb_like(tokens[start].low, g) and (noun not in g.cues or noun in g.noun_too)
    return tokens[start - 1].low in g.relative


def _verb_like(low: str, g: Grammar) -> bool:
    return low in g.finite or low.endswith(g.past) or g.many(low)


def _restricted(sentence: Sentence, start: int, end: int, g: Grammar) -> int:
    """ "A porter who asked not to be named": where "who" stands, if what ends here is such a clause; else 0."""
    tokens = sentence.tokens
    for at in range(start - 1, max(0, start - 10), -1):
        if sentence.gap(at, at + 1).strip(NAME_GAP) or tokens[at].quoted:
            return 0
        if tokens[at].low in g.relative:
            return at if start < end and _restricts(sentence, at + 1, end, g) else 0
        if tokens[at].low in g.complementizer and tokens[at].low not in g.negation:
            return 0
    return 0


def _joins(sentence: Sentence, start: int, end: int, g: Grammar) -> bool:
    """Does the "and" before `start` join two names or nouns, rather than two clauses?"""
    tokens = sentence.tokens
    one, other = tokens[start - 2], tokens[start]
    if sentence.gap(start - 2, start - 1).strip(NAME_GAP):
        return False
    if one.capital and (
        other.low in g.companions or (other.low in g.articles and tokens[start + 1].low in g.companions)
    ):
        return True  # "Professor Bell and a colleague write"
    if other.low in g.pronoun:
        return False
    return (one.capital and other.capital) or (
        not one.capital and not other.capital and g.many(one.low) and g.many(tokens[end - 1].low)
    )


def noun_like(low: str, g: Grammar) -> bool:
    return low not in g.preposition and low not in g.auxiliary and not g.adverb(low) and low not in g.joins


def trimmed(sentence: Sentence, start: int, end: int, g: Grammar) -> tuple[int, int]:
    """Without the day, the adverb, or the adjunct ("in a statement the group") that stands before it."""
    tokens = sentence.tokens
    if start == 1 and end > 2 and tokens[0].low in g.adjunct and not sentence.gap(0, 1).strip():
        start = 0  # "In her letter to the board Ms Bell"
    while start < end and (
        tokens[start].low in g.day
        or tokens[start].low in g.discourse
        or (g.adverb(tokens[start].low) and tokens[start].low not in g.pronoun)
        or tokens[start].low in g.joins
        or (tokens[start].text[0].isdigit() and start + 1 < end and tokens[start + 1].low in g.day)
    ):
        start += 1
    if start < end and tokens[start].low in g.preposition and tokens[start].low not in g.near_number:
        begin = end
        while (
            begin > start + 1
            and tokens[begin - 1].capital
            and not sentence.gap(begin - 1, begin).strip(NAME_GAP)
            and tokens[begin - 1].low not in g.day
        ):
            begin -= 1
        if begin < end:
            return (begin, end)
        for at in range(end - 1, start + 1, -1):
            if tokens[at].low in g.determiner and tokens[at - 1].low not in g.preposition:
                return (at, end)
        if g.many(tokens[end - 1].low) and end - start > 2 and tokens[end - 2].low not in g.determiner:
            return (end - 1, end)
        return (end, end)
    return (start, end)
