"""The list of articles: every action by its key, in the real app on a real library."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static, TextArea

from tests.app.browse_case import analyse_all, browsing_app
from tests.app.conftest import AppFactory
from tui.actions import of_context
from tui.exchange.registry import FORMATS
from tui.library.connection import Library
from tui.screens import exporting
from tui.screens.annotations import AnnotationsScreen
from tui.screens.dialogs import AddArticle, Choice, Confirm, ExportForm, PathEntry
from tui.screens.help import HelpScreen
from tui.screens.ledger import LedgerScreen
from tui.screens.library import LibraryScreen
from tui.screens.reader import ReaderScreen
from tui.screens.triage import TriageScreen
from tui.workflows import annotating, articles, browsing, reading, transfer
from tui.workflows.add import add_text
from tui.workflows.browsing import AnnotationQuery, ArticleQuery

ALL = 11
"""The seed and the samples."""


def titles(library: Library, **query: object) -> list[str]:
    return [row.title for row in browsing.article_rows(library, ArticleQuery(**query))]  # type: ignore[arg-type]


async def test_open_and_come_back(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        assert case.count == ALL
        first = case.list.record
        assert first is not None
        await case.do("library.open")
        assert isinstance(case.top, ReaderScreen)
        assert case.top.article.id == first.id
        await case.press("q")
        assert isinstance(case.top, LibraryScreen)


async def test_filter_narrows_as_one_types(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        await case.do("library.filter")
        await case.type("Kunduz")
        await case.shows(1)
        await case.press("enter")
        await case.do("library.clear")
        await case.shows(ALL)


async def test_views(library: Library, make_app: AppFactory) -> None:
    analyse_all(library)
    seen = []
    async with browsing_app(make_app, library) as case:
        for _ in range(4):
            await case.do("library.view")
            assert isinstance(case.list, LibraryScreen)
            view = case.list.shown.view
            await case.shows(browsing.article_count(library, ArticleQuery(view=view)))
            seen.append(view)
    assert seen == ["unread", "annotated", "contested", "all"]


async def test_sort_and_reverse(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        await case.do("library.sort")
        screen = case.list
        assert isinstance(screen, LibraryScreen)
        order, descending = screen.shown.order, screen.shown.descending
        assert order != "added"
        await case.do("library.reverse")
        assert screen.shown.order == order
        assert screen.shown.descending is not descending
        listed = screen.listed
        assert listed is not None
        assert [row.title for row in listed.first] == titles(library, order=order, descending=not descending)


async def test_tags(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        record = case.list.record
        assert record is not None
        await case.do("library.tag")
        await case.type("water")
        await case.press("enter")
        assert articles.find(library, record.id).tags == ("water",)
        await case.do("library.by_tag")
        await case.press("down", "enter")
        await case.shows(1)


async def test_edit(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        record = case.list.record
        assert record is not None
        await case.do("library.edit")
        await case.press("end")
        await case.type(" anew")
        await case.press("enter")
        assert articles.find(library, record.id).title == f"{record.title} anew"


async def test_delete_undo_redo(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        await case.do("library.delete")
        await case.shows(ALL - 1)
        await case.do("app.undo")
        await case.shows(ALL)
        await case.do("app.redo")
        await case.shows(ALL - 1)


async def test_nothing_to_undo_is_said(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        await case.do("app.undo")
        assert isinstance(case.top, LibraryScreen)
        assert any("undo" in note.message.lower() for note in case.app._notifications)


async def test_preview(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        side = case.list.side
        assert side is not None
        assert side.size.width > 0
        await case.do("library.preview")
        assert side.size.width == 0


async def test_add_a_file_and_a_pasted_text(library: Library, make_app: AppFactory, tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text("The mayor said that no bridge would close.\n", encoding="utf-8")
    async with browsing_app(make_app, library) as case:
        await case.do("library.add")
        await case.type(str(path))
        await case.press("enter")
        await case.shows(ALL + 1)
        await case.do("library.add")
        case.top.query_one(TextArea).insert("[/b] The bridge closed on Monday, the council said.")
        case.top.query_one(TextArea).focus()
        await case.press("ctrl+s")
        await case.shows(ALL + 2)


async def test_add_what_cannot_be_read(library: Library, make_app: AppFactory, tmp_path: Path) -> None:
    path = tmp_path / "noise.txt"
    path.write_bytes(bytes(range(256)) * 40)
    async with browsing_app(make_app, library) as case:
        await case.do("library.add")
        await case.type(str(path))
        await case.press("enter")
        assert isinstance(case.top, AddArticle)
        assert "binary data" in str(case.top.query_one(".message", Static).content)
        path.write_text("Now it can be read.", encoding="utf-8")
        await case.press("enter")  # The path stands there still.
        await case.shows(ALL + 1)


@pytest.mark.parametrize(("text", "why"), [('{"format": "counterpoint"', "JSON"), ("[1]", "no format")])
async def test_import_what_cannot_be_read(
    library: Library, make_app: AppFactory, tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    async with browsing_app(make_app, library) as case:
        await case.do("library.import_file")
        await case.type(str(path))
        await case.press("enter")
        assert isinstance(case.top, PathEntry)
        assert case.top.query_one(Input).value == str(path)
        assert why in str(case.top.query_one(".message", Static).content)
        await case.press("escape")
        assert case.count == ALL


async def test_undo_goes_to_what_came_back(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        await case.do("library.delete", "library.delete")
        rows = library.db.execute("SELECT id FROM article WHERE deleted_at IS NOT NULL ORDER BY deleted_at")
        first, second = (row[0] for row in rows)
        await case.press("G")
        for article_id in (second, first):
            await case.press("u")
            assert case.list.record is not None
            assert case.list.record.id == article_id
        await case.press("G", "ctrl+r")
        await case.shows(ALL - 1)


async def test_what_is_said_does_not_steer_the_terminal(empty_library: Library, make_app: AppFactory) -> None:
    title = "A \x1b]52;c;cHduZWQ=\x1b\\ title \u202e of \x9b31m"
    article = add_text(empty_library, "Some text.", title=title).article
    async with browsing_app(make_app, empty_library) as case:
        for key in ("d", "u", "ctrl+r"):
            await case.press(key)
            [said] = [notification.message for notification in case.app._notifications]
            assert "title" in said
            assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", said)
        assert article.title in case.app.library.db.execute("SELECT title FROM article").fetchone()


async def test_keys_that_need_an_article_say_that_there_is_none(empty_library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, empty_library) as case:
        for action in ("library.open", "library.edit", "library.tag", "library.delete"):
            case.app.clear_notifications()
            await case.do(action)
            [said] = [notification.message for notification in case.app._notifications]
            assert said.startswith("The library is empty. a adds")


async def test_problems_of_the_start_are_said_in_the_app(library: Library, make_app: AppFactory) -> None:
    problems = [f"“key{n}” is not known." for n in range(7)]
    async with browsing_app(make_app, library, problems=problems) as case:
        said = [notification.message for notification in case.app._notifications]
        assert said[:2] == problems[:2]
        assert said[2].startswith("… and 5 more;")


async def test_export_and_import(
    library: Library, make_app: AppFactory, tmp_path: Path, empty_library: Library
) -> None:
    path = tmp_path / "out.json"
    async with browsing_app(make_app, library) as case:
        await case.do("library.export")
        await case.press("enter")  # the first format is the lossless one
        await case.press("ctrl+u")
        await case.type(str(path))
        await case.press("enter")
        await case.settle()
    assert len(json.loads(path.read_text(encoding="utf-8"))["articles"]) == ALL
    async with browsing_app(make_app, empty_library) as case:
        assert case.count == 0
        await case.do("library.import_file")
        await case.type(str(path))
        await case.press("enter")
        assert isinstance(case.top, Confirm)
        assert f"{ALL} articles" in case.top.question
        await case.press("n")
        assert browsing.article_count(empty_library, ArticleQuery()) == 0
        await case.do("library.import_file")
        await case.type(str(path))
        await case.press("enter", "y")
        await case.shows(ALL)


async def test_what_will_be_refused_is_said_before_it_is_taken_in(
    library: Library, make_app: AppFactory, tmp_path: Path, empty_library: Library
) -> None:
    export = json.loads(b"".join(transfer.export(library)))
    export["articles"][0]["versions"][0]["text"] += " And more."
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(export), encoding="utf-8")
    async with browsing_app(make_app, empty_library) as case:
        await case.do("library.import_file")
        await case.type(str(path))
        await case.press("enter")
        assert isinstance(case.top, Confirm)
        assert "1 thing cannot be taken: " in case.top.question
        assert "do not cover its text; the article was left out." in case.top.question
        assert browsing.article_count(empty_library, ArticleQuery()) == 0
        await case.press("y")
        await case.shows(ALL - 1)


async def test_export_in_another_format_into_a_folder(library: Library, make_app: AppFactory, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    async with browsing_app(make_app, library) as case:
        await case.do("library.export")
        await case.type("obsid")
        await case.press("enter", "ctrl+u")
        await case.type(str(folder))
        await case.press("enter")
        await case.settle()
        assert len(list(folder.glob("*.md"))) == ALL
        await case.do("library.export")
        await case.type("obsid")
        await case.press("enter", "ctrl+u")
        await case.type(str(folder))
        await case.press("enter")
        assert isinstance(case.top, ExportForm)  # asks before it writes over them
        await case.press("enter")
        await case.settle()
        assert isinstance(case.top, LibraryScreen)


def test_no_two_formats_are_proposed_the_same_name() -> None:
    names = {one.name: exporting.proposed(one) for one in FORMATS if one.writes and not one.several_files}
    assert len(set(names.values())) == len(names)
    assert names["json"] == "counterpoint.json"
    assert names["hypothesis"] == "counterpoint-hypothesis.json"


async def test_a_question_about_a_file_is_asked(empty_library: Library, make_app: AppFactory, tmp_path: Path) -> None:
    path = tmp_path / "doc.jsonl"
    line = {
        "text": "🙂 The council said no.",
        "entities": [{"id": 1, "label": "claim", "start_offset": 3, "end_offset": 14}],
    }
    path.write_text(json.dumps(line), encoding="utf-8")
    async with browsing_app(make_app, empty_library) as case:
        await case.do("library.import_file")
        await case.type(str(path))
        await case.press("enter")
        assert isinstance(case.top, Choice)
        await case.press("1", "y")
        await case.shows(1)
    [row] = browsing.annotation_rows(empty_library, AnnotationQuery())
    assert row.quote == "The council"


async def test_quit(library: Library, make_app: AppFactory) -> None:
    for name in ("library.quit", "app.quit"):
        async with browsing_app(make_app, library) as case:
            await case.pilot.press(case.app.keymap.keys(name)[0])
            await case.pilot.pause()
            assert not case.app.is_running or case.app._exit


async def test_the_other_screens(library: Library, make_app: AppFactory) -> None:
    analyse_all(library)
    async with browsing_app(make_app, library) as case:
        for name, kind in (
            ("app.annotations", AnnotationsScreen),
            ("app.ledger", LedgerScreen),
            ("app.triage_all", TriageScreen),
        ):
            await case.do(name)
            assert isinstance(case.top, kind)
            await case.press("q")
            assert isinstance(case.top, LibraryScreen)
        await case.do("app.help")
        assert isinstance(case.top, HelpScreen)
        await case.press("escape")


async def test_palette_and_theme(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        theme = case.app.theme
        await case.do("app.theme")
        assert case.app.theme != theme
        await case.do("app.palette")
        await case.type("ledger")
        await case.press("enter")
        for _ in range(20):
            if isinstance(case.top, LedgerScreen):
                break
            await case.settle()
        assert isinstance(case.top, LedgerScreen)


async def test_another_copy_s_change_is_seen(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        with Library.open(library.path) as other:
            record = case.list.record
            assert record is not None
            articles.remove(other, [record.id])
        for _ in range(200):
            if case.count == ALL - 1:
                break
            await case.pilot.pause(0.02)
        assert case.count == ALL - 1


async def test_own_annotations_are_counted(library: Library, make_app: AppFactory) -> None:
    row = browsing.article_rows(library, ArticleQuery())[0]
    article = reading.open_article(library, row.id)
    annotating.bookmark(library, article, 1)
    async with browsing_app(make_app, library) as case:
        await case.do("library.view", "library.view")
        await case.shows(1)


@pytest.mark.parametrize("size", [(20, 5), (60, 16), (80, 24), (200, 60)])
async def test_no_size_breaks_it(library: Library, make_app: AppFactory, size: tuple[int, int]) -> None:
    async with browsing_app(make_app, library, size=size) as case:
        await case.press("down", "s", "v", "v", "v", "v", "A", "q", "L", "j", "q")
        assert isinstance(case.top, LibraryScreen)


@pytest.mark.parametrize(
    "action", of_context("app", "library", "annotations", "ledger"), ids=lambda action: action.name
)
def test_every_action_is_there_and_driven_by_its_key(action) -> None:  # type: ignore[no-untyped-def]
    from tui.app import CounterpointApp

    owner = {
        "app": CounterpointApp,
        "library": LibraryScreen,
        "annotations": AnnotationsScreen,
        "ledger": LedgerScreen,
    }[action.context]
    assert callable(getattr(owner, f"action_{action.method}", None))
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert f'"{action.name}"' in tests


@pytest.mark.parametrize("size", [(20, 5), (40, 10)], ids=str)
async def test_the_palette_where_there_is_little_room(
    library: Library, make_app: AppFactory, size: tuple[int, int]
) -> None:
    async with browsing_app(make_app, library, size=size) as case:
        await case.do("app.palette")
        await case.type("ledg")
        lines = [strip.text for strip in case.top._compositor.render_strips()]
        assert "ledg" in lines[0]
        assert "Ledger" in lines[1]
        await case.press("enter")
        assert isinstance(case.top, LedgerScreen)


async def test_keys_pressed_while_it_looks_again_are_not_taken_back(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        let, screen = threading.Event(), case.list
        looked = screen.look

        def slowly(query: Any, keep: str) -> Any:
            found = looked(query, keep)
            let.wait(20)
            return found

        screen.look = slowly  # type: ignore[method-assign]
        screen.refresh_data()
        await case.pilot.press("down", "down")
        let.set()
        await case.settle()
        assert screen.table.cursor == 2


async def test_where_a_look_was_to_go_the_next_one_goes(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        screen = case.list
        last = screen.table.row_at(case.count - 1)
        assert last is not None
        screen.refresh_at({"article": last.key})
        screen.refresh_data()
        await case.settle()
        assert screen.record is not None
        assert screen.record.id == last.key
        screen.look_anew()
        screen.refresh_data()
        await case.settle()
        assert screen.table.cursor == 0
