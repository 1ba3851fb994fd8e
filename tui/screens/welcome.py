"""What a new reader sees first: what this is for, and the six keys that matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from tui.keymap import Keymap
from tui.screens.dialog import Dialog, Key

SIX: tuple[tuple[str, str], ...] = (
    ("library.open", "read the selected article"),
    ("reader.next_contested", "go to the next claim that something speaks against"),
    ("pair.next_evidence", "go through the evidence beside it"),
    ("pair.accept", "accept that evidence"),
    ("reader.select", "select text, to highlight it or write a note"),
    ("app.help", "show every key, on any screen"),
)


class Welcome(Dialog[None]):
    """One screen, left with any of its keys."""

    DEFAULT_CSS = """
    Welcome > .box { width: 68; }
    Welcome .lead { margin-bottom: 1; }
    Welcome.-short .lead { margin-bottom: 0; }
    Welcome .foot { color: $text-muted; margin-top: 1; }
    Welcome.-short .foot { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,q", "cancel", show=False)]

    def __init__(self, keymap: Keymap | None = None, *, samples: bool = True) -> None:
        """`samples`: are the bundled articles in the library?"""
        super().__init__()
        self.samples = samples
        self.heading = "Counterpoint"
        self.keymap = keymap or Keymap()

    def body(self) -> Iterable[Widget]:
        yield Static("Read closely: every claim stands beside the evidence that bears on it.", classes="lead")
        table = Table.grid(padding=(0, 2, 0, 1))
        table.add_column(width=6, no_wrap=True)
        table.add_column()
        for name, what in SIX:
            table.add_row(Text(self.keymap.shown(name) or "none", style="bold"), Text(what))
        yield Static(table)
        undo = self.keymap.shown("app.undo")
        yield Static(
            ("A few sample articles are in your library already. " if self.samples else "")
            + "Everything is saved as you go"
            + (f"; {undo} takes the last change back." if undo else "."),
            markup=False,
            classes="foot",
        )

    def keys(self) -> Iterable[Key]:
        return (("⏎", "Begin", "cancel"),)
