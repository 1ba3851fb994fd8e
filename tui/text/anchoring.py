"""How a span is found again in another version of a text: in doubt it is shown for review, never guessed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from tui.text.folding import Folded, fold
from tui.text.spans import Span
from tui.text.words import snap

CONTEXT = 32
"""Code points of prefix and of suffix in an anchor."""
CERTAIN = 0.75
"""From this score a match is taken, unless a rival is near."""
DOUBTFUL = 0.50
"""From this score a match is shown to the reader to confirm."""
LEAD = 0.02
"""How far ahead of any rival elsewhere a match must be."""
_TELLING = 8
_MOST_CANDIDATES = 400
_MOST_PARAGRAPHS = 20_000

State = Literal["exact", "moved", "fuzzy", "review", "orphan"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with its exact text and up to 32 code points of what stands before and after."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor stands in a text."""

    state: State
    """exact: at its old place. moved: the same text elsewhere. fuzzy: text that differs in white space, quotation
    marks,
    dashes or a few characters. review: probably at `span`, the reader should confirm. orphan: not found, `span` is
    None."""
    span: Span | None
    score: float
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    score: float


def describe(text: str, span: tuple[int, int]) -> Anchor:
    """The anchor of `span` in `text`. Raises ValueError when the span does not lie in the text."""
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"the span {start}:{end} does not lie in a text of {len(text)} characters")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def resolve(anchor: Anchor, text: str, *, old_text: str | None = None) -> Resolution:
    """Where `anchor` stands in `text`. `old_text`, the text it was made in, maps its position where paragraphs moved.

    The same text at the same place with the same surroundings is exact. Else every folded match of the quotation is
    scored: (quotation 50 + prefix 20 + suffix 20 + position 6) / 96. A span that is returned never splits a grapheme
    cluster, and lies in `text`.
    """
    here = Span(anchor.start, anchor.end)
    if 0 <= here.start <= here.end <= len(text) and text[here.start : here.end] == anchor.exact:
        if old_text is not None and old_text == text:
            return Resolution("exact", here, 1.0)
        around = describe(text, here)
        same = bool(anchor.exact) and (around.prefix, around.suffix) == (anchor.prefix, anchor.suffix)
        # The same words can stand in the same surroundings twice, as in a refrain: then the mapped place decides.
        if same and (old_text is None or _mapped(old_text, text, anchor.start) == anchor.start):
            return Resolution("exact", here, 1.0)
    if not anchor.exact.strip():
        return Resolution("orphan", None, 0.0)
    expected = _mapped(old_text, text, anchor.start) if old_text is not None else anchor.start
    candidates = _exact_matches(anchor, text, expected)
    if not candidates:
        return Resolution("orphan", None, 0.0)
    best = max(candidates, key=lambda candidate: (candidate.score, -abs(candidate.span.start - expected)))
    rival = max((c.score for c in candidates if not c.span.overlap(best.span)), default=0.0)
    span = snap(text, best.span)
    if best.score >= CERTAIN and best.score - rival >= LEAD:
        if span.of(text) != anchor.exact:
            return Resolution("fuzzy", span, best.score)
        return Resolution("exact" if span == here else "moved", span, best.score)
    if best.score >= DOUBTFUL:
        return Resolution("review", span, best.score)
    return Resolution("orphan", None, best.score)


def _exact_matches(anchor: Anchor, text: str, expected: int) -> list[_Candidate]:
    """Every folded match of the quotation, or of many those whose place is nearest and whose surroundings fit at
    once."""
    folded = fold(text)
    quote = fold(anchor.exact).text.strip()
    if not quote:
        return []
    prefix, suffix = fold(anchor.prefix).text, fold(anchor.suffix).text
    starts: list[int] = []
    near: list[int] = []
    at = folded.text.find(quote)
    while at >= 0:
        if len(starts) < _MOST_CANDIDATES:
            starts.append(at)
        elif folded.text.endswith(prefix[-8:], 0, at) and folded.text.startswith(suffix[:8], at + len(quote)):
            near.append(at)
        at = folded.text.find(quote, at + 1)
    if len(starts) >= _MOST_CANDIDATES:
        middle = folded.folded_offset(expected)
        starts += sorted(near, key=lambda place: abs(place - middle))[:_MOST_CANDIDATES]
        for place in (folded.text.find(quote, middle), folded.text.rfind(quote, 0, middle + len(quote))):
            if place >= 0:
                starts.append(place)
    return [_score(folded, at, quote, prefix, suffix, expected, len(text)) for at in sorted(set(starts))]


def _score(folded: Folded, at: int, quote: str, prefix: str, suffix: str, expected: int, size: int) -> _Candidate:
    end = at + len(quote)
    before = _context(prefix, folded.text[max(0, at - len(prefix)) : at], edge=at <= len(prefix))
    after = _context(suffix, folded.text[end : end + len(suffix)], edge=end + len(suffix) >= len(folded.text))
    span = folded.span(at, end)
    position = 1 - min(1.0, abs(span.start - expected) / max(1, size))
    return _Candidate(span, (50 + 20 * before + 20 * after + 6 * position) / 96)


def _context(wanted: str, there: str, *, edge: bool) -> float:
    """How well the surroundings fit, 0 to 1. `edge`: the text begins or ends there, as it did where `wanted` is
    short."""
    if wanted == there and edge:
        return 1.0
    alike = 1.0 if wanted == there else SequenceMatcher(None, wanted, there, autojunk=False).ratio()
    # A few letters agree by chance anywhere: they count by their number.
    return alike * min(1.0, len(wanted) / _TELLING)


@lru_cache(maxsize=4)
def _paragraph_map(old: str, new: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Runs of equal paragraphs: where they begin and end in `old`, and what to add to come to `new`; all in code
    points."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    if max(len(old_lines), len(new_lines)) > _MOST_PARAGRAPHS:
        return (), (), ()
    old_at = [0, *accumulate(len(line) + 1 for line in old_lines)]
    new_at = [0, *accumulate(len(line) + 1 for line in new_lines)]
    blocks = SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_matching_blocks()
    runs = [(old_at[a], old_at[a + size], new_at[b] - old_at[a]) for a, b, size in blocks if size]
    return tuple(r[0] for r in runs), tuple(r[1] for r in runs), tuple(r[2] for r in runs)


def _mapped(old: str, new: str, offset: int) -> int:
    """Where `offset` of `old` should stand in `new`, by the paragraphs that both have."""
    if old == new:
        return offset
    starts, ends, shifts = _paragraph_map(old, new)
    at = bisect_right(starts, offset) - 1
    if at >= 0 and offset < ends[at]:
        return offset + shifts[at]
    # In a changed stretch: as far in, by share, between the paragraphs around it that both have.
    left_old = ends[at] if at >= 0 else 0
    left_new = left_old + shifts[at] if at >= 0 else 0
    right_old = starts[at + 1] if at + 1 < len(starts) else len(old) + 1
    right_new = right_old + shifts[at + 1] if at + 1 < len(starts) else len(new) + 1
    share = (offset - left_old) / max(1, right_old - left_old)
    return min(len(new), max(0, round(left_new + share * (right_new - left_new))))
