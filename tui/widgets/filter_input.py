"""The line in which a list is filtered as one types."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class FilterInput(Input):
    """Shown while it has the focus or holds words. Enter and ↓ keep the filter and go to the list, escape clears it."""

    DEFAULT_CSS = """
    FilterInput {
        display: none;
        &.-open, &:focus { display: block; }
        &, &.-textual-compact, &.-textual-compact:focus {
            height: 1; border: none; border-left: thick $accent; padding: 0 1 !important; background: $surface;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(True)", show=False),
        Binding("enter,down", "leave(False)", show=False),
    ]

    class Left(Message):
        """The reader is done here; the words were cleared on escape."""

    def open(self) -> None:
        """Show the line and let the reader type."""
        self.add_class("-open")
        self.focus()

    def clear_words(self) -> None:
        """Take the filter away."""
        self.value = ""
        self.remove_class("-open")

    def action_leave(self, clear: bool) -> None:
        if clear:
            self.value = ""
        self.set_class(bool(self.value), "-open")
        self.post_message(self.Left())
