"""Claims in the ways in which papers give them: who, of which kind, which words. The texts are written for the tests."""

from __future__ import annotations

import pytest

from tests.engine.cases import article
from tui.engine import find_claims
from tui.engine.types import Claim

LAST = [
    # a late verb of saying, past an office and a name
    ("The pier is sound, its engineer, Odile Varga, told the council.", "assertion", "Odile Varga", "The pier is sound"),
    ("The dye is not harmful, the chemist, Odile Varga, believes.", "denial", "Odile Varga", "The dye is not harmful"),
    ("The lock stands at 61 metres, its keeper, Dr. Odile Varga, said.", "figure", "Odile Varga", "stands at 61 metres"),
    ("In its first month the tram had 90,000 riders, a spokesman said.", "figure", "a spokesman", "90,000 riders"),
    ("The alarm rang at four in a loft that was empty, said the officer on duty, Odile Varga.", "assertion",
     "Odile Varga", "The alarm rang at four"),
    ("The price that any buyer has offered is five crowns, a deputy broker, Odile Varga, testified.", "figure",
     "Odile Varga", "is five crowns"),
    ("No pupil will pay for lunch next year, the treasurer, Odile Varga, told the hall in a speech that drew applause.",
     "pledge", "Odile Varga", "No pupil will pay"),
    # what goes on behind the verb
    ("The inn was full, a clerk for the trust said, and she hoped that it would reopen.", "prediction",
     "a clerk for the trust", "it would reopen"),
    ("Most of the timber came from Norway, the owner told buyers, and none was cut here.", "denial", "the owner",
     "none was cut here"),
    ("The nurse stays until May, the clinic promised, and will not be replaced.", "pledge", "the clinic",
     "will not be replaced"),
    ("The boat was bought in 1950, the owner says, who had seen it in Oslo; every plank has been replaced.",
     "assertion", "the owner", "every plank has been replaced"),
    # acts
    ("Odile Varga blamed a cracked valve.", "assertion", "Odile Varga", "blamed a cracked valve"),
    ("Odile Varga puts it down to the dry spring.", "assertion", "Odile Varga", "down to the dry spring"),
    ("The parish counted 340 swifts in May.", "figure", "The parish", "counted 340 swifts"),
    ("The brochure calls it the oldest organ in the north.", "assertion", "The brochure", "the oldest organ"),
    ("A laboratory dated the beam to between 1540 and 1560.", "figure", "A laboratory", "between 1540 and 1560"),
    ("Odile Varga hopes for 9,000 visitors by June.", "prediction", "Odile Varga", "9,000 visitors"),
    ("The union spoke of 4,000 marchers.", "figure", "The union", "4,000 marchers"),
    ("Gardeners credit the new bees.", "assertion", "Gardeners", "credit the new bees"),
    ("Odile Varga described how divers brought up 31 cannon.", "figure", "Odile Varga", "divers brought up 31 cannon"),
    ("The school puts its empty desks down to a cold.", "assertion", "The school", "down to a cold"),
    ("The mayor claims to have planted 10,000 trees.", "figure", "The mayor", "planted 10,000 trees"),
    ("The union described the offer as the worst in twenty years.", "assertion", "The union", "the worst"),
    ("Reports of a sale were dismissed by the duke as idle gossip.", "denial", "the duke", "Reports of a sale"),
    ("The mayor let slip that takings had fallen by a third.", "figure", "The mayor", "takings had fallen"),
    ("The mayor was quick to point out that the lamps had been lit.", "assertion", "The mayor", "had been lit"),
    ("Word from the palace is that the king is well.", "assertion", "the palace", "the king is well"),
    ("In her letter to the board Odile Varga wrote that it was never paid.", "denial", "Odile Varga", "never paid"),
    ("The ministry's figures show harvests are up by 3 percent.", "figure", "The ministry's figures", "harvests are up"),
    # no verb, or another's
    ("The company's position is that no wages were withheld.", "denial", "The company", "no wages were withheld"),
    ("Minutes of the meeting record that the vote was unanimous.", "assertion", "Minutes of the meeting", "unanimous"),
    ("Her husband, Odile Varga says, never signed the deed.", "denial", "Odile Varga", "never signed the deed"),
    ("It was, Odile Varga says, the coldest winter of the age.", "assertion", "Odile Varga", "the coldest winter"),
    ("The barge was insured in full, Odile Varga replied when asked.", "assertion", "Odile Varga", "insured in full"),
    ("Odile Varga conceded that she had sold the boat.", "assertion", "Odile Varga", "she had sold the boat"),
    ("The ice will not bear a lorry, in the guide's opinion.", "prediction", "the guide", "will not bear a lorry"),
    ("The clerk was said by a neighbour to have kept the only key.", "assertion", "a neighbour", "kept the only key"),
    ("The company opened a mill which it said would be paid for by May.", "pledge", "The company",
     "would be paid for by May"),
    ("The crowd filled what the club called the largest stand in the county.", "assertion", "the club",
     "the largest stand"),
    # foreign order of words
    ("The pass will be open to all, informed the Ministry of Roads.", "pledge", "the Ministry of Roads",
     "The pass will be open"),
    ("The chapel will not be moved, promised the governor.", "pledge", "the governor", "The chapel will not be moved"),
    ("The barn, on the evidence of the fire service, was empty.", "assertion", "the fire service", "was empty"),
    ("The auditors found no sign that the books had been altered.", "denial", "The auditors", "the books had been altered"),
    ("Rents rose by 9 percent in a year, Odile Varga and a colleague write in a journal.", "figure",
     "Odile Varga and a colleague", "Rents rose by 9 percent"),
    ("Odile Varga, the mayor, was sure: no ship, she said, had ever struck it.", "denial", "Odile Varga", "no ship"),
    ("In its report on the flood, Dunmore Water said that the gauge had failed.", "assertion", "Dunmore Water",
     "the gauge had failed"),
    ("In his account of the flood, Odile Varga said that the gauge had failed.", "assertion", "Odile Varga",
     "the gauge had failed"),
    # speech that goes on
    ("Odile Varga said that the dam was sound. Nor had a drop leaked out.", "denial", "Odile Varga", "had a drop leaked"),
    ("Odile Varga said that the dam was sound. There would be no siren.", "pledge", "Odile Varga", "no siren"),
    ("Odile Varga promised a new dam. There would be a garden beside it.", "pledge", "Odile Varga", "a garden"),
    ("Odile Varga said that the dam was sound. Every wall had been tested.", "assertion", "Odile Varga", "Every wall"),
    ("Odile Varga said that the dam was sound.\nThe valley would have 20 new wells by May.", "prediction", "Odile Varga",
     "20 new wells"),
    ("Mayor Odile Varga made two promises. The road would be shut; and the school would be kept.", "pledge", "Odile Varga",
     "the school would be kept"),
    ("The road is open, Odile Varga went on, “and it was never closed.”", "denial", "Odile Varga", "it was never closed"),
]  # fmt: skip

