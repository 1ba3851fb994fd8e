"""Is a number what a proposition is about? "Sales fell by 6 percent" against "the 340 homes at Quarry Hill"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tui.engine.figures import figures
from tui.engine.grammar import grammar
from tui.engine.lexicon import Lexicon
from tui.engine.phrases import hit
from tui.engine.prepare import Sentence, Token

_MANY = 10
"""A number from which what is counted is what a sentence is about, rather than who or what is told of."""


def is_figure(sentence: Sentence, tokens: Sequence[Token], lows: Sequence[str], words: Lexicon) -> bool:
    """Is a number what the proposition is about?"""
    base = sentence.span.start
    g = grammar(words)
    past = g.past
    found = figures(sentence.text, tokens[0].start - base, tokens[-1].end - base, words, base)
    places = {t.start: i for i, t in enumerate(tokens)}
    for figure in found:
        at = places.get(figure.span.start)
        if at is None or (tokens[at].text[-1:].isalpha() and "-" in tokens[at].text):
            continue
        if at > 1 and lows[at - 1] in words["the"].words and figure.kind not in ("percent", "money"):
            continue
        before = at - 1
        while (
            before >= 0
            and at - before < 6
            and lows[before] in words["near"].words
            and lows[before] not in words["measure"].words
        ):
            before -= 1
        verb = lows[before] if before >= 0 else ""
        near = before >= 0 and verb in words["measure-be"].words
        if figure.kind in ("percent", "money"):
            if near or (verb in words["measure"].words and verb not in words["of"].words):
                return True
            if before > 0 and verb in words["of"].words and lows[before - 1] in words["amount"].words:
                return True
            if figure.kind == "money" and hit(lows, words, "measure-money", max(0, at - 7), at) is not None:
                return True
            if at <= 3 or figure.kind == "percent":
                return True
            continue
        if figure.kind == "time":
            if figure.value >= 100 and at + 2 < len(lows) and lows[at + 2] in words["old"].words:
                return True
            put = before > 0 and verb in words["measure-at"].words and lows[before - 1] in words["measure"].words
            if (
                put
                or verb in words["agent"].words
                or hit(lows, words, "measure-time", max(0, at - 4), at) is not None
                or hit(lows, words, "average") is not None
            ):
                return True
            continue
        if (
            at
            and lows[at - 1] in words["from-to"].words
            and any(
                low in words["measure-by"].words and behind[:1].isdigit()
                for low, behind in pairwise(lows[at + 1 : at + 4])
            )
        ):
            return figure.value < 1900 or "," in tokens[at].text
        leading = verb not in words["of"].words and verb not in words["deadline"].words
        if at <= 3 and not tokens[0].quoted and figure.value >= _MANY and leading:
            return True
        if at <= 1 and figure.value >= _MANY:
            return True
        if verb in words["so-long"].words and figure.value >= 100 and ("," in tokens[at].text or figure.value < 1900):
            return True
        if near and figure.value >= 3:
            return True
        if verb.endswith(past) and figure.value >= 10 and not tokens[0].quoted:
            return True
        if verb in words["measure"].words and verb not in words["preposition"].words and figure.value >= 3:
            return True
        if verb in words["measure-by"].words and any(
            low in words["measure"].words for low in lows[max(0, before - 3) : before]
        ):
            return True
    if len(lows) > 2 and "-" in lows[0] and all(part in words.numbers for part in lows[0].split("-")):
        return True
    if hit(lows, words, "compared") is not None:
        return True
    at = hit(lows, words, "change", 1)
    return at is not None and (
        lows[at].endswith(past) or g.many(lows[at]) or hit(lows, words, "measure", max(0, at - 7), at) is not None
    )
