"""What can be seen in a passage before it meets any claim."""

from __future__ import annotations

import re

from msgspec import Struct

from tui.engine.figures import Figure, figures_of
from tui.engine.lexicon import Lexicon, Section
from tui.engine.prepare import Sentence, Token
from tui.text.spans import Span

_MOST_TOKENS = 200
_DIGIT = re.compile(r"\d")
_DATING = re.compile(r"\b(?:[JFMASOND][a-z]{2}|last |on |since )")
"""One of these, or a digit, stands in every date."""
_FOUR = re.compile(r"[12]\d{3}")
_YEAR = re.compile(r"(?<![\d£$€,.])(1[5-9]\d\d|20\d\d)(?![\d,.]*\d)")
_PART = re.compile(
    r"\b(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|half|none|some|few|most)(?: [^\s,.;:]{1,20}){0,3} "
    r"(?:out of|of) (?:the |its |her |his |their |[A-Z][\w’']+ )?"
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.I,
)
_DATED = re.compile(
    r"\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b(?: \d{1,2}\b)?|"
    r"\b\d{1,2}[.:]\d\d ?(?:[ap]\.?m\b)?|\b\d{1,2} ?[ap]\.?m\b|\b(?:last|on|since) (?:\w+day|week|month|spring|summer|autumn|winter)\b"
)
Found = tuple[str, Span]
"""A cue as it stands in the passage, and where."""


class Facts(Struct, frozen=True):
    """Each is None where the passage has nothing of the kind."""

    keys: tuple[str, ...]
    """The stem of each token that is read."""
    negation: Token | None
    negation_opens: bool
    strong: Found | None
    weak: Found | None
    weak_opens: bool
    record: Found | None
    trouble: tuple[Found, ...]
    fulfilled: Found | None
    ahead: Found | None
    waiting: Found | None
    limit: Found | None
    update: Found | None
    part: Found | None
    against: Found | None
    dated: Found | None
    elsewhere: Found | None
    figures: tuple[Figure, ...]
    years: tuple[tuple[int, Span], ...]


def cue(sentence: Sentence, section: Section, low: str, lows: frozenset[str]) -> Found | None:
    """The first cue of a section in a sentence, as it stands there.

    `low` is the sentence in small letters, `lows` its words.
    """
    if lows.isdisjoint(section.openings):
        return None
    if not lows.isdisjoint(section.words):
        for token in sentence.tokens[:_MOST_TOKENS]:
            if token.low in section.words and token.text != "May":
                return token.text, Span(token.start, token.end)
    for phrase in section.phrases:
        if phrase[0] not in lows:
            continue
        text = " ".join(phrase)
        at = low.find(text)
        # Whole words only: "not all" does not stand in "would not allow".
        while at >= 0 and (low[at - 1 : at].isalnum() or low[at + len(text) : at + len(text) + 1].isalnum()):
            at = low.find(text, at + 1)
        if at >= 0:
            start = sentence.span.start + at
            return sentence.text[at : at + len(text)], Span(start, start + len(text))
    return None


def facts(sentence: Sentence, words: Lexicon) -> Facts:
    """Read one passage."""
    low = sentence.text[:2000].lower()
    tokens = sentence.tokens[:_MOST_TOKENS]
    lows = sentence.lows if len(sentence.tokens) <= _MOST_TOKENS else frozenset([t.low for t in tokens])
    negative = words["neg"]
    negation = None if lows.isdisjoint(negative) else next(t for t in tokens if t.low in negative)
    trouble = words["trouble"]
    weak = cue(sentence, words["weak"], low, lows)
    text = sentence.text[:2000]
    digits = _DIGIT.search(text)
    part = _PART.search(text) if "of " in text else None
    dated = _DATED.search(text) if digits or _DATING.search(text) else None
    base = sentence.span.start
    return Facts(
        tuple([t.key for t in tokens]),
        negation,
        negation is not None and negation in tokens[:3],
        cue(sentence, words["strong"], low, lows),
        weak,
        weak is not None and weak[1].start <= base + 14,
        cue(sentence, words["on-record"], low, lows),
        ()
        if lows.isdisjoint(trouble)
        else tuple([(t.text, Span(t.start, t.end)) for t in tokens if t.low in trouble][:4]),
        cue(sentence, words["fulfilled"], low, lows),
        cue(sentence, words["yet-to-come"], low, lows),
        cue(sentence, words["still-waiting"], low, lows),
        cue(sentence, words["limit"], low, lows),
        cue(sentence, words["update"], low, lows),
        (part.group(), Span(base + part.start(), base + part.end())) if part else None,
        cue(sentence, words["against-word"], low, lows),
        (dated.group(), Span(base + dated.start(), base + dated.end())) if dated else None,
        cue(sentence, words["elsewhere"], low, lows),
        figures_of(sentence, sentence.span, words),
        tuple([(int(y.group()), Span(base + y.start(), base + y.end())) for y in _YEAR.finditer(text)][:6])
        if digits and _FOUR.search(text)
        else (),
    )
