"""Who claims what, of which kind. The texts are written for the tests."""

from __future__ import annotations

import pytest

from tests.engine.cases import article
from tui.engine import find_claims, served
from tui.engine.types import Article

CASES = [
    (
        "The harbour board said that dredging had cost £4 million.",
        "figure",
        "The harbour board",
        "dredging had cost £4 million",
    ),
    (
        '"Nothing was ever dumped in that quarry," said Ruth Amsel, the site manager.',
        "denial",
        "Ruth Amsel",
        "Nothing was ever",
    ),
    (
        "The airline denied that it had sold the seats twice.",
        "denial",
        "The airline",
        "sold the seats twice",
    ),
    (
        "Ivo Brandt, who took office in May, pledged to reopen the night clinic.",
        "pledge",
        "Ivo Brandt",
        "reopen the night clinic",
    ),
    (
        "The bank expects prices to fall by 2 percent next year.",
        "prediction",
        "The bank",
        "prices to fall by 2 percent",
    ),
    (
        "The bridge was sound, according to the county surveyor.",
        "assertion",
        "the county surveyor",
        "The bridge was sound",
    ),
    (
        "Despite promises from the ministry that the dam would hold, crews left.",
        "pledge",
        "the ministry",
        "the dam would hold",
    ),
    (
        "The gates, the port authority said, had been inspected in March.",
        "assertion",
        "the port authority",
        "inspected",
    ),
    (
        "The company ruled out a sale of the mine.",
        "pledge",
        "The company",
        "ruled out a sale",
    ),
    (
        "LENNOX, May 22 (Wire) - Vantor Group, which owns the works, denied that it planned to sell them.",
        "denial",
        "Vantor Group",
        "planned to sell them",
    ),
    (
        "The mayor gave her word that the pool would reopen.",
        "pledge",
        "The mayor",
        "the pool would reopen",
    ),
    (
        "A porter who asked not to be named said that the lifts had failed.",
        "assertion",
        "A porter who asked not to be named",
        "the lifts had failed",
    ),
    (
        "Sales were up on last year, the club said.",
        "figure",
        "the club",
        "Sales were up on last year",
    ),
    (
        "Prices would rise by Easter, the regulator said.",
        "prediction",
        "the regulator",
        "Prices would rise by Easter",
    ),
    (
        "The union is worried that the yard will close.",
        "prediction",
        "The union",
        "the yard will close",
    ),
    (
        "The charge, she said, was “pure invention”.",
        "denial",
        "she",
        "pure invention",
    ),
    (
        "The council said it had not felled a tree since 2016.",
        "assertion",
        "The council",
        "it had not felled a tree",
    ),
    (
        "The minister’s assurance that no school would close was met with laughter.",
        "pledge",
        "The minister",
        "no school would close",
    ),
    (
        "The union rejected claims that the vote had been rigged.",
        "denial",
        "The union",
        "rejected claims that the vote",
    ),
    (
        "The council is committed to keeping the baths open.",
        "pledge",
        "The council",
        "keeping the baths open",
    ),
    (
        "Samples from the six wells show that nitrate fell by 40 percent.",
        "figure",
        "Samples from the six wells",
        "nitrate fell by 40 percent",
    ),
]


@pytest.mark.parametrize(("text", "kind", "claimant", "words"), CASES)
def test_kind_claimant_and_span(text: str, kind: str, claimant: str, words: str) -> None:
    claims = [claim for claim in find_claims(article(text)) if words in claim.text]
    assert len(claims) == 1
    claim = claims[0]
    assert claim.claimant is not None
    assert (claim.kind, claim.claimant.text) == (kind, claimant)
    assert claim.text == text[claim.span.start : claim.span.end]
    assert claim.sentence.start <= claim.span.start < claim.span.end <= claim.sentence.end


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The new wing, it was announced on Friday, will open in May.", "will open in May"),
        ("The jury heard that Mr Oake had been seen near the barn.", "Mr Oake had been seen"),
        ("The inquiry was told that the alarm had been switched off.", "the alarm had been"),
        ("Repairs to the dam cost the county an estimated £40 million.", "an estimated £40 million"),
        ("The first boat in 40 years sailed to Torra on Monday, the first time ever by night.", "first time ever"),
    ],
)
def test_claims_that_are_the_articles_own(text: str, words: str) -> None:
    (claim,) = find_claims(article(text))
    assert claim.claimant is None
    assert words in claim.text


