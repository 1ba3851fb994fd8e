"""Relations as pairs of passages, to be compared between annotators. Pure arithmetic on spans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from tui.text.agreement import Row


class Joined(Struct, frozen=True):
    """A relation as a pair of passages: (text, start, end) of evidence and of claim."""

    evidence: tuple[str, int, int]
    claim: tuple[str, int, int]
    relation: str

    def near(self, other: Joined) -> bool:
        """Have both ends a code point in common with those of the other?"""
        ends = ((self.evidence, other.evidence), (self.claim, other.claim))
        return all(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a, b in ends)


def same(wanted: Sequence[Joined], among: Sequence[Joined]) -> int:
    """How many of `wanted` are among the others, with the same ends and relation."""
    known = set(among)
    return sum(one in known for one in wanted)


def near_ones(wanted: Sequence[Joined], among: Sequence[Joined]) -> int:
    """How many of `wanted` are among the others with the same relation and ends that overlap."""
    index = Index(among)
    return sum(any(among[n].relation == one.relation for n in index.near(one)) for one in wanted)


class Index:
    """Relations by where their evidence stands, in cells of some hundred code points: only what is close is compared."""

    CELL = 512

    def __init__(self, relations: Iterable[Joined] = ()) -> None:
        self._all: list[Joined] = []
        self._cells: dict[tuple[str, int], list[int]] = defaultdict(list)
        for one in relations:
            self.add(one)

    def add(self, one: Joined) -> None:
        """One more; it gets the next number."""
        for cell in self._of(one):
            self._cells[cell].append(len(self._all))
        self._all.append(one)

    def near(self, one: Joined) -> list[int]:
        """The numbers, in the order in which they were added, of those of which both ends overlap this one's."""
        close = {n for cell in self._of(one) for n in self._cells.get(cell, ())}
        return [n for n in sorted(close) if self._all[n].near(one)]

    def _of(self, one: Joined) -> Iterable[tuple[str, int]]:
        text, start, end = one.evidence
        return ((text, cell) for cell in range(start // self.CELL, end // self.CELL + 1))


def joined_rows(annotators: Sequence[Sequence[Joined]]) -> list[Row]:
    """A row for each pair of passages that somebody joined: what each annotator says of it, None where one does not."""
    rows: list[list[str | None]] = []
    index = Index()
    for n, relations in enumerate(annotators):
        for one in relations:
            at = next((at for at in index.near(one) if rows[at][n] is None), None)
            if at is None:
                at = len(rows)
                rows.append([None] * len(annotators))
                index.add(one)
            rows[at][n] = one.relation
    return [(1.0, tuple(labels)) for labels in rows]
