"""Every screen can be read in the terminal's own 16 colours, in 256, and without colour."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.style import Style
from textual.color import Color
from textual.screen import ModalScreen

from tests.app.browse_case import Browse, analyse_all, browsing_app
from tests.app.conftest import AppFactory
from tests.shell.test_themes import PALETTES, contrast
from tui.library.connection import Library
from tui.screens.triage import TriageScreen

SCREENS: dict[str, tuple[str, ...]] = {
    "library": (),
    "filter": ("slash", "t", "h", "e"),
    "add": ("a",),
    "edit": ("e",),
    "help": ("question_mark",),
    "palette": ("ctrl+p",),
    "reader": ("enter", "7", "G", "e"),
    "marks": ("enter", "g", "v", "1", "j", "v", "2", "j", "v", "3", "j", "v", "4", "j", "v", "5"),
    "triage": ("T",),
    "annotations": ("enter", "g", "v", "1", "j", "v", "2", "j", "v", "3", "j", "v", "4", "j", "v", "5", "A"),
    "ledger": ("L",),
}
DRAWN = set(" ▌▐▏▎█▔▁▂▃▄▅▆▇─│╭╮╰╯━╸╺┃▊▎▕·•")
"""Lines and blocks are no text."""


def pieces(case: Browse) -> list[tuple[str, Style]]:
    """All that the terminal is sent for the shown screen: texts, and their styles."""
    top = case.top
    strips = top._compositor.render_strips()
    if isinstance(top, ModalScreen):  # What lies behind it is dimmed.
        box = next(iter(top.query(".box, #--input"))).region
        strips = [strip.crop(box.x, box.right) for strip in strips[box.y : box.bottom]]
    return [(text, style or Style()) for strip in strips for text, style, control in strip if not control]


def seen(colour: RichColor | None, system: ColorSystem, palette: list[str]) -> Color:
    """A colour as a terminal shows it that has no more than those of `system`."""
    assert colour is not None, "left to the terminal"
    assert not colour.is_default, "left to the terminal"
    shown = colour.downgrade(system)
    if shown.number is not None and shown.number < 16:
        return Color.parse("#" + palette[shown.number])
    return Color.from_rich_color(shown)


def faint(case: Browse, system: ColorSystem, palette: list[str]) -> dict[str, float]:
    """The texts of the shown screen that stand out from their ground by less than 4.5 to 1."""
    found = {}
    for text, style in pieces(case):
        ground = seen(style.bgcolor, system, palette)
        if set(text) <= DRAWN or style.dim:
            continue
        ink = seen(style.color, system, palette)
        if (ratio := contrast(ink, ground)) < 4.5:
            found[text] = round(ratio, 2)
    return found


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("size", [(80, 24), (200, 60)], ids=str)
async def test_in_16_colours(
    library: Library, make_app: AppFactory, monkeypatch: pytest.MonkeyPatch, name: str, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLORTERM", "")
    analyse_all(library)
    async with browsing_app(make_app, library, size=size) as case:
        assert case.app.theme == "counterpoint-ansi"
        await case.press(*SCREENS[name])
        for palette in ("xterm", "vga"):
            assert faint(case, ColorSystem.STANDARD, PALETTES[palette]) == {}


@pytest.mark.parametrize("name", SCREENS)
async def test_in_256_colours(
    library: Library, make_app: AppFactory, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("COLORTERM", "")
    analyse_all(library)
    async with browsing_app(make_app, library, size=(80, 24)) as case:
        await case.press(*SCREENS[name])
        assert faint(case, ColorSystem.EIGHT_BIT, PALETTES["xterm"]) == {}


@pytest.mark.parametrize("name", SCREENS)
async def test_without_colour(
    library: Library, make_app: AppFactory, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    analyse_all(library)
    async with browsing_app(make_app, library, size=(80, 24)) as case:
        await case.press(*SCREENS[name])
        assert faint(case, ColorSystem.TRUECOLOR, PALETTES["xterm"]) == {}
        for _, style in pieces(case):
            for colour in (style.color, style.bgcolor):
                assert colour is None or len(set(colour.get_truecolor())) == 1, "not a grey"


async def test_the_claim_in_its_paragraph_is_not_told_by_colour_alone(library: Library, make_app: AppFactory) -> None:
    analyse_all(library)
    async with browsing_app(make_app, library, size=(120, 40)) as case:
        await case.press("T")
        assert isinstance(case.top, TriageScreen)
        pair = case.top.queue.current
        assert pair is not None
        marked = "".join(text for text, style in pieces(case) if style.underline)
        assert "".join(marked.split()) == "".join(pair.claim.place.text.split())
