"""How an article looks: signs for the margin, and the style of a stretch of text under its roles.

Colours come from the theme's variables (`claim`, `counter`, `mark-yellow` …); where a theme has none, from Textual's.
No role is told by colour alone: in 16 colours, and without any, attributes and the signs in the margin carry it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rich.style import Style
from textual.color import Color, ColorParseError

from tui.widgets.glyphs import UNICODE, Glyphs
from tui.widgets.layer_index import Role

OWN: Final = frozenset({"own-claim", "own-evidence", "note", "bookmark", "review"})
"""What the reader marked."""
_SIGN_RANK = {role: rank for rank, role in enumerate(UNICODE.signs)}

_VARIABLES: dict[str, tuple[str, ...]] = {
    "claim": ("claim", "text-warning"),
    "counter": ("counter", "text-error"),
    "support": ("support", "text-success"),
    "qualify": ("qualify", "text-secondary"),
    "update": ("update", "text-accent"),
    "own": ("own", "text-primary"),
    "furniture": ("furniture",),
    "muted": ("muted",),
    "rule": ("rule",),
    "mark-text": ("mark-text",),
    "mark-yellow": ("mark-yellow",),
    "mark-green": ("mark-green",),
    "mark-blue": ("mark-blue",),
    "mark-pink": ("mark-pink",),
    "mark-orange": ("mark-orange",),
    "find": ("find", "warning"),
    "selection": ("selection", "primary"),
}
_DARK = {
    "claim": "#e5b567",
    "counter": "#f08a80",
    "support": "#9ccc7c",
    "qualify": "#c9a0dc",
    "update": "#7cc5d6",
    "own": "#8ab4f8",
    "mark-text": "#f4f1e8",
    "mark-yellow": "#5f5213",
    "mark-green": "#27522f",
    "mark-blue": "#1f4a6e",
    "mark-pink": "#6b2c4f",
    "mark-orange": "#6e4019",
    "find": "#e5b567",
    "selection": "#3d6fb4",
}
_LIGHT = {
    "claim": "#8a5a00",
    "counter": "#b3261e",
    "support": "#2e6b1f",
    "qualify": "#75339a",
    "update": "#0b6577",
    "own": "#1d4fa3",
    "mark-text": "#1c1a17",
    "mark-yellow": "#fbe88a",
    "mark-green": "#c5e8b7",
    "mark-blue": "#c3dcf5",
    "mark-pink": "#f6cbdc",
    "mark-orange": "#fad3a8",
    "find": "#c77700",
    "selection": "#7aa7e0",
}
_ANSI = {
    "claim": "ansi_yellow",
    "counter": "ansi_red",
    "support": "ansi_green",
    "qualify": "ansi_magenta",
    "update": "ansi_cyan",
    "own": "ansi_blue",
    "furniture": "ansi_bright_black",
    "muted": "ansi_bright_black",
    "rule": "ansi_bright_black",
    "mark-text": "ansi_black",
    "mark-yellow": "ansi_yellow",
    "mark-green": "ansi_green",
    "mark-blue": "ansi_cyan",
    "mark-pink": "ansi_magenta",
    "mark-orange": "ansi_bright_red",
    "find": "ansi_yellow",
    "selection": "ansi_blue",
}
_FOREGROUND: dict[Role, str] = {
    "contested": "claim",
    "own-claim": "own",
    "supports": "support",
    "qualifies": "qualify",
    "updates": "update",
    "weakens": "counter",
    "counter": "counter",
    "own-evidence": "own",
}
_SIGN_COLOUR: dict[Role, str] = {
    **_FOREGROUND, "claim": "claim", "note": "own", "bookmark": "own", "review": "counter",
}  # fmt: skip
_ATTRIBUTES: dict[Role, tuple[str, ...]] = {
    "claim": ("underline",),
    "contested": ("underline",),
    "own-claim": ("underline",),
    "review": ("italic", "underline"),
    "reason": ("bold", "underline"),
    "reason-chosen": ("bold", "underline"),
    "current-claim": ("bold",),
    "current-evidence": ("bold",),
    "find": ("underline",),
    "find-current": ("bold",),
}
_WITHOUT_COLOUR: dict[Role, tuple[str, ...]] = {
    "highlight-yellow": ("reverse",),
    "highlight-green": ("reverse",),
    "highlight-blue": ("reverse",),
    "highlight-pink": ("reverse",),
    "highlight-orange": ("reverse",),
    "note": ("italic",),
    "supports": ("italic",),
    "qualifies": ("italic",),
    "updates": ("italic",),
    "weakens": ("bold",),
    "counter": ("bold",),
    "own-evidence": ("italic",),
    "current-evidence": ("reverse",),
    "reason-chosen": ("reverse",),
    "find": ("reverse",),
    "find-current": ("reverse", "bold"),
    "selection": ("reverse",),
}
_RELATIONS: tuple[Role, ...] = ("counter", "weakens", "updates", "qualifies", "supports")


def sort_signs(roles: Iterable[Role], glyphs: Glyphs) -> tuple[Role, ...]:
    """Those of the roles that have a sign, the most telling first, no glyph twice."""
    known = {role for role in roles if role in glyphs.signs}
    return tuple(sorted(known, key=_SIGN_RANK.__getitem__))


def fit_signs(signs: tuple[Role, ...], room: int) -> tuple[Role, ...]:
    """As many signs as there is room for; the last place goes to a mark of the reader's that would not be seen."""
    shown, hidden = signs[:room], signs[room:]
    if room < 2 or not hidden or any(role in OWN for role in shown):
        return shown
    own = next((role for role in hidden if role in OWN), None)
    return (*shown[:-1], own) if own is not None else shown


