"""Judging a claim and a passage that come alone: no article, no date, nobody who says them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from tui.engine.closeness import Side, closeness, side
from tui.engine.facts import Facts, facts
from tui.engine.feature import Feature
from tui.engine.features import Setting, pair
from tui.engine.judge import model, reasons, scores
from tui.engine.lexicon import Lexicon, lexicon
from tui.engine.prepare import Sentence, content, quotations, tokenize
from tui.engine.relatedness import relatedness
from tui.engine.types import Claim, ClaimKind, Reason
from tui.text.document import Paragraph
from tui.text.spans import Span

LONGEST = 3000
"""Code points of a claim or of a passage that are read."""
_KEPT = 128
"""Claims, and passages, that are kept as they were read."""
_SETTING = Setting(None)


class Judgement(Struct, frozen=True):
    """How likely each relation is; the sum is 1."""

    scores: dict[str, float]
    """By relation, and `none`."""
    reasons: tuple[Reason, ...]
    """The terms of the likeliest relation, the largest first; spans are offsets in the two texts."""


def judge_pair(claim: str, evidence: str, language: str = "en", inferred: Sequence[Feature] = ()) -> Judgement:
    """Weigh one text against another. `inferred`: what a scorer says of the pair."""
    words, shipped = lexicon(language), model(language)
    one, (passage, seen) = _claim(claim[:LONGEST], language), _passage(evidence[:LONGEST], language)
    near = closeness(one, passage.stems, _even)
    features = pair(one, passage, seen, near, _SETTING, words)
    features = [*features, *inferred]
    found = scores(features, shipped)
    if not features:
        return Judgement(found, ())
    counter = found["contradicts"] + found["weakens"]
    likeliest = max(("supports", "qualifies", "updates"), key=found.__getitem__)
    column = "counter" if counter >= found[likeliest] else likeliest
    return Judgement(found, reasons(features, shipped.alone[column]))


# One claim often comes with several passages, and one passage with several claims.
@lru_cache(_KEPT)
def _claim(text: str, language: str) -> Side:
    words = lexicon(language)
    said = as_sentence(text, words)
    return side(as_claim(said, words), said, "", words, relatedness(language), often=False)


@lru_cache(_KEPT)
def _passage(text: str, language: str) -> tuple[Sentence, Facts]:
    words = lexicon(language)
    passage = as_sentence(text, words)
    return passage, facts(passage, words)


def _even(key: str) -> float:
    return 1.0


def as_sentence(text: str, words: Lexicon) -> Sentence:
    """A text, however long, as one sentence."""
    end = min(len(text), LONGEST)
    quotes = quotations(text, 0, end)
    tokens = tuple(tokenize(text, 0, end, quotes, words))
    lows = frozenset([token.low for token in tokens])
    return Sentence(
        0, Span(0, end), text[:end], Paragraph(1, "body", 0, end), tokens, content(tokens), tuple(quotes), lows
    )


def as_claim(sentence: Sentence, words: Lexicon) -> Claim:
    """A text as a claim of nobody's."""
    lows = sentence.lows
    if "may" in lows:
        lows = frozenset([token.low for token in sentence.tokens if token.text != "May"])
    kind: ClaimKind = "assertion"
    if not lows.isdisjoint(words["commit"]):
        kind = "pledge"
    elif not lows.isdisjoint(words["will"]) or any(low.endswith("'ll") for low in lows):
        kind = "prediction"
    elif not lows.isdisjoint(words["neg"]):
        kind = "denial"
    elif any(token.text[0].isdigit() for token in sentence.tokens):
        kind = "figure"
    return Claim(sentence.span, sentence.text, sentence.span, 1, kind, None, None, 0.7)
