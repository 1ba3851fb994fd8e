"""The signs beside and around an article's text, and what each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct

if TYPE_CHECKING:
    from tui.widgets.layer_index import Role


class Glyphs(Struct, frozen=True):
    """The characters drawn beside and around the text; each takes one cell in every terminal, East Asian ones too."""

    signs: Mapping[Role, str]
    bar: str
    """Beside the current paragraph."""
    here: str
    """Beside the lines of the current sentence."""
    bullet: str
    fold: str


UNICODE: Final = Glyphs(
    {
        "counter": "✕",
        "weakens": "−",
        "contested": "♦",
        "review": "?",
        "own-claim": "✦",
        "claim": "◊",
        "own-evidence": "✧",
        "updates": "»",
        "qualifies": "~",
        "supports": "+",
        "note": "✎",
        "bookmark": "⚑",
    },
    "▏",
    "▎",
    "•",
    "▸",
)
ASCII: Final = Glyphs(
    {
        "counter": "x",
        "weakens": "-",
        "contested": "!",
        "review": "r",
        "own-claim": "*",
        "claim": "?",
        "own-evidence": "'",
        "updates": ">",
        "qualifies": "~",
        "supports": "+",
        "note": "n",
        "bookmark": "b",
    },
    ":",
    "|",
    "*",
    ">",
)
LEGEND: Final[tuple[tuple[Role, str], ...]] = (
    ("claim", "a claim"),
    ("contested", "a claim that something speaks against"),
    ("counter", "contradicts a claim"),
    ("weakens", "weakens a claim"),
    ("qualifies", "qualifies a claim"),
    ("supports", "supports a claim"),
    ("updates", "tells what came later"),
    ("own-claim", "a claim that you marked or accepted"),
    ("own-evidence", "evidence that you marked or accepted"),
    ("note", "your note"),
    ("bookmark", "your bookmark"),
    ("review", "yours, from an older version: does it stand here?"),
)
"""What each sign in the margin says, for the help screen."""
