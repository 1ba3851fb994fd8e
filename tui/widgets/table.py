"""A table of any length: only the rows that are on screen are ever asked for."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.text.display import visible
from tui.text.wrap import wrap
from tui.widgets.cells import ELLIPSIS, cell_segments, clip, fit_cell

PAGE = 128
"""Rows asked for at a time."""
PAGES = 16
"""Pages kept."""
GAP = 2
MARGIN = 1
Cell = str | Text


class Column(Struct, frozen=True):
    """How one column is laid out."""

    key: str
    """What `SortBy` reports."""
    title: str
    width: int = 0
    """Cells; 0 for a column that shares what the others leave."""
    flex: int = 1
    """Its share among the columns without a width."""
    min_width: int = 12
    """Below this a column without a width makes others go."""
    align: Literal["left", "right"] = "left"
    priority: int = 0
    """0 always stays; of the others the highest goes first when the terminal is narrow."""
    sortable: bool = True
    narrow: int = 0
    """Its cells where a column without a width would else have less than its `min_width`; 0: it keeps to `width`."""


class Row(Struct, frozen=True):
    """One row. A plain sequence of cells does too, where no key or style is wanted."""

    cells: Sequence[Cell] | Callable[[], Sequence[Cell]]
    """A function is called whenever the row is drawn, so that only rows that are seen are made, and as things are now."""
    key: str = ""
    """The owner's name for it, such as an article id."""
    heading: bool = False
    """A heading over the rows that follow: its first cell goes over the whole width, the cursor passes it by."""
    dim: bool = False

    def made(self) -> Sequence[Cell]:
        """The cells to be drawn."""
        return self.cells() if callable(self.cells) else self.cells


Fetch = Callable[[int, int], Sequence[Row | Sequence[Cell]]]
"""`fetch(offset, limit)`: the rows from `offset` on, at most `limit`."""


