"""A plain matcher to compare with: the best match for a quotation, whatever it is worth.

A restatement of how the client of Hypothesis does it (`match-quote.ts`): every exact match, else the approximate ones
with the fewest errors, at most half of the quotation; score = (quotation 50 + prefix 20 + suffix 20 + position 2) / 92;
the best is taken.
"""

from __future__ import annotations

from tui.text.anchoring import Anchor
from tui.text.spans import Span


def best_match(anchor: Anchor, text: str) -> Span | None:
    """The span that a plain matcher takes; None where no match has few enough errors."""
    quote = anchor.exact
    matches = _search(text, quote, min(256, len(quote) // 2))
    if not matches:
        return None

    def score(match: tuple[int, int, int]) -> float:
        start, end, errors = match
        before = text[max(0, start - len(anchor.prefix)) : start]
        after = text[end : end + len(anchor.suffix)]
        return (
            50 * (1 - errors / len(quote))
            + 20 * (_alike(before, anchor.prefix) if anchor.prefix else 1)
            + 20 * (_alike(after, anchor.suffix) if anchor.suffix else 1)
            + 2 * (1 - abs(start - anchor.start) / len(text))
        )

    start, end, _ = max(matches, key=score)
    return Span(start, end)


def _alike(text: str, wanted: str) -> float:
    if not text:
        return 0.0
    return 1 - _search(text, wanted, len(wanted))[0][2] / len(wanted)


def _search(text: str, pattern: str, most: int) -> list[tuple[int, int, int]]:
    found = []
    at = text.find(pattern)
    while at >= 0:
        found.append((at, at + len(pattern), 0))
        at = text.find(pattern, at + 1)
    return found or _approximate(text, pattern, most)


def _approximate(text: str, pattern: str, most: int) -> list[tuple[int, int, int]]:
    """Every place at which the pattern ends with the fewest errors of all."""
    errors = _errors(text, pattern)
    fewest = min(errors, default=most + 1)
    if fewest > most:
        return []
    found = []
    for end in (i + 1 for i, e in enumerate(errors) if e == fewest):
        window = text[max(0, end - len(pattern) - fewest) : end][::-1]
        lengths = _errors(window, pattern[::-1])
        size = min(range(len(lengths)), key=lambda i: (lengths[i], -i)) + 1
        found.append((end - size, end, fewest))
    return found


def _errors(text: str, pattern: str) -> list[int]:
    """For each place of `text` the fewest errors of a match that ends there (Myers 1999, in one Python integer)."""
    size = len(pattern)
    masks: dict[str, int] = {}
    for i, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << i
    full, top = (1 << size) - 1, 1 << (size - 1)
    plus, minus, score = full, 0, size
    found = []
    for character in text:
        equal = masks.get(character, 0)
        cross = equal | minus
        down = (((equal & plus) + plus) ^ plus) | equal
        up = minus | (full & ~(down | plus))
        same = plus & down
        score += bool(up & top) - bool(same & top)
        up, same = up << 1 & full, same << 1 & full
        plus, minus = same | (full & ~(cross | up)), up & cross
        found.append(score)
    return found