def test_the_reasons_read_as_sentences() -> None:
    (claim,) = find_claims(article("The council promised that the pool would reopen."))
    assert claim.reasons[0].text == "“promised” binds the council to something"
    (claim,) = find_claims(article("It was the council’s belief that no tree would be felled."))
    assert claim.reasons[0].text == "“belief” names it as what the council has said"


def test_the_one_who_is_bound_and_the_one_who_said_so() -> None:
    text = "Company spokesman Tomas Reyle told reporters that Aldine Steel promised to clean up the site."
    (claim,) = find_claims(article(text))
    assert claim.kind == "pledge"
    assert claim.claimant is not None
    assert claim.speaker is not None
    assert (claim.claimant.text, claim.speaker.text) == ("Aldine Steel", "Tomas Reyle")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Ms Ada Lorne said the roof was sound.\nShe said that the walls had been repaired.", "Ms Ada Lorne"),
        ("Vanto Rail said the line was safe.\nThe company said that it would open in May.", "Vanto Rail"),
        (
            "The water board said in a statement the spill was small.\nThe statement added that no fish had died.",
            "The water board",
        ),
        ("Ada Lorne, the mayor, said the roof was sound.\n“No money was wasted on it,” Lorne said.", "Ada Lorne"),
        ("The mayor, Ada Lorne, said the roof was sound.\nThe mayor said that it had cost £9,000.", "mayor Ada Lorne"),
        ("Inspectors said the roof was sound.\nThe walls, they wrote, were not.", "Inspectors"),
        ("Its builder, Norsund Works, put the cost at £9m.\nIt said that no tree had been felled.", "Norsund Works"),
        (
            "Ada Lorne said the roof was sound.\nOfficials of the Lorne trust said that it leaked.",
            "Officials of the Lorne trust",
        ),
        (
            "Ada Lorne, 41, met Ruth Amsel, 52, on Friday.\nBoth said that it was over.",
            "Ada Lorne and Ruth Amsel",
        ),
        ("“It leaks,” said Ada Lorne. “Nobody has ever mended it.”", "Ada Lorne"),
        ("“It leaks. Nobody has ever mended the roof,” said Ada Lorne, the mayor.", "Ada Lorne"),
        ("“It leaks,” said Ada Lorne.\n“Nobody has ever mended the roof.”", "Ada Lorne"),
    ],
)
def test_mentions_are_carried_back(text: str, last: str) -> None:
    claim = find_claims(article(text))[-1]
    assert claim.claimant is not None
    assert claim.claimant.text == last
    assert claim.claimant.span is not None


@pytest.mark.parametrize(
    "text",
    [
        "The trial, which began in May, will last three weeks.",
        "After nine people were hurt in June, the council met again.",
        "In case you have not heard, the pool is open.",
        "The mayor refused to rule out a rise in fares.",
        "The bank declined to say whether jobs would go.",
        "The union asked whether the yard would close.",
        "Officials monitor weather forecasts closely.",
        "The committee’s promise was old.",
        "The promise was old.",
        "A brass band played in the rain.",
        "They walked to the quay and ate chips.",
    ],
)
def test_no_claim_where_nobody_claims(text: str) -> None:
    assert find_claims(article(text)) == ()


def test_a_language_without_cues_gets_none_and_a_sentence() -> None:
    text = "Die Bahn sagte, dass alle Züge fahren."
    german = Article("g", "", text, article(text).paragraphs, language="de-AT")
    assert find_claims(german) == ()
    assert "“de”" in served(german)
    assert served(article("The bank said no.")) == ""
