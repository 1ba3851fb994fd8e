"""A language is a folder of data; one without a folder gets no suggestions, and a sentence that says so."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.engine.cases import article
from tui import resources
from tui.engine import against, analyze, find_claims, judge_pair, served
from tui.engine.grammar import Grammar, grammar
from tui.engine.languages import language_of
from tui.engine.lexicon import Lexicon, Section, lexicon, parse, served_languages
from tui.engine.types import CLAIM_KINDS

GERMAN = (
    "Die Bahn sagte am Montag, dass alle Züge fahren. Der Minister hat versprochen, dass es in diesem Jahr keine Ausfälle "
    "mehr geben werde. Das sei nicht wahr, sagte eine Sprecherin der Gewerkschaft, die seit Wochen verhandelt."
)
FRENCH = [
    (
        "La piscine des Glycines rouvrira avant l’été, a promis lundi la maire de Saint-Orval, Hélène Castex.",
        "pledge",
        "Hélène Castex",
        "La piscine des Glycines rouvrira avant l’été",
    ),
    (
        "Selon l’association des nageurs, la fréquentation a baissé de 12 % en un an.",
        "figure",
        "l’association des nageurs",
        "la fréquentation a baissé de 12 % en un an",
    ),
    (
        "Le groupe Barrel a démenti avoir fermé la chaudière.",
        "denial",
        "Le groupe Barrel",
        "Le groupe Barrel a démenti avoir fermé la chaudière",
    ),
    (
        "Le conseil a annoncé la vente. Il a ajouté qu’aucun emploi n’avait été supprimé.",
        "denial",
        "Le conseil",
        "aucun emploi n’avait été supprimé",
    ),
    (
        "« Nous n’avons jamais coupé l’eau chaude », affirme son directeur, Paul Rémy.",
        "denial",
        "Paul Rémy",
        "Nous n’avons jamais coupé l’eau chaude",
    ),
]


@pytest.mark.parametrize(("text", "kind", "claimant", "words"), FRENCH)
def test_french(text: str, kind: str, claimant: str, words: str) -> None:
    claim = find_claims(replace(article(text), language="fr"))[-1]
    assert claim.claimant is not None
    assert (claim.kind, claim.claimant.text, claim.text) == (kind, claimant, words)


def test_the_language_is_read_from_the_small_words() -> None:
    english = "The council said on Monday that the pool would be closed for the whole of the summer."
    for text, language in (
        (" ".join(text for text, *_ in FRENCH), "fr"),
        (english, "en"),
        (GERMAN, "und"),
        ("数字の話をしている。" * 9, "und"),
        ("The bank said no.", "en"),
        ("", "en"),
    ):
        assert language_of(replace(article(text), language=None)) == language
    assert language_of(replace(article(GERMAN), language="de_AT")) == "de"


@pytest.mark.parametrize("language", [None, "de"])
def test_a_language_without_a_folder(language: str | None) -> None:
    german = replace(article(GERMAN), language=language)
    assert find_claims(german) == ()
    assert analyze([german]) == [()]
    assert served(german).startswith("No suggestions: ")
    assert "reads English and French" in served(german)


def test_articles_of_several_languages_at_once() -> None:
    french = replace(article(FRENCH[2][0], "1"), language="fr")
    english = article("The council denied that it had closed the pool.", "2")
    german = replace(article(GERMAN, "3"), language="de")
    assert [len(claims) for claims in analyze([french, english, german])] == [1, 1, 0]


def test_every_section_that_the_rules_ask_for_is_in_english() -> None:
    asked: set[str] = set()

    class Asked(Lexicon):
        def __getitem__(self, name: str) -> Section:
            asked.add(name)
            return super().__getitem__(name)

    Grammar(Asked("en", {}))
    assert asked
    assert asked <= set(lexicon("en"))


@pytest.mark.parametrize("language", served_languages())
def test_the_folders_are_well_formed(language: str) -> None:
    seen: dict[str, str] = {}
    for name in resources.names(f"lexicon/{language}", ".txt"):
        for section, lines in parse(resources.read_text(name)).items():
            if section:
                assert section not in seen, f"[{section}] stands in {seen.get(section)} and in {name}"
                seen[section] = name
                assert lines, f"[{section}] in {name} is empty"
                assert all(line == line.lower() for line in lines), f"[{section}] in {name} has a capital"
    assert grammar(lexicon(language)).that
    assert {"say", "commit", "deny", "expect"} <= set(seen)
    assert len(CLAIM_KINDS) == 5


def test_a_pair_and_a_question_in_french_are_weighed_as_in_english() -> None:
    found = judge_pair("Le maire a signé l'accord.", "Le maire n'a pas signé l'accord.", language="fr")
    assert abs(sum(found.scores.values()) - 1) < 1e-6
    asked = against("Le maire a signé l'accord.", lambda query: [], language="fr")
    assert asked[1] == ()
