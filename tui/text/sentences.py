"""Sentences, as spans of code points.

Own rules rather than a package: tests/benchmarks/sentences.py measures both on written cases and on gold sentences.
"""

from __future__ import annotations

import re

from tui.text.abbreviations import ALWAYS, CLOCK, DAYS_OF, MEASURES, NAMES, NUMBERED, STARTERS, TITLES
from tui.text.spans import Span

_CLOSERS = "\"'”’»›)\\]}*_"
_OPENERS = "\"'“‘„«‹([{¿¡*_–—-"
# A run of final stops with what closes after it, before white space. Possessive, and never begun inside a run, so that
# a megabyte of dots is read once.
_STOP = re.compile(
    r"(?<![.!?…‽؟۔।॥։።])"
    rf"(?P<marks>(?:[.!?…‽؟۔।॥։።]|(?<=[.!?…]) (?=\.(?:\s|$)))++)(?P<close>(?:[{_CLOSERS}]|\[\d{{1,3}}\])*+)(?=\s|$)"
    r"|(?<![。！？｡])(?P<wide>[。！？｡]++)(?P<shut>[」』”’）》】\"')]*+)"
)
_OPENING = re.compile(rf"\s*+[{re.escape(_OPENERS)}\s]*+")

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_A_WORD = re.compile(r"[—–/(\[]")
_LEADING = " \t\xa0\"'“‘„«‹([{*_"
_QUOTE_PARTICLE = re.compile(r"[とっ、，,）)]|など")
_TOKEN = 40
"""How far back the word before a full stop is looked for."""


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, in order, without white space at their ends, none with a line feed in it.

    A quotation that holds several sentences is several; its marks stay with the sentence that they stand at. Text
    without a final stop is one sentence a line. Linear in the length of the text.
    """
    end = len(text) if end is None else min(end, len(text))
    found: list[Span] = []
    line = max(0, start)
    while line < end:
        stop = text.find("\n", line, end)
        stop = end if stop < 0 else stop
        _line(text, line, stop, found)
        line = stop + 1
    return found


def _line(text: str, start: int, end: int, found: list[Span]) -> None:
    begun = start
    for match in _STOP.finditer(text, start, end):
        if match["wide"]:
            if match["shut"] and _QUOTE_PARTICLE.match(text, match.end(), end):
                continue
        elif not _ends(text, match, begun, end):
            continue
        _put(text, begun, match.end(), found)
        begun = match.end()
    _put(text, begun, end, found)


def _put(text: str, start: int, end: int, found: list[Span]) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    length = len(piece.strip())
    if length:
        found.append(Span(start + left, start + left + length))


def _ends(text: str, match: re.Match[str], begun: int, end: int) -> bool:
    """Does the run of final stops that `match` found end its sentence?"""
    opening = _OPENING.match(text, match.end(), end)
    after = opening.end() if opening else match.end()
    if after >= end:
        return True
    following = text[after]
    # "he said" goes on, "eBay's rose" begins: a small letter before a capital.
    if following.islower() and not text[after + 1 : after + 2].isupper():
        return False
    marks, closed = match["marks"], bool(match["close"])
    if following in ",;:)" or (following in "&/%=+" and marks == "."):
        return False
    opened = any(c in text[match.end() : after] for c in '"“‘„«‹(')
    if not set(marks) <= set(". …"):
        return True
    if len(marks) > 1 or marks == "…":
        return opened or closed or _after_ellipsis(text, match.start(), after, end)
    return _after_period(text, match.start(), begun, after, end, closed, opened)


def _next_word(text: str, after: int, end: int) -> str:
    word = _WORD.match(text, after, min(end, after + 60))
    return word[0] if word else ""


def _after_ellipsis(text: str, at: int, after: int, end: int) -> bool:
    """An ellipsis ends a sentence; with a space before it, it is an omission inside one unless the next one plainly
    begins."""
    return not text[at - 1 : at].isspace() or _next_word(text, after, end).lower() in STARTERS


def _after_period(text: str, at: int, begun: int, after: int, end: int, closed: bool, opened: bool) -> bool:
    head = text[max(begun, at - _TOKEN) : at]
    cut = max(head.rfind(" "), head.rfind("\xa0"), head.rfind("\t"))
    token = _NOT_A_WORD.split(head[cut + 1 :].lstrip("\"'“‘„«‹([{–—-*_"))[-1]
    if not token:
        return True
    low = token.lower()
    capital = token[0].isupper()
    initial = len(token) == 1 and capital
    before = text[max(begun, at - len(token) - _TOKEN) : at - len(token)].rstrip(_LEADING)
    if (capital and low in TITLES) or (not capital and low in ALWAYS):
        return False
    if closed and not initial:
        return True
    if token.isdigit():
        return _after_number(token, not before, _next_word(text, after, end))
    if text[after].isdigit() and low in NUMBERED:
        return False
    word = _next_word(text, after, end)
    starter = opened or word.lower() in STARTERS
    if initial:
        # "J. K. Rowling", "George W. Bush" against "vitamin C. It": only a word that begins sentences ends this one,
        # and a capital with its own full stop is the next initial.
        next_initial = len(word) == 1 and text[after + 1 : after + 2] == "."
        return not next_initial and starter and bool(before) and not before.endswith(".")
    if low in ("a.m", "p.m", "am", "pm") and before[-1:].isdigit():
        return word.lower() not in CLOCK
    if low == "etc" or (low in MEASURES and before[-1:].isdigit()):
        return starter or word[:1].isupper()
    if (capital and low in NAMES) or _dotted(token):
        return starter
    return True


def _dotted(token: str) -> bool:
    """`U.S`, `e.g`, `Ph.D`: letters and full stops in turn."""
    parts = token.split(".")
    return len(parts) > 1 and all(1 <= len(part) <= 2 and part.isalpha() for part in parts)


def _after_number(token: str, first: bool, word: str) -> bool:
    """ "1. First" at the start numbers an item; "5. Oktober" is a day; any other number can end a sentence."""
    if len(token) <= 3 and first:
        return False
    return not (len(token) <= 2 and word.lower() in DAYS_OF)
