"""Where a quotation from another program stands in a text: only where there is no doubt."""

from __future__ import annotations

from tui.text.anchoring import Anchor, resolve
from tui.text.folding import fold
from tui.text.spans import Span
from tui.text.words import snap

TELLING = 12
"""A quotation of so many characters that stands in a text once is at home there, whatever its surroundings."""


def find_quote(text: str, anchor: Anchor, places: tuple[tuple[int, int], ...] = ()) -> Span | None:
    """The span of the quotation, white space and quotation marks aside; None where it is not there or where it could be
    in several places.

    `places` are where it is said to stand: taken only when the quotation stands there word for word.
    """
    for start, end in places:
        if 0 <= start < end <= len(text) and text[start:end] == anchor.exact:
            return Span(start, end)
    quote = fold(anchor.exact).text.strip()
    if not quote:
        return None
    folded = fold(text)
    at = folded.text.find(quote)
    if at < 0:
        return None
    alone = folded.text.find(quote, at + 1) < 0
    if alone and (len(quote) >= TELLING or len(folded.text) <= 2 * len(quote)):
        return snap(text, folded.span(at, at + len(quote)))
    if not (anchor.prefix or anchor.suffix):
        return None  # nothing says which of several it is, or that a word or two are not there by chance
    found = resolve(anchor, text)
    return found.span if found.state in ("exact", "moved", "fuzzy") else None
