"""What every part of the reader screen stands on: opening an article, the cursor and its claim, drawing."""

from __future__ import annotations

from msgspec.structs import replace

from tui.screens.reader_state import ReaderState, reasons_of
from tui.text.errors import CounterpointError
from tui.text.words import words as find_words
from tui.widgets import article_layers
from tui.widgets.article_view import Layer
from tui.widgets.hints import HintBar
from tui.widgets.pane_lines import PaneContent, Row
from tui.widgets.reader_header import HeaderContent, ReaderHeader
from tui.workflows import navigation, reading
from tui.workflows.navigation import Outline
from tui.workflows.placing import told
from tui.workflows.views import ClaimView, EvidenceView, Place, ReaderArticle


class ReaderBase(ReaderState):
    """Opening and drawing; the actions are in the classes that the screen is put together from."""

    # --- opening and refreshing ------------------------------------------------------------------------------------

    def open(self, article_id: str, version_id: str | None = None) -> bool:
        """Open an article in this screen; the cursor is placed by `place` after it. False when it cannot be opened."""
        try:
            article = reading.open_article(self.lib, article_id, version_id)
        except CounterpointError as error:
            self.say(str(error))
            return False
        self.save_place()
        self.article_id = article.id
        self.analysing = False
        self.matches, self.match = (), None
        self.take(article, load=True)
        if not article.analysed and article.newest and not self.lib.read_only:
            self.analysing = True
            self.counterpoint.request_analysis(article.id)
        return True

    def take(self, article: ReaderArticle, *, load: bool) -> None:
        """Show this state of the article; `load` where text or paragraphs are others."""
        self.article = article
        self.shape = Outline(article)
        self._standing = article_layers.standing(article)
        if load:
            self.view.load(article.text, article.paragraphs, measure=self.view.measure)

    def refresh_data(self) -> None:
        """Something changed in the library: show it, at the same place, with the same claim and evidence selected."""
        before = self.article
        if before is None:
            return
        try:
            article = reading.open_article(self.lib, before.id, before.version_id)
        except CounterpointError:
            # The article is gone (deleted here by undo, or by another process): there is nothing left to show. Under a
            # dialog this waits until the dialog is answered: what is being written there is the reader's.
            if self.app.screen is self:
                self.article = None
                self.say("This article is no longer in the library.")
                self.dismiss_reader()
            return
        row = self.selected_row
        self.take(article, load=article.text != before.text or article.paragraphs != before.paragraphs)
        if self.view.cursor != self.cursor:
            self.view.go_to(self.cursor)
        claim = reading.claim_like(article, self.claim) if self.claim else None
        if claim is None and (paragraph := self.paragraph) is not None:
            claim = navigation.claim_for(article.claims, paragraph, self.cursor)
        self.show_claim(claim, like=row)
        if self.beside_article is not None:
            self.refresh_beside()

    def dismiss_reader(self) -> None:
        self.app.pop_screen()

    def refresh_beside(self) -> None:
        """Filled by the part that shows two articles side by side."""

    # --- the cursor and the pane -----------------------------------------------------------------------------------

    def place(self, offset: int, *, claim: ClaimView | None = None, top: bool = False) -> None:
        """Move the cursor; the pane shows `claim`, else the one that the cursor's place calls for."""
        if self.article is None:
            return
        offset = max(0, min(offset, len(self.article.text)))
        paragraph = navigation.paragraph_at(self.article.paragraphs, offset)
        if paragraph is not None and paragraph.kind == "furniture" and self.folded and claim is None:
            self.view.show_furniture = True
        self.cursor = offset
        self.view.go_to(offset, top=top)
        self.arrive(claim)

    def arrive(self, claim: ClaimView | None = None) -> None:
        """The cursor stands somewhere else: choose the claim, keep the place."""
        paragraph = self.paragraph
        if self.article is not None and paragraph is not None and claim is None:
            claim = navigation.claim_for(self.article.claims, paragraph, self.cursor)
        self.show_claim(claim)
        self.save_soon()

    def show_claim(self, claim: ClaimView | None, *, like: Row | None = None) -> None:
        """Show a claim in the pane, with the evidence that is like `like` selected, else the first."""
        if self.article is None or self.shape is None:
            return
        same = claim is not None and self.claim is not None and claim.key == self.claim.key
        kept = self.row if same and like is None else None
        self.claim = claim
        paragraph = self.paragraph
        here = tuple(self.shape.evidence_in(paragraph)) if paragraph is not None else ()
        if claim is not None:
            here = tuple(e for e in here if e.claim_key != claim.key)
        nth, of = 1, 1
        if claim is not None and paragraph is not None:
            siblings = [c.key for c in navigation.claims_in(self.article.claims, paragraph)]
            if claim.key in siblings:
                nth, of = siblings.index(claim.key) + 1, len(siblings)
        notes = navigation.written_in(self.article.marks, paragraph) if paragraph is not None else ()
        message = self.no_claim() if claim is None else ""
        content = PaneContent(self.article.id, claim, nth, of, here, None, message, notes)
        rows = content.rows
        row_before, reason_before = self.selected_row, self.reason
        self.row = 0 if rows else None
        if kept is not None and rows:
            self.row = min(kept, len(rows) - 1)
        if like is not None:
            alike = [n for n, row in enumerate(rows) if _alike(row, like)]
            self.row = alike[0] if alike else self.row
        row_now = rows[self.row] if self.row is not None else None
        stays = _alike(row_now, row_before) if row_now is not None and row_before is not None else row_now is row_before
        kept_reason = same and stays and (reason_before or 0) < len(reasons_of(claim, row_now))
        self.reason = reason_before if kept_reason else None
        self.pane.show(replace(content, selected=self.row, reason=self.reason))
        self.draw_layers()
        self.draw_header()

    def select_row(self, row: int | None, reason: int | None = None) -> None:
        """Select a piece of evidence of the pane, and with `reason` one of its reasons."""
        self.row, self.reason = row, reason
        self.pane.show(replace(self.pane.content, selected=row, reason=reason))
        self.draw_layers()

    def no_claim(self) -> str:
        """What the pane says where there is no claim."""
        if self.article is None:
            return ""
        if self.analysing:
            return "Looking for claims, and for what speaks against them …"
        if self.article.notice:
            return self.article.notice
        if not self.article.claims:
            return "No claim was found in this article. Select text and mark your own."
        keys = self.counterpoint.keymap
        after = navigation.claim_step(self.article.claims, self.cursor, None, 1)
        if after is not None:
            return f"No claim in this paragraph. {keys.shown('reader.next_claim')} goes to the next one."
        return f"No claim from here on. {keys.shown('reader.previous_claim')} goes to the one before."

    # --- drawing ---------------------------------------------------------------------------------------------------

    def draw_layers(self) -> None:
        """Mark in the text what stands, what was found, and the pair in the pane."""
        if self.article is not None:
            self.view.set_layers(self.shown_layers())

    def shown_layers(self) -> list[Layer]:
        """All that is marked in the text now."""
        if self.article is None:
            return []
        row = self.selected_row
        evidence = row if isinstance(row, EvidenceView) else None
        pair = article_layers.current(self.article.id, self.article.version_id, self.claim, evidence, self.reason)
        if row is not None and not isinstance(row, EvidenceView):
            pair.append(Layer(*row.span, "current-evidence", "", 51))
        return [*self._standing, *pair, *article_layers.found(self.matches, self.match)]

    def draw_header(self) -> None:
        article, shape = self.article, self.shape
        if article is None or shape is None:
            return
        source = short_source(article.source or "")
        about = " · ".join(part for part in (article.author, source, article.published) if part)
        hints = self.query_one(HintBar)
        hints.pending = self.number.digits
        hints.mode = "SELECT" if self.selecting is not None else ""
        header = self.query_one(ReaderHeader)
        where = shape.whereabouts(self.cursor)
        if article.id != self.read[0]:
            self.read = (article.id, article.progress)
        self.read = (article.id, max(self.read[1], where.progress))
        where = replace(where, progress=self.read[1])
        header.show(HeaderContent(article.title, about, where, self.status()))

    def status(self) -> str:
        """What is going on, for the header."""
        if self.awaiting:
            return "letter of the mark?" if self.awaiting == "set_mark" else "go to which mark?"
        if self.remark:
            return self.remark
        if self.placing is not None and self.selecting is not None:
            return f"select its text · {self.counterpoint.keymap.shown('select.place')} places it"
        if self.selecting is not None and self.article is not None:
            words = len(find_words(self.selecting.span.of(self.article.text)))
            return f"selecting · {words} word{'' if words == 1 else 's'}"
        if self.reason is not None and self.reason < len(self.reasons):
            reason = self.reasons[self.reason]
            of = "" if reason.claim_spans or reason.evidence_spans else " · about no words in particular"
            return f"reason {self.reason + 1} of {len(self.reasons)}{of}"
        if self.analysing:
            return "analysing …"
        if self.article is not None and not self.article.newest:
            key = self.counterpoint.keymap.shown("reader.versions")
            return f"an older version · {key}" if key else "an older version"
        return self.in_doubt()

    def in_doubt(self) -> str:
        """How many of the reader's marks did not surely find their place in this version, and the key that shows them."""
        said = told([mark.state for mark in self.article.marks]) if self.article is not None else ""
        return f"{said} · {self.counterpoint.keymap.shown('reader.review')}" if said else ""


def short_source(source: str) -> str:
    """The publication; where none is known the source is an address or a path: its host, or the file's name."""
    if "://" in source:
        return source.split("://", 1)[1].split("/", 1)[0].removeprefix("www.")
    if source.startswith("bundled:"):
        return ""
    if source.startswith("/"):
        return source.rsplit("/", 1)[-1]
    return source


def _alike(row: Row, like: Row) -> bool:
    """Is it the same evidence, read afresh? Keys change when a suggestion is accepted: places do not."""
    if isinstance(row, EvidenceView) and isinstance(like, EvidenceView):
        return row.key == like.key or same_place(row.place, like.place)
    if isinstance(row, EvidenceView) or isinstance(like, EvidenceView):
        return False
    return row.claim_key == like.claim_key or (row.span == like.span and same_place(row.claim, like.claim))


def same_place(one: Place, other: Place) -> bool:
    return one.version_id == other.version_id and one.span == other.span
