"""All annotations on one screen: every action by its key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.browse_case import browsing_app
from tests.app.conftest import AppFactory
from tests.app.versions_case import FISHERMAN, three_versions
from tui.library.connection import Library
from tui.screens.annotations import AnnotationsScreen
from tui.screens.library import LibraryScreen
from tui.screens.reader import ReaderScreen
from tui.text.spans import Span
from tui.widgets.table import lay_out
from tui.workflows import annotating, browsing, reading
from tui.workflows.browsing import AnnotationQuery, AnnotationRow, ArticleQuery


@pytest.fixture
def marked(library: Library) -> Library:
    """Two articles with a highlight, a note, a claim and a bookmark."""
    first, second = browsing.article_rows(library, ArticleQuery())[:2]
    article = reading.open_article(library, first.id)
    one, two = article.paragraphs[0], article.paragraphs[1]
    annotating.highlight(library, article, [Span(one.start, one.start + 20)], "green")
    annotating.note(library, article, [Span(two.start, two.start + 15)], "Who *counted*? 數え")
    annotating.mark_claim(library, article, Span(one.start, one.end), kind="pledge", claimant="The mayor", speaker=None)
    annotating.bookmark(library, reading.open_article(library, second.id), 1)
    return library


def rows(library: Library, **query: object) -> list[AnnotationRow]:
    return browsing.annotation_rows(library, AnnotationQuery(**query))  # type: ignore[arg-type]


async def test_open_goes_to_the_place(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.shows(4)
        record = case.list.record
        assert record is not None
        await case.do("annotations.open")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article.id == record.article_id
        await case.press("q")
        assert isinstance(case.top, AnnotationsScreen)
        await case.do("annotations.close")
        assert not isinstance(case.top, AnnotationsScreen)


async def test_filter_and_kind(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.do("annotations.filter")
        await case.type("counted")
        await case.shows(1)
        await case.press(*["backspace"] * len("counted"), "enter")
        await case.shows(4)
        await case.do("annotations.kind")
        screen = case.top
        assert isinstance(screen, AnnotationsScreen)
        await case.shows(len(rows(marked, kind=screen.shown.kind)))


async def test_colour_and_article(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.do("annotations.colour")
        await case.press("2")
        await case.shows(1)
        await case.do("annotations.colour")
        await case.press("0")
        await case.shows(4)
        record = case.list.record
        assert record is not None
        await case.do("annotations.article")
        await case.shows(len(rows(marked, article_id=record.article_id)))


async def test_tags(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        record = case.list.record
        assert record is not None
        await case.do("annotations.tag")
        await case.type("check")
        await case.press("enter")
        assert [row.id for row in rows(marked, tag="check")] == [record.id]
        await case.do("annotations.by_tag")
        await case.press("down", "enter")
        await case.shows(1)


async def test_edit_a_note(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.do("annotations.filter")
        await case.type("counted")
        await case.shows(1)
        await case.press("enter")
        await case.do("annotations.edit")
        await case.press("ctrl+end")
        await case.type("!")
        await case.press("ctrl+s")
        assert [row.body for row in rows(marked, kind="note")] == ["Who *counted*? 數え!"]


async def test_delete_with_undo(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.do("annotations.delete")
        await case.shows(3)
        await case.press("u")
        await case.shows(4)


async def test_export_what_is_shown(marked: Library, make_app: AppFactory, tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.do("annotations.filter")
        await case.type("counted")
        await case.shows(1)
        await case.press("enter")
        await case.do("annotations.export")
        await case.press("enter", "ctrl+u")
        await case.type(str(path))
        await case.press("enter")
        await case.settle()
    found = json.loads(path.read_text(encoding="utf-8"))["annotations"]
    assert [annotation["body"] for annotation in found] == ["Who *counted*? 數え"]


async def test_escape_shows_all_again_and_then_goes_back(marked: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, marked) as case:
        await case.press("A")
        await case.do("annotations.article", "annotations.kind", "annotations.filter")
        await case.type("nothing like it")
        await case.press("enter")
        await case.shows(0)
        assert "esc shows all again" in case.list.empty_sentence()
        await case.do("annotations.back")
        await case.shows(4)
        await case.do("annotations.back")
        assert isinstance(case.top, LibraryScreen)


@pytest.mark.parametrize(("width", "least"), [(20, 16), (40, 24), (80, 24), (100, 24), (120, 24), (200, 40)])
async def test_text_has_room_and_tags_stay_longer_than_the_article(
    marked: Library, make_app: AppFactory, width: int, least: int
) -> None:
    async with browsing_app(make_app, marked, size=(width, 20)) as case:
        await case.press("A")
        table = case.list.table
        columns = {column.key: cells for column, cells in lay_out(table.columns, table.size.width - 3)}
        assert columns["text"] >= least
        assert "article" not in columns or "tags" in columns
        assert width < 80 or "tags" in columns


async def test_those_in_doubt_are_listed_confirmed_and_corrected(empty_library: Library, make_app: AppFactory) -> None:
    article_id = three_versions(empty_library)

    def states() -> dict[str, str]:
        return {mark.quote: mark.state for mark in reading.open_article(empty_library, article_id).marks}

    async with browsing_app(make_app, empty_library) as case:
        await case.press("A")
        await case.shows(5)
        await case.do("annotations.state")
        await case.shows(3)
        await case.do("annotations.state")
        await case.shows(1)
        record = case.list.record
        assert record is not None
        assert (record.state, record.quote) == ("orphan", FISHERMAN)
        await case.do("annotations.correct")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.placing == record.id
        await case.do("select.place")
        assert isinstance(case.top, AnnotationsScreen)
        assert states()[FISHERMAN] == "fuzzy"
        await case.do("app.undo", "annotations.open")
        assert isinstance(case.top, ReaderScreen)
        assert not case.top.article.newest
        await case.press("q")
        await case.do("annotations.state", "annotations.state")
        await case.shows(3)
        record = case.list.record
        while record is None or record.state != "review":
            await case.press("down")
            record = case.list.record
        await case.do("annotations.confirm")
        assert states()[record.quote] != "review"
        await case.shows(2)
