"""Numbers written in words, and parts of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

from tui.engine.lexicon import Lexicon, lexicon

_WORD = re.compile(r"[^\W\d_]+")
_JOINED = re.compile(r"[ -]{1,2}(?=[^\W\d_])")
_ONE_THING = re.compile(r" an? ")
"""After "three quarters of": a measure, no share."""
_MOST_WORDS = 20
_WHOLES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 50, 100, 1000})
"""What parts are counted out of."""
_NUMERAL = r"\d{1,4}|[^\W\d_]+(?:-[^\W\d_]+)?"


def worded(text: str, at: int, words: Lexicon) -> tuple[float, int]:
    """The number in words that begins at `at`, and where it ends: "sixty-three", "two hundred and eighty".

    0 and `at` where none begins there.
    """
    total = current = 0
    end = place = at
    scaled = False
    for _ in range(_MOST_WORDS):
        found = _WORD.match(text, place)
        word = found.group().lower() if found else ""
        value, scale = words.numbers.get(word), words.scales.get(word, 0) if len(word) > 2 else 0
        if found is None:
            break
        if value is not None:
            tens = current % 100
            after_tens = tens >= 20 and tens % 10 == 0 and 0 < value < 10
            if end > at and not (scaled and value < 100) and not after_tens:
                break
            current += value
            scaled = False
        elif scale == 100 and current < 100:
            current = (current or 1) * 100
            scaled = True
        elif scale > 100 and (not total or scale < total):
            total += (current or 1) * scale
            current = 0
            scaled = True
        elif end > at and scaled and word in words["and-number"]:
            joined = _JOINED.match(text, found.end())
            if joined is None:
                break
            place = joined.end()
            continue
        else:
            break
        end = found.end()
        joined = _JOINED.match(text, end)
        if joined is None:
            break
        place = joined.end()
    return float(total + current), end


class Share(Struct, frozen=True):
    """A part of a whole, in percent, and where it stands."""

    percent: float
    start: int
    end: int
    step: float
    """How finely it is told, in percent."""


def shares(text: str, start: int, end: int, words: Lexicon) -> Iterator[Share]:
    """The parts of a whole in a stretch of text: "two thirds of", "nine families in ten", "94 of every hundred"."""
    pattern = _pattern(words.language)
    if pattern is None:
        return
    for found in pattern.finditer(text, start, end):
        if found["named"]:
            if _ONE_THING.match(text, found.end()):
                continue
            step, percent = 2.0, float(words.fractions[re.sub(r"[\s-]", " ", found["named"].lower())])
        else:
            part, whole = _value(found["part"], words), _value(found["whole"], words)
            after = (found["after"] or "").lower()
            # "Three goals in ten matches" is no share, "three families in ten" and "three in ten families" are.
            counted = after and (after in words.units or (found["noun"] and after not in words["stop"]))
            if whole not in _WHOLES or not 0 < part < whole or counted:
                continue
            step, percent = 100 / whole, 100 * part / whole
        yield Share(percent, found.start(), found.end("whole") if found["whole"] else found.end(), step)


def _value(numeral: str, words: Lexicon) -> float:
    return float(numeral) if numeral.isdigit() else worded(numeral, 0, words)[0]


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = lexicon(language)
    if not words.fractions:
        return None
    named = "|".join(re.escape(one).replace(r"\ ", "[ -]") for one in sorted(words.fractions, key=len, reverse=True))
    among = [" ".join(phrase) for phrase in words["out-of"].phrases]
    among = sorted([*among, *words["out-of"].words], key=len, reverse=True)
    return re.compile(
        rf"\b(?P<named>{named})\b|\b(?P<part>{_NUMERAL})(?: (?P<noun>[^\W\d_]+))? (?:{'|'.join(among)}) "
        rf"(?P<whole>{_NUMERAL})\b(?: (?P<after>[^\W\d_]+))?",
        re.I,
    )
