"""Figures of a claim against figures of a passage."""

from __future__ import annotations

from tui.engine.closeness import Closeness, Side
from tui.engine.facts import Facts
from tui.engine.feature import Feature
from tui.engine.figures import Figure, differ
from tui.engine.lexicon import Lexicon
from tui.text.spans import Span

_TOO_FAR = 12.0
"""Figures further apart than this are of different things."""


def compare(found: list[Feature], one: Side, seen: Facts, near: Closeness, words: Lexicon, same_time: bool) -> None:
    """One feature for the best pair of figures, and one where the passage outdoes a first or last place."""
    best: tuple[float, bool, Figure, Figure] | None = None
    for mine in one.figures[:8]:
        if mine.role == "whole":
            continue  # "at least 20 of the 41 seats" claims the 20
        for theirs in seen.figures[:12]:
            if theirs.role == "part" and not mine.role and theirs.size < mine.size and not one.absolute:
                continue  # "nine of the prisoners" is no other count of the prisoners
            fit = _fit(mine, theirs, one, near)
            if fit:
                agree = _agree(mine, theirs, one, words)
                # That one figure comes back says more than that another does not.
                rank = fit + 0.5 * agree
                if best is None or rank > best[0]:
                    best = (rank, agree, mine, theirs)
    if best:
        _told(found, one, best, seen, same_time)
    ranked = next((t for t in one.tokens if t.low in words["most"]), None) if seen.figures else None
    if ranked:
        span = Span(ranked.start, ranked.end)
        text = f"“{ranked.text}” ranks it, and {seen.figures[0].text} here may outrank it"
        found.append(Feature("rank", near.weight, text, (span,), (seen.figures[0].span,)))


def _fit(mine: Figure, theirs: Figure, one: Side, near: Closeness) -> float:
    """0 to 1: do the two count the same thing?"""
    if mine.kind != theirs.kind:
        return 0.0
    large, small = max(mine.size, theirs.size), min(mine.size, theirs.size)
    if small <= 0 or large / small > _TOO_FAR:
        return 0.0
    if mine.kind == "count":
        if mine.noun and mine.noun == theirs.noun:
            return 1.0
        if mine.noun and theirs.noun:
            linked = any(w == mine.noun and k == theirs.noun for w, k, _ in near.links)
            return 0.6 if linked else 0.0
        return 0.4 * near.weight
    return 0.4 + 0.6 * near.weight


def _agree(mine: Figure, theirs: Figure, one: Side, words: Lexicon) -> bool:
    start = mine.span.start - one.claim.span.start
    before = one.claim.text[max(0, start - 24) : max(0, start)].lower().rstrip()
    # "No less than" ends as "less than" does: the longer one is meant.
    low, high = (_ends(before, words, section) for section in ("bound-low", "bound-high"))
    if low != high and _denied(one, mine, max(low, high), words):
        low, high = high, low  # "no class would have more than 30"
    if theirs.size >= 0.99 * mine.size and low > high:
        return True
    if theirs.size <= 1.01 * mine.size and high > low:
        return True
    return not differ(mine, theirs)


def _denied(one: Side, mine: Figure, bound: int, words: Lexicon) -> bool:
    """Does a "not" of the claim stand before the bound of a figure?"""
    at = mine.span.start - bound - 1
    return any(t.low in words["negator"] for t in one.tokens if t.start < at)


def _ends(before: str, words: Lexicon, section: str) -> int:
    """The length of the longest cue of a section that `before` ends with; 0 for none."""
    last = before.rsplit(" ", 1)[-1]
    found = [len(last)] if last in words[section].words else []
    return max([*found, *(len(cue) for p in words[section].phrases if before.endswith(cue := " ".join(p)))], default=0)


def _told(
    found: list[Feature], one: Side, best: tuple[float, bool, Figure, Figure], seen: Facts, same_time: bool
) -> None:
    rank, agree, mine, theirs = best
    spans = ((mine.span,), (theirs.span,))
    fit = rank - 0.5 * agree
    if agree and seen.part and seen.part[1].start < theirs.span.start <= seen.part[1].end:
        found.append(Feature("part-of-count", fit, f"{mine.text} in the claim; here “{seen.part[0]}”", *spans))
    elif agree:
        same = "the same or nearly so" if not differ(mine, theirs) else "within it"
        found.append(Feature("figures-agree", fit, f"{mine.text} in the claim, {theirs.text} here: {same}", *spans))
    else:
        # A figure of another time may have moved; one that was to come, or is of the same time, is at odds.
        fixed = one.looks_ahead or one.negated or same_time or any(str(y) in one.claim.text for y, _ in seen.years)
        name = "figures-differ" if fixed else "figures-moved"
        found.append(Feature(name, fit, f"{mine.text} in the claim, {theirs.text} here", *spans))


def earlier_case(found: list[Feature], one: Side, seen: Facts, near: Closeness, words: Lexicon) -> None:
    """ "For the first time ever" against a year long before."""
    if not seen.years or not near.links:
        return
    if one.claim.kind in ("pledge", "prediction"):
        return  # "will never leave": of what is to come, no case of the past
    first = next((t for i, t in enumerate(one.tokens) if _unheard_of(one, i, words)), None)
    if first is None or any(t.low == "since" for t in one.tokens):
        return
    now = int(one.published[:4]) if one.published[:4].isdigit() else 9999
    for year, span in seen.years:
        if year < now - 2:
            text = f"“{first.text}” in the claim, and {year} here"
            found.append(Feature("earlier-case", 0.3 + near.weight, text, (Span(first.start, first.end),), (span,)))
            return


def _unheard_of(one: Side, place: int, words: Lexicon) -> bool:
    """Does a word of the claim say that there was nothing of the kind before?"""
    low = one.tokens[place].low
    if low != "first":
        return low in ("never", "unprecedented", "history")
    # "The first hour", "her first 100 days", "the first half" only count.
    after = one.tokens[place + 1] if place + 1 < len(one.tokens) else None
    return after is not None and not (
        after.number or after.low in words["stop"] or after.low in words.units or after.low in words["after-first"]
    )
