from __future__ import annotations

import pytest

from tests.text.furniture_cases import CASES, gold_of, paragraphs_of
from tui.text.furniture import furniture


@pytest.mark.parametrize("name", CASES)
def test_written_cases(name: str) -> None:
    case = CASES[name]
    assert {case[i] for i in furniture(paragraphs_of(case))} == {case[i] for i in gold_of(case)}


def test_there_are_cases_both_ways() -> None:
    with_furniture = sum(bool(gold_of(case)) for case in CASES.values())
    assert with_furniture >= 20
    assert len(CASES) - with_furniture >= 20


def test_nothing_and_repeated_headings() -> None:
    assert furniture([]) == set()
    assert furniture(["Related stories"] * 50_000) == set()


def test_headlines_that_run_into_one_another() -> None:
    glued = "RelatedFerry late for the third dayMuseum shut after floodBridge of sighs opens at lastQuay sold to bakers"
    assert furniture(["The ferry was late on Monday, the harbour board said.", glued]) == {1}
    assert furniture(["The ferry was late.", "She left YouTube for BuzzFeed and PlayStation for the sea."]) == set()
