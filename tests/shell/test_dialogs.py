"""Every dialog answers from the keyboard and from the mouse, and shows its keys at every size."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static, TextArea

from tests.shell.stage import Stage
from tui.config import Config
from tui.screens.dialog import Dialog, KeyLine
from tui.screens.dialog_entry import complete
from tui.screens.dialogs import (
    AddAnswer,
    AddArticle,
    ArticleFields,
    ArticleForm,
    Choice,
    ClaimFields,
    ClaimForm,
    Confirm,
    ExportAnswer,
    ExportForm,
    NoteEditor,
    PathEntry,
    TagEntry,
    TextEntry,
)
from tui.screens.help import HelpScreen
from tui.screens.welcome import Welcome
from tui.widgets.one_of import OneOf

HOSTILE = "[/b] \x1b]52;c;eA==\x07 \u202e清真寺 👩‍👧"
OPTIONS = [("c", "contradicts", "contradicts [/b]"), ("w", "weakens", "weakens"), ("", "none", "none of these")]

ALL: list[Callable[[], Screen[Any]]] = [
    lambda: Welcome(),
    lambda: HelpScreen(("reader", "pair")),
    lambda: Choice(HOSTILE, [*OPTIONS, ("x", "x", HOSTILE)]),
    lambda: Choice("Tag", [("", str(n), f"tag {n}") for n in range(500)], find=True),
    lambda: Confirm(HOSTILE * 5, title="Delete"),
    lambda: TextEntry(HOSTILE, value=HOSTILE, hint=HOSTILE),
    lambda: PathEntry("Import", hint="An exported JSON file."),
    lambda: TagEntry([HOSTILE], ["a", "b"]),
    lambda: NoteEditor("A note", quote=HOSTILE * 40),
    lambda: ClaimForm(quote=HOSTILE * 40, claimant=HOSTILE),
    lambda: ArticleForm(title=HOSTILE),
    lambda: AddArticle(),
    lambda: ExportForm("/tmp/x.json"),
]


async def answered(screen: Screen[Any], act: Callable[[Pilot[None]], Any], size: tuple[int, int] = (80, 24)) -> Any:
    """What a dialog answers after `act`."""
    app = Stage(screen)
    async with app.run_test(size=size) as pilot:
        await act(pilot)
        await pilot.pause()
        assert len(app.answers) == 1, "the dialog is still there"
        return app.answers[0]


def press(*keys: str) -> Callable[[Pilot[None]], Any]:
    return lambda pilot: pilot.press(*keys)


async def settled(app: Stage, pilot: Pilot[None]) -> KeyLine:
    """The keys of a dialog, once all that is in it has found its height."""
    line, places = app.screen.query_one(KeyLine), []
    while len(places) < 5 or len(set(places[-5:])) > 1:
        await pilot.pause()
        places.append(line.region)
    return line


def message(app: Stage) -> str:
    return str(app.screen.query_one(".message", Static).content)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)], ids=str)
@pytest.mark.parametrize("make", ALL, ids=lambda make: type(make()).__name__)
async def test_the_keys_are_in_sight_and_escape_leaves(make: Callable[[], Screen[Any]], size: tuple[int, int]) -> None:
    app = Stage(make())
    async with app.run_test(size=size) as pilot:
        keys, box = (await settled(app, pilot)).region, app.screen.query_one(".box").region
        assert box.right <= size[0]
        assert keys.bottom < box.bottom <= size[1]
        assert keys.height >= 1
        for field in app.screen.query("Input, TextArea, OneOf, OptionList"):
            assert field.region.height >= 1
            assert field.region.bottom <= keys.y
        await pilot.press("escape")
        await pilot.pause()
        assert app.answers in ([None], [False])


@pytest.mark.parametrize("make", ALL, ids=lambda make: type(make()).__name__)
async def test_a_tiny_terminal(make: Callable[[], Screen[Any]]) -> None:
    app = Stage(make())
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert len(app.answers) == 1


@pytest.mark.parametrize("make", ALL, ids=lambda make: type(make()).__name__)
async def test_a_click_on_a_key(make: Callable[[], Screen[Any]]) -> None:
    app = Stage(make())
    async with app.run_test(size=(80, 24)) as pilot:
        line = await settled(app, pilot)
        text = str(line.render())
        label = next(word for word in ("Cancel", "Close", "Begin", "No") if word in text)
        await pilot.click(line, offset=Offset(text.index(label) + 1, 0))
        for _ in range(50):  # the dialog answers once it is off the screen, which takes as many turns as it takes
            if app.answers:
                break
            await pilot.pause()
        assert app.answers in ([None], [False])


async def test_choice() -> None:
    assert await answered(Choice("?", OPTIONS), press("w")) == "weakens"
    assert await answered(Choice("?", OPTIONS), press("enter")) == "contradicts"
    assert await answered(Choice("?", OPTIONS), press("down", "down", "enter")) == "none"
    assert await answered(Choice("?", OPTIONS, current="weakens"), press("enter")) == "weakens"
    assert await answered(Choice("?", OPTIONS), lambda p: p.click(OptionList, offset=Offset(6, 1))) == "weakens"


async def test_choice_by_typing() -> None:
    def tags() -> Choice:
        return Choice("Tag", [("", f"t{n}", f"Tag {n}") for n in range(100)], find=True)

    assert await answered(tags(), press("4", "2", "enter")) == "t42"
    assert await answered(tags(), press("4", "down", "down", "enter")) == "t24"
    app = Stage(tags())
    async with app.run_test() as pilot:
        await pilot.press("z", "enter")
        assert app.answers == []
        await pilot.press("backspace", "enter")
        assert app.answers == ["t0"]


async def test_confirm() -> None:
    assert await answered(Confirm("?"), press("y")) is True
    assert await answered(Confirm("?"), press("enter")) is True
    assert await answered(Confirm("?"), press("n")) is False


async def test_text_entry() -> None:
    assert await answered(TextEntry("Claimant", value="a"), press("b", "enter")) == "ab"
    assert await answered(TextEntry("Filter", allow_empty=True), press("enter")) == ""
    app = Stage(TextEntry("Number", check=lambda text: "" if text.isdecimal() else "This is not a number."))
    async with app.run_test() as pilot:
        await pilot.press("enter", "x", "enter")
        assert message(app) == "This is not a number."
        await pilot.press("backspace", "7", "enter")
        assert app.answers == ["7"]


async def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "export-1.json").write_text("{}")
    (tmp_path / "export-2.json").write_text("{}")
    (tmp_path / "letters").mkdir()
    (tmp_path / ".hidden").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert complete("exp") == ("export-", ["export-1.json", "export-2.json"])
    assert complete("~/let") == (f"~/letters{os.sep}", [f"letters{os.sep}"])
    assert complete(".h") == (".hidden", [".hidden"])
    assert complete("zz") == ("zz", [])
    assert complete("none/zz") == ("none/zz", [])
    assert ".hidden" not in complete("")[1]
    app = Stage(PathEntry("Import"))
    async with app.run_test() as pilot:
        await pilot.press("e", "tab")
        assert app.screen.query_one(Input).value == "export-"
        await pilot.pause()
        assert "export-1.json  export-2.json" in message(app)
        await pilot.press("enter")
        assert message(app) == "There is no such file."
        await pilot.press("2", "tab", "enter")
        assert app.answers == ["export-2.json"]


async def test_tags() -> None:
    known = ["Kunduz", "to check", "elections"]
    assert await answered(TagEntry(["a"], known), press("enter")) == ["a"]
    assert await answered(TagEntry(["a"], known), press("k", "tab", "#", "b", ",", "b", "enter")) == [
        "a",
        "Kunduz",
        "b",
    ]
    assert await answered(TagEntry([], known), press(*"check", "tab", "enter")) == ["to check"]
    assert await answered(TagEntry(["a"], known), press(*["backspace"] * 3, "enter")) == []
    app = Stage(TagEntry([], known))
    async with app.run_test() as pilot:
        line = app.screen.query_one(".message", Static)
        await pilot.click(line, offset=Offset(str(line.content).index("check"), 0))
        await pilot.pause()
        await pilot.press("enter")
        assert app.answers == [["to check"]]


async def test_note() -> None:
    assert await answered(NoteEditor("a"), press("b", "enter", "c", "ctrl+s")) == "ab\nc"
    assert await answered(NoteEditor("a"), press("backspace", "ctrl+s")) == ""
    assert await answered(NoteEditor("a"), press("escape")) is None


async def test_a_changed_note_is_not_lost_by_one_escape() -> None:
    app = Stage(NoteEditor("a"))
    async with app.run_test() as pilot:
        await pilot.press("b", "escape")
        assert app.answers == []
        assert "Not saved yet" in message(app)
        await pilot.press("c", "escape")
        assert app.answers == []
        assert app.screen.query_one(TextArea).text == "abc"
        await pilot.press("escape")
        await pilot.pause()
        assert app.answers == [None]


@pytest.mark.parametrize(
    ("command", "words"),
    [("", "No editor is set"), ("vim", "write here"), ("'", "write here")],
)
async def test_where_there_is_no_editor_one_writes_here(
    command: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    app = Stage(NoteEditor("as before"))
    app.config = Config(editor=command)  # type: ignore[attr-defined]
    async with app.run_test() as pilot:
        await pilot.press("ctrl+e")
        assert words in message(app)
        assert app.screen.query_one(TextArea).text == "as before"


async def test_claim_form() -> None:
    form = press("p", "tab", *"the ", *"Council", "tab", *"Ada", "enter")
    assert await answered(ClaimForm(quote="“…”"), form) == ClaimFields("pledge", "the Council", "Ada")
    same = ClaimForm(kind="denial", claimant="X", speaker="Y")
    assert await answered(same, press("enter")) == ClaimFields("denial", "X", "Y")


async def test_the_kinds_by_keys_and_mouse() -> None:
    app = Stage(ClaimForm(kind="pledge"))
    async with app.run_test() as pilot:
        kind = app.screen.query_one(OneOf)
        seen = []
        for key in ("p", "p", "f", "d", "right", "left", "left"):
            await pilot.press(key)
            seen.append(kind.value)
        assert seen == ["prediction", "pledge", "figure", "denial", "assertion", "denial", "pledge"]
        text = str(kind.render())
        await pilot.click(kind, offset=Offset(text.index("figure") + 3, 0))
        assert kind.value == "figure"
        assert "[figure]" in str(kind.render())


async def test_article_form() -> None:
    filled = press("!", "tab", *"Ada", "enter")
    form = ArticleForm(title="T", source="S")
    assert await answered(form, filled) == ArticleFields("T!", "Ada", None, "S", None)
    app = Stage(ArticleForm(title="T"))
    async with app.run_test() as pilot:
        await pilot.press("backspace", "enter")
        assert message(app) == "An article needs a title."
        assert app.answers == []


async def test_adding(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("x")
    assert await answered(AddArticle(str(file)), press("enter")) == AddAnswer(path=str(file))
    app = Stage(AddArticle())
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert message(app) == "Name a file or an address, or paste a text."
        app.screen.query_one(TextArea).focus()
        await pilot.press("a", "enter", "b", "ctrl+s")
        assert app.answers == [AddAnswer(text="a\nb")]
    url = "https://example.org/a"
    assert await answered(AddArticle(url), press("enter")) == AddAnswer(path=url)
    app = Stage(AddArticle("example.org/a"))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert "https://" in message(app)


async def test_an_article_pasted_into_the_path_becomes_the_text() -> None:
    from textual.events import Paste

    app = Stage(AddArticle())
    async with app.run_test() as pilot:
        app.screen.query_one("#path").post_message(Paste("First line.\nSecond line 清."))
        await pilot.pause()
        await pilot.pause()
        assert app.screen.query_one("#path", Input).value == ""
        await pilot.press("ctrl+s")
        assert app.answers == [AddAnswer(text="First line.\nSecond line 清.")]


async def test_exporting_asks_before_it_replaces(tmp_path: Path) -> None:
    new = tmp_path / "new.json"
    assert await answered(ExportForm(str(new)), press("enter")) == ExportAnswer(str(new), force=False)
    new.write_text("{}")
    app = Stage(ExportForm(str(new)))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert "there already" in message(app)
        await pilot.press("x", "backspace", "enter")
        assert app.answers == []
        await pilot.press("enter")
        assert app.answers == [ExportAnswer(str(new), force=True)]
    for path, words in (
        (tmp_path, "folder"),
        (f"{tmp_path / 'none'}/", "a folder; name a file in it"),
        (tmp_path / "none" / "x.json", "no such folder"),
    ):
        app = Stage(ExportForm(str(path)))
        async with app.run_test() as pilot:
            await pilot.press("enter")
            assert words in message(app)


async def test_help_scrolls() -> None:
    app = Stage(HelpScreen(("reader", "pair")))
    async with app.run_test(size=(60, 16)) as pilot:
        scroll = app.screen.query_one(VerticalScroll)
        await pilot.press("G")
        await pilot.pause()
        assert scroll.scroll_y == scroll.max_scroll_y > 0
        await pilot.press("k", "k", "j", "b")
        await pilot.pause()
        assert scroll.scroll_y == scroll.max_scroll_y - 11
        await pilot.press("g")
        await pilot.pause()
        assert scroll.scroll_y == 0


def drawn(app: Stage) -> list[str]:
    """The lines of the whole screen."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


