"""Every key of a screen, from the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tui.actions import CONTEXTS, Context, of_context
from tui.keymap import Keymap
from tui.screens.dialog import Dialog, Key
from tui.widgets.glyphs import LEGEND, UNICODE

WIDE = 160
"""From this many columns on, the contexts stand in two columns."""
Part = tuple[str, Table]
"""A heading, and the keys under it."""


def _in_columns(parts: Sequence[Part], count: int) -> list[Sequence[Part]]:
    """The parts in their order in at most two columns, so that the longer one is as short as it can be."""
    if count < 2 or len(parts) < 2:
        return [parts]

    def height(some: Sequence[Part]) -> int:
        return sum(table.row_count + 2 for _, table in some)

    cut = min(range(1, len(parts)), key=lambda at: max(height(parts[:at]), height(parts[at:])))
    return [parts[:cut], parts[cut:]]


class HelpScreen(Dialog[None]):
    """The keys of some contexts, with what they do. Scrolls; leaves with escape, q or the key that opened it."""

    DEFAULT_CSS = """
    HelpScreen {
        & > .box { width: 96; height: 90%; padding: 1 0 0 2; }
        & .keys { padding-bottom: 0; }
        & VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; padding-right: 1; background: $panel; }
        & .context { color: $accent; text-style: bold; margin: 1 0 0 0; }
        & .context.-first { margin: 0; }
        & Horizontal, & Vertical.column { height: auto; }
    }
    HelpScreen.-columns {
        & > .box { width: 188; height: auto; max-height: 92%; }
        & VerticalScroll { height: auto; max-height: 78vh; }
        & .column { padding-right: 2; }
    }
    HelpScreen.-short > .box, HelpScreen.-low > .box { height: 100%; padding: 0 0 0 1; }
    HelpScreen.-low {
        & .title { display: none; }
        & .context { margin: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,f1,enter", "cancel", show=False),
        Binding("j,down", "scroll(1)", show=False, priority=True),
        Binding("k,up", "scroll(-1)", show=False, priority=True),
        Binding("space,pagedown", "scroll(10)", show=False, priority=True),
        Binding("b,pageup", "scroll(-10)", show=False, priority=True),
        Binding("g,home", "scroll(-100000)", show=False, priority=True),
        Binding("G,end", "scroll(100000)", show=False, priority=True),
    ]

    def __init__(self, contexts: Iterable[Context], keymap: Keymap | None = None) -> None:
        """The contexts are shown in this order, each once; `app` is added at the end."""
        super().__init__()
        self.heading = "Keys"
        self.contexts: tuple[Context, ...] = tuple(dict.fromkeys([*contexts, "app"]))
        self.keymap = keymap or Keymap()

    def body(self) -> Iterable[Widget]:
        shown = [self.keymap.all_shown(action.name) for action in of_context(*self.contexts)]
        self._key_width = min(16, max(5, self.app.size.width // 4), max(map(cell_len, shown), default=1))
        parts = [(CONTEXTS[context], self._table(context)) for context in self.contexts]
        if self.contexts != ("app",):
            parts.append(("Signs", self._legend()))
        columns = _in_columns(parts, 2 if self.app.size.width >= WIDE else 1)
        self.set_class(len(columns) > 1, "-columns")
        yield VerticalScroll(Horizontal(*(Vertical(*self._column(column), classes="column") for column in columns)))

    @staticmethod
    def _column(parts: Sequence[Part]) -> Iterable[Widget]:
        for number, (heading, table) in enumerate(parts):
            yield Static(heading, markup=False, classes="context" if number else "context -first")
            yield Static(table)

    def _table(self, context: Context) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=self._key_width)
        table.add_column(ratio=1)
        for action in of_context(context):
            keys = self.keymap.all_shown(action.name)
            table.add_row(Text(keys or "none", style="bold" if keys else "dim"), Text(action.help))
        return table

    def _legend(self) -> Table:
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        table.add_column(width=self._key_width)
        table.add_column(ratio=1)
        for role, meaning in LEGEND:
            table.add_row(Text(UNICODE.signs[role], style="bold"), Text(meaning))
        return table

    def keys(self) -> Iterable[Key]:
        return (("j k", "Scroll", ""), ("space b", "Page", ""), ("esc", "Close", "cancel"))

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
