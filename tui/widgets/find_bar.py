"""The line in which the reader types what to find in the article."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static


class FindBar(Horizontal):
    """Finds as one types. Enter keeps the matches, escape goes back; regular expressions are switched in place."""

    DEFAULT_CSS = """
    FindBar {
        height: 1;
        width: 100%;
        background: $surface;
        display: none;
        &.-open { display: block; }
        & > #find-sign { width: auto; padding: 0 0 0 1; color: $accent; text-style: bold; }
        & > Input { width: 1fr; min-width: 24; height: 1; border: none; padding: 0 1; background: $surface; }
        & > Input:focus { border: none; background-tint: transparent; }
        & > #find-regexp { width: auto; padding: 0 1; color: $text-muted; }
        & > #find-regexp.-on { color: $accent; text-style: bold; }
        & > #find-count { width: auto; max-width: 50%; padding: 0 1; color: $text-muted; }
        & > #find-count.-none { color: $counter; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", show=False),
        Binding("ctrl+t", "regexp", "Regular expression", show=False),
        Binding("down", "next", "Next match", show=False),
        Binding("up", "previous", "Match back", show=False),
    ]

    class Typed(Message):
        """What to find changed."""

        def __init__(self, pattern: str, regexp: bool) -> None:
            super().__init__()
            self.pattern = pattern
            self.regexp = regexp

    class Kept(Message):
        """The reader is done typing: keep the matches."""

    class Cancelled(Message):
        """The reader wants back to where they were."""

    class Stepped(Message):
        """To the next (1) or previous (-1) match, still typing."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.regexp = False
        self.reported = ""
        """What was said last of the matches."""

    def compose(self) -> ComposeResult:
        yield Static("/", id="find-sign", markup=False)
        yield Input(placeholder="words of the article", compact=True, select_on_focus=True)
        yield Static("", id="find-count", markup=False)
        yield Static("", id="find-regexp", markup=False)

    def on_mount(self) -> None:
        self._say_regexp()

    @property
    def is_open(self) -> bool:
        return self.has_class("-open")

    @property
    def pattern(self) -> str:
        """What was typed last."""
        return self.query_one(Input).value

    def open(self) -> None:
        """Show the line, with what was looked for last, ready to be typed over."""
        self.add_class("-open")
        self.query_one(Input).focus()

    def close(self) -> None:
        self.remove_class("-open")

    def report(self, text: str, *, none: bool = False) -> None:
        """Say how many matches there are, or what is wrong with the pattern."""
        self.reported = text
        count = self.query_one("#find-count", Static)
        count.update(Text(text))
        count.set_class(none, "-none")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Typed(event.value, self.regexp))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Kept())

    def action_cancel(self) -> None:
        self.post_message(self.Cancelled())

    def action_next(self) -> None:
        self.post_message(self.Stepped(1))

    def action_previous(self) -> None:
        self.post_message(self.Stepped(-1))

    def action_regexp(self) -> None:
        self.regexp = not self.regexp
        self._say_regexp()
        self.post_message(self.Typed(self.query_one(Input).value, self.regexp))

    def _say_regexp(self) -> None:
        label = self.query_one("#find-regexp", Static)
        label.update(Text(".* regular expression on" if self.regexp else ".* ctrl+t"))
        label.set_class(self.regexp, "-on")

    def on_click(self, event: events.Click) -> None:
        if event.widget is not None and event.widget.id == "find-regexp":
            self.action_regexp()