FIELDS = [make for make in ALL if not isinstance(make(), (Welcome, HelpScreen, Confirm))]


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (60, 16)], ids=str)
@pytest.mark.parametrize("make", FIELDS, ids=lambda make: type(make()).__name__)
async def test_what_is_typed_is_seen_from_the_start(make: Callable[[], Screen[Any]], size: tuple[int, int]) -> None:
    app = Stage(make())
    async with app.run_test(size=size) as pilot:
        for _ in range(4):
            await pilot.pause()
        field, box = app.screen.focused, app.screen.query_one(".box")
        keys = app.screen.query_one(KeyLine).region
        assert field is not None
        assert box.region.y <= field.region.y < keys.y
        if isinstance(field, (Input, TextArea)):
            await pilot.press("q", "z", "q")
            await pilot.pause()
            assert any("qzq" in line for line in drawn(app))


@pytest.mark.parametrize("width", [20, 40, 60, 80])
@pytest.mark.parametrize("make", ALL, ids=lambda make: type(make()).__name__)
async def test_a_key_stands_beside_its_word(make: Callable[[], Screen[Any]], width: int) -> None:
    dialog = make()
    app = Stage(dialog)
    async with app.run_test(size=(width, 16)) as pilot:
        await pilot.pause()
        assert isinstance(dialog, Dialog)
        text = "\n".join(drawn(app))
        for key, word, _ in list(dialog.keys()):
            assert f"{key} {word}" in text


