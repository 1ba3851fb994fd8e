"""The table of articles, annotations or claims: a `RowTable` whose cells speak the colours of the reader screen."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text

from tui.text.display import visible
from tui.widgets.table import RowTable

ROLES = ("muted", "claim", "counter", "support", "qualify", "update", "own")
MARKS = ("yellow", "green", "blue", "pink", "orange")


class ListTable(RowTable):
    """Cells are made with `ink` as they are drawn, so that a change of theme reaches them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"list--{role}" for role in ROLES),
        *(f"list--mark-{mark}" for mark in MARKS),
    }
    DEFAULT_CSS = """
    ListTable {
        width: 1fr; height: 1fr;
        & > .list--muted { color: $text-muted; }
        & > .list--claim { color: $claim; }
        & > .list--counter { color: $counter; text-style: bold; }
        & > .list--support { color: $support; }
        & > .list--qualify { color: $qualify; }
        & > .list--update { color: $update; }
        & > .list--own { color: $own; }
        & > .list--mark-yellow { color: $mark-text; background: $mark-yellow; }
        & > .list--mark-green { color: $mark-text; background: $mark-green; }
        & > .list--mark-blue { color: $mark-text; background: $mark-blue; }
        & > .list--mark-pink { color: $mark-text; background: $mark-pink; }
        & > .list--mark-orange { color: $mark-text; background: $mark-orange; }
    }
    """

    _styles: dict[tuple[str, bool], Style] | None = None

    def notify_style_update(self) -> None:
        """The theme changed, perhaps: forget the styles, and draw with new ones."""
        super().notify_style_update()
        self._styles = None
        self.refresh()

    def _style(self, role: str, bold: bool) -> Style:
        styles = self._styles
        if styles is None:
            styles = self._styles = {}
        style = styles.get((role, bold))
        if style is None:
            style = self.get_component_rich_style(f"list--{role}", partial=True) if role else Style.null()
            style = styles[role, bold] = style + Style(bold=True) if bold else style
        return style

    def ink(self, text: str, role: str = "", *, bold: bool = False) -> Text:
        """A cell in one of the roles of the reader's colours; whatever the text holds, it is shown, not obeyed."""
        # As a span: Rich draws a text that has no spans without its style.
        return Text(end="").append(visible(text), self._style(role, bold))

    def number(self, count: int, sign: str = "", role: str = "") -> Text:
        """A count with its sign; a quiet dot for none."""
        return self.ink(f"{sign}{count:,}", role) if count else self.ink("·", "muted")
