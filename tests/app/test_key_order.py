"""What is typed faster than the app can follow: over a slow connection, many keys come in one piece."""

from __future__ import annotations

from pathlib import Path

from textual import events

from tests.app.reader_case import Case, reading
from tui.library import annotations, articles
from tui.library.records import Annotation
from tui.screens.dialogs import NoteEditor
from tui.screens.reader import ReaderScreen


def marks(case: Case) -> list[Annotation]:
    """The reader's annotations, newest first."""
    return annotations.rows(case.ferry.lib)


async def burst(case: Case, *keys: str) -> None:
    """Post the keys all at once, and wait until they are done."""
    for key in keys:
        case.app.post_message(events.Key(key, {"space": " "}.get(key, key if len(key) == 1 else None)))
    await case.pilot.pause()
    await case.app.keys_done()
    await case.pilot.pause()


async def test_letters_after_the_key_of_a_dialog_go_into_it(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.analysed()
        # Below the dialog, "y", "r" and "q" would accept, reject and leave.
        await burst(case, *"ayrqyes", "ctrl+s")
        assert isinstance(case.top, ReaderScreen)
        assert [one.body for one in marks(case)] == ["yrqyes"]


async def test_saving_waits_for_the_letters_before_it(tmp_path: Path) -> None:
    text = "Ask who counted, and when. " * 8
    async with reading(tmp_path) as case:
        await case.do("reader.note")
        assert isinstance(case.top, NoteEditor)
        await burst(case, *("space" if letter == " " else letter for letter in text), "ctrl+s")
        assert marks(case)[0].body == text.strip()


async def test_a_paste_keeps_its_place_among_the_keys(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        case.app.post_message(events.Key("a", "a"))
        case.app.post_message(events.Paste("pasted"))
        case.app.post_message(events.Key("x", "x"))
        await burst(case, "ctrl+s")
        assert marks(case)[0].body == "pastedx"


async def test_enter_in_a_dialog_and_the_next_command(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await burst(case, "t", *"budget", "enter", "j", "j")
        assert articles.get(case.ferry.lib, case.ferry.home).tags == ("budget",)
        assert case.paragraph == 3


async def test_find_and_leave_in_one_piece(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await burst(case, "slash", *"quay", "enter", "j")
        assert isinstance(case.top, ReaderScreen)
        assert case.paragraph == 4
