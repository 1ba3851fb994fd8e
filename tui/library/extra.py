"""The `extra` of a row: the keys that this version does not know, as they came.

Unknown keys of objects that have no row of their own (a place, a paragraph, what an annotation says of a claim) are kept
in the `extra` of the row that they belong to, under a key of our own. What comes from outside may have a key of the same
name; it is kept under a longer one, so that it never passes for ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tui.library.records import Json

INSIDE: Final = "$inner"
PASSAGES: Final = "passages"
"""The key of a version that is no text of its article: passages from an import, one after another, each as it was quoted.
It was fetched at no time, and nothing is known of what stood around them."""
_ALIKE: Final = re.compile(r"\$+inner")


def pack(unknown: Mapping[str, Any], **inside: Mapping[str, Any]) -> Json:
    """What is stored: the unknown keys of an object, and by name those of the objects inside it."""
    made = {f"${key}" if _ALIKE.fullmatch(key) else key: value for key, value in unknown.items()}
    kept = {name: dict(keys) for name, keys in inside.items() if keys}
    return {**made, INSIDE: kept} if kept else made


def unknown(extra: Mapping[str, Any]) -> Json:
    """The unknown keys of the object itself, by the names that they came with."""
    return {key[1:] if _ALIKE.fullmatch(key) else key: value for key, value in extra.items() if key != INSIDE}


def inside(extra: Mapping[str, Any], name: str) -> Json:
    """The unknown keys of an object inside it."""
    kept = extra.get(INSIDE)
    found = kept.get(name) if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}


def merged(held: Mapping[str, Any], came: Mapping[str, Any]) -> Json:
    """The unknown keys of both, where both have one as it came."""
    made = {**held, **came}
    mine, theirs = held.get(INSIDE), came.get(INSIDE)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        made[INSIDE] = {**mine, **{name: {**inside(held, name), **inside(came, name)} for name in theirs}}
    return made


def only_passages(extra: Mapping[str, Any]) -> bool:
    """Does a version with this `extra` (or these keys of an export) hold passages of an import, and no text?"""
    return extra.get(PASSAGES) is True
