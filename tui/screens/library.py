"""The library: all articles in a table, filtered as one types, with the selected one beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from msgspec.structs import replace
from textual import on
from textual.widgets import Input

from tui.actions import Context
from tui.screens.library_transfer import Transfer
from tui.screens.listing import Listing, following
from tui.widgets.glyphs import UNICODE
from tui.widgets.list_header import HeaderContent
from tui.widgets.table import PAGE, Cell, Column, Row, RowTable
from tui.workflows import articles, browsing
from tui.workflows.browsing import Article, ArticleQuery, Order, Preview, View

if TYPE_CHECKING:
    from tui.widgets.pane_lines import PaneLine

VIEWS: tuple[tuple[View, str], ...] = (
    ("all", "All"),
    ("unread", "Unread"),
    ("annotated", "Annotated"),
    ("contested", "Contested"),
)
ORDERS: dict[Order, tuple[str, bool]] = {
    "added": ("date added", True),
    "title": ("title", False),
    "source": ("source", False),
    "published": ("date", True),
    "words": ("length", True),
    "progress": ("progress", True),
    "claims": ("claims", True),
    "contested": ("contested claims", True),
    "annotations": ("own annotations", True),
}
"""What can be sorted by: its name, and whether it is of more use from the top down."""
DONE = 0.995
"""An article counts as read from here on."""


class Facts(Struct, frozen=True):
    """How many articles there are in the whole library."""

    all: int
    unread: int
    contested: int


class LibraryScreen(Transfer):
    """Where the app starts."""

    CONTEXTS: ClassVar[tuple[Context, ...]] = ("library",)
    ROWS = "article"
    COLUMNS: ClassVar[tuple[Column, ...]] = (
        Column("title", "Title", flex=3, min_width=30),
        Column("source", "Source", flex=1, min_width=12, priority=5),
        Column("published", "Date", width=10, priority=3),
        Column("words", "Words", width=7, align="right", priority=6),
        Column("progress", "Read", width=5, align="right", priority=2),
        Column("claims", "Claims", width=6, align="right", priority=4),
        Column("contested", "Contested", width=9, align="right", narrow=4),
        Column("annotations", "Own", width=4, align="right", priority=1),
    )

    def __init__(self) -> None:
        super().__init__()
        self.shown = ArticleQuery(order="added", descending=True)
        """View, tags, feed and order; the words stand in the filter line."""
        self._feed = ""
        """The name of the feed that the list is narrowed to."""

    # --- what is listed --------------------------------------------------------------------------------------------

    def query_now(self) -> ArticleQuery:
        return replace(self.shown, text=self.filter_text)

    def look(self, query: ArticleQuery, keep: str) -> Listing[Article]:
        whole = browsing.article_count(self.lib, ArticleQuery())
        unread = browsing.article_count(self.lib, ArticleQuery(view="unread"))
        contested = browsing.article_count(self.lib, ArticleQuery(view="contested"))
        facts = (
            f"{whole:,} {'article' if whole == 1 else 'articles'}",
            *filter(None, [browsing.bearing(self.lib)]),
            f"{unread:,} unread",
            f"{contested:,} contested",
        )
        count = browsing.article_count(self.lib, query)
        at = browsing.article_position(self.lib, query, keep) if keep else None
        return Listing(count, browsing.article_rows(self.lib, query, limit=PAGE), facts, at)

    def fetch(self, offset: int, limit: int) -> Sequence[Article]:
        return browsing.article_rows(self.lib, self.query_now(), offset=offset, limit=limit)

    def row(self, article: Article) -> Row:
        return Row(partial(self._cells, article), key=article.id)

    def _cells(self, article: Article) -> Sequence[Cell]:
        table = self.table
        read = article.progress >= DONE
        if read:
            progress = table.ink("read", "support")
        else:
            progress = table.ink(f"{article.progress:.0%}") if article.progress else table.ink("·", "muted")
        return (
            table.ink(article.title[:500], bold=not article.progress),
            table.ink(browsing.source_name(article)[:200], "muted"),
            table.ink((article.published or "")[:10], "muted"),
            table.ink(f"{article.words:,}", "muted"),
            progress,
            table.number(article.claims),
            table.number(article.contested, f"{UNICODE.signs['counter']} ", "counter"),
            table.number(article.annotations, "✎ ", "own"),
        )

    @property
    def narrowed(self) -> bool:
        query = self.shown
        return bool(self.filter_text or query.tags or query.feed is not None or query.view != "all")

    def show_all(self) -> None:
        self.shown = replace(self.shown, view="all", tags=(), feed=None)

    def show_feed(self, n: int, title: str) -> None:
        """Show what a feed brought, and nothing else."""
        self._feed = title
        self.shown = ArticleQuery(feed=n, order=self.shown.order, descending=self.shown.descending)
        with self.prevent(Input.Changed):
            self.words.clear_words()
        self.look_anew()

    def header(self) -> HeaderContent:
        query = self.query_now()
        listing = self.listed
        chips = [self._feed] if query.feed is not None else []
        chips += [f"#{tag}" for tag in query.tags]
        if listing is not None and self.narrowed:
            chips.append(f"{listing.count:,} shown")
        name, _ = ORDERS[query.order]
        return HeaderContent(
            title="Counterpoint",
            facts=listing.facts if listing is not None else (),
            tabs=VIEWS,
            tab=query.view,
            chips=chips,
            order=f"by {name} {'↓' if query.descending else '↑'}",
        )

    def empty_sentence(self) -> str:
        query, clear = self.query_now(), self.key("library.clear")
        if not self.narrowed:
            return f"The library is empty. {self.key('library.add')} adds an article from a file or from pasted text."
        if query.text:
            return f"No article here has “{query.text}”. {clear} shows all again."
        if query.feed is not None and query.view == "all":
            return f"Nothing that “{self._feed}” announced is here. {clear} shows all articles."
        if query.tags:
            return f"No article here is tagged #{query.tags[0]}. {clear} shows all again."
        return {
            "unread": f"You have read something of every article. {clear} shows all.",
            "annotated": f"You have not annotated anything yet. {clear} shows all.",
            "contested": f"Nothing contested has been found so far. {clear} shows all.",
        }.get(query.view, "")

    # --- the preview -----------------------------------------------------------------------------------------------

    def read_side(self, article: Article) -> Preview:
        return browsing.preview(self.lib, article.id)

    def side_lines(self, article: Article, shown: Preview, width: int) -> list[PaneLine]:
        from tui.widgets.preview import article_lines  # Here, because it is needed after the first paint only.

        return article_lines(shown, width)

    # --- actions ---------------------------------------------------------------------------------------------------

    @on(RowTable.RowSelected)
    def action_open(self) -> None:
        article = self.chosen()
        if article is not None:
            self.counterpoint.open_reader(article.id)

    def action_view(self) -> None:
        self.tab_chosen(following([key for key, _ in VIEWS], self.shown.view))

    def tab_chosen(self, key: str) -> None:
        for view, _ in VIEWS:
            if view == key:
                self.shown = replace(self.shown, view=view)
        self.look_anew()

    def action_sort(self) -> None:
        self._sort(following(ORDERS, self.shown.order))

    def action_reverse(self) -> None:
        self._sort(self.shown.order, not self.shown.descending)

    @on(RowTable.SortBy)
    def _column_clicked(self, event: RowTable.SortBy) -> None:
        for order in ORDERS:
            if order == event.column:
                self._sort(order, not self.shown.descending if order == self.shown.order else None)

    def _sort(self, order: Order, descending: bool | None = None) -> None:
        if descending is None:
            descending = ORDERS[order][1]
        self.shown = replace(self.shown, order=order, descending=descending)
        self.table.sort = (order, descending)
        self.look_anew()

    def action_by_tag(self) -> None:
        from tui.screens.dialogs import Choice

        tags = browsing.all_tags(self.lib)
        if not tags:
            self.counterpoint.say(f"No article has a tag yet; {self.key('library.tag')} gives the selected one some.")
            return

        def chosen(tag: str | None) -> None:
            if tag is not None:
                self.shown = replace(self.shown, tags=(tag,) if tag else ())
                self.look_anew()

        options = [("", "", "All articles"), *(("", tag, f"#{tag}  {count:,}") for tag, count in tags)]
        current = self.shown.tags[0] if self.shown.tags else ""
        self.app.push_screen(Choice("Articles with the tag", options, current=current, find=len(tags) > 9), chosen)

    def action_tag(self) -> None:
        from tui.screens.dialogs import TagEntry

        article = self.chosen()
        if article is None:
            return

        def tagged(tags: list[str] | None) -> None:
            if tags is not None and tuple(tags) != article.tags:
                self.do(lambda: articles.set_tags(self.lib, article.id, tags))

        known = [tag for tag, _ in browsing.all_tags(self.lib)]
        self.app.push_screen(TagEntry(article.tags, known, title="Tags of the article"), tagged)

    def action_edit(self) -> None:
        from tui.screens.dialogs import ArticleFields, ArticleForm

        article = self.chosen()
        if article is None:
            return

        def filled(fields: ArticleFields | None) -> None:
            if fields is not None:
                self.do(
                    lambda: articles.edit(
                        self.lib,
                        article.id,
                        title=fields.title,
                        author=fields.author or "",
                        published=fields.published or "",
                        source=fields.source or "",
                        language=fields.language or "",
                    )
                )

        form = ArticleForm(
            title=article.title,
            author=article.author,
            published=article.published,
            source=article.source,
            language=article.language,
        )
        self.app.push_screen(form, filled)

    def action_delete(self) -> None:
        article = self.chosen()
        if article is not None:
            self.do(lambda: articles.remove(self.lib, [article.id]))

    async def action_quit(self) -> None:
        await self.app.action_quit()
