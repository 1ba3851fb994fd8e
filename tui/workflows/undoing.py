"""Take back the last change of this creator, also after a restart, and do it again."""

from __future__ import annotations

from collections.abc import Callable

from tui.library import journal
from tui.library.connection import Library


def undo(lib: Library) -> str:
    """Take back the last change; the sentence says which.

    Raises CounterpointError when there is none, or a newer one touched the same rows.
    """
    return f"Taken back: {_sentence(journal.undo(lib).summary)}"


def redo(lib: Library) -> str:
    """Do again what undo took back last. Raises CounterpointError when there is nothing."""
    return f"Done again: {_sentence(journal.redo(lib).summary)}"


def undone(lib: Library) -> dict[str, str]:
    """The id of the `article` and of the `annotation` that the last undo touched, where there is one."""
    entry = journal.redoable(lib)
    return journal.touched(lib, entry) if entry else {}


def done(lib: Library) -> dict[str, str]:
    """The same, for the last change."""
    entry = journal.last(lib)
    return journal.touched(lib, entry) if entry else {}


def last(lib: Library) -> str:
    """What undo would take back, in words; "" when there is nothing."""
    entry = journal.last(lib)
    return entry.summary if entry else ""


def changing(lib: Library, work: Callable[[], str]) -> tuple[str, bool]:
    """Do something that says what it did: its sentence, and whether there is anything of it to take back."""
    before = journal.last(lib)
    sentence = work()
    return sentence, journal.last(lib) != before


def _sentence(summary: str) -> str:
    return f"{summary[:1].lower()}{summary[1:].rstrip('.')}."
