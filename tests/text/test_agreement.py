"""Agreement of annotators, against worked examples that were published, and by its properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.agreement import (
    NOTHING,
    Continuum,
    Row,
    Unit,
    alpha,
    character_rows,
    f1,
    flat,
    kappa,
    sentence_rows,
    unitized_alpha,
)
from tui.text.spans import Span


def rows(*annotators: str) -> list[Row]:
    """Rows of weight 1 from a line for each annotator; a dot is what one has not seen."""
    columns = zip(*(line.split() for line in annotators), strict=True)
    return [(1.0, tuple(None if label == "." else label for label in column)) for column in columns]


def continuum(length: int, *annotators: list[tuple[int, int, str]]) -> Continuum:
    whole = (Span(0, length),)
    return Continuum(whole, whole, tuple(tuple(Unit(*unit) for unit in units) for units in annotators))


# Published examples


def test_kappa_of_cohen_1960() -> None:
    """Cohen (1960), table 2: two judges, three diagnoses, 200 cases; p_o .70, p_c .41, κ .492."""
    table = {"ab": 14, "ac": 18, "ba": 10, "bc": 10, "ca": 2, "cb": 6, "aa": 88, "bb": 40, "cc": 12}
    assert sum(table.values()) == 200
    found = kappa([(float(count), (pair[0], pair[1])) for pair, count in table.items()])
    assert found == pytest.approx(0.492, abs=0.0005)


def test_alpha_of_krippendorff_2011() -> None:
    """Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): A. binary, two observers, .095; B. nominal, two
    observers, .692; C. nominal, four observers with missing data, .743."""
    binary = rows("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert alpha(binary) == pytest.approx(0.095, abs=0.0005)
    nominal = rows("a a b b d c c c e d d a", "b a b b b c c c e d d d")
    assert alpha(nominal) == pytest.approx(0.692, abs=0.0005)
    four = rows(
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    assert alpha(four) == pytest.approx(0.743, abs=0.0005)


ALEX = [(0, 7, "1"), (7, 13, "2"), (30, 32, "5"), (32, 37, "6"), (37, 44, "6"), (44, 60, "7")]
PAUL = [(0, 7, "1"), (7, 13, "3"), (13, 21, "5"), (32, 44, "6")]
SUZAN = [(0, 7, "1"), (7, 13, "4"), (13, 21, "5"), (32, 37, "6"), (37, 41, "6"), (41, 44, "6")]


def test_unitized_alpha_of_krippendorff_2019() -> None:
    """Krippendorff, Content Analysis, 4th ed. (2019), figure 12.11 (p. 340): three observers, a continuum of length 60;
    nominal .510, binary .413."""
    example = continuum(60, ALEX, PAUL, SUZAN)
    assert unitized_alpha([example]) == pytest.approx(0.510, abs=0.0005)
    assert unitized_alpha([example], binary=True) == pytest.approx(0.413, abs=0.001)


# What is defined, and how


def test_f1_counts_both_ways() -> None:
    first = [Unit(0, 10, "a"), Unit(20, 30, "a"), Unit(40, 50, "b")]
    second = [Unit(0, 10, "a"), Unit(25, 28, "a"), Unit(26, 29, "a"), Unit(40, 50, "a")]
    assert f1(first, second) == pytest.approx(2 * 1 / 7)
    # Two of three on one side; three of four on the other.
    assert f1(first, second, overlapping=True) == pytest.approx(2 * (2 / 3) * (3 / 4) / (2 / 3 + 3 / 4))
    assert f1([Unit(0, 5, "a")], [Unit(5, 9, "a")], overlapping=True) == 0, "touching is not overlapping"
    assert f1([], []) is None
    assert f1(first, []) == 0


def test_what_is_not_defined_is_none() -> None:
    assert kappa([]) is None
    assert kappa(rows("a a", "a a")) is None
    assert kappa(rows("a .", ". a")) is None
    assert alpha([]) is None
    assert alpha(rows("a a", "a a")) is None
    assert unitized_alpha([]) is None
    assert unitized_alpha([continuum(9, [], [])]) is None
    assert unitized_alpha([Continuum((Span(0, 9),), (), ((Unit(0, 3, "a"),), None))]) is None


def test_the_earlier_unit_holds_where_two_overlap() -> None:
    assert flat([Unit(4, 9, "b"), Unit(0, 6, "a"), Unit(1, 3, "c")]) == [Unit(0, 6, "a"), Unit(6, 9, "b")]


def test_code_points_outside_what_counts_are_not_counted() -> None:
    parts = (Span(0, 10), Span(20, 30))
    made = Continuum(parts, parts, ((Unit(5, 25, "a"),), (Unit(0, 10, "a"),), None))
    assert list(character_rows(made)) == [
        (5.0, (NOTHING, "a", None)),
        (5.0, ("a", "a", None)),
        (5.0, ("a", NOTHING, None)),
        (5.0, (NOTHING, NOTHING, None)),
    ]


def test_a_sentence_has_the_label_of_most_of_it() -> None:
    made = Continuum(
        (Span(0, 30),),
        (Span(0, 10), Span(10, 20), Span(20, 30)),
        ((Unit(0, 3, "a"), Unit(3, 12, "b")), (Unit(18, 22, "c"),)),
    )
    assert list(sentence_rows(made)) == [
        (1.0, ("b", NOTHING)),
        (1.0, ("b", "c")),
        (1.0, (NOTHING, "c")),
    ]


# Properties

UNITS = st.lists(
    st.builds(lambda start, length, label: Unit(start, start + length, label), st.integers(0, 40), st.integers(1, 12),
              st.sampled_from("abc")),
    max_size=8,
)  # fmt: skip


def plain(units: list[Unit], length: int) -> list[str]:
    """Labels code point by code point, in the plainest way."""
    labels = [NOTHING] * length
    for unit in sorted(units, key=lambda one: (one.start, -one.end, one.label), reverse=True):
        labels[unit.start : unit.end] = [unit.label] * (unit.end - unit.start)
    return labels


@given(UNITS, UNITS)
def test_runs_of_code_points_count_like_single_ones(first: list[Unit], second: list[Unit]) -> None:
    made = continuum(60, [], [])
    made = Continuum(made.parts, made.sentences, (tuple(first), tuple(second)))
    one, other = plain(flat(first), 60), plain(flat(second), 60)
    single = [(1.0, pair) for pair in zip(one, other, strict=True)]
    assert sum(weight for weight, _ in character_rows(made)) == 60
    for measure in (kappa, alpha):
        expected, found = measure(single), measure(character_rows(made))
        assert (found is None) == (expected is None)
        assert found is None or found == pytest.approx(expected)


@given(UNITS, UNITS)
def test_order_does_not_matter_and_nothing_is_better_than_the_same(first: list[Unit], second: list[Unit]) -> None:
    def both(a: list[Unit], b: list[Unit]) -> Continuum:
        return Continuum((Span(0, 60),), (Span(0, 30), Span(30, 60)), (tuple(a), tuple(b)))

    there, back = both(first, second), both(second, first)
    for measure in (lambda c: unitized_alpha([c]), lambda c: unitized_alpha([c], binary=True),
                    lambda c: kappa(sentence_rows(c)), lambda c: alpha(sentence_rows(c))):  # fmt: skip
        one, other = measure(there), measure(back)
        assert (one is None) == (other is None)
        assert one is None or (one == pytest.approx(other) and one <= 1 + 1e-9)
        same = measure(both(first, first))
        assert same is None or same == pytest.approx(1)
    for overlapping in (False, True):
        score = f1(first, second, overlapping=overlapping)
        assert score == f1(second, first, overlapping=overlapping)
        assert score is None or 0 <= score <= 1


@given(UNITS, UNITS, st.integers(1, 50), st.integers(1, 20))
def test_what_does_not_count_may_as_well_not_be_there(
    first: list[Unit], second: list[Unit], at: int, length: int
) -> None:
    """A text with a gap of page furniture in it, and the same text without: the same α for unitizing."""

    def moved(unit: Unit) -> Unit:
        return Unit(unit.start + length * (unit.start >= at), unit.end + length * (unit.end > at), unit.label)

    units = (tuple(flat(first)), tuple(flat(second)))
    plain = Continuum((Span(0, 60),), (), units)
    gap = Continuum((Span(0, at), Span(at + length, 60 + length)), (), tuple(tuple(map(moved, one)) for one in units))
    for binary in (False, True):
        one, other = unitized_alpha([plain], binary=binary), unitized_alpha([gap], binary=binary)
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other)
