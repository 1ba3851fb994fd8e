"""The feeds that are followed: how they stand, what they brought; add, ask, remove them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace
from textual import on

from tui.actions import Context
from tui.screens import fetching
from tui.screens.listing import Listing, ListScreen, following
from tui.text.errors import CounterpointError
from tui.widgets.feed_lines import FeedView, ago, feed_lines, standing
from tui.widgets.list_header import HeaderContent
from tui.widgets.pane_lines import PaneLine
from tui.widgets.table import Cell, Column, Row, RowTable
from tui.workflows import browsing, feeds
from tui.workflows.feeds import FeedRow
from tui.workflows.progress import Cancelled, Progress

View = Literal["all", "unread", "failing"]
Order = Literal["title", "unread", "articles", "checked"]
VIEWS: tuple[tuple[View, str], ...] = (("all", "All"), ("unread", "Unread"), ("failing", "Failing"))
ORDERS: dict[Order, str] = {
    "title": "by name",
    "unread": "by what is unread ↓",
    "articles": "by articles ↓",
    "checked": "by when they were asked ↓",
}
AGE_SECONDS = 30.0
"""How often it is looked up anew how long ago a feed was asked."""
LATEST = 12
"""So many of a feed's articles stand beside the list."""


class FeedQuery(Struct, frozen=True):
    """Which feeds are shown, and in which order."""

    text: str = ""
    view: View = "all"
    order: Order = "title"


