"""Where two annotators of an article agree and where not: their marks side by side. Pure; `adjudicating` fills it.

Two marks belong together when they are of one kind and have text in common; each is paired once, those that share most
first. They are alike when they stand on the same text and say the same: for claims kind, claimant and speaker. Colours,
notes and tags are everybody's own and no disagreement. Relations belong together when both of their ends do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Literal, TypeVar

from msgspec import Struct

from tui.text.spans import Span
from tui.workflows.views import AnnotationKind, Colour

ClaimKind = Literal["pledge", "denial", "assertion", "prediction", "figure"]
RelationKind = Literal["contradicts", "weakens", "qualifies", "supports", "updates"]


class Stand(Struct, frozen=True):
    """A span of a version of an article."""

    article_id: str
    version_id: str
    span: Span

    def shared(self, other: Stand) -> int:
        """How many code points both cover."""
        return self.span.overlap(other.span) if self.version_id == other.version_id else 0


class Mark(Struct, frozen=True):
    """One annotator's annotation, as it stands in the newest version."""

    id: str
    creator: str
    kind: AnnotationKind
    stands: tuple[Stand, ...]
    """Several for a discontinuous one."""
    claim_kind: ClaimKind | None = None
    claimant: str | None = None
    speaker: str | None = None
    colour: Colour | None = None
    body: str = ""
    tags: tuple[str, ...] = ()

    def shared(self, other: Mark) -> int:
        """How many code points both cover; 0 for marks of different kinds."""
        if self.kind != other.kind:
            return 0
        return sum(a.shared(b) for a in self.stands for b in other.stands)

    def alike(self, other: Mark) -> bool:
        """Do both say the same of the same text?"""
        return self.stands == other.stands and self._says == other._says

    @property
    def _says(self) -> tuple[str, ...]:
        named = (" ".join((name or "").casefold().split()) for name in (self.claimant, self.speaker))
        return (self.kind, self.claim_kind or "", *named) if self.kind == "claim" else (self.kind,)


class Join(Struct, frozen=True):
    """One annotator's relation, with both of its ends."""

    id: str
    creator: str
    relation: RelationKind
    evidence: Mark
    claim: Mark
    note: str = ""

    @property
    def stands(self) -> tuple[Stand, ...]:
        """Where it is looked at: at its evidence, then its claim."""
        return (*self.evidence.stands, *self.claim.stands)

    def shared(self, other: Join) -> int:
        """How many code points the ends share; 0 unless both ends do."""
        ends = [
            sum(a.shared(b) for a in mine.stands for b in yours.stands)
            for mine, yours in ((self.evidence, other.evidence), (self.claim, other.claim))
        ]
        return sum(ends) if all(ends) else 0

    def alike(self, other: Join) -> bool:
        """The same relation; where its ends begin and end is asked with the marks."""
        return self.relation == other.relation


One = Mark | Join
Either = TypeVar("Either", Mark, Join)


class Item(Struct, frozen=True):
    """Something to be adjudicated: what the first annotator has and what the second has there; one of them may be None."""

    first: One | None
    second: One | None

    @property
    def key(self) -> str:
        """What it is known by: the ids of both."""
        return "|".join(one.id if one else "" for one in (self.first, self.second))

    @property
    def some(self) -> One:
        """The first's, else the second's."""
        found = self.first or self.second
        assert found is not None
        return found

    @property
    def place(self) -> tuple[str, Span]:
        """Where it stands, to sort by."""
        stand = self.some.stands[0]
        return stand.version_id, stand.span

    @property
    def alike(self) -> bool:
        """Do both agree?"""
        if isinstance(self.first, Mark) and isinstance(self.second, Mark):
            return self.first.alike(self.second)
        return isinstance(self.first, Join) and isinstance(self.second, Join) and self.first.alike(self.second)


class Step(Struct, frozen=True):
    """What is answered at once: one disagreement, or all that both agree on."""

    items: tuple[Item, ...]
    alike: bool = False

    @property
    def key(self) -> str:
        return f"alike:{type(self.items[0].some).__name__}" if self.alike else self.items[0].key


def steps(first: Sequence[Mark], second: Sequence[Mark], joins: Sequence[Join], others: Sequence[Join]) -> list[Step]:
    """What there is to adjudicate: the marks that are alike, each other mark in order of place, then the same of
    relations, whose ends the marks are."""
    found: list[Step] = []
    for items in (together(first, second), together(joins, others)):
        alike = tuple(item for item in items if item.alike)
        if alike:
            found.append(Step(alike, alike=True))
        found += [Step((item,)) for item in items if not item.alike]
    return found


def together(first: Sequence[Either], second: Sequence[Either]) -> list[Item]:
    """Pairs of what belongs together, and what only one of them has; in order of place."""
    candidates = sorted(_candidates(first, second), key=lambda one: (-one[0], one[1], one[2]))
    mine: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, a, b in candidates:
        if a not in mine and b not in taken:
            mine[a] = b
            taken.add(b)
    items = [Item(one, second[mine[a]] if a in mine else None) for a, one in enumerate(first)]
    items += [Item(None, one) for b, one in enumerate(second) if b not in taken]
    return sorted(items, key=lambda item: item.place)


def _candidates(first: Sequence[Either], second: Sequence[Either]) -> Iterable[tuple[int, int, int, int]]:
    """(likeness, how far apart they begin, index, index) of all that share text: what is alike before all else."""
    by_version: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for b, one in enumerate(second):
        for stand in one.stands:
            by_version[stand.version_id].append((stand.span.start, stand.span.end, b))
    for spans in by_version.values():
        spans.sort()
    furthest = {version: list(accumulate((end for _, end, _ in spans), max)) for version, spans in by_version.items()}
    for a, one in enumerate(first):
        near: set[int] = set()
        for stand in one.stands:
            spans = by_version.get(stand.version_id, [])
            at = bisect_left(spans, (stand.span.end,)) - 1
            while at >= 0 and furthest[stand.version_id][at] > stand.span.start:
                near.add(spans[at][2])
                at -= 1
        for b in sorted(near):
            other = second[b]
            shared = one.shared(other)
            if shared:
                alike = one.stands == other.stands and one.alike(other)
                apart = abs(one.stands[0].span.start - other.stands[0].span.start)
                yield (shared + (1 << 40 if alike else 0), apart, a, b)
