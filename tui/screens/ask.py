"""Ask: what in the library speaks against a sentence, and what for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual import on
from textual.worker import get_current_worker

from tui.actions import Context
from tui.screens.listing import Listing, ListScreen
from tui.text.display import visible
from tui.text.errors import CounterpointError
from tui.widgets.asked_lines import asked_lines
from tui.widgets.list_header import HeaderContent
from tui.widgets.pane_lines import GROUPS, ROLES, SIGNS, PaneLine, percent
from tui.widgets.table import Cell, Column, Row, RowTable
from tui.workflows import asking, reading
from tui.workflows.views import EvidenceView, ReaderArticle

if TYPE_CHECKING:
    from tui.app import CounterpointApp


class Group(Struct, frozen=True):
    """A heading over the passages that do the same."""

    name: str
    count: int

    @property
    def key(self) -> str:
        return f"group:{self.name}"


Entry = EvidenceView | Group


def grouped(found: Sequence[EvidenceView]) -> list[Entry]:
    """What speaks against it, then what qualifies or updates it, then what speaks for it; each under its heading."""
    entries: list[Entry] = []
    for name in dict.fromkeys(GROUPS.values()):
        here = [one for one in found if GROUPS[one.relation] == name]
        if here:
            entries += [Group(name, len(here)), *here]
    return entries


def ask(app: CounterpointApp) -> None:
    """Ask for a sentence, and show what the library says to it."""
    from tui.screens.dialogs import TextEntry

    shown = app.screen if isinstance(app.screen, AskScreen) else None

    def answered(sentence: str | None) -> None:
        if sentence is None:
            return
        if shown is not None and app.screen is shown:
            shown.put(sentence)
        else:
            app.push_screen(AskScreen(sentence))

    entry = TextEntry(
        "Ask the library",
        value=shown.sentence if shown is not None else "",
        placeholder="The river is clean.",
        hint="Any sentence: what in your articles speaks against it, and what for it.",
    )
    app.push_screen(entry, answered)


class AskScreen(ListScreen[Entry, str]):
    """The answers to one sentence; the next question takes their place."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("ask",)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("relation", "Relation", width=13, sortable=False),
        Column("score", "Score", width=5, align="right", priority=1, sortable=False),
        Column("text", "Passage", flex=3, min_width=28, sortable=False),
        Column("article", "Article", flex=1, min_width=16, priority=2, sortable=False),
    )
    AT_ONCE = False
    DEFAULT_CSS = """
    /* Too narrow for what stands beside the table, the passage and its reasons stand below it: they are the answer. */
    AskScreen.-narrow.-tall {
        & > #body { layout: vertical; }
        & #table { height: 1fr; }
        & #side { display: block; width: 100%; max-width: 100%; height: 60%; border-left: none; border-top: solid $rule; }
    }
    """

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence
        self.asking = True
        self._answer: tuple[tuple[str, str], tuple[EvidenceView, ...]] | None = None
        """The last answer, and to what sentence and in what state of the library it was given."""

    def put(self, sentence: str) -> None:
        """Ask another one."""
        self.sentence, self.asking, self.listed = sentence, True, None
        self.table.empty = self.empty_sentence()
        self.table.set_rows(0, lambda offset, limit: ())
        self.draw_header()
        self.look_anew()

    # --- what is listed --------------------------------------------------------------------------------------------

    def query_now(self) -> str:
        return self.sentence

    def look(self, query: str, keep: str) -> Listing[Entry]:
        worker = get_current_worker()
        now = (query, asking.state(self.lib))
        kept = self._answer
        if kept is None or kept[0] != now:
            kept = self._answer = (now, asking.asked(self.lib, query, cancelled=lambda: worker.is_cancelled))
        found = kept[1]
        entries = grouped(found)
        at = next((i for i, one in enumerate(entries) if isinstance(one, EvidenceView) and one.key == keep), None)
        facts = tuple(f"{one.count:,} {one.name.lower()}" for one in entries if isinstance(one, Group))
        return Listing(len(entries), entries, facts, at)

    def fetch(self, offset: int, limit: int) -> Sequence[Entry]:
        return ()

    def row(self, record: Entry) -> Row:
        return Row(partial(self._cells, record), key=record.key, heading=isinstance(record, Group))

    def _cells(self, record: Entry) -> Sequence[Cell]:
        table = self.table
        if isinstance(record, Group):
            heading = table.ink(record.name, bold=True)
            heading.append_text(table.ink(f"   {record.count:,}", "muted"))
            return (heading,)
        return (
            table.ink(f"{SIGNS[record.relation]} {record.relation}", ROLES[record.relation]),
            table.ink(percent(record.score), "muted"),
            table.ink(" ".join(record.place.text[:500].split())),
            table.ink(record.place.article_title[:200], "muted"),
        )

    def header(self) -> HeaderContent:
        self.asking = self.asking and self.listed is None
        facts = self.listed.facts if self.listed is not None else ()
        return HeaderContent("Ask", facts, (("", f"“{visible(self.sentence)}”"),), "")

    @property
    def narrowed(self) -> bool:
        return False

    def show_all(self) -> None:
        pass

    def empty_sentence(self) -> str:
        if self.asking and self.listed is None:
            return "Asking the library …"
        return f"Nothing in the library clearly speaks against this, or for it. {self.key('ask.again')} asks again."

    # --- the passage in full ---------------------------------------------------------------------------------------

    def read_side(self, record: Entry) -> ReaderArticle | None:
        if isinstance(record, Group):
            return None
        try:
            return reading.open_article(self.lib, record.place.article_id, record.place.version_id)
        except CounterpointError:
            return None

    def side_lines(self, record: Entry, shown: ReaderArticle | None, width: int) -> list[PaneLine]:
        if isinstance(record, Group):
            return []
        # Below the table there is no room for a whole paragraph before the reasons.
        return asked_lines(record, None if self.has_class("-narrow") else shown, max(8, width))

    # --- actions ---------------------------------------------------------------------------------------------------

    @on(RowTable.RowSelected)
    def action_open(self) -> None:
        record = self.chosen()
        if isinstance(record, EvidenceView):
            self.counterpoint.open_reader(record.place.article_id, offset=record.place.span.start)

    def action_again(self) -> None:
        ask(self.counterpoint)

    def action_next_group(self) -> None:
        """To the first passage of the next group; after the last, to that of the first."""
        if self.listed is None or not self.listed.first:
            return
        starts = [index + 1 for index, entry in enumerate(self.listed.first) if isinstance(entry, Group)]
        self.table.move_to(next((start for start in starts if start > self.table.cursor), starts[0]))
