"""The feeds and their rules in the real app, each action by its key, against a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.browse_case import Browse, browsing_app
from tests.app.conftest import AppFactory
from tests.app.feeds_case import NAMES, follow_some
from tests.sources.feed_files import rss
from tests.web_server import Site, serving
from tui.actions import of_context
from tui.library import feeds as store
from tui.library.connection import Library
from tui.screens.dialog_choice import Confirm
from tui.screens.dialog_entry import PathEntry, TagEntry, TextEntry
from tui.screens.dialog_feeds import FollowFeed, RuleForm
from tui.screens.dialog_forms import ExportForm
from tui.screens.feed_rules import RulesScreen
from tui.screens.feeds import FeedsScreen
from tui.screens.library import LibraryScreen
from tui.screens.working import Working
from tui.widgets.table import lay_out
from tui.workflows import articles, browsing, feeds
from tui.workflows.browsing import ArticleQuery


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@pytest.fixture
def followed(library: Library) -> Library:
    follow_some(library)
    return library


def put_up(site: Site, *numbers: int, path: str = "/feed", title: str = "Low news") -> str:
    items = [
        (f"{site.url}{path}/{n}", f"{title} {n}", f"<p>The report of {title} said {n} times {n} things.</p>")
        for n in numbers
    ]
    return site.page(path, rss(items, title=title), headers={"Content-Type": "application/rss+xml"})


def said(case: Browse) -> list[str]:
    return [note.message for note in case.app._notifications]


async def to_feeds(case: Browse) -> FeedsScreen:
    await case.do("library.feeds")
    assert isinstance(case.top, FeedsScreen)
    return case.top


async def fetched(case: Browse) -> None:
    """Wait until nothing is fetched any more."""
    for _ in range(400):
        if case.app.fetching is None:
            break
        await case.pilot.pause(0.02)
    assert case.app.fetching is None
    await case.settle()


def titles(screen: FeedsScreen) -> list[str]:
    assert screen.listed is not None
    return [row.title for row in screen.listed.first]


@pytest.mark.parametrize("action", of_context("feeds", "rules"), ids=lambda action: action.name)
def test_every_action_is_there_and_driven_here(action) -> None:  # type: ignore[no-untyped-def]
    screen = FeedsScreen if action.context == "feeds" else RulesScreen
    assert callable(getattr(screen, f"action_{action.method}", None))
    assert Path(__file__).read_text(encoding="utf-8").count(f'"{action.name}"') >= 1


async def test_follow_ask_and_read(empty_library: Library, make_app: AppFactory, site: Site) -> None:
    put_up(site, 1, 2)
    page = '<html><head><link rel="alternate" type="application/rss+xml" href="feed"></head><body>x</body></html>'
    site.page("/", page)
    async with browsing_app(make_app, empty_library) as case:
        screen = await to_feeds(case)
        assert "You follow no feed yet." in screen.table.empty
        await case.do("feeds.refresh_all")
        assert "You follow no feed yet." in said(case)[-1]
        await case.do("feeds.add")
        assert isinstance(case.top, FollowFeed)
        await case.type(f"{site.url}/")
        await case.press("enter")
        # A private address is refused, and what was typed is kept.
        assert isinstance(case.top, FollowFeed)
        assert case.top.answer.url == f"{site.url}/"
        assert "private network; P lets" in case.top.problem
        await case.press("escape")
        await case.do("feeds.private", "feeds.add")
        assert "private addresses too" in screen.header().chips
        await case.type(f"{site.url}/")
        await case.press("tab", "right", "tab")
        await case.type("news")
        await case.press("enter")
        await fetched(case)
        [row] = feeds.all_feeds(empty_library)
        assert (row.url, row.full, row.tags, row.articles) == (f"{site.url}/feed", True, ("news",), 2)
        await case.shows(1)
        # With the whole text always, a page that is not there leaves the feed's own text, and that is said.
        assert any("The feed's own text is kept." in sentence for sentence in said(case))
        await case.do("feeds.open")
        assert isinstance(case.top, LibraryScreen)
        await case.shows(2)
        assert case.top.header().chips == ["Low news", "2 shown"]
        await case.do("library.clear")
        assert case.top.shown.feed is None
        screen = await to_feeds(case)
        await case.do("feeds.private", "feeds.private")
        assert not screen.private
        assert "refused again" in said(case)[-1]


async def test_what_a_feed_brought_is_a_part_of_the_library(followed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, followed) as case:
        screen = await to_feeds(case)
        assert screen.header().facts == ("7 feeds", "7 unread", "2 failing")
        await case.press("G")
        await case.do("feeds.preview", "feeds.preview", "feeds.sort", "feeds.open")
        library = case.top
        assert isinstance(library, LibraryScreen)
        n = library.shown.feed
        assert n == next(row.n for row in feeds.all_feeds(followed) if row.articles == 5)
        await case.shows(5)
        await case.do("library.view")
        await case.shows(4)
        query = ArticleQuery(feed=n, view="unread")
        assert browsing.article_count(followed, query) == len(browsing.article_rows(followed, query)) == 4
        articles.remove(followed, [browsing.article_rows(followed, query)[0].id])
        assert browsing.article_count(followed, query) == 3


async def test_views_sorting_and_filter(followed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, followed) as case:
        screen = await to_feeds(case)
        names = titles(screen)
        assert names == sorted(names, key=str.casefold)
        await case.do("feeds.sort")
        assert titles(screen)[:2] == ["The Lowfield Gazette", "Harbour and River"]
        await case.do("feeds.sort", "feeds.sort")
        assert titles(screen)[-1] == "A desk that nobody has asked yet"
        await case.do("feeds.sort")
        await case.do("feeds.view")
        await case.shows(3)
        await case.do("feeds.view")
        await case.shows(2)
        await case.do("feeds.back")
        await case.shows(7)
        await case.do("feeds.filter")
        await case.type("council min")
        await case.shows(1)
        await case.press("enter")
        await case.do("feeds.back")
        await case.shows(7)
        await case.do("feeds.back")
        assert isinstance(case.top, LibraryScreen)
        await to_feeds(case)
        await case.do("feeds.close")
        assert isinstance(case.top, LibraryScreen)


async def test_asking_in_the_background_with_keys_and_stopping(
    empty_library: Library, make_app: AppFactory, site: Site
) -> None:
    """One feed answers, the other does not before it is let; meanwhile keys work, and the job can be stopped."""
    let = threading.Event()

    def slowly() -> Iterator[bytes]:
        let.wait(20)
        yield b"late"

    fast = put_up(site, 1, title="Fast")
    slow = put_up(site, 1, path="/slow", title="Slow")
    store.follow(empty_library, fast, "Fast")
    store.follow(empty_library, slow, "Slow")
    site.page("/slow", b"", stream=slowly)
    async with browsing_app(make_app, empty_library) as case:
        screen = await to_feeds(case)
        await case.press("P")
        assert "feeds.stop" not in [action.name for action in screen.active_actions()]
        await case.pilot.press("R")
        job = case.app.fetching
        assert job is not None
        for _ in range(400):
            if job.done:
                break
            await case.pilot.pause(0.02)
        assert job.message == "asking: 1 of 2"
        assert job.message in screen.header().chips
        assert "feeds.stop" in [action.name for action in screen.active_actions()]
        assert [job.asks(row) for row in feeds.all_feeds(empty_library)] == [False, True]
        # Keys go on: the cursor moves, a second one is not begun, the screen is left and come back to.
        await case.pilot.press("down", "R")
        assert screen.record is not None
        assert screen.record.title == "Slow"
        assert case.app.fetching is job
        assert any("asked already" in sentence for sentence in said(case))
        await case.pilot.press("q")
        assert isinstance(case.top, LibraryScreen)
        await case.pilot.press("F")
        assert case.app.fetching is job
        await case.pilot.press(case.app.keymap.keys("feeds.stop")[0])
        assert job.message == "stopping …"
        await fetched(case)
        let.set()
        assert any(sentence.startswith("Stopped after 1 of 2") for sentence in said(case))
        assert browsing.article_count(empty_library, ArticleQuery()) == 1


async def test_one_that_failed_is_left_alone_unless_asked_for(
    empty_library: Library, make_app: AppFactory, site: Site
) -> None:
    store.follow(empty_library, put_up(site, 1), "Low news")
    site.page("/feed", b"", status=500)
    async with browsing_app(make_app, empty_library) as case:
        screen = await to_feeds(case)
        await case.press("P")
        await case.do("feeds.refresh_all")
        await fetched(case)
        [row] = feeds.all_feeds(empty_library)
        assert row.failures == 1
        assert screen.header().facts[-1] == "1 failing"
        side = screen.side
        assert side is not None
        await case.do("feeds.refresh_all")
        await fetched(case)
        assert any("1 that failed lately was left alone" in sentence for sentence in said(case))
        assert feeds.all_feeds(empty_library)[0].failures == 1
        await case.do("feeds.force")
        await fetched(case)
        assert feeds.all_feeds(empty_library)[0].failures == 2
        put_up(site, 1)
        await case.do("feeds.refresh")
        await fetched(case)
        [row] = feeds.all_feeds(empty_library)
        assert (row.problem, row.articles) == ("", 1)


async def test_name_tags_full_text_and_removing(followed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, followed) as case:
        screen = await to_feeds(case)
        await case.do("feeds.filter")
        await case.type("lowfield")
        await case.shows(1)
        await case.press("enter")
        await case.do("feeds.full")
        row = feeds.find(followed, "1")
        assert not row.full
        await case.do("feeds.tag")
        assert isinstance(case.top, TagEntry)
        await case.type("daily")
        await case.press("enter")
        await case.do("feeds.edit")
        assert isinstance(case.top, TextEntry)
        await case.press("end")
        await case.type(" Daily")
        await case.press("enter")
        row = feeds.find(followed, "1")
        assert (row.title, row.tags) == ("The Lowfield Gazette Daily", ("local", "daily"))
        await case.do("feeds.delete")
        assert isinstance(case.top, Confirm)
        assert "5 articles stay, its rule goes" in case.top.question
        await case.press("n")
        assert len(feeds.all_feeds(followed)) == 7
        await case.do("feeds.delete")
        await case.press("y")
        await case.shows(0)
        assert len(feeds.all_feeds(followed)) == 6
        assert browsing.article_count(followed, ArticleQuery()) == 11
        assert isinstance(case.top, FeedsScreen)
        assert screen is case.top


async def test_lists_of_feeds_out_and_in(
    followed: Library, make_app: AppFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with browsing_app(make_app, followed) as case:
        await to_feeds(case)
        await case.do("feeds.export")
        assert isinstance(case.top, ExportForm)
        await case.press("ctrl+u", "ctrl+k")
        await case.type(str(tmp_path / "all.opml"))
        await case.press("enter")
        assert any("Wrote 7 feeds" in sentence for sentence in said(case))
        for row in feeds.all_feeds(followed)[:4]:
            feeds.unfollow(followed, row.n)
        (tmp_path / "no.opml").write_text("<html/>", encoding="utf-8")
        await case.do("feeds.import_file")
        await case.type(str(tmp_path / "no.opml"))
        await case.press("enter")
        # It is asked for again, with what was wrong.
        assert isinstance(case.top, PathEntry)
        assert "This is no OPML file" in case.top.problem
        await case.press("ctrl+u")
        await case.type(str(tmp_path / "all.opml"))
        await case.press("enter")
        await case.shows(7)
        assert any("7 feeds, 4 of them new" in sentence for sentence in said(case))
        assert {row.url for row in feeds.all_feeds(followed)} == {url for _, url, _ in NAMES}


async def test_rules_are_made_listed_and_removed(followed: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, followed) as case:
        await to_feeds(case)
        await case.do("feeds.filter")
        await case.type("council")
        await case.press("enter")
        await case.do("feeds.rules")
        screen = case.top
        assert isinstance(screen, RulesScreen)
        await case.shows(2)
        await case.do("rules.add")
        assert isinstance(case.top, RuleForm)
        assert case.top.feeds == ("all feeds", "“County council: minutes”")
        await case.press("enter")  # neither words nor a feed
        assert isinstance(case.top, RuleForm)
        await case.type("harbour wall")
        await case.press("tab", "t", "tab")
        await case.type("harbour")
        await case.press("tab", "right")
        await case.press("ctrl+s")
        await case.shows(3)
        made = feeds.all_rules(followed)[-1]
        assert (made.words, made.action, made.tag, made.feed) == ("harbour wall", "tag", "harbour", 3)
        await case.do("rules.filter")
        await case.type("council harbour")
        await case.shows(1)
        await case.press("enter")
        await case.press("enter")
        assert any("tag what holds “harbour wall” of “County council: minutes” #harbour" in one for one in said(case))
        await case.do("rules.delete")
        await case.press("n")
        await case.do("rules.delete")
        await case.press("y")
        await case.shows(0)
        assert [rule.n for rule in feeds.all_rules(followed)] == [1, 2]
        await case.do("rules.back")
        await case.shows(2)
        await case.do("rules.close")
        assert isinstance(case.top, FeedsScreen)


async def test_looking_for_a_feed_can_be_stopped(empty_library: Library, make_app: AppFactory, site: Site) -> None:
    let = threading.Event()

    def slowly() -> Iterator[bytes]:
        let.wait(20)
        yield b"late"

    site.page("/feed", b"", stream=slowly)
    async with browsing_app(make_app, empty_library) as case:
        await to_feeds(case)
        await case.press("P")
        await case.do("feeds.add")
        await case.type(f"{site.url}/feed")
        await case.pilot.press("enter")
        await case.pilot.pause()
        assert isinstance(case.top, Working)
        await case.press("escape")
        let.set()
        assert isinstance(case.top, FollowFeed)  # what was typed is there still
        assert "Stopped" in case.top.problem
        assert feeds.all_feeds(empty_library) == []


@pytest.mark.parametrize(("width", "least"), [(20, 8), (40, 20), (60, 24), (80, 24), (120, 24), (200, 28)])
async def test_a_feed_has_room_at_every_width(followed: Library, make_app: AppFactory, width: int, least: int) -> None:
    async with browsing_app(make_app, followed, size=(width, 20)) as case:
        screen = await to_feeds(case)
        columns = {column.key: cells for column, cells in lay_out(screen.table.columns, screen.table.size.width - 3)}
        assert columns["title"] >= least
        assert columns["unread"] == 6
