"""Claims without a reporting verb: "promises from the council that …", and what the article says in its own name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.engine.content import opening
from tui.engine.grammar import Grammar, grammar
from tui.engine.kinds import kind_of
from tui.engine.lexicon import Lexicon
from tui.engine.names import Register
from tui.engine.phrases import hit, noun_phrase
from tui.engine.prepare import Sentence, Token
from tui.engine.types import ClaimKind, Mention, Reason
from tui.engine.worth import within
from tui.text.spans import Span

Found = tuple[Span, ClaimKind, Mention | None, float, tuple[Reason, ...]]
"""Span, kind, claimant, score, reasons."""
_SHORTEST = 5
"""Words of a sentence that claims something in the article's own name."""
_OWN = 0.55
_FARTHEST = 14
"""Words between "promises" and "that"."""


def _span(token: Token) -> Span:
    return Span(token.start, token.end)


def nominal(sentence: Sentence, register: Register, words: Lexicon) -> Iterator[Found]:
    """ "promises from the council that …", "an assurance by the firm that …", "it was Ann's belief that …"; one a sentence."""
    tokens = sentence.tokens
    bind, assertion = words["claim-noun"].words, words["assert-noun"].words
    if sentence.lows.isdisjoint(bind) and sentence.lows.isdisjoint(assertion):
        return
    g = grammar(words)
    for at, token in enumerate(tokens):
        binds = token.low in bind
        if token.quoted or not (binds or token.low in assertion) or at + 3 >= len(tokens):
            continue
        following = tokens[at + 1].low
        if following in g.that:
            start, _ = noun_phrase(sentence, at, g)
            owner = next(
                (
                    i
                    for i in range(at - 1, max(start, at - 4) - 1, -1)
                    if tokens[i].low.endswith("'s") or tokens[i].low in g.possessive
                ),
                None,
            )
            if owner is None:
                outlet = _outlet(sentence, at, words)  # "a Morning News report that"
                if not outlet or token.low not in words["issues"].words or not _clause_at(sentence, at + 2, g):
                    continue
                start, owner = outlet, at - 1
            start = start if start <= owner else owner
            who = register.resolve(sentence, start, owner + 1)
            if who and who.span:
                who = Mention(who.text.removesuffix("'s").removesuffix("’s"), who.span)
            that = at + 1
        elif following in g.be and (
            at and any(t.low.endswith("'s") or t.low in g.possessive for t in tokens[max(0, at - 3) : at])
        ):
            that = next((i for i in range(at + 2, min(len(tokens), at + 5)) if tokens[i].low in g.that), -1)
            owner = next(
                i for i in range(at - 1, -1, -1) if tokens[i].low.endswith("'s") or tokens[i].low in g.possessive
            )
            if that < 0:
                continue
            start, _ = noun_phrase(sentence, owner + 1, g)
            who = register.resolve(sentence, min(start, owner), owner + 1)
            if who and who.span:
                who = Mention(who.text.removesuffix("'s").removesuffix("’s"), who.span)
        elif following in words["from"].words:
            that = next((i for i in range(at + 2, min(len(tokens), at + _FARTHEST)) if tokens[i].low in g.that), -1)
            if that < at + 3 or any("," in sentence.gap(i, i + 1) for i in range(at, that)):
                continue
            if any(
                t.low in g.be or t.low in g.finite or (t.low.endswith(g.past) and not t.capital)
                for t in tokens[at + 2 : that - 1]
            ):
                continue  # "his message of hope is one that"
            is_that = tokens[that - 1].low in g.be  # "word from the palace is that the king is well"
            binds = binds and not is_that
            who = register.resolve(sentence, at + 2, that - is_that)
        else:
            continue
        if who is None or that + 2 >= len(tokens):
            continue
        close = next(
            (
                i
                for i in range(that + 2, len(tokens))
                if sentence.gap(i - 1, i).strip()[:1] in (",", ";") and not tokens[i].quoted
            ),
            len(tokens),
        )
        verbs = [i for i in range(that + 2, close) if tokens[i].low in g.auxiliary and not tokens[i].quoted]
        again = next((i for i in verbs[1:] if tokens[i].low in g.be and tokens[i - 1].low not in g.auxiliary), None)
        if again is not None and tokens[again - 1].low not in g.joins and tokens[again - 1].low not in g.pronoun:
            close = again  # "the promise that no school would close | was met with laughter"
        kind: ClaimKind = "pledge" if binds else kind_of(sentence, tokens[that + 1 : close], words)
        name = "commitment" if binds else "reported"
        reason = Reason(
            name, f"“{token.text}” names it as what {within(who.text, words)} has said", 0.6, (_span(token),)
        )
        yield Span(tokens[that + 1].start, tokens[close - 1].end), kind, who, 0.6, (reason,)
        return


