"""How long work tells how far it is, and how it is told to stop."""

from __future__ import annotations

from collections.abc import Callable

from tui.text.errors import CounterpointError

Progress = Callable[[int, int, str], None]
"""`progress(done, total, what)`: `total` is 0 where it is not known; `what` is a few words for the reader."""
Cancelled = Callable[[], bool]
"""Asked between pieces of work; True stops it. What is done by then stays."""


class CancelledError(CounterpointError):
    """The reader stopped the work."""

    def __init__(self) -> None:
        super().__init__("Stopped; what was done before stays.")


def silent(done: int, total: int, what: str) -> None:
    """The progress of somebody who does not look."""


def never() -> bool:
    """The answer of somebody who never cancels."""
    return False
