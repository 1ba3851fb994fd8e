"""Adjudication: two annotators of an article side by side, one disagreement after another, each settled with one key."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Container

from tui.actions import Context
from tui.text.errors import CounterpointError
from tui.widgets.adjudication_lines import MOST, Half, alike_lines, side_lines
from tui.widgets.bindings import ActionScreen
from tui.widgets.hints import HintBar
from tui.widgets.lines_view import LinesView
from tui.widgets.pane_lines import PaneLine, block
from tui.widgets.progress_header import HeaderLine, ProgressHeader
from tui.workflows import adjudicating, undoing
from tui.workflows.adjudicating import AGREED, Answer, Walk, named
from tui.workflows.disagreements import Step

if TYPE_CHECKING:
    from tui.app import CounterpointApp
    from tui.library.connection import Library

TAKES: dict[Answer, tuple[bool, bool]] = {
    "first": (True, False),
    "second": (False, True),
    "both": (True, True),
    "neither": (False, False),
}


class AdjudicationScreen(ActionScreen[None]):
    """What one annotator has at a place, beside what the other has there."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("adjudicate",)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]  # noqa: RUF012

    DEFAULT_CSS = """
    AdjudicationScreen {
        layout: vertical;
        & > #sides { height: 1fr; width: 100%; }
        & LinesView { width: 1fr; height: 1fr; background: $background; }
        & #second-side { background: $panel; }
        & LinesView > .lines--claim, & LinesView > .lines--evidence { text-style: bold underline; }
        &.-wide > #sides { layout: horizontal; }
        &.-narrow > #sides { layout: vertical; }
        /* In 16 colours the second side has no ground of its own. */
        &.-wide #second-side:ansi { border-left: vkey $rule; }
        &.-narrow #second-side:ansi { border-top: solid $rule; }
        & > ProgressHeader { height: 2; }
        &.-low > ProgressHeader { height: 1; }
        &.-one #second-side { display: none; }
    }
    """

    def __init__(self, article_id: str, first: str, second: str) -> None:
        """Of two creators of an article's annotations; "" is one without a name."""
        super().__init__()
        self.article_id, self.first, self.second = article_id, first, second
        self.going = Walk(article_id, "", first, second, (), {}, 0)
        self.index = -1
        """Which step is shown; their number at the end."""

    @property
    def counterpoint(self) -> CounterpointApp:
        return cast("CounterpointApp", self.app)

    @property
    def lib(self) -> Library:
        return self.counterpoint.library

    @property
    def step(self) -> Step | None:
        """The one that is shown; None at the end."""
        return self.going.steps[self.index] if 0 <= self.index < len(self.going.steps) else None

    def compose(self) -> ComposeResult:
        yield ProgressHeader()
        with Container(id="sides"):
            yield LinesView(id="first-side")
            yield LinesView(id="second-side")
        yield HintBar()

    def on_mount(self) -> None:
        self.refresh_data()

    def on_screen_resume(self) -> None:
        """Back from the reader, where something may have been changed."""
        if self.is_mounted and self.index >= 0:
            self.refresh_data()

    def refresh_data(self) -> None:
        """Read anew what there is: what undo took back is shown again, else the step that is shown stays."""
        before, shown = self.going, self.step
        try:
            self.going = adjudicating.walk(self.lib, self.article_id, self.first, self.second)
        except CounterpointError as error:
            self.counterpoint.say(str(error))
            self.going = Walk(self.article_id, before.title, self.first, self.second, (), {}, 0)
        going = self.going
        keys = [step.key for step in going.steps]
        reopened = [
            step.key for step in before.steps if before.answer(step) and step.key in keys and step.key in self._open()
        ]
        if self.index < 0:
            self.index = going.open_after(-1)
        elif reopened:
            self.index = keys.index(reopened[0])
        elif shown is not None:
            self.index = keys.index(shown.key) if shown.key in keys else min(self.index, len(keys))
        else:
            self.index = len(keys)
        self.draw()

    def _open(self) -> set[str]:
        return {step.key for step in self.going.steps if self.going.answer(step) is None}

    # --- what is shown ---------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Show both sides of the step, or what became of all of them."""
        step, going = self.step, self.going
        left, right = self.query_one("#first-side", LinesView), self.query_one("#second-side", LinesView)
        total = len(going.steps)
        self.set_class(step is None or step.alike, "-one")
        self.refresh_bindings()
        counts = [f"{self.index + 1} of {total}"] if step is not None else []
        counts += [f"{going.settled} settled"] if total else []
        title = f"Adjudication · {named(self.first)} and {named(self.second)} · {going.title}"
        done = going.settled / total if total else 1.0
        self.query_one(ProgressHeader).show_lines((HeaderLine(title, " · ".join(counts), "title"),), done)
        if step is None:
            sentences = self._at_the_end()
            left.show_lines(lambda width: _paragraphs(sentences, width), top=True)
            return
        if step.alike:
            texts = [adjudicating.text_of(self.lib, item.some) for item in step.items[:MOST]]
            first, second, said = named(self.first), named(self.second), self._about_alike(step)
            left.show_lines(lambda width: alike_lines(step, texts, first, second, said, width), top=True)
            return
        mine, yours = self._halves(step)
        left.show_lines(lambda width: side_lines(mine, width), top=True)
        right.show_lines(lambda width: side_lines(yours, width), top=True)

    def _about_alike(self, step: Step) -> str:
        """What was done with what both agree on, or which keys there are."""
        given = self.going.answer(step)
        if given is not None:
            return "Left out." if given == "neither" else "Taken into the agreed layer."
        keys = self.counterpoint.keymap
        them = "them" if len(step.items) > 1 else "it"
        return f"{keys.shown('adjudicate.both')} takes {them}, {keys.shown('adjudicate.neither')} leaves {them} out."

    def _halves(self, step: Step) -> tuple[Half, Half]:
        given = self.going.answer(step)
        taken = TAKES[given] if given else (None, None)
        [item] = step.items
        names = (named(self.first), named(self.second))
        first, second = (
            Half(
                "AB"[n],
                names[n],
                names[1 - n],
                one,
                tuple(adjudicating.passages(self.lib, one)) if one is not None else (),
                taken[n] if one is not None else None,
            )
            for n, one in enumerate((item.first, item.second))
        )
        return first, second

    def _at_the_end(self) -> list[str]:
        keys, going = self.counterpoint.keymap, self.going
        leave, before = keys.shown("adjudicate.close"), keys.shown("adjudicate.previous")
        lost = []
        if going.lost:
            stand, were = ("annotations stand", "were") if going.lost > 1 else ("annotation stands", "was")
            lost = [f"{going.lost:,} {stand} on text that is no longer in the newest version, and {were} left out."]
        if not going.steps:
            return [f"There is nothing to adjudicate between the two. {leave} leaves.", *lost]
        some = "annotations and relations" if going.agreed != 1 else "annotation"
        agreed = f"The agreed layer of this article has {going.agreed or 'no'} {some}, tagged #{AGREED}."
        left = len(going.steps) - going.settled
        if left:
            several = "are" if left > 1 else "is"
            return [
                f"That was the last one. {left} {several} left open; {before} goes back, {leave} leaves.",
                agreed,
                *lost,
            ]
        return [
            f"All {len(going.steps)} are settled. {before} goes back to the last one, {leave} leaves.",
            agreed,
            *lost,
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in (*TAKES, "next", "open"):
            return self.step is not None
        return super().check_action(action, parameters)

    # --- answers ---------------------------------------------------------------------------------------------------

    def _answer(self, given: Answer) -> None:
        step = self.step
        if step is None:
            return
        try:
            sentence, changed = undoing.changing(
                self.lib, lambda: adjudicating.answer(self.lib, self.going, step, given)
            )
            self.going = adjudicating.walk(self.lib, self.article_id, self.first, self.second)
        except CounterpointError as error:
            self.counterpoint.say(str(error))
            return
        self.index = self.going.open_after(self.index)
        self.draw()
        self.counterpoint.say(sentence, undo=changed)

    def action_first(self) -> None:
        self._answer("first")

    def action_second(self) -> None:
        self._answer("second")

    def action_both(self) -> None:
        self._answer("both")

    def action_neither(self) -> None:
        self._answer("neither")

    # --- moving ----------------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        self._go(self.index + 1)

    def action_previous(self) -> None:
        self._go(self.index - 1)

    def _go(self, index: int) -> None:
        self.index = max(0, min(index, len(self.going.steps)))
        self.draw()

    def action_scroll_down(self) -> None:
        self._scroll(1)

    def action_scroll_up(self) -> None:
        self._scroll(-1)

    def _scroll(self, direction: int) -> None:
        for view in self.query(LinesView):
            view.scroll_half(direction)

    def action_open(self) -> None:
        if self.step is not None:
            stand = self.step.items[0].some.stands[0]
            self.counterpoint.open_reader(stand.article_id, offset=stand.span.start, version_id=stand.version_id)

    def action_close(self) -> None:
        self.app.pop_screen()


def _paragraphs(sentences: list[str], width: int) -> list[PaneLine]:
    return [line for sentence in sentences for line in (PaneLine(), *block(sentence, "text", width))]
