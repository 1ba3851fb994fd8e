"""Speech that goes on without a verb of saying: "The mayor said that the road was safe. Nor would it be closed."."""

from __future__ import annotations

from tui.engine.content import opening
from tui.engine.grammar import grammar
from tui.engine.kinds import kind_of, perfect
from tui.engine.lexicon import Lexicon
from tui.engine.phrases import hit
from tui.engine.prepare import Sentence, Token
from tui.engine.types import ClaimKind, Mention, Reason
from tui.engine.worth import within
from tui.text.spans import Span

Found = tuple[Span, ClaimKind, float, tuple[Reason, ...]]
"""Span, kind, score, reasons."""
_MOST = 4
"""Clauses of one sentence."""
_FARTHEST = 12
"""Words before the "would" or "never" that shows it."""


def goes_on(
    sentence: Sentence, speaker: Mention, words: Lexicon, apart: bool = False, promised: bool = False
) -> list[Found]:
    """The claims of a sentence that follows what `speaker` said and tells more of it in the teller's tense; `apart`: at
    the head of the next paragraph; `promised`: what went before is a pledge."""
    tokens = sentence.tokens
    if len(tokens) < 5 or sentence.text.rstrip().endswith("?") or not words["asks"].words.isdisjoint(sentence.lows):
        return []
    first = opening(sentence)
    lows = [t.low for t in tokens[first:]]
    at = _sign(lows, words, apart)
    if at is None or tokens[first + at].quoted:
        return []
    sign = tokens[first + at]
    who = within(speaker.text, words)
    reason = Reason("continued", f"“{sign.text}” goes on with what {who} said", 0.6, (Span(sign.start, sign.end),))
    found: list[Found] = []
    for part in _clauses(sentence, first, words):
        kind = kind_of(sentence, part, words, "say", speaker.text)
        if kind == "prediction" and promised:
            kind = "pledge"
        found.append((Span(part[0].start, part[-1].end), kind, 0.6, (reason,)))
    return found


def _clauses(sentence: Sentence, first: int, words: Lexicon) -> list[tuple[Token, ...]]:
    """The sentence parted at semicolons."""
    tokens = sentence.tokens
    parts: list[tuple[Token, ...]] = []
    start = first
    for at in range(first + 4, len(tokens) - 3):
        if ";" in sentence.gap(at - 1, at):
            parts.append(tokens[start:at])
            start = at + 1 if tokens[at].low in words["joining"].words else at
    return [*parts, tokens[start:]][:_MOST]


def _sign(lows: list[str], words: Lexicon, apart: bool) -> int | None:
    """Where the word stands that shows it: "nor", "would", "had never", "could not", "without exception"."""
    g = grammar(words)
    if lows[0] in words["nor"].words:
        return 0 if len(lows) > 1 and lows[1] in g.auxiliary else None
    if (
        not apart
        and lows[0] in words["there"].words
        and lows[1] in words["there-was"].words
        and lows[2] in words["no"].words
    ):
        return 0
    for at, low in enumerate(lows[:_FARTHEST]):
        following = lows[at + 1] if at + 1 < len(lows) else ""
        clause = any(before in words["clause"].words for before in lows[max(0, at - 6) : at])
        if clause:
            continue
        if low in words["would"].words and following not in words["rather"].words and not perfect(lows, at + 1, words):
            return at
        if apart:
            continue
        if any(one in words["silent"].words for one in lows[at + 1 : at + 4]):
            return None  # "could not say why"
        if low in words["told-past"].words and (following in words["not"].words or lows[0] in words["everybody"].words):
            return at
        if low in words["told-past-not"].words:
            return at
    return None if apart else hit(lows, words, "no-exception")
