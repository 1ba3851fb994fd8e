"""Every annotation of all articles on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace
from rich.text import Text
from textual import on

from tui.actions import Context
from tui.screens.annotation_editing import edit_annotation
from tui.screens.listing import Listing, ListScreen, following
from tui.widgets.glyphs import UNICODE
from tui.widgets.list_header import HeaderContent
from tui.widgets.pane_lines import PaneLine
from tui.widgets.preview import annotation_lines
from tui.widgets.table import PAGE, Cell, Column, Row, RowTable
from tui.workflows import annotating, browsing, placing
from tui.workflows.browsing import AnnotationQuery, AnnotationRow
from tui.workflows.progress import Cancelled
from tui.workflows.views import ANNOTATION_KINDS, COLOURS, AnnotationKind, ResolutionState

SIGNS: dict[AnnotationKind, str] = {
    "highlight": "▍",
    "note": UNICODE.signs["note"],
    "claim": UNICODE.signs["own-claim"],
    "evidence": UNICODE.signs["own-evidence"],
    "bookmark": UNICODE.signs["bookmark"],
}
TABS = (
    ("", "All"),
    ("highlight", "Highlights"),
    ("note", "Notes"),
    ("claim", "Claims"),
    ("evidence", "Evidence"),
    ("bookmark", "Bookmarks"),
)
STATES: dict[ResolutionState, str] = {"fuzzy": "changed", "review": "for review", "orphan": "lost"}
"""What is said in the list of annotations that a newer version of their article brought into doubt."""
NARROWED: tuple[tuple[ResolutionState, ...], ...] = ((), ("review", "orphan"), ("orphan",))


class AnnotationsScreen(ListScreen[AnnotationRow, AnnotationQuery]):
    """Search, filter, go there, edit, delete, export what is shown."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("annotations",)
    ROWS = "annotation"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("kind", "Kind", width=11, priority=1, sortable=False),
        Column("text", "Text and note", flex=3, min_width=24, sortable=False),
        Column("tags", "Tags", flex=1, min_width=10, priority=2, sortable=False),
        Column("article", "Article", flex=1, min_width=14, priority=4, sortable=False),
        Column("paragraph", "¶", width=4, align="right", priority=5, sortable=False),
        Column("made", "Changed", width=10, priority=3, sortable=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.shown = AnnotationQuery()
        self._article = ""
        """The title of the article that the list is narrowed to."""

    # --- what is listed --------------------------------------------------------------------------------------------

    def query_now(self) -> AnnotationQuery:
        return replace(self.shown, text=self.filter_text)

    def look(self, query: AnnotationQuery, keep: str) -> Listing[AnnotationRow]:
        whole = browsing.annotation_count(self.lib, AnnotationQuery())
        count = browsing.annotation_count(self.lib, query)
        rows = browsing.annotation_rows(self.lib, query, limit=PAGE)
        at = next((index for index, row in enumerate(rows) if row.id == keep), None)
        facts = (f"{whole:,} {'annotation' if whole == 1 else 'annotations'}",)
        return Listing(count, rows, facts, at)

    def fetch(self, offset: int, limit: int) -> Sequence[AnnotationRow]:
        return browsing.annotation_rows(self.lib, self.query_now(), offset=offset, limit=limit)

    def row(self, record: AnnotationRow) -> Row:
        return Row(partial(self._cells, record), key=record.id)

    def _cells(self, record: AnnotationRow) -> Sequence[Cell]:
        table = self.table
        kind = record.claim_kind or record.kind
        role = {"claim": "claim", "evidence": "update", "note": "own", "bookmark": "own"}.get(record.kind, "")
        if record.kind == "highlight" and record.colour:
            sign = table.ink(f" {record.colour} ", f"mark-{record.colour}")
        else:
            sign = table.ink(f"{SIGNS[record.kind]} {kind}", role)
        return (
            sign,
            self._text(record),
            table.ink(" ".join(f"#{tag}" for tag in record.tags)[:200], "own"),
            table.ink(record.article_title[:200], "muted"),
            table.ink(str(record.paragraph), "muted"),
            table.ink(record.modified_at[:10], "muted"),
        )

    def _text(self, record: AnnotationRow) -> Text:
        table = self.table
        body = " ".join(record.body[:400].split())
        quote = " ".join(record.quote[:400].split())
        text = Text(end="")
        if record.state in STATES:
            text.append_text(table.ink(f"{STATES[record.state]} · ", "muted" if record.state == "fuzzy" else "counter"))
        if record.claimant:
            text.append_text(table.ink(f"{record.claimant}: ", "claim"))
        if body:
            text.append_text(table.ink(f"{body}  ", bold=True))
        text.append_text(table.ink(quote, "muted" if body else ""))
        return text

    def header(self) -> HeaderContent:
        query, listing = self.query_now(), self.listed
        chips = [f"{query.colour}"] if query.colour else []
        if query.tag:
            chips.append(f"#{query.tag}")
        if query.states:
            chips.append(" or ".join(STATES[state] for state in query.states))
        if self._article:
            chips.append(self._article)
        if listing is not None and self.narrowed:
            chips.append(f"{listing.count:,} shown")
        facts = listing.facts if listing is not None else ()
        return HeaderContent("Annotations", facts, TABS, query.kind or "", chips, "the newest first")

    @property
    def narrowed(self) -> bool:
        return self.query_now() != AnnotationQuery()

    def show_all(self) -> None:
        self.shown, self._article = AnnotationQuery(), ""

    def empty_sentence(self) -> str:
        if not self.narrowed:
            keymap = self.counterpoint.keymap
            return (
                f"You have not annotated anything yet. While reading, {keymap.shown('reader.note')} writes a note,"
                f" {keymap.shown('reader.highlight')} highlights a sentence."
            )
        return f"No annotation is like that. {self.key('annotations.back')} shows all again."

    def side_lines(self, record: AnnotationRow, shown: Any, width: int) -> list[PaneLine]:
        return annotation_lines(record, width)

    # --- narrowing -------------------------------------------------------------------------------------------------

    def tab_chosen(self, key: str) -> None:
        kind = next((kind for kind in ANNOTATION_KINDS if kind == key), None)
        self.shown = replace(self.shown, kind=kind)
        self.look_anew()

    def action_kind(self) -> None:
        self.tab_chosen(following([key for key, _ in TABS], self.shown.kind or ""))

    def action_colour(self) -> None:
        from tui.screens.dialogs import Choice

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self.shown = replace(self.shown, colour=next((c for c in COLOURS if c == answer), None))
                self.look_anew()

        options = [("0", "", "Any colour"), *((str(n), c, c.capitalize()) for n, c in enumerate(COLOURS, 1))]
        self.app.push_screen(Choice("Annotations in the colour", options, current=self.shown.colour or ""), chosen)

    def action_state(self) -> None:
        """All, those in doubt or lost, those that are lost."""
        at = NARROWED.index(self.shown.states) if self.shown.states in NARROWED else 0
        self.shown = replace(self.shown, states=NARROWED[(at + 1) % len(NARROWED)])
        self.look_anew()

    def action_by_tag(self) -> None:
        from tui.screens.dialogs import Choice

        tags = browsing.annotation_tags(self.lib)
        if not tags:
            key = self.key("annotations.tag")
            self.counterpoint.say(f"No annotation has a tag yet; {key} gives the selected one some.")
            return

        def chosen(tag: str | None) -> None:
            if tag is not None:
                self.shown = replace(self.shown, tag=tag or None)
                self.look_anew()

        options = [("", "", "All annotations"), *(("", tag, f"#{tag}  {count:,}") for tag, count in tags)]
        current = self.shown.tag or ""
        self.app.push_screen(Choice("Annotations with the tag", options, current=current, find=len(tags) > 9), chosen)

    def action_article(self) -> None:
        if self.shown.article_id is not None:
            self.shown, self._article = replace(self.shown, article_id=None), ""
        elif self.record is not None:
            self.shown = replace(self.shown, article_id=self.record.article_id)
            self._article = self.record.article_title
        self.refresh_data()

    # --- the selected one ------------------------------------------------------------------------------------------

    @on(RowTable.RowSelected)
    def action_open(self) -> None:
        row = self.chosen()
        if row is None:
            return
        if row.orphan:
            self.counterpoint.say("Its text can no longer be found in the article: this is the version it stood in.")
            self.counterpoint.open_reader(row.article_id, offset=row.start, version_id=row.version_id)
        else:
            claim_key = f"a:{row.id}" if row.kind == "claim" else None
            self.counterpoint.open_reader(row.article_id, offset=row.start, claim_key=claim_key)

    def action_confirm(self) -> None:
        row = self.chosen()
        if row is not None:
            self.do(lambda: placing.confirm(self.lib, row.id, row.version_id))

    def action_correct(self) -> None:
        row = self.chosen()
        if row is None:
            return
        if row.state == "exact":
            self.counterpoint.say("The annotation stands where it was made: there is nothing to correct.")
            return
        self.counterpoint.open_reader(row.article_id, offset=None if row.orphan else row.start, placing=row.id)

    def action_edit(self) -> None:
        row = self.chosen()
        if row is not None:
            edit_annotation(self, row)

    def action_tag(self) -> None:
        from tui.screens.dialogs import TagEntry

        row = self.chosen()
        if row is None:
            return

        def tagged(tags: list[str] | None) -> None:
            if tags is not None and tuple(tags) != row.tags:
                self.do(lambda: annotating.set_tags(self.lib, row.id, tags))

        known = [tag for tag, _ in browsing.annotation_tags(self.lib)]
        self.app.push_screen(TagEntry(row.tags, known, title="Tags of the annotation"), tagged)

    def action_delete(self) -> None:
        row = self.chosen()
        if row is not None:
            self.do(lambda: annotating.delete(self.lib, [row.id]))

    # --- all that are shown ----------------------------------------------------------------------------------------

    def action_export(self) -> None:
        from tui.exchange.registry import Format
        from tui.screens import exporting
        from tui.screens.dialogs import ExportAnswer
        from tui.workflows.transfer import export_file

        listing = self.listed
        if listing is None or not listing.count:
            self.counterpoint.say("There is nothing to export here.")
            return
        query = self.query_now()

        def answered(format: Format, answer: ExportAnswer) -> None:
            path = Path(answer.path).expanduser()

            def job(cancelled: Cancelled) -> str:
                ids = [row.id for row in browsing.annotation_rows(self.lib, query, limit=-1)]
                return export_file(
                    self.lib,
                    path,
                    annotations=ids,
                    format=format.name,
                    force=answer.force,
                    folder=answer.folder,
                    cancelled=cancelled,
                )

            self.counterpoint.in_background("Exporting", job, self.counterpoint.say)

        what = "one annotation" if listing.count == 1 else f"{listing.count:,} annotations"
        exporting.ask(self.counterpoint, what, answered)
