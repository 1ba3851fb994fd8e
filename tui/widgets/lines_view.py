"""A scrolling view of lines that were laid out for its width: the claim pane, and both sides of triage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.widgets.pane_lines import PaneLine

PADDING = 2
"""Cells left free at either side."""
LOW = 16
"""Under so many lines, empty ones are left out."""


class LinesView(ScrollView, can_focus=False):
    """Draws `PaneLine`s; a builder lays them out anew whenever the width changes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"lines--{role}"
        for role in (
            "heading", "claimant", "claim", "text", "where", "muted", "note", "rule", "bar", "selected", "rejected",
            "counter", "support", "qualify", "update", "context", "evidence", "added", "removed",
        )
    }  # fmt: skip

    DEFAULT_CSS = """
    LinesView {
        background: $panel;
        scrollbar-size-vertical: 1;
        overflow-x: hidden;
        & > .lines--heading { color: $text-muted; text-style: bold; }
        & > .lines--claimant { color: $foreground; text-style: bold; }
        & > .lines--claim { color: $claim; }
        & > .lines--text { color: $foreground; }
        & > .lines--evidence { color: $foreground; text-style: bold; }
        & > .lines--context { color: $text-muted; }
        & > .lines--where { color: $text-muted; text-style: italic; }
        & > .lines--muted { color: $text-muted; }
        & > .lines--rejected { color: $text-muted; text-style: strike; }
        & > .lines--note { color: $own; }
        & > .lines--rule { color: $rule; }
        & > .lines--bar { color: $accent; }
        & > .lines--selected { background: $selected; }
        & > .lines--counter { color: $counter; text-style: bold; }
        & > .lines--support { color: $support; text-style: bold; }
        & > .lines--qualify { color: $qualify; text-style: bold; }
        & > .lines--update { color: $update; text-style: bold; }
        & > .lines--added { color: $support; text-style: bold underline; }
        & > .lines--removed { color: $counter; text-style: strike; }
    }
    """

    class RowClicked(Message):
        """The reader clicked a row, or a reason in it; `go` on a second click: go there."""

        def __init__(self, index: int, go: bool, reason: int | None = None) -> None:
            """`index` is -1 for a reason that belongs to no row."""
            super().__init__()
            self.index = index
            self.go = go
            self.reason = reason

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._build: Callable[[int], list[PaneLine]] = lambda width: []
        self._lines: list[PaneLine] = []
        self._selected: int | None = None

    def show_lines(self, build: Callable[[int], list[PaneLine]], *, selected: int | None = None, top: bool) -> None:
        """Show what `build` lays out for a width in cells; scrolled to the top, or to the selected row."""
        self._build = build
        self._selected = selected
        self._lay_out()
        if top:
            self.scroll_to(y=0, animate=False, immediate=True)
        if selected is not None and (not top or selected > 0):
            self._reveal(selected)
        self.refresh()

    @property
    def shown_lines(self) -> Sequence[PaneLine]:
        """The lines as they are laid out now."""
        return self._lines

    def text(self) -> str:
        """All that it shows, line by line."""
        return "\n".join(line.text.rstrip() for line in self._lines)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width - 2 * PADDING
        self._lines = self._build(width) if width > 0 else []
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines) + 2 * self._margin)

    def scroll_half(self, direction: int) -> None:
        """Scroll by half of what is shown, on (1) or back (-1)."""
        self.scroll_relative(y=direction * max(1, self.size.height // 2), animate=False)

    @property
    def low(self) -> bool:
        """Is there so little room that it has to be saved?"""
        return self.size.height < LOW

    @property
    def _margin(self) -> int:
        """Empty lines above and below: text does not touch the edge where there is room."""
        return 0 if self.low else 1

    def _reveal(self, index: int) -> None:
        rows = [y for y, line in enumerate(self._lines) if line.row == index]
        if index == 0 and rows and rows[0] + 3 <= self.size.height:
            self.scroll_to(y=0, animate=False, immediate=True)  # With what stands over it: whose claim it is.
        elif rows:
            region = Region(0, rows[0], 1, rows[-1] - rows[0] + 1 + 2 * self._margin)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def reveal_lines(self, wanted: Callable[[PaneLine], bool]) -> None:
        """Scroll no farther than it takes to show these lines."""
        found = [y for y, line in enumerate(self._lines) if wanted(line)]
        if found:
            region = Region(0, found[0] + self._margin, 1, found[-1] - found[0] + 1)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        base = self.rich_style
        index = int(self.scroll_offset.y) + y - self._margin
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[index]
        if line.row is not None and line.row == self._selected:
            base += Style(bgcolor=self.get_component_rich_style("lines--selected").bgcolor)
        segments = [Segment(" " * PADDING, base)]
        for piece in line.pieces:
            role = self.get_component_rich_style(f"lines--{piece.role}", partial=True) if piece.role else Style.null()
            segments.append(Segment(piece.text, base + role))
        return Strip(segments).adjust_cell_length(width, base)

    def on_click(self, event: events.Click) -> None:
        index = int(self.scroll_offset.y) + event.y - self._margin
        if 0 <= index < len(self._lines):
            line = self._lines[index]
            if line.row is not None:
                self.post_message(self.RowClicked(line.row, event.chain > 1, line.reason))
            elif line.reason is not None and self._selected is None:
                self.post_message(self.RowClicked(-1, False, line.reason))
