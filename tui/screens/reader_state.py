"""What the reader screen knows: the article, the cursor, the claim in the pane; and the place that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.timer import Timer

from tui.engine.types import Reason
from tui.screens.bound import BoundScreen
from tui.text.document import Paragraph
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.widgets.article_view import ArticleView, Layer
from tui.widgets.claim_pane import ClaimPane
from tui.widgets.pane_lines import Row
from tui.workflows import articles, navigation, undoing
from tui.workflows.navigation import Count, Jump, JumpHistory, Outline
from tui.workflows.selecting import Selection
from tui.workflows.views import ClaimView, EvidenceView, ReaderArticle

SAVE_AFTER = 0.5
"""Seconds after a step by which the place is kept; leaving keeps it at once."""


class ReaderState(BoundScreen[None]):
    """State, and the words to the reader."""

    def __init__(
        self,
        article_id: str,
        *,
        paragraph: int | None = None,
        offset: int | None = None,
        claim_key: str | None = None,
        version_id: str | None = None,
        placing: str | None = None,
    ) -> None:
        """`offset` is in code points from the start of the paragraph that is named, else from the start of the text.

        `version_id`: the version to read, where that is not the newest. `placing`: an annotation whose text the reader
        is to select; the screen closes after that.
        """
        super().__init__()
        self.article_id = article_id
        self.start_at = (paragraph, offset, claim_key)
        self.start_version = version_id
        self.errand = placing is not None
        """Was it opened to place an annotation, and nothing else?"""
        self.placing = placing
        """The annotation whose text is being selected."""
        self.article: ReaderArticle | None = None
        self.shape: Outline | None = None
        self.cursor = 0
        self.read = ("", 0.0)
        """The article, and how far the reader came in it."""
        self.claim: ClaimView | None = None
        self.row: int | None = None
        """The selected row of the pane."""
        self.jumps = JumpHistory()
        self.number = Count()
        self.awaiting = ""
        """The action that waits for a letter: `set_mark`, `go_mark`, or none."""
        self.remark = ""
        """One sentence in the header, until the next key: why a key led nowhere."""
        self.reason: int | None = None
        """The reason of the selected evidence that the reader stepped into; None: all of them are underlined."""
        self.selecting: Selection | None = None
        self.analysing = False
        self.analysis_wanted = False
        """Did the reader ask for the analysis that runs?"""
        self.matches: Sequence[Span] = ()
        self.match: int | None = None
        self.beside_article: ReaderArticle | None = None
        self._standing: list[Layer] = []
        self._save_timer: Timer | None = None
        self._saved: tuple[str, int, float] | None = None

    # --- what it stands on -----------------------------------------------------------------------------------------

    @property
    def view(self) -> ArticleView:
        return self.query_one("#article", ArticleView)

    @property
    def pane(self) -> ClaimPane:
        return self.query_one("#pane", ClaimPane)

    @property
    def folded(self) -> bool:
        return not self.view.show_furniture

    @property
    def paragraph(self) -> Paragraph | None:
        """The paragraph that the cursor stands in."""
        return navigation.paragraph_at(self.article.paragraphs, self.cursor) if self.article else None

    @property
    def sentence(self) -> Span | None:
        """The sentence that the cursor stands in."""
        return navigation.sentence_at(self.article.text, self.article.paragraphs, self.cursor) if self.article else None

    @property
    def here(self) -> Jump:
        return Jump(self.article_id, self.cursor, self.claim.key if self.claim else None)

    @property
    def selected_row(self) -> Row | None:
        """The evidence that is selected in the pane."""
        rows = self.pane.content.rows
        return rows[self.row] if self.row is not None and self.row < len(rows) else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons that can be stepped into: of the selected evidence; of the claim, where it has none."""
        return reasons_of(self.claim, self.selected_row)

    def say(self, sentence: str, *, undo: bool = False) -> None:
        self.counterpoint.say(sentence, undo=undo)

    def hint(self, sentence: str) -> None:
        """Say in the header, until the next key, why a key led nowhere."""
        self.remark = sentence
        self.draw_header()

    def attempt(self, work: Callable[[], str], *, undo: bool = True) -> bool:
        """Do something to the library, say what was done, and show it. A refusal is said too."""
        try:
            sentence, changed = undoing.changing(self.lib, work)
        except CounterpointError as error:
            self.counterpoint.warn(str(error))
            return False
        self.refresh_data()
        self.say(sentence, undo=undo and changed)
        return True

    def draw_header(self) -> None:
        """Filled by the part that draws."""

    def refresh_data(self) -> None:
        """Filled by the part that draws."""

    # --- the place is kept -----------------------------------------------------------------------------------------

    def save_soon(self) -> None:
        """Keep the place shortly: once for many steps, and never long after one."""
        if self._save_timer is None:
            self._save_timer = self.set_timer(SAVE_AFTER, self._save_now)

    def _save_now(self) -> None:
        self._save_timer = None
        self.save_place()

    def save_place(self) -> None:
        """Keep the place and how far was read now, when either is another than was kept."""
        if self._save_timer is not None:
            self._save_timer.stop()
            self._save_timer = None
        article, paragraph = self.article, self.paragraph
        if article is None or not article.newest or paragraph is None:
            return
        read = self.read[1] if self.read[0] == article.id else 0.0
        if self._saved == (article.id, self.cursor, read):
            return
        try:
            articles.save_place(self.lib, article, paragraph.n, self.cursor - paragraph.start, read)
        except CounterpointError as error:
            self.say(str(error))
        self._saved = (article.id, self.cursor, read)


def reasons_of(claim: ClaimView | None, row: Row | None) -> tuple[Reason, ...]:
    """The reasons that the pane shows for the selected row; of the claim, where none is selected."""
    if row is None:
        return claim.reasons if claim is not None else ()
    return row.reasons if isinstance(row, EvidenceView) else ()
