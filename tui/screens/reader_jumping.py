"""From a claim to its evidence and back, two articles side by side, and finding words."""

from __future__ import annotations

from bisect import bisect_left

from textual import on
from textual.widgets import Static

from tui.screens.reader_movement import Movement
from tui.text.display import visible
from tui.text.errors import CounterpointError
from tui.text.find import find
from tui.text.spans import Span
from tui.widgets import article_layers
from tui.widgets.article_view import ArticleView
from tui.widgets.find_bar import FindBar
from tui.widgets.pane_lines import Row
from tui.workflows import reading
from tui.workflows.navigation import Jump
from tui.workflows.views import ClaimView, EvidenceHere, EvidenceView, Place, ReaderArticle

SIDE_BY_SIDE = 160
"""From this many columns on, an article stands beside the one it was left for."""
MATCH_LIMIT = 10_000


class Jumping(Movement):
    """The actions that follow evidence, and those that find."""

    # --- claim and evidence ----------------------------------------------------------------------------------------

    def action_next_evidence(self) -> None:
        self._row(self._times())

    def action_previous_evidence(self) -> None:
        self._row(-self._times())

    def _row(self, count: int) -> None:
        rows = self.pane.content.rows
        if not rows:
            self.hint("There is no evidence to select here.")
            return
        self.select_row(((self.row if self.row is not None else -1) + count) % len(rows))
        self.draw_header()
        if self.beside_article is not None:
            self.show_beside(self._place_of(rows[self.row or 0]))

    def action_next_reason(self) -> None:
        self._step_reason(self._times())

    def action_previous_reason(self) -> None:
        self._step_reason(-self._times())

    def _step_reason(self, count: int) -> None:
        if not self.reasons:
            self.hint("There is no reason to select here.")
            return
        start = self.reason if self.reason is not None else (-1 if count > 0 else 0)
        self.to_reason(self.row, (start + count) % len(self.reasons))

    def to_reason(self, row: int | None, reason: int | None) -> None:
        """Underline, in both texts, what one reason is about; with None, what all of them are about."""
        self.select_row(row, reason)
        self._draw_beside()
        self.draw_header()

    def action_follow(self) -> None:
        row = self.selected_row
        if row is None:
            self.hint("There is no evidence to go to here.")
        elif isinstance(row, EvidenceView):
            self._to_evidence(row)
        else:
            self._to_claim(row)

    def _to_evidence(self, row: EvidenceView) -> None:
        claim = self.claim
        here = self.here
        if not self._enter(row.place):
            return
        self.jumps.record(here)
        self.place(row.place.span.start)
        self.view.reveal(row.place.span)
        if claim is not None:
            # What stands here was come to for this claim: it is selected, so that the same key goes back to it.
            for index, other in enumerate(self.pane.content.rows):
                if isinstance(other, EvidenceHere) and other.claim_key == claim.key:
                    self.select_row(index)

    def _to_claim(self, row: EvidenceHere) -> None:
        here = self.here
        if not self._enter(row.claim):
            return
        self.jumps.record(here)
        claim = reading.claim_by_key(self.article, row.claim_key) if self.article else None
        self.place(row.claim.span.start, claim=claim)
        self.view.reveal(row.claim.span)
        if claim is not None:
            for index, evidence in enumerate(claim.evidence):
                if evidence.place.article_id == here.article_id and evidence.place.span == row.span:
                    self.select_row(index)

    def _enter(self, place: Place) -> bool:
        """Open the article of a place, unless it is open; what was left stands beside it where there is room."""
        if self.article is not None and place.version_id == self.article.version_id:
            return True
        here = self.here
        if not self.open(place.article_id, place.version_id):
            return False
        self.left_article(here)
        return True

    def pair(self, row: Row | None) -> tuple[ClaimView, EvidenceView] | None:
        """The claim and the evidence that a row of the pane speaks of; None when they cannot be found any more."""
        if isinstance(row, EvidenceView):
            return (self.claim, row) if self.claim is not None else None
        if row is None or self.article is None:
            return None
        article = self.article
        if row.claim.version_id != article.version_id:
            article = reading.open_article(self.lib, row.claim.article_id, row.claim.version_id)
        claim = reading.claim_by_key(article, row.claim_key)
        for evidence in claim.evidence if claim else ():
            if evidence.place.article_id == self.article_id and evidence.place.span == row.span:
                assert claim is not None
                return claim, evidence
        return None

    # --- side by side ----------------------------------------------------------------------------------------------

    @property
    def beside(self) -> ArticleView:
        return self.query_one("#beside-article", ArticleView)

    def _place_of(self, row: Row) -> Place:
        return row.place if isinstance(row, EvidenceView) else row.claim

    def action_beside(self) -> None:
        if self.beside_article is not None:
            self.close_beside()
        elif (row := self.selected_row) is not None:
            self.show_beside(self._place_of(row))
        else:
            self.hint("Select evidence first: its article is shown beside this one.")

    def show_beside(self, place: Place) -> None:
        """Show a place beside the article: the place of evidence for its claim, or of a claim for its evidence."""
        try:
            article = reading.open_article(self.lib, place.article_id, place.version_id)
        except CounterpointError as error:
            self.say(str(error))
            return
        self._fill_beside(article, place.span)

    def left_article(self, left: Jump) -> None:
        """On a wide terminal the article that was left stays in sight."""
        if self.size.width < SIDE_BY_SIDE:
            self.close_beside()
            return
        try:
            article = reading.open_article(self.lib, left.article_id)
        except CounterpointError:
            return
        claim = reading.claim_by_key(article, left.claim_key) if left.claim_key else None
        self._fill_beside(article, claim.place.span if claim else Span(left.offset, left.offset))

    def _fill_beside(self, article: ReaderArticle, span: Span) -> None:
        shown = self.beside_article
        self.beside_article = article
        self.add_class("-beside")
        title = " · ".join(visible(part) for part in (article.title, article.published) if part)
        self.query_one("#beside-title", Static).update(title)
        if shown is None or shown.version_id != article.version_id:
            self.beside.load(article.text, article.paragraphs, measure=self.view.measure)
        self._draw_beside()
        self.beside.go_to(span.start)
        if span.length:
            self.beside.reveal(span)

    def _draw_beside(self) -> None:
        """Mark in the article beside what is marked in the one that is read."""
        article, row = self.beside_article, self.selected_row
        if article is not None:
            evidence = row if isinstance(row, EvidenceView) else None
            pair = article_layers.current(article.id, article.version_id, self.claim, evidence, self.reason)
            self.beside.set_layers([*article_layers.standing(article), *pair])

    def refresh_beside(self) -> None:
        if self.beside_article is not None:
            before = self.beside_article
            try:
                article = reading.open_article(self.lib, before.id, before.version_id)
            except CounterpointError:
                self.close_beside()
                return
            self._fill_beside(article, Span(self.beside.cursor, self.beside.cursor))

    def close_beside(self) -> None:
        self.beside_article = None
        self.remove_class("-beside")

    # --- finding ---------------------------------------------------------------------------------------------------

    def action_find(self) -> None:
        self.number.take()
        self._find_from = self.here
        self._find_folded = self.folded
        bar = self.query_one(FindBar)
        bar.open()
        self._look_for(bar.pattern, bar.regexp)

    @on(FindBar.Typed)
    def _typed(self, event: FindBar.Typed) -> None:
        self._look_for(event.pattern, event.regexp)

    def _look_for(self, pattern: str, regexp: bool) -> None:
        bar = self.query_one(FindBar)
        if self.article is None:
            return
        try:
            self.matches = find(self.article.text, pattern, regexp=regexp, limit=MATCH_LIMIT)
        except CounterpointError as error:
            self.matches, self.match = (), None
            bar.report(str(error), none=True)
            self.draw_layers()
            return
        if not self.matches:
            self.match = None
            bar.report("no match" if pattern else "", none=bool(pattern))
            self.draw_layers()
            return
        after = bisect_left(self.matches, self._find_from.offset, key=lambda span: span.start)
        self._show_match(after % len(self.matches))

    def _show_match(self, index: int) -> None:
        self.match = index
        span = self.matches[index]
        many = "+" if len(self.matches) >= MATCH_LIMIT else ""
        self.query_one(FindBar).report(f"{index + 1} of {len(self.matches)}{many}")
        self.place(span.start)
        self.view.reveal(span)

    @on(FindBar.Kept)
    def _kept(self) -> None:
        self._close_find()
        if self.match is not None and self._find_from.offset != self.cursor:
            self.jumps.record(self._find_from)

    @on(FindBar.Cancelled)
    def _cancelled(self) -> None:
        self._close_find()
        self.forget_matches()
        # A match in the furniture unfolded it.
        self.view.show_furniture = not self._find_folded
        self.place(self._find_from.offset)

    @on(FindBar.Stepped)
    def _stepped(self, event: FindBar.Stepped) -> None:
        self._match(event.count)

    def _close_find(self) -> None:
        self.query_one(FindBar).close()
        self.view.focus()

    def forget_matches(self) -> None:
        self.matches, self.match = (), None
        self.draw_layers()

    def action_find_next(self) -> None:
        self._match(self._times())

    def action_find_previous(self) -> None:
        self._match(-self._times())

    def _match(self, count: int) -> None:
        if not self.matches:
            bar = self.query_one(FindBar)
            if bar.pattern and not bar.is_open:
                # Looked for before, and forgotten with escape or another article: look again from here.
                self._find_from = self.here
                self._look_for(bar.pattern, bar.regexp)
            if not self.matches:
                self.hint(f"Nothing to find yet; {self.counterpoint.keymap.shown('reader.find')} asks what.")
            return
        starts = [span.start for span in self.matches]
        current = self.matches[self.match] if self.match is not None else None
        if current is not None and current.start == self.cursor:
            index = (self.match or 0) + count
        else:
            index = bisect_left(starts, self.cursor) + (count - 1 if count > 0 else count)
        round_ = "From the top again: " if index >= len(starts) else "From the end again: " if index < 0 else ""
        index %= len(starts)
        self._show_match(index)
        self.hint(f"{round_}match {index + 1} of {len(starts)}")

    _find_from: Jump = Jump("", 0)
    _find_folded: bool = True