@lru_cache(maxsize=32)
def lay_out(columns: tuple[Column, ...], width: int) -> list[tuple[Column, int]]:
    """The columns that fit into `width` cells, each with its own width."""
    shown = list(columns)

    def needed() -> int:
        return sum(column.width or column.min_width for column in shown) + GAP * (len(shown) - 1)

    while needed() > width and (droppable := [column for column in shown if column.priority]):
        shown.remove(max(droppable, key=lambda column: column.priority))
    if needed() > width:
        shown = [replace(column, width=column.narrow) if column.narrow else column for column in shown]
    spare = width - GAP * (len(shown) - 1) - sum(column.width for column in shown)
    shares = sum(column.flex for column in shown if not column.width)
    widths = []
    for column in shown:
        if column.width:
            widths.append((column, column.width))
            continue
        share = max(1, spare * column.flex // shares) if shares else 1
        spare -= share
        shares -= column.flex
        widths.append((column, share))
    return widths


class RowTable(ScrollView, can_focus=True):
    """Rows fetched as they come into view, with a header, a cursor row and a sign at the sorted column."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header", "table--sorted", "table--row", "table--dim", "table--heading", "table--hover",
        "table--cursor", "table--cursor-blurred", "table--empty",
    }  # fmt: skip
    DEFAULT_CSS = """
    RowTable {
        background: $background; color: $foreground; scrollbar-size-vertical: 1; overflow-x: hidden;
        & > .table--header { color: $text-muted; background: $panel; }
        & > .table--sorted { color: $accent; background: $panel; text-style: bold; }
        & > .table--dim { color: $text-muted; }
        & > .table--heading { color: $accent; text-style: bold; }
        & > .table--hover { background: $block-hover-background; }
        & > .table--cursor {
            color: $block-cursor-foreground; background: $block-cursor-background; text-style: bold;
        }
        & > .table--cursor-blurred {
            color: $block-cursor-blurred-foreground; background: $block-cursor-blurred-background;
        }
        & > .table--empty { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("home,g", "first", show=False),
        Binding("end,G", "last", show=False),
    ]

    class RowHighlighted(Message):
        """The cursor came to another row, or other rows came to the cursor."""

        def __init__(self, table: RowTable, index: int, row: Row | None) -> None:
            super().__init__()
            self.table, self.index, self.row = table, index, row

        @property
        def control(self) -> RowTable:
            return self.table

    class RowSelected(Message):
        """A row was double-clicked. (Enter is an action of the screen, so that it can be remapped.)"""

        def __init__(self, table: RowTable, index: int, row: Row | None) -> None:
            super().__init__()
            self.table, self.index, self.row = table, index, row

        @property
        def control(self) -> RowTable:
            return self.table

    class SortBy(Message):
        """The title of a column was clicked."""

        def __init__(self, table: RowTable, column: str) -> None:
            super().__init__()
            self.table, self.column = table, column

        @property
        def control(self) -> RowTable:
            return self.table

    cursor: reactive[int] = reactive(0, init=False)
    """The index of the current row."""
    sort: reactive[tuple[str, bool] | None] = reactive(None)
    """(key of the sorted column, descending)."""
    empty: reactive[str] = reactive("Nothing here yet.")
    """The sentence that stands in an empty table."""
    _hover: reactive[int] = reactive(-1)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        fetch: Fetch | None = None,
        count: int = 0,
        sort: tuple[str, bool] | None = None,
        empty: str = "Nothing here yet.",
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.columns = tuple(columns)
        self.count = count
        self._fetch: Fetch = fetch or (lambda offset, limit: ())
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self.set_reactive(RowTable.sort, sort)
        self.set_reactive(RowTable.empty, empty)

    def set_rows(self, count: int, fetch: Fetch | None = None, *, cursor: int | None = None) -> None:
        """Show other rows. The cursor keeps its index, as far as there are rows, unless `cursor` sets it."""
        self.count = max(0, count)
        if fetch is not None:
            self._fetch = fetch
        self._pages.clear()
        self.virtual_size = Size(0, self.count + 1)
        wanted = self.cursor if cursor is None else cursor
        before = self.cursor
        self.cursor = self._landing(max(0, min(wanted, self.count - 1)), 1)
        if self.cursor == before:
            self._announce()
        self._show_cursor()
        self.refresh()

    def row_at(self, index: int) -> Row | None:
        """The row at an index, fetched when it is not at hand; None beyond the ends."""
        if not 0 <= index < self.count:
            return None
        number, place = divmod(index, PAGE)
        page = self._pages.get(number)
        if page is None:
            rows = self._fetch(number * PAGE, min(PAGE, self.count - number * PAGE))
            page = [row if isinstance(row, Row) else Row(row) for row in rows]
            self._pages[number] = page
            while len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    @property
    def current(self) -> Row | None:
        """The row under the cursor; None in an empty table and on a heading."""
        row = self.row_at(self.cursor)
        return None if row is None or row.heading else row

    # --- moving ----------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.virtual_size = Size(0, self.count + 1)
        self.cursor = self._landing(self.cursor, 1)

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self) -> None:
        self._show_cursor()
        self.refresh()
        self._announce()

    def watch__hover(self) -> None:
        self.refresh()

    def _announce(self) -> None:
        self.post_message(self.RowHighlighted(self, self.cursor, self.current))

    def _show_cursor(self) -> None:
        rows = max(1, self.size.height - 1)
        top = round(self.scroll_target_y)
        # A heading right above the cursor is shown with it.
        above = self.row_at(self.cursor - 1) if self.cursor and self.cursor <= top else None
        first = self.cursor - (1 if above is not None and above.heading else 0)
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif self.cursor >= top + rows:
            self.scroll_to(y=self.cursor - rows + 1, animate=False)

    def _landing(self, index: int, step: int) -> int:
        """The nearest row to `index` that is no heading, first in the direction of `step`."""
        for direction in (step, -step):
            place = index
            while (row := self.row_at(place)) is not None:
                if not row.heading:
                    return place
                place += direction
        return max(0, min(index, self.count - 1))

    def move_to(self, index: int, *, step: int = 1) -> None:
        """Put the cursor on a row, or on the nearest one that is no heading."""
        self.cursor = self._landing(max(0, min(index, self.count - 1)), step)

    def action_move(self, rows: int) -> None:
        self.move_to(self.cursor + rows, step=1 if rows > 0 else -1)

    def action_page(self, pages: int) -> None:
        self.action_move(pages * max(1, self.size.height - 2))

    def action_first(self) -> None:
        self.move_to(0)
        self.scroll_to(y=0, animate=False)

    def action_last(self) -> None:
        self.move_to(self.count - 1, step=-1)

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_cursor)

    # --- the mouse -------------------------------------------------------------------------------------------------

    def _index_at(self, y: int) -> int:
        index = round(self.scroll_y) + y - 1
        return index if y > 0 and index < self.count else -1

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover = self._index_at(event.y)

    def on_leave(self) -> None:
        self._hover = -1

    def on_click(self, event: events.Click) -> None:
        if event.y == 0:
            left = MARGIN
            for column, width in lay_out(self.columns, self._inner_width):
                if left <= event.x < left + width + GAP and column.sortable:
                    self.post_message(self.SortBy(self, column.key))
                left += width + GAP
            return
        index = self._index_at(event.y)
        row = self.row_at(index)
        if row is None or row.heading:
            return
        self.cursor = index
        if event.chain == 2:
            self.post_message(self.RowSelected(self, index, row))

    # --- drawing ---------------------------------------------------------------------------------------------------

    @property
    def _inner_width(self) -> int:
        return max(1, self.scrollable_content_region.width - 2 * MARGIN)

    def watch_has_focus(self, value: bool) -> None:
        super().watch_has_focus(value)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if width <= 2 * MARGIN:
            return Strip.blank(width, self.rich_style)
        if not self.count and (sentence := self._sentence(y, width)):
            return sentence
        if y == 0:
            return self._header(width)
        index = round(self.scroll_offset.y) + y - 1
        row = self.row_at(index)
        return Strip.blank(width, self.rich_style) if row is None else self._row(index, row, width)

    def _sentence(self, y: int, width: int) -> Strip | None:
        """Line `y` of what stands in an empty table; where it is long, it takes the place of the header too."""
        text = visible(self.empty)
        lines = wrap(text, 0, len(text), max(4, width - 2 * (MARGIN + 1)))
        number = y - max(0, min(2, self.size.height - len(lines)))
        if not text or not 0 <= number < len(lines):
            return None
        start, end = lines[number]
        line = text[start:end].rstrip()
        if y == self.size.height - 1 and number < len(lines) - 1:
            line = clip(f"{line} {ELLIPSIS}", width - MARGIN - 1)
        strip = Strip([Segment(" " * (MARGIN + 1) + line, self.get_component_rich_style("table--empty"))])
        return strip.adjust_cell_length(width, self.rich_style)

    def _header(self, width: int) -> Strip:
        plain = self.get_component_rich_style("table--header")
        segments = [Segment(" " * MARGIN, plain)]
        for number, (column, cells) in enumerate(lay_out(self.columns, self._inner_width)):
            if number:
                segments.append(Segment(" " * GAP, plain))
            title, style = column.title, plain
            if self.sort is not None and self.sort[0] == column.key:
                title = clip(title, max(1, cells - 2)) + (" ↓" if self.sort[1] else " ↑")
                style = self.get_component_rich_style("table--sorted")
            segments += fit_cell(Text(title, style=style), cells, column.align).render(self.app.console)
        return Strip([*_styled(segments, plain)]).adjust_cell_length(width, plain)

    def _row(self, index: int, row: Row, width: int) -> Strip:
        base = self.rich_style
        if row.heading:
            style = self.get_component_rich_style("table--heading")
            made = row.made()
            text = fit_cell(made[0] if made else "", width - 2 * MARGIN)
            segments = [Segment(" " * MARGIN), *text.render(self.app.console), Segment(" " * MARGIN)]
            return Strip(list(_styled(segments, style))).adjust_cell_length(width, style)
        cursor = index == self.cursor
        if row.dim and not cursor:
            base = self.get_component_rich_style("table--dim")
        if index == self._hover and not cursor:
            base += self.get_component_rich_style("table--hover", partial=True)
        over: Style | None = None
        if cursor:
            base = self.get_component_rich_style("table--cursor" if self.has_focus else "table--cursor-blurred")
            # The cursor's own text colour: a cell's colour is made for another background.
            over = Style(color=base.color, bgcolor=base.bgcolor)
        cells_of = {column.key: cell for column, cell in zip(self.columns, row.made(), strict=False)}
        segments = [Segment("▌" if cursor else " ")] if MARGIN else []
        console = self.app.console
        for number, (column, cells) in enumerate(lay_out(self.columns, self._inner_width)):
            if number:
                segments.append(Segment(" " * GAP))
            segments += cell_segments(cells_of.get(column.key, ""), cells, column.align, console)
        return Strip(list(_styled(segments, base, over))).adjust_cell_length(width, base)

    def region_of(self, index: int) -> Region:
        """Where a row stands in the widget, for those who point at it."""
        return Region(0, index - round(self.scroll_y) + 1, self.size.width, 1)


def _styled(segments: Sequence[Segment], base: Style, over: Style | None = None) -> list[Segment]:
    """The segments with `base` under their own styles and `over` on top."""
    styled = []
    for text, style, _ in segments:
        whole = base + style if style else base
        styled.append(Segment(text, whole + over if over else whole))
    return styled