def _clause_at(sentence: Sentence, start: int, g: Grammar) -> bool:
    """Does a subject stand at the token `start`, rather than a verb?"""
    token = sentence.tokens[start]
    if token.low in g.auxiliary or token.low in g.finite:
        return False
    return token.capital or token.low in g.determiner or token.low in g.opens or not g.many(token.low)


def _outlet(sentence: Sentence, noun: int, words: Lexicon) -> int:
    """Where the name begins that stands between "a" or "the" and the token `noun`; 0 for none."""
    tokens = sentence.tokens
    start = noun
    while start > 1 and tokens[start - 1].capital and not sentence.gap(start - 1, start).strip():
        start -= 1
    return start if start < noun and tokens[start - 1].low in words["article"].words else 0


def own(sentence: Sentence, words: Lexicon, first: bool) -> Found | None:
    """What the article asserts itself and what can be wrong: firsts (at its head: `first`; anywhere "the first woman to …"),
    what is to be by a day, what somebody never did, and figures and outlooks that it gives as estimates without saying
    whose."""
    tokens = sentence.tokens
    if sentence.quotes or len(tokens) < _SHORTEST:
        return None
    lows = [t.low for t in tokens]
    if any(low in words["pronoun-we"].words for low in lows):
        return None
    begin = opening(sentence)
    span = Span(tokens[begin].start, tokens[-1].end)
    for sign in (_first_ever(lows, words) if first and len(tokens) >= 8 else None, _first_to(lows, words)):
        if sign is not None:
            text = f"“{tokens[sign].text}” leaves no exception, in the article's own words"
            return span, "assertion", None, _OWN, (Reason("absolute", text, _OWN, (_span(tokens[sign]),)),)
    at = _never(lows[begin:], words)
    if at is not None:
        sign = begin + at
        text = f"“{tokens[sign].text}” leaves no exception, in the article's own words"
        kind = kind_of(sentence, tokens[begin:], words)
        return span, kind, None, _OWN, (Reason("absolute", text, _OWN, (_span(tokens[sign]),)),)
    at = _is_to(lows, words)
    if at is not None:
        text = f"“{tokens[at].text} {tokens[at + 1].text}” says what is to come, and when"
        return span, "prediction", None, _OWN, (Reason("future", text, _OWN, (_span(tokens[at]),)),)
    at = hit(lows, words, "estimated")
    if at is None:
        return None
    kind = kind_of(sentence, tokens, words)
    if kind not in ("figure", "prediction"):
        return None
    reason = Reason(
        "estimate", f"“{tokens[at].text}” gives it as an estimate, without saying whose", _OWN, (_span(tokens[at]),)
    )
    return span, kind, None, _OWN, (reason,)


def _first_ever(lows: Sequence[str], words: Lexicon) -> int | None:
    """ "for the first time", unless "since the spring" follows."""
    at = hit(lows, words, "unheard-of")
    return None if at is None or any(low in words["first-since"].words for low in lows[at + 2 : at + 3]) else at


def _first_to(lows: Sequence[str], words: Lexicon) -> int | None:
    """ "is the first woman to lead it", "became the only club to …"."""
    be = words["be"].words | words["became"].words
    for at in range(1, len(lows) - 3):
        if lows[at] in words["the-first"].words and lows[at - 1] in words["the"].words:
            behind = next(
                (i for i in range(at + 2, min(at + 5, len(lows) - 1)) if lows[i] in words["infinitive"].words), 0
            )
            if behind and at >= 2 and lows[at - 2] in be:
                return at
    return None


def _never(lows: Sequence[str], words: Lexicon) -> int | None:
    """ "She herself never appeared": where the "never" stands that a person begins with."""
    if lows[0] not in words["one-person"].words:
        return None
    at = next((i for i in range(1, 3) if lows[i] in words["at-all"].words), None)
    return at if at is not None and lows[at + 1] not in words["be"].words else None


def _is_to(lows: Sequence[str], words: Lexicon) -> int | None:
    """ "is to open on Wednesday", "are to be changed by March": what is to be, with the day."""
    for at in range(1, len(lows) - 3):
        if lows[at] in words["is-to"].words and lows[at + 1] in words["infinitive"].words:
            for i in range(at + 3, len(lows)):
                day = (
                    lows[i] in words["weekday"].words
                    or lows[i] in words["month"].words
                    or lows[i] in words["feast"].words
                )
                if day and lows[i - 1] in words["until-day"].words:
                    return at
    return None
