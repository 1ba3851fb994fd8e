"""Where a quotation stands in a text, and which of its places have what around them.

An import can quote the same words thousands of times, with other words around them each time. To look through the whole
text for each is slow; so what is asked for often is put in order once: the places of the quotation, sorted by what stands
around them, in which a place is found by bisection.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_REPAID: Final = 16
"""After so many looks through the text an order has paid for itself."""
_MOST: Final = 50_000
"""Of a quotation that stands more often than so many times no order is made."""
_HELD: Final = 1_000_000
"""So many places are held for one text, of 4 bytes each; then it is begun anew."""
_Around = tuple[str, int, int]
"""A quotation, and how much before and after it counts."""


class Occurrences:
    """The places of quotations in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked: Counter[_Around] = Counter()
        self._orders: dict[_Around, array[int] | None] = {}
        """None for a quotation that stands too often."""
        self._held = 0

    def nearest(self, head: str, quote: str, tail: str, expected: int, most: int) -> tuple[set[int], bool]:
        """Places of the quotation between `head` and `tail`, at most so many on either side of `expected`, with the first
        and the last of all; and whether these are all of them."""
        order = self._order((quote, len(head), len(tail)))
        wanted = f"{head}{quote}{tail}"
        if order is None:
            found, all_of_them = looked_for(wanted, self._text, max(0, expected - len(head)), most)
            return {at + len(head) for at in found}, all_of_them

        def whole(at: int) -> str:
            start = at - len(head)
            return self._text[start : start + len(wanted)]

        first = bisect_left(order, wanted, key=whole)
        return _chosen(order[first : bisect_right(order, wanted, lo=first, key=whole)], expected, most)

    def _order(self, around: _Around) -> Sequence[int] | None:
        if around not in self._orders:
            self._asked[around] += 1
            if self._asked[around] < _REPAID:
                if len(self._asked) > _HELD // 10:
                    self._asked.clear()
                return None
            made = self._sorted(*around)
            self._held += len(made or ())
            if self._held > _HELD:
                self._orders.clear()
                self._held = len(made or ())
            self._orders[around] = made
        return self._orders[around]

    def _sorted(self, quote: str, head: int, tail: int) -> array[int] | None:
        """The places that have so much before them, by what stands around them, then in their order."""
        text, found = self._text, array("I")
        at = text.find(quote)
        while at >= 0:
            if at >= head:
                found.append(at)
            if len(found) > _MOST:
                return None
            at = text.find(quote, at + 1)
        size = len(quote) + tail
        return array("I", sorted(found, key=lambda at: text[at - head : at + size]))


@lru_cache(maxsize=8)
def occurrences(text: str) -> Occurrences:
    """The places in this text, remembered."""
    return Occurrences(text)


def _chosen(places: Sequence[int], expected: int, most: int) -> tuple[set[int], bool]:
    if len(places) < 2:
        return set(places), True
    here = bisect_left(places, expected)
    after, before = places[here : here + most], places[max(0, here - most) : here]
    return {places[0], places[-1], *after, *before}, len(after) < most and len(before) < most


def looked_for(quote: str, text: str, expected: int, most: int) -> tuple[set[int], bool]:
    """What `Occurrences.nearest` gives, by looking through the text."""
    first, last = text.find(quote), text.rfind(quote)
    found = {first, last} - {-1}
    if first == last:  # one, or none
        return found, True
    at, after = expected - 1, 0
    while after < most and (at := text.find(quote, at + 1)) >= 0:
        found.add(at)
        after += 1
    at, before = expected, 0
    while before < most and (at := text.rfind(quote, 0, at + len(quote) - 1)) >= 0:
        found.add(at)
        before += 1
    return found, after < most and before < most
