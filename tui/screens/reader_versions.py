"""The versions of the article: reading another one, what changed, and annotations that have to find their place."""

from __future__ import annotations

from tui.screens.reader_selection import Selecting
from tui.workflows import navigation, placing, versions
from tui.workflows.selecting import Selection
from tui.workflows.views import MarkView, ResolutionState

MOST_ANNOTATORS = 12
"""Of more annotators of one article, those with the most annotations can be chosen."""


class Versions(Selecting):
    """The actions on versions, and on the reader's marks that come from older ones."""

    # --- versions --------------------------------------------------------------------------------------------------

    def action_changes(self) -> None:
        from tui.screens.changes import ChangesScreen

        article = self.article
        if article is None:
            return
        if len(versions.versions(self.lib, article.id)) < 2:
            self.hint("There is only one version of this article.")
            return

        def read(answer: tuple[str, int] | None) -> None:
            if answer is not None:
                self.show_version(*answer)

        self.save_place()
        self.app.push_screen(ChangesScreen(article.id, article.title, article.version_id), read)

    def action_versions(self) -> None:
        from tui.screens.dialogs import Choice

        article = self.article
        known = versions.versions(self.lib, article.id) if article is not None else []
        if article is None or len(known) < 2:
            self.hint("There is only one version of this article.")
            return

        def read(version_id: str | None) -> None:
            if version_id is not None:
                self.show_version(version_id)

        options = [("", one.id, f"{one.name}{'  newest' if one.newest else ''}") for one in reversed(known)]
        self.app.push_screen(Choice("Read which version?", options, current=article.version_id), read)

    def show_version(self, version_id: str, offset: int | None = None) -> None:
        """Read a version of this article, at the same passage or at `offset`."""
        before = self.article
        if before is None:
            return
        here = self.cursor
        if version_id != before.version_id:
            if not self.open(before.id, version_id) or self.article is None:
                return
            if offset is None:
                offset = versions.carried(before.text, self.article.text, here)
        if offset is not None:
            self.place(offset)
        if version_id != before.version_id:
            key = self.counterpoint.keymap.shown("reader.versions")
            newest = self.article is not None and self.article.newest
            self.hint("The newest version." if newest else f"An older version; {key} goes back to the newest.")

    # --- annotations from older versions ---------------------------------------------------------------------------

    def in_doubt(self) -> str:
        """At a mark that is for review, the keys that settle it; else how many there are."""
        said = super().in_doubt()
        if not said or self._mark_in("review") is None:
            return said
        keys = self.counterpoint.keymap
        return f"for review: {keys.shown('reader.confirm')} confirms, {keys.shown('reader.correct')} corrects"

    def action_review(self) -> None:
        from tui.screens.review import ReviewScreen

        article = self.article
        if article is None:
            return
        if not placing.doubts(self.lib, article.id):
            self.hint("No annotation of this article is for review, and none is lost.")
            return
        self.save_place()
        self.app.push_screen(ReviewScreen(article.id))

    # --- annotations of several people ------------------------------------------------------------------------------

    def action_adjudicate(self) -> None:
        from tui.screens.adjudication import AdjudicationScreen
        from tui.screens.dialogs import Choice
        from tui.workflows import adjudicating
        from tui.workflows.adjudicating import named

        article = self.article
        if article is None:
            return
        who = adjudicating.creators(self.lib, article.id)
        if len(who) < 2:
            self.hint("Only one person annotated this article; import a colleague's export to compare.")
            return
        # By name, so that two people are always asked about in the same order.
        names = sorted(name for name, _ in who[:MOST_ANNOTATORS])
        pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self.save_place()
                self.app.push_screen(AdjudicationScreen(article.id, *pairs[int(answer)]))

        if len(pairs) == 1:
            chosen("0")
            return
        options = [("", str(n), f"{named(a)} and {named(b)}") for n, (a, b) in enumerate(pairs)]
        self.app.push_screen(Choice("Which two annotators?", options, find=len(pairs) > 9), chosen)

    def _mark_in(self, *states: ResolutionState) -> MarkView | None:
        if self.article is None:
            return None
        here = navigation.marks_at(self.article.marks, self.cursor, self.sentence)
        return next((mark for state in states for mark in here if mark.state == state), None)

    def action_confirm(self) -> None:
        article, mark = self.article, self._mark_in("review")
        if article is None or mark is None:
            self.hint("No annotation at this place is for review.")
            return
        self.attempt(lambda: placing.confirm(self.lib, mark.annotation_id, article.version_id))

    def action_correct(self) -> None:
        mark = self._mark_in("review", "fuzzy", "moved")
        if mark is None:
            self.hint("No annotation of an older version stands at this place.")
            return
        self.start_placing(mark.annotation_id)

    def start_placing(self, annotation_id: str) -> None:
        """Have the reader select the text that an annotation stands on; its place is selected to begin with."""
        if self.article is None:
            return
        mark = next((m for m in self.article.marks if m.annotation_id == annotation_id), None)
        span = mark.spans[0] if mark is not None and mark.spans else self.sentence
        if span is None:
            self.hint("There is no text to select.")
            return
        self.placing = annotation_id
        self.start_selecting(Selection(span.start, span.end))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "place":
            return self.placing is not None
        return super().check_action(action, parameters)

    def action_place(self) -> None:
        span, article, annotation_id = self.one_piece(), self.article, self.placing
        if span is None or article is None or annotation_id is None:
            return
        if self.attempt(lambda: placing.correct(self.lib, annotation_id, article.version_id, span)):
            self.stop_selecting()

    def stop_selecting(self, *, stay: bool = False) -> None:
        super().stop_selecting(stay=stay)
        if self.placing is not None:
            self.placing = None
            self.draw_header()
            if self.errand:
                self.dismiss_reader()
