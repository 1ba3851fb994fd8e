"""Half-open ranges of Unicode code points."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of code points: `text[start:end]`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The slice of `text` that this span covers."""
        return text[self.start : self.end]

    def overlap(self, other: tuple[int, int]) -> int:
        """How many code points both spans cover; 0 when they do not touch."""
        return max(0, min(self.end, other[1]) - max(self.start, other[0]))

    def contains(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def shares_half(self, other: tuple[int, int]) -> bool:
        """Do the two share at least half of the shorter one? (The rule by which a verdict holds.)"""
        shorter = min(self.length, other[1] - other[0])
        return shorter > 0 and 2 * self.overlap(other) >= shorter

    def much_the_same(self, other: tuple[int, int]) -> bool:
        """Do the two share at least half of the longer one? So a clause is not the same as its long sentence."""
        longer = max(self.length, other[1] - other[0])
        return longer > 0 and 2 * self.overlap(other) >= longer