class Palette:
    """The styles of one theme on one background."""

    def __init__(
        self,
        variables: Mapping[str, str],
        foreground: Color,
        background: Color,
        *,
        dark: bool = True,
        ansi: bool = False,
        mono: bool = False,
    ) -> None:
        self.ansi = ansi
        self.mono = mono
        self.foreground = foreground
        self.background = background
        self._plain = ansi or foreground.ansi is not None or background.ansi is not None
        fallbacks = _ANSI if self._plain else (_DARK if dark else _LIGHT)
        self._colours: dict[str, Color] = {}
        for name, known_as in _VARIABLES.items():
            fallback = fallbacks.get(name)
            faint = foreground.blend(background, 0.7 if name == "rule" else 0.45)
            self._colours[name] = _colour(variables, known_as, Color.parse(fallback) if fallback else faint)
        self._cache: dict[tuple[str, tuple[Role, ...]], Style] = {}
        self.blank = self._style(foreground, background)
        self.muted = self._style(self._colours["muted"], background)
        self.bar = self._style(self._colours["muted"], background)
        self.here = self._style(self._colours["own"], background)
        self._signs = {
            role: self._style(self._shown(name), background, bold=True) for role, name in _SIGN_COLOUR.items()
        }

    def _shown(self, name: str) -> Color:
        colour = self._colours[name]
        return colour if self._plain else _legible(colour, self.background, self.foreground)

    def sign(self, role: Role) -> Style:
        """The style of a sign in the margin."""
        return self._signs[role]

    def text(self, kind: str, roles: tuple[Role, ...] = ()) -> Style:
        """The style of text of a paragraph's kind under roles, given from the lowest to the topmost."""
        key = (kind, roles)
        style = self._cache.get(key)
        if style is None:
            style = self._cache[key] = self._compose(kind, roles)
        return style

    def _compose(self, kind: str, roles: tuple[Role, ...]) -> Style:
        foreground, background = self.foreground, self.background
        attributes: set[str] = set()
        if kind == "heading":
            attributes.add("bold")
        elif kind == "caption":
            attributes.add("italic")
            foreground = self._colours["muted"]
        elif kind == "furniture":
            foreground = self._colours["furniture"]
        marked = False
        """Does an opaque background fix the colour of the text?"""
        for role in roles:
            attributes.update(_ATTRIBUTES.get(role, ()))
            if self.mono:
                attributes.update(_WITHOUT_COLOUR.get(role, ()))
            if self.mono and (role.startswith("highlight-") or role == "find-current"):
                foreground, background, marked = self.foreground, self.background, True
            elif role.startswith("highlight-"):
                foreground, background = self._colours["mark-text"], self._colours[f"mark-{role[10:]}"]
                marked = True
            elif role == "find-current":
                background = self._colours["find"]
                foreground = Color.parse("ansi_black") if self._plain else background.get_contrast_text(1.0)
                foreground = background.blend(foreground, 1.0, 1.0) if not self._plain else foreground
                marked = True
            elif role in _FOREGROUND and not marked:
                foreground = self._colours[_FOREGROUND[role]]
            if role in ("selection", "find", "reason-chosen") and self._plain:
                attributes.add("reverse")
            elif not self._plain:
                background = self._tinted(role, roles, background)
        if not self._plain:
            foreground = _legible(foreground, background, self.foreground)
        return self._style(foreground, background, **dict.fromkeys(attributes, True))

    def _tinted(self, role: Role, roles: tuple[Role, ...], background: Color) -> Color:
        """The background with what a role lays over it, thinly."""
        if role == "sentence":
            return background.blend(self.foreground, 0.06)
        if role == "note":
            return background.blend(self._colours["own"], 0.16)
        if role == "current-claim":
            return background.blend(self._colours["claim"], 0.18)
        if role == "current-evidence":
            relation = next((_FOREGROUND[over] for over in _RELATIONS if over in roles), "counter")
            return background.blend(self._colours[relation], 0.18)
        if role == "reason-chosen":
            return background.blend(self.foreground, 0.3)
        if role == "find":
            return background.blend(self._colours["find"], 0.3)
        if role == "selection":
            return background.blend(self._colours["selection"], 0.45)
        return background

    def _style(self, foreground: Color, background: Color, **attributes: bool) -> Style:
        return Style(color=foreground.rich_color, bgcolor=background.rich_color, **attributes)  # type: ignore[arg-type]


def _legible(foreground: Color, background: Color, towards: Color) -> Color:
    """A colour of text that stands out from its background by 4.5 to 1, as near to the wanted one as that allows."""
    for step in range(6):
        colour = foreground.blend(towards, step / 5)
        if _contrast(colour, background) >= 4.5:
            return colour
    return max((towards, Color(0, 0, 0), Color(255, 255, 255)), key=lambda colour: _contrast(colour, background))


def _contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colour(variables: Mapping[str, str], names: Iterable[str], fallback: Color) -> Color:
    for name in names:
        value = variables.get(name)
        if not value or value.startswith("auto"):
            continue
        try:
            colour = Color.parse(value)
        except ColorParseError:
            continue
        if colour.a == 1 or colour.ansi is not None:
            return colour
    return fallback
