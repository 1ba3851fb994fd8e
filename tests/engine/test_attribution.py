"""The source of what is said, as a whole phrase, and what is said. The texts are written for the tests."""

from __future__ import annotations

import pytest

from tests.engine.cases import article
from tui.engine.attribution import Attribution, attributions
from tui.engine.lexicon import lexicon
from tui.engine.prepare import prepare

# Text, the verb, the source, what is said.
CASES = [
    (
        "Ann Bell, a retired judge who lives nearby, said that the wall was safe.",
        "said",
        "Ann Bell, a retired judge who lives nearby",
        "the wall was safe",
    ),
    (
        "“The wall is safe,” said Ann Bell, a retired judge, on Monday.",
        "said",
        "Ann Bell, a retired judge",
        "The wall is safe",
    ),
    (
        "In a statement the harbour board said the wall was safe.",
        "said",
        "the harbour board",
        "the wall was safe",
    ),
    (
        "Some who saw the wall fall told reporters that it had shaken for hours.",
        "told",
        "Some who saw the wall fall",
        "it had shaken for hours",
    ),
    (
        "The trust that runs the harbour told staff on Monday that nobody would be dismissed.",
        "told",
        "The trust that runs the harbour",
        "nobody would be dismissed",
    ),
    (
        "Officials in Marl and Harby say the wall was inspected.",
        "say",
        "Officials in Marl and Harby",
        "the wall was inspected",
    ),
    (
        "Bell went on to say that the tide had been low.",
        "say",
        "Bell",
        "the tide had been low",
    ),
    (
        "The wall, Bell and Brandt said later, had been mended in May.",
        "said",
        "Bell and Brandt",
        "The wall, Bell and Brandt said later, had been mended in May",
    ),
    (
        "The engineers came to the conclusion that the wall was too thin.",
        "came",
        "The engineers",
        "the wall was too thin",
    ),
    (
        "Brandt is worried that the wall will fall.",
        "worried",
        "Brandt",
        "the wall will fall",
    ),
    (
        "The wall was sound, according to the county surveyor.",
        "according",
        "the county surveyor",
        "The wall was sound",
    ),
    (
        "Brandt drew up a plan in May, adding that the wall was too thin.",
        "adding",
        "Brandt",
        "the wall was too thin",
    ),
    (
        "The bridge, says its designer, will last 120 years.",
        "says",
        "its designer",
        "The bridge, says its designer, will last 120 years",
    ),
]


def read(text: str) -> list[tuple[str, Attribution]]:
    words = lexicon("en")
    return [
        (sentence.tokens[found.verb].low, found)
        for sentence in prepare(article(text), words).sentences
        for found in attributions(sentence, words)
    ]


@pytest.mark.parametrize(("text", "verb", "source", "content"), CASES)
def test_source_and_content(text: str, verb: str, source: str, content: str) -> None:
    found = dict(read(text))
    assert verb in found
    one = found[verb]
    assert text[one.source.start : one.source.end] == source
    assert text[one.content.start : one.content.end].strip(" ,.”") == content


@pytest.mark.parametrize(
    "text",
    [
        "The report was long.",
        "A light show opened the fair.",
        "They were denied visas twice.",
        "The most well known effect is a cough.",
        "He committed a crime.",
        "The claims were settled in May.",
        "Officials monitor weather forecasts closely.",
    ],
)
def test_nouns_and_passives_say_nothing(text: str) -> None:
    assert [found for _, found in read(text) if found.shape != "asked"] == []


def test_a_question_asserts_nothing() -> None:
    ((_, found),) = read("The union asked whether the yard would close.")
    assert found.shape == "asked"


def test_who_speaks_stays_when_the_verb_has_no_subject() -> None:
    found = read("Ann Bell said the wall was safe and insisted that nobody had been hurt.")
    assert [found.subject for _, found in found] == [(0, 2), (0, 2)]
