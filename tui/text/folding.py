"""Texts folded for comparison, with the way back to their own offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from msgspec import Struct

from tui.text.spans import Span

_TABLE = str.maketrans(dict.fromkeys("‘’‚‛ʼ′`´", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
# Runs of white space become one space; characters without width go.
_CHANGED = re.compile(r"(?:(?![\x1c-\x1f])\s|[\xad\u200b-\u200f\u2060\ufeff])+")
_GONE = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")


class Folded(Struct, frozen=True):
    """A folded text. Only the places where lengths differ are kept, so a long text costs little."""

    text: str
    places: tuple[int, ...]
    """Offsets in the folded text just after each run that changed length, ascending."""
    shifts: tuple[int, ...]
    """What to add, from that place on, to come back to the offset in the text."""

    def offset(self, folded: int) -> int:
        """The offset in the text of the character at `folded`."""
        at = bisect_right(self.places, folded)
        return folded + (self.shifts[at - 1] if at else 0)

    def span(self, start: int, end: int) -> Span:
        """The span of the text that the folded `start:end` stands for; hidden characters at its ends stay outside."""
        return Span(self.offset(start), self.offset(end - 1) + 1 if end > start else self.offset(start))

    def folded_offset(self, offset: int) -> int:
        """The folded offset of the character at `offset` of the text; of what follows, where that character is gone."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self.offset(middle) < offset:
                low = middle + 1
            else:
                high = middle
        return low


@lru_cache(maxsize=8)
def fold(text: str) -> Folded:
    """`text` with white space as single spaces, straight quotation marks, plain hyphens, nothing of zero width."""
    return fold_line(text)


def fold_line(text: str) -> Folded:
    """The same, not remembered: for the many short pieces of a text."""
    level = text.translate(_TABLE)
    pieces: list[str] = []
    places: list[int] = []
    shifts: list[int] = []
    length = shift = last = 0
    for match in _CHANGED.finditer(level):
        run = match[0]
        if run == " ":
            continue
        space = " " if _GONE.sub("", run) else ""
        pieces.append(level[last : match.start()])
        pieces.append(space)
        length += match.start() - last + len(space)
        last = match.end()
        if len(run) != len(space):
            shift += len(run) - len(space)
            places.append(length)
            shifts.append(shift)
    pieces.append(level[last:])
    return Folded("".join(pieces), tuple(places), tuple(shifts))
