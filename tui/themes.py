"""The app's colour themes, and the variables that its styles use beyond Textual's own.

Every text colour has a contrast of at least 4.5:1 (WCAG AA) on every background that it is used on, also where a
terminal of 256 colours shows the nearest one; tests hold this.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.theme import Theme

from tui.config import THEMES

ROLES = ("claim", "counter", "support", "qualify", "update", "own")
"""Variables for text and signs by what a span does."""
MARKS = ("mark-yellow", "mark-green", "mark-blue", "mark-pink", "mark-orange")
"""Variables for the backgrounds of highlights; `mark-text` is the text on them."""


def _theme(
    name: str,
    *,
    dark: bool,
    ansi: bool = False,
    background: str,
    surface: str,
    panel: str,
    foreground: str,
    muted: str,
    rule: str,
    accent: str,
    cursor: tuple[str, str],
    blurred: tuple[str, str],
    selected: str,
    hover: str,
    selection: str,
    error: str,
    roles: tuple[str, str, str, str, str, str],
    marks: tuple[str, str, str, str, str],
    mark_text: str,
) -> Theme:
    """A theme from its few colours.

    `cursor` and `blurred` are text and background of the selected row, `selected` is the ground under selected evidence,
    where every role keeps its own ink.
    """
    claim, _, support, qualify, _, _ = roles
    return Theme(
        name=name,
        dark=dark,
        ansi=ansi,
        primary=accent,
        secondary=claim,
        accent=accent,
        warning=qualify,
        error=error,
        success=support,
        background=background,
        surface=surface,
        panel=panel,
        boost=surface,
        foreground=foreground,
        text_alpha=1.0,
        variables={
            **dict(zip(ROLES, roles, strict=True)),
            **dict(zip(MARKS, marks, strict=True)),
            "mark-text": mark_text,
            # Textual's own styles ask an ANSI theme for these two.
            "ansi-background": background,
            "ansi-foreground": foreground,
            "muted": muted,
            "furniture": muted,
            "rule": rule,
            "selected": selected,
            "surface": surface,
            "panel": panel,
            "boost": surface,
            "text": foreground,
            "text-muted": muted,
            "text-disabled": muted,
            "text-primary": accent,
            "text-secondary": claim,
            "text-accent": accent,
            "text-warning": qualify,
            "text-error": error,
            "text-success": support,
            "border": accent,
            "border-blurred": rule,
            "block-cursor-foreground": cursor[0],
            "block-cursor-background": cursor[1],
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": blurred[0],
            "block-cursor-blurred-background": blurred[1],
            "block-hover-background": hover,
            "input-cursor-background": foreground,
            "input-cursor-foreground": background,
            "input-cursor-text-style": "none",
            "input-selection-background": selection,
            "input-selection-foreground": foreground,
            "screen-selection-background": selection,
            "screen-selection-foreground": foreground,
            "footer-background": panel,
            "footer-foreground": muted,
            "footer-key-foreground": accent,
            "footer-description-foreground": muted,
            "footer-description-background": panel,
            "scrollbar": rule,
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": background,
            "scrollbar-background-hover": background,
            "scrollbar-background-active": background,
            "scrollbar-corner-color": background,
        },
    )


DARK = _theme(
    "counterpoint-dark",
    dark=True,
    background="#1b1917", surface="#221f1c", panel="#272320", foreground="#e9e1d6", muted="#a99e90", rule="#4d463e",
    accent="#e3b36a", cursor=("#fdf6ea", "#4f4335"), blurred=("#e9e1d6", "#332e29"), selected="#312c27", hover="#2e2a25",
    selection="#4a4f5c", error="#ff8f7e",
    roles=("#93bfe6", "#f4907c", "#a3cc8f", "#e2c26e", "#c9aef0", "#7fcdc2"),
    marks=("#5f4f10", "#2f5227", "#24496b", "#6a2d52", "#74401a"), mark_text="#fdf8ee",
)  # fmt: skip
"""Warm and low: for long reading in the evening."""

CONTRAST = _theme(
    "counterpoint-contrast",
    dark=True,
    background="#000000", surface="#0a0a0a", panel="#121212", foreground="#ffffff", muted="#c9c9c9", rule="#7a7a7a",
    accent="#ffd75f", cursor=("#000000", "#ffd75f"), blurred=("#ffffff", "#333333"), selected="#333333", hover="#222222",
    selection="#004f9e", error="#ff9d8f",
    roles=("#7fd0ff", "#ff9d8f", "#9ff08a", "#ffe066", "#dfbfff", "#6ff0e0"),
    marks=("#ffe45c", "#8cf078", "#8fd0ff", "#ffabd9", "#ffb765"), mark_text="#000000",
)  # fmt: skip
"""As much contrast as there is."""

PAPER = _theme(
    "counterpoint-paper",
    dark=False,
    background="#faf6ee", surface="#f4eee2", panel="#f0ece0", foreground="#2a2520", muted="#665c50", rule="#c3b8a5",
    accent="#8a4b08", cursor=("#241a10", "#ead3ac"), blurred=("#2a2520", "#e4dac6"), selected="#e4dac6", hover="#e9e2d2",
    selection="#c3d7ee", error="#a8261a",
    roles=("#1c5488", "#a8261a", "#2b6420", "#705000", "#672a9c", "#0c605a"),
    marks=("#ffe88a", "#cdeebb", "#c4e2fa", "#fbcfe4", "#ffd5a6"), mark_text="#241f1a",
)  # fmt: skip
"""Ink on paper: for daylight."""

ANSI = _theme(
    "counterpoint-ansi",
    dark=True,
    ansi=True,
    background="ansi_black", surface="ansi_black", panel="ansi_black", foreground="ansi_bright_white",
    muted="ansi_white", rule="ansi_bright_black", accent="ansi_bright_yellow",
    cursor=("ansi_black", "ansi_white"), blurred=("ansi_black", "ansi_cyan"),
    # Only on black can each of these inks be read; the bar beside it says what is selected.
    selected="ansi_black", hover="ansi_black", selection="ansi_blue",
    error="ansi_bright_red",
    roles=(
        "ansi_bright_cyan", "ansi_bright_red", "ansi_bright_green", "ansi_bright_yellow", "ansi_bright_magenta",
        "ansi_cyan",
    ),
    marks=("ansi_bright_yellow", "ansi_bright_green", "ansi_cyan", "ansi_bright_magenta", "ansi_bright_red"),
    mark_text="ansi_black",
)  # fmt: skip
"""The terminal's own 16 colours; sets its background itself, so that no palette makes it illegible."""

