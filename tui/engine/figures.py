"""Numbers and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from tui.engine.lexicon import Lexicon, lexicon, stem
from tui.engine.numerals import Share, shares, worded
from tui.engine.prepare import Sentence
from tui.text.spans import Span

MOST = 40
"""Figures read in one stretch."""
_DIGITS = r"(?P<sign>[£$€])?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<glued>%|m\b|bn\b|k\b)?(?!\d|[:/]\d|-[a-z])"
_AFTER = re.compile(
    r"[\s-]*(per cent|[a-zà-ÿœ’']+|%)(?:[\s-]+(?:of\s+)?(?:the\s+)?([a-zà-ÿœ’'-]+))?(?:[\s-]+([a-zà-ÿœ’'-]+))?", re.I
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d")
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
    size: float = 0.0
    """The value in one unit for all of its kind: hours and days both in seconds."""
    step: float = 0.0
    """What the last digit written counts, in that unit: 10 for 480, 1 for 84, 0.1 for 84.3."""
    role: Literal["", "part", "whole"] = ""
    """In "nine of the prisoners", nine is a part; in "20 of the 41 seats", 41 is the whole."""


def figures(text: str, start: int, end: int, words: Lexicon, base: int = 0) -> list[Figure]:
    """The figures in `text[start:end]`, spans moved by `base`; years, days of a month and clock times left out."""
    end = min(end, start + 3000)
    found: list[Figure] = [_share(one, text, base) for one in shares(text, start, end, words)]
    taken = [(f.span.start - base, f.span.end - base) for f in found]
    last = whole = start
    for number in _numbers(text, start, end, words.language):
        if len(found) >= MOST:
            break
        digits, at = number["digits"], number.start()
        stop = number.end()
        if at < last or any(left <= at < right for left, right in taken):
            continue
        if digits:
            if len(digits) > 15 or _ORDINAL.match(text, stop):
                continue
            # "-" and "/" join it to what stands before; "K4471" is a code.
            if at > 0 and not number["sign"] and (text[at - 1] in ".-–/" or text[at - 1].isalpha()):
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
        role: Literal["", "whole"] = "whole" if at < whole else ""
        whole = _whole(text, stop, min(end, stop + 60), words)
        found += _counted(text, number, value, stop, whole, min(end, stop + 60), role, words, base)
    return found


def _share(one: Share, text: str, base: int) -> Figure:
    span = Span(base + one.start, base + one.end)
    return Figure(one.percent, "percent", "", span, text[one.start : one.end], True, one.percent, one.step)


def _counted(
    text: str,
    number: re.Match[str],
    value: float,
    stop: int,
    whole: int,
    end: int,
    role: Literal["", "whole"],
    words: Lexicon,
    base: int,
) -> list[Figure]:
    """The figure of a number that ends at `stop`, with what follows read for its unit; none for a day or a time of day.

    `whole`: where the group ends that it is a part of, 0 where none is named.
    """
    digits, at = number["digits"], number.start()
    after = _AFTER.match(text, whole or stop, end)
    unit = (number["glued"] or number["sign"] or "").lower()
    tail = [part.lower() for part in after.groups() if part] if after else []
    step = _step(digits)
    if unit in words.scales:
        value, step = value * words.scales[unit], step * words.scales[unit]
        unit = number["sign"] or ""
    while tail and tail[0] in words.scales:
        scale = words.scales[tail.pop(0)]
        value, step = value * scale, step * scale
    if digits and tail and tail[0] in words["month"].words:
        return []
    if not number["sign"] and (_of_day(tail, words) or (after and text[stop : after.end()].strip()[1:3] == ".m")):
        return []
    kind = words.units.get(unit, "") or (words.units.get(tail[0], "") if tail else "")
    if tail and tail[0] in words["people"].words:
        noun = kind = "people"
    elif kind:
        noun = ""
    elif digits and _CLOCK.fullmatch(digits):
        return []  # "22.40 Heavy rain": no count has two decimals
    else:
        kind = "count"
        noun = next((stem(word) for word in tail if word not in words["stop"] and len(word) > 2), "")
    size = words.sizes.get(tail[0], 1) if tail and kind == words.units.get(tail[0]) else words.sizes.get(unit, 1)
    step = step or 10.0 ** _zeros(value)
    span = Span(base + at, base + stop)
    return [
        Figure(
            value,
            kind,
            noun,
            span,
            text[at:stop],
            bool(digits),
            value * size,
            step * size,
            role or ("part" if whole else ""),
        )
    ]


def _whole(text: str, stop: int, end: int, words: Lexicon) -> int:
    """Where the "of the 41" of "20 of the 41 seats" or the "of the" of "nine of the prisoners" ends; 0 where there is none."""
    pattern = _whole_pattern(words.language)
    found = pattern.match(text, stop, end) if pattern else None
    if found is None:
        return 0
    number = found["number"]
    if number and (number[0].isdigit() or worded(number, 0, words)[0]):
        return found.end()
    return found.end("of")


@cache
def _whole_pattern(language: str) -> re.Pattern[str] | None:
    known = [" ".join(phrase) for phrase in lexicon(language)["whole-of"].phrases]
    if not known:
        return None
    number = r"\d[\d,]*|[^\W\d_]+(?:-[^\W\d_]+)?"
    return re.compile(
        rf" (?P<of>{'|'.join(sorted(known, key=len, reverse=True))})\b(?: (?P<number>{number})(?= ))?", re.I
    )


def _of_day(tail: Sequence[str], words: Lexicon) -> bool:
    """ "Ten am", "twenty to eight"."""
    if not tail:
        return False
    if tail[0] in ("am", "pm"):
        return True
    return len(tail) > 1 and tail[0] in words["of-clock"] and tail[1] in words.numbers


def _zeros(value: float) -> int:
    """How many zeros a whole number ends with."""
    digits = str(int(value))
    return len(digits) - len(digits.rstrip("0")) if value else 0


def _step(digits: str | None) -> float:
    """What the last digit of a number counts that is no zero at its end; 0 for a number in words."""
    if not digits:
        return 0.0
    whole, _, decimals = digits.replace(",", "").partition(".")
    return 10.0 ** -len(decimals) if decimals else 10.0 ** (len(whole) - len(whole.rstrip("0")))


def figures_of(sentence: Sentence, span: Span, words: Lexicon) -> tuple[Figure, ...]:
    """The figures in a part of a sentence."""
    if not any(t.number for t in sentence.tokens):
        return ()
    base = sentence.span.start
    return tuple(figures(sentence.text, span.start - base, span.end - base, words, base))


def differ(one: Figure, other: Figure) -> bool:
    """Far enough apart not to be a rounding of one another: "900" may be 930, and "94 per cent" not 91."""
    apart = abs(one.size - other.size)
    return apart > 0.04 * max(one.size, other.size) or apart > max(one.step, other.step) / 2
