"""Whose words a verb brings: its subject before it, behind it, or left out."""

from __future__ import annotations

from dataclasses import dataclass

from tui.engine.grammar import Grammar
from tui.engine.phrases import LONGEST_PHRASE, NAME_GAP, noun_like, noun_phrase, trimmed
from tui.engine.prepare import Sentence

LONGEST_ASIDE = 32
"""Words between a subject and its verb, such as "a professor of law who had come for the day"."""


@dataclass(slots=True)
class Subject:
    """Token ranges, half-open."""

    start: int
    end: int
    """The phrase by which the source is known: "Flynn"."""
    whole: tuple[int, int]
    """With what stands beside it: "Flynn, a top Trump surrogate"."""
    verb: int
    """Where the verb group begins."""
    elided: bool = False


def left(sentence: Sentence, verb: int, g: Grammar, last: Subject | None, *, passive: bool = False) -> Subject | None:
    """The subject of the verb at the token `verb` that stands before it; None for an infinitive, and for a
    passive unless `passive`."""
    tokens = sentence.tokens
    end, is_passive = _verb_group(sentence, verb, g)
    if end <= 0 or (is_passive and not passive):
        return None
    gap = sentence.gap(end - 1, end).strip()
    participle = tokens[verb].low.endswith(g.participial) and all(
        g.adverb(t.low) and t.low not in g.be for t in tokens[end:verb]
    )
    before = tokens[end - 1]
    if participle and not (before.capital and not gap and end >= 2 and tokens[end - 2].low in g.accompanied):
        with_noun = None if gap else _with(sentence, end, g) or _cited(sentence, end, g)
        if with_noun:
            return Subject(*with_noun, with_noun, end)
        return _again(last, end) or _first(sentence, end, g)
    if before.low in g.joins and not before.quoted and not participle:
        return _again(last, end) or _first(sentence, end, g)
    if gap[:1] in (",", "—", "–", ")", "(") or gap.endswith((",", "—", "–", ")")):
        found = _past_aside(sentence, end, g)
        if found or before.quoted:
            return found
        phrase = noun_phrase(sentence, end, g)
        return Subject(*phrase, phrase, end) if phrase == (0, end) else None
    phrase = noun_phrase(sentence, end, g)
    if phrase[0] >= phrase[1]:
        return None
    if phrase[1] - phrase[0] == 1 and tokens[phrase[0]].low in g.relative:
        return _relative(sentence, phrase[0], end, g)
    behind = tokens[phrase[0] - 1].low if phrase[0] else ""
    if behind in g.auxiliary and tokens[phrase[0]].low.endswith(g.past):
        return None  # "was launched by a user": no subject, but what it is said of
    if all(t.low in g.articles for t in tokens[phrase[0] : phrase[1]]):
        return None
    return Subject(*phrase, phrase, end)


def _again(last: Subject | None, verb: int) -> Subject | None:
    return Subject(last.start, last.end, last.whole, verb, True) if last and last.end <= verb else None


def _verb_group(sentence: Sentence, verb: int, g: Grammar) -> tuple[int, bool]:
    """Where the verb group that ends at `verb` begins (-1 for an infinitive), and whether it is a passive."""
    tokens = sentence.tokens
    end = verb
    passive = False
    past = not tokens[verb].low.endswith(g.participial)
    while end > 0 and not sentence.gap(end - 1, end).strip(" ’'"):
        low = tokens[end - 1].low
        if low in g.auxiliary:
            passive = passive or (low in g.be and past and _participle(tokens[verb].low, g))
            past = False
            end -= 1
        elif g.adverb(low):
            if low in g.pronoun and (end == 1 or sentence.gap(end - 2, end - 1).strip()):
                break
            if low in g.be:
                passive = True
            end -= 1
        elif low in g.to and end >= 2:
            two = (tokens[end - 3].low, tokens[end - 2].low) if end >= 3 else ("", "")
            if two in g.chain.phrases:
                end -= 3
            elif tokens[end - 2].low in g.chain.words:
                end -= 2
            else:
                return -1, False
            past = False
        elif low in g.as_ and end >= 2 and tokens[end - 2].low in g.quoted:
            end -= 2
            past = False
        elif low in g.day and (since := _time(sentence, end, g)):
            end = since
        else:
            break
    return end, passive


