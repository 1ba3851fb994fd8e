"""Key names: which there are, how they are shown, and which keys do what after the reader's remapping.

Knows nothing of the screen, so that commands can print the keys too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from tui.actions import ACTIONS, BY_NAME

SCOPES: tuple[tuple[str, ...], ...] = (
    ("app", "library"),
    ("app", "reader", "pair"),
    ("app", "select"),
    ("app", "triage"),
    ("app", "annotations"),
    ("app", "ledger"),
    ("app", "feeds"),
    ("app", "rules"),
    ("app", "changes"),
    ("app", "review"),
    ("app", "adjudicate"),
    ("app", "ask"),
)
"""The contexts whose keys work at the same time: within one of these a key can do one thing only."""

_SHORT = {
    "exclamation_mark": "!", "quotation_mark": '"', "number_sign": "#", "dollar_sign": "$", "percent_sign": "%",
    "ampersand": "&", "apostrophe": "'", "left_parenthesis": "(", "right_parenthesis": ")", "asterisk": "*",
    "plus": "+", "comma": ",", "minus": "-", "full_stop": ".", "slash": "/", "colon": ":", "semicolon": ";",
    "less_than_sign": "<", "equals_sign": "=", "greater_than_sign": ">", "question_mark": "?", "at": "@",
    "left_square_bracket": "[", "backslash": "\\", "right_square_bracket": "]", "circumflex_accent": "^",
    "underscore": "_", "grave_accent": "`", "left_curly_bracket": "{", "vertical_line": "|",
    "right_curly_bracket": "}", "tilde": "~",
}  # fmt: skip
"""Textual's names of the printable ASCII characters that are neither letters nor digits."""
_BY_CHARACTER = {character: name for name, character in _SHORT.items()}
_NAMED = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "⏎", "escape": "esc", "space": "space", "tab": "tab",
    "backspace": "⌫", "delete": "del", "insert": "ins", "home": "home", "end": "end", "pageup": "pgup",
    "pagedown": "pgdn",
} | {f"f{n}": f"F{n}" for n in range(1, 25)}  # fmt: skip
_MODIFIERS = ("ctrl", "alt", "shift", "super", "meta", "hyper")


@cache
def normal_key(name: str) -> str | None:
    """Textual's name of a key that a person wrote (`?`, `ctrl+n`, `question_mark`), or None when there is none."""
    name = name.strip() if len(name) > 1 else name
    if len(name) == 1 or name.endswith("++"):
        *modifiers, key = [part for part in name[:-1].split("+") if part] + [name[-1]]
    else:
        *modifiers, key = name.split("+")
    modifiers = [modifier.lower() for modifier in modifiers]
    if any(modifier not in _MODIFIERS for modifier in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    if key == " ":
        key = "space"
    elif len(key) == 1:
        key = _character_name(key)
    else:
        key = {"esc": "escape", "return": "enter", "del": "delete", "pgup": "pageup", "pgdn": "pagedown"}.get(
            key.lower(), key.lower()
        )
        if key not in _NAMED and key not in _SHORT:
            character = _named_character(key)
            key = _character_name(character) if character else ""
    if not key:
        return None
    if modifiers == ["shift"] and len(key) == 1:
        return key.upper()  # a terminal sends the capital letter
    return "+".join([*sorted(modifiers, key=_MODIFIERS.index), key])


def _character_name(character: str) -> str:
    """The key name of one printable character, empty for a control character."""
    if character in _BY_CHARACTER:
        return _BY_CHARACTER[character]
    if character.isalnum():
        return character
    if not character.isprintable():
        return ""
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return name if _named_character(name) == character else ""


def _named_character(name: str) -> str:
    """The character that a key name such as `euro_sign` stands for, or an empty string."""
    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""


@cache
def shown_key(key: str) -> str:
    """How a Textual key name is shown: `j`, `⏎`, `space`, `^p`, `⇧tab`."""
    *modifiers, key = key.split("+")
    text = _NAMED.get(key) or _SHORT.get(key) or (len(key) > 1 and _named_character(key)) or key
    for modifier in reversed(modifiers):
        text = {"ctrl": "^", "shift": "⇧", "alt": "alt-"}.get(modifier, f"{modifier}-") + text
    return text


class Keymap:
    """Which keys do what: the registry's defaults with the reader's own on top."""

    def __init__(self, own: Mapping[str, Iterable[str]] | None = None) -> None:
        """`own` maps action names to Textual key names, as `tui.config` has checked them; no keys unbind an action."""
        self._own = {name: tuple(keys) for name, keys in (own or {}).items()}

    def keys(self, name: str) -> tuple[str, ...]:
        """The Textual key names that do the action `name`."""
        own = self._own.get(name)
        return BY_NAME[name].keys if own is None else own

    def shown(self, name: str) -> str:
        """The first key of the action as it is shown, empty when it has none."""
        keys = self.keys(name)
        return shown_key(keys[0]) if keys else ""

    def all_shown(self, name: str) -> str:
        """All keys of the action as they are shown, parted by spaces."""
        return " ".join(map(shown_key, self.keys(name)))

    def clashes(self) -> list[tuple[str, str, str]]:
        """(key, action, other action) wherever one key would do two things at once, in the registry's order."""
        found: dict[tuple[str, str, str], None] = {}
        for scope in SCOPES:
            taken: dict[str, str] = {}
            for action in ACTIONS:
                if action.context in scope:
                    for key in self.keys(action.name):
                        other = taken.setdefault(key, action.name)
                        if other != action.name:
                            found[key, other, action.name] = None
        return list(found)
