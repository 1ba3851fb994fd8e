"""Lines above a text, each with something at its left and at its right, and a rule that fills with what is done."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.text.display import visible
from tui.widgets.pane_lines import cut


class HeaderLine(Struct, frozen=True):
    """What stands at the left and at the right; roles: title, muted, status."""

    left: str = ""
    right: str = ""
    left_role: str = "muted"
    right_role: str = "muted"


class ProgressHeader(Widget):
    """Draws header lines, then the rule, as far as its height goes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"header--{role}" for role in ("title", "muted", "status", "done", "rest")
    }  # fmt: skip

    DEFAULT_CSS = """
    ProgressHeader {
        height: 3;
        width: 100%;
        & > .header--title { text-style: bold; color: $foreground; }
        & > .header--muted { color: $text-muted; }
        & > .header--status { color: $accent; text-style: bold; }
        & > .header--done { color: $accent; }
        & > .header--rest { color: $rule; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[HeaderLine, ...] = ()
        self._progress = 0.0

    def show_lines(self, lines: tuple[HeaderLine, ...], progress: float) -> None:
        """Show these; `progress` is 0 to 1. Nothing is drawn again when nothing changed."""
        if (lines, progress) != (self._lines, self._progress):
            self._lines, self._progress = lines, progress
            self.refresh()

    def text(self) -> str:
        """What the lines say."""
        return "\n".join(" ".join(self.render_line(y).text.split()) for y in range(len(self._lines)))

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        if y < len(self._lines):
            return self._line(self._lines[y], width, base)
        if y > len(self._lines):
            return Strip.blank(width, base)
        full = round(width * self._progress)
        return Strip(
            [Segment("━" * full, base + self._role("done")), Segment("─" * (width - full), base + self._role("rest"))]
        )

    def _line(self, line: HeaderLine, width: int, base: Style) -> Strip:
        room = max(0, width - 2)
        right = cut(visible(line.right), room)
        left = cut(visible(line.left), max(0, room - (cell_len(right) + 2 if right else 0)))
        gap = max(0, room - cell_len(left) - cell_len(right))
        segments = [
            Segment(" ", base),
            Segment(left, base + self._role(line.left_role)),
            Segment(" " * gap, base),
            Segment(right, base + self._role(line.right_role)),
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _role(self, role: str) -> Style:
        return self.get_component_rich_style(f"header--{role}", partial=True)
