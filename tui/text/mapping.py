"""Where a span of an old text stands in a new one, by where its words and those around it went."""

from __future__ import annotations

from dataclasses import dataclass

from tui.text.approximate import LONGEST, best
from tui.text.candidates import Candidate, Quotation, level, score, surroundings
from tui.text.comparing import QUOTES, Block, Comparison, compare
from tui.text.spans import Span

_WIDE = 24
"""How many words on either side speak for a place."""
_REACH = 80
"""How far from it they may stand now, in words: a sentence may have been put in between."""
_KEPT = 0.4
"""So much of a passage must still be there."""
_PLAIN = 0.9
"""Where so many of the words around are still there, their letters need not be compared."""
_CHANGED = 4
"""How many words at an end of a passage may be changed."""
_SENTENCE = 100
"""How far from a passage quotation marks are looked for, in words."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a passage went."""

    span: Span
    score: float
    sure: bool
    """In order with the text around it, or in whole paragraphs that moved; not words that are now quoted elsewhere."""

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.span, self.score)


def mapped(old: str, new: str, span: Span, quotation: Quotation) -> Mapped | None:
    """Where `span` of `old` stands in `new`; None where too little of it is left."""
    both = compare(old, new)
    first, last = both.old.first(span.start), both.old.after(span.end) - 1
    if last < first or not quotation.exact:
        return None
    block, places = _group(both, first, last)
    found = _place(both, old, new, span, first, last, block, places, quotation)
    if found is None:
        return None
    place, likeness = found
    before, after = _wide(both, first, place, block, -1), _wide(both, last, place, block, 1)
    if min(before, after) < _PLAIN:
        folded, low = level(new)
        start, end = folded.folded_offset(place.start), folded.folded_offset(place.end)
        narrow = surroundings(quotation, low, start, end)
        before, after = max(before, narrow[0]), max(after, narrow[1])
    sure = block.whole if block is not None else not _set_in_quotes(both, places)
    return Mapped(place, score(likeness, before, after, 1.0), sure)


def _group(both: Comparison, first: int, last: int) -> tuple[Block | None, list[tuple[int, int]]]:
    """The words of the passage that stayed together: most of them, in order or in one block that moved."""
    groups: dict[Block | None, list[tuple[int, int]]] = {}
    for i in range(first, last + 1):
        j = both.to_new[i]
        if j >= 0:
            groups.setdefault(_home(both, i), []).append((i, j))
    if not groups:
        return None, []
    return max(groups.items(), key=lambda group: sum(len(both.old.keys[i]) for i, _ in group[1]))


def _home(both: Comparison, i: int) -> Block | None:
    block = both.block_of(i)
    return block if block is not None and block.new.contains(both.to_new[i]) else None


def _place(
    both: Comparison,
    old: str,
    new: str,
    span: Span,
    first: int,
    last: int,
    block: Block | None,
    places: list[tuple[int, int]],
    quotation: Quotation,
) -> tuple[Span, float] | None:
    """The place itself, and how much it is like the passage, 0 to 1."""
    low, over = _bound(both, first, block, places[0][1] if places else None, -1)
    high, beyond = _bound(both, last, block, places[-1][1] if places else None, 1)
    size = sum(len(both.old.keys[i]) for i in range(first, last + 1))
    kept = sum(len(both.old.keys[i]) for i, _ in places)
    if places and kept >= _KEPT * size:
        a = _end_word(places[0][1], places[0][0] - first, low, over, -1)
        b = _end_word(places[-1][1], last - places[-1][0], high, beyond, 1)
        if a is not None and b is not None:
            now = sum(len(both.new.keys[j]) for j in range(a, b + 1))
            start = _start(both, old, new, span.start, first, a) if places[0] == (first, a) else both.new.starts[a]
            end = _end(both, old, new, span.end, last, b) if places[-1] == (last, b) else both.new.ends[b]
            if now <= 2.5 * size + 40:
                if new[start:end] == old[span.start : span.end]:
                    return Span(start, end), 1.0
                by_word = max(0.9 * kept / size, 2 * kept / (size + now))
                return Span(start, end), 0.98 * max(by_word, _by_letter(new, start, end, quotation, by_word))
    return _near(both, new, low, high, places, quotation)


def _end_word(edge: int, lost: int, bound: int | None, beyond: int, step: int) -> int | None:
    """The word of the new text that the passage ends with; None where that is in doubt. `edge`: the last that is still
    there; `lost`: how many after that are not; `bound`: the next that is, and does not belong to the passage, with
    `beyond` between it and the passage that are not."""
    if not lost:
        return edge
    if bound is None:
        return None
    between = abs(bound - edge) - 1
    if between == 0:
        return edge  # they were deleted
    if between == lost + beyond and lost <= _CHANGED:
        return edge + lost * step  # they were changed, one for one
    if beyond == 0 and lost <= _CHANGED and between <= lost + _CHANGED // 2:
        return bound - step
    return None


