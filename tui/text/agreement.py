"""How far annotators agree: span F1, Cohen's κ, Krippendorff's α, nominal and unitized. Pure arithmetic, no I/O.

A *continuum* is a text as the annotators saw it; a *unit* is a span of it with a label. What is labelled stands in
*rows*: one label of each annotator (None where an annotator has not seen it) and how much the row weighs, so that a run
of a thousand code points with the same labels is one row of weight 1000.

Sources: J. Cohen, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20 (1960);
K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011); for the unitized α, K. Krippendorff, Content Analysis,
4th ed. (2019), section 12.6, after Krippendorff, Mathet, Bouvry and Widlöcher, On the reliability of unitizing textual
continua, Quality & Quantity 50 (2016).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from tui.text.spans import Span

NOTHING = ""
"""The label of what an annotator has seen and left unmarked."""
Row = tuple[float, tuple[str | None, ...]]
"""A weight, and a label of each annotator; None where one has not seen it."""


class Unit(Struct, frozen=True, order=True):
    """A labelled span of a continuum, in code points."""

    start: int
    end: int
    label: str


class Continuum(Struct, frozen=True):
    """A text that annotators marked, and what each of them marked in it."""

    parts: tuple[Span, ...]
    """What of the text counts, in order and apart, such as its paragraphs without the furniture."""
    sentences: tuple[Span, ...]
    units: tuple[tuple[Unit, ...] | None, ...]
    """Of each annotator; None of one who has not seen it."""


# F1


def f1(first: Sequence[Unit], second: Sequence[Unit], *, overlapping: bool = False) -> float | None:
    """The harmonic mean of two shares: of the first's units those that the second has too, and the other way round.

    Exact: the same start, end and label. Overlapping: the same label and at least one code point in common. Nobody is the
    judge of the other: swapping them gives the same. None where neither has a unit.
    """
    return mean_of_shares(
        _found(first, second, overlapping), len(first), _found(second, first, overlapping), len(second)
    )


def mean_of_shares(found: int, of: int, found_back: int, of_back: int) -> float | None:
    """The harmonic mean of `found / of` and `found_back / of_back`; 0 where one side is empty, None where both are."""
    if not of and not of_back:
        return None
    if not found or not found_back:
        return 0.0
    return 2 / (of / found + of_back / found_back)


def _found(wanted: Sequence[Unit], among: Sequence[Unit], overlapping: bool) -> int:
    """How many of `wanted` are among the others."""
    if not overlapping:
        known = set(among)
        return sum(unit in known for unit in wanted)
    by_label: dict[str, list[Unit]] = defaultdict(list)
    for unit in sorted(among):
        by_label[unit.label].append(unit)
    starts = {label: [unit.start for unit in units] for label, units in by_label.items()}
    furthest = {label: list(accumulate((unit.end for unit in units), max)) for label, units in by_label.items()}
    count = 0
    for unit in wanted:
        before = bisect_left(starts.get(unit.label, []), unit.end)
        count += before > 0 and furthest[unit.label][before - 1] > unit.start
    return count


# Rows


def character_rows(continuum: Continuum) -> Iterator[Row]:
    """The labels of every code point that counts. Where units of one annotator overlap, the one that begins first holds."""
    pieces = [None if units is None else flat(units) for units in continuum.units]
    cuts = sorted({at for units in pieces for unit in units or () for at in (unit.start, unit.end)})
    at = [0] * len(pieces)
    for part in continuum.parts:
        inside = cuts[bisect_left(cuts, part.start + 1) : bisect_left(cuts, part.end)]
        for start, end in zip([part.start, *inside], [*inside, part.end], strict=True):
            if start < end:
                yield float(end - start), tuple(_label_at(units, at, n, start) for n, units in enumerate(pieces))


def _label_at(units: Sequence[Unit] | None, at: list[int], n: int, place: int) -> str | None:
    """The label at a place; places are asked for in order, and `at[n]` remembers how far that got."""
    if units is None:
        return None
    while at[n] < len(units) and units[at[n]].end <= place:
        at[n] += 1
    return units[at[n]].label if at[n] < len(units) and units[at[n]].start <= place else NOTHING


def sentence_rows(continuum: Continuum) -> Iterator[Row]:
    """The labels of every sentence: of each annotator the one that most of its marked code points have (the first in
    the alphabet of several), and none where nothing of it is marked."""
    pieces = [None if units is None else flat(units) for units in continuum.units]
    at = [0] * len(pieces)
    for sentence in continuum.sentences:
        labels: list[str | None] = []
        for n, units in enumerate(pieces):
            if units is None:
                labels.append(None)
                continue
            while at[n] < len(units) and units[at[n]].end <= sentence.start:
                at[n] += 1
            marked: Counter[str] = Counter()
            for unit in _while(units, at[n], sentence.end):
                marked[unit.label] += sentence.overlap((unit.start, unit.end))
            labels.append(min(marked, key=lambda label: (-marked[label], label)) if marked else NOTHING)
        yield 1.0, tuple(labels)


def _while(units: Sequence[Unit], first: int, end: int) -> Iterator[Unit]:
    """The units from `first` on that begin before `end`."""
    while first < len(units) and units[first].start < end:
        yield units[first]
        first += 1


class _Counted:
    """How many code points that count stand before a place."""

    def __init__(self, parts: Sequence[Span]) -> None:
        self._starts, self._ends = [part.start for part in parts], [part.end for part in parts]
        self._before = list(accumulate((part.length for part in parts), initial=0))
        self.all = self._before[-1]

    def before(self, place: int) -> int:
        n = bisect_left(self._ends, place)
        return self._before[n] + (max(0, place - self._starts[n]) if n < len(self._starts) else 0)


def flat(units: Iterable[Unit]) -> list[Unit]:
    """Units without overlap, in order: what two of them cover belongs to the one that begins first (of those, ends last)."""
    found: list[Unit] = []
    reached = 0
    for unit in sorted(units, key=lambda one: (one.start, -one.end, one.label)):
        start = max(unit.start, reached)
        if start < unit.end:
            found.append(Unit(start, unit.end, unit.label))
            reached = unit.end
    return found


# Coefficients


def kappa(rows: Iterable[Row], first: int = 0, second: int = 1) -> float | None:
    """Cohen's κ of two annotators, over the rows that both have seen. None where it is not defined: no rows, or both
    use one and the same label only, so that nothing but agreement could be expected."""
    whole = same = 0.0
    one: dict[str, float] = defaultdict(float)
    other: dict[str, float] = defaultdict(float)
    for weight, labels in rows:
        a, b = labels[first], labels[second]
        if a is not None and b is not None:
            whole += weight
            same += weight if a == b else 0
            one[a] += weight
            other[b] += weight
    if not whole:
        return None
    chance = sum(one[label] * other.get(label, 0.0) for label in one) / whole**2
    return None if chance >= 1 else (same / whole - chance) / (1 - chance)


def alpha(rows: Iterable[Row]) -> float | None:
    """Krippendorff's α for nominal data and any number of annotators; rows that fewer than two have seen do not count.

    None where it is not defined: fewer than two different labels, so that there is no variation to agree on.
    """
    disagree = 0.0
    totals: dict[str, float] = defaultdict(float)
    for weight, labels in rows:
        seen = Counter(label for label in labels if label is not None)
        many = seen.total()
        if many < 2:
            continue
        for label, count in seen.items():
            totals[label] += weight * count
            disagree += weight * count * (many - count) / (many - 1)
    whole = sum(totals.values())
    expected = whole**2 - sum(count**2 for count in totals.values())
    return None if expected <= 0 else 1 - (whole - 1) * disagree / expected


def unitized_alpha(continua: Iterable[Continuum], *, binary: bool = False) -> float | None:
    """Krippendorff's α for unitizing: agreement on where units begin and end, and on their labels.

    `binary`: on what is marked at all, whatever its label. Unlike the α of code points it knows that the code points of a
    unit were marked together: a unit is not expected to meet itself, so long units do not make chance small. Of each
    annotator's units those that overlap are cut as `flat` says. None where it is not defined.
    """
    together: dict[tuple[str, str], float] = defaultdict(float)
    itself: dict[str, float] = defaultdict(float)
    for continuum in continua:
        seen = [n for n, units in enumerate(continuum.units) if units is not None]
        if len(seen) < 2:
            continue
        for weight, labels in character_rows(continuum):
            counts = Counter(labels[n] or NOTHING for n in seen)
            for c, many in counts.items():
                for k, others in counts.items():
                    together[c, k] += weight * many * (others - (c == k)) / (len(seen) - 1)
        counted = _Counted(continuum.parts)
        for n in seen:
            marked = 0
            for unit in flat(continuum.units[n] or ()):
                length = counted.before(unit.end) - counted.before(unit.start)
                itself[unit.label] += length**2
                marked += length
            # What is not marked has no parts: each of its code points stands for itself.
            itself[NOTHING] += counted.all - marked
    totals: dict[str, float] = defaultdict(float)
    for (c, _), weight in together.items():
        totals[c] += weight
    whole = sum(totals.values())
    correction = whole**2 - sum(itself.values())
    if correction <= 0:
        return None

    def differ(c: str, k: str) -> bool:
        return (c == NOTHING) != (k == NOTHING) if binary else c != k

    observed = sum(weight for (c, k), weight in together.items() if differ(c, k))
    expected = whole * sum(totals[c] * totals[k] for c in totals for k in totals if differ(c, k)) / correction
    return None if expected <= 0 else 1 - observed / expected
