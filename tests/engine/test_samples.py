"""The sample articles show every kind and relation, and the engine finds the pairs they were written for."""

from __future__ import annotations

from functools import cache

import pytest

from tests.engine.cases import claim_with, samples
from tui.engine import analyze
from tui.engine.types import CLAIM_KINDS, COUNTER, RELATIONS, Claim


@cache
def analysis() -> dict[str, tuple[Claim, ...]]:
    articles = samples()
    return dict(zip((article.key for article in articles), analyze(articles), strict=True))


GOLD = [
    ("01", "stay open six days a week", "02", "has been closed on Wednesdays", "contradicts"),
    ("01", "Not one hour", "01", "Despite the promise from Ms Pardoe", "contradicts"),
    ("01", "repairs to the roof would cost", "02", "£310,000", "contradicts"),
    ("01", "number of visits", "01", "council's own count", "supports"),
    ("03", "wait an average of four hours", "04", "nine hours on average", "contradicts"),
    ("03", "wait an average of four hours", "04", "However, the auditors noted", "weakens"),
    ("03", "no patient had been treated", "04", "23 patients were treated", "contradicts"),
    ("03", "62 nurses", "04", "recruited 12 more nurses", "updates"),
    ("05", "planned to cut jobs", "06", "310 workers redundant", "contradicts"),
    ("05", "would employ 900 people", "06", "430 people", "contradicts"),
    ("05", "sales of Kestrel tools to rise", "06", "fell by 6 percent", "contradicts"),
    ("07", "no untreated sewage", "08", "entered the Marl on nine days", "contradicts"),
    ("07", "fallen by 40 percent", "07", "fell by 41 percent", "supports"),
    ("07", "salmon had returned", "08", "No salmon have been seen", "contradicts"),
    ("09", "had agreed to reopen", "09", "crossing was discussed", "contradicts"),
    ("09", "would not fire on the convoys", "09", "two drivers were killed", "contradicts"),
    ("10", "never been told of failed drug tests", "10", "A letter dated 4 March 2022", "contradicts"),
    ("10", "spent €2 million", "10", "€900,000", "contradicts"),
]


@pytest.mark.parametrize(("home", "claim", "other", "passage", "relation"), GOLD)
def test_pair(home: str, claim: str, other: str, passage: str, relation: str) -> None:
    found = claim_with(analysis()[home], claim)
    # How sure the engine is of what speaks against a claim decides between the two words for it.
    wanted = COUNTER if relation in COUNTER else {relation}
    assert any(e.article == other and e.relation in wanted for e in found.evidence if passage in e.text)


def test_every_kind_and_relation_is_shown() -> None:
    claims = [claim for found in analysis().values() for claim in found]
    assert {claim.kind for claim in claims} == set(CLAIM_KINDS)
    assert {evidence.relation for claim in claims for evidence in claim.evidence} == set(RELATIONS)


def test_articles_on_other_matters_are_left_alone() -> None:
    matters = {"01": 1, "02": 1, "03": 2, "04": 2, "05": 3, "06": 3, "07": 4, "08": 4, "09": 5, "10": 6}
    for key, claims in analysis().items():
        for claim in claims:
            assert {matters[evidence.article] for evidence in claim.evidence} <= {matters[key]}
