"""Annotations whose place in the newest version is in doubt, or lost: one after another, each settled with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from tui.actions import Action, Context
from tui.screens.bound import BoundScreen
from tui.text.errors import CounterpointError
from tui.widgets.hints import HintBar
from tui.widgets.lines_view import LinesView
from tui.widgets.pane_lines import PaneLine, block
from tui.widgets.progress_header import HeaderLine, ProgressHeader
from tui.widgets.review_lines import new_side, old_side
from tui.workflows import annotating, placing, undoing
from tui.workflows.placing import Doubt, told

if TYPE_CHECKING:
    from collections.abc import Callable


class ReviewScreen(BoundScreen[None]):
    """Where an annotation stood, in its old context, beside where it may stand now."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("review",)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]  # noqa: RUF012

    DEFAULT_CSS = """
    ReviewScreen {
        layout: vertical;
        & > #places { height: 1fr; width: 100%; }
        & LinesView { width: 1fr; height: 1fr; background: $background; }
        & #new-side { background: $panel; }
        &.-wide > #places { layout: horizontal; }
        &.-narrow > #places { layout: vertical; }
        & > ProgressHeader { height: 2; }
        &.-low > ProgressHeader { height: 1; }
        &.-over #new-side { display: none; }
    }
    """

    def __init__(self, article_id: str) -> None:
        super().__init__()
        self.article_id = article_id
        self.doubts: list[Doubt] = []
        self.index = 0
        self.candidate = 0
        self.most = 0
        """How many there were at most, since the screen was opened."""

    @property
    def doubt(self) -> Doubt | None:
        """The one that is shown."""
        return self.doubts[self.index] if self.index < len(self.doubts) else None

    def compose(self) -> ComposeResult:
        yield ProgressHeader()
        with Container(id="places"):
            yield LinesView(id="old-side")
            yield LinesView(id="new-side")
        yield HintBar()

    def on_mount(self) -> None:
        self.refresh_data()

    def on_screen_resume(self) -> None:
        """Back from the reader, where a place may have been selected."""
        if self.is_mounted:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Read anew what is in doubt; the one that is shown stays, or the next one takes its place."""
        before = self.doubt
        try:
            self.doubts = placing.doubts(self.lib, self.article_id)
        except CounterpointError as error:
            self.counterpoint.say(str(error))
            self.doubts = []
        if before is not None:
            keys = [doubt.key for doubt in self.doubts]
            same = before.key in keys
            self.index = keys.index(before.key) if same else min(self.index, len(keys))
            self.candidate = self.candidate if same else 0
        self.index = min(self.index, len(self.doubts))
        self.draw()

    def draw(self) -> None:
        """Show both places, or that nothing is left."""
        doubt = self.doubt
        old, new = self.query_one("#old-side", LinesView), self.query_one("#new-side", LinesView)
        self.set_class(doubt is None, "-over")
        self.refresh_bindings()
        total = len(self.doubts)
        title = self.doubts[0].article_title if self.doubts else "annotations"
        counts = [f"{self.index + 1} of {total}"] if doubt is not None else []
        said = told([one.state for one in self.doubts])
        line = HeaderLine(f"Review · {title}", " · ".join([*counts, *([said] if said else [])]), "title")
        self.most = max(self.most, total)
        done = 1 - total / self.most if self.most else 1.0
        self.query_one(ProgressHeader).show_lines((line,), done)
        if doubt is None:
            sentence = self._at_the_end()
            old.show_lines(lambda width: [PaneLine(), *block(sentence, "text", width)], top=True)
            return
        candidate = min(self.candidate, max(0, len(doubt.candidates) - 1))
        old.show_lines(lambda width: old_side(doubt, width), top=True)
        new.show_lines(lambda width: new_side(doubt, candidate, width), top=True)

    def _at_the_end(self) -> str:
        keys = self.counterpoint.keymap
        leave, before = keys.shown("review.close"), keys.shown("review.previous")
        if not self.doubts:
            return f"Every annotation of this article has its place. {leave} leaves."
        several = "annotations are" if len(self.doubts) > 1 else "annotation is"
        return f"That was the last one. {len(self.doubts)} {several} left open; {before} goes back, {leave} leaves."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("confirm", "correct", "candidate", "delete", "skip"):
            return self.doubt is not None
        return super().check_action(action, parameters)

    def active_actions(self) -> list[Action]:
        """Nothing is offered that cannot be done with the shown one; its key says why."""
        places = len(self.doubt.candidates) if self.doubt is not None else 0
        vain = [name for name, least in (("review.confirm", 1), ("review.candidate", 2)) if places < least]
        return [action for action in super().active_actions() if action.name not in vain]

    # --- settling --------------------------------------------------------------------------------------------------

    def _do(self, work: Callable[[], str]) -> None:
        try:
            sentence, changed = undoing.changing(self.lib, work)
        except CounterpointError as error:
            self.counterpoint.say(str(error))
            return
        self.refresh_data()
        self.counterpoint.say(sentence, undo=changed)

    def action_confirm(self) -> None:
        doubt = self.doubt
        if doubt is None:
            return
        if not doubt.candidates:
            key = self.counterpoint.keymap.shown("review.correct")
            self.counterpoint.say(f"It was not found: there is nothing to confirm. {key} selects its text.")
            return
        span = doubt.candidates[min(self.candidate, len(doubt.candidates) - 1)].span
        self._do(lambda: placing.place(self.lib, doubt, span))

    def action_correct(self) -> None:
        doubt = self.doubt
        if doubt is not None:
            offset = doubt.candidates[0].span.start if doubt.candidates else None
            self.counterpoint.open_reader(self.article_id, offset=offset, placing=doubt.annotation_id)

    def action_candidate(self) -> None:
        doubt = self.doubt
        if doubt is None:
            return
        if len(doubt.candidates) < 2:
            self.counterpoint.say("No other place is like it.")
            return
        self.candidate = (self.candidate + 1) % len(doubt.candidates)
        self.draw()

    def action_delete(self) -> None:
        doubt = self.doubt
        if doubt is not None:
            self._do(lambda: annotating.delete(self.lib, [doubt.annotation_id]))

    # --- moving ----------------------------------------------------------------------------------------------------

    def action_skip(self) -> None:
        self._go(self.index + 1)

    def action_previous(self) -> None:
        self._go(self.index - 1)

    def _go(self, index: int) -> None:
        self.index, self.candidate = max(0, min(index, len(self.doubts))), 0
        self.draw()

    def action_scroll_down(self) -> None:
        self._scroll(1)

    def action_scroll_up(self) -> None:
        self._scroll(-1)

    def _scroll(self, direction: int) -> None:
        for view in self.query(LinesView):
            view.scroll_half(direction)

    def action_open(self) -> None:
        doubt = self.doubt
        if doubt is not None:
            old = doubt.old
            self.counterpoint.open_reader(self.article_id, offset=old.span.start, version_id=old.version_id)

    def action_close(self) -> None:
        self.app.pop_screen()
