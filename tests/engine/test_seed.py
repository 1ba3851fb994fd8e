"""The example that must always work."""

from __future__ import annotations

from tests.engine.cases import claim_with, seed
from tui.engine import analyze
from tui.engine.types import COUNTER


def test_the_pledge_meets_the_bombings_in_order() -> None:
    (claims,) = analyze([seed()])
    (pledge,) = [claim for claim in claims if claim.paragraph == 7]
    assert pledge.kind == "pledge"
    assert pledge.claimant is not None
    assert pledge.speaker is not None
    assert (pledge.claimant.text, pledge.speaker.text) == ("the Taliban", "Suhail Shaheen")
    counter = [evidence for evidence in pledge.evidence if evidence.relation in COUNTER]
    assert "Kunduz" in counter[0].text
    assert counter[0].relation == "contradicts"
    assert any("Kabul’s main mosque" in evidence.text for evidence in counter[:4])
    assert any("late August" in evidence.text for evidence in counter[:4])
    assert any("“Despite” sets this against the promises" in reason.text for reason in counter[0].reasons)


def test_every_claimant_and_speaker() -> None:
    department, daesh = "the U.S. State Department", "Daesh"
    (claims,) = analyze([seed()])
    assert [(c.paragraph, c.claimant and c.claimant.text, c.speaker and c.speaker.text) for c in claims] == [
        (1, "the Taliban", None),
        (3, "the Taliban", None),
        (4, "the Taliban", None),
        (4, "the Taliban", None),
        (5, department, None),
        (6, department, None),
        (7, "the Taliban", "Suhail Shaheen"),
        (8, "A State Department spokesperson", None),
        (9, "A State Department spokesperson", None),
        (10, "the Taliban", None),
        (10, daesh, None),
        (11, daesh, None),
    ]


def test_agreed_meets_discussed() -> None:
    (claims,) = analyze([seed()])
    aid = claim_with(claims, "agreed to provide humanitarian aid")
    assert aid.claimant is not None
    assert aid.claimant.text == "the Taliban"
    assert "also discussed" in aid.evidence[0].text
    assert any("“agreed” in the claim meets “discussed” here" in reason.text for reason in aid.evidence[0].reasons)


def test_teasers_are_neither_claims_nor_evidence() -> None:
    article = seed()
    furniture = {paragraph.n for paragraph in article.paragraphs if paragraph.kind == "furniture"}
    assert furniture == {12, 13, 14, 15, 16, 17}
    (claims,) = analyze([article])
    assert not furniture & {claim.paragraph for claim in claims}
    assert not furniture & {evidence.paragraph for claim in claims for evidence in claim.evidence}
