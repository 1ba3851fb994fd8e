"""The exchange formats by name."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from tui.exchange.errors import ExchangeError


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format."""

    name: str
    label: str
    suffix: str
    media_type: str
    reads: bool
    writes: bool
    several_files: bool
    """Does one export make several files (then it needs a folder)?"""
    help: str


FORMATS: tuple[Format, ...] = (
    Format(
        name="json",
        label="Counterpoint JSON",
        suffix=".json",
        media_type="application/json",
        reads=True,
        writes=True,
        several_files=False,
        help="Everything, lossless: articles with every version, annotations, relations, verdicts.",
    ),
)
_BY_NAME = {format.name: format for format in FORMATS}


def get(name: str, *, to_write: bool = False, to_read: bool = False) -> Format:
    """The format of this name. Raises ExchangeError for an unknown one, or one that cannot do what is wanted."""
    format = _BY_NAME.get(name.lower())
    if format is None:
        near = get_close_matches(name.lower(), _BY_NAME, 1)
        hint = f" Did you mean {near[0]}?" if near else " `counterpoint formats` lists those there are."
        raise ExchangeError(f"There is no format called {name!r}.{hint}")
    if to_write and not format.writes:
        raise ExchangeError(f"{format.label} can be imported, not exported.")
    if to_read and not format.reads:
        raise ExchangeError(f"{format.label} can be exported, not imported.")
    return format
