"""Sentences that say nearly the same: so, not so, or so only in part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.cases import article
from tui.engine import against, judge_pair
from tui.engine.types import COUNTER, Passage

PAIRS = Path(__file__).parent / "pairs"


def pairs(name: str) -> list[tuple[str, str, str]]:
    """Relation, claim, evidence."""
    lines = (PAIRS / f"{name}.txt").read_text("utf-8").splitlines()
    found = [tuple(part.strip() for part in line.split("|")) for line in lines if line and line[0] != "#"]
    return [(relation, claim, evidence) for relation, claim, evidence in found]


def likeliest(claim: str, evidence: str) -> str:
    """The likeliest relation; what weakens counts as contradicting."""
    scores = dict(judge_pair(claim, evidence).scores)
    scores["contradicts"] += scores.pop("weakens")
    return max(scores, key=scores.__getitem__)


@pytest.mark.parametrize(("name", "floor"), [("known", 0.95), ("check", 0.9)])
def test_of_written_pairs_most_are_right(name: str, floor: float) -> None:
    told = [(relation, likeliest(claim, evidence)) for relation, claim, evidence in pairs(name)]
    assert len(told) >= 50
    assert sum(want == got for want, got in told) / len(told) >= floor


@pytest.mark.parametrize(
    ("passage", "relation"),
    [
        ("The river is not clean, the laboratory found.", "contradicts"),
        ("The river is not clean.", "contradicts"),
        ("However, the river is not clean, the laboratory found.", "contradicts"),
        ("The river isn’t clean.", "contradicts"),
        ("The river is polluted.", "contradicts"),
        ("The river is clean, the laboratory found.", "supports"),
        ("The river is clean.", "supports"),
        ("The council denied that the river was polluted.", "supports"),
        ("The river is clean, but not below the mill.", "qualifies"),
    ],
)
def test_a_sentence_asked_about(passage: str, relation: str) -> None:
    _, found = against("The river is clean.", lambda query: [Passage(article(passage, "1"), 1)])
    (evidence,) = found
    assert evidence.relation == relation
    assert judge_pair("The river is clean.", passage).scores[relation] > 0.5


@pytest.mark.parametrize(
    ("claim", "evidence", "counter"),
    [
        ("The mayor read the letter.", "The mayor did not read the letter.", True),
        ("The mayor did not read the letter.", "The mayor read the letter.", True),
        ("The mayor did not read the letter.", "It is false that the mayor read the letter.", False),
        ("The mayor read the letter.", "Nobody denies that the mayor read the letter.", False),
        ("The mayor read the letter.", "No, the mayor read the letter.", False),
        ("The mayor read the letter.", "The mayor, who was not in town, read the letter.", False),
        ("The mayor read the letter.", "The mayor not only read the letter, he answered it.", False),
    ],
)
def test_parity_of_negations(claim: str, evidence: str, counter: bool) -> None:
    scores = judge_pair(claim, evidence).scores
    said = max(scores["supports"], scores["qualifies"])
    assert (sum(scores[name] for name in COUNTER) > said) == counter
