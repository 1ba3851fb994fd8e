"""Where a quotation may stand in a text, when nothing but the quotation and its surroundings are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from tui.text.alike import ratio
from tui.text.approximate import LONGEST, Match, best, windows
from tui.text.folding import Folded, fold, fold_line
from tui.text.occurrences import looked_for, occurrences
from tui.text.spans import Span

_SPACED = r"[[\p{L}\p{N}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
_INSIDE = regex.compile(f"(?V1){_SPACED}{_SPACED}")
"""Two characters of one word."""
_TELLING = 8
AT_HOME = 12
"""A quotation of so many characters that stands in a text once is at home there, whatever its surroundings."""
_MANY = 40
"""Of a quotation that stands more often than so many times before or after the expected place not all are compared ..."""
_FEW = 6
"""... but so many before and after it."""
_END = 300
"""A long quotation is looked for by so many characters at either end."""
_ERRORS = 0.4
_CASE = 0.02
"""What a match loses when only its case differs."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be the one."""

    span: Span
    score: float
    """0 to 1."""
    likeness: float = 1.0
    """How much of the quotation stands there, 0 to 1; at least 0.98 where nothing but case or white space differs."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What is looked for, folded and in small letters."""

    exact: str
    prefix: str
    suffix: str
    cased: str
    """Folded only."""

    @classmethod
    def of(cls, exact: str, prefix: str, suffix: str) -> Quotation:
        cased = fold_line(exact).text.strip()
        return cls(small(cased), small(fold_line(prefix).text), small(fold_line(suffix).text), cased)


def small(text: str) -> str:
    """`text` in small letters, of the same length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=8)
def level(text: str) -> tuple[Folded, str]:
    """`text` folded, and that in small letters."""
    folded = fold(text)
    return folded, small(folded.text)


def allowed(size: int) -> int:
    """How many errors a quotation of this length may have: the shorter, the fewer, since short ones match by chance."""
    return int(size * (_ERRORS if size >= 40 else 0.3 if size >= 20 else 0.2))


def alone(exact: str, text: str) -> Span | None:
    """The only place of a quotation in `text`, white space and quotation marks aside; None where there is none, or
    several.

    A short one must stand there as whole words: a few letters are met by chance inside others.
    """
    quote = fold_line(exact).text.strip()
    folded, _ = level(text)
    at = folded.text.find(quote) if quote else -1
    if at < 0 or folded.text.find(quote, at + 1) >= 0:
        return None
    end = at + len(quote)
    if len(quote) < AT_HOME and (_joined(folded.text, at) or _joined(folded.text, end)):
        return None
    return folded.span(at, end)


def _joined(text: str, at: int) -> bool:
    """Does a word go on over this place? Scripts without spaces do not say so."""
    return 0 < at < len(text) and _INSIDE.fullmatch(text, at - 1, at + 1) is not None


def candidates(quotation: Quotation, text: str, expected: int) -> list[Candidate]:
    """Places of the quotation in `text`, scored; `expected` is where it should begin."""
    folded, low = level(text)
    quote = quotation.exact
    if not quote:
        return []
    starts = _exact(quotation, folded.text, low, folded.folded_offset(expected))
    matches = [Match(at, at + len(quote), 0) for at in starts]
    if not matches:
        matches = _approximate(quote, low)
    found = []
    for match in dict.fromkeys(matches):
        likeness = 1 - match.errors / len(quote)
        if not match.errors and folded.text[match.start : match.end] != quotation.cased:
            likeness -= _CASE
        before, after = surroundings(quotation, low, match.start, match.end)
        span = folded.span(match.start, match.end)
        near = 1 - min(1.0, abs(span.start - expected) / max(1, len(text)))
        found.append(Candidate(span, score(likeness, before, after, near), likeness))
    return found


def score(likeness: float, before: float, after: float, place: float) -> float:
    """(quotation 50 + prefix 20 + suffix 20 + position 6) / 96; each part from 0 to 1."""
    return (50 * likeness + 20 * before + 20 * after + 6 * place) / 96


def surroundings(quotation: Quotation, low: str, start: int, end: int) -> tuple[float, float]:
    """How well prefix and suffix fit what stands around `start:end` of a folded text in small letters."""
    prefix, suffix = quotation.prefix, quotation.suffix
    before = low[max(0, start - len(prefix)) : start]
    after = low[end : end + len(suffix)]
    return (
        _alike(prefix, before, edge=start <= len(prefix)),
        _alike(suffix, after, edge=end + len(suffix) >= len(low)),
    )


@lru_cache(maxsize=4096)
def _alike(wanted: str, there: str, *, edge: bool) -> float:
    """How well the surroundings fit, 0 to 1. `edge`: the text begins or ends there, as it did where `wanted` is
    short."""
    if wanted == there and edge:
        return 1.0
    alike = 1.0 if wanted == there else ratio(wanted, there)
    # A few letters agree by chance anywhere: they count by their number.
    return alike * min(1.0, len(wanted) / _TELLING)


def _exact(quotation: Quotation, text: str, low: str, expected: int) -> list[int]:
    """Every place of the quotation in a folded text (`low`: in small letters); of very many those that may be the likeliest.

    These are the nearest to `expected` of those whose surroundings fit; where these are few, of those that fit at once on
    either side, or on one; and where nothing is known of the surroundings, the nearest of all.
    """
    quote, prefix, suffix = quotation.exact, quotation.prefix, quotation.suffix
    near, all_of_them = looked_for(quote, low, expected, _MANY)
    if all_of_them:
        return sorted(near)
    if not prefix and not suffix:
        near = looked_for(quote, low, expected, _FEW)[0]
        return sorted(near | looked_for(quotation.cased, text, expected, _FEW)[0])
    places = occurrences(low)
    before, after = prefix[-_TELLING:], suffix[:_TELLING]
    found: set[int] = set()
    for pairs in (((prefix, suffix),), ((before, after),), ((before, ""), ("", after))):
        enough = False
        for head, tail in pairs:
            fitting, all_of_them = places.nearest(head, quote, tail, expected, _FEW)
            found |= fitting
            enough |= not all_of_them and bool(head or tail)
        if enough:
            return sorted(found)
    return sorted(found | near)


def _approximate(quote: str, low: str) -> list[Match]:
    if len(quote) > LONGEST:
        return _by_its_ends(quote, low)
    most = allowed(len(quote))
    found = [best(quote, low, start, end, most) for start, end in windows(quote, low)]
    return [match for match in found if match is not None]


def _by_its_ends(quote: str, low: str) -> list[Match]:
    heads, tails = _approximate(quote[:_END], low), _approximate(quote[-_END:], low)
    found = []
    for head in heads:
        for tail in tails:
            size = tail.end - head.start
            if size >= _END and abs(size - len(quote)) <= _ERRORS * len(quote):
                errors = round((head.errors + tail.errors) / (2 * _END) * len(quote))
                found.append(Match(head.start, tail.end, max(errors, abs(size - len(quote)))))
    return found
