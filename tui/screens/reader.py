"""The reader: an article, its claims beside their evidence, and the reader's own marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from tui.actions import Context
from tui.screens.reader_judging import Judging
from tui.screens.reader_versions import Versions
from tui.widgets.article_view import ArticleView
from tui.widgets.claim_pane import ClaimPane
from tui.widgets.find_bar import FindBar
from tui.widgets.hints import HintBar
from tui.widgets.reader_header import ReaderHeader
from tui.workflows import memory, reading
from tui.workflows.memory import MEASURES
from tui.workflows.selecting import Selection

if TYPE_CHECKING:
    from tui.app import ArticleAnalysed

WIDE = 100
"""From this many columns on, the pane stands beside the article; below, under it."""


class ReaderScreen(Judging, Versions):
    """One article at a time; jumps to other articles stay in this screen, and its history leads back."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (160, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (20, "-tall")]  # noqa: RUF012
    AUTO_FOCUS = "#article"

    DEFAULT_CSS = """
    ReaderScreen {
        layout: vertical;
        & > #body { height: 1fr; width: 100%; }
        & #article { width: 1fr; height: 1fr; }
        & #beside { display: none; width: 1fr; height: 1fr; }
        & #beside-title { height: 1; padding: 0 2; color: $text-muted; background: $panel; text-style: italic; }
        & #beside-article { height: 1fr; }
        &.-beside #beside { display: block; }
        &.-beside #pane { display: none; }
        &.-no-pane #pane { display: none; }

        &.-wide > #body, &.-vast > #body { layout: horizontal; }
        &.-wide #pane, &.-vast #pane { width: 38%; min-width: 38; max-width: 76; height: 1fr; }
        &.-wide #beside, &.-vast #beside { border-left: vkey $rule; }
        &.-vast.-beside #pane { display: block; width: 28%; min-width: 44; }
        &.-vast.-beside.-no-pane #pane { display: none; }

        &.-narrow > #body { layout: vertical; }
        &.-narrow #pane { width: 100%; height: 40%; min-height: 5; }
        &.-narrow.-beside #beside { border-top: solid $rule; }

        /* In 16 colours the pane has no ground of its own. */
        &.-narrow #pane:ansi { border-top: solid $rule; }
        &.-wide #pane:ansi, &.-vast #pane:ansi { border-left: vkey $rule; }

        & > ReaderHeader { height: 3; }
        &.-low > ReaderHeader { height: 2; }
        &.-flat > ReaderHeader { height: 1; }
        &.-flat.-narrow #pane { display: none; }
    }
    """

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("reader", "pair")

    def compose(self) -> ComposeResult:
        yield ReaderHeader()
        with Container(id="body"):
            yield ArticleView(id="article")
            with Vertical(id="beside"):
                yield Static("", id="beside-title", markup=False)
                yield ArticleView(id="beside-article")
            yield ClaimPane(id="pane")
        yield FindBar()
        yield HintBar()

    def on_mount(self) -> None:
        self.beside.can_focus = False
        fold = self.counterpoint.keymap.shown("reader.fold")
        self.view.furniture_hint = self.beside.furniture_hint = f"{fold} shows them" if fold else ""
        self.view.measure = self.beside.measure = memory.measure(self.lib, self.counterpoint.config.measure)
        paragraph, offset, claim_key = self.start_at
        if not self.open(self.article_id, self.start_version) or self.article is None:
            self.call_after_refresh(self.dismiss_reader)
            return
        claim = reading.claim_by_key(self.article, claim_key) if claim_key else None
        named = next((p for p in self.article.paragraphs if p.n == paragraph), None)
        if offset is not None or named is not None:
            start = (named.start if named else 0) + (offset or 0)
            start = min(start, named.end) if named else start
        elif claim is not None:
            start = claim.place.span.start
        else:
            kept = next((p for p in self.article.paragraphs if p.n == self.article.place_paragraph), None)
            start = min(kept.start + self.article.place_offset, kept.end) if kept else 0
        self.place(start, claim=claim)
        if self.placing is not None:
            self.start_placing(self.placing)

    def on_unmount(self) -> None:
        self.save_place()

    # --- keys, mouse and messages ----------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Digits, the letter after `m` and `'`, and escape where something smaller than the screen is open."""
        if self.query_one(FindBar).is_open:
            return
        if self.remark:
            self.remark = ""
            self.draw_header()
        if self.awaiting:
            event.stop()
            event.prevent_default()
            if event.key == "escape" or event.character is None:
                self.awaiting = ""
                self.draw_header()
            else:
                self.letter(event.character)
        elif self.selecting is None and self.number.feed(event.character):
            event.stop()
            event.prevent_default()
            self.draw_header()
        elif event.key == "escape" and self.selecting is None and self._close_something():
            event.stop()
            event.prevent_default()

    def after_action(self) -> None:
        """Something was done: a number that was typed before it and that it had no use for is forgotten."""
        if self.number.digits:
            self.number.take()
            self.draw_header()

    def _close_something(self) -> bool:
        """Escape takes away what was typed or opened last, before it leaves the article."""
        if self.number.digits:
            self.number.take()
            self.draw_header()
        elif self.reason is not None:
            self.to_reason(self.row, None)
        elif self.matches:
            self.forget_matches()
        elif self.beside_article is not None:
            self.close_beside()
        else:
            return False
        return True

    @on(ArticleView.CursorMoved)
    def _moved(self, event: ArticleView.CursorMoved) -> None:
        # The message may be overtaken by later moves: what counts is where the cursor stands now.
        if event.control is self.view and self.view.cursor != self.cursor:
            self.cursor = self.view.cursor
            self.arrive()

    def on_article_analysed(self, message: ArticleAnalysed) -> None:
        """The engine has read an article, or could not: show what it found."""
        this = self.article is not None and message.article_id == self.article.id
        if this:
            self.analysing = False
        self.refresh_data()
        if this and self.analysis_wanted and self.shape is not None:
            self.analysis_wanted = False
            claims, contested = len(self.shape.claims), len(self.shape.contested)
            self.say(
                f"Analysed: {claims} claim{'' if claims == 1 else 's'}, {contested} contested. Your verdicts stay."
            )

    def on_screen_resume(self) -> None:
        """Back from another screen: what was changed there is shown."""
        if self.article is not None and self.is_mounted:
            self.refresh_data()
            self.analysing = self.analysing and not self.article.analysed

    @on(ArticleView.LayerClicked)
    def _layer_clicked(self, event: ArticleView.LayerClicked) -> None:
        if self.article is None or event.control is not self.view:
            return
        kind, _, key = event.key.partition(":")
        if kind == "c" and (claim := reading.claim_by_key(self.article, key)) is not None:
            self.place(event.offset, claim=claim)
        elif kind == "e" and key.isdecimal() and int(key) < len(self.article.evidence_here):
            clicked = self.article.evidence_here[int(key)]
            self.place(event.offset if clicked.span.contains(event.offset) else clicked.span.start)
            rows = self.pane.content.rows
            if clicked in rows:
                self.select_row(rows.index(clicked))

    @on(ArticleView.Selected)
    def _selected_beside(self, event: ArticleView.Selected) -> None:
        """What is selected in the article beside is selected there to be marked: that article is read from now on."""
        article = self.beside_article
        if article is None or event.control is not self.beside or not event.span.length:
            return
        self.beside.selection = None
        if self.selecting is not None:
            self.stop_selecting(stay=True)
        here = self.here
        if self.article is None or article.version_id != self.article.version_id:
            if not self.open(article.id, article.version_id):
                return
            self.left_article(here)
        self.jumps.record(here)
        self.place(event.span.start)
        self.view.focus()
        self.start_selecting(Selection(*event.span))

    @on(ClaimPane.RowClicked)
    def _evidence_clicked(self, event: ClaimPane.RowClicked) -> None:
        if event.reason is not None and not event.go:
            self.to_reason(event.index if event.index >= 0 else None, event.reason)
            return
        if event.index < 0:
            return
        self.to_reason(event.index, None)
        if event.go:
            self.action_follow()

    # --- how it is shown -------------------------------------------------------------------------------------------

    def action_fold(self) -> None:
        self.view.show_furniture = self.folded
        if self.folded and self.paragraph is not None and self.paragraph.kind == "furniture":
            self.action_bottom()
        self.hint("Page furniture is folded." if self.folded else "Page furniture is shown.")

    def action_wider(self) -> None:
        self._measure(1)

    def action_narrower(self) -> None:
        self._measure(-1)

    def _measure(self, direction: int) -> None:
        times = (self.number.take() or 1) * direction
        measure = min(MEASURES[-1], max(MEASURES[0], self.view.measure + times * MEASURES.step))
        self.view.measure = self.beside.measure = measure
        memory.set_measure(self.lib, measure)
        self.hint(f"Lines of {measure} columns.")

    def action_scroll_down(self) -> None:
        self.pane.scroll_half(self.number.take() or 1)

    def action_scroll_up(self) -> None:
        self.pane.scroll_half(-(self.number.take() or 1))

    def action_pane(self) -> None:
        self.toggle_class("-no-pane")

    def action_triage(self) -> None:
        from tui.screens.triage import TriageScreen

        self.save_place()
        self.app.push_screen(TriageScreen(self.article_id))

    def action_close(self) -> None:
        self.save_place()
        self.dismiss_reader()
