"""Waiting for somebody else, such as a server, without being held up by them when the reader leaves."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeVar

from tui.workflows.progress import Cancelled, CancelledError

T = TypeVar("T")
_LOOK: Final = 0.1
"""How often it is looked whether the reader still waits, in seconds."""


def until_left(ask: Callable[[], T], cancelled: Cancelled) -> T:
    """What `ask` returns or raises; CancelledError soon after the reader stops it.

    `ask` runs in a thread that holds up neither the reader nor the end of the program; what it finds after it was left is
    nobody's, so it must not write to the library.
    """
    found: list[T] = []
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            found.append(ask())
        except BaseException as error:
            wrong.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        if cancelled():
            raise CancelledError
        thread.join(_LOOK)
    if wrong:
        raise wrong[0]
    return found[0]
