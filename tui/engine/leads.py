"""Whom a sentence begins with, and of which gender the people of an article are: what pronouns go back to."""

from __future__ import annotations

from collections.abc import Collection

from tui.engine.content import opening
from tui.engine.grammar import grammar
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Prepared, Sentence

FARTHEST = 9
"""Words of a phrase with which a sentence begins."""


def lead(sentence: Sentence, run: tuple[int, int], people: Collection[str], words: Lexicon) -> str:
    """ "Ann Bell has the shop by the quay.": a first and a last name (the capitals `run`) before a verb, of one who is not
    among the surnames `people`; "" for none."""
    tokens = sentence.tokens
    start, end = run
    if start != 0 or not 2 <= end <= 3 or end >= len(tokens):
        return ""
    name, after = tokens[:end], tokens[end]
    if name[-1].low in people or name[0].low in words["title"].words or name[0].quoted:
        return ""
    if len(name[-1].text) < 3 or name[-1].low.endswith("'s") or any(t.text.isupper() for t in name):
        return ""
    verbs = ("finite", "auxiliary", "be", "relative-person")
    does = any(after.low in words[section].words for section in verbs)
    return (
        sentence.slice(name[0].start, name[-1].end) if does and sentence.gap(end - 1, end).strip() in ("", ",") else ""
    )


def lead_group(sentence: Sentence, people: Collection[str], words: Lexicon) -> str:
    """ "A team at the mint weighed …", "Dunmore Water will …": the group with which a sentence begins; "" for none."""
    tokens = sentence.tokens[opening(sentence) :]
    if not tokens or tokens[0].quoted or not tokens[0].capital:
        return ""
    g, groups = grammar(words), words["group"].words
    group = False
    for at, token in enumerate(tokens[:FARTHEST]):
        ends = at and (token.quoted or token.low in g.relative or token.low in g.finite or token.low in g.auxiliary)
        ends = ends or (at > 1 and not token.capital and token.low.endswith(g.past))
        if ends or (at and sentence.slice(tokens[at - 1].end, token.start).strip(" .'’&-")):
            name = tokens[0].low not in words["not-name"].words and all(t.capital for t in tokens[:at])
            group = group or (name and at > 1 and tokens[at - 1].low not in people)
            return sentence.slice(tokens[0].start, tokens[at - 1].end) if group else ""
        group = group or token.low in groups
    return ""


def lead_person(sentence: Sentence, words: Lexicon) -> tuple[str, str]:
    """ "A nun living in Rome has …": the unnamed person with whom a sentence begins, and by which pronoun ("" for either)."""
    tokens = sentence.tokens[opening(sentence) :]
    if len(tokens) < 3 or tokens[0].quoted or tokens[0].low not in words["article"].words:
        return "", ""
    g = grammar(words)
    for at in range(1, min(FARTHEST, len(tokens))):
        token = tokens[at]
        if sentence.slice(tokens[at - 1].end, token.start).strip(" .'’-") or token.low in g.auxiliary or token.quoted:
            break
        if token.low in words["somebody"].words:
            following = tokens[at + 1] if at + 1 < len(tokens) else token
            if following.low in words["somebody"].words or following.capital or following.low.endswith("'s"):
                continue
            if token.low.endswith("'s") or following is token:
                break
            he, she = token.low in words["he"].words, token.low in words["she"].words
            return sentence.slice(tokens[0].start, token.end), "he" if he else "she" if she else ""
        if token.low in g.preposition or token.low in g.relative:
            break
    return "", ""


def _named(sentence: Sentence, people: Collection[str]) -> set[str]:
    """The surnames among `people` that stand in the sentence."""
    return {low for t in sentence.tokens if t.capital and (low := t.low.removesuffix("'s")) in people}


def genders(prepared: Prepared, people: Collection[str], words: Lexicon) -> dict[str, str]:
    """ "Hugo Brand … since he moved", "Ann Bell runs the shop. She …": of which gender people (by surname) are, by the
    pronouns that can only mean them: "he" or "she", left out where they are not of one mind."""
    he, she = words["subject-he"].words, words["subject-she"].words
    votes: dict[str, set[str]] = {}
    written = frozenset(people) | frozenset(f"{name}'s" for name in people)
    alone = ""
    for sentence in prepared.sentences:
        tokens = sentence.tokens
        named = _named(sentence, people) if not sentence.lows.isdisjoint(written) else set()
        opens = tokens[0].low if tokens and not tokens[0].quoted else ""
        if alone and (opens in he or opens in she):
            votes.setdefault(alone, set()).add("he" if opens in he else "she")
        seen = ""
        for token in tokens if len(named) == 1 else ():
            if token.quoted:
                continue
            if token.capital and token.low.removesuffix("'s") in named:
                seen = token.low.removesuffix("'s")
            elif seen and (token.low in he or token.low in she):
                votes.setdefault(seen, set()).add("he" if token.low in he else "she")
        alone = next(iter(named)) if len(named) == 1 and opens not in he and opens not in she else ""
    return {surname: next(iter(found)) for surname, found in votes.items() if len(found) == 1}
