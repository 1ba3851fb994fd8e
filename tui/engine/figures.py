"""Numbers and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from tui.engine.lexicon import Lexicon, lexicon, stem
from tui.engine.numerals import shares, worded
from tui.engine.prepare import Sentence
from tui.text.spans import Span

MOST = 40
"""Figures read in one stretch."""
_DIGITS = r"(?P<sign>[£$€])?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<glued>%|m\b|bn\b|k\b)?(?!\d|[:/]\d|-[a-z])"
_AFTER = re.compile(
    r"[\s-]*(per cent|[a-zà-ÿœ’']+|%)(?:[\s-]+(?:of\s+)?(?:the\s+)?([a-zà-ÿœ’'-]+))?(?:[\s-]+([a-zà-ÿœ’'-]+))?", re.I
)
_DIGITS_BEFORE = re.compile(r"\d[\s-]$")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s*$")


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Digits, or a number word of the language: in small letters, and in any.

    The first looks at one character of most words, and takes a quarter of the other's time.
    """
    words = lexicon(language)
    names = [*words.numbers, *(name for name in words.scales if len(name) > 2)]
    known = sorted(map(re.escape, names), reverse=True)
    either = rf"{_DIGITS}|\b(?P<word>{'|'.join(known) or '(?!)'})\b"
    opens = "".join(sorted({re.escape(name[0]) for name in names}))
    return re.compile(rf"(?=[\d£$€{opens}])(?:{either})"), re.compile(either, re.I)


def _numbers(text: str, start: int, end: int, language: str) -> Iterator[re.Match[str]]:
    small, either = _patterns(language)
    low = text.lower()
    # The letters that are like "i" and "s" where case is nothing, and stay as they are in lower case.
    if len(low) == len(text) and "ı" not in low and "ſ" not in low:
        return small.finditer(low, start, end)
    return either.finditer(text, start, end)


def _is_month(word: str, words: Lexicon) -> bool:
    """The name of a month, or its first three letters or more."""
    return word in words["month"].words or (
        len(word) in (3, 4) and any(m.startswith(word) for m in words["month"].words)
    )


class Figure(Struct, frozen=True):
    """One figure: `kind` is the kind of unit (`percent`, `money` …) or `count`, `noun` the stem of what is counted."""

    value: float
    kind: str
    noun: str
    span: Span
    text: str
    digits: bool


def figures(text: str, start: int, end: int, words: Lexicon, base: int = 0) -> list[Figure]:
    """The figures in `text[start:end]`, spans moved by `base`; years, days of a month and clock times left out."""
    end = min(end, start + 3000)
    found: list[Figure] = [
        Figure(one.percent, "percent", "", Span(base + one.start, base + one.end), text[one.start : one.end], True)
        for one in shares(text, start, end, words)
    ]
    taken = [(f.span.start - base, f.span.end - base) for f in found]
    last = start
    for number in _numbers(text, start, end, words.language):
        if len(found) >= MOST:
            break
        digits, at = number["digits"], number.start()
        stop = number.end()
        if at < last or any(left <= at < right for left, right in taken):
            continue
        if digits:
            if len(digits) > 15 or (at > 0 and text[at - 1] in ".-–/" and not number["sign"]):
                continue
            value = float(digits.replace(",", ""))
            year = not number["sign"] and not number["glued"] and "," not in digits and 1800 <= value <= 2100
            before = _WORD_BEFORE.search(text[max(0, at - 14) : at]) if value <= 31 else None
            if year or (
                before and not number["sign"] and before[1][:1].isupper() and _is_month(before[1].lower(), words)
            ):
                continue
        else:
            if _DIGITS_BEFORE.search(text, max(start, at - 2), at):
                continue  # the "million" of "£3 million"
            value, stop = worded(text, at, words)
            last = stop
            if value == 1:
                continue
        after = _AFTER.match(text, stop, min(end, stop + 60))
        unit = (number["glued"] or number["sign"] or "").lower()
        tail = [part.lower() for part in after.groups() if part] if after else []
        if unit in words.scales:
            value *= words.scales[unit]
            unit = number["sign"] or ""
        while tail and tail[0] in words.scales:
            value *= words.scales[tail.pop(0)]
        if digits and tail and tail[0] in words["month"].words:
            continue
        if (
            tail
            and not number["sign"]
            and (tail[0] in ("am", "pm") or (after and text[stop : after.end()].strip()[1:3] == ".m"))
        ):
            continue
        kind = words.units.get(unit, "") or (words.units.get(tail[0], "") if tail else "")
        noun = stem(tail[0]) if kind in ("time", "length", "mass") and tail else ""
        if tail and tail[0] in words["people"].words:
            noun = kind = "people"
        if not kind:
            kind = "count"
            noun = next((stem(word) for word in tail if word not in words["stop"] and len(word) > 2), "")
        found.append(Figure(value, kind, noun, Span(base + at, base + stop), text[at:stop], bool(digits)))
    return found


def figures_of(sentence: Sentence, span: Span, words: Lexicon) -> tuple[Figure, ...]:
    """The figures in a part of a sentence."""
    if not any(t.number for t in sentence.tokens):
        return ()
    base = sentence.span.start
    return tuple(figures(sentence.text, span.start - base, span.end - base, words, base))


def differ(one: float, other: float) -> bool:
    """Far enough apart not to be a rounding of one another."""
    return abs(one - other) > 0.04 * max(abs(one), abs(other))
