"""Single signs of a pair, as the judgement sees them among articles."""

from __future__ import annotations

import pytest

from tests.engine.cases import article, samples
from tui.engine.claims import find
from tui.engine.evidence import Bench
from tui.engine.judge import model
from tui.engine.lexicon import lexicon
from tui.engine.prepare import Prepared, prepare
from tui.engine.relatedness import relatedness
from tui.engine.story import Story, likeness, shared_names, story_of

WORDS, KIN = lexicon("en"), relatedness("en")


def signs(claim: str, passage: str) -> dict[str, float]:
    """The features of the pair of an article's only claim and the passage of a later article."""
    told = prepare(article(claim, "1", published="2024-01-02"), WORDS)
    later = prepare(article(passage, "2", published="2024-09-01"), WORDS)
    (only,) = find(told, WORDS)
    bench = Bench([told, later], [(only,), ()], WORDS, KIN, model("en"))
    return {f.name: f.value for one in bench.compared(0)[only.span] if one.number == 1 for f in one.features}


def story(text: str) -> Story:
    return story_of(prepare(article(text), WORDS), WORDS, KIN)


@pytest.mark.parametrize(
    ("claim", "passage", "name"),
    [
        # A bound that is not kept, and one that is.
        (
            "The canal board said that not less than 200 tonnes of gravel a day would pass the lock.",
            "In August 64 tonnes of gravel a day passed the lock.",
            "figures-differ",
        ),
        (
            "The canal board said that not less than 200 tonnes of gravel a day would pass the lock.",
            "In August 230 tonnes of gravel a day passed the lock.",
            "figures-agree",
        ),
        (
            "Anna Brook, the head, promised that no class would have more than 30 pupils in it.",
            "In May the lowest class had 64 pupils on its list.",
            "figures-differ",
        ),
        # One unit for all of a kind.
        (
            "The fund promised that every refund would be paid within thirty days.",
            "The refund for Karl Orme was paid after five months.",
            "figures-differ",
        ),
        # "At least 20 of the 41 seats" claims the 20.
        (
            "Nora Pell, who leads the Dock Party, predicted that it would win at least 20 of the 41 seats in the assembly.",
            "The Dock Party ended with 22 seats in the assembly.",
            "figures-agree",
        ),
        (
            "Ida Crane, the county clerk, predicted that turnout would top 60 percent.",
            "Turnout was 63 percent.",
            "figures-agree",
        ),
        (
            "Ida Crane, the registrar, said that more than nine families in ten had got the school of their choice.",
            "Returns show that 81 per cent of families got the school of their choice.",
            "figures-moved",
        ),
        (
            "Ida Crane, the curator, said that the museum had never lent the crown.",
            "A slip in the archive records that the crown was lent to a museum in Lund in 1984.",
            "earlier-case",
        ),
    ],
)
def test_a_sign_is_seen(claim: str, passage: str, name: str) -> None:
    found = signs(claim, passage)
    assert name in found, sorted(found)


@pytest.mark.parametrize(
    ("claim", "passage", "name"),
    [
        # No other count of the same: a part of them.
        (
            "Karl Orme, the warden, said that 38 prisoners were held at the fort.",
            "Nine of the prisoners at the fort were taken to a doctor.",
            "figures-moved",
        ),
        # What never was may not be measured by the past where it is only promised.
        (
            "The museum promised that the crown would never leave the building.",
            "The crown was bought in 1984 from a museum in Lund.",
            "earlier-case",
        ),
        (
            "Ida Crane, the curator, said that the museum had 6,000 visitors in its first two days.",
            "The museum in Lund was built in 1984.",
            "earlier-case",
        ),
        # "All through" leaves no exception out.
        (
            "Karl Orme, the warden, promised that the column would go on searching all through the night.",
            "The column met on Thursday with 31 members.",
            "counted",
        ),
        # A single word that is opposed is no news about a promise where nothing else is shared.
        (
            "Stavnes promised that the firm would keep its name above every door.",
            "The shares of another house were sold on Monday, when it rained.",
            "pledge-event",
        ),
        # Two words stand together by chance in a long sentence.
        (
            "Karl Orme, the warden, said that nothing that a driver told it was kept.",
            "A lamp that keeps a driver company on long night runs took the first prize at the autumn fair in Brenz on Tuesday.",
            "same-denied",
        ),
    ],
)
def test_a_sign_is_not_seen(claim: str, passage: str, name: str) -> None:
    found = signs(claim, passage)
    assert name not in found
    assert found, "the two are compared"


def test_a_code_is_a_name() -> None:
    one = story("The firm recalls inhalers stamped K4471.")
    other = story("K4471 was on a list that came by post.")
    assert shared_names(one, other) > 0


def test_articles_of_one_story_are_more_alike_than_of_two() -> None:
    prepared = [prepare(a, WORDS) for a in samples()]
    stories = [story_of(p, WORDS, KIN) for p in prepared]
    for n, one in enumerate(stories):
        assert likeness(one, one) == pytest.approx(1)
        for m, other in enumerate(stories):
            found = likeness(one, other)
            assert found is not None
            assert 0 <= found <= 1.000001
            assert found == pytest.approx(likeness(other, one) or 0)
            assert n == m or found < 0.9


def test_of_a_few_words_nothing_is_said() -> None:
    long = story_of(_long(), WORDS, KIN)
    assert likeness(story("The clinic is closed."), long) is None


def _long() -> Prepared:
    return prepare(samples()[0], WORDS)