def _time(sentence: Sentence, end: int, g: Grammar) -> int:
    """ "the court this month | rejected", "the bank on Tuesday | said": where such a time begins; 0 where there is none."""
    tokens = sentence.tokens
    begin = end - 1
    if tokens[begin].capital:  # a weekday
        if begin and tokens[begin - 1].low in g.day and not sentence.gap(begin - 1, begin).strip():
            begin -= 1
    elif begin and tokens[begin - 1].low in g.when:
        begin -= 1
    else:
        return 0
    if begin and tokens[begin - 1].low in g.preposition:
        begin -= 1
    if begin < 1 or tokens[begin - 1].low in g.determiner or sentence.gap(begin - 1, begin).strip(NAME_GAP):
        return 0
    return begin


def _participle(low: str, g: Grammar) -> bool:
    return low.endswith(g.participles) or low in g.participle_words


def _past_aside(sentence: Sentence, end: int, g: Grammar) -> Subject | None:
    """The subject before what stands between two commas, dashes or brackets: "Flynn, a top surrogate, said"."""
    tokens = sentence.tokens
    fallback: Subject | None = None
    at = end - 1
    tried = 0
    while at > 0 and end - at < LONGEST_ASIDE and tried < 4:
        gap = sentence.gap(at - 1, at).strip()
        if ";" in gap or ":" in gap or '"' in gap or "”" in gap or tokens[at].quoted:
            break
        if "," in gap or "—" in gap or "–" in gap or "(" in gap:
            tried += 1
            if fallback and _clause_inside(sentence, at, end, g):
                break
            phrase = noun_phrase(sentence, at, g)
            opener = tokens[at].low
            if opener in g.discourse and phrase[0] >= phrase[1]:
                at -= 1
                continue
            if phrase[0] < phrase[1] and _aside(sentence, at, end, g) and opener not in g.joins:
                name = _named(sentence, phrase, at, end, g)
                found = Subject(*name, (phrase[0], end), end)
                edge = (
                    _dashed(sentence, phrase[0])
                    or phrase[0] == 0
                    or tokens[phrase[0] - 1].quoted
                    or tokens[phrase[0] - 1].low in g.complementizer
                )
                if edge and fallback and _is_predicate(sentence, phrase, g):
                    break
                if edge:
                    return found
                fallback = fallback or found
        at -= 1
    return fallback


def _clause_inside(sentence: Sentence, start: int, end: int, g: Grammar) -> bool:
    """Does a finite verb stand in `tokens[start:end]` that no "who" or "which" brings with it?"""
    tokens = sentence.tokens
    left = 0
    for index in range(start, end):
        if tokens[index].low in g.relative:
            left -= 1
        elif tokens[index].low in g.auxiliary and tokens[index - 1].low not in g.auxiliary:
            left += 1
    return left > 0


def _is_predicate(sentence: Sentence, phrase: tuple[int, int], g: Grammar) -> bool:
    """Is the phrase the end of a clause ("is not | new"), or does it hold its verb ("the roll stands at 118")?"""
    tokens = sentence.tokens
    if phrase[0] and tokens[phrase[0] - 1].low in g.negation:
        return True
    first = tokens[phrase[0]]
    if phrase[1] - phrase[0] == 1 and first.low in g.determiner:
        return True  # "more than this, the treasurer, Jo Hark, said"
    if phrase[0] and first.low.endswith(g.past) and tokens[phrase[0] - 1].low in g.joins:
        return True
    return any(
        t.low in g.finite and t.low not in g.noun_too and not t.capital for t in tokens[phrase[0] + 1 : phrase[1]]
    )


def _dashed(sentence: Sentence, start: int) -> bool:
    """Does what stands there begin behind the dash of a dateline or a colon?"""
    return start > 0 and sentence.gap(start - 1, start).strip()[-1:] in ("-", "–", "—", ":")


def _named(sentence: Sentence, phrase: tuple[int, int], start: int, end: int, g: Grammar) -> tuple[int, int]:
    """The name beside an office ("its developer, Norsund Renewables", "the mayor of Aubrey, Jo Hark"), or else the phrase."""
    tokens = sentence.tokens
    if not tokens[start].capital or tokens[start].low in g.determiner:
        return phrase
    if any(tokens[i].low in g.kin and tokens[i + 1].low in g.of for i in range(phrase[0], phrase[1] - 1)):
        return phrase  # "the sister of the diver, Luke Bell"
    stop = start + 1
    while stop < end and not sentence.gap(stop - 1, stop).strip(NAME_GAP):
        stop += 1
    full = tokens[phrase[0]].low in g.articles and 2 <= stop - start <= 4 and all(t.capital for t in tokens[start:stop])
    return phrase if tokens[phrase[1] - 1].capital and not full else (start, stop)


