"""The footer: the keys that matter now, fitted to the width."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.bindings import ActionScreen, keymap_of

GAP = 2


class Hint(Struct, frozen=True):
    """A key and what it does, as the footer shows them."""

    name: str
    """The action that a click does."""
    key: str
    label: str

    @property
    def width(self) -> int:
        return cell_len(self.key) + 1 + cell_len(self.label)


def fit(left: list[Hint], right: list[Hint], width: int) -> tuple[list[Hint], list[Hint]]:
    """As many hints as fit: the right ones first (their first to the last), then the left ones in order."""

    def total(hints: list[Hint]) -> int:
        return sum(hint.width + GAP for hint in hints) - GAP

    shown_right: list[Hint] = []
    for hint in right:
        if total([*shown_right, hint]) <= width:
            shown_right.append(hint)
    shown_left: list[Hint] = []
    for hint in left:
        if total([*shown_left, *shown_right, hint]) > width:
            break
        shown_left.append(hint)
    return shown_left, shown_right


class HintBar(Widget):
    """One line at the foot of an `ActionScreen`: its actions by rank, help and palette at the right; clickable."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key", "hints--label", "hints--pending", "hints--hover"}
    DEFAULT_CSS = """
    HintBar {
        dock: bottom; height: 1; padding: 0 1; background: $footer-background; color: $footer-foreground;
        & > .hints--key { color: $footer-key-foreground; text-style: bold; }
        & > .hints--label { color: $footer-description-foreground; }
        & > .hints--pending { color: $footer-key-foreground; text-style: bold reverse; }
        & > .hints--hover { text-style: underline; }
    }
    """

    pending: reactive[str] = reactive("")
    """What was typed of a command that is not complete, such as a count; shown at the left."""
    mode: reactive[str] = reactive("")
    """The name of a mode that changes what the keys do, such as SELECT; shown at the left."""
    _hover: reactive[str] = reactive("")

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def watch_pending(self, pending: str) -> None:
        if pending:
            # What was said stands in this line, over what is being typed.
            self.app.clear_notifications()

    def _hints(self) -> tuple[list[Hint], list[Hint]]:
        screen = self.screen
        if not isinstance(screen, ActionScreen):
            return [], []
        keymap = keymap_of(self.app)
        ranked = sorted((action for action in screen.active_actions() if action.footer), key=lambda a: a.footer)
        hints = [
            (action.context, Hint(action.name, key, action.label))
            for action in ranked
            if (key := keymap.shown(action.name))
        ]
        return [h for context, h in hints if context != "app"], [h for context, h in hints if context == "app"]

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        width = self.content_size.width
        if y != 0 or width <= 0:
            return Strip.blank(max(width, 0), base)
        segments: list[Segment] = []
        used = 0
        for note in (self.mode, self.pending):
            if note:
                text = f" {note} "
                segments += [Segment(text, self.get_component_rich_style("hints--pending")), Segment(" ", base)]
                used += cell_len(text) + 1
        left, right = fit(*self._hints(), width - used)
        for hint in left:
            segments += self._segments(hint, base)
            used += hint.width + GAP
        right_width = sum(hint.width + GAP for hint in right) - GAP * bool(right)
        segments.append(Segment(" " * max(0, width - used - right_width), base))
        for index, hint in enumerate(right):
            segments += self._segments(hint, base)[: None if index < len(right) - 1 else -1]
        return Strip(segments).adjust_cell_length(width, base)

    def _segments(self, hint: Hint, base: Style) -> list[Segment]:
        click = Style(meta={"hint": hint.name})
        label = self.get_component_rich_style("hints--label")
        if self._hover == hint.name:
            label += self.get_component_rich_style("hints--hover", partial=True)
        return [
            Segment(hint.key, self.get_component_rich_style("hints--key") + click),
            Segment(" ", base + click),
            Segment(hint.label, label + click),
            Segment(" " * GAP, base),
        ]

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover = event.style.meta.get("hint", "")

    def on_leave(self) -> None:
        self._hover = ""

    async def on_click(self, event: events.Click) -> None:
        name = event.style.meta.get("hint")
        if name and isinstance(self.screen, ActionScreen):
            await self.screen.run_named(name)
