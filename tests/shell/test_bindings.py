"""Keys do what the registry and the reader's keymap say, and the footer, the help and the palette say the same."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, Static

from tests.shell.stage import Acting, Stage, lines_of
from tui.actions import ACTIONS, CONTEXTS, Context
from tui.keymap import SCOPES, Keymap
from tui.screens.help import HelpScreen
from tui.screens.welcome import SIX, Welcome
from tui.widgets.bindings import ActionProvider, shown
from tui.widgets.hints import Hint, HintBar, fit


@pytest.mark.parametrize("scope", SCOPES)
async def test_every_key_of_every_screen_does_its_action(scope: tuple[Context, ...]) -> None:
    contexts = [context for context in scope if context != "app"]
    app = Stage(Acting(contexts))
    async with app.run_test() as pilot:
        for action in ACTIONS:
            if action.context in contexts or action.name in ("app.help", "app.undo"):
                for key in action.keys:
                    app.done.clear()
                    await pilot.press(key)
                    assert app.done == [action.name], key


async def test_remapped_keys_and_no_others() -> None:
    keymap = Keymap({"reader.next_claim": ("x", "ctrl+n"), "reader.next_contested": ("c",), "reader.fold": ()})
    app = Stage(Acting(["reader", "pair"]), keymap=keymap)
    async with app.run_test() as pilot:
        await pilot.press("x", "ctrl+n", "c", "F", "j")
        assert app.done == [
            "reader.next_claim",
            "reader.next_claim",
            "reader.next_contested",
            "reader.next_paragraph",
        ]
        assert shown(app, "reader.next_claim") == "x"


async def test_a_mode_has_its_own_keys() -> None:
    screen = Acting(["reader", "pair"])
    app = Stage(screen)
    async with app.run_test() as pilot:
        await pilot.press("w")
        screen.use_contexts("select")
        await pilot.press("w", "e", "c")
        screen.use_contexts("reader", "pair")
        await pilot.press("c")
        assert app.done == ["pair.beside", "select.grow_word", "select.evidence", "select.claim", "reader.next_claim"]


async def test_typing_in_a_field_is_not_a_command() -> None:
    app = Stage(Acting(["library"], Input()))
    async with app.run_test() as pilot:
        app.screen.query_one(Input).focus()
        await pilot.press("a", "d", "u", "question_mark")
        assert app.screen.query_one(Input).value == "adu?"
        assert app.done == []


async def test_the_footer_shows_remapped_keys_and_leaves_out_what_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Acting, "off", {"next_contested"})
    app = Stage(Acting(["reader", "pair"]), keymap=Keymap({"reader.next_claim": ("ctrl+n",)}))
    async with app.run_test(size=(160, 10)) as pilot:
        line = lines_of(app.screen.query_one(HintBar))[0]
        assert "r Reject  ^n Claim" in line
        assert "Contested" not in line
        assert line.rstrip().endswith("? Help  ^p Commands")
        app.screen.query_one(HintBar).pending = "12"
        await pilot.pause()
        assert lines_of(app.screen.query_one(HintBar))[0].strip().startswith("12")


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
async def test_the_footer_fits(width: int) -> None:
    app = Stage(Acting(["select"]))
    async with app.run_test(size=(width, 6)):
        bar = app.screen.query_one(HintBar)
        strip = bar.render_line(0)
        assert strip.cell_length == bar.content_size.width
        assert "? Help" in strip.text


async def test_a_click_on_the_footer() -> None:
    app = Stage(Acting(["library"]))
    async with app.run_test(size=(100, 10)) as pilot:
        bar = app.screen.query_one(HintBar)
        at = lines_of(bar)[0].index("Filter") + 1
        await pilot.click(bar, offset=(at + 1, 0))
        await pilot.pause()
        assert app.done == ["library.filter"]


def test_hints_that_fit() -> None:
    a, b, help_ = Hint("a", "a", "Aaaa"), Hint("b", "b", "Bbbb"), Hint("h", "?", "Help")
    assert fit([a, b], [help_], 22) == ([a, b], [help_])
    assert fit([a, b], [help_], 21) == ([a], [help_])
    assert fit([a, b], [help_], 8) == ([], [help_])
    assert fit([a, b], [help_], 3) == ([], [])


async def test_the_palette_runs_an_action_and_names_its_key() -> None:
    app = Stage(Acting(["reader", "pair"]), keymap=Keymap({"reader.next_claim": ("ctrl+n",)}))
    async with app.run_test() as pilot:
        provider = ActionProvider(app.screen)
        hits = [hit async for hit in provider.search("side by")]
        assert [hit.text for hit in hits][:1] == ["Side by side"]
        prompts = [str(hit.prompt) async for hit in provider.discover()]
        assert "Claim  ^n" in prompts
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press(*"Bookmark")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.done == ["reader.bookmark"]


def text_of(screen: HelpScreen | Welcome) -> str:
    from rich.console import Console

    console = Console(width=120)
    parts = []
    for widget in screen.query(Static):
        with console.capture() as capture:
            content = widget.content
            console.print(content if not hasattr(content, "plain") else content.plain, markup=False)
        parts.append(capture.get())
    return "".join(parts)


async def test_help_says_every_key_of_its_contexts() -> None:
    keymap = Keymap({"reader.next_claim": ("ctrl+n",), "reader.fold": ()})
    app = Stage(HelpScreen(("reader", "pair"), keymap))
    async with app.run_test(size=(120, 40)) as pilot:
        assert isinstance(app.screen, HelpScreen)
        text = text_of(app.screen)
        there = {action.help for action in ACTIONS if action.context in ("reader", "pair", "app")}
        assert all(sentence in text for sentence in there)
        assert not any(action.help in text for action in ACTIONS if action.help not in there)
        assert CONTEXTS["pair"] in text
        assert "^n" in text
        await pilot.press("j", "G", "k", "question_mark")
        assert app.answers == [None]


async def test_welcome_says_six_keys() -> None:
    app = Stage(Welcome(Keymap({"app.help": ("f1",)})))
    async with app.run_test(size=(60, 16)) as pilot:
        assert isinstance(app.screen, Welcome)
        text = text_of(app.screen)
        assert len(SIX) == 6
        assert all(what in text for _, what in SIX)
        assert "F1" in text
        await pilot.press("enter")
        assert app.answers == [None]
