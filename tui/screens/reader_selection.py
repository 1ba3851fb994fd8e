"""Selecting text, and what the reader makes of a selection: highlights, notes, claims, evidence, tags, copies."""

from __future__ import annotations

from textual import on

from tui.engine.types import RELATIONS
from tui.screens.claim_picker import ClaimPicker, PickedClaim
from tui.screens.dialogs import ClaimFields, ClaimForm, NoteEditor, TagEntry
from tui.screens.reader_base import ReaderBase
from tui.screens.relations import ask_relation
from tui.text.citation import cite
from tui.text.spans import Span
from tui.text.words import snap
from tui.widgets.article_view import ArticleView
from tui.workflows import annotating, browsing, memory, navigation, reading
from tui.workflows.selecting import Selection, Unit, grow
from tui.workflows.views import Colour


class Selecting(ReaderBase):
    """The actions that need a selection; without one, those that may take the current sentence."""

    # --- the selection itself --------------------------------------------------------------------------------------

    def action_select(self) -> None:
        self.number.take()
        sentence = self.sentence
        if sentence is None:
            self.hint("There is no text to select.")
            return
        self.start_selecting(Selection(sentence.start, sentence.end))

    def start_selecting(self, selection: Selection) -> None:
        self.selecting = selection
        self.use_contexts("select")
        self._show_selection()

    def _show_selection(self) -> None:
        if self.selecting is not None:
            self.view.selection = self.selecting.span
            self.view.reveal(Span(self.selecting.head, self.selecting.head))
        self.draw_header()

    def action_cancel(self) -> None:
        self.stop_selecting()

    def stop_selecting(self, *, stay: bool = False) -> None:
        """Back to reading: at the beginning of what was selected, or where the cursor is."""
        selection, self.selecting = self.selecting, None
        self.view.selection = None
        self.use_contexts("reader", "pair")
        if selection is not None and not stay:
            self.place(selection.span.start)
        self.draw_header()

    @on(ArticleView.SelectionChanged)
    def _selected_by_mouse(self, event: ArticleView.SelectionChanged) -> None:
        if event.control is not self.view or event.span != self.view.selection:
            return  # Of the other article; or overtaken by a later change.
        span = event.span
        if span is None or not span.length:
            if self.selecting is not None and self.selecting.span.length:
                self.stop_selecting(stay=True)
        elif self.selecting is None or self.selecting.span != span:
            self.start_selecting(Selection(*span))

    def _grow(self, unit: Unit, count: int) -> None:
        if self.selecting is None or self.article is None or self.shape is None:
            return
        times = self.number.take() or 1
        shown = self.shape.stops(furniture=not self.folded)
        self.selecting = grow(self.article.text, shown, self.selecting, unit, count * times)
        self._show_selection()

    def action_grow_character(self) -> None:
        self._grow("character", 1)

    def action_shrink_character(self) -> None:
        self._grow("character", -1)

    def action_grow_word(self) -> None:
        self._grow("word", 1)

    def action_shrink_word(self) -> None:
        self._grow("word", -1)

    def action_grow_sentence(self) -> None:
        self._grow("sentence", 1)

    def action_shrink_sentence(self) -> None:
        self._grow("sentence", -1)

    def action_grow_paragraph(self) -> None:
        self._grow("paragraph", 1)

    def action_shrink_paragraph(self) -> None:
        self._grow("paragraph", -1)

    def action_swap(self) -> None:
        if self.selecting is not None:
            self.selecting = self.selecting.swapped()
            self._show_selection()

    # --- what is made of it ----------------------------------------------------------------------------------------

    def target(self) -> Span | None:
        """The selection, without white space at its ends; outside of selecting, the current sentence."""
        if self.article is None:
            return None
        span = self.selecting.span if self.selecting is not None else self.sentence
        if span is None:
            return None
        chosen = span.of(self.article.text)
        start = span.start + len(chosen) - len(chosen.lstrip())
        end = span.end - (len(chosen) - len(chosen.rstrip()))
        if end <= start:
            self.hint("Nothing is selected.")
            return None
        return snap(self.article.text, Span(start, end))

    def targets(self) -> list[Span]:
        """The same, as the pieces between the folded furniture that lies inside of it: what is not seen is not meant."""
        span, article = self.target(), self.article
        if span is None or article is None:
            return []
        if not self.folded:
            return [span]
        return navigation.without_furniture(article.text, article.paragraphs, span)

    def one_piece(self) -> Span | None:
        """The target of what can have only one."""
        pieces = self.targets()
        if len(pieces) > 1:
            self.hint("Page furniture lies inside the selection: select the text before or after it.")
            return None
        return pieces[0] if pieces else None

    def _done(self, made: bool) -> None:
        if made and self.selecting is not None:
            self.stop_selecting()

    def _highlight(self, colour: Colour) -> None:
        spans, article = self.targets(), self.article
        if not spans or article is None:
            return
        if self.attempt(lambda: annotating.highlight(self.lib, article, spans, colour)):
            memory.set_colour(self.lib, colour)
            self._done(True)

    def action_highlight(self) -> None:
        self._highlight(memory.colour(self.lib))

    def action_yellow(self) -> None:
        self._highlight("yellow")

    def action_green(self) -> None:
        self._highlight("green")

    def action_blue(self) -> None:
        self._highlight("blue")

    def action_pink(self) -> None:
        self._highlight("pink")

    def action_orange(self) -> None:
        self._highlight("orange")

    def action_note(self) -> None:
        spans, article = self.targets(), self.article
        if not spans or article is None:
            return

        def write(body: str | None) -> None:
            if body and body.strip():
                self._done(self.attempt(lambda: annotating.note(self.lib, article, spans, body)))

        quote = " … ".join(span.of(article.text) for span in spans)
        self.app.push_screen(NoteEditor("", title="Note", quote=quote), write)

    def action_claim(self) -> None:
        span, article = self.one_piece(), self.article
        if span is None or article is None:
            return

        def mark(fields: ClaimFields | None) -> None:
            if fields is not None:
                self._done(
                    self.attempt(
                        lambda: annotating.mark_claim(
                            self.lib, article, span, fields.kind, fields.claimant, fields.speaker
                        )
                    )
                )

        self.app.push_screen(ClaimForm(quote=span.of(article.text)), mark)

    def action_evidence(self) -> None:
        """First the claim, then what the evidence does to it."""
        span, article = self.one_piece(), self.article
        if span is None or article is None:
            return

        def picked(choice: PickedClaim | None) -> None:
            if choice is None:
                return
            home = article if choice.article_id == article.id else reading.open_article(self.lib, choice.article_id)
            claim = reading.claim_by_key(home, choice.key)
            if claim is None:
                self.say("This claim is no longer there.")
                return

            def related(relation: str | None) -> None:
                found = next((r for r in RELATIONS if r == relation), None)
                if found is not None:
                    self._done(self.attempt(lambda: annotating.mark_evidence(self.lib, article, span, claim, found)))

            ask_relation(self.app, related)

        self.app.push_screen(ClaimPicker(self.lib, article, near=span.start), picked)

    def action_tag(self) -> None:
        spans, article = self.targets(), self.article
        if not spans or article is None:
            return

        def tag(tags: list[str] | None) -> None:
            if tags:
                colour = memory.colour(self.lib)
                self._done(self.attempt(lambda: annotating.highlight(self.lib, article, spans, colour, tags=tags)))

        self.app.push_screen(TagEntry((), [name for name, _ in browsing.annotation_tags(self.lib)]), tag)

    def action_copy(self) -> None:
        spans, article = self.targets(), self.article
        if not spans or article is None or self.shape is None:
            return
        paragraph = next((p for p in article.paragraphs if p.start <= spans[0].start <= p.end), None)
        citation = cite(
            " … ".join(span.of(article.text) for span in spans),
            title=article.title,
            source=article.source,
            author=article.author,
            published=article.published,
            paragraph=self.shape.numbers.get(paragraph.n) if paragraph else None,
            url=article.url,
        )
        self.counterpoint.copy_text(citation)
        if self.selecting is not None:
            self.stop_selecting()
