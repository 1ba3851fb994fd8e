"""Claims in the ways of agencies, tabloids and blogs. The texts are written for the tests, on other matters than those read."""

from __future__ import annotations

import msgspec
import pytest

from tests.engine.cases import article
from tui.engine import find_claims
from tui.engine.types import Claim

# Text, kind, claimant, words of the claim: of the last claim of the text.
WHO = [
    # a participle, and whose it is
    ("The brewery signed a truce with the hop growers on 4 March, saying the kegs were ready.", "assertion",
     "The brewery", "the kegs were ready"),
    ("The brewery apologised, quietly insisting that the kegs were ready.", "assertion", "The brewery", "the kegs"),
    ("The Courier quoted the harbour ministry saying the kegs were ready.", "assertion", "the harbour ministry",
     "the kegs were ready"),
    ("The bakers put up a poster warning that the kegs were old.", "assertion", "a poster", "the kegs were old"),
    # a subject before the verb, where a thing stands behind it
    ("On the radio, Senator Odile Varga (R-Harb.) said the recent run of bad harvests and fires demands an answer.",
     "assertion", "Odile Varga", "the recent run of bad harvests"),
    ("The kegs were ready, Odile Varga told the hall, adding that the cellar was cold.", "assertion", "Odile Varga",
     "the cellar was cold"),
    # a paper's report
    ("Varga seized upon a Morning News report that the brewery had lost 3 million crowns.", "figure",
     "Morning News", "the brewery had lost"),
    # who said it, and who passed it on
    ("Odile Varga said that the kegs were ready, according to the Courier.", "assertion", "Odile Varga",
     "the kegs were ready"),
    ("The brewery denied the sale of its horses, according to two grooms.", "denial", "The brewery", "the sale"),
    ("According to police, wardens saw Odile Varga get out of a vat with a rake and get back in.", "assertion", "police",
     "wardens saw"),
    ("According to the rolls, Odile Varga had three kegs in 2012, but sold them.", "figure", "the rolls", "three kegs"),
    ("According to the Globe, a weekly known for its jokes, the kegs were ready.", "assertion", "the Globe",
     "the kegs were ready"),
    ("According to the Globe, a grower said: “The kegs were all ready by noon.”", "assertion", "a grower", "by noon"),
    ("The steward said that the kegs were ready, the report said.", "assertion", "The steward", "the kegs were ready"),
    ("“The beer has been cold since three in the morning,” the homeless man told Peter Harby, a singer known for pranks.",
     "assertion", "the homeless man", "since three"),
    ("The kegs were cold, according to media reports.", "assertion", "media reports", "The kegs were cold"),
    ("Two growers told Globe News Wednesday suspected thieves had been seen.", "assertion", "Two growers",
     "suspected thieves had been seen"),
    ("According to Odile Varga of Marl Ales (through the Globe), the kegs will be cold.", "prediction",
     "Odile Varga of Marl Ales", "the kegs will be cold"),
    ("The ministry said it was fine.\nThe bells were cracked, according to a statement by the Harbour Board.",
     "assertion", "the Harbour Board", "The bells were cracked"),
    ("The bishop of Harby, Cardinal Peter Varga, made a statement saying that the bells were cracked.", "assertion",
     "Cardinal Peter Varga", "the bells were cracked"),
    ("According to harbynews.com, Varga moved to Marl from Harby in 2006, after the kegs had burst.", "assertion",
     "harbynews.com", "Varga moved to Marl"),
    ("On Tuesday, wardens said the guild's leader, Odile Varga, had fled.", "assertion", "wardens", "had fled"),
    ("“Odile Varga has great respect for all brewers in the valley,” said a guest.", "assertion", "a guest", "respect"),
    # a day and a place between
    ("The harbour court this month rejected a claim that the kegs were old.", "denial", "The harbour court", "rejected"),
    ("The guild on Tuesday said that the kegs were old.", "assertion", "The guild", "the kegs were old"),
    ("However, Odile Varga (Green) said that the kegs were old.", "assertion", "Odile Varga", "the kegs were old"),
    ("The kegs leaked for months after the brewery claimed that they were new.", "assertion", "the brewery",
     "they were new"),
    ("The sister of the brewer, Odile Varga, says that the kegs were old.", "assertion", "The sister of the brewer",
     "the kegs were old"),
    ("Before the fire had been put out, but after the crowd had gone, Odile Varga said at a fair that the roof was gone.",
     "assertion", "Odile Varga", "the roof was gone"),
    ("Wardens said a second cask was also found in the vault.", "assertion", "Wardens", "found in the vault"),
    ("“I will mend every cask in the valley,” Odile Varga said.", "pledge", "Odile Varga", "I will mend"),
    ("Odile Varga says at a fair in Harby, Norsund, that the kegs were never cold.", "denial", "Odile Varga",
     "the kegs were never cold"),
    ("It is claimed the brewery had been sold to a rival in May.", "assertion", "", "the brewery had been sold"),
    ("The kegs were cold, other tests have shown.", "assertion", "other tests", "The kegs were cold"),
    ("Odile Varga, who expects the hops to fail, left early.", "prediction", "Odile Varga", "expects the hops to fail"),
    ("According to a notice, like all breweries in the valley, it rinses its kegs twice.", "assertion", "a notice",
     "it rinses its kegs"),
]  # fmt: skip

