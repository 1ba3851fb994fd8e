"""The reader's answers to suggestions, and changes to what they marked themselves."""

from __future__ import annotations

from collections.abc import Callable

from tui.engine.types import Relation
from tui.screens.dialogs import Choice, ClaimFields, ClaimForm, NoteEditor, TagEntry
from tui.screens.reader_jumping import Jumping
from tui.screens.relations import ask_relation
from tui.text.errors import CounterpointError
from tui.workflows import annotating, articles, browsing, judging, navigation
from tui.workflows.views import COLOURS, ClaimView, Colour, EvidenceView, MarkView


class Judging(Jumping):
    """The actions that change what was suggested or marked."""

    asking_model = False
    """An answer of the language model is waited for: it is not asked twice at a time."""

    # --- a pair ----------------------------------------------------------------------------------------------------

    def _pair(self) -> tuple[ClaimView, EvidenceView] | None:
        try:
            pair = self.pair(self.selected_row)
        except CounterpointError as error:
            self.say(str(error))
            return None
        if pair is None:
            self.hint("There is no evidence to judge here.")
        return pair

    def _judge(self, answer: Callable[[ClaimView, EvidenceView], str]) -> None:
        self.number.take()
        pair = self._pair()
        if pair is not None:
            self.attempt(lambda: answer(*pair))

    def action_accept(self) -> None:
        self._judge(lambda claim, evidence: judging.accept(self.lib, claim, evidence))

    def action_reject(self) -> None:
        self._judge(lambda claim, evidence: judging.reject(self.lib, claim, evidence))

    def action_change(self) -> None:
        pair = self._pair()
        if pair is None:
            return

        def changed(relation: Relation | None) -> None:
            if relation is not None:
                self.attempt(lambda: judging.change(self.lib, *pair, relation))

        ask_relation(self.app, changed, now=pair[1].relation)

    def action_pair_note(self) -> None:
        pair = self._pair()
        if pair is None:
            return
        evidence = pair[1]
        if evidence.state not in ("accepted", "made"):
            accept = self.counterpoint.keymap.shown("pair.accept")
            self.hint(f"Accept it first ({accept}); then say why.")
            return

        def written(note: str | None) -> None:
            if note is not None and note.strip() != evidence.note:
                self.attempt(lambda: judging.set_note(self.lib, evidence, note.strip()))

        self.app.push_screen(NoteEditor(evidence.note, title="Why", quote=evidence.place.text), written)

    def action_ask_model(self) -> None:
        pair = self._pair()
        if pair is None:
            return
        claim, evidence = pair[0].place.text, pair[1].place.text
        config = self.counterpoint.config

        def job(stopped: Callable[[], bool]) -> str:
            from tui.workflows.leaving import until_left
            from tui.workflows.reranking import second_opinion

            try:
                return until_left(lambda: second_opinion(config, claim, evidence), stopped)
            finally:
                self.asking_model = False

        if self.asking_model:
            self.hint("The language model is being asked already.")
            return
        self.asking_model = True
        self.counterpoint.in_background("Asking the language model", job, self.say)

    # --- the reader's own marks ------------------------------------------------------------------------------------

    def _with_mark(self, title: str, use: Callable[[MarkView], None]) -> None:
        """Do something with the mark at this place; where there are several, ask which."""
        marks = navigation.marks_at(self.article.marks, self.cursor, self.sentence) if self.article else []
        if not marks:
            self.hint("There is no mark of yours at this place.")
        elif len(marks) == 1:
            use(marks[0])
        else:

            def chosen(annotation_id: str | None) -> None:
                for mark in marks:
                    if mark.annotation_id == annotation_id:
                        use(mark)

            options = [(str(n), mark.annotation_id, _named(mark)) for n, mark in enumerate(marks[:9], 1)]
            self.app.push_screen(Choice(title, options), chosen)

    def action_edit_mark(self) -> None:
        self._with_mark("Which one do you want to edit?", self._edit)

    def _edit(self, mark: MarkView) -> None:
        if mark.kind == "claim":
            self._edit_claim(mark)
        elif mark.kind == "highlight":
            self._edit_highlight(mark)
        else:
            self._edit_text(mark)

    def _edit_text(self, mark: MarkView) -> None:
        def written(body: str | None) -> None:
            if body is not None and body != mark.body:
                self.attempt(lambda: annotating.edit(self.lib, mark.annotation_id, body=body))

        self.app.push_screen(NoteEditor(mark.body, title=mark.kind.capitalize(), quote=mark.quote), written)

    def _edit_claim(self, mark: MarkView) -> None:
        def filled(fields: ClaimFields | None) -> None:
            if fields is not None:
                self.attempt(
                    lambda: annotating.edit(
                        self.lib,
                        mark.annotation_id,
                        kind=fields.kind,
                        claimant=fields.claimant or "",
                        speaker=fields.speaker or "",
                    )
                )

        form = ClaimForm(
            quote=mark.quote,
            kind=mark.claim_kind or "assertion",
            claimant=mark.claimant or "",
            speaker=mark.speaker or "",
        )
        self.app.push_screen(form, filled)

    def _edit_highlight(self, mark: MarkView) -> None:
        def chosen(answer: str | None) -> None:
            colour: Colour | None = next((c for c in COLOURS if c == answer), None)
            if colour is not None:
                self.attempt(lambda: annotating.edit(self.lib, mark.annotation_id, colour=colour))
            elif answer == "note":
                self._edit_text(mark)
            elif answer == "tags":
                self._edit_tags(mark)

        options = [(str(n), colour, colour.capitalize()) for n, colour in enumerate(COLOURS, 1)]
        options += [("a", "note", "Write on it"), ("t", "tags", "Tags")]  # type: ignore
        self.app.push_screen(Choice("Change the highlight", options), chosen)

    def _edit_tags(self, mark: MarkView) -> None:
        def tagged(tags: list[str] | None) -> None:
            if tags is not None:
                self.attempt(lambda: annotating.set_tags(self.lib, mark.annotation_id, tags))

        known = [name for name, _ in browsing.annotation_tags(self.lib)]
        self.app.push_screen(TagEntry(mark.tags, known), tagged)

    def action_delete_mark(self) -> None:
        self._with_mark(
            "Which one do you want to delete?",
            lambda mark: void(self.attempt(lambda: annotating.delete(self.lib, [mark.annotation_id]))),
        )

    def action_bookmark(self) -> None:
        article, paragraph = self.article, self.paragraph
        if article is not None and paragraph is not None:
            self.attempt(lambda: annotating.bookmark(self.lib, article, paragraph.n))

    # --- the article -----------------------------------------------------------------------------------------------

    def action_tag_article(self) -> None:
        article = self.article
        if article is None:
            return

        def tagged(tags: list[str] | None) -> None:
            if tags is not None and tuple(tags) != article.tags:
                self.attempt(lambda: articles.set_tags(self.lib, article.id, tags))

        self.app.push_screen(TagEntry(article.tags, [name for name, _ in browsing.all_tags(self.lib)]), tagged)

    def action_furniture(self) -> None:
        article, paragraph = self.article, self.paragraph
        if article is None or paragraph is None:
            return
        if self.attempt(lambda: articles.toggle_furniture(self.lib, article, paragraph.n)):
            self.analyse_if_due()

    def analyse_if_due(self, *, force: bool = False) -> None:
        """Have the article analysed, in the background, when it is not or when the reader wants it."""
        article = self.article
        if article is None or self.analysing or (article.analysed and not force):
            return
        self.analysing = True
        self.counterpoint.request_analysis(article.id, force=force)
        self.draw_header()

    def action_analyse(self) -> None:
        if self.analysing:
            self.hint("The article is being analysed already.")
            return
        self.analysis_wanted = True
        self.analyse_if_due(force=True)


def void(_: object) -> None:
    """For a callback that returns nothing."""


def _named(mark: MarkView) -> str:
    words = " ".join((mark.body or mark.quote).split())
    return f"{mark.kind}: {words[:60]}{'…' if len(words) > 60 else ''}"
