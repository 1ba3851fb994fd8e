"""Every text can be read on every background that it stands on."""

from __future__ import annotations

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import Theme

from tests.shell.stage import Acting, Stage
from tui.config import THEMES
from tui.themes import ALL, MARKS, ROLES, VARIABLE_DEFAULTS, next_theme
from tui.widgets.hints import HintBar

XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
VGA = "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
PALETTES = {"xterm": XTERM.split(), "vga": VGA.split(), "none": [], "256": ["256"]}


def colour(value: str, palette: list[str]) -> Color:
    """The colour of a theme's variable, the 16 names looked up in a terminal's palette."""
    if palette == ["256"]:
        return Color.from_rich_color(RichColor.parse(value).downgrade(ColorSystem.EIGHT_BIT))
    if value.startswith("ansi_"):
        name = value.removeprefix("ansi_")
        bright = name.startswith("bright_")
        return Color.parse("#" + palette[NAMES.index(name.removeprefix("bright_")) + 8 * bright])
    return Color.parse(value)


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [c / 255 for c in colour.rgb]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


TEXTS = (
    "foreground", "muted", "furniture", "text", "text-muted", "text-disabled", "text-primary", "text-secondary",
    "text-accent", "text-warning", "text-error", "text-success", "footer-key-foreground", *ROLES,
)  # fmt: skip
GROUNDS = ("background", "surface", "panel", "boost")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((text, "selected") for text in ("foreground", "text-muted", *ROLES)),
    *(("mark-text", mark) for mark in MARKS),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("foreground", "block-hover-background"),
    ("muted", "block-hover-background"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-description-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
]


def values(theme: Theme) -> dict[str, str]:
    own = {name: getattr(theme, name) for name in ("foreground", "background", "accent", "error")}
    return {**own, **theme.variables}


@pytest.mark.parametrize(
    ("theme", "palette"),
    [(theme, name) for theme in ALL for name in (("xterm", "vga") if theme.ansi else ("none", "256"))],
    ids=lambda value: value.name if isinstance(value, Theme) else value,
)
def test_contrast(theme: Theme, palette: str) -> None:
    known, colours = values(theme), PALETTES[palette]
    low = {
        (text, ground): round(ratio, 2)
        for text, ground in PAIRS
        if (ratio := contrast(colour(known[text], colours), colour(known[ground], colours))) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("theme", [theme for theme in ALL if not theme.ansi], ids=lambda theme: theme.name)
def test_contrast_without_colour(theme: Theme) -> None:
    """NO_COLOR: Textual makes a grey of each colour."""
    known = values(theme)
    low = {
        (text, ground): round(ratio, 2)
        for text, ground in PAIRS
        if (ratio := contrast(Color.parse(known[text]).monochrome, Color.parse(known[ground]).monochrome)) < 4.5
    }
    assert low == {}


def test_the_themes() -> None:
    assert tuple(theme.name for theme in ALL) == THEMES
    assert sum(theme.dark and not theme.ansi for theme in ALL) >= 2
    assert any(not theme.dark for theme in ALL)
    for theme in ALL:
        assert set(VARIABLE_DEFAULTS) <= set(theme.variables)
        assert len({theme.variables[role] for role in ROLES}) == len(ROLES)
        assert len({theme.variables[mark] for mark in MARKS}) == len(MARKS)


@pytest.mark.parametrize("name", THEMES)
async def test_each_theme_draws(name: str) -> None:
    app = Stage(Acting(["library"]), theme=name)
    async with app.run_test():
        assert app.theme == name
        assert set(app.available_themes) == set(THEMES)
        assert "Help" in app.screen.query_one(HintBar).render_line(0).text


async def test_going_through_the_themes() -> None:
    app = Stage(Acting(["library"]))
    async with app.run_test() as pilot:
        seen = []
        for _ in THEMES:
            seen.append(next_theme(app))
            await pilot.pause()
        assert set(seen) == set(THEMES)
        assert app.theme == THEMES[0]


async def test_without_colour_the_16_colours_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "")
    monkeypatch.setenv("TERM", "xterm")
    app = Stage(Acting(["library"]), theme="counterpoint-ansi")
    async with app.run_test():
        assert app.no_color
        assert app.theme == THEMES[0]
        assert "counterpoint-ansi" not in {next_theme(app) for _ in THEMES}


@pytest.mark.parametrize("theme", [theme for theme in ALL if not theme.ansi], ids=lambda theme: theme.name)
def test_highlights_are_told_apart_in_256_colours(theme: Theme) -> None:
    assert len({colour(theme.variables[mark], PALETTES["256"]).hex for mark in MARKS}) == len(MARKS)


@pytest.mark.parametrize(
    ("system", "set_theme", "shown"),
    [
        ("standard", "", "counterpoint-ansi"),
        ("256", "", THEMES[0]),
        ("truecolor", "", THEMES[0]),
        ("standard", "counterpoint-paper", "counterpoint-paper"),
        ("truecolor", "counterpoint-ansi", "counterpoint-ansi"),
    ],
)
async def test_the_theme_fits_the_terminal_unless_it_is_set(
    monkeypatch: pytest.MonkeyPatch, system: str, set_theme: str, shown: str
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor" if system == "truecolor" else "")
    monkeypatch.setenv("TERM", "xterm-256color" if system == "256" else "xterm")
    app = Stage(Acting(["library"]), theme=set_theme)
    async with app.run_test():
        assert app.console.color_system == system
        assert app.theme == shown


async def test_an_unknown_theme_gives_the_default() -> None:
    app = Stage(Acting(["library"]), theme="no-such-theme")
    async with app.run_test():
        assert app.theme == THEMES[0]
