"""Where a pattern stands in a text, give or take some characters.

Errors are counted as by Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
programming" (1999), with one Python integer for a column. That takes a microsecond a character, so it is done in windows
only: those named by pieces of the pattern that stand in the text as they are.
"""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 1000
"""Longer patterns are not looked for here."""
_SEEDS = 9
_SEED = 9
_HITS = 6
"""A piece that stands in the text more often than this says nothing."""
_WINDOWS = 4
_LONG = 80


class Match(NamedTuple):
    """A stretch that is the pattern but for `errors` characters put in, left out or changed."""

    start: int
    end: int
    errors: int


def best(pattern: str, text: str, start: int, end: int, most: int) -> Match | None:
    """The match in `text[start:end]` with the fewest errors; None when even that has more than `most`.

    Of several, the one whose length is nearest to the pattern's.
    """
    start, end = max(0, start), min(len(text), end)
    if not pattern or len(pattern) > LONGEST or start >= end:
        return None
    window = text[start:end]
    errors, ends = _fewest(pattern, window, most, free=True)
    if errors > most:
        return None
    backwards = pattern[::-1]
    found: list[Match] = []
    for last in ends[:8]:
        reach = window[max(0, last - len(pattern) - errors) : last][::-1]
        _, sizes = _fewest(backwards, reach, errors, free=False)
        size = min(sizes, key=lambda size: abs(size - len(pattern)), default=0)
        found.append(Match(start + last - size, start + last, errors))
    return min(found, key=lambda match: abs(match.end - match.start - len(pattern)), default=None)


def _fewest(pattern: str, text: str, most: int, *, free: bool) -> tuple[int, list[int]]:
    """The fewest errors and where matches with so many end. `free`: they may begin anywhere, else at the start."""
    size = len(pattern)
    masks: dict[str, int] = {}
    for i, character in enumerate(pattern):
        masks[character] = masks.get(character, 0) | 1 << i
    full, top, carry = (1 << size) - 1, 1 << (size - 1), 0 if free else 1
    plus, minus, score = full, 0, size
    fewest, ends = most + 1, list[int]()
    for at, character in enumerate(text, 1):
        equal = masks.get(character, 0)
        cross = equal | minus
        along = (((equal & plus) + plus) ^ plus) | equal
        up = minus | (full & ~(along | plus))
        down = plus & along
        if up & top:
            score += 1
        elif down & top:
            score -= 1
        up = (up << 1 | carry) & full
        down = down << 1 & full
        plus, minus = down | (full & ~(cross | up)), up & cross
        if score < fewest:
            fewest, ends = score, [at]
        elif score == fewest and score <= most:
            ends.append(at)
    return fewest, ends


def windows(pattern: str, text: str) -> list[tuple[int, int]]:
    """Stretches of `text` that share several pieces with `pattern` in the same order, the likeliest first."""
    size = min(_SEED, max(4, len(pattern) // 3))
    if len(pattern) < size:
        return []
    step = max(1, (len(pattern) - size) // (_SEEDS - 1)) if len(pattern) > size else 1
    slack = 8 + len(pattern) // 4
    votes: dict[int, int] = {}
    for at in range(0, len(pattern) - size + 1, step):
        seed = pattern[at : at + size]
        places: list[int] = []
        place = text.find(seed)
        while place >= 0 and len(places) <= _HITS:
            places.append(place)
            place = text.find(seed, place + 1)
        if len(places) <= _HITS:
            for place in places:
                # In either of two overlapping bins, so that no border cuts a passage in two.
                for bin_ in ((place - at) // slack, (place - at) // slack + 1):
                    votes[bin_] = votes.get(bin_, 0) + 1
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    if len(pattern) >= _LONG and ranked and ranked[0][1] < 2:
        return []  # one piece of many agrees by chance
    found: list[tuple[int, int]] = []
    used: set[int] = set()
    for bin_, count in ranked:
        if bin_ in used:
            continue
        if found and 2 * count < ranked[0][1]:
            break
        used |= {bin_ - 1, bin_, bin_ + 1}
        middle = bin_ * slack
        found.append((max(0, middle - 2 * slack), min(len(text), middle + len(pattern) + 2 * slack)))
        if len(found) == (_WINDOWS if count > 1 else 1):
            break
    return found
