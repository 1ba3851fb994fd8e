"""Finding in an article."""

from __future__ import annotations

from pathlib import Path

from tests.app.ferry import at
from tests.app.reader_case import Case, reading
from tui.screens.reader import ReaderScreen
from tui.widgets.find_bar import FindBar


def count(case: Case) -> str:
    return case.screen.query_one(FindBar).reported


async def test_it_finds_as_one_types_and_counts(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.find")
        await case.type("ferry")
        assert count(case) == "1 of 3"
        assert case.cursor == at("ferry")
        await case.press("enter")
        await case.do("reader.find_next")
        assert case.cursor == at("ferry would")
        assert "match 2 of 3" in case.header
        await case.do("reader.find_previous", "reader.find_previous")
        assert case.cursor == at("ferry stopped")
        assert "From the end again" in case.header
        await case.press("2")
        await case.do("reader.find_next")
        assert case.cursor == at("ferry would")
        await case.do("reader.back")
        assert case.cursor == 0


async def test_a_phrase_that_the_screen_breaks_is_found(tmp_path: Path) -> None:
    async with reading(tmp_path, size=(60, 30)) as case:
        await case.do("reader.find")
        await case.type("in the middle of the strait, with 80 people")
        assert count(case) == "1 of 1"
        assert case.cursor == at("in the middle")


async def test_regular_expressions_are_switched_on(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.find")
        await case.type(r"\d+")
        assert count(case) == "no match"
        await case.press("ctrl+t")
        assert count(case) == "1 of 3"
        await case.press("down")
        assert count(case) == "2 of 3"
        await case.press("up", "up")
        assert count(case) == "3 of 3"
        await case.type("(")
        assert "not a regular expression" in count(case)


async def test_escape_goes_back_to_where_one_was(tmp_path: Path) -> None:
    async with reading(tmp_path, paragraph=2) as case:
        await case.do("reader.find")
        await case.type("harbour")
        assert case.paragraph == 6
        await case.press("escape")
        assert case.paragraph == 2
        assert isinstance(case.top, ReaderScreen)
        assert not any(layer.role.startswith("find") for layer in case.screen.shown_layers())
        await case.do("reader.find_next")
        assert case.paragraph == 6, "what was looked for last is looked for again"


async def test_escape_first_forgets_the_matches_then_leaves(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.find")
        await case.type("ferry")
        await case.press("enter", "escape")
        assert isinstance(case.top, ReaderScreen)
        assert not case.screen.matches
        await case.press("escape")
        assert not isinstance(case.top, ReaderScreen)


async def test_nothing_looked_for_yet(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.find_next")
        assert "Nothing to find yet" in case.header


async def test_keys_typed_into_the_find_line_do_nothing_else(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.find")
        await case.type("jq1")
        assert isinstance(case.top, ReaderScreen)
        assert case.cursor == 0
        assert count(case) == "no match"
