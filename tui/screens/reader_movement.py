"""Moving through an article: paragraphs, sentences, claims, own marks, pages, letters, and the jump history."""

from __future__ import annotations

from collections.abc import Sequence

from tui.screens.reader_base import ReaderBase
from tui.workflows import memory, navigation
from tui.workflows.navigation import Jump
from tui.workflows.views import ClaimView


class Movement(ReaderBase):
    """The actions of the reader that only move."""

    # --- paragraphs and sentences ----------------------------------------------------------------------------------

    def _times(self) -> int:
        return self.number.take() or 1

    def _paragraph(self, count: int) -> None:
        if self.shape is None:
            return
        offset = self.shape.paragraph_step(self.cursor, count, furniture=not self.folded)
        self._step_to(offset, "This is the last paragraph." if count > 0 else "This is the first paragraph.")

    def _sentence(self, count: int) -> None:
        if self.article is None or self.shape is None:
            return
        shown = self.shape.stops(furniture=not self.folded)
        offset = navigation.sentence_step(self.article.text, shown, self.cursor, count)
        self._step_to(offset, "This is the last sentence." if count > 0 else "This is the first sentence.")

    def _step_to(self, offset: int | None, otherwise: str) -> None:
        """Go to an offset without a word; where there is none, say why, and come to the very edge."""
        if offset is not None:
            self.place(offset)
        else:
            self.hint(otherwise)

    def action_next_paragraph(self) -> None:
        self._paragraph(self._times())

    def action_previous_paragraph(self) -> None:
        self._paragraph(-self._times())

    def action_next_sentence(self) -> None:
        self._sentence(self._times())

    def action_previous_sentence(self) -> None:
        self._sentence(-self._times())

    def action_page_down(self) -> None:
        self._page(self._times())

    def action_page_up(self) -> None:
        self._page(-self._times())

    def _page(self, count: int) -> None:
        offset = self.cursor
        for _ in range(min(abs(count), 1000)):
            goal = self.view.page_offset(1 if count > 0 else -1)
            if goal == offset:
                break
            offset = goal
            self.view.go_to(offset, top=True)
        self.place(offset, top=True)

    def action_top(self) -> None:
        self._edge(first=True)

    def action_bottom(self) -> None:
        self._edge(first=False)

    def _edge(self, *, first: bool) -> None:
        number = self.number.take()
        if self.shape is None or self.article is None:
            return
        if number is not None:
            paragraph = self.shape.numbered(number)
        else:
            stops = self.shape.stops(furniture=not self.folded)
            paragraph = (stops[0] if first else stops[-1]) if stops else None
        if paragraph is None:
            return
        if paragraph.start != self.cursor:
            self.jumps.record(self.here)
        self.place(paragraph.start, top=first and number is None)

    # --- claims and marks ------------------------------------------------------------------------------------------

    def go_to_claim(self, claim: ClaimView) -> None:
        """Jump to a claim of this article."""
        if claim.place.span.start != self.cursor:
            self.jumps.record(self.here)
        self.place(claim.place.span.start, claim=claim)
        self.view.reveal(claim.place.span)

    def _claim(self, claims: Sequence[ClaimView], count: int, none: str, last: str) -> None:
        claim = navigation.claim_step(claims, self.cursor, self.claim.key if self.claim else None, count)
        if claim is not None:
            self.go_to_claim(claim)
        elif claims:
            self.hint(last)
        else:
            # Before the analysis is over nobody can say that there is nothing.
            self.hint("Still looking for claims." if self.analysing else none)

    def action_next_claim(self) -> None:
        self._any_claim(self._times())

    def action_previous_claim(self) -> None:
        self._any_claim(-self._times())

    def _any_claim(self, count: int) -> None:
        claims = self.article.claims if self.article else ()
        edge = "There is no claim after this one." if count > 0 else "There is no claim before this one."
        self._claim(claims, count, "No claim was found in this article.", edge)

    def action_next_contested(self) -> None:
        self._contested(self._times())

    def action_previous_contested(self) -> None:
        self._contested(-self._times())

    def _contested(self, count: int) -> None:
        claims = self.shape.contested if self.shape else ()
        edge = "No contested claim after this one." if count > 0 else "No contested claim before this one."
        self._claim(claims, count, "Nothing speaks against a claim of this article.", edge)

    def action_next_mark(self) -> None:
        self._mark(self._times())

    def action_previous_mark(self) -> None:
        self._mark(-self._times())

    def _mark(self, count: int) -> None:
        if self.shape is None:
            return
        marks = self.shape.marks
        offset = navigation.mark_step(marks, self.cursor, count)
        if offset is not None:
            self.jumps.record(self.here)
            self.place(offset)
        else:
            self.draw_header()
            edge = "after" if count > 0 else "before"
            self.hint(f"No own mark {edge} this place." if marks else "You have no marks in this article yet.")

    # --- history and letters ---------------------------------------------------------------------------------------

    def go_to_jump(self, jump: Jump) -> bool:
        """Go to a remembered place, in this or another article."""
        if self.article is None or jump.article_id != self.article.id:
            left = self.here
            if not self.open(jump.article_id):
                return False
            self.left_article(left)
        claim = next((c for c in self.article.claims if c.key == jump.claim_key), None) if self.article else None
        self.place(jump.offset, claim=claim)
        return True

    def left_article(self, left: Jump) -> None:
        """Filled by the part that shows two articles side by side."""

    def action_back(self) -> None:
        self._history(back=True)

    def action_forward(self) -> None:
        self._history(back=False)

    def _history(self, *, back: bool) -> None:
        times = self._times()
        moved = False
        for _ in range(times):
            jump = self.jumps.back(self.here) if back else self.jumps.forward(self.here)
            if jump is None or not self.go_to_jump(jump):
                break
            moved = True
        if not moved:
            self.hint("You have not jumped from anywhere." if back else "There is nothing to go forward to.")

    def action_set_mark(self) -> None:
        self._await("set_mark")

    def action_go_mark(self) -> None:
        self._await("go_mark")

    def _await(self, action: str) -> None:
        self.number.take()
        self.awaiting = action
        self.draw_header()

    def letter(self, character: str) -> None:
        """The letter that `m` or `'` waited for."""
        action, self.awaiting = self.awaiting, ""
        self.draw_header()
        if not character.isalnum():
            self.hint("A mark is a letter or a digit.")
            return
        if action == "set_mark":
            memory.set_letter(self.lib, character, self.here)
            back = self.counterpoint.keymap.shown("reader.go_mark")
            self.say(f"This place is marked {character}; {back}{character} comes back to it.")
            return
        jump = memory.letter(self.lib, character)
        if jump is None:
            self.hint(f"No place is marked {character}.")
        elif (jump.article_id, jump.offset) != (self.article_id, self.cursor):
            here = self.here
            if self.go_to_jump(jump):
                self.jumps.record(here)
