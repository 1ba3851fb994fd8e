"""The error that a person is shown."""

from __future__ import annotations


class CounterpointError(Exception):
    """Something went wrong that the reader can be told: `str(error)` is one clear sentence."""


class IntakeError(CounterpointError):
    """Bytes or a source that cannot become an article: empty, binary, too large, unreadable."""
