"""What goes wrong with files of other programs, and of our own."""

from __future__ import annotations

from tui.text.errors import CounterpointError


class ExchangeError(CounterpointError):
    """A file cannot be read as what it claims to be, or a format is not known."""
