"""CSV: one row for each pair of claim and evidence (see `flat`)."""

from __future__ import annotations

from collections.abc import Iterator

from tui.exchange.flat import COLUMNS, rows
from tui.exchange.plain import table
from tui.exchange.view import View


def write(view: View) -> Iterator[bytes]:
    """The table, in blocks."""
    return table(COLUMNS, (row.values() for row in rows(view)))
