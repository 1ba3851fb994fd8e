"""A paragraph as HTML, with the passages that annotations stand on as marks that may overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from tui.exchange.plain import tame

_NO_ID: Final = re.compile(r"[^A-Za-z0-9_-]")


@dataclass(frozen=True, slots=True)
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
    return escape(tame(text), quote=True)


def identifier(kind: str, id: str) -> str:
    """An id of an element."""
    return f"{kind}-{_NO_ID.sub('-', id)}"


def marked(text: str, start: int, end: int, marks: Sequence[Mark], seen: set[str]) -> str:
    """`text[start:end]` with its marks; `seen` has the anchors that were set already, which are set once in a page."""
    here = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    cuts = sorted({start, end, *(min(max(place, start), end) for mark in here for place in (mark.start, mark.end))})
    pieces: list[str] = []
    for left, right in pairwise(cuts):
        over = [mark for mark in here if mark.start <= left and mark.end >= right]
        pieces.append(_piece(text[left:right], over, seen))
    return "".join(pieces)


def _piece(text: str, over: Sequence[Mark], seen: set[str]) -> str:
    inner = safe(text)
    if not over:
        return inner
    anchors = ""
    for mark in over:
        if mark.anchor not in seen:
            seen.add(mark.anchor)
            anchors += f'<span id="{mark.anchor}"></span>'
    kinds = " ".join(dict.fromkeys(kind for mark in over for kind in mark.kind.split()))
    target = next((mark for mark in over if mark.href), None)
    if target is not None:
        inner = f'<a href="{escape(target.href, quote=True)}" title="{safe(target.label)}">{inner}</a>'
    return f'{anchors}<mark class="{kinds}">{inner}</mark>'
