"""What is said: where it begins and ends, before the reporting verb and behind it."""

from __future__ import annotations

from tui.engine.grammar import Grammar
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence
from tui.text.spans import Span


def is_setting(sentence: Sentence, until: int, words: Lexicon, g: Grammar) -> bool:
    """Is what stands before the token `until` no more than a setting: "After a vote in June", "Talking about it"?"""
    tokens = sentence.tokens
    first = tokens[0]
    if first.quoted or not (
        first.low in g.adjunct
        or first.low in words["subordinate"].words
        or (first.low.endswith(g.participial) and first.low not in g.opens)
        or first.low in g.day
    ):
        return False
    comma = next((i for i in range(1, until) if "," in sentence.gap(i - 1, i)), None)
    return comma is None or until - comma < 3


def ahead(sentence: Sentence, after: int, cls: str, low: str, words: Lexicon, g: Grammar) -> tuple[int | None, str]:
    """Where that which follows the verb begins, and how: `that`, `quote`, `clause`, `asked`, `loose`; past the hearer and the day."""
    tokens = sentence.tokens
    count = len(tokens)
    if after >= count:
        return None, ""
    gap = sentence.gap(after - 1, after).strip()
    first = tokens[after]
    if gap == "," and first.low in g.joins and after + 1 < count and tokens[after + 1].low in g.pronoun:
        return None, ""  # "…, she said, and she hoped that …"
    if first.low in g.that and (gap in ("", ",")):
        return after + 1, "that"
    if first.quoted:
        return after, "quote"
    if ":" in gap:
        return after, "clause"
    if first.low in words["how"].words and low in words["recounts"].words and not gap:
        return after + 1, "that"
    if first.low in g.wh and not gap and cls in ("say", "think", "want", "stance"):
        return after, "asked"
    if g.adverb(first.low) and not gap and after + 1 < count:
        return ahead(sentence, after + 1, cls, low, words, g)
    hearer = low in words["tell"].words
    deferred = first.low in words["deferring"].words or hearer
    for index in range(after, min(count, after + 16)):
        token = tokens[index]
        between = sentence.gap(index - 1, index) if index > after else gap
        opens = "," in between or ":" in between or hearer or (deferred and token.capital)
        if token.quoted and index > after and opens:
            return index, "quote"
        apart = not gap.startswith(",") or "," in between  # "…, he said, on a line that they might see"
        if token.low in g.that and index > after and deferred and apart and tokens[index - 1].low not in g.cues:
            return index + 1, "that"
        if ";" in between or (index > after and "," in between):
            placed = token.capital and tokens[index - 1].capital and first.low in g.adjunct and not gap
            if ";" in between or not (
                placed or (token.low in g.that and tokens[index - 1].capital and first.low in g.adjunct)
            ):
                break
        if index > after and token.low in g.cues and token.low not in g.noun_too:
            break
    if gap.startswith(",") and not first.quoted:
        return None, ""
    if hearer:
        at = _past_hearer(sentence, after, g)
        if at is not None and at < count:
            if tokens[at].low in g.wh:
                return at, "asked"
            if tokens[at].low in g.to:
                return at, "to"
            if _clause_ahead(sentence, at, g):
                return at, "clause"
        if low in words["shows"].words and _participial(sentence, after, g):
            return None, ""  # "the film shows a boy riding a horse that was lame"
        if low in words["shows"].words and g.many(first.low) and _clause_ahead(sentence, after, g):
            return after, "clause"  # "the figures show prices are up"
        return None, ""
    if first.low in words["deferring"].words:
        index = after
        while index < count and index - after < 6 and (
            tokens[index].low in words["deferring"].words or tokens[index].low in g.day or tokens[index].text[0].isdigit()
            or tokens[index].low in words["month"].words or tokens[index].low in g.articles | words["speech-noun"].words
        ) and not (tokens[index].low in g.articles and index > after and tokens[index - 1].low in g.day):  # fmt: skip
            index += 1
        if (
            index < count
            and index > after
            and tokens[index - 1].low not in g.preposition
            and not sentence.gap(index - 1, index).strip()
            and _clause_ahead(sentence, index, g)
        ):
            return index, "clause"
        return None, ""
    if _clause_ahead(sentence, after, g):
        return after, "clause"
    return after, "loose"


