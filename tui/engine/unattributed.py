"""Claims without a reporting verb: "promises from the council that …", and what the article says in its own name."""

from __future__ import annotations

from collections.abc import Iterator

from tui.engine.content import opening
from tui.engine.grammar import grammar
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
                continue
            start = start if start <= owner else owner
            who = register.resolve(sentence, start, owner + 1)
            if who and who.span:
                who = Mention(who.text.removesuffix("'s").removesuffix("’s"), who.span)
            that = at + 1
        elif following in words["from"].words:
            that = next((i for i in range(at + 2, min(len(tokens), at + _FARTHEST)) if tokens[i].low in g.that), -1)
            if that < at + 3 or any("," in sentence.gap(i, i + 1) for i in range(at, that)):
                continue
            who = register.resolve(sentence, at + 2, that)
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


def own(sentence: Sentence, words: Lexicon, first: bool) -> Found | None:
    """What the article asserts itself and what can be wrong: firsts at its head (`first`), and figures and outlooks that
    it gives as estimates without saying whose."""
    tokens = sentence.tokens
    if sentence.quotes or len(tokens) < 6:
        return None
    lows = [t.low for t in tokens]
    span = Span(tokens[opening(sentence)].start, tokens[-1].end)
    if any(low in words["pronoun-we"].words for low in lows):
        return None
    at = hit(lows, words, "unheard-of") if first and len(tokens) >= 8 else None
    if at is not None and any(low in words["first-since"].words for low in lows[at + 2 : at + 3]):
        at = None  # "for the first time since the spring" had been before
    if at is not None:
        reason = Reason(
            "absolute",
            f"“{tokens[at].text}” leaves no exception, in the article's own words",
            0.55,
            (_span(tokens[at]),),
        )
        return span, "assertion", None, 0.55, (reason,)
    at = hit(lows, words, "estimated")
    if at is None:
        return None
    kind = kind_of(sentence, tokens, words)
    if kind not in ("figure", "prediction"):
        return None
    reason = Reason(
        "estimate", f"“{tokens[at].text}” gives it as an estimate, without saying whose", 0.55, (_span(tokens[at]),)
    )
    return span, kind, None, 0.55, (reason,)