def _aside(sentence: Sentence, at: int, end: int, g: Grammar) -> bool:
    """Can `tokens[at:end]` stand beside a name?"""
    token = sentence.tokens[at]
    low = token.low
    return (
        low in g.determiner
        or low in g.aside
        or token.capital
        or token.text[0].isdigit()
        or low.endswith((*g.participial, *g.past, *g.persons, *g.adverbial))
        or end - at > 2
        or sentence.tokens[end - 1].capital
    )


def _relative(sentence: Sentence, who: int, verb: int, g: Grammar) -> Subject | None:
    """The noun before "who said"."""
    phrase = noun_phrase(sentence, who, g)
    if phrase[0] >= phrase[1]:
        return Subject(who, who + 1, (who, who + 1), verb)
    begin = phrase[0] - 1
    tokens = sentence.tokens
    if (
        begin > 0 and tokens[begin].low in g.preposition and tokens[begin].low not in g.agent
        and tokens[begin - 1].low not in g.day and tokens[begin - 1].low not in g.month and "," in sentence.gap(begin - 1, begin)
        and tokens[begin - 1].capital
    ):  # fmt: skip
        named = noun_phrase(sentence, begin, g)  # "Ann Bell, of the museum, who"
        phrase = named if named[0] < named[1] else phrase
    return Subject(*_nearest(sentence, phrase, g), (who, who + 1), verb)


def _nearest(sentence: Sentence, phrase: tuple[int, int], g: Grammar) -> tuple[int, int]:
    """What "who" goes back to: the noun next to it, where the phrase before it holds several."""
    tokens = sentence.tokens
    start, end = phrase
    agent = next((i for i in range(end - 2, start, -1) if tokens[i].low in g.agent), -1)
    if agent >= 0:
        start = agent + 1
    inner = next((i for i in range(end - 1, start, -1) if tokens[i].low in g.articles), start)
    if any(t.low in g.possessive or t.low in g.to for t in tokens[start:inner]):
        start = inner
    joint = next((t.low for t in reversed(tokens[start:end]) if t.low in g.preposition and t.low not in g.of), "")
    if tokens[end - 1].capital and joint and not (joint in g.place and not tokens[start].capital):
        start = end - 1
        while (
            tokens[start - 1].capital and not sentence.gap(start - 1, start).strip(NAME_GAP) and start - 1 > phrase[0]
        ):
            start -= 1
    return start, end


def _with(sentence: Sentence, end: int, g: Grammar) -> tuple[int, int] | None:
    """ "with one poster writing": the noun between "with" and the participle."""
    tokens = sentence.tokens
    for at in range(end - 1, max(-1, end - 8), -1):
        if tokens[at].low in g.accompanied:
            return (at + 1, end) if at + 1 < end else None
        if at < end - 1 and sentence.gap(at, at + 1).strip(NAME_GAP):
            return None
    return None


def _cited(sentence: Sentence, end: int, g: Grammar) -> tuple[int, int] | None:
    """ "quoted the ministry saying", "a letter warning": the noun right before the participle, where it speaks."""
    tokens = sentence.tokens
    phrase = noun_phrase(sentence, end, g)
    if phrase[0] >= phrase[1]:
        return None
    inner = next((i for i in range(end - 1, phrase[0], -1) if tokens[i].low in g.articles), phrase[0])
    phrase = (inner, end)
    cites = phrase[0] > 0 and tokens[phrase[0] - 1].low in g.cites
    return phrase if cites or tokens[end - 1].low in g.speaks else None


