"""The ledger: what each claimant said, in order of time, and what stands for and against it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from msgspec import Struct
from rich.text import Text
from textual import on

from tui.actions import Context
from tui.engine.types import CLAIM_KINDS, ClaimKind, Relation
from tui.screens.listing import Listing, ListScreen, following
from tui.widgets.list_header import HeaderContent
from tui.widgets.pane_lines import SIGNS, PaneContent, PaneLine, block, lines
from tui.widgets.table import Cell, Column, Row, RowTable
from tui.workflows import browsing, reading
from tui.workflows.browsing import LedgerRow
from tui.workflows.views import ClaimView

TABS = (
    ("", "All"),
    ("pledge", "Pledges"),
    ("denial", "Denials"),
    ("assertion", "Assertions"),
    ("prediction", "Predictions"),
    ("figure", "Figures"),
)
NOBODY = "The articles themselves"


class LedgerQuery(Struct, frozen=True):
    """What of the ledger is shown."""

    text: str = ""
    kind: ClaimKind | None = None
    contested: bool = False


class Claimant(Struct, frozen=True):
    """A heading over the claims of one claimant."""

    name: str | None
    claims: int
    contested: int

    @property
    def key(self) -> str:
        return f"claimant:{self.name}"


Entry = LedgerRow | Claimant


def grouped(rows: Sequence[LedgerRow]) -> Iterator[Entry]:
    """The claims, each claimant's under a heading. Claimants whose names differ in case only are one."""
    start = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or _name(rows[end]) != _name(rows[start]):
            claims = rows[start:end]
            yield Claimant(claims[0].claimant, len(claims), sum(row.contested for row in claims))
            yield from claims
            start = end


def _name(row: LedgerRow) -> str:
    return (row.claimant or "").casefold()


class LedgerScreen(ListScreen[Entry, LedgerQuery]):
    """What did they pledge, and what happened since."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("ledger",)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("published", "Date", width=10, priority=1, sortable=False),
        Column("kind", "Kind", width=10, priority=2, sortable=False),
        Column("text", "Claim", flex=3, min_width=28, sortable=False),
        Column("relations", "Evidence", width=12, narrow=5, sortable=False),
        Column("article", "Article", flex=1, min_width=16, priority=3, sortable=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.shown = LedgerQuery()

    # --- what is listed --------------------------------------------------------------------------------------------

    def query_now(self) -> LedgerQuery:
        return LedgerQuery(self.filter_text, self.shown.kind, self.shown.contested)

    def look(self, query: LedgerQuery, keep: str) -> Listing[Entry]:
        rows = browsing.ledger_rows(self.lib, text=query.text, kind=query.kind, contested=query.contested)
        everything = rows if query == LedgerQuery() else browsing.ledger_rows(self.lib)
        entries = list(grouped(rows))
        at = next((i for i, entry in enumerate(entries) if isinstance(entry, LedgerRow) and entry.key == keep), None)
        claimants = len({_name(row) for row in everything} - {""})
        facts = (
            f"{len(everything):,} {'claim' if len(everything) == 1 else 'claims'}",
            f"{claimants:,} {'claimant' if claimants == 1 else 'claimants'}",
            f"{sum(row.contested for row in everything):,} contested",
        )
        return Listing(len(entries), entries, facts, at)

    def fetch(self, offset: int, limit: int) -> Sequence[Entry]:
        return ()

    def row(self, record: Entry) -> Row:
        return Row(partial(self._cells, record), key=record.key, heading=isinstance(record, Claimant))

    def _cells(self, record: Entry) -> Sequence[Cell]:
        table = self.table
        if isinstance(record, Claimant):
            count = f"   {record.claims:,}" + (f" · {record.contested:,} contested" if record.contested else "")
            name = table.ink((record.name or NOBODY)[:200], bold=True)
            name.append_text(table.ink(count, "muted"))
            return (name,)
        return (
            table.ink((record.published or "no date")[:10], "muted"),
            table.ink(record.kind or "claim", "claim"),
            table.ink(" ".join(record.text[:500].split())),
            self._relations(record),
            table.ink(record.article_title[:200], "muted"),
        )

    def _relations(self, record: LedgerRow) -> Text:
        table = self.table
        counts: tuple[tuple[Relation, int, str], ...] = (
            ("contradicts", record.contradicts, "counter"),
            ("weakens", record.weakens, "counter"),
            ("qualifies", record.qualifies, "qualify"),
            ("supports", record.supports, "support"),
            ("updates", record.updates, "update"),
        )
        text = Text(end="")
        for relation, count, role in counts:
            if count:
                text.append_text(table.ink(f"{SIGNS[relation]}{count} ", role))
        return text if text.plain else table.ink("·", "muted")

    def header(self) -> HeaderContent:
        query, listing = self.query_now(), self.listed
        chips = ["contested"] if query.contested else []
        if listing is not None and self.narrowed:
            chips.append(f"{sum(isinstance(entry, LedgerRow) for entry in listing.first):,} shown")
        facts = listing.facts if listing is not None else ()
        return HeaderContent("Ledger", facts, TABS, query.kind or "", chips, "by claimant, in order of time")

    @property
    def narrowed(self) -> bool:
        return self.query_now() != LedgerQuery()

    def show_all(self) -> None:
        self.shown = LedgerQuery()

    def empty_sentence(self) -> str:
        if not self.narrowed:
            return "No claims have been found yet; they come with the analysis of the articles."
        return f"No claim is like that. {self.key('ledger.back')} shows all again."

    # --- the claim in full -----------------------------------------------------------------------------------------

    def read_side(self, record: Entry) -> ClaimView | None:
        if isinstance(record, Claimant):
            return None
        claims = reading.open_article(self.lib, record.article_id).claims
        return next((claim for claim in claims if claim.key == record.key), None)

    def side_lines(self, record: Entry, shown: ClaimView | None, width: int) -> list[PaneLine]:
        if shown is None or isinstance(record, Claimant):
            return block("This claim is no longer there.", "muted", max(8, width))
        return lines(PaneContent(article_id=record.article_id, claim=shown), width)

    # --- actions ---------------------------------------------------------------------------------------------------

    @on(RowTable.RowSelected)
    def action_open(self) -> None:
        row = self.record
        if isinstance(row, LedgerRow):
            self.counterpoint.open_reader(row.article_id, offset=row.start, claim_key=row.key)

    def tab_chosen(self, key: str) -> None:
        kind = next((kind for kind in CLAIM_KINDS if kind == key), None)
        self.shown = LedgerQuery(kind=kind, contested=self.shown.contested)
        self.look_anew()

    def action_kind(self) -> None:
        self.tab_chosen(following([key for key, _ in TABS], self.shown.kind or ""))

    def action_contested(self) -> None:
        self.shown = LedgerQuery(kind=self.shown.kind, contested=not self.shown.contested)
        self.look_anew()

    def action_next_claimant(self) -> None:
        self._to_claimant(1)

    def action_previous_claimant(self) -> None:
        self._to_claimant(-1)

    def _to_claimant(self, way: int) -> None:
        """To the first claim of the next claimant; backwards, first to the first of this one."""
        if self.listed is None:
            return
        entries, cursor = self.listed.first, self.table.cursor
        starts = [index + 1 for index, entry in enumerate(entries) if isinstance(entry, Claimant)]
        there = [start for start in starts if (start > cursor if way > 0 else start < cursor)]
        if there:
            self.table.move_to(there[0] if way > 0 else there[-1])