ALL: tuple[Theme, ...] = (DARK, CONTRAST, PAPER, ANSI)

VARIABLE_DEFAULTS: dict[str, str] = {
    name: DARK.variables[name] for name in (*ROLES, *MARKS, "mark-text", "muted", "furniture", "rule", "selected")
}
"""For `App.get_theme_variable_defaults`: the app's own variables, for themes that do not have them."""


GROUNDS = """
App:ansi, Screen:ansi { background: $background; color: $foreground; }
ModalScreen:ansi { background: transparent; }
Input:ansi, TextArea:ansi, OptionList:ansi { background: $surface; color: $foreground; }
"""
"""For `App.CSS`: in 16 colours Textual leaves these on the terminal's own background, on which light ink may be lost."""


def register_themes(app: App[Any], theme: str = "") -> None:
    """Make the app's themes known, as the only ones, and show `theme`; the one for this terminal where that is empty or
    cannot be shown."""
    for known in ALL:
        app.register_theme(known)
    app.theme = theme if theme in usable_themes(app) else fitting_theme(app)
    for name in [name for name in app.available_themes if name not in THEMES]:
        app.unregister_theme(name)


def fitting_theme(app: App[Any]) -> str:
    """The theme for the colours that the terminal has: its own 16, where it has no others.

    The nearest of 16 colours to those of the other themes are greys, in which highlights and signs are all alike.
    """
    few = app.console.color_system in ("standard", "windows")
    return ANSI.name if few and ANSI.name in usable_themes(app) else THEMES[0]


def usable_themes(app: App[Any]) -> tuple[str, ...]:
    """The themes that can be shown here.

    Under NO_COLOR Textual turns every colour into a grey of its lightness. It cannot do so with the terminal's own
    colours, whose lightness it does not know: they all become black.
    """
    return tuple(theme.name for theme in ALL if not (theme.ansi and app.no_color))


def next_theme(app: App[Any]) -> str:
    """Change to the next of the app's themes, and return its name."""
    usable = usable_themes(app)
    index = usable.index(app.theme) if app.theme in usable else -1
    app.theme = usable[(index + 1) % len(usable)]
    return app.theme
