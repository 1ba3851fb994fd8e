"""Looks: every role can be read on every background, and none needs colour to be told from plain text."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.app import App
from textual.color import Color

from tui.widgets.article_style import Palette, _contrast
from tui.widgets.glyphs import ASCII, UNICODE
from tui.widgets.layer_index import ROLES, Role


def palette(theme: str) -> Palette:
    app: App[None] = App()
    chosen = app.available_themes[theme]
    variables = chosen.to_color_system().generate()
    return Palette(
        variables, Color.parse(variables["foreground"]), Color.parse(variables["background"]),
        dark=chosen.dark, ansi=chosen.ansi,
    )  # fmt: skip


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "solarized-light", "gruvbox"])
def test_text_stands_out_under_every_two_roles(theme: str) -> None:
    looks = palette(theme)
    for roles in [(role,) for role in ROLES] + list(combinations(ROLES, 2)):
        style = looks.text("body", roles)
        assert style.color is not None
        assert style.bgcolor is not None
        fore, back = (Color.from_rich_color(colour) for colour in (style.color, style.bgcolor))
        assert _contrast(fore, back) >= 4.4, (theme, roles)


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("sentence", "bookmark")])
def test_without_colour_each_role_has_an_attribute_or_a_sign(role: Role) -> None:
    looks = Palette({}, Color.parse("#ffffff"), Color.parse("#000000"), mono=True)
    style, plain = looks.text("body", (role,)), looks.text("body")
    attributes = [(s.bold, s.italic, s.underline, s.reverse) for s in (style, plain)]
    assert attributes[0] != attributes[1] or role in UNICODE.signs


def test_sixteen_colours_are_the_terminals_own() -> None:
    looks = Palette({}, Color.parse("ansi_default"), Color.parse("ansi_default"), ansi=True)
    for role in ROLES:
        style = looks.text("body", (role,))
        for colour in (style.color, style.bgcolor):
            assert colour is not None
            assert colour.triplet is None, role
    assert looks.text("body", ("selection",)).reverse
    assert looks.text("body", ("find",)).reverse


def test_a_themes_own_variables_come_first() -> None:
    white, black = Color.parse("#ffffff"), Color.parse("#000000")
    style = Palette({"counter": "#ffaa00", "claim": "auto 80%"}, white, black).text("body", ("counter",))
    assert style.color is not None
    assert style.color.name == "#ffaa00"


def test_ascii_signs_cover_the_same_roles_and_are_told_apart() -> None:
    assert set(ASCII.signs) == set(UNICODE.signs)
    for glyphs in (ASCII, UNICODE):
        assert len(set(glyphs.signs.values())) == len(glyphs.signs)
    assert all(sign.isascii() for sign in ASCII.signs.values())