def _past_hearer(sentence: Sentence, after: int, g: Grammar) -> int | None:
    tokens = sentence.tokens
    if tokens[after].low in g.object_pronoun:
        return after + 1
    index = after
    while index < len(tokens) and index - after < 7:
        low = tokens[index].low
        if index > after:
            gap = sentence.gap(index - 1, index).strip(" .'’&-")
            if gap:
                return None
            if low in g.day and tokens[index].capital and tokens[index - 1].low not in g.preposition:
                return index + 1  # "told the Globe Wednesday suspected thieves had been seen"
            if (
                low in g.opens
                or low in g.pronoun
                or low in g.wh
                or low in g.to
                or (low in g.determiner and tokens[index - 1].low not in g.preposition)
            ):
                return index
            if (
                tokens[index].capital
                and not tokens[index - 1].capital
                and tokens[index - 1].low not in g.preposition
                and tokens[index - 1].low not in g.determiner
            ):
                return index
        index += 1
    return None


def resumes(sentence: Sentence, after: int, words: Lexicon, g: Grammar) -> bool:
    """Does what is said go on behind ", he said later,"?"""
    tokens = sentence.tokens
    hearer = tokens[after - 1].low in words["tell"].words
    for index in range(after, min(after + 10, len(tokens) - 1)):
        if "," in sentence.gap(index - 1, index):
            return tokens[index].low in g.auxiliary or tokens[index].low in words["resumes"].words
        if (
            index == after
            and not hearer
            and tokens[index].low not in words["deferring"].words
            and tokens[index].low not in g.day
            and tokens[index].low not in g.determiner
        ):
            return False
    return False


def second_clause(sentence: Sentence, after: int, content: Span | None, g: Grammar) -> int:
    """Where a second clause begins behind ", he said, and"; 0 where the first one only goes on."""
    tokens = sentence.tokens
    if content is None or not is_clause(sentence, content, g):
        return 0
    for index in range(after, min(after + 10, len(tokens) - 4)):
        if tokens[index].low in g.joins and "," in sentence.gap(index - 1, index):
            following = tokens[index + 1]
            named = following.capital or following.low in g.determiner or following.low in g.preposition
            rest = tokens[index + 2 :]
            goes_on = (
                _clause_ahead(sentence, index + 1, g)
                or following.low in g.auxiliary
                or (named and any(t.low in g.auxiliary or t.low in g.finite for t in rest))
            )
            return tokens[index + 1].start if goes_on else 0
    return 0


def opens_quotation(sentence: Sentence, index: int) -> bool:
    """Does a quotation that is a whole utterance begin at this token?"""
    return sentence.tokens[index].capital or any(mark in sentence.gap(index - 1, index) for mark in ",:")


def opening(sentence: Sentence) -> int:
    """The token with which the sentence begins, behind a dateline: "LENNOX, May 22 (Northgate) - ", "LONDON — "."""
    tokens = sentence.tokens
    if not tokens or len(tokens[0].text) < 3 or not tokens[0].text.isupper():
        return 0
    for index in range(1, min(9, len(tokens))):
        gap = sentence.gap(index - 1, index)
        if " - " in gap or "—" in gap or "–" in gap:
            return index
    return 0


def before(sentence: Sentence, until: int) -> Span | None:
    """What stands before the token `until`, without the marks between."""
    if until <= 0:
        return None
    tokens = sentence.tokens
    end = tokens[until - 1].end
    if tokens[until - 1].quoted:
        for quote in sentence.quotes:
            if quote.start <= tokens[until - 1].start < quote.end:
                first = next(i for i, t in enumerate(tokens) if t.start >= quote.start)
                if first > 0 and not tokens[first].capital and not sentence.gap(first - 1, first).strip(" \"“'‘«„"):
                    return Span(tokens[opening(sentence)].start, end)
                return quote if quote.length > 2 else None
    start = opening(sentence)
    return Span(tokens[start].start, end) if until - start >= 2 else None


