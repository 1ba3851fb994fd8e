"""A field with a few values, all of them in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget


class OneOf(Widget, can_focus=True):
    """The values in one line; left and right, the first letter, or a click chooses one."""

    DEFAULT_CSS = """
    OneOf { height: auto; width: 1fr; padding: 0 1; border-left: outer $rule; margin-bottom: 1; }
    OneOf:focus { border-left: outer $accent; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]
    value: reactive[str] = reactive("", layout=True)

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, field: OneOf, value: str) -> None:
            super().__init__()
            self.field, self.value = field, value

    def __init__(self, options: Sequence[str], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(OneOf.value, value if value in self.options else self.options[0])

    def watch_value(self, value: str) -> None:
        self.post_message(self.Changed(self, value))

    def render(self) -> Content:
        parts = []
        for option in self.options:
            chosen = option == self.value
            style = "bold $block-cursor-foreground on $block-cursor-background" if chosen else "$foreground"
            # The brackets say it too, where there is no colour.
            text = Content.styled(f"[{option}]" if chosen else f" {option} ", style)
            parts.append(text.stylize(Style.from_meta({"option": option})))
        return Content(" ").join(parts)

    def action_step(self, step: int) -> None:
        self.value = self.options[(self.options.index(self.value) + step) % len(self.options)]

    def on_key(self, event: events.Key) -> None:
        starting = [option for option in self.options if event.character and option.startswith(event.character)]
        if starting:
            event.stop()
            later = [o for o in starting if self.options.index(o) > self.options.index(self.value)]
            self.value = (later if self.value in starting and later else starting)[0]

    def on_click(self, event: events.Click) -> None:
        self.value = event.style.meta.get("option", self.value)
