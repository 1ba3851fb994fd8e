"""What another copy of the app, or a command, does meanwhile: nothing that is being written is lost by it."""

from __future__ import annotations

from pathlib import Path

from tests.app.reader_case import reading
from tui.library import annotations, articles
from tui.screens.dialogs import NoteEditor
from tui.screens.feeds import FeedsScreen
from tui.screens.library import LibraryScreen
from tui.screens.reader import ReaderScreen
from tui.widgets.note_area import NoteArea


async def test_a_dialog_stays_open_when_its_article_is_deleted(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.note")
        await case.type("Still mine")
        articles.remove(case.ferry.lib, [case.ferry.home])
        case.app.refresh_shown()
        await case.pilot.pause()
        assert isinstance(case.top, NoteEditor)
        assert case.top.query_one(NoteArea).text == "Still mine"
        await case.press("ctrl+s")
        assert isinstance(case.top, LibraryScreen)
        assert "no longer in the library" in case.said
        # The deletion is soft: what was written is kept with the article.
        kept = annotations.rows(case.ferry.lib, annotations.AnnotationQuery(include_deleted=True))
        assert [one.body for one in kept] == ["Still mine"]


async def test_an_article_deleted_elsewhere_is_left(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        articles.remove(case.ferry.lib, [case.ferry.home])
        case.app.refresh_shown()
        await case.pilot.pause()
        assert isinstance(case.top, LibraryScreen)
        assert "no longer in the library" in case.said


async def test_what_changes_nothing_offers_no_undo(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.analysed()
        await case.do("reader.next_contested", "pair.accept")
        assert "takes it back" in case.said.splitlines()[-1]
        await case.do("pair.accept")
        assert "already" in case.said.splitlines()[-1]
        assert "takes it back" not in case.said.splitlines()[-1]


async def test_a_note_is_shown_without_what_steers_the_terminal(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.note")
        area = case.top.query_one(NoteArea)
        area.insert("a\x1b]52;c;AAAA\x07 \u202eb")
        assert area.get_line(0).plain == "a␛]52;c;AAAA␇ \ufffdb"
        await case.press("ctrl+s")
        assert isinstance(case.top, ReaderScreen)
        assert annotations.rows(case.ferry.lib)[0].body == "a\x1b]52;c;AAAA\x07 \u202eb"


async def test_what_another_copy_did_while_a_screen_is_built_or_taken_down(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        screen = FeedsScreen()
        waiting = case.app.push_screen(screen)
        assert not screen.is_mounted
        case.app.refresh_shown()
        await waiting
        assert case.top is screen
        case.app.refresh_shown()
        app = case.app
        taken = list(app.screen_stack)
    # While the app goes, its screens lose what they show before they leave the stack.
    app._screen_stacks[app._current_mode] = taken
    app.refresh_shown()
