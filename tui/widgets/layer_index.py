"""Marks over an article's text: what lies over a line, found without looking at the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

Role = Literal[
    "sentence",
    "highlight-yellow",
    "highlight-green",
    "highlight-blue",
    "highlight-pink",
    "highlight-orange",
    "note",
    "bookmark",
    "review",
    "claim",
    "contested",
    "own-claim",
    "supports",
    "qualifies",
    "updates",
    "weakens",
    "counter",
    "own-evidence",
    "reason",
    "current-claim",
    "current-evidence",
    "reason-chosen",
    "find",
    "find-current",
    "selection",
]
ROLES: tuple[Role, ...] = Role.__args__  # type: ignore[attr-defined]
"""In the order in which they are painted, the last one on top."""
_RANK = {role: rank for rank, role in enumerate(ROLES)}


class Layer(Struct, frozen=True):
    """One mark over the text."""

    start: int
    end: int
    role: Role
    key: str = ""
    """What `LayerClicked` reports; layers without one cannot be clicked."""
    priority: int = 0
    """Painted over layers of a lower priority, whatever their roles."""


Paint = tuple[int, int, Role]
"""Priority, rank and role: layers with an equal one are painted alike."""
Segment = tuple[int, int, tuple[Paint, ...]]
"""A span with what lies over it, in painting order."""


def paint(role: Role, priority: int = 0) -> Paint:
    return priority, _RANK[role], role


class LayerIndex:
    """The layers of one group, flattened to segments that do not overlap."""

    def __init__(self, layers: Iterable[Layer] = ()) -> None:
        self.layers: tuple[Layer, ...] = tuple(layers)
        self._starts: list[int] = []
        self._segments: list[Segment] = []
        self._flatten()
        signs: dict[int, set[Role]] = {}
        for layer in self.layers:
            signs.setdefault(layer.start, set()).add(layer.role)
        self._sign_starts = sorted(signs)
        self._signs = [tuple(signs[start]) for start in self._sign_starts]

    def _flatten(self) -> None:
        events: list[tuple[int, int, Paint]] = []
        for layer in self.layers:
            if layer.start < layer.end:
                over_it = paint(layer.role, layer.priority)
                events.append((layer.start, 1, over_it))
                events.append((layer.end, -1, over_it))
        events.sort()
        over: dict[Paint, int] = {}
        paints: tuple[Paint, ...] = ()
        at = 0
        for offset, change, layer_paint in events:
            if offset > at and paints:
                self._starts.append(at)
                self._segments.append((at, offset, paints))
            count = over.get(layer_paint, 0) + change
            if count:
                over[layer_paint] = count
            else:
                del over[layer_paint]
            if count == 0 or (count == 1 and change == 1):
                paints = tuple(sorted(over))
            at = offset

    def segments(self, start: int, end: int) -> list[Segment]:
        """The segments that touch `start:end`, clipped to it."""
        starts = self._starts
        if not starts or starts[0] >= end:
            return []
        first = max(0, bisect_right(starts, start) - 1)
        found = []
        for index in range(first, bisect_left(starts, end)):
            left, right, paints = self._segments[index]
            if right > start:
                found.append((max(left, start), min(right, end), paints))
        return found

    def signs(self, start: int, end: int) -> list[Role]:
        """The roles of the layers that begin in `start:end`."""
        starts = self._sign_starts
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        return [role for roles in self._signs[first:last] for role in roles] if first < last else []

    @staticmethod
    def topmost(layers: Iterable[Layer]) -> list[Layer]:
        """In order of what is seen: the topmost first, then the shortest."""
        return sorted(layers, key=lambda layer: (-layer.priority, -_RANK[layer.role], layer.end - layer.start))


def merge(groups: Sequence[list[Segment]]) -> list[Segment]:
    """The segments of several groups over one line as one list."""
    filled = [group for group in groups if group]
    if len(filled) < 2:
        return filled[0] if filled else []
    edges = sorted({edge for group in filled for start, end, _paints in group for edge in (start, end)})
    merged: list[Segment] = []
    for index in range(len(edges) - 1):
        left, right = edges[index], edges[index + 1]
        paints = {paint for group in filled for start, end, over in group if start <= left < end for paint in over}
        if paints:
            merged.append((left, right, tuple(sorted(paints))))
    return merged


class LayerStack:
    """All layers of a view. Setting them again costs only what changed between a common beginning and a common end."""

    def __init__(self) -> None:
        self._all: tuple[Layer, ...] = ()
        self._head = LayerIndex()
        self._middle = LayerIndex()
        self._tail = LayerIndex()

    def set(self, layers: tuple[Layer, ...]) -> None:
        before = self._all
        self._all = layers
        if layers == before:
            return
        shorter = min(len(layers), len(before))
        head = next((n for n in range(shorter) if layers[n] is not before[n] and layers[n] != before[n]), shorter)
        room = shorter - head
        tail = next((n for n in range(room) if layers[-1 - n] != before[-1 - n]), room)
        if head < len(self._head.layers):
            self._head = LayerIndex(layers[:head])
        head = len(self._head.layers)
        tail = min(tail, len(layers) - head)
        kept = len(self._tail.layers)
        if not kept <= tail:
            self._tail = LayerIndex(layers[len(layers) - tail :] if tail else ())
        elif not kept and tail > 64:
            self._tail = LayerIndex(layers[len(layers) - tail :])
        tail = len(self._tail.layers)
        self._middle = LayerIndex(layers[head : len(layers) - tail])
        if not head and not tail:  # nothing in common: the next change shows what stays
            self._head, self._middle = self._middle, LayerIndex()

    def segments(self, start: int, end: int) -> list[list[Segment]]:
        """The segments over a line, by group; none that is empty."""
        groups = (index.segments(start, end) for index in (self._head, self._middle, self._tail))
        return [group for group in groups if group]

    def signs(self, start: int, end: int) -> list[Role]:
        """The roles of the layers that begin on a line."""
        return self._head.signs(start, end) + self._middle.signs(start, end) + self._tail.signs(start, end)

    def at(self, offset: int) -> list[Layer]:
        """The layers over an offset, the topmost first."""
        return LayerIndex.topmost(layer for layer in self._all if layer.start <= offset < layer.end)

    def beginning(self, start: int, end: int) -> list[Layer]:
        """The layers that begin in `start:end`, the topmost first."""
        return LayerIndex.topmost(layer for layer in self._all if start <= layer.start < end)
