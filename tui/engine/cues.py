"""The words that report: which class a token is of, and whether it stands there as a verb."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tui.engine.grammar import Grammar
from tui.engine.lexicon import Lexicon, lexicon
from tui.engine.phrases import noun_phrase
from tui.engine.prepare import Sentence

CLASSES = (
    "responsibility",
    "refuse",
    "commit",
    "deny",
    "accuse",
    "expect",
    "estimate",
    "think",
    "say",
    "judge",
    "cause",
    "tally",
    "want",
    "stance",
)
"""In the order in which a word that is in several is tried."""


@dataclass(slots=True)
class Cue:
    """A reporting verb: tokens `at` to `end`, half-open; `cls` is the section it stands in."""

    at: int
    end: int
    cls: str
    also: tuple[str, ...] = ()
    """Further classes that it could be of, tried when the first finds no content."""


@cache
def _tables(
    language: str,
) -> tuple[
    dict[str, tuple[str, ...]], dict[str, tuple[tuple[tuple[str, ...], str], ...]], frozenset[str], frozenset[str]
]:
    words = lexicon(language)
    single: dict[str, tuple[str, ...]] = {}
    several: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for cls in CLASSES:
        for word in words[cls].words:
            single[word] = (*single.get(word, ()), cls)
        for phrase in words[cls].phrases:
            several[phrase[0]] = (*several.get(phrase[0], ()), (phrase, cls))
    several = {head: tuple(sorted(all_, key=lambda one: -len(one[0]))) for head, all_ in several.items()}
    same = words["same-past"].words
    heads = frozenset(single) | frozenset(several) | words["give"].words | words["feel"].words
    bare = frozenset(w for w in single if w + "s" in single or w + "es" in single or w[:-1] + "ies" in single) - same
    return single, several, bare, heads


def heads(words: Lexicon) -> frozenset[str]:
    """The words with which a cue can begin."""
    return _tables(words.language)[3]


def cue_at(sentence: Sentence, at: int, words: Lexicon, g: Grammar) -> Cue | None:
    """The cue that begins at the token `at`, if it stands there as a verb."""
    single, several, bare, _ = _tables(words.language)
    tokens = sentence.tokens
    low = tokens[at].low
    if low in several:
        fits = [one for one in several[low] if tuple(t.low for t in tokens[at : at + len(one[0])]) == one[0]]
        if fits:
            phrase, cls = fits[0]
            return Cue(at, at + len(phrase), cls, tuple(c for p, c in fits[1:] if p == phrase))
    if low in words["feel"].words and _felt(sentence, at, words, g):
        return Cue(at, at + 1, "feel")
    given = _given(sentence, at, words, g) if low in words["give"].words else None
    if given:
        return given
    classes = single.get(low)
    if not classes or _is_noun(sentence, at, words, g):
        return None
    if (
        low in words["past-too"].words
        and at + 1 < len(tokens)
        and tokens[at + 1].low in words["as"].words
        and classes[0] == "think"
    ):
        return None
    if low in bare and g.plural and not _plural(sentence, at, words, g):
        return None
    return Cue(at, at + 1, classes[0], classes[1:])


def _felt(sentence: Sentence, at: int, words: Lexicon, g: Grammar) -> bool:
    """ "is worried that", "feels sure the": an adjective behind a form of "be"."""
    tokens = sentence.tokens
    index = at - 1
    while index > 0 and g.adverb(tokens[index].low) and not sentence.gap(index, index + 1).strip():
        index -= 1
    if index >= 0 and tokens[index].low in words["dummy-be"].words:
        return False  # "it's not clear if"
    return index > 0 and (tokens[index].low in g.be or tokens[index].low in words["seems"].words)


def _given(sentence: Sentence, at: int, words: Lexicon, g: Grammar) -> Cue | None:
    """ "gave his word that", "came to the conclusion that"."""
    tokens = sentence.tokens
    for index in range(at + 1, min(at + 6, len(tokens) - 1)):
        low = tokens[index].low
        if sentence.gap(index - 1, index).strip() or (low in g.cues and low not in g.noun_too):
            return None
        following = tokens[index + 1].low
        binds = low in words["claim-noun"].words
        if (binds and (following in g.that or following in g.to)) or (
            following in g.that and (low in words["assert-noun"].words or low in words["give-noun"].words)
        ):
            return Cue(at, index + 1, "commit" if binds else "say")
    return None


def _plural(sentence: Sentence, at: int, words: Lexicon, g: Grammar) -> bool:
    """Has a verb in its bare form a subject or an auxiliary that it goes with?"""
    tokens = sentence.tokens
    index = at - 1
    while (
        index >= 0
        and not sentence.gap(index, index + 1).strip()
        and g.adverb(tokens[index].low)
        and tokens[index].low not in g.plural
    ):
        index -= 1
    if index < 0:
        return False
    low = tokens[index].low
    if sentence.gap(index, index + 1).strip():
        return True
    start, end = noun_phrase(sentence, index + 1, g)
    head = next((i for i in range(start, end) if tokens[i].low in g.preposition), end) - 1
    if start <= head < end and g.many(tokens[head].low):
        return True
    if any(tokens[i].low in g.both for i in range(start, end)):
        return True  # "Bell and a colleague write"
    if low in words["group"].words:
        return True  # "the team say"
    return low in g.plural or low in g.auxiliary or low in g.to or g.many(low)


def _is_noun(sentence: Sentence, at: int, words: Lexicon, g: Grammar) -> bool:
    """Does the token stand there as a noun or an adjective?"""
    tokens = sentence.tokens
    token = tokens[at]
    low = token.low
    if at == 0:
        return token.low in g.noun_too or not low.endswith(g.participial)
    before = tokens[at - 1]
    gap = sentence.gap(at - 1, at)
    if token.capital and (before.capital or at > 0) and not gap.strip():
        return True
    if gap.strip():
        return False
    if before.low in g.determiner and before.low not in g.pronoun and before.low not in words["counts"].words:
        return True
    if before.low.endswith("'s"):
        return before.low not in g.contracted
    if low in words["past-too"].words and before.low in words["well"].words:
        return True
    that = at + 1 < len(tokens) and tokens[at + 1].low in g.that
    if low in g.noun_too and g.many(before.low) and before.capital and not g.many(low):
        start, end = noun_phrase(sentence, at, g)
        if any(t.low in words["one-article"].words for t in tokens[start:end]):
            return True  # "a Morning News report that"
    if that and low in g.noun_too and not low.endswith(g.plurals) and _plural(sentence, at, words, g):
        return False  # "minutes of the meeting record that"
    if low in g.noun_too and low.endswith(g.participial):
        after = sentence.tokens[at + 1].low if at + 1 < len(tokens) else ""
        return not (after in g.that or before.low in g.auxiliary)
    if low in g.noun_too and g.many(low) and not before.capital and before.low not in g.pronoun:
        start, end = noun_phrase(sentence, at, g)
        if start < end and g.many(tokens[start].low) and tokens[start].low not in g.determiner:
            return True
    if low in g.noun_too and any(t.low in words["according-to"].words for t in tokens[max(0, at - 4) : at]):
        return True  # "according to media reports"
    behind = at + 1 < len(tokens) and tokens[at + 1].low in words["of-noun"].words
    named = before.capital or before.low in g.pronoun or before.low in words["role"].words
    if low in g.noun_too and g.many(low) and behind and not named:
        return True  # "murder charges against"
    if low in g.noun_too:
        if (before.low in g.preposition and before.low not in g.to) or before.low in words["noun-before"].words:
            return True
        if before.low.endswith(g.adjectival) and not before.capital and before.low not in words["role"].words:
            return True
    return False
