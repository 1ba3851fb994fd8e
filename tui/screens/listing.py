"""What the screens that list things share: header, filter as one types, table, and what stands beside the table."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from msgspec import Struct
from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from tui.screens.bound import BoundScreen
from tui.text.errors import CounterpointError
from tui.widgets.filter_input import FilterInput
from tui.widgets.hints import HintBar
from tui.widgets.list_header import HeaderContent, ListHeader
from tui.widgets.list_table import ListTable
from tui.widgets.table import Column, Row, RowTable
from tui.workflows import undoing

if TYPE_CHECKING:
    from tui.app import ArticleAnalysed
    from tui.widgets.lines_view import LinesView
    from tui.widgets.pane_lines import PaneLine

WIDE = 100
"""From this many columns on, there is room for what stands beside the table."""
TYPING_SECONDS = 0.12
"""Typing has paused when no key came for so long; then the filter is looked up."""
RESTING_SECONDS = 0.08
"""The same for the cursor, before what stands beside the table is read."""

Record = TypeVar("Record")
Query = TypeVar("Query")
Choice = TypeVar("Choice")


def following(choices: Iterable[Choice], now: Choice) -> Choice:
    """The choice after the one that is taken now; the first after the last."""
    all_ = tuple(choices)
    return all_[(all_.index(now) + 1) % len(all_)]


class Listing(Struct, Generic[Record], frozen=True):
    """What a look at the library brought."""

    count: int
    """Rows of the table."""
    first: Sequence[Record]
    """The first of them, or all."""
    facts: tuple[str, ...] = ()
    """Counts for the header."""
    at: int | None = None
    """Where the row now stands that the cursor was on; None when it is gone."""


class ListScreen(BoundScreen[None], Generic[Record, Query]):
    """A subclass says what is looked up, how a record looks in the table, and what stands beside it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (160, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (8, "-low"), (20, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#table"
    DEFAULT_CSS = """
    ListScreen {
        & > #header { background: $panel; }
        & > #body { height: 1fr; width: 100%; }
        & #side { display: none; width: 36%; min-width: 36; max-width: 84; height: 1fr; border-left: vkey $rule; }
        &.-wide.-side #side, &.-vast.-side #side { display: block; }
        &.-flat > #header { display: none; }
        &.-tall > #header { height: 3; padding: 0 1 1 1; }
    }
    """
    ROWS: ClassVar[str] = ""
    """What the rows are, where each is one row of the library: `article` or `annotation`."""
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    SORTED: ClassVar[tuple[str, bool] | None] = None
    AT_ONCE: ClassVar[bool] = True
    """The first look takes no time that the reader would notice."""

    class Found(Message):
        """From the worker: what a look at the library brought, or why it brought nothing."""

        def __init__(self, serial: int, listing: Listing[Any] | None, problem: str = "") -> None:
            super().__init__()
            self.serial, self.listing, self.problem = serial, listing, problem

    class SideRead(Message):
        """From the worker: what stands beside the row with this key."""

        def __init__(self, key: str, shown: Any) -> None:
            super().__init__()
            self.key, self.shown = key, shown

    def __init__(self) -> None:
        super().__init__(classes="-side")
        self.records: dict[str, Record] = {}
        """The fetched records by key."""
        self.listed: Listing[Record] | None = None
        self._serial = 0
        self._timer: Timer | None = None
        self._side_timer: Timer | None = None
        self._side_key: str | None = None
        self._home = False
        """The next rows are another list: begin at its top."""
        self._goal = ""
        """The row that the next rows are to show the cursor on, where one was named."""
        self._from: int | None = None
        """Where the cursor was when the look began that has brought nothing yet; None where none is under way."""

    # --- what a subclass says --------------------------------------------------------------------------------------

    @abstractmethod
    def query_now(self) -> Query:
        """What is to be looked up: a frozen value."""

    @abstractmethod
    def look(self, query: Query, keep: str) -> Listing[Record]:
        """Look it up. Runs in a worker: touches the library and nothing else. `keep` is the key of the current row."""

    @abstractmethod
    def fetch(self, offset: int, limit: int) -> Sequence[Record]:
        """More of what was looked up last."""

    @abstractmethod
    def row(self, record: Record) -> Row:
        """A record as a row of the table: its key, and what makes its cells."""

    @abstractmethod
    def header(self) -> HeaderContent:
        """What the header says."""

    @property
    @abstractmethod
    def narrowed(self) -> bool:
        """Is there something that is not shown?"""

    @abstractmethod
    def show_all(self) -> None:
        """Take away all that narrows the list, the words aside."""

    @abstractmethod
    def empty_sentence(self) -> str:
        """What stands in an empty table: why it is empty, and which key helps."""

    @abstractmethod
    def side_lines(self, record: Record, shown: Any, width: int) -> list[PaneLine]:
        """What stands beside the table, for this width."""

    def read_side(self, record: Record) -> Any:
        """What is to be read from the library for `side_lines`. Runs in a worker."""
        return None

    def tab_chosen(self, key: str) -> None:
        """A view was clicked in the header."""

    # --- what it stands on -----------------------------------------------------------------------------------------

    @property
    def table(self) -> ListTable:
        return self.query_one("#table", ListTable)

    @property
    def side(self) -> LinesView | None:
        """What shows the current row in full; None until it is mounted."""
        return cast("LinesView | None", next(iter(self.query("#side-lines")), None))

    @property
    def words(self) -> FilterInput:
        return self.query_one(FilterInput)

    @property
    def record(self) -> Record | None:
        """The one that the cursor is on."""
        row = self.table.current
        return self.records.get(row.key) if row is not None else None

    @property
    def filter_text(self) -> str:
        return self.words.value.strip() if self.is_mounted else ""

    def key(self, action: str) -> str:
        """The key of an action as it is shown, for sentences."""
        return self.counterpoint.keymap.shown(action) or "(no key)"

    def chosen(self) -> Record | None:
        """`record`; where there is none, that is said."""
        if self.record is None:
            self.counterpoint.say(self.empty_sentence())
        return self.record

    def do(self, work: Callable[[], str]) -> None:
        """Change something, say what was done, show it. What is refused is said too."""
        with self.counterpoint.catching():
            sentence, changed = undoing.changing(self.lib, work)
            self.counterpoint.say(sentence, undo=changed)
            self.refresh_data()

    # --- building --------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        yield ListHeader(id="header")
        yield FilterInput(placeholder="Filter: words, “a phrase”", compact=True, select_on_focus=False)
        with Horizontal(id="body"):
            yield ListTable(self.COLUMNS, id="table", sort=self.SORTED, empty="")
            yield Container(id="side")
        yield HintBar()

    def on_mount(self) -> None:
        if self.AT_ONCE:
            # The first look is not sent to a worker: the first paint is to show rows.
            with self.counterpoint.catching():
                self._take(self.look(self.query_now(), ""))
        else:
            self.look_anew()
        self.call_after_refresh(self._fill_side)

    async def _fill_side(self) -> None:
        """What stands beside the table comes after the first paint, which need not wait for it."""
        from tui.widgets.lines_view import LinesView

        side = self.query_one("#side", Container)
        if side.is_attached:  # Not so when the reader left before that.
            await side.mount(LinesView(id="side-lines"))
            self._read_side_soon()

    def on_screen_resume(self) -> None:
        if self.listed is not None:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Look again: something was changed."""
        self._look_up()

    def refresh_at(self, ids: Mapping[str, str]) -> None:
        """Look again, and go to the one of these, by what the rows are, if it is listed."""
        self._look_up(keep_key=ids.get(self.ROWS, ""))

    def look_anew(self, *, wait: float = 0.0) -> None:
        """The query is another one: look it up, and go to the first row."""
        self._look_up(wait=wait, keep=False)

    # --- looking up ------------------------------------------------------------------------------------------------

    def _look_up(self, *, wait: float = 0.0, keep: bool = True, keep_key: str = "") -> None:
        """`keep` leaves the cursor on its row, wherever that comes to stand; `keep_key` puts it on another one."""
        self._serial += 1
        if self._timer is not None:
            self._timer.stop()
        if self._from is not None and keep and not keep_key:
            # Another look was on its way: where that was to go, this one goes.
            keep, keep_key = not self._home, self._goal
        self._home, self._goal, self._from = not keep, keep_key, self.table.cursor
        if keep and not keep_key and (current := self.table.current) is not None:
            keep_key = current.key
        arguments = (self._serial, self.query_now(), keep_key)
        if wait:
            self._timer = self.set_timer(wait, lambda: self._look_in_worker(*arguments))
        else:
            self._look_in_worker(*arguments)

    @work(thread=True, exclusive=True, group="look", exit_on_error=False)
    def _look_in_worker(self, serial: int, query: Query, keep: str) -> None:
        try:
            self.post_message(self.Found(serial, self.look(query, keep)))
        except CounterpointError as error:
            self.post_message(self.Found(serial, None, str(error)))

    def on_list_screen_found(self, message: Found) -> None:
        if message.serial != self._serial:
            return
        if message.listing is None:
            self._home, self._goal, self._from = False, "", None
            self.counterpoint.warn(message.problem)
        else:
            self._take(message.listing)

    def _take(self, listing: Listing[Record]) -> None:
        self.listed = listing
        self.records.clear()
        self._side_key = None
        first = listing.first

        def fetch(offset: int, limit: int) -> Sequence[Row]:
            found: Sequence[Record] = ()
            if offset + min(limit, listing.count - offset) <= len(first):
                found = first[offset : offset + limit]
            else:
                with self.counterpoint.catching():
                    found = self.fetch(offset, limit)
            rows = [self.row(record) for record in found]
            self.records.update((row.key, record) for row, record in zip(rows, found, strict=True))
            return rows

        self.table.empty = "" if listing.count else self.empty_sentence()
        cursor = 0 if self._home else listing.at
        if cursor is not None and self._from is not None and not self._home and not self._goal:
            cursor += self.table.cursor - self._from  # keys that moved it meanwhile
        self.table.set_rows(listing.count, fetch, cursor=cursor)
        self._home, self._goal, self._from = False, "", None
        self.draw_header()

    def draw_header(self) -> None:
        self.query_one(ListHeader).show(self.header())

    # --- filtering -------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.look_anew(wait=TYPING_SECONDS)

    def on_filter_input_left(self) -> None:
        self.table.focus()

    def action_filter(self) -> None:
        self.words.open()

    def action_clear(self) -> None:
        if self.narrowed:
            self.show_all()
            with self.prevent(FilterInput.Changed):
                self.words.clear_words()
            self.refresh_data()

    def action_back(self) -> None:
        if self.narrowed:
            self.action_clear()
        else:
            self.action_close()

    def action_close(self) -> None:
        self.app.pop_screen()

    def action_preview(self) -> None:
        self.toggle_class("-side")
        if self.size.width < WIDE and self.has_class("-side"):
            self.counterpoint.say(f"The preview is shown when the terminal is at least {WIDE} columns wide.")
        self._side_key = None
        self.call_after_refresh(self._read_side)

    def on_list_header_tab_clicked(self, message: ListHeader.TabClicked) -> None:
        self.tab_chosen(message.key)

    # --- beside the table ------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._read_side_soon)

    @on(RowTable.RowHighlighted)
    def _moved(self) -> None:
        self._read_side_soon()

    def _read_side_soon(self) -> None:
        if self._side_timer is not None:
            self._side_timer.stop()
        self._side_timer = self.set_timer(RESTING_SECONDS, self._read_side)

    def _read_side(self) -> None:
        side = self.side
        if side is None or not side.size.width:
            return
        row = self.table.current
        record = self.record
        if row is None or record is None:
            self._side_key = None
            side.show_lines(lambda width: [], top=True)
        elif row.key != self._side_key:
            self._side_key = row.key
            self._read_in_worker(row.key, record)

    @work(thread=True, exclusive=True, group="side", exit_on_error=False)
    def _read_in_worker(self, key: str, record: Record) -> None:
        try:
            self.post_message(self.SideRead(key, self.read_side(record)))
        except CounterpointError as error:
            self.post_message(self.SideRead(key, error))

    def on_list_screen_side_read(self, message: SideRead) -> None:
        record, side = self.records.get(message.key), self.side
        if message.key != self._side_key or record is None or side is None:
            return
        shown = message.shown
        if isinstance(shown, CounterpointError):
            from tui.widgets.pane_lines import block

            sentence = str(shown)
            side.show_lines(lambda width: block(sentence, "muted", max(8, width)), top=True)
        else:
            side.show_lines(lambda width: self.side_lines(record, shown, width), top=True)

    # --- what happens elsewhere ------------------------------------------------------------------------------------

    def on_article_analysed(self, message: ArticleAnalysed) -> None:
        # Many articles may be analysed one after another; the list need not follow each at once.
        self._look_up(wait=TYPING_SECONDS)
