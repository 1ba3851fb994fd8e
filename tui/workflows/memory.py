"""What the reader screen remembers from one session to the next: places under letters, the measure, the last colour.

Kept in the library file, not journalled, not exported. A read-only library is remembered for the session only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tui.library import meta
from tui.text.errors import CounterpointError
from tui.workflows.navigation import Jump
from tui.workflows.views import COLOURS, Colour

if TYPE_CHECKING:
    from tui.library.connection import Library

MEASURES = range(24, 145, 4)
"""The lengths of line that the reader can choose, in cells."""
_unwritten: WeakKeyDictionary[Library, dict[str, str]] = WeakKeyDictionary()


def _get(lib: Library, key: str) -> str | None:
    session = _unwritten.get(lib, {})
    if key in session:
        return session[key]
    value = meta.get(lib, key)
    return value if isinstance(value, str) else None


def _set(lib: Library, key: str, value: str) -> None:
    try:
        meta.set(lib, key, value)
    except CounterpointError:
        _unwritten.setdefault(lib, {})[key] = value


def letter(lib: Library, character: str) -> Jump | None:
    """The place that the reader remembered under a letter."""
    article_id, _, offset = (_get(lib, f"reader.mark.{character}") or "").rpartition(" ")
    return Jump(article_id, int(offset)) if article_id and offset.isdecimal() else None


def set_letter(lib: Library, character: str, place: Jump) -> None:
    """Remember a place under a letter."""
    _set(lib, f"reader.mark.{character}", f"{place.article_id} {place.offset}")


def measure(lib: Library, otherwise: int) -> int:
    """The measure that the reader chose last, in cells; `otherwise` when none was."""
    value = _get(lib, "reader.measure") or ""
    return int(value) if value.isdecimal() else otherwise


def set_measure(lib: Library, cells: int) -> None:
    """Remember the measure."""
    _set(lib, "reader.measure", str(cells))


def colour(lib: Library) -> Colour:
    """The colour that the reader highlighted in last."""
    value = _get(lib, "reader.colour")
    return next((c for c in COLOURS if c == value), "yellow")


def set_colour(lib: Library, value: Colour) -> None:
    """Remember the colour."""
    _set(lib, "reader.colour", value)
