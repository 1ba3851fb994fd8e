"""How a selection grows and shrinks: pure functions. Offsets are code points in the text of the shown version."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Literal

from msgspec import Struct

from tui.text.document import Paragraph
from tui.text.sentences import sentences
from tui.text.spans import Span
from tui.text.words import next_grapheme, previous_grapheme, words

Unit = Literal["character", "word", "sentence", "paragraph"]


class Selection(Struct, frozen=True):
    """A selection that grows and shrinks at one end: `head` moves, `anchor` stays."""

    anchor: int
    head: int

    @property
    def span(self) -> Span:
        return Span(min(self.anchor, self.head), max(self.anchor, self.head))

    def swapped(self) -> Selection:
        """The same selection, moved at its other end."""
        return Selection(self.head, self.anchor)


def grow(text: str, shown: Sequence[Paragraph], selection: Selection, unit: Unit, count: int = 1) -> Selection:
    """Move the head of the selection by `count` units, forward or (negative) back, over the `shown` paragraphs.

    The end of a selection stops at ends of words, sentences and paragraphs; its beginning, at their beginnings.
    """
    head = selection.head
    for _ in range(abs(count)):
        goal = _head_step(text, shown, selection.anchor, head, unit, count > 0)
        if goal is None:
            break
        if (head - selection.anchor) * (goal - selection.anchor) < 0:
            goal = selection.anchor  # Past the anchor only by way of an empty selection.
        head = goal
    return Selection(selection.anchor, head)


def _head_step(text: str, shown: Sequence[Paragraph], anchor: int, head: int, unit: Unit, forward: bool) -> int | None:
    if unit == "character":
        if forward:
            return next_grapheme(text, head) if head < len(text) else None
        return previous_grapheme(text, head) if head > 0 else None
    at_end = head > anchor or (head == anchor and forward)

    def edges(paragraph: Paragraph) -> list[int]:
        if unit == "paragraph":
            return [paragraph.end if at_end else paragraph.start]
        cut: Callable[[str, int, int], Sequence[Span]] = words if unit == "word" else sentences
        return [span.end if at_end else span.start for span in cut(text, paragraph.start, paragraph.end)]

    index = max(0, bisect_right(shown, head, key=lambda p: p.start) - 1)
    while 0 <= index < len(shown):
        beyond = [e for e in edges(shown[index]) if (e > head if forward else e < head)]
        if beyond:
            return beyond[0] if forward else beyond[-1]
        index += 1 if forward else -1
    return None
