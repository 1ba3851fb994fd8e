"""What changed between two versions of an article: paragraph by paragraph, word by word."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult

from tui.actions import Context
from tui.screens.bound import BoundScreen
from tui.text.differing import Kind
from tui.text.errors import CounterpointError
from tui.widgets.change_lines import change_lines, shown
from tui.widgets.hints import HintBar
from tui.widgets.lines_view import LinesView
from tui.widgets.pane_lines import PaneLine, block
from tui.widgets.progress_header import HeaderLine, ProgressHeader
from tui.workflows import versions
from tui.workflows.versions import Changes, ChangeView, VersionView


class ChangesScreen(BoundScreen[tuple[str, int]]):
    """Answers with the version and the offset to read, or nothing."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("changes",)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall")]  # noqa: RUF012

    DEFAULT_CSS = """
    ChangesScreen {
        layout: vertical;
        & > LinesView { width: 100%; height: 1fr; background: $background; }
        & > ProgressHeader { height: 3; }
        &.-low > ProgressHeader { height: 2; }
    }
    """

    def __init__(self, article_id: str, title: str, shown_version: str) -> None:
        """The version that was read is compared with the one before it; the first one with the one after it."""
        super().__init__()
        self.article_id = article_id
        self.heading = title
        self.wanted = shown_version
        self.known: list[VersionView] = []
        self.pair = (0, 0)
        """Indexes into `known`."""
        self.changes: Changes | None = None
        self.everything = False
        self.index = 0
        self.trouble = ""

    @property
    def lines_view(self) -> LinesView:
        return self.query_one(LinesView)

    @property
    def rows(self) -> list[ChangeView]:
        return shown(self.changes, everything=self.everything) if self.changes is not None else []

    def compose(self) -> ComposeResult:
        yield ProgressHeader()
        yield LinesView()
        yield HintBar()

    def on_mount(self) -> None:
        self.refresh_data()

    def refresh_data(self) -> None:
        """A version may have come or gone: compare the same two again, or what is left of them."""
        held = tuple(self.known[at].id for at in self.pair) if self.known else ()
        self.known = versions.versions(self.lib, self.article_id)
        ids = [one.id for one in self.known]
        if held and all(one in ids for one in held):
            self.pair = (ids.index(held[0]), ids.index(held[1]))
        else:
            at = max(1, ids.index(self.wanted)) if self.wanted in ids else len(ids) - 1
            self.pair = (at - 1, at)
        self.compare()

    def compare(self) -> None:
        """Compare the two versions, off the event loop."""
        self.changes, self.index, self.trouble = None, 0, ""
        if len(self.known) < 2:
            self.trouble = "There is only one version of this article: nothing changed since it was added."
        self.draw()
        if not self.trouble:
            self.look(self.known[self.pair[0]].id, self.known[self.pair[1]].id)

    @work(thread=True, exclusive=True, group="changes")
    def look(self, older: str, newer: str) -> None:
        try:
            found = versions.changes(self.lib, self.article_id, older, newer)
        except CounterpointError as error:
            self.app.call_from_thread(self._failed, str(error))
        else:
            self.app.call_from_thread(self._found, found)

    def _failed(self, sentence: str) -> None:
        self.trouble = sentence
        self.draw()

    def _found(self, changes: Changes) -> None:
        if (changes.older.id, changes.newer.id) == tuple(self.known[at].id for at in self.pair):
            self.changes = changes
            self.draw(top=True)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def draw(self, *, top: bool = False) -> None:
        """Show the changes, the selected one in sight."""
        changes, rows = self.changes, self.rows
        title = HeaderLine(f"What changed · {self.heading}", "", "title")
        progress = (self.index + 1) / len(rows) if rows else 0.0
        lines = (title, HeaderLine(self._names(), self._counts(), right_role="status"))
        self.query_one(ProgressHeader).show_lines(lines, progress)
        if changes is None:
            sentence = self.trouble or "Comparing the two versions …"
            self.lines_view.show_lines(lambda width: [PaneLine(), *block(sentence, "text", width)], top=True)
            return
        everything = self.everything
        self.lines_view.show_lines(
            lambda width: change_lines(changes, width, everything=everything),
            selected=self.index if rows else None,
            top=top,
        )

    def _names(self) -> str:
        if len(self.known) < 2:
            return ""
        older, newer = (self.known[at] for at in self.pair)
        day, time = newer.fetched_at.split(" ")
        when = time if older.fetched_at.startswith(day) else newer.fetched_at
        newest = " (newest)" if newer.newest else ""
        return f"version {older.number} → {newer.number}{newest} · {older.fetched_at} → {when}"

    def _counts(self) -> str:
        changes = self.changes
        if changes is None:
            return ""
        kinds: tuple[Kind, ...] = ("changed", "added", "removed", "moved")
        counts = [f"{count} {kind}" for kind in kinds if (count := changes.count(kind))]
        return " · ".join(counts) or "no change"

    # --- moving ----------------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        self._select(self.index + 1)

    def action_previous(self) -> None:
        self._select(self.index - 1)

    def _select(self, index: int) -> None:
        if self.rows:
            self.index = max(0, min(index, len(self.rows) - 1))
            self.draw()

    @on(LinesView.RowClicked)
    def _clicked(self, event: LinesView.RowClicked) -> None:
        self._select(event.index)
        if event.go:
            self.action_open()

    def action_scroll_down(self) -> None:
        self.lines_view.scroll_half(1)

    def action_scroll_up(self) -> None:
        self.lines_view.scroll_half(-1)

    def action_unchanged(self) -> None:
        """The same change stays selected."""
        before = self.rows[self.index] if self.rows else None
        self.everything = not self.everything
        rows = self.rows
        self.index = next((n for n, row in enumerate(rows) if row is before), 0)
        self.draw()

    # --- which versions --------------------------------------------------------------------------------------------

    def action_older(self) -> None:
        self._shift(-1)

    def action_newer(self) -> None:
        self._shift(1)

    def _shift(self, step: int) -> None:
        older, newer = (at + step for at in self.pair)
        if older < 0 or newer >= len(self.known):
            which = "first" if step < 0 else "newest"
            self.counterpoint.say(f"These are the {which} two versions.")
            return
        self.pair = (older, newer)
        self.compare()

    def action_choose(self) -> None:
        """First the older of the two, then the newer one."""
        from tui.screens.dialogs import Choice

        if len(self.known) < 2:
            return

        def compare(older: str, newer: str) -> None:
            ids = [one.id for one in self.known]
            if older in ids and newer in ids:
                self.pair = (ids.index(older), ids.index(newer))
                self.compare()

        def chosen(older: str | None) -> None:
            later = [one for one in self.known if older is not None and one.number > self._number(older)]
            if older is None or not later:
                return
            if len(later) == 1:
                compare(older, later[0].id)
                return
            options = [("", one.id, one.name) for one in reversed(later)]
            asked = Choice("With which later one?", options)
            self.app.push_screen(asked, lambda newer: compare(older, newer) if newer is not None else None)

        options = [("", one.id, one.name) for one in reversed(self.known[:-1])]
        current = self.known[self.pair[0]].id
        self.app.push_screen(Choice("Compare which version?", options, current=current), chosen)

    def _number(self, version_id: str) -> int:
        return next(one.number for one in self.known if one.id == version_id)

    # --- leaving ---------------------------------------------------------------------------------------------------

    def action_open(self) -> None:
        rows = self.rows
        if rows:
            self.dismiss((rows[self.index].version_id, rows[self.index].offset))

    def action_close(self) -> None:
        self.dismiss(None)
