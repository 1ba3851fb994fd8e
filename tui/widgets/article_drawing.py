"""The cells of one row of an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment as Piece
from textual.strip import Strip

from tui.text.wrap import columns, is_narrow, is_simple
from tui.widgets.article_layout import Layout
from tui.widgets.article_style import Palette, fit_signs
from tui.widgets.glyphs import Glyphs
from tui.widgets.layer_index import Role, Segment


class Frame(NamedTuple):
    """The columns of a row: blank, signs, bar, text, blank."""

    width: int
    left: int
    """Blank columns before the signs; paragraph numbers stand there, where there is room."""
    signs: int
    """Columns for signs."""
    bar: int
    """Columns for the bar and the blanks beside it."""
    measure: int
    """Columns for text."""

    @property
    def text_x(self) -> int:
        """The column at which text begins."""
        return self.left + self.signs + self.bar

    @property
    def sign_count(self) -> int:
        """How many signs there is room for, with a blank between them."""
        return (self.signs + 1) // 2


class Row(NamedTuple):
    """All that decides how a row looks: two equal ones are drawn alike."""

    block: int
    line: int
    """-1 for a blank row."""
    segments: tuple[Segment, ...] = ()
    signs: tuple[Role, ...] = ()
    bar: int = 0
    """0 none, 1 current paragraph, 2 current sentence."""


def frame_for(width: int, measure: int, scrollbar: int = 0) -> Frame:
    """Share a width out: the text in the middle, signs and bar to its left; less of all where there is less room.

    The last columns, as many as the scrollbar covers, stay blank.
    """
    whole, width = width, max(1, width - scrollbar)
    if width >= 48:
        signs, bar, right = 3, 3, 1
    elif width >= 24:
        signs, bar, right = 1, 2, 1
    else:
        signs, bar, right = 0, 2 if width >= 12 else 0, 0
    text = max(1, min(measure, width - signs - bar - right))
    left = max(0, (width - text) // 2 - signs - bar)
    return Frame(whole, left, signs, bar, text)


def draw_row(
    row: Row, layout: Layout, frame: Frame, palette: Palette, glyphs: Glyphs, *, numbers: bool, hint: str
) -> Strip:
    """The strip of a row: exactly as many cells as the frame is wide."""
    blank = palette.blank
    if row.line < 0:
        return Strip([Piece(" " * frame.width, blank)], frame.width)
    block = layout.blocks[row.block]
    opens = block.opens and row.line == 0
    pieces: list[Piece] = []
    own = numbers and opens and bool(layout.paragraphs) and layout.paragraphs[block.first].kind != "furniture"
    number = str(layout.numbers[block.first]) if own else ""
    if number and not block.folded and frame.left >= len(number) + 2:
        pieces.append(Piece(number.rjust(frame.left - 1) + " ", palette.muted))
    elif frame.left:
        pieces.append(Piece(" " * frame.left, blank))
    _draw_margin(pieces, row, frame, palette, glyphs)
    indent = layout.indent(block)
    if indent:
        bullet = glyphs.bullet if block.kind == "list" and opens else ""
        pieces.append(Piece(bullet.ljust(indent), palette.muted))
    used = frame.text_x + indent
    if block.folded:
        line = _fold(block.last - block.first + 1, frame.measure, glyphs, hint)
        pieces.append(Piece(line, palette.text("furniture")))
        used += len(line)
    else:
        drawn = layout.drawn(row.block)
        start, end = drawn.lines[row.line]
        shown = drawn.shown[start - block.start : end - block.start].rstrip(" ")
        used += _draw_text(pieces, shown, start, row.segments, block.kind, palette)
    if used < frame.width:
        pieces.append(Piece(" " * (frame.width - used), blank))
    strip = Strip([piece for piece in pieces if piece.text], max(used, frame.width))
    return strip if used <= frame.width else strip.crop(0, frame.width)


def _draw_margin(pieces: list[Piece], row: Row, frame: Frame, palette: Palette, glyphs: Glyphs) -> None:
    if frame.signs:
        shown = fit_signs(row.signs, frame.sign_count)
        for place in range(frame.sign_count - 1, -1, -1):
            if place < len(shown):
                role = shown[place]
                pieces.append(Piece(glyphs.signs[role], palette.sign(role)))
            else:
                pieces.append(Piece(" ", palette.blank))
            if place:
                pieces.append(Piece(" ", palette.blank))
    if frame.bar:
        if frame.bar > 2:
            pieces.append(Piece(" ", palette.blank))
        if row.bar:
            pieces.append(Piece(glyphs.here, palette.here) if row.bar == 2 else Piece(glyphs.bar, palette.bar))
        else:
            pieces.append(Piece(" ", palette.blank))
        pieces.append(Piece(" ", palette.blank))


def _fold(lines: int, room: int, glyphs: Glyphs, hint: str) -> str:
    text = f"{glyphs.fold} {lines} {'line' if lines == 1 else 'lines'} of page furniture"
    if hint and len(text) + len(hint) + 3 <= room:
        text += f" ({hint})"
    return text[:room]


def _draw_text(
    pieces: list[Piece], shown: str, start: int, segments: Sequence[Segment], kind: str, palette: Palette
) -> int:
    """Append the text of a line, cut where its style changes; the cells it takes."""
    base = palette.text(kind)
    narrow = is_narrow(shown)
    if not segments:
        pieces.append(Piece(shown, base))
        return len(shown) if narrow else cell_len(shown)
    clusters = None if narrow or is_simple(shown) else columns(shown)[0]
    position = 0
    length = len(shown)

    def snap(offset: int) -> int:
        """Not into a grapheme cluster: back to where it begins."""
        offset = max(0, min(offset, length))
        return offset if clusters is None else clusters[bisect_right(clusters, offset) - 1]

    for left, right, paints in segments:
        first, last = snap(left - start), snap(right - start)
        if last <= position:
            continue
        style = palette.text(kind, tuple(role for _priority, _rank, role in paints))
        if first > position:
            pieces.append(Piece(shown[position:first], base))
        pieces.append(Piece(shown[max(first, position) : last], style))
        position = last
    if position < length:
        pieces.append(Piece(shown[position:], base))
    return length if narrow else cell_len(shown)