KINDS = [
    ("The firm said that it owed nobody a cent.", "denial"),
    ("The firm said that the sale had at no time been discussed.", "denial"),
    ("The firm said that it had no interest in the quarry.", "denial"),
    ("The firm said that its books had not been altered.", "denial"),
    ("The firm said that growers were not warned.", "assertion"),
    ("The firm said that the pier had not been so crowded since the war.", "assertion"),
    ("The police ruled out any link with the fire.", "denial"),
    ("The minister ruled out raising the tax.", "pledge"),
    ("The firm said that no clerk would be dismissed.", "pledge"),
    ("The firm said that guests would be brought ashore by other boats.", "pledge"),
    ("The firm said that the museum would hire a guard.", "pledge"),
    ("The firm said that the price would be that of last year.", "pledge"),
    ("The firm said that the two engines shall be joined to the grid.", "pledge"),
    ("The firm said that a ramp is planned for 2030.", "pledge"),
    ("Analysts said that the mill would raise its wages.", "prediction"),
    ("The union said that trains would stop if the bill passed.", "prediction"),
    ("The firm said that margins should reach 4% by spring.", "prediction"),
    ("The firm said that the hall would seat 310 people.", "figure"),
    ("The firm said that seven bakers in ten would not move.", "figure"),
    ("The firm said that the loss was due to the frost.", "assertion"),
    ("The firm said that the hall will close in May, and no usher will be dismissed.", "pledge"),
    ("The firm said that Dunmore Rail would refund the fares.", "pledge"),
    ("The firm said that Rovers Dunmore would win the cup.", "prediction"),
    ("The firm said that only four farms lay below the dam.", "figure"),
    ("The firm said that its agent did not carry a gun.", "denial"),
    ("The firm said that tenancies had gone from 812 to 530.", "figure"),
    ("The firm said that a fifth of its catch goes abroad.", "figure"),
    ("The firm said that the boat was 3,700 years old.", "figure"),
    ("The firm said that it made a loss of $2 million.", "figure"),
    ("The firm said that every third parcel was lost.", "figure"),
]