def _by_letter(new: str, start: int, end: int, quotation: Quotation, enough: float) -> float:
    """The likeness of a place, a misspelt word counting by its letters; 0 where the words themselves are `enough`."""
    if enough >= _PLAIN:
        return 0.0
    folded, text = level(new)
    size = len(quotation.exact)
    match = best(
        quotation.exact, text, folded.folded_offset(start), folded.folded_offset(end), int(size * (1 - enough))
    )
    return 1 - match.errors / size if match is not None else 0.0


def _near(
    both: Comparison, new: str, low: int | None, high: int | None, places: list[tuple[int, int]], quotation: Quotation
) -> tuple[Span, float] | None:
    """The likest stretch between the words that stand around the passage."""
    quote = quotation.exact
    if low is None or high is None or not both.new.keys or len(quote) > LONGEST:
        return None
    folded, text = level(new)
    slack = 4 + len(quote) // 16
    after, before = (
        both.new.ends[low] if low >= 0 else 0,
        both.new.starts[high] if high < len(both.new.starts) else len(new),
    )
    start, end = folded.folded_offset(after) - slack, folded.folded_offset(before) + slack
    if not 0 < end - start <= 6 * len(quote) + 400:
        return None
    match = best(quote, text, start, end, int((1 - _KEPT) * len(quote)))
    if match is None:
        return None
    place = folded.span(match.start, match.end)
    if match.errors and place.overlap((after, before)):
        # The words around it were found again, and are not a part of it.
        inside = Span(max(place.start, after), min(place.end, before))
        place = Span(inside.end - len(inside.of(new).lstrip()), inside.start + len(inside.of(new).rstrip()))
    # A passage ends where words end, unless it began or ended within one: a part of another word is a chance match.
    whole = Span(
        both.new.starts[min(both.new.first(place.start), len(both.new.starts) - 1)],
        both.new.ends[max(0, both.new.after(place.end) - 1)],
    )
    errors = match.errors + max(0, place.start - whole.start) + max(0, whole.end - place.end)
    return place, 0.98 * max(0.0, 1 - errors / len(quote))


def _start(both: Comparison, old: str, new: str, offset: int, i: int, j: int) -> int:
    there, here = both.old.starts[i], both.new.starts[j]
    inside = offset - there
    if inside > 0:  # the passage begins within a word
        return here + inside if old[there : both.old.ends[i]] == new[here : both.new.ends[j]] else here
    return here + inside if inside and new[max(0, here + inside) : here] == old[offset:there] else here


def _end(both: Comparison, old: str, new: str, offset: int, i: int, j: int) -> int:
    there, here = both.old.ends[i], both.new.ends[j]
    beyond = offset - there
    if beyond < 0:
        same = old[both.old.starts[i] : there] == new[both.new.starts[j] : here]
        return here + beyond if same else here
    return here + beyond if beyond and new[here : here + beyond] == old[there:offset] else here


def _bound(both: Comparison, edge: int, block: Block | None, near: int | None, step: int) -> tuple[int | None, int]:
    """The word of the new text that the passage does not reach: where the next one outside of it went; and how many
    stood between."""
    for skipped in range(_WIDE):
        i = edge + step * (skipped + 1)
        if not 0 <= i < len(both.to_new):
            end = -1 if step < 0 else len(both.to_old)
            return (end if skipped <= _CHANGED else None), skipped
        j = both.to_new[i]
        if j >= 0 and _home(both, i) == block and (near is None or (near - j) * step < 0):
            return j, skipped
    return None, _WIDE


def _set_in_quotes(both: Comparison, places: list[tuple[int, int]]) -> bool:
    """Do quotation marks stand around the passage, or what went with it, that did not stand there?"""
    if not places:
        return False
    return all(_quote_after(both, *place, step) for place, step in ((places[0], -1), (places[-1], 1)))


def _quote_after(both: Comparison, i: int, j: int, step: int) -> bool:
    home = both.new.lines[j]
    for _ in range(_SENTENCE):
        i, j = i + step, j + step
        if not (0 <= j < len(both.to_old) and both.new.lines[j] == home):
            return False
        if both.to_old[j] != i:
            return both.new.keys[j] in QUOTES
    return False


def _wide(both: Comparison, edge: int, place: Span, block: Block | None, step: int) -> float:
    """The share of the words before (or after) the passage that still stand there, in any order of new ones between."""
    stood = range(max(0, edge - _WIDE), edge) if step < 0 else range(edge + 1, min(len(both.to_new), edge + 1 + _WIDE))
    at = both.new.first(place.start) if step < 0 else both.new.after(place.end)
    low, high = (at - _REACH, at) if step < 0 else (at, at + _REACH)
    kept = total = 0
    for i in stood:
        size = len(both.old.keys[i])
        total += size
        outside = block is not None and block.whole and not block.old.contains(i)
        # Where whole paragraphs moved, nobody expects what stood around them.
        if outside or low <= both.to_new[i] < high:
            kept += size
    return kept / total if total >= 20 else 0.0
