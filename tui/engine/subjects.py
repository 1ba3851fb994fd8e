"""Whose words a reporting verb brings: its subject before it, behind it, or left out."""

from __future__ import annotations

from tui.engine.prepare import Sentence

BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_SKIP = frozenset(
    [
        "also",
        "then",
        "later",
        "since",
        "always",
        "twice",
        "has",
        "have",
        "had",
        "would",
        "will",
        "not",
        "never",
        "did",
        "does",
        "do",
        "still",
        "even",
        "already",
        "now",
        "again",
        "just",
        "once",
        "is",
        "was",
        "are",
        "were",
        "who",
        "itself",
        "himself",
        "herself",
        "themselves",
        "once",
        "first",
    ]
)
STOPS = frozenset(
    [
        "that",
        "which",
        "who",
        "when",
        "as",
        "but",
        "because",
        "if",
        "while",
        "where",
        "after",
        "than",
        "so",
        "though",
        "although",
        "before",
        "until",
        "since",
        "whether",
        "despite",
        "and",
        "or",
        "to",
        "by",
        "with",
        "from",
        "on",
        "into",
        "not",
    ]
)
_LINKS = frozenset(["of", "for", "at", "in"])
DETERMINERS = frozenset(["the", "a", "an", "its", "his", "her", "their", "our", "one", "this"])
AUXILIARIES = frozenset(
    [
        "would",
        "had",
        "was",
        "were",
        "is",
        "are",
        "has",
        "have",
        "will",
        "could",
        "can",
        "did",
        "may",
        "might",
        "must",
        "should",
        "do",
        "does",
    ]
)
DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "yesterday",
        "today",
        "earlier",
        "later",
        "last",
        "week",
        "month",
        "night",
    ]
)


def left_subject(sentence: Sentence, verb: int) -> tuple[int, int]:
    tokens = sentence.tokens
    end = verb
    while (
        end > 0
        and not sentence.gap(end - 1, end).strip()
        and (tokens[end - 1].low in _SKIP or tokens[end - 1].low.endswith("ly"))
    ):
        end -= 1
    if end == 0:
        return (0, 0)
    if sentence.gap(end - 1, end).strip().startswith(","):
        for _ in range(2):
            comma = end - 1
            while comma > 0 and "," not in sentence.gap(comma - 1, comma) and end - comma < 24:
                comma -= 1
            if comma == 0 or "," not in sentence.gap(comma - 1, comma) or any(t.quoted for t in tokens[comma:end]):
                return (0, 0)
            inner = tokens[comma:end]
            named = inner[0].capital and inner[0].low not in DETERMINERS
            if named:
                return (comma, end)
            end = comma
            if tokens[end - 1].quoted or not (tokens[end - 1].text.isdigit() and len(inner) > 1):
                break
    return (_phrase(sentence, end), end)


def _phrase(sentence: Sentence, end: int) -> int:
    """Where the noun phrase that ends before `end` begins."""
    tokens = sentence.tokens
    start = end
    while start > 0 and end - start < 10:
        token = tokens[start - 1]
        if token.low in AUXILIARIES or token.low in BE:
            return end
        if token.quoted or (start < end and sentence.gap(start - 1, start).strip(" ’'.&")):
            break
        if token.low in STOPS:
            joined = (
                token.low == "and" and start < end and start > 1 and tokens[start].capital and tokens[start - 2].capital
            )
            if not joined:
                break
        if token.low in _LINKS and start == end:
            break
        start -= 1
        if (token.low in DETERMINERS or token.low.endswith("'s")) and not (
            start > 0
            and (tokens[start - 1].low in _LINKS or token.low.endswith("'s"))
            and not sentence.gap(start - 1, start).strip()
        ):
            break
    while start < end and (tokens[start].low in _LINKS or tokens[start].low in DAYS):
        start += 1
    return start


def right_subject(sentence: Sentence, verb: int) -> tuple[int, int]:
    tokens = sentence.tokens
    end = verb + 1
    while end < len(tokens) and end - verb < 12:
        if end > verb + 1 and sentence.gap(end - 1, end).strip(" .'’&"):
            break
        low = tokens[end].low
        if low in AUXILIARIES:
            break
        if (
            tokens[end].quoted
            or (end > verb + 1 and low in STOPS and low != "and")
            or low in DAYS
            or low in ("on", "in", "at")
        ):
            if low == "at" and end > verb + 1:
                end += 1
                continue
            break
        if low == "and" and not (end + 1 < len(tokens) and tokens[end + 1].capital):
            break
        end += 1
    return (verb + 1, end)


def elided_subject(sentence: Sentence, at: int, last: tuple[int, int] | None) -> tuple[int, int]:
    """The subject of a second verb ("drove a lorry and says that …"): the one before, or the sentence's first."""
    tokens = sentence.tokens
    if at == 0 or tokens[at - 1].low not in ("and", "but", "then", "also", "who"):
        return (0, 0)
    if last:
        return last
    if tokens[0].low in ("he", "she", "it", "they") and not tokens[0].quoted:
        return (0, 1)
    end = 1
    while (
        end < min(6, at)
        and not tokens[end].quoted
        and not sentence.gap(end - 1, end).strip(" .'’&")
        and (tokens[end].capital or not (tokens[end].low in AUXILIARIES or tokens[end].low.endswith("ed")))
    ):
        end += 1
    if sentence.gap(end - 1, end).startswith(",") and tokens[end].capital:
        start = end
        while end < at and tokens[end].capital and not (end > start and sentence.gap(end - 1, end).strip(" .")):
            end += 1
        return (start, end)
    return (0, end) if end < 6 and not tokens[0].quoted else (0, 0)
