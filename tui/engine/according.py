"""Sources without a verb: "according to the trust", "in the trust's opinion", "by her own account"."""

from __future__ import annotations

from collections.abc import Iterator

from tui.engine.content import opening
from tui.engine.grammar import Grammar
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence
from tui.engine.report import Attribution
from tui.engine.subjects import Subject, right
from tui.text.spans import Span


def according(sentence: Sentence, words: Lexicon, g: Grammar) -> Iterator[Attribution]:
    tokens = sentence.tokens
    phrases = words["according"].heads
    accounts, views = words["by-account"].words, words["in-view"].words
    alone, places = words["according"].words, words["in-view-of"].words
    if (
        sentence.lows.isdisjoint(phrases)
        and sentence.lows.isdisjoint(alone)
        and sentence.lows.isdisjoint(accounts)
        and sentence.lows.isdisjoint(views)
    ):
        return
    for at in range(len(tokens) - 2):
        token = tokens[at]
        if token.quoted:
            continue
        noun: int | None = None
        low = token.low
        if low not in phrases and low not in alone and low not in places and low not in g.agent:
            continue
        long = next((len(p) for p in phrases.get(low, ()) if tuple(t.low for t in tokens[at : at + len(p)]) == p), 0)
        long = long or int(low in alone)
        if long:
            subject = right(sentence, at + long - 1, g)
            if not subject or tokens[subject.start].low in g.relative:
                continue
            if at == 0 and not _beside(sentence, subject, g):
                subject.whole = (subject.start, subject.end)
        elif token.low in g.agent or token.low in places:
            nouns = accounts if token.low in g.agent else views
            noun = next((i for i in range(at + 2, min(at + 7, len(tokens))) if tokens[i].low in nouns), None)
            if (
                noun is not None
                and token.low in places
                and noun + 1 < len(tokens)
                and not sentence.gap(noun, noun + 1).strip()
            ):
                continue  # "in its account of the meeting"
            if noun is not None and any("," in sentence.gap(i, i + 1) for i in range(at, noun)):
                continue
            if noun is not None and any(t.low in g.to for t in tokens[at + 1 : noun]):
                continue  # "on his refusal to use the words"
            if noun is None or any(t.low in g.finite or t.low in g.auxiliary for t in tokens[at + 1 : noun]) or not (
                tokens[noun - 1].low.endswith("'s") or tokens[noun - 1].text.endswith(("s'", "s’"))
                or tokens[at + 1].low in g.possessive or (token.low in g.agent and tokens[at + 1].low not in g.articles)
                or sentence.gap(noun - 1, noun).startswith(("'", "’"))
            ):  # fmt: skip
                continue
            owner = noun if tokens[at + 1].low not in g.possessive else at + 2
            subject = Subject(at + 1, owner, (at + 1, noun), at)
        else:
            continue
        cls = "think" if noun is not None and tokens[noun].low in words["think-noun"].words else "say"
        source = Span(tokens[subject.whole[0]].start, tokens[subject.whole[1] - 1].end)
        behind = subject.end
        while behind < len(tokens) - 2 and behind - subject.end < 8 and "," not in sentence.gap(behind - 1, behind):
            behind += 1
        if behind < len(tokens) - 2 and tokens[behind].low in g.articles:  # "according to Bell, the surveyor, and"
            close = next(
                (i for i in range(behind + 1, min(behind + 8, len(tokens))) if "," in sentence.gap(i - 1, i)), 0
            )
            behind = close or behind
        amid = at > 0 and "," in sentence.gap(at - 1, at) and "," in sentence.gap(behind - 1, behind)
        if amid and tokens[behind].low in words["and"].words and _clause_behind(sentence, behind + 1, g):
            head = Span(tokens[opening(sentence)].start, tokens[at - 1].end)
            more = Span(tokens[behind + 1].start, tokens[-1].end)
            yield Attribution(at, cls, (subject.start, subject.end), head, "behind", source, more)
        elif amid and tokens[behind].low in g.auxiliary | words["and"].words:
            span = Span(tokens[opening(sentence)].start, tokens[-1].end)
            yield Attribution(at, cls, (subject.start, subject.end), span, "around", source)
        elif at and tokens[at - 1].low in g.that:
            if behind < len(tokens) - 2:
                yield Attribution(
                    at,
                    cls,
                    (subject.start, subject.end),
                    Span(tokens[behind].start, tokens[-1].end),
                    "before",
                    source,
                )
        elif at == 0:
            rest = subject.whole[1] if long else noun + 1 if noun is not None else len(tokens)
            if rest < len(tokens) and "(" in sentence.gap(rest - 1, rest):
                rest = next(
                    (i for i in range(rest + 1, min(rest + 9, len(tokens))) if ")" in sentence.gap(i - 1, i)), rest
                )
            if rest < len(tokens) and (tokens[rest].low in g.relative):
                comma = (i for i in range(rest + 1, min(rest + 20, len(tokens))) if "," in sentence.gap(i - 1, i))
                rest = next(comma, rest)
            if rest < len(tokens):
                yield Attribution(
                    at, cls, (subject.start, subject.end), Span(tokens[rest].start, tokens[-1].end), "before", source
                )
        else:
            yield Attribution(
                at,
                cls,
                (subject.start, subject.end),
                Span(tokens[opening(sentence)].start, tokens[at - 1].end),
                "behind",
                source,
            )
        return


def _beside(sentence: Sentence, subject: Subject, g: Grammar) -> bool:
    """ "According to the Globe, a weekly known for its jokes, the": does what stands beside the source begin with an article,
    and hold no verb?"""
    tokens = sentence.tokens
    begin, end = subject.end, subject.whole[1]
    if end >= len(tokens) - 2 or begin >= end or tokens[begin].low not in g.articles:
        return False
    return not any(t.low in g.finite or t.low in g.auxiliary for t in tokens[begin:end])


def _clause_behind(sentence: Sentence, start: int, g: Grammar) -> bool:
    """Does a clause of four words or more stand at the end of the sentence, from the token `start`?"""
    rest = sentence.tokens[start:]
    return len(rest) > 3 and rest[0].low not in g.auxiliary and any(t.low in g.auxiliary for t in rest[1:])