KINDS = [
    ("Odile Varga said it was very unlikely the brewers would ever sell.", "prediction"),
    ("“There is no chance the guild will withdraw,” Odile Varga said.", "prediction"),
    ("Odile Varga said it would take courage.", "prediction"),
    ("“When the hops are in, it will banish every doubt about the beer,” Odile Varga said.", "prediction"),
    ("“If elected, we will lower the beer tax,” Odile Varga said.", "pledge"),
    ("Odile Varga said the brewer may not have paid the growers.", "assertion"),
    ("“We didn't expect it to be as sour as it was,” Odile Varga said.", "assertion"),
    ("Odile Varga estimated the cask to be about 80 years old.", "figure"),
    ("“Just 9 percent of drinkers said they would change their beer,” Odile Varga said.", "figure"),
    ("Odile Varga said eight out of 10 growers said the rain would not matter.", "figure"),
    ("“We are holding the growers whose names we are not releasing,” Odile Varga said.", "assertion"),
    ("Odile Varga said that the brewer tells so many lies that nobody drinks his beer.", "assertion"),
    ("Odile Varga said that the story was a lie.", "denial"),
    ("Odile Varga said that the guild would be mistaken to wait.", "prediction"),
    ("Odile Varga said she was calm because she doubted any court would close the inn.", "assertion"),
    ("Odile Varga swears by a cure which he said would help the hops.", "prediction"),
    ("“I would say the hops are dry,” Odile Varga said.", "assertion"),
    ("Odile Varga said the fire would have no impact on the beer.", "prediction"),
    ("Odile Varga said it was a pity not to have won.", "assertion"),
    ("Odile Varga said reports of a shortage are probably exaggerated.", "assertion"),
    ("Odile Varga said the guild continued to commit grave mistakes.", "assertion"),
    ("Odile Varga said the new rules would simplify the trade.", "prediction"),
    ("Odile Varga said they generally charge more than they would.", "assertion"),
    ("Odile Varga said the growers knew what a loss the fire would bring.", "assertion"),
]

NONE = [
    "Spirits rose when the brewery's head of sales, Odile Varga, announced a truce with the hop growers.",
    "People with worries and hopes and dreams came to the fair.",
    "This is no time for sulking or blaming others.",
    "The beer has continued to move in promising directions.",
    "The brewer went on to win that year at the fair.",
    "The mother of the bride spoke on her refusal to use the words of the hymn.",
    "The court rejected a request from the bakers for a later date.",
    "A robot in the cellar can predict where mice will strike.",
    "Murder charges against the baker were dropped, and assault charges against his son stood.",
    "Odile Varga would not reveal the recipe, but smiled.",
    "No brewer confirmed that the kegs were old.",
    "The leak is told by a popular fair account with many readers.",
    "The Harby account that the pencil drawing comes from is shut.",
    "The film shows a boy riding a cask that was empty.",
    "His song of longing is one that lifts the heart.",
]  # fmt: skip