@pytest.mark.parametrize("make", ALL, ids=lambda make: type(make()).__name__)
@pytest.mark.parametrize("size", [(20, 5), (40, 10)], ids=str)
async def test_the_way_out_is_in_sight_however_low_the_terminal(
    make: Callable[[], Screen[Any]], size: tuple[int, int]
) -> None:
    dialog = make()
    app = Stage(dialog)
    async with app.run_test(size=size) as pilot:
        for _ in range(4):
            await pilot.pause()
        assert isinstance(dialog, Dialog)
        key, word, _ = list(dialog.keys())[-1]
        line = app.screen.query_one(KeyLine).region
        assert line.height == 1
        assert f"{key} {word}" in drawn(app)[line.y]


async def test_help_on_the_smallest_terminal_shows_keys_and_scrolls() -> None:
    app = Stage(HelpScreen(("reader", "pair")))
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        assert any("j" in line and "Go to" in line for line in drawn(app))
        before = drawn(app)
        await pilot.press("j", "j", "j")
        await pilot.pause()
        assert drawn(app) != before


async def test_a_form_on_a_low_terminal_names_its_fields() -> None:
    app = Stage(ArticleForm(title="Title", author="Ada", published="2021-10-10", source="The Hill", language="en"))
    async with app.run_test(size=(60, 16)) as pilot:
        await pilot.pause()
        lines = drawn(app)
        for name, value in (("Author", "Ada"), ("Published", "2021-10-10"), ("Source", "The Hill")):
            assert any(name in line and value in line for line in lines)


async def test_the_name_of_a_bundled_file_is_not_offered_and_is_kept() -> None:
    made = await answered(ArticleForm(title="T", source="bundled:a.txt"), press("enter"))
    assert made.source == "bundled:a.txt"
    app = Stage(ArticleForm(title="T", source="bundled:a.txt"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert not any("bundled" in line for line in drawn(app))
        await pilot.press("tab", "tab", "tab", "X", "enter")
        assert app.answers[0].source == "X"
