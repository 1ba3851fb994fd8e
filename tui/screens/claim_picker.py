"""Choose a claim: of the open article, or, once something is typed, of any other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.screens.dialog import Dialog, Key
from tui.text.display import visible
from tui.widgets.pane_lines import cut, numbered
from tui.workflows import browsing
from tui.workflows.views import ReaderArticle

if TYPE_CHECKING:
    from tui.library.connection import Library

MOST = 200
"""How many claims are listed at once."""


class PickedClaim(Struct, frozen=True):
    """A claim by its article and its key there."""

    article_id: str
    key: str


class Candidate(Struct, frozen=True):
    """A claim as the list shows it."""

    picked: PickedClaim
    claimant: str
    text: str
    where: str

    def matches(self, words: Sequence[str]) -> bool:
        searched = f"{self.claimant} {self.text} {self.where}".casefold()
        return all(word in searched for word in words)


class ClaimPicker(Dialog[PickedClaim]):
    """A list to filter by typing; the claims nearest to the selection come first."""

    DEFAULT_CSS = """
    ClaimPicker {
        & > .box { width: 90%; max-width: 100; height: 80%; max-height: 30; min-height: 9; }
        & OptionList { height: 1fr; max-height: 100%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("pagedown", "move(8)", "Page down", show=False, priority=True),
        Binding("pageup", "move(-8)", "Page up", show=False, priority=True),
        Binding("enter", "choose", "Choose", show=False, priority=True),
    ]

    def __init__(self, library: Library, article: ReaderArticle, *, near: int = 0) -> None:
        super().__init__()
        self._library = library
        self._article_id = article.id
        claims = sorted(article.claims, key=lambda claim: abs(claim.place.span.start - near))
        self._own = [
            Candidate(
                PickedClaim(article.id, claim.key),
                claim.claimant or "The article itself",
                claim.place.text,
                f"here, {numbered(claim.place)}",
            )
            for claim in claims
        ]
        self._shown: list[Candidate] = []

    heading = "Evidence for which claim?"

    def body(self) -> Iterable[Widget]:
        yield Input(placeholder="type to filter, and to look in other articles too", select_on_focus=False)
        yield OptionList(markup=False)

    def keys(self) -> Iterable[Key]:
        return (("↑↓", "Move", ""), ("⏎", "Choose", "choose"), ("esc", "Cancel", "cancel"))

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._list("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list(event.value)

    def _list(self, typed: str) -> None:
        words = typed.casefold().split()
        self._shown = [candidate for candidate in self._own if candidate.matches(words)][:MOST]
        if words:
            self._shown += self._elsewhere(typed, words)
        options = self.query_one(OptionList)
        options.clear_options()
        room = min(100, self.app.size.width * 9 // 10) - 9
        if self._shown:
            options.add_options([Option(_prompt(candidate, room)) for candidate in self._shown])
            options.highlighted = 0
        else:
            why = "No claim has these words." if words else "No claim here yet: type to look in other articles."
            options.add_option(Option(Content(why), disabled=True))

    def _elsewhere(self, typed: str, words: Sequence[str]) -> list[Candidate]:
        rows = browsing.ledger_rows(self._library, text=typed)
        candidates = (
            Candidate(
                PickedClaim(row.article_id, row.key),
                row.claimant or "The article itself",
                row.text,
                " · ".join(part for part in (row.article_title, f"paragraph {row.paragraph}", row.published) if part),
            )
            for row in rows
            if row.article_id != self._article_id
        )
        return [candidate for candidate in candidates if candidate.matches(words)][:MOST]

    def typed(self) -> tuple[str, ...]:
        return ()  # It narrows the choice, and is nothing to keep.

    def action_move(self, count: int) -> None:
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = min(len(self._shown) - 1, max(0, (options.highlighted or 0) + count))

    def action_choose(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None and index < len(self._shown):
            self.dismiss(self._shown[index].picked)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._shown):
            self.dismiss(self._shown[event.option_index].picked)


def _prompt(candidate: Candidate, room: int) -> Content:
    """Two lines of at most `room` cells: who and what, and where."""
    who = cut(visible(candidate.claimant), room // 2)
    text = cut(" ".join(visible(candidate.text).split()), room - cell_len(who) - 2)
    where = cut(visible(candidate.where), room - 2)
    return Content.assemble((who, "bold"), f"  {text}\n  ", (where, "$text-muted"))
