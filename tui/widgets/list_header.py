"""The head of a screen that lists things: what it is, how much there is of it, the views, and what narrows the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.text.display import visible
from tui.widgets.cells import clip


class HeaderContent(Struct, frozen=True):
    """What the two lines say."""

    title: str = ""
    facts: Sequence[str] = ()
    """Short counts, the most telling first; the last ones go when the line is narrow."""
    tabs: Sequence[tuple[str, str]] = ()
    """Key and label of each view."""
    tab: str = ""
    """The key of the shown view."""
    chips: Sequence[str] = ()
    """What narrows the list besides the view."""
    order: str = ""
    """How it is sorted."""


class ListHeader(Widget):
    """Two lines; one where the screen is low."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "header--title", "header--facts", "header--tab", "header--tab-shown", "header--chip", "header--order",
    }  # fmt: skip
    DEFAULT_CSS = """
    ListHeader {
        height: 2; width: 100%; padding: 0 1;
        & > .header--title { text-style: bold; color: $foreground; }
        & > .header--facts { color: $text-muted; }
        & > .header--tab { color: $text-muted; }
        & > .header--tab-shown { color: $accent; text-style: bold underline; }
        & > .header--chip { color: $foreground; background: $boost; }
        & > .header--order { color: $text-muted; text-style: italic; }
    }
    """

    class TabClicked(Message):
        """The reader clicked the label of a view."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = HeaderContent()

    def show(self, content: HeaderContent) -> None:
        """Say this from now on."""
        if content != self._content:
            self._content = content
            self.refresh()

    def text(self) -> str:
        """What the lines say."""
        return "\n".join(" ".join(self.render_line(y).text.split()) for y in range(self.size.height))

    def render_line(self, y: int) -> Strip:
        width, base = self.content_size.width, self.rich_style
        if width <= 0 or y > 1:
            return Strip.blank(max(0, width), base)
        return self._title(width, base) if y == 0 else self._views(width, base)

    def _title(self, width: int, base: Style) -> Strip:
        content = self._content
        title = clip(visible(content.title), width)
        facts = list(content.facts)
        while facts and cell_len(title) + 2 + cell_len(" · ".join(facts)) > width:
            facts.pop()
        right = " · ".join(facts)
        gap = " " * (width - cell_len(title) - cell_len(right))
        return Strip(
            [
                Segment(title, base + self._role("title")),
                Segment(gap, base),
                Segment(right, base + self._role("facts")),
            ]
        ).adjust_cell_length(width, base)

    def _views(self, width: int, base: Style) -> Strip:
        content = self._content
        tabs = list(content.tabs)
        order = content.order
        chips = [f" {clip(visible(chip), max(8, width // 3))} " for chip in content.chips]
        chips_width = sum(cell_len(chip) + 1 for chip in chips)

        def used() -> int:
            return sum(cell_len(label) + 2 for _, label in tabs) + chips_width

        if used() > width:
            tabs = [(key, label) for key, label in tabs if key == content.tab]
        if used() + cell_len(order) > width:
            order = ""
        segments: list[Segment] = []
        for key, label in tabs:
            role = self._role("tab-shown" if key == content.tab else "tab")
            segments += [Segment(label, base + role + Style(meta={"tab": key})), Segment("  ", base)]
        for chip in chips:
            segments += [Segment(chip, base + self._role("chip")), Segment(" ", base)]
        gap = max(0, width - used() - cell_len(order))
        segments += [Segment(" " * gap, base), Segment(order, base + self._role("order"))]
        return Strip(segments).adjust_cell_length(width, base)

    def _role(self, role: str) -> Style:
        return self.get_component_rich_style(f"header--{role}", partial=True)

    def on_click(self, event: events.Click) -> None:
        key = event.style.meta.get("tab")
        if key is not None:
            self.post_message(self.TabClicked(key))
