"""What can go wrong with a library, each as one sentence for the reader."""

from __future__ import annotations

import functools
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from tui.text.errors import CounterpointError

P = ParamSpec("P")
R = TypeVar("R")


class LibraryError(CounterpointError):
    """The library cannot do what was asked."""


class NewerLibrary(LibraryError):
    """A later version of Counterpoint wrote this file."""


class CorruptLibrary(LibraryError):
    """The file is damaged, or is no library at all."""


class BusyLibrary(LibraryError):
    """Another process holds the file for longer than we wait."""


class ReadOnlyLibrary(LibraryError):
    """The file, its folder or this connection may only be read."""


class DiskFull(LibraryError):
    """There was no room for the change; nothing of it was kept."""


class NotFound(LibraryError):
    """Nothing goes by that name."""


class Conflict(LibraryError):
    """Something newer stands in the way of an undo or a redo."""


_CODES: dict[int, tuple[type[LibraryError], str]] = {
    5: (BusyLibrary, "The library is in use by another program; nothing was changed. Try again in a moment."),
    6: (
        BusyLibrary,
        "The library is in use by another part of Counterpoint; nothing was changed. Try again in a moment.",
    ),
    8: (ReadOnlyLibrary, "The library is read-only here; nothing was changed."),
    10: (LibraryError, "The disk could not be read or written; nothing was changed. Check the disk, then try again."),
    11: (CorruptLibrary, "The library file is damaged; run “counterpoint check”, and restore a backup if it says so."),
    13: (DiskFull, "The disk is full; nothing was changed. Make room, then try again."),
    14: (
        LibraryError,
        "The library file cannot be opened; check that its folder exists and that you may read and write it.",
    ),
    15: (BusyLibrary, "The library cannot be locked on this disk; copy it to a local disk."),
    26: (CorruptLibrary, "This file is not a Counterpoint library; give another with --library."),
}


NO_ROOM_FOR_SHARED_MEMORY = 10 | 19 << 8
"""SQLITE_IOERR_SHMSIZE: the disk is so full that not even the log's index finds room."""


UNREADABLE = (sqlite3.Error, json.JSONDecodeError)
"""What reading a library may raise: SQLite's own errors, and JSON in a row that is none because the file is damaged."""


def spoken(error: sqlite3.Error | json.JSONDecodeError) -> LibraryError:
    """The sentence for an error of SQLite, by its result code, and for a row that cannot be read."""
    if isinstance(error, json.JSONDecodeError) or "decode to UTF-8" in str(error):
        return CorruptLibrary(_CODES[11][1])
    code = getattr(error, "sqlite_errorcode", 0)
    code = 13 if code == NO_ROOM_FOR_SHARED_MEMORY else code & 0xFF
    if code in _CODES:
        kind, sentence = _CODES[code]
        return kind(sentence)
    return LibraryError(f"The library could not do that ({error}); nothing was changed.")


@contextmanager
def speaking() -> Iterator[None]:
    """Lets no error of SQLite out, only sentences."""
    try:
        yield
    except UNREADABLE as error:
        raise spoken(error) from error


def speaks(function: Callable[P, R]) -> Callable[P, R]:
    """Decorates a public function so that an error of SQLite or a damaged row leaves it as a `LibraryError`."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except UNREADABLE as error:
            raise spoken(error) from error

    return wrapper
