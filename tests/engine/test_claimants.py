"""Whose claims are listed under one heading."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.engine.claimants import same


@pytest.mark.parametrize(
    ("names", "heading"),
    [
        (["Ms Tickell", "Maureen Tickell", "Ms Maureen Tickell", "Tickell"], "Maureen Tickell"),
        (["the Taliban", "The Taliban", "Taliban"], "Taliban"),
        (["Vantor", "Vantor Group"], "Vantor Group"),
        (["Chief Executive Orla Finnegan", "Finnegan", "Orla Finnegan"], "Orla Finnegan"),
        (["WHO", "the World Health Organization"], "the World Health Organization"),
        (["the council", "The council"], "the council"),
    ],
)
def test_one_claimant_under_many_names(names: list[str], heading: str) -> None:
    assert same(names) == dict.fromkeys(names, heading)


@pytest.mark.parametrize(
    "names",
    [
        ["Dawn Fitch", "Raymond Fitch", "Mr Fitch"],
        ["the council", "the council's lawyer"],
        ["Harlow", "Harlow Vale Hospitals"],
        ["the union", "the employers' union"],
    ],
)
def test_names_that_may_be_two_stay_apart(names: list[str]) -> None:
    assert len(set(same(names).values())) == len(names)


def test_nobody_and_nothing() -> None:
    assert same([]) == {}
    assert same(["", " ", "數字", "??"]) == {"數字": "數字", "??": "??"}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet="AbC def.'’&-Ürß數\u202e", max_size=14), max_size=12))
def test_every_name_has_a_heading_that_is_one_of_them(names: list[str]) -> None:
    found = same(names)
    assert set(found) == {name for name in names if name.strip()}
    assert set(found.values()) <= set(found)
    assert same(found.values()) == {name: name for name in set(found.values())}
