"""The key that leaves the app works in every dialog, and asks where something was typed."""

from __future__ import annotations

import sqlite3

import pytest
from textual.widgets import Input, Static

from tests.app.conftest import AppFactory
from tui.library import annotations
from tui.library.connection import Library
from tui.screens.dialog import Dialog
from tui.screens.dialog_forms import ArticleForm
from tui.screens.dialog_note import NoteEditor
from tui.screens.leaving import keep_typed
from tui.widgets.note_area import NoteArea
from tui.workflows import browsing
from tui.workflows.browsing import ArticleQuery


@pytest.mark.parametrize("key", ["question_mark", "a", "t", "e", "x", "ctrl+p"])
async def test_it_leaves_from_any_dialog(library: Library, make_app: AppFactory, key: str) -> None:
    app = make_app(library)
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert len(app.screen_stack) == 2
        await pilot.press("ctrl+q")
        assert not app.is_running or app._exit


async def test_what_is_typed_is_asked_about_first(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    async with app.run_test() as pilot:
        await pilot.press("t", *"water", "ctrl+q")
        assert not app._exit
        assert isinstance(app.screen, Dialog)
        assert app.screen.query_one(Input).value == "water"
        await pilot.press("s", "ctrl+q")
        assert not app._exit, "what was typed since has not been asked about"
        await pilot.press("ctrl+q")
        assert app._exit


async def test_a_note_is_asked_about_and_can_still_be_saved(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    article = browsing.article_rows(library, ArticleQuery())[0]
    async with app.run_test() as pilot:
        app.open_reader(article.id)
        await pilot.press("a", *"who", "ctrl+q")
        assert isinstance(app.screen, NoteEditor)
        assert "^q once more" in str(app.screen.query_one(".message", Static).content)
        await pilot.press("ctrl+s")
        assert [one.body for one in annotations.rows(library)] == ["who"]
        await pilot.press("ctrl+q")
        assert app._exit


async def test_a_note_is_kept_once_where_nobody_can_be_asked(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    article = browsing.article_rows(library, ArticleQuery())[0]
    async with app.run_test() as pilot:
        app.open_reader(article.id)
        await pilot.press("a")
        keep_typed(app)
        assert not annotations.rows(library), "nothing was written"
        await pilot.press(*"who")
        keep_typed(app)
        keep_typed(app)
        assert [one.body for one in annotations.rows(library)] == ["who"]


async def test_typing_that_is_taken_back_is_said(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    article = browsing.article_rows(library, ArticleQuery())[0]
    async with app.run_test() as pilot:
        app.open_reader(article.id)
        await pilot.press("a", *"who", "ctrl+z")
        area = app.screen.query_one(NoteArea)
        assert area.text == ""
        assert "^y does it again" in str(app.screen.query_one(".message", Static).content)
        await pilot.press("ctrl+y")
        assert area.text == "who"


async def test_a_note_that_could_not_be_kept_comes_back(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    article = browsing.article_rows(library, ArticleQuery())[0]
    other = sqlite3.connect(library.path)
    async with app.run_test() as pilot:
        app.open_reader(article.id)
        await pilot.press("a", *"who")
        library.conn.execute("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("ctrl+s")
        await app.keys_done()
        assert isinstance(app.screen, NoteEditor)
        assert app.screen.query_one(NoteArea).text == "who"
        assert "Try again" in str(app.screen.query_one(".message", Static).content)
        await pilot.press("ctrl+q")
        assert not app._exit, "it is still not saved"
        other.rollback()
        other.close()
        await pilot.press("ctrl+s")
        await app.keys_done()
        assert [one.body for one in annotations.rows(library)] == ["who"]


@pytest.mark.parametrize("key", ["a", "t", "e"])
async def test_nothing_is_written_where_it_cannot_be_kept(library: Library, make_app: AppFactory, key: str) -> None:
    with Library.open(library.path, read_only=True) as closed:
        app = make_app(closed)
        async with app.run_test() as pilot:
            await pilot.press(key)
            assert not isinstance(app.screen, Dialog)
            await pilot.press("enter", "a")
            assert not isinstance(app.screen, Dialog)
            assert any("read-only" in one.message for one in app._notifications)


async def test_a_form_that_could_not_be_kept_comes_back(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    other = sqlite3.connect(library.path)
    async with app.run_test() as pilot:
        await pilot.press("e", *" again")
        library.conn.execute("PRAGMA busy_timeout = 10")
        other.execute("BEGIN IMMEDIATE")
        await pilot.press("enter")
        await app.keys_done()
        assert isinstance(app.screen, ArticleForm)
        assert app.screen.query_one("#title", Input).value.endswith(" again")
        await pilot.press("ctrl+q")
        assert not app._exit, "it is still not saved"
        other.rollback()
        other.close()
        await pilot.press("enter")
        await app.keys_done()
        assert not isinstance(app.screen, Dialog)
        assert any(row.title.endswith(" again") for row in browsing.article_rows(library, ArticleQuery()))


async def test_where_no_shell_could_wake_it_the_app_stays(library: Library, make_app: AppFactory) -> None:
    app = make_app(library)
    async with app.run_test() as pilot:
        assert app.keymap.shown("app.suspend") == "^z"
        await pilot.press("ctrl+z")
        assert app.is_running
        assert "no shell" in "".join(note.message for note in app._notifications)