NONE = [
    "Ada Lorne said that the dam was sound. Neither Ivo Brandt nor his wife was there to hear it.",
    "Ada Lorne said that the dam was sound. She would rather not sit down.",
]


def last(text: str) -> Claim:
    return find_claims(article(text))[-1]


@pytest.mark.parametrize(("text", "kind", "who", "words"), LAST)
def test_told(text: str, kind: str, who: str, words: str) -> None:
    claim = last(text)
    assert words in claim.text
    assert claim.kind == kind
    assert claim.claimant is not None
    assert claim.claimant.text.endswith(who)


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_kind(text: str, kind: str) -> None:
    assert last(text).kind == kind


@pytest.mark.parametrize("text", NONE)
def test_what_follows_a_claim_is_not_always_more_of_it(text: str) -> None:
    assert len(find_claims(article(text))) == 1


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("For the owners Odile Varga said that the pilot, Captain Hugo Brand, was asleep. All were safe, she added.", "Odile Varga"),
        ("Hugo Brand has the inn by the weir. Every second room is empty, he complains.", "Hugo Brand"),
        ("Odile Varga, the mayor, left when she was ill. Hugo Brand, 61, owns the inn he built. It paid for itself, she said.",
         "Odile Varga"),
        ("A team at the observatory weighed the dust. It came to 90 kilos, they report.", "A team at the observatory"),
        ("Dunmore Water will refund 9,000 homes, it has announced.", "Dunmore Water"),
        ("Ask Odile Varga, of the museum, who says that the mask is a copy.", "Odile Varga"),
        ("The leader of the council, Hugo Brand, was away. The roof had been mended, the council said.", "the council"),
    ],
)  # fmt: skip
def test_whom_a_pronoun_means(text: str, who: str) -> None:
    claim = last(text)
    assert claim.claimant is not None
    assert claim.claimant.text == who


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The bridge is to open on Thursday.", "prediction"),
        ("In 1931 she became the first woman to swim the strait.", "assertion"),
        ("She never sold a single loaf.", "denial"),
    ],
)
def test_what_an_article_claims_itself(text: str, kind: str) -> None:
    claim = last("The wind fell.\n" * 3 + text)
    assert (claim.kind, claim.claimant) == (kind, None)


@pytest.mark.parametrize(
    "text",
    [
        "It was the first ship of the season.",
        "The gate is to be painted blue.",
        "For the first time since the spring there was no queue.",
        "Divers never liked the place.",
        "The court told the firm to pay 400 crowns.",
    ],
)
def test_what_an_article_only_tells(text: str) -> None:
    assert find_claims(article("The wind fell.\n" * 3 + text)) == ()
