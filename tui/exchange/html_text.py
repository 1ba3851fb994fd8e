"""A paragraph as HTML, with the passages that annotations stand on as marks that may overlap."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from tui.exchange.plain import tame

_HOT: Final = re.compile("[&<>\"']")
_NO_ID: Final = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(slots=True)
class Mark:
    """A passage in a text."""

    start: int
    end: int
    kind: str
    """A class: the kind of the annotation, and its colour."""
    anchor: str
    """The id of its first piece."""
    href: str
    """Where it leads to; "" for nowhere."""
    label: str
    """What a screen reader says of it."""


def safe(text: str) -> str:
    """Text in which nothing is HTML."""
    tamed = tame(text)
    return escape(tamed, quote=True) if _HOT.search(tamed) else tamed


def plain_id(id: str) -> str:
    """An id in the characters that an id of an element can have anywhere."""
    return _NO_ID.sub("-", id)


def identifier(kind: str, id: str) -> str:
    """An id of an element."""
    return f"{kind}-{plain_id(id)}"


def marked(text: str, start: int, end: int, marks: Sequence[Mark], seen: set[str]) -> str:
    """`text[start:end]` with its marks; `seen` has the anchors that were set already, which are set once in a page."""
    here = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, mark in enumerate(here):
        begins.setdefault(max(mark.start, start), []).append(number)
        ends.setdefault(min(mark.end, end), []).append(number)
    over: list[int] = []
    """Which marks a piece lies in, in their order."""
    words: Counter[str] = Counter()
    pieces: list[str] = []
    for left, right in pairwise(sorted({start, end, *begins, *ends})):
        for number in ends.get(left, ()):
            del over[bisect_left(over, number)]
            words.subtract(here[number].kind.split())
        for number in (fresh := begins.get(left, [])):
            insort(over, number)
            words.update(here[number].kind.split())
        if over:
            pieces.append(
                _piece(text[left:right], (here[number] for number in over), words, seen, map(here.__getitem__, fresh))
            )
        else:
            pieces.append(safe(text[left:right]))
    return "".join(pieces)


def _piece(text: str, over: Iterable[Mark], words: Counter[str], seen: set[str], fresh: Iterable[Mark]) -> str:
    anchors = ""
    for mark in fresh:
        if mark.anchor not in seen:
            seen.add(mark.anchor)
            anchors += f'<span id="{mark.anchor}"></span>'
    kinds: dict[str, None] = {}
    most = sum(count > 0 for count in words.values())
    target = None
    for mark in over:  # as far as is needed: there may be very many
        if len(kinds) < most:
            kinds.update(dict.fromkeys(mark.kind.split()))
        if target is None and mark.href:
            target = mark
        if target is not None and len(kinds) == most:
            break
    inner = safe(text)
    if target is not None:
        inner = f'<a href="{escape(target.href, quote=True)}" title="{safe(target.label)}">{inner}</a>'
    return f'{anchors}<mark class="{" ".join(kinds)}">{inner}</mark>'
