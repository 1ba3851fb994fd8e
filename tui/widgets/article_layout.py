"""Where each line of an article stands: rows, blocks and offsets, worked out only as far as they are needed.

A block is a paragraph, a piece of a very long one, or a run of folded furniture. The height of a block is estimated
until somebody looks at it or `refine` gets there; a Fenwick tree over the heights finds rows in logarithmic time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from time import perf_counter
from typing import NamedTuple

from tui.text.display import visible
from tui.text.document import Paragraph
from tui.text.spans import Span
from tui.text.wrap import Line, columns, wrap

PIECE = 20_000
"""Longer paragraphs are laid out in pieces of about this many code points."""
TOP = 1
"""Blank rows above the first block."""
TAIL = 1
"""Blank rows below the last one."""
_KEPT = 512
"""Blocks whose lines are remembered."""
_INDENT = {"quote": 4, "list": 2}


class Block(NamedTuple):
    """What is laid out as one."""

    start: int
    end: int
    kind: str
    first: int
    """Index of its (first) paragraph."""
    last: int
    """Index of its last paragraph; another than `first` only for folded furniture."""
    gap: int
    """Blank rows above it."""
    opens: bool
    """Does its paragraph begin here, not in an earlier piece?"""
    folded: bool


class Drawn(NamedTuple):
    """The lines of a block."""

    shown: str
    """Its text as it may be drawn; as long as the text itself."""
    lines: list[Line]
    """Spans of the article's text; one line without characters for a fold."""


