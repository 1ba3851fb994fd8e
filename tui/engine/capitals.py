"""Runs of capitals, the signs that one is a person, and what is known of a person."""

from __future__ import annotations

from dataclasses import dataclass

from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence


@dataclass(slots=True)
class Person:
    name: str
    gender: str = ""
    title: str = ""
    """The title before the last mention that had one, up to the sentence that is read."""
    titled: bool = False
    sure: bool = False
    """False for a name that only speaks: it may be a company's."""

    @property
    def shown(self) -> str:
        return f"{self.title} {self.name}" if self.title else self.name


def runs_of(sentence: Sentence, words: Lexicon) -> list[tuple[int, int]]:
    """Runs of capitalised words."""
    found = []
    at = 0
    particles = words["name-particle"].words
    tokens = sentence.tokens
    while at < len(tokens):
        if not tokens[at].capital or (tokens[at].low in words["not-name"]):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and joined(sentence, end - 1):
            if tokens[end].low in particles and not tokens[end].capital:
                name = next((i for i in range(end, min(end + 3, len(tokens))) if tokens[i].capital), end)
                if name == end or not all(t.low in particles for t in tokens[end:name]):
                    break
                end = name  # "Bill de Marco", "Jan van der Berg"
                continue
            if not (tokens[end].capital or tokens[end].text == "&"):
                break
            end += 1
            if tokens[end - 2].low.endswith("'s"):
                end -= 1
                break
        found.append((at, end))
        at = end
    return found


def human(sentence: Sentence, at: int, end: int, words: Lexicon) -> int:
    """Signs that a run of capitals is a person, less the signs that it is a place or a house."""
    tokens = sentence.tokens
    begin = at - 1 if at > 1 and tokens[at - 1].capital and tokens[at - 1].low.endswith("'s") else at
    before = tokens[begin - 1].low if begin else ""
    after = tokens[end].low if end < len(tokens) else ""
    gap = sentence.gap(end - 1, end)
    score = 0
    if at and is_office(tokens[at - 1].low, words):
        score += 2
    if is_office(tokens[at].low, words):
        score += 2
    if end - at > 1 and (tokens[at].low in words["first-he"] or tokens[at].low in words["first-she"]):
        score += 2
    aged = after.isdigit() and len(after) <= 3 and sentence.gap(end, end + 1)[:1] in (",", ".", "")
    if gap.startswith(",") and (aged or after in words["relative-person"]):
        score += 3
    if gap.startswith(",") and any(is_office(t.low, words) for t in tokens[end : end + 6]):
        score += 2
    heard = before in words["tell-only"] and begin > 1 and not sentence.gap(begin - 2, begin - 1).strip()
    if (
        after in words["say"]
        or (before in words["say"] and not heard)
        or after in words["commit"]
        or after in words["deny"]
    ) and before not in words["preposition"]:
        score += 1
    if before in words["place"] or before in words["the"]:
        score -= 2
    if after in words["group"]:
        score -= 2
    if "&" in (t.text for t in tokens[at:end]):
        score -= 5
    return score


def is_office(low: str, words: Lexicon) -> bool:
    """A person's office; a developer or an operator may be a company."""
    return low in words["role"] and low not in words["group"]


def joined(sentence: Sentence, at: int) -> bool:
    """Is there no more than a blank, or the stop of a short form, behind the token `at`?"""
    return sentence.gap(at, at + 1) in (" ", ". ")


def issued_by(sentence: Sentence, start: int, words: Lexicon) -> str:
    """ "a statement by the Harbour Board": the name behind what was issued; "" for none."""
    tokens = sentence.tokens
    at = next(i for i, token in enumerate(tokens) if token.start == start)
    by = next((i for i in range(at + 1, min(at + 4, len(tokens))) if tokens[i].low in words["from"]), 0)
    first = by + 1 + (by + 1 < len(tokens) and tokens[by + 1].low in words["the"])
    end = first
    while by and end < len(tokens) and tokens[end].capital and not (end > first and sentence.gap(end - 1, end).strip()):
        end += 1
    return sentence.slice(tokens[by + 1].start, tokens[end - 1].end) if by and end > first else ""
