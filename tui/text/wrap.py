"""Lines of one paragraph, for a column so many terminal cells wide.

Offsets are code points. A line is a span of the text; the lines of a paragraph follow one another without a gap: joined
they are the paragraph again. White space at which a line was broken stays at its end; a screen leaves it out.
Text is measured as the screen will show it: pass it through `display.visible` first, which keeps its length.

Three speeds: text in which every character takes one cell is cut with `str.rfind`; text of narrow and wide characters
is measured in one pass; only text with combining marks, joiners and emoji is taken apart into grapheme clusters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.cells import get_character_cell_size, split_graphemes

Line = tuple[int, int]

_NARROW = "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
_WIDE = "\u3000-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WIDE += "\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6"
_not_narrow = re.compile(f"[^{_NARROW}]").search
_not_simple = re.compile(f"[^{_NARROW}{_WIDE}]").search
_NO_START = frozenset(
    "、。，．,.:;!?：；！？）」』】〉》〕｝］)]}”’»›…‥・ー～〜ヽヾゝゞ々〻％%°′″ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""What never begins a line."""
_NO_END = frozenset("（「『【〈《〔｛［([{“‘«‹")
"""What never ends one."""
_SPACES = frozenset(" \t\u3000")
_DASHES = "-—–"


class _Widths(dict[str, int]):
    """Cells of a character, remembered."""

    def __missing__(self, character: str) -> int:
        width = get_character_cell_size(character)
        self[character] = width
        return width


_width_of = _Widths().__getitem__


def wrap(text: str, start: int = 0, end: int | None = None, width: int = 72) -> list[Line]:
    """The lines of the paragraph `text[start:end]`, as spans of `text`; at least one, also for an empty paragraph.

    A line, its trailing white space left out, takes at most `width` cells, unless one grapheme cluster alone is wider.
    Lines break at spaces, after hyphens and dashes between letters, and between CJK characters (closing punctuation
    does not begin a line, opening punctuation does not end one); a longer word is cut between grapheme clusters.
    """
    end = len(text) if end is None else end
    width = max(1, width)
    if end - start <= width // 2 or end <= start:
        return [(start, end)]
    if text.isascii() or not _not_narrow(text[start:end] if end - start < len(text) else text):
        return _wrap_narrow(text, start, end, width)
    part = text[start:end]
    if not _not_simple(part):
        cells = list(accumulate(map(_width_of, part), initial=0))
        return _wrap_cells(part, start, width, cells, None)
    cells, cuts = _clusters(part)
    return _wrap_cells(part, start, width, cells, cuts)


def is_narrow(text: str) -> bool:
    """Does every character certainly take one cell? (Then offsets are columns.)"""
    return text.isascii() or not _not_narrow(text)


def is_simple(text: str) -> bool:
    """Is every character certainly a grapheme cluster by itself, one or two cells wide?"""
    return not _not_simple(text)


def columns(text: str) -> tuple[list[int], list[int]]:
    """The grapheme clusters of one line: the offset at which each begins, and its column; both closed by the end."""
    if is_narrow(text):
        return list(range(len(text) + 1)), list(range(len(text) + 1))
    if is_simple(text):
        return list(range(len(text) + 1)), list(accumulate(map(_width_of, text), initial=0))
    cells, cuts = _clusters(text)
    offsets = sorted(cuts)
    return offsets, [cells[offset] for offset in offsets]


def _wrap_narrow(text: str, start: int, end: int, width: int) -> list[Line]:
    lines: list[Line] = []
    append = lines.append
    find = text.rfind
    plain = text.isascii()
    position = start
    while end - position > width:
        limit = position + width
        space = find(" ", position, limit + 1)
        cut = space + 1 if space > position else position
        dash = find("-", cut, limit)
        if not plain:
            dash = max(dash, find("—", cut, limit), find("–", cut, limit))
        if dash > position and dash + 1 < end and text[dash - 1].isalpha() and text[dash + 1].isalpha():
            cut = dash + 1
        elif cut == position or (cut - position < width and text[position:cut].isspace()):
            cut = limit
        while cut < end and text[cut] == " ":
            cut += 1
        append((position, cut))
        position = cut
    if position < end or not lines:
        append((position, end))
    return lines


def _wrap_cells(part: str, shift: int, width: int, cells: Sequence[int], cuts: set[int] | None) -> list[Line]:
    """Cut `part` by its running total of cells; `cuts`, if given, are the only offsets where it may be cut."""
    lines: list[Line] = []
    length = len(part)
    position = 0
    while position < length:
        limit = bisect_right(cells, cells[position] + width, position + 1) - 1
        if limit >= length:
            break
        if cuts is not None:
            while limit > position and limit not in cuts:
                limit -= 1
        if limit <= position:  # one cluster wider than the line
            limit = position + 1
            while limit < length and cuts is not None and limit not in cuts:
                limit += 1
        cut = limit
        while cut > position and not (_may_break(part, cut, cells) and (cuts is None or cut in cuts)):
            cut -= 1
        if cut == position or part[position:cut].isspace():
            cut = limit
        while cut < length and part[cut] in _SPACES and (cuts is None or cut + 1 in cuts):
            cut += 1
        lines.append((shift + position, shift + cut))
        position = cut
    if position < length or not lines:
        lines.append((shift + position, shift + length))
    return lines


def _may_break(part: str, index: int, cells: Sequence[int]) -> bool:
    if index >= len(part):
        return True
    before, after = part[index - 1], part[index]
    if after in _SPACES:
        return True
    if before in _SPACES:
        return True
    if after in _NO_START or before in _NO_END:
        return False
    if before in _DASHES:
        return index > 1 and part[index - 2].isalpha() and after.isalpha()
    return _is_ideographic(before) or _is_ideographic(after)


def _is_ideographic(character: str) -> bool:
    """Wide, and of a script that is written without spaces; Hangul is not."""
    return _width_of(character) == 2 and not "\uac00" <= character <= "\ud7a3"


def _clusters(part: str) -> tuple[list[int], set[int]]:
    """The running total of cells before each offset, and the offsets between grapheme clusters.

    The total agrees with `rich.cells.cell_len`, by which Textual measures; both notions of a cluster are joined.
    """
    spans, _total = split_graphemes(part)
    import regex  # Here, because it takes time at the start that plain text does not need.

    cuts = {match.start() for match in regex.finditer(r"\X", part)}
    cuts &= {start for start, _end, _cells in spans}
    cuts |= {0, len(part)}
    cells = [0] * (len(part) + 1)
    total = 0
    for first, last, size in spans:
        for offset in range(first, last):
            cells[offset] = total
        total += size
    cells[len(part)] = total
    return cells, cuts
