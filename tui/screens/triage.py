"""Triage: every open suggestion of an article or of the library, one after another, each judged with one key."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Container

from tui.actions import Context
from tui.engine.types import Relation
from tui.screens.bound import BoundScreen
from tui.screens.relations import ask_relation
from tui.text.errors import CounterpointError
from tui.widgets.hints import HintBar
from tui.widgets.lines_view import LinesView
from tui.widgets.pair_lines import claim_side, evidence_side
from tui.widgets.pane_lines import PaneLine, block
from tui.widgets.progress_header import HeaderLine, ProgressHeader
from tui.workflows import judging, learning, reading, undoing
from tui.workflows.judging import Pair
from tui.workflows.triaging import ANSWERS, Answer, Queue
from tui.workflows.views import ReaderArticle

WIDE = 100
"""From this many columns on, there is room for more in the header."""


class TriageScreen(BoundScreen[None]):
    """One pair at a time: the claim in its paragraph, the evidence in its own, and why."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("triage",)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]  # noqa: RUF012

    DEFAULT_CSS = """
    TriageScreen {
        layout: vertical;
        & > #pair { height: 1fr; width: 100%; }
        & LinesView { width: 1fr; height: 1fr; background: $background; }
        & #evidence-side { background: $panel; }
        & #claim-side > .lines--claim { text-style: underline; }
        &.-wide > #pair { layout: horizontal; }
        &.-narrow > #pair { layout: vertical; }
        &.-narrow #evidence-side { height: 3fr; }
        &.-narrow #claim-side { height: 2fr; }
        /* In 16 colours the evidence has no ground of its own. */
        &.-wide #evidence-side:ansi { border-left: vkey $rule; }
        &.-narrow #evidence-side:ansi { border-top: solid $rule; }
        &.-low > ProgressHeader { height: 1; }
        & > ProgressHeader { height: 2; }
        &.-over #evidence-side { display: none; }
    }
    """

    def __init__(self, article_id: str | None = None) -> None:
        """Of one article, or (None) of the whole library."""
        super().__init__()
        self.article_id = article_id
        self.queue = Queue()
        self.looking = True
        self.trouble = ""
        self._homes: dict[str, ReaderArticle] = {}
        """The last articles that pairs stood in, by version."""

    @property
    def claim_view(self) -> LinesView:
        return self.query_one("#claim-side", LinesView)

    @property
    def evidence_view(self) -> LinesView:
        return self.query_one("#evidence-side", LinesView)

    def compose(self) -> ComposeResult:
        yield ProgressHeader()
        with Container(id="pair"):
            yield LinesView(id="claim-side")
            yield LinesView(id="evidence-side")
        yield HintBar()

    def on_mount(self) -> None:
        self.show_pair()
        self.look()

    @work(thread=True, exclusive=True, group="triage")
    def look(self) -> None:
        """Collect the open pairs, off the event loop: in a large library there are many."""
        try:
            pairs = judging.open_pairs(self.lib, self.article_id)
        except CounterpointError as error:
            self.app.call_from_thread(self._failed, str(error))
        else:
            self.app.call_from_thread(self._found, pairs)

    def _failed(self, sentence: str) -> None:
        self.looking, self.trouble = False, sentence
        self.show_pair()

    def _found(self, pairs: list[Pair]) -> None:
        first = self.looking
        self.looking = False
        self.queue.refresh(pairs)
        if first:
            self.queue.index = 0
        self.show_pair()

    def refresh_data(self) -> None:
        """Undo, or another process, changed something: an answer that was taken back is asked again."""
        self._homes.clear()
        self.look()

    # --- what is shown ---------------------------------------------------------------------------------------------

    def fresh(self, pair: Pair) -> Pair:
        """The pair as it stands now: an answer to another pair may have made its claim the reader's own."""
        home = self._home(pair.claim.place.article_id, pair.claim.place.version_id)
        claim = reading.claim_like(home, pair.claim) if home is not None else None
        evidence = reading.evidence_like(claim, pair.evidence) if claim is not None else None
        return Pair(claim, evidence) if claim is not None and evidence is not None else pair

    def _home(self, article_id: str, version_id: str) -> ReaderArticle | None:
        if version_id not in self._homes:
            try:
                article = reading.open_article(self.lib, article_id, version_id)
            except CounterpointError:
                return None
            while len(self._homes) >= 4:
                self._homes.pop(next(iter(self._homes)))
            self._homes[version_id] = article
        return self._homes[version_id]

    def show_pair(self) -> None:
        """Show the pair that is next, or what became of all of them."""
        queue = self.queue
        pair = queue.current
        self.set_class(pair is None, "-over")
        total = len(queue.pairs)
        scope = "this article" if self.article_id else "the library"
        if self.article_id and pair is not None:
            scope = pair.claim.place.article_title
        counts = [f"{min(queue.index + 1, total)} of {total}"] if total else []
        counts += [f"{queue.count(answer)} {answer}" for answer in ANSWERS if queue.count(answer)]
        if taught := self._taught():
            counts.append(taught)
        line = HeaderLine(f"Triage · {scope}", " · ".join(counts), "title")
        self.query_one(ProgressHeader).show_lines((line,), (total - queue.left) / total if total else 0.0)
        if pair is None:
            sentence = self._at_the_end()
            self.claim_view.show_lines(lambda width: [PaneLine(), *block(sentence, "text", width)], top=True)
            return
        pair = self.fresh(pair)
        home = self._home(pair.claim.place.article_id, pair.claim.place.version_id)
        other = self._home(pair.evidence.place.article_id, pair.evidence.place.version_id)
        left, right = self.claim_view, self.evidence_view
        titled = self.article_id is None
        left.show_lines(lambda width: claim_side(pair, home, width, titled=titled, compact=left.low), top=True)
        right.show_lines(lambda width: evidence_side(pair, other, width, compact=right.low), top=True)

    def _taught(self) -> str:
        """From how many verdicts the engine learned, where there is room for it."""
        if self.size.width < WIDE:
            return ""
        try:
            return learning.learned(self.lib).sentence
        except CounterpointError:
            return ""

    def _at_the_end(self) -> str:
        queue = self.queue
        keys = self.counterpoint.keymap
        leave, before = keys.shown("triage.close"), keys.shown("triage.previous")
        if self.trouble:
            return self.trouble
        if self.looking:
            return "Looking for open suggestions …"
        if not queue.pairs:
            return f"Nothing to judge: there is no open suggestion here. {leave} leaves."
        if queue.left:
            several = "suggestions are" if queue.left > 1 else "suggestion is"
            return f"That was the last one. {queue.left} {several} left open; {before} goes back, {leave} leaves."
        return f"All {len(queue.pairs)} are judged. {before} goes back to the last one, {leave} leaves."

    # --- judging ---------------------------------------------------------------------------------------------------

    def _judge(self, answer: Answer, work: Callable[[Pair], str], pair: Pair | None = None) -> None:
        """Judge `pair`, or the one that is shown."""
        pair = pair or self.queue.current
        if pair is None:
            return
        now = self.fresh(pair)
        try:
            sentence, changed = undoing.changing(self.lib, lambda: work(now))
        except CounterpointError as error:
            self.counterpoint.say(str(error))
            return
        self._homes.clear()
        self.queue.answer(answer, pair)
        self.show_pair()
        self.counterpoint.say(sentence, undo=changed)

    def action_accept(self) -> None:
        self._judge("accepted", lambda pair: judging.accept(self.lib, pair.claim, pair.evidence))

    def action_reject(self) -> None:
        self._judge("rejected", lambda pair: judging.reject(self.lib, pair.claim, pair.evidence))

    def action_change(self) -> None:
        pair = self.queue.current
        if pair is None:
            return

        def changed(relation: Relation | None) -> None:
            if relation is not None:
                # The pair that was asked about: another copy may have judged it meanwhile, and another be shown.
                answer: Answer = "accepted" if relation == pair.evidence.relation else "changed"
                self._judge(answer, lambda now: judging.change(self.lib, now.claim, now.evidence, relation), pair)

        ask_relation(self.app, changed, now=pair.evidence.relation)

    def action_skip(self) -> None:
        if self.queue.current is not None:
            self.queue.skip()
            self.show_pair()

    def action_previous(self) -> None:
        if self.queue.previous():
            self.show_pair()

    def action_scroll_down(self) -> None:
        self._scroll(1)

    def action_scroll_up(self) -> None:
        self._scroll(-1)

    def _scroll(self, direction: int) -> None:
        for side in (self.claim_view, self.evidence_view):
            side.scroll_half(direction)

    def action_open(self) -> None:
        if self.queue.current is not None:
            pair = self.fresh(self.queue.current)
            self.counterpoint.open_reader(pair.claim.place.article_id, claim_key=pair.claim.key)

    def action_close(self) -> None:
        self.app.pop_screen()