def _first(sentence: Sentence, until: int, g: Grammar) -> Subject | None:
    """The subject with which the sentence begins, for a verb that has none of its own."""
    tokens = sentence.tokens
    start = 0
    if tokens[0].quoted:
        return None
    if tokens[0].low in g.adjunct or tokens[0].low in g.complementizer or tokens[0].low.endswith(g.participial):
        start = next((i for i in range(1, min(until, 30)) if "," in sentence.gap(i - 1, i)), until)
    if start >= until:
        return None
    if tokens[start].low in g.pronoun and tokens[start].low not in g.determiner:
        return Subject(start, start + 1, (start, start + 1), until, True)
    end = start + 1
    while end < until and end - start < LONGEST_PHRASE:
        low = tokens[end].low
        gap = sentence.gap(end - 1, end).strip(NAME_GAP)
        if (
            gap
            or g.adverb(low)
            or low in g.auxiliary
            or low in g.complementizer
            or (low in g.finite and low not in g.noun_too)
            or low in g.cues
        ):
            break
        if low.endswith(g.past) and not tokens[end].capital:
            break
        end += 1
    phrase = trimmed(sentence, start, end, g)
    if phrase[0] >= phrase[1] or phrase[1] - phrase[0] > 12 or phrase[1] == until:
        return None
    whole = phrase
    if "," in sentence.gap(end - 1, end):
        close = next(
            (i for i in range(end + 1, min(until, end + LONGEST_ASIDE)) if "," in sentence.gap(i - 1, i)), None
        )
        if close and _aside(sentence, end, close, g):
            whole = (phrase[0], close)
    return Subject(*phrase, whole, until, True)


def _in_apposition(sentence: Sentence, start: int, at: int, g: Grammar) -> int:
    """ "the officer in charge, Jo Hark": where the phrase with "in" ends, if a name stands behind it; else 0."""
    tokens = sentence.tokens
    if tokens[start].low not in g.articles:
        return 0
    for index in range(at + 1, min(at + 6, len(tokens))):
        gap = sentence.gap(index - 1, index).strip(NAME_GAP)
        if gap:
            return index if gap == "," and tokens[index].capital else 0
        if tokens[index].low in g.complementizer or tokens[index].low in g.auxiliary or tokens[index].low in g.day:
            return 0
    return 0


def right(sentence: Sentence, verb: int, g: Grammar, *, turns: bool = False) -> Subject | None:
    """The subject behind an inverted verb: "said Flynn, a top Trump surrogate"; past the day where `turns`."""
    tokens = sentence.tokens
    start = verb + 1
    if start >= len(tokens) or sentence.gap(verb, start).strip(" ’'\"“"):
        return None
    while turns and start < len(tokens) - 1 and tokens[start].low in g.day:
        start += 1
    end = start
    while end < len(tokens) and end - start < LONGEST_PHRASE:
        token = tokens[end]
        low = token.low
        if end > start:
            gap = sentence.gap(end - 1, end)
            if gap.strip(NAME_GAP) or (". " in gap and len(tokens[end - 1].text) > 6):
                break
        if token.quoted or low in g.auxiliary or (low in g.day and not (token.capital and end == start)):
            break
        if low in g.pronoun and low not in g.determiner:
            if end == start:
                end += 1
            break
        if low in g.complementizer and not (
            low in g.both
            and end > start
            and end + 1 < len(tokens)
            and tokens[end + 1].capital
            and tokens[end - 1].capital
        ):
            break
        if end > start and low in g.adjunct and low not in g.of:
            following = tokens[end + 1] if end + 1 < len(tokens) else None
            stop = _in_apposition(sentence, start, end, g)
            if stop:
                end = stop
                break
            if low not in g.attaches:
                break
            if following is None or not (following.capital or following.low in g.determiner) or following.low in g.day:
                break
        end += 1
    if end == start:
        return None
    core = (start, end)
    whole = core
    if end < len(tokens) and "," in sentence.gap(end - 1, end) and not tokens[end].quoted:
        opener = tokens[end]
        low = opener.low
        if (
            low in g.determiner
            or low in g.relative
            or low in g.of
            or opener.text[0].isdigit()
            or (
                noun_like(low, g)
                and low not in g.complementizer
                and not low.endswith(g.participial)
                and low not in g.pronoun
                and low not in g.day
                and low not in g.finite
            )
        ):
            close = end + 1
            while close < len(tokens) and close - end < LONGEST_ASIDE:
                gap = sentence.gap(close - 1, close)
                if "“" in gap or '"' in gap or ";" in gap or ":" in gap or "—" in gap or tokens[close].quoted:
                    break
                if "," in gap:
                    if (
                        tokens[close].low in g.relative
                        or tokens[close].low in g.articles
                        or tokens[close - 1].text.isdigit()
                        or (tokens[close].capital and close - end <= 3)
                    ):
                        close += 1
                        continue
                    break
                close += 1
            second = tokens[min(end + 1, close - 1)].low
            acts = opener.capital and (second in g.finite or (second.endswith(g.past) and end + 1 < close))
            if not acts and not _clause_inside(sentence, end + 1, close, g):
                whole = (start, close)
                core = _named(sentence, core, end, close, g)
    return Subject(*core, whole, verb)
