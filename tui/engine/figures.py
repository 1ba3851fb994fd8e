"""Numbers and what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tui.engine.lexicon import Lexicon, stem
from tui.text.spans import Span

MOST = 40
"""Figures read in one stretch."""
_NUMBER = re.compile(
    r"(?P<sign>[£$€])?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<glued>%|m\b|bn\b|k\b)?(?!\d|[:/]\d|-[a-z])"
    r"|\b(?P<word>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|half|none)\b",
    re.I,
)
_AFTER = re.compile(
    r"[\s-]*(per cent|[a-z’']+|%)(?:[\s-]+(?:of\s+)?(?:the\s+)?([a-z’'-]+))?(?:[\s-]+([a-z’'-]+))?", re.I
)
_MONTHS = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `kind` is the kind of unit (`percent`, `money` …) or `count`, `noun` the stem of what is counted."""

    value: float
    kind: str
    noun: str
    span: Span
    text: str
    digits: bool


def figures(text: str, start: int, end: int, words: Lexicon, base: int = 0) -> list[Figure]:
    """The figures in `text[start:end]`, spans moved by `base`; years, days of a month and clock times left out."""
    found: list[Figure] = []
    for number in _NUMBER.finditer(text, start, min(end, start + 3000)):
        if len(found) >= MOST:
            break
        digits = number["digits"]
        if digits:
            if len(digits) > 15 or (number.start() > 0 and text[number.start() - 1] in ".-–/" and not number["sign"]):
                continue
            value = float(digits.replace(",", ""))
            year = not number["sign"] and not number["glued"] and "," not in digits and 1800 <= value <= 2100
            before = text[max(0, number.start() - 12) : number.start()]
            if year or (value <= 31 and not number["sign"] and _MONTHS.search(before)):
                continue
        else:
            word = number["word"].lower()
            if word in ("one", "none", "half"):
                continue
            value = float(words.numbers[word])
        after = _AFTER.match(text, number.end(), min(end, number.end() + 60))
        unit = (number["glued"] or number["sign"] or "").lower()
        tail = [part.lower() for part in after.groups() if part] if after else []
        if unit in words.scales:
            value *= words.scales[unit]
            unit = number["sign"] or ""
        while tail and tail[0] in words.scales:
            value *= words.scales[tail.pop(0)]
        if (
            digits
            and tail
            and tail[0][:3] in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
            and (tail[0] in words["month"])
        ):
            continue
        if (
            tail
            and not number["sign"]
            and (tail[0] in ("am", "pm") or (after and text[number.end() : after.end()].strip()[1:3] == ".m"))
        ):
            continue
        kind = words.units.get(unit, "") or (words.units.get(tail[0], "") if tail else "")
        noun = stem(tail[0]) if kind in ("time", "length", "mass") and tail else ""
        if tail and tail[0] == "people":
            noun = kind = "people"
        if not kind:
            kind = "count"
            noun = next((stem(word) for word in tail if word not in words["stop"] and len(word) > 2), "")
        found.append(
            Figure(value, kind, noun, Span(base + number.start(), base + number.end()), number.group(), bool(digits))
        )
    return found


def differ(one: float, other: float) -> bool:
    """Far enough apart not to be a rounding of one another."""
    return abs(one - other) > 0.04 * max(abs(one), abs(other))