PRONOUNS = [
    ("Ed Varga, who ran the brewery, agreed that it was cold.\nThe chairwoman, Jo Harby, said that the kegs were ready. "
     "He said that the hops were dry.", "Ed Varga"),
    ("“The hops are dry,” said Emily Harby, a grower.\nPeter Varga, the brewer, was there.\n"
     "“The kegs were all cold by noon on Friday,” she added.", "Emily Harby"),
    ("Two officials of the guild said that the hops were dry.\nPeter Varga, the brewer, frowned and said that the kegs "
     "were cold. He said that nobody had asked.", "Peter Varga"),
    ("Mayor Bill de Marco was there. The brewer frowned.\nDe Marco said that the kegs were old.", "Bill de Marco"),
    ("Luke Varga was gone.\nHis sister, Lucy Varga, wept. She said that the kegs were old.", "Lucy Varga"),
    ("Peter Varga said that the beer was Otto Harby's.\n“The kegs were all cold by noon on Friday,” he said.",
     "Peter Varga"),
    ("Emily Harby told Radio Marl that the beer was cold.\nShe said that the kegs were old.", "Emily Harby"),
    ("A gardener living in an old mill in Harby has won a prize. She says that the roses were grown from seed.",
     "A gardener"),
    ("The bakery opened in May. The owner said that the ovens were cold.\nPeter Varga, the mayor, came in June.\n"
     "The mayor said that the bread was old.", "mayor Peter Varga"),
    ("Norsund Mills said that the flour was dry.\nIts owners said that the sacks were new.\n"
     "The company said that nobody was ill.", "Norsund Mills"),
    ("Odile Varga said that the beer was old. She'd learned from a guest that the kegs were cold.", "Odile Varga"),
    ("Nobody cared, and no one knew the price.\nThe brewery sells beer, and it says that the kegs were cold.", "The brewery"),
]  # fmt: skip


def last(text: str) -> Claim:
    return find_claims(article(text))[-1]


@pytest.mark.parametrize(("text", "kind", "who", "words"), WHO)
def test_who_claims_what(text: str, kind: str, who: str, words: str) -> None:
    claim = last(text)
    assert words in claim.text
    assert (claim.claimant.text if claim.claimant else "") == who
    assert claim.kind == kind
    assert "according" not in claim.text
    assert not claim.text.startswith("who ")


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: str) -> None:
    assert last(text).kind == kind


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_claim(text: str) -> None:
    assert not find_claims(article(text))


@pytest.mark.parametrize(("text", "who"), PRONOUNS)
def test_whom_a_pronoun_means(text: str, who: str) -> None:
    found = last(text).claimant
    assert found is not None
    assert found.text == who


def test_who_passed_it_on_is_the_speaker() -> None:
    claim = last("Odile Varga said that the kegs were ready, according to the Courier.")
    assert claim.speaker is not None
    assert claim.speaker.text == "the Courier"


@pytest.mark.parametrize(
    "text",
    [
        "This suggests that the brewery was never sold.",
        "We suppose the brewery was never sold.",
    ],
)
def test_what_the_article_concludes_is_its_own(text: str) -> None:
    assert last(text).claimant is None


def test_a_question_that_is_told_claims_nothing() -> None:
    found = find_claims(article("Odile Varga said that the hops were dry. Varga was asked what would come of it."))
    assert [claim.text for claim in found] == ["the hops were dry"]
    found = find_claims(article("Odile Varga said that the hops were dry. However, she could not explain why."))
    assert [claim.text for claim in found] == ["the hops were dry"]


def test_a_plain_quotation_about_the_world_is_a_claim() -> None:
    found = find_claims(article("“The cellar under the old brewery is still in use today,” said Odile Varga."))
    assert [claim.claimant.text for claim in found if claim.claimant] == ["Odile Varga"]
    assert not find_claims(article("“It is a shame,” said Odile Varga."))


def test_a_list_is_said_by_the_one_who_brings_it() -> None:
    text = "In a long interview Odile Varga also said:\nThe guild must stay in Harby\nNo brewery would be closed\nBeer"
    whole = article(text)
    body, *items = whole.paragraphs
    listed = msgspec.structs.replace(
        whole, paragraphs=(body, *(msgspec.structs.replace(item, kind="list") for item in items))
    )
    found = [(c.text, c.kind, c.claimant.text if c.claimant else None) for c in find_claims(listed)]
    assert ("No brewery would be closed", "pledge", "Odile Varga") in found
    assert all(text != "Beer" for text, _, _ in found)
