"""What can go wrong with an annotation server, each as one sentence for the reader."""

from __future__ import annotations

from tui.text.errors import CounterpointError


class SyncError(CounterpointError):
    """The server, or the way to it, does not allow what was asked."""

    def __init__(self, sentence: str, *, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status
        """What the server answered; 0 where there was no answer."""


class Unsure(SyncError):
    """Nobody knows whether the server did what it was asked: it broke off, or was in trouble itself."""
