"""Text as a terminal may safely show it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

DANGER = "\ufffd"
"""Stands for what could steer the terminal or reorder the line: C1 controls, bidi embeddings and overrides, tags,
surrogates."""
HIDDEN = "·"
"""Stands for a character without width that does no harm: soft hyphen, zero-width space, direction mark."""

# Everything that is not shown as itself, as ranges, and what lies beyond U+FFFF apart: so the search over a long text
# is a table look-up for each character (0.01 µs). Property classes, or both in one, take ten to a hundred times that.
_SPACES = "\xa0\u1680\u2000-\u200a\u202f\u205f"
_ZERO_WIDTH = "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u3164\ufeff\uffa0"
_STEERING = "\u2028-\u202e\u2066-\u206f\ufff0-\ufffb\ud800-\udfff"
_SELECTORS = "\ufe00-\ufe0f"
_ALL = f"\x7f-\x9f{_SPACES}{_ZERO_WIDTH}{_STEERING}{_SELECTORS}"
_ODD = f"[\x00-\x1f{_ALL}]"
_ODD_BUT_LINES = f"[\x00-\x09\x0b-\x1f{_ALL}]"
_ODD_FAR = "[\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"

# Scripts whose letters join.
_JOINING = (
    r"\p{Arabic}\p{Syriac}\p{Mongolian}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}"
    r"\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Nko}"
)
_MAY_STAY = "[\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0020-\U000e01ef]"
_FLAGS = tuple("".join(chr(0xE0000 + ord(c)) for c in code) + "\U000e007f" for code in ("gbeng", "gbsct", "gbwls"))
_SHOWN = {chr(code): chr(0x2400 + code) for code in range(32)} | {
    "\x7f": "␡",
    "\t": " ",
    "\n": " ",
    "\x85": "␤",
    "\u2028": "␤",
    "\u2029": "␤",
}
_KINDS = ((_SPACES, " "), (_ZERO_WIDTH + _SELECTORS, HIDDEN))


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """`text` with a visible character of one cell for each that is invisible or could steer the terminal.

    The result is as long as `text` in code points, so offsets hold. Tabs, no-break spaces and line feeds become a
    space (line feeds stay with `keep_newlines`). C0 controls are shown as their pictures (`␛`), harmless zero-width
    characters as `HIDDEN`, the rest as `DANGER`. Joiners and selectors stay where writing or emoji need them.
    """
    plain = text.isascii()
    if plain and text.isprintable():
        return text
    odd = _ODD_BUT_LINES if keep_newlines else _ODD
    for characters in (odd,) if plain else (odd, _ODD_FAR):
        pattern = _compiled(characters)
        if pattern.search(text):
            text = pattern.sub(_shown, text)
    return text


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """When it is first needed: large classes take time at the start that plain text does not need."""
    return re.compile(expression)


def _shown(match: re.Match[str]) -> str:
    """What is shown for one odd character: itself, where writing or emoji need it."""
    character = match[0]
    if character >= "\u180b" and _compiled(_MAY_STAY).match(character):
        at = match.start()
        if _wanted().match(match.string, at) or (character >= "\U000e0000" and _in_flag(match.string, at)):
            return character
    return _substitute(character)


@cache
def _wanted() -> regex.Pattern[str]:
    """Where an invisible character is part of the writing: joiners between letters of scripts that join (Arabic, Indic
    and their kin) and inside emoji; variation selectors after what they vary."""
    import regex  # Here, because it takes time at the start that plain text does not need.

    return regex.compile(
        rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])"
        r"|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})"
        r"|(?<=[\p{L}\p{N}\p{S}\p{P}])[\ufe00-\ufe0f]"
        r"|(?<=\p{Han})[\U000e0100-\U000e01ef]"
        r"|(?<=\p{Mongolian})[\u180b-\u180f]"
    )


def _in_flag(text: str, at: int) -> bool:
    """Is the tag character at `at` part of one of the three flags that are written with tags?"""
    flag = text.rfind("\U0001f3f4", max(0, at - 6), at)
    return flag >= 0 and text.startswith(_FLAGS, flag + 1)


def _substitute(character: str) -> str:
    shown = _SHOWN.get(character)
    if shown is None:
        shown = next((sign for kind, sign in _KINDS if _compiled(f"[{kind}]").match(character)), DANGER)
        _SHOWN[character] = shown
    return shown
