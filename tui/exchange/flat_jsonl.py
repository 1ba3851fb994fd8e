"""JSON Lines: one line for each pair of claim and evidence (see `flat`)."""

from __future__ import annotations

from collections.abc import Iterator

from tui.exchange.flat import rows
from tui.exchange.jsontext import lines
from tui.exchange.view import View


def write(view: View) -> Iterator[bytes]:
    """The lines, in blocks."""
    return lines(rows(view))