class FeedsScreen(ListScreen[FeedRow, FeedQuery]):
    """All feeds. They are asked in the background, by a job that the app holds."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("feeds",)
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("title", "Feed", flex=3, min_width=24),
        Column("unread", "Unread", width=6, align="right"),
        Column("articles", "All", width=6, align="right", priority=3),
        Column("checked", "Asked", width=10, priority=2),
        Column("full", "Full text", width=9, priority=4, sortable=False),
        Column("state", "State", width=18, narrow=6, priority=1, sortable=False),
        Column("url", "Address", flex=3, min_width=24, priority=5, sortable=False),
    )

    def __init__(self) -> None:
        super().__init__()
        self.shown = FeedQuery()
        self.private = False
        """Private and local addresses are fetched from too."""
        self.now = ""
        """When the list was looked up; what it says of times is as of then."""

    def on_mount(self) -> None:  # Textual calls those of the classes beneath too.
        self.set_interval(AGE_SECONDS, self.refresh_data)

    # --- what is listed --------------------------------------------------------------------------------------------

    def query_now(self) -> FeedQuery:
        return replace(self.shown, text=self.filter_text)

    def look(self, query: FeedQuery, keep: str) -> Listing[FeedRow]:
        self.now = self.lib.now()
        rows = feeds.all_feeds(self.lib)
        words = query.text.casefold().split()
        found = [row for row in rows if _fits(row, query.view) and all(word in _text(row) for word in words)]
        if query.order == "checked":
            found.sort(key=lambda row: row.checked_at or "", reverse=True)
        elif query.order != "title":
            found.sort(key=lambda row: -(row.unread if query.order == "unread" else row.articles))
        at = next((index for index, row in enumerate(found) if str(row.n) == keep), None)
        failing = sum(_fits(row, "failing") for row in rows)
        facts = (
            f"{len(rows):,} {'feed' if len(rows) == 1 else 'feeds'}",
            f"{sum(row.unread for row in rows):,} unread",
            *([f"{failing:,} failing"] if failing else []),
        )
        return Listing(len(found), found, facts, at)

    def fetch(self, offset: int, limit: int) -> Sequence[FeedRow]:
        return ()

    def row(self, record: FeedRow) -> Row:
        return Row(partial(self._cells, record), key=str(record.n))

    def _cells(self, record: FeedRow) -> Sequence[Cell]:
        table, job = self.table, self.counterpoint.fetching
        return (
            table.ink(record.title[:300], bold=bool(record.unread)),
            table.number(record.unread),
            table.ink(f"{record.articles:,}", "muted"),
            table.ink(ago(record.checked_at, self.now), "muted"),
            table.ink("always", "") if record.full else table.ink("on demand", "muted"),
            table.ink(*standing(record, self.now, asked=job is not None and job.asks(record))),
            table.ink(record.url[:300], "muted"),
        )

    def header(self) -> HeaderContent:
        listing, job = self.listed, self.counterpoint.fetching
        chips = [job.message] if job is not None else []
        if self.private:
            chips.append("private addresses too")
        if listing is not None and self.narrowed:
            chips.append(f"{listing.count:,} shown")
        facts = listing.facts if listing is not None else ()
        return HeaderContent("Feeds", facts, VIEWS, self.shown.view, chips, ORDERS[self.shown.order])

    @property
    def narrowed(self) -> bool:
        return bool(self.filter_text or self.shown.view != "all")

    def show_all(self) -> None:
        self.shown = FeedQuery(order=self.shown.order)

    def empty_sentence(self) -> str:
        clear = self.key("feeds.back")
        if not self.narrowed:
            add, take = self.key("feeds.add"), self.key("feeds.import_file")
            return f"You follow no feed yet. {add} follows one by its address, {take} those of an OPML file."
        if self.filter_text:
            return f"No feed here is called “{self.filter_text}”. {clear} shows all again."
        return f"{'Nothing is unread' if self.shown.view == 'unread' else 'No feed fails'}. {clear} shows all."

    def fetch_went(self) -> None:
        """The app asks feeds: show how far it is."""
        self.draw_header()
        self.table.refresh()
        self.refresh_bindings()

    # --- a feed in full --------------------------------------------------------------------------------------------

    def read_side(self, record: FeedRow) -> FeedView:
        rules = [one for one in feeds.all_rules(self.lib) if one.feed in (None, record.n)]
        return FeedView(feeds.latest(self.lib, record.n, LATEST), rules)

    def side_lines(self, record: FeedRow, shown: FeedView, width: int) -> list[PaneLine]:
        return feed_lines(record, shown, self.now, width)

    # --- what is shown ---------------------------------------------------------------------------------------------

    @on(RowTable.RowSelected)
    def action_open(self) -> None:
        from tui.screens.library import LibraryScreen

        row = self.chosen()
        if row is None:
            return
        self.app.pop_screen()
        if isinstance(self.app.screen, LibraryScreen):
            self.app.screen.show_feed(row.n, row.title)

    def action_view(self) -> None:
        self.tab_chosen(following([key for key, _ in VIEWS], self.shown.view))

    def tab_chosen(self, key: str) -> None:
        for view, _ in VIEWS:
            if view == key:
                self.shown = replace(self.shown, view=view)
        self.look_anew()

    def action_sort(self) -> None:
        self._sort(following(ORDERS, self.shown.order))

    @on(RowTable.SortBy)
    def _column_clicked(self, event: RowTable.SortBy) -> None:
        for order in ORDERS:
            if order == event.column:
                self._sort(order)

    def _sort(self, order: Order) -> None:
        self.shown = replace(self.shown, order=order)
        self.table.sort = (order, order != "title")
        self.look_anew()

    # --- asking ----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "stop":
            return self.counterpoint.fetching is not None
        return super().check_action(action, parameters)

    def action_refresh(self) -> None:
        row = self.chosen()
        if row is not None:
            fetching.start(self.counterpoint, [row], force=True, allow_private=self.private)

    def action_refresh_all(self) -> None:
        self._ask_all(force=False)

    def action_force(self) -> None:
        self._ask_all(force=True)

    def _ask_all(self, *, force: bool) -> None:
        if not feeds.all_feeds(self.lib):
            self.counterpoint.say(self.empty_sentence() if not self.narrowed else "You follow no feed yet.")
            return
        fetching.start(self.counterpoint, force=force, allow_private=self.private)

    def action_stop(self) -> None:
        job = self.counterpoint.fetching
        if job is not None:
            job.stop()
            self.fetch_went()

    def action_private(self) -> None:
        self.private = not self.private
        self.draw_header()
        if self.private:
            self.counterpoint.say("Private and local addresses are fetched from too, until you leave this screen.")
        else:
            self.counterpoint.say("Private and local addresses are refused again.")

    # --- following -------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        self._ask_which()

    def _ask_which(self, before: Any = None, problem: str = "") -> None:
        from tui.screens.dialog_feeds import FeedAnswer, FollowFeed

        def answered(answer: FeedAnswer | None) -> None:
            if answer is not None:
                self._follow(answer)

        self.app.push_screen(FollowFeed(before, problem=problem), answered)

    def _follow(self, answer: Any) -> None:
        from tui.screens.working import Working

        def work(progress: Progress, cancelled: Cancelled) -> tuple[FeedRow, bool]:
            progress(0, 1, answer.url)
            return feeds.follow(
                self.lib,
                answer.url,
                full=answer.full,
                tags=answer.tags,
                allow_private=self.private,
                cancelled=cancelled,
            )

        def done(came: tuple[FeedRow, bool] | CounterpointError | None) -> None:
            if isinstance(came, CounterpointError):
                problem = str(came).removeprefix(f"{answer.url}: ")
                if "--allow-private" in problem:
                    problem = f"It is an address of a private network; {self.key('feeds.private')} lets those be fetched from."
                # Nothing that was typed is lost, unless the reader went on to something else.
                self.call_after_refresh(lambda: self._ask_which(answer, problem) if self.app.screen is self else None)
            elif came is not None:
                self.call_after_refresh(self._followed, *came)

        self.app.push_screen(Working("Looking for the feed", work), done)

    def _followed(self, row: FeedRow, fresh: bool) -> None:
        self._look_up(keep_key=str(row.n))
        self.counterpoint.say(f"{'Following' if fresh else 'You follow already'} “{row.title}”.")
        if fresh and self.counterpoint.fetching is None:
            fetching.start(self.counterpoint, [row], force=True, allow_private=self.private)

    def action_delete(self) -> None:
        from tui.screens.dialogs import Confirm

        row = self.chosen()
        if row is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                feeds.unfollow(self.lib, row.n)
                self.refresh_data()
                self.counterpoint.say(f"No longer following “{row.title}”; its articles stay.")

        rules = sum(rule.feed == row.n for rule in feeds.all_rules(self.lib))
        goes = f", its {'rule goes' if rules == 1 else f'{rules:,} rules go'}" if rules else ""
        stays = "its article stays" if row.articles == 1 else f"its {row.articles:,} articles stay"
        question = f"Follow “{row.title}” no longer? {stays[:1].upper()}{stays[1:]}{goes}. This is not undone with {self.key('app.undo')}."
        self.app.push_screen(Confirm(question, title="Remove a feed", yes="Remove it", no="Keep it"), answered)

    # --- how it is followed ----------------------------------------------------------------------------------------

    def action_full(self) -> None:
        row = self.chosen()
        if row is not None:
            feeds.edit(self.lib, row.n, full=not row.full)
            self.refresh_data()
            how = "on demand: the feed’s own text is kept" if row.full else "always, of what it announces from now on"
            self.counterpoint.say(f"“{row.title}”: full text {how}.")

    def action_edit(self) -> None:
        from tui.screens.dialogs import TextEntry

        row = self.chosen()
        if row is None:
            return

        def named(title: str | None) -> None:
            if title:
                feeds.edit(self.lib, row.n, title=title)
                self.refresh_data()

        self.app.push_screen(TextEntry("Name of the feed", value=row.title), named)

    def action_tag(self) -> None:
        from tui.screens.dialogs import TagEntry

        row = self.chosen()
        if row is None:
            return

        def tagged(tags: list[str] | None) -> None:
            if tags is not None and tuple(tags) != row.tags:
                now = feeds.edit(self.lib, row.n, tags=tags).tags
                self.refresh_data()
                said = " ".join(f"#{tag}" for tag in now)
                self.counterpoint.say(f"“{row.title}”: {f'new articles get {said}' if now else 'no tags any more'}.")

        known = [tag for tag, _ in browsing.all_tags(self.lib)]
        self.app.push_screen(TagEntry(row.tags, known, title="Tags for the articles of this feed"), tagged)

    def action_rules(self) -> None:
        from tui.screens.feed_rules import RulesScreen

        self.app.push_screen(RulesScreen(self.record))

    # --- OPML ------------------------------------------------------------------------------------------------------

    def action_import_file(self) -> None:
        self._ask_for_list()

    def _ask_for_list(self, path: str = "", problem: str = "") -> None:
        from tui.screens.dialogs import PathEntry

        def answered(given: str | None) -> None:
            if given:
                place = Path(given).expanduser()

                def job(cancelled: Cancelled) -> tuple[int, int] | CounterpointError:
                    try:
                        return feeds.import_opml_file(self.lib, place)
                    except CounterpointError as error:
                        return error

                self.counterpoint.in_background("Reading the list", job, partial(read, given))

        def read(given: str, came: tuple[int, int] | CounterpointError) -> None:
            if not isinstance(came, CounterpointError):
                fresh, named = came
                self.refresh_data()
                ask = f"; {self.key('feeds.refresh_all')} asks them what there is" if fresh else ""
                self.counterpoint.say(f"{named:,} feeds, {fresh:,} of them new{ask}.")
            elif self.app.screen is self:
                self._ask_for_list(given, str(came))
            else:
                self.counterpoint.warn(f"{Path(given).name}: {came}")

        hint = "An OPML file, the list that feed readers export. Folders become tags."
        self.app.push_screen(PathEntry("Follow the feeds of a list", value=path, hint=hint, problem=problem), answered)

    def action_export(self) -> None:
        from tui.screens.dialogs import ExportAnswer, ExportForm

        if not feeds.all_feeds(self.lib):
            self.counterpoint.say("There is no feed to write.")
            return

        def answered(answer: ExportAnswer | None) -> None:
            if answer is not None:
                path = Path(answer.path).expanduser()
                self.counterpoint.say(feeds.export_opml_file(self.lib, path, force=answer.force))

        self.app.push_screen(ExportForm("~/feeds.opml", what="the feeds as OPML"), answered)


def _fits(row: FeedRow, view: View) -> bool:
    return {"all": True, "unread": row.unread > 0, "failing": bool(row.problem)}[view]


def _text(row: FeedRow) -> str:
    return " ".join((row.title, row.url, *row.tags)).casefold()
