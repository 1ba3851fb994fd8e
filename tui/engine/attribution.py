"""Who says what: a reporting verb, its subject before or behind it, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence
from tui.engine.subjects import AUXILIARIES, BE, DAYS, DETERMINERS, STOPS, elided_subject, left_subject, right_subject
from tui.text.spans import Span

_NOUN_BEFORE = frozenset(
    [
        "the",
        "a",
        "an",
        "no",
        "its",
        "his",
        "her",
        "their",
        "this",
        "any",
        "some",
        "to",
        "of",
        "such",
        "that's",
        "my",
        "our",
        "your",
        "these",
        "those",
        "more",
    ]
)
_FINITE = frozenset(
    [
        "fell",
        "rose",
        "grew",
        "fall",
        "rise",
        "fallen",
        "met",
        "lost",
        "made",
        "took",
        "came",
        "went",
        "got",
        "gave",
        "left",
        "kept",
        "held",
        "won",
        "cost",
        "found",
        "has's",
        "stood",
        "ran",
        "began",
        "put",
        "needs",
        "wants",
        "works",
        "means",
        "pays",
        "comes",
        "goes",
        "makes",
        "takes",
        "stands",
        "remains",
        "becomes",
        "brings",
        "costs",
    ]
)

_OPENERS = frozenset(
    [
        "it",
        "he",
        "she",
        "they",
        "we",
        "i",
        "there",
        "this",
        "these",
        "those",
        "no",
        "nobody",
        "nothing",
        "not",
        "all",
        "every",
        "some",
        "such",
        "many",
        "most",
        "both",
        "any",
        "if",
    ]
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """`subject` and `content` by token index (half-open) of one sentence; `content` also in code points."""

    verb: int
    cls: str
    subject: tuple[int, int]
    content: Span
    shape: str
    """`before`, `behind`, `around` (the verb stands amid what is said), `own` (the act itself: "denied X")."""


def attributions(sentence: Sentence, words: Lexicon) -> Iterator[Attribution]:
    """The attributions of a sentence, in order; at most a dozen."""
    count = 0
    last: tuple[int, int] | None = None
    for at, token in enumerate(sentence.tokens):
        if token.quoted or count >= 12:
            continue
        cls = _class(sentence, at, words)
        if not cls:
            continue
        found = _read(sentence, at, cls, words, last)
        if found:
            count += 1
            last = found.subject
            yield found
    yield from _according(sentence, words)


def _class(sentence: Sentence, at: int, words: Lexicon) -> str:
    tokens = sentence.tokens
    low = tokens[at].low
    before = tokens[at - 1].low if at else ""
    if at + 1 < len(tokens) and (low, tokens[at + 1].low) in words["refuse"].phrases:
        return "refuse"
    if at + 1 < len(tokens) and (low, tokens[at + 1].low) in words["responsibility"].phrases:
        return "responsibility"
    if low in ("gave", "gives", "give", "given") and any(
        t.low in words["claim-noun"] or t.low in words["assert-noun"] or t.low == "evidence"
        for t in tokens[at + 1 : at + 3]
    ):
        return "commit" if any(t.low in words["claim-noun"] for t in tokens[at + 1 : at + 3]) else "say"
    if low == "went" and at + 1 < len(tokens) and tokens[at + 1].low == "on" and at > 1 and tokens[at - 2].quoted:
        return "say"
    if low in ("report", "claim", "promise", "note", "state", "show", "forecast", "estimate", "pledge") and (
        at > 1 and tokens[at - 2].low in ("a", "the", "an", "this")
    ):
        return ""
    if before in _NOUN_BEFORE or before.endswith("'s"):
        return ""
    for cls in ("commit", "deny", "accuse", "expect", "think", "say", "judge"):
        if low in words[cls]:
            if before in BE:
                return "told" if low == "told" else ""
            if (
                low.endswith("ing")
                and cls in ("say", "commit", "deny")
                and before not in BE
                and not sentence.gap(at - 1, at).strip()
            ):
                return ""
            return cls
    return ""


def _quote_at(sentence: Sentence, start: int, end: int) -> Span | None:
    """The longest quotation that stands in the given stretch."""
    inside = [q for q in sentence.quotes if q.start >= start - 1 and q.end <= end + 2]
    return max(inside, key=lambda q: q.length, default=None)


def _read(sentence: Sentence, at: int, cls: str, words: Lexicon, last: tuple[int, int] | None) -> Attribution | None:
    tokens = sentence.tokens
    low = tokens[at].low
    gap_before = sentence.gap(at - 1, at) if at else ""
    after = at + 1
    stop = sentence.span.start + len(sentence.text) if len(sentence.text) < 3001 else tokens[-1].end
    comma_before = bool(gap_before.strip(" ’'")) and at > 0
    gap_after = sentence.gap(at, after)
    # 1. "…," said NAME
    if comma_before and cls in ("say", "think", "expect") and after < len(tokens) and not tokens[after].quoted:
        subject = right_subject(sentence, at)
        if subject[1] > subject[0] and tokens[after].low not in ("that", "it") and not gap_after.strip():
            content = _left(sentence, at)
            begins = tokens[after].capital or tokens[after].low in DETERMINERS or tokens[after].low in words["role"]
            closing = (
                subject[1] >= len(tokens)
                or sentence.gap(subject[1] - 1, subject[1]).strip()
                or tokens[subject[1]].low in STOPS | DAYS | {"on", "in", "at"}
            )
            quoted = tokens[at - 1].quoted
            heard = low in words["tell"] and not quoted
            if content and begins and closing and not heard and (quoted or _is_clause(sentence, content)):
                return Attribution(at, cls, subject, content, "behind")
    subject = left_subject(sentence, at)
    elided = False
    if low.endswith("ing") and comma_before and last:
        subject = (0, 0)
    if subject[0] >= subject[1]:
        subject = last if low.endswith("ing") and comma_before and last else elided_subject(sentence, at, last)
        elided = True
    if subject[0] >= subject[1]:
        return None
    if tokens[subject[0]].text[0].isdigit() or any(t.text[0].isdigit() for t in tokens[subject[0] : subject[1]][:2]):
        return None
    own = cls in ("commit", "deny", "refuse", "accuse", "expect", "think", "judge", "responsibility")
    opener = sentence.gap(subject[0] - 1, subject[0]) if subject[0] else ""
    left_quote = subject[0] > 0 and tokens[subject[0] - 1].quoted
    rest_start = _content_start(sentence, at, cls, words)
    has_that = rest_start is not None and tokens[rest_start - 1].low == "that"
    ahead = rest_start is not None and rest_start < len(tokens) and tokens[rest_start].quoted and not left_quote
    if ahead and cls == "say" and rest_start is not None:
        quote = next((q for q in sentence.quotes if q.contains(tokens[rest_start].start)), None)
        if (
            quote
            and quote.start <= tokens[rest_start].start
            and not tokens[rest_start - 1].quoted
            and _opens(sentence, rest_start)
        ):
            return Attribution(at, cls, subject, quote, "before") if quote.length > 8 else None
    if (
        cls in ("say", "told", "think", "commit", "expect")
        and not has_that
        and subject[1] <= at
        and (left_quote or "," in opener or "—" in opener)
    ):
        content = _left(sentence, subject[0])
        closes = (
            after >= len(tokens)
            or bool(gap_after.strip())
            or tokens[after].low in words["deferring"]
            or low in words["tell"]
            or rest_start is None
        )
        if closes and not left_quote and _resumes(sentence, after, words):
            return Attribution(at, cls, subject, Span(tokens[0].start, stop), "around")
        if content and closes and (left_quote or _is_clause(sentence, content) or (subject[0] >= 5 and cls == "say")):
            if (
                not left_quote
                and after < len(tokens)
                and gap_after.strip().startswith(",")
                and not tokens[after].quoted
            ):
                return Attribution(at, cls, subject, Span(content.start, stop), "around")
            return Attribution(at, cls, subject, content, "behind")
    if own and not (cls in ("think",) and not has_that):
        if after >= len(tokens) and cls != "deny":
            return None
        beforehand = [t.low for t in tokens[max(0, at - 3) : at]]
        if after < len(tokens) and tokens[after].low == "by":
            return None
        if cls in ("deny", "expect", "think", "commit") and any(
            low in ("not", "never") or low.endswith("n't") for low in beforehand
        ):
            return None
        if cls == "judge" and not _judged(sentence, at):
            return None
        if (
            cls in ("expect", "commit")
            and low.endswith("s")
            and not has_that
            and after < len(tokens)
            and tokens[after].low in ("of", "from", "in", "for")
        ):
            return None
        return Attribution(
            at, cls, subject, Span(tokens[at if elided else subject[0]].start, _end(sentence, at, words)), "own"
        )
    if rest_start is None or rest_start >= len(tokens):
        return None
    if low in words["that-only"] and not has_that and not _clause_ahead(sentence, rest_start):
        return None
    quote_follows = tokens[rest_start].quoted and (rest_start == 0 or not tokens[rest_start - 1].quoted)
    if low in words["quote-only"] and not has_that and not quote_follows:
        return None
    if low == "found" and not has_that:
        return None
    if not has_that and not quote_follows and not _clause_ahead(sentence, rest_start):
        return None
    content = Span(tokens[rest_start].start, _end(sentence, at, words))
    if content.length < 8:
        return None
    return Attribution(at, cls, subject, content, "before")


def _resumes(sentence: Sentence, after: int, words: Lexicon) -> bool:
    """Does what is said go on behind ", he said later,"?"""
    tokens = sentence.tokens
    for index in range(after, min(after + 4, len(tokens) - 1)):
        if "," in sentence.gap(index - 1, index):
            return tokens[index].low in AUXILIARIES or tokens[index].low in (
                "until",
                "and",
                "not",
                "even",
                "because",
                "as",
            )
        if tokens[index].low not in words["deferring"] and tokens[index].low not in DAYS:
            return False
    return False


def _opens(sentence: Sentence, index: int) -> bool:
    """Does a quotation that is a whole utterance begin at this token?"""
    return sentence.tokens[index].capital or any(mark in sentence.gap(index - 1, index) for mark in ",:")


def _judged(sentence: Sentence, at: int) -> bool:
    lows = [t.low for t in sentence.tokens[at + 1 : at + 9]]
    if sentence.tokens[at].low in ("put", "puts"):
        return "at" in lows and any(
            t.text[0].isdigit() or t.text[0] in "£$€" or t.quoted for t in sentence.tokens[at + 1 : at + 14]
        )
    return "as" in lows or any(t.quoted for t in sentence.tokens[at + 1 : at + 12]) or "best" in lows


def _left(sentence: Sentence, until: int) -> Span | None:
    """What stands before the token `until`, without the marks between."""
    if until <= 0:
        return None
    tokens = sentence.tokens
    end = tokens[until - 1].end
    start = 0
    if tokens[until - 1].quoted:
        for quote in sentence.quotes:
            if quote.start <= tokens[until - 1].start < quote.end:
                return quote if quote.length > 2 else None
    return Span(tokens[start].start, end) if until - start >= 2 else None


def _is_clause(sentence: Sentence, content: Span) -> bool:
    inside = [t for t in sentence.tokens if content.start <= t.start < content.end]
    return len(inside) >= 4 and (
        any(t.low in AUXILIARIES or t.low.endswith(("ed", "'s", "'t")) or t.low in _FINITE for t in inside[1:])
    )


def _clause_ahead(sentence: Sentence, start: int) -> bool:
    """Does a clause (subject, then a finite verb) begin here?"""
    tokens = sentence.tokens
    first = tokens[start]
    begins = first.capital or first.text[0].isdigit() or first.low in DETERMINERS or first.low in _OPENERS
    ahead = tokens[start + 1 : start + 16]
    return (begins and any(t.low in AUXILIARIES or t.low.endswith("ed") for t in ahead)) or any(
        t.low in AUXILIARIES for t in ahead[:5]
    )


def _content_start(sentence: Sentence, at: int, cls: str, words: Lexicon) -> int | None:
    """Where that which follows the verb begins: past the hearer, the day, and "that"."""
    tokens = sentence.tokens
    after = at + 1
    if after >= len(tokens):
        return None
    if tokens[after].low == "that":
        return after + 1
    if tokens[after].quoted:
        return after
    hearer = tokens[at].low in words["tell"]
    for index in range(after, min(len(tokens), after + 14)):
        token = tokens[index]
        if token.low == "that" and (hearer or index == after or tokens[after].low in words["deferring"]):
            return index + 1
        if token.quoted and index > after:
            return index
        if ";" in sentence.gap(index - 1, index):
            break
    if hearer:
        return None
    index = after
    if tokens[after].low in words["deferring"]:
        while index < len(tokens) and index - after < 5 and (
            tokens[index].low in words["deferring"] or tokens[index].low in DAYS or tokens[index].text[0].isdigit()
            or tokens[index].low in words["month"] or tokens[index].low in ("a", "statement", "the")
        ) and not (tokens[index].low == "the" and index > after and tokens[index - 1].low in DAYS):  # fmt: skip
            index += 1
    return index if index < len(tokens) else None


def _end(sentence: Sentence, at: int, words: Lexicon) -> int:
    """Where the content that follows the verb ends: at the sentence's end, without its final stop."""
    last = sentence.tokens[-1]
    tokens = sentence.tokens
    for index in range(at + 3, len(tokens)):
        gap = sentence.gap(index - 1, index)
        following = tokens[index + 1].low if index + 1 < len(tokens) else ""
        speaks = (
            any(following in words[cls] for cls in ("say", "commit", "deny")) and following not in words["claim-noun"]
        )
        if tokens[index].low in ("and", "but") and not tokens[index].quoted and speaks:
            return tokens[index - 1].end
        if ";" in gap and not tokens[index].quoted:
            return tokens[index - 1].end
        if (
            "," in gap
            and tokens[index].low in ("while", "but", "whereas")
            and not tokens[index].quoted
            and index - at > 5
        ):
            return tokens[index - 1].end
    return last.end


def _according(sentence: Sentence, words: Lexicon) -> Iterator[Attribution]:
    tokens = sentence.tokens
    for at in range(len(tokens) - 2):
        pair = (tokens[at].low, tokens[at + 1].low)
        by = (
            pair[0] == "by"
            and at + 2 < len(tokens)
            and any(t.low in ("account", "reckoning") for t in tokens[at + 1 : at + 6])
        )
        if tokens[at].quoted or not (pair == ("according", "to") or by):
            continue
        subject = (at + 1, right_subject(sentence, at)[1]) if by else right_subject(sentence, at + 1)
        if by:
            subject = (
                subject[0],
                next(i for i in range(at + 1, min(at + 6, len(tokens))) if tokens[i].low in ("account", "reckoning")),
            )
        if subject[0] >= subject[1]:
            continue
        if at == 0:
            rest = subject[1]
            if rest < len(tokens):
                yield Attribution(at, "say", subject, Span(tokens[rest].start, tokens[-1].end), "before")
        else:
            yield Attribution(at, "say", subject, Span(tokens[0].start, tokens[at - 1].end), "behind")
        return
