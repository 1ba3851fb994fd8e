"""Text cut and padded to terminal cells: wide characters and grapheme clusters stay whole."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len
from rich.segment import Segment
from rich.text import Text

from tui.text.display import visible

if TYPE_CHECKING:
    import regex
    from rich.console import Console
    from rich.style import Style

ELLIPSIS = "…"
_PICTURE = r"\p{Extended_Pictographic}"
_CLUSTER = r"\X"
_JOINED = rf"({_PICTURE})[\ufe0f\p{{EMod}}]*(?:\u200d{_PICTURE}[\ufe0f\p{{EMod}}]*)+"


@cache
def _pattern(expression: str) -> regex.Pattern[str]:
    import regex  # Here, because it takes time at the start that plain text does not need.

    return regex.compile(expression)


def clip(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where something was cut off."""
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    if text.isascii():
        return text[: width - 1].rstrip() + ELLIPSIS
    kept: list[str] = []
    room = width - 1
    for match in _pattern(_CLUSTER).finditer(text):
        room -= cell_len(match[0])
        if room < 0:
            break
        kept.append(match[0])
    return "".join(kept).rstrip() + ELLIPSIS


def cell_segments(cell: str | Text, width: int, align: Literal["left", "right"], console: Console) -> list[Segment]:
    """What `fit_cell` gives, as segments. A cell in one style, as most are, is spared Rich's sorting of spans."""
    style: Style | None = None
    if isinstance(cell, str):
        text = _shown(cell, width)
    else:
        text, spans = cell.plain, cell.spans
        if cell.style or len(spans) > 1 or (spans and (spans[0].start, spans[0].end) != (0, len(text))):
            return list(fit_cell(cell, width, align).render(console))
        if spans:
            style = console.get_style(spans[0].style)
        text = visible(text)
    clipped = clip(text, width)
    made = [Segment(text, style)] if clipped == text else [Segment(clipped[:-1], style), Segment(clipped[-1:])]
    padding = " " * (width - sum(segment.cell_length for segment in made))
    if padding:
        made.insert(0 if align == "right" else len(made), Segment(padding))
    return made


def _shown(text: str, width: int) -> str:
    """As much of plain text as matters for so many cells, made safe to show."""
    shown = visible(text[: 4 * width + 64])
    # Terminals disagree on the width of joined emoji, and the columns after them would be out of line.
    return _pattern(_JOINED).sub(r"\1", shown) if "\u200d" in shown else shown


def fit_cell(cell: str | Text, width: int, align: Literal["left", "right"] = "left") -> Text:
    """A cell made safe to show, in exactly `width` cells."""
    if isinstance(cell, str):
        text = Text(clip(_shown(cell, width), width), end="", no_wrap=True)
    else:
        text = Text(visible(cell.plain), style=cell.style, end="", no_wrap=True, spans=list(cell.spans))
        clipped = clip(text.plain, width)
        if clipped != text.plain:
            text.right_crop(len(text) - (len(clipped) - len(ELLIPSIS)))
            text.append(ELLIPSIS)
    missing = width - text.cell_len
    if missing > 0:
        if align == "right":
            text.pad_left(missing)
        else:
            text.pad_right(missing)
    return text
