"""Where a quotation from another program stands in a text: only where there is no doubt."""

from __future__ import annotations

from tui.text.anchoring import Anchor, resolve
from tui.text.candidates import AT_HOME, alone
from tui.text.spans import Span
from tui.text.words import snap


def find_quote(text: str, anchor: Anchor, places: tuple[tuple[int, int], ...] = ()) -> Span | None:
    """The span of the quotation, white space and quotation marks aside; None where it is not there or where it could be
    in several places.

    `places` are where it is said to stand: taken only when the quotation stands there word for word.
    """
    for start, end in places:
        if 0 <= start < end <= len(text) and text[start:end] == anchor.exact:
            return Span(start, end)
    if len(anchor.exact.strip()) >= AT_HOME or not (anchor.prefix or anchor.suffix):
        only = alone(anchor.exact, text)
        if only is not None:
            return snap(text, only)
    if not (anchor.prefix or anchor.suffix):
        return None  # nothing says which of several it is
    found = resolve(anchor, text)
    return found.span if found.state in ("exact", "moved", "fuzzy") else None
