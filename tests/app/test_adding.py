"""Adding from the web and from folders, in the app."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input, Static

from tests.app.browse_case import browsing_app
from tests.app.conftest import AppFactory
from tests.sources.feed_files import rss
from tests.web_server import Site, article_page, serving
from tui.library import articles
from tui.library.connection import Library
from tui.screens.working import Working
from tui.sources import fetching
from tui.workflows.reading_ahead import FEW


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    async def lookup(host: str, port: int, *, allow_private: bool = False) -> list[str]:
        return ["127.0.0.1"]

    monkeypatch.setattr(fetching, "addresses_of", lookup)
    with serving() as made:
        yield made


async def test_a_page_is_fetched_and_the_cursor_goes_to_it(library: Library, make_app: AppFactory, site: Site) -> None:
    url = site.page("/bridge", article_page())
    async with browsing_app(make_app, library) as case:
        before = case.count
        await case.do("library.add")
        await case.type(url)
        await case.press("enter")
        await case.shows(before + 1)
        assert case.list.record is not None
        assert case.list.record.title == "The bridge stays open"


async def test_what_cannot_be_fetched_is_said(library: Library, make_app: AppFactory, site: Site) -> None:
    async with browsing_app(make_app, library) as case:
        before = case.count
        await case.do("library.add")
        await case.type(f"{site.url}/none")
        await case.press("enter")
        assert "no such page (404)" in str(case.top.query_one(".message", Static).render())
        assert case.top.query_one(Input).value == f"{site.url}/none"  # nothing that was typed is lost
        await case.press("escape")
        assert case.count == before


async def test_a_fetch_is_stopped_by_escape(library: Library, make_app: AppFactory, site: Site) -> None:
    asked = threading.Event()

    def silence() -> Iterator[bytes]:
        while True:
            yield b"x"
            asked.set()
            time.sleep(0.02)

    url = site.page("/slow", stream=silence)
    async with browsing_app(make_app, library) as case:
        await case.do("library.add")
        for character in url:
            await case.pilot.press(character)
        await case.pilot.press("enter")
        while not (asked.is_set() and isinstance(case.top, Working)):
            await case.pilot.pause()
        await case.press("escape")
        assert not isinstance(case.top, Working)
        assert any("what was done before stays" in one.message for one in case.app._notifications)


async def test_a_folder_is_added_with_all_its_files(library: Library, make_app: AppFactory, tmp_path: Path) -> None:
    for name in ("one", "two", *(f"more {number}" for number in range(FEW))):
        (tmp_path / "saved").mkdir(exist_ok=True)
        (tmp_path / "saved" / f"{name}.md").write_text(f"# Title {name}\n\nThe text of {name}.\n", encoding="utf-8")
    async with browsing_app(make_app, library) as case:
        before = case.count
        await case.do("library.add")
        await case.type(str(tmp_path / "saved"))
        await case.press("enter")
        await case.shows(before + 2 + FEW)
        assert any(f"{2 + FEW} articles: {2 + FEW} added" in one.message for one in case.app._notifications)
        assert articles.by_location(case.app.library, str(tmp_path / "saved" / "two.md"))


async def test_of_a_folder_with_a_copy_in_it_the_cursor_goes_to_what_is_new(
    library: Library, make_app: AppFactory, tmp_path: Path
) -> None:
    (tmp_path / "saved").mkdir()
    held = articles.version(library, articles.get(library, 1).newest_version).text
    (tmp_path / "saved" / "again.md").write_text(held.replace("\n", "\n\n"), encoding="utf-8")
    (tmp_path / "saved" / "new.md").write_text("# Bridge\n\nThe bridge is new.\n", encoding="utf-8")
    async with browsing_app(make_app, library) as case:
        before = case.count
        await case.do("library.add")
        await case.type(str(tmp_path / "saved"))
        await case.press("enter")
        await case.shows(before + 2)
        assert any("2 articles: 1 added, 1 as a copy." in one.message for one in case.app._notifications)
        row = case.list.table.current
        assert row is not None
        assert articles.get(library, row.key).title == "Bridge"


async def test_feeds_are_asked_in_the_background_while_keys_are_heard(
    library: Library, make_app: AppFactory, site: Site
) -> None:
    from tui.library import feeds

    go_on = threading.Event()

    def slowly() -> Iterator[bytes]:
        go_on.wait(30)
        yield rss([(f"{site.url}/1", "Announced", "<p>Text of it.</p>")]).encode()

    feeds.follow(library, site.page("/feed", stream=slowly), "Low news")
    async with browsing_app(make_app, library) as case:
        before = case.count
        await case.pilot.press(case.app.keymap.keys("library.refresh")[0])
        row = case.list.table.cursor
        await case.pilot.press("j")
        assert case.list.table.cursor == row + 1
        go_on.set()
        await case.shows(before + 1)
        assert any("1 new article." in one.message for one in case.app._notifications)
        await case.do("library.refresh")
        assert any("Nothing new." in one.message for one in case.app._notifications)
