"""One thing that can be seen in a pair of claim and passage."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from tui.text.spans import Span


class Feature(Struct, frozen=True):
    """`value` is what the model weighs, 0 to about 3; `text` is the reason it gives the reader."""

    name: str
    value: float
    text: str
    claim_spans: tuple[Span, ...] = ()
    evidence_spans: tuple[Span, ...] = ()


def listed(words: Iterable[str]) -> str:
    """“a”, “b” and “c”."""
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