class Layout:
    """The lines of one article at one measure."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], measure: int, *, fold: bool = True) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.measure = max(1, measure)
        self.fold = fold
        self.numbers = list(accumulate(int(paragraph.kind != "furniture") for paragraph in paragraphs))
        """For each paragraph its number among the article's own, as the header counts them."""
        self.blocks = _blocks(text, paragraphs, fold)
        self._starts = [block.start for block in self.blocks]
        self._drawn: OrderedDict[int, Drawn] = OrderedDict()
        self._exact = bytearray(len(self.blocks))
        self._unrefined = 0
        per_line = self.measure * 0.96 / _cells_per_character(text)
        self._heights = [
            block.gap + (1 if block.folded else 1 + int((block.end - block.start) / per_line)) for block in self.blocks
        ]
        self._tree = _fenwick(self._heights)
        self._body = sum(self._heights)

    @property
    def height(self) -> int:
        """Rows of the whole article, as far as they are known."""
        return TOP + self._body + TAIL

    @property
    def exact(self) -> bool:
        """Is every block measured?"""
        return self._unrefined >= len(self.blocks)

    def indent(self, block: Block) -> int:
        """Columns by which the lines of the block are set in."""
        indent = _INDENT.get(block.kind, 0)
        return indent if self.measure >= 6 * indent else 0

    def drawn(self, index: int) -> Drawn:
        """Text and lines of a block; its height is exact from now on."""
        found = self._drawn.get(index)
        if found is not None:
            self._drawn.move_to_end(index)
            return found
        block = self.blocks[index]
        if block.folded:
            found = Drawn("", [(block.start, block.end)])
        else:
            part = self.text[block.start : block.end]
            shown = visible(part)
            # A no-break space is drawn as a space, but is none to break a line at.
            shape = visible(part.replace("\xa0", "_").replace("\u202f", "_")) if not part.isascii() else shown
            indent = self.indent(block)
            width = self.measure - indent * (2 if block.kind == "quote" else 1)
            lines = wrap(shape, 0, len(shape), width)
            start = block.start
            found = Drawn(shown, [(first + start, last + start) for first, last in lines])
        self._drawn[index] = found
        if len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        if not self._exact[index]:
            self._exact[index] = 1
            self._change_height(index, block.gap + len(found.lines))
        return found

    def block_of(self, offset: int) -> int:
        """The block in which an offset stands."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def top(self, index: int) -> int:
        """The row at which a block begins, its gap included."""
        total = TOP
        tree = self._tree
        while index:
            total += tree[index]
            index &= index - 1
        return total

    def locate(self, row: int) -> tuple[int, int]:
        """The block at a row, and the row within it (gap rows first); clamped to the article."""
        row -= TOP
        if row < 0:
            return 0, 0
        index = 0
        tree = self._tree
        size = len(tree)
        step = 1 << max(0, (size - 1).bit_length() - 1)
        while step:
            ahead = index + step
            if ahead < size and tree[ahead] <= row:
                index = ahead
                row -= tree[ahead]
            step >>= 1
        if index >= len(self.blocks):
            index = len(self.blocks) - 1
            return index, self._heights[index] - 1
        return index, row

    def line_of(self, offset: int) -> tuple[int, int]:
        """The block and the line in it where an offset stands."""
        index = self.block_of(offset)
        lines = self.drawn(index).lines
        return index, max(0, bisect_right(lines, offset, key=lambda line: line[0]) - 1)

    def row_of(self, offset: int) -> int:
        """The row on which an offset stands."""
        index, line = self.line_of(offset)
        return self.top(index) + self.blocks[index].gap + line

    def window(self, row: int, count: int) -> list[tuple[int, int]]:
        """For each of `count` rows from `row` on: the block and the line in it; line -1 for a blank row.

        Every block in the window is measured, so that the window holds what is drawn, whatever was estimated before.
        """
        rows: list[tuple[int, int]] = []
        if not self.blocks:
            return [(0, -1)] * count
        while row < TOP and len(rows) < count:
            rows.append((0, -1))
            row += 1
        if len(rows) >= count:
            return rows
        index, within = self.locate(row)
        while index < len(self.blocks) and len(rows) < count:
            lines = len(self.drawn(index).lines)
            gap = self.blocks[index].gap
            if within >= gap + lines and index + 1 < len(self.blocks):  # its estimate was too high
                index, within = self.locate(row) if not rows else (index + 1, 0)
                continue
            rows.extend((index, line if line >= 0 else -1) for line in range(within - gap, lines))
            index, within = index + 1, 0
        del rows[count:]
        rows.extend([(len(self.blocks) - 1, -1)] * (count - len(rows)))
        return rows

    def refine(self, seconds: float) -> bool:
        """Measure further blocks, from the first one on, for about so long; was any height changed?"""
        before = self._body
        changed = False
        until = perf_counter() + seconds
        index = self._unrefined
        count = len(self.blocks)
        while index < count:
            if not self._exact[index]:
                block = self.blocks[index]
                was = self._heights[index]
                self.drawn(index)
                changed = changed or was != self._heights[index] or block.folded
            index += 1
            if not index & 15 and perf_counter() > until:
                break
        self._unrefined = index
        return changed or before != self._body

    def column_of(self, index: int, line: int, offset: int) -> int:
        """The column of an offset within its line, the indent left out."""
        drawn = self.drawn(index)
        start, end = drawn.lines[line]
        base = self.blocks[index].start
        offsets, cells = columns(drawn.shown[start - base : end - base])
        return cells[max(0, bisect_right(offsets, offset - start) - 1)]

    def offset_in(self, index: int, line: int, column: int) -> int:
        """The offset of the grapheme cluster that covers a column of a line; beyond its end, the last one."""
        drawn = self.drawn(index)
        start, end = drawn.lines[line]
        if self.blocks[index].folded or start == end:
            return start
        base = self.blocks[index].start
        offsets, cells = columns(drawn.shown[start - base : end - base].rstrip() or " ")
        at = min(max(0, bisect_right(cells, max(0, column)) - 1), len(offsets) - 1)
        last = line + 1 == len(drawn.lines)
        if not last and at == len(offsets) - 1:  # the end of a line is the beginning of the next one
            at = max(0, at - 1)
        return start + offsets[at]

    def paragraph_at(self, offset: int) -> int:
        """Index of the paragraph in which an offset stands."""
        block = self.blocks[self.block_of(offset)]
        if block.first == block.last:
            return block.first
        starts = [paragraph.start for paragraph in self.paragraphs[block.first : block.last + 1]]
        return block.first + max(0, bisect_right(starts, offset) - 1)

    def paragraph_span(self, index: int) -> Span:
        paragraph = self.paragraphs[index]
        return Span(paragraph.start, paragraph.end)

    def _change_height(self, index: int, height: int) -> None:
        difference = height - self._heights[index]
        if not difference:
            return
        self._heights[index] = height
        self._body += difference
        tree = self._tree
        at = index + 1
        while at < len(tree):
            tree[at] += difference
            at += at & -at


def _blocks(text: str, paragraphs: Sequence[Paragraph], fold: bool) -> list[Block]:
    blocks: list[Block] = []
    append = blocks.append
    before = ""
    for index, paragraph in enumerate(paragraphs):
        kind, start, end = paragraph.kind, paragraph.start, paragraph.end
        if fold and kind == "furniture":
            if before == "furniture":
                blocks[-1] = blocks[-1]._replace(end=end, last=index)
                continue
            append(Block(start, end, kind, index, index, 1 if blocks else 0, True, True))
            before = kind
            continue
        gap = 0 if not before or (kind == before and kind in ("list", "furniture")) else 1
        if kind == "heading" and blocks and before != "heading":
            gap = 2
        opens = True
        while end - start > PIECE:
            cut = _cut(text, start + PIECE - 200, start + PIECE)
            append(Block(start, cut, kind, index, index, gap, opens, False))
            start, gap, opens = cut, 0, False
        append(Block(start, end, kind, index, index, gap, opens, False))
        before = kind
    if not blocks:
        append(Block(0, len(text), "body", 0, 0, 0, True, False))
    return blocks


def _cut(text: str, start: int, end: int) -> int:
    """Where a very long paragraph may be cut: after a sentence, else after a space, within `text[start:end]`."""
    for stop in (". ", "。", " "):
        found = text.rfind(stop, start, end)
        if found >= 0:
            return found + len(stop)
    return end


def _fenwick(values: Sequence[int]) -> list[int]:
    tree = [0, *values]
    for index in range(1, len(tree)):
        parent = index + (index & -index)
        if parent < len(tree):
            tree[parent] += tree[index]
    return tree


def _cells_per_character(text: str) -> float:
    if text.isascii() or not text:
        return 1.0
    step = max(1, len(text) // 16)
    sample = "".join(text[at : at + 64] for at in range(0, len(text), step))
    _offsets, cells = columns(visible(sample))
    return max(0.5, cells[-1] / len(sample))