def is_clause(sentence: Sentence, content: Span, g: Grammar) -> bool:
    inside = [t for t in sentence.tokens if content.start <= t.start < content.end]
    return len(inside) >= 3 and any(
        t.low in g.auxiliary or t.low.endswith((*g.past, "'s", "'t")) or t.low in g.finite for t in inside[1:]
    )


def _past_name(sentence: Sentence, start: int, g: Grammar) -> bool:
    """ "the gang's leader, | Jo Hark, had fled": does a name stand there, and the verb behind its comma?"""
    tokens = sentence.tokens
    if not tokens[start].capital:
        return False
    for index in range(start + 1, min(start + 6, len(tokens))):
        if "," in sentence.gap(index - 1, index):
            return tokens[index].low in g.auxiliary or tokens[index].low in g.finite
    return False


def _participial(sentence: Sentence, start: int, g: Grammar) -> bool:
    """Does "-ing" come before any finite verb: "a boy riding a horse that was lame"?"""
    for token in sentence.tokens[start + 1 : start + 9]:
        if token.low in g.auxiliary or token.low in g.finite or token.low.endswith(g.past):
            return False
        if token.low.endswith(g.participial) and not token.capital:
            return True
    return False


def _clause_ahead(sentence: Sentence, start: int, g: Grammar) -> bool:
    """Does a clause (subject, then a finite verb) begin here?"""
    tokens = sentence.tokens
    if start >= len(tokens):
        return False
    first = tokens[start]
    if first.low in g.auxiliary:
        return False
    if first.low in g.opens and first.low in g.pronoun:
        following = tokens[start + 1] if start + 2 < len(tokens) else None
        alone = following is None or bool(sentence.gap(start, start + 1).strip()) or following.low in g.preposition
        if first.low not in g.object_pronoun or not (
            alone or following is None or following.low in g.complementizer or following.quoted
        ):
            return True
    if first.low in g.preposition and first.low not in g.near_number:
        return False
    ahead = []
    for index in range(start + 1, min(start + 16, len(tokens))):
        gap = sentence.gap(index - 1, index)
        if (
            tokens[index].low in g.relative
            or ";" in gap
            or "—" in gap
            or " - " in gap
            or ("," in gap and index < start + 5)
        ):
            if "," in gap and first.low in g.determiner and _past_name(sentence, index, g):
                return True
            break
        ahead.append(tokens[index])
    begins = (
        first.capital
        or first.text[0].isdigit()
        or first.low in g.determiner
        or first.low in g.opens
        or g.many(first.low)
    )
    if begins and any(t.low in g.auxiliary or t.low.endswith(g.past) or t.low in g.finite for t in ahead):
        return True
    if begins and any(
        g.many(verb.low) and behind.low in g.determiner and noun.low not in g.determiner and not verb.capital
        for noun, verb, behind in zip(ahead, ahead[1:], ahead[2:], strict=False)
    ):
        return True  # "the drug halves the risk"
    return any(t.low in g.auxiliary for t in ahead[:5])


def end_of(sentence: Sentence, at: int, words: Lexicon, g: Grammar) -> int:
    """Where the content that follows the verb ends: at the sentence's end, without its final stop."""
    tokens = sentence.tokens
    for index in range(at + 3, len(tokens)):
        token = tokens[index]
        if token.quoted:
            continue
        gap = sentence.gap(index - 1, index)
        if ";" in gap:
            return tokens[index - 1].end
        if token.low in g.joins and token.low in g.complementizer:
            following = tokens[index + 1].low if index + 1 < len(tokens) else ""
            if following in g.cues and following not in words["claim-noun"].words:
                return tokens[index - 1].end
        if "," in gap and token.low in g.cues and token.low.endswith(g.participial):
            return tokens[index - 1].end
        if "," in gap and token.low in words["but"].words and index - at > 5:
            return tokens[index - 1].end
    return tokens[-1].end
