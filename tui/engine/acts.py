"""Verbs that are the act itself: "denied X", "put the cost at", "counted 30 boats": have they the object they need?"""

from __future__ import annotations

from itertools import pairwise

from tui.engine.cues import Cue
from tui.engine.grammar import Grammar
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence


def acts(sentence: Sentence, cue: Cue, cls: str, negated: bool, how: str, words: Lexicon, g: Grammar) -> bool:
    """Has the verb an object, so that it is an act of its subject?"""
    tokens = sentence.tokens
    low = tokens[cue.at].low
    after = cue.end
    if after >= len(tokens):
        return cls == "deny"
    following = tokens[after]
    gap = sentence.gap(after - 1, after).strip()
    if following.low in g.agent or (gap and not following.quoted):
        later = cls == "commit" and gap == "," and any(t.low in g.to for t in tokens[after : after + 10])
        return later and not negated
    if cls in ("expect", "commit") and low in g.noun_too and following.low in g.joins:
        return False  # "with fears and hopes and"
    if cls == "deny" and low in words["turned-down"].words and _asked(sentence, after, words, g):
        return False
    if negated and cls in ("deny", "expect", "commit"):
        return False
    if cls == "expect" and following.low in g.wh and not gap:
        return False  # "can predict where thieves will strike"
    if cls == "judge":
        return _judged(sentence, cue.at, words)
    if cls == "expect" and cue.end - cue.at > 1:
        return _tallied(sentence, cue, words, g)
    if cls == "cause" and cue.end - cue.at == 1 and low in words["cause-down"].words:
        lows = [t.low for t in tokens[after : after + 12]]
        return any(a in words["downward"].words and b in g.to for a, b in pairwise(lows))
    if cls == "cause":
        return low not in words["cause-to"].words or any(t.low in g.to for t in tokens[after : after + 10])
    if cls == "tally":
        return _tallied(sentence, cue, words, g)
    if cls == "want":
        if following.low in g.to:
            return True
        return any(t.low in g.to for t in tokens[after : after + 6]) and low in words["want-object"].words
    if low in words["commits-to"].words and not any(t.low in g.to for t in tokens[after : after + 3]):
        return False
    if low in words["past-too"].words and how == "loose" and (following.low in g.day or following.low in g.agent):
        return False
    loose = how not in ("that", "clause")
    if (
        cls in ("expect", "commit")
        and g.many(low)
        and loose
        and following.low in g.preposition
        and following.low not in g.to
    ):
        return False
    if cls == "stance":
        if cue.end - cue.at > 1:
            return True
        return not (
            following.low in g.preposition
            or following.low in g.auxiliary
            or following.low in g.complementizer
            or following.low in g.to
            or following.low in g.day
        )
    if cls == "accuse":
        return any(t.low in words["of"].words for t in tokens[after : after + 10])
    return True


def _asked(sentence: Sentence, after: int, words: Lexicon, g: Grammar) -> bool:
    """ "rejected a request", "dismissed two clerks": what is turned down is no assertion."""
    for token in sentence.tokens[after : after + 5]:
        if token.low in g.preposition or token.low in g.complementizer or token.quoted:
            return False
        if token.low in words["asked-for"].words:
            return True
    return False


def _judged(sentence: Sentence, at: int, words: Lexicon) -> bool:
    lows = [t.low for t in sentence.tokens[at + 1 : at + 9]]
    if sentence.tokens[at].low in words["put"].words:
        return "at" in lows and any(
            t.text[0].isdigit() or t.text[0] in "£$€" or t.quoted or t.low in words.numbers
            for t in sentence.tokens[at + 1 : at + 14]
        )
    if sentence.tokens[at].low in words["gave"].words:
        return "as" in lows and any(low[:1].isdigit() for low in lows)
    if sentence.tokens[at].low in words["dated"].words:
        return any(low in words["infinitive"].words for low in lows) and any(low[:1].isdigit() for low in lows)
    first = lows[:1] and lows[0] in words["pronoun-it"].words
    return (
        "as" in lows
        or any(t.quoted for t in sentence.tokens[at + 1 : at + 12])
        or (first and ranked(sentence, at + 1, words))
        or "best" in lows
    )


def _tallied(sentence: Sentence, cue: Cue, words: Lexicon, g: Grammar) -> bool:
    """Does a number stand behind "counted", and is it no writer's own count?"""
    tokens = sentence.tokens
    if cue.at and tokens[cue.at - 1].low in words["pronoun"].words:
        return False
    return any(t.text[0].isdigit() or t.low in words.numbers for t in tokens[cue.end : cue.end + 3])


def ranked(sentence: Sentence, start: int, words: Lexicon) -> bool:
    """ "what the guild called the oldest seal in the land": is a thing ranked before all others?"""
    endings = tuple(words["ending-most"].words)
    return any(
        t.low in words["most"].words or (endings and t.low.endswith(endings) and len(t.low) > 5)
        for t in sentence.tokens[start : start + 4]
    )
