"""How a span is found again in another version of a text: in doubt it is shown for review, never guessed.

Where the text that an anchor was made in is known, the two texts are compared word by word (`comparing`), and the anchor
goes where its words went. Words that stand elsewhere now are the same passage only where whole paragraphs moved: a
passage that was cut and is quoted in another paragraph is shown for review. Where only the quotation is known, it is
looked for (`candidates`), and the best match is taken when it is good and no rival is near. Where nothing is known of what
stood around it, it is taken where it stands once, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tui.text import candidates as looking
from tui.text.candidates import Candidate, Quotation
from tui.text.essence import says_otherwise
from tui.text.mapping import mapped
from tui.text.spans import Span
from tui.text.words import snap

CONTEXT = 32
"""Code points of prefix and of suffix in an anchor."""
CERTAIN = 0.75
"""From this score a match is taken, unless a rival is near."""
DOUBTFUL = 0.50
"""From this score a match is shown to the reader to confirm."""
LIKE = 0.75
"""So much of a quotation must stand there, where nothing else is known of its text."""
LEAD = 0.02
"""How far ahead of any rival elsewhere a match must be."""
_MOST_RIVALS = 5

State = Literal["exact", "moved", "fuzzy", "review", "orphan"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A span with its exact text and up to 32 code points of what stands before and after."""

    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where an anchor stands in a text."""

    state: State
    """exact: at its old place. moved: the same text elsewhere. fuzzy: text that differs in white space, quotation
    marks, dashes, case, some characters or some words. review: probably at `span`, the reader should confirm; so too
    where a number, a name or a denial differs. orphan: not found,
    `span` is None."""
    span: Span | None
    score: float
    """0 to 1."""
    rivals: tuple[Candidate, ...] = field(default=())
    """Other places that it could be, the likeliest first; at most five."""


def describe(text: str, span: tuple[int, int]) -> Anchor:
    """The anchor of `span` in `text`. Raises ValueError when the span does not lie in the text."""
    start, end = span
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"the span {start}:{end} does not lie in a text of {len(text)} characters")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def resolve(anchor: Anchor, text: str, *, old_text: str | None = None) -> Resolution:
    """Where `anchor` stands in `text`. `old_text` is the text that it was made in, where that is known.

    A place is scored (quotation 50 + prefix 20 + suffix 20 + position 6) / 96, each part from 0 to 1. A span that is
    returned never splits a grapheme cluster, and lies in `text`.
    """
    here = Span(anchor.start, anchor.end)
    if old_text is not None and here.of(old_text) != anchor.exact:
        old_text = None  # not the text that it was made in
    if 0 <= here.start <= here.end <= len(text) and here.of(text) == anchor.exact:
        if old_text == text:
            return Resolution("exact", here, 1.0)
        around = describe(text, here)
        if old_text is None and anchor.exact and (around.prefix, around.suffix) == (anchor.prefix, anchor.suffix):
            return Resolution("exact", here, 1.0)
    if not anchor.exact.strip():
        return Resolution("orphan", None, 0.0)
    if old_text is None and not (anchor.prefix or anchor.suffix):
        # The quotation is all that is known of the place, and where it stands once it can mean no other.
        only = looking.alone(anchor.exact, text)
        if only is not None:
            return _found(anchor, text, Candidate(only, 1.0), 1.0)
    quotation = Quotation.of(anchor.exact, anchor.prefix, anchor.suffix)
    found = mapped(old_text, text, here, quotation) if old_text is not None else None
    if found is not None and found.sure and found.score >= CERTAIN:
        return _found(anchor, text, found.candidate, found.score)
    others = looking.candidates(quotation, text, anchor.start)
    if found is not None and not any(c.span == found.span and c.score >= found.score for c in others):
        others.append(found.candidate)
    if not others:
        return Resolution("orphan", None, 0.0)
    others.sort(key=lambda c: (-c.score, abs(c.span.start - anchor.start)))
    best = others[0]
    rivals = tuple(c for c in others[1:] if not c.span.overlap(best.span))
    lead = best.score - rivals[0].score if rivals else 1.0
    if old_text is None and best.score >= CERTAIN and best.likeness >= LIKE and lead >= LEAD:
        return _found(anchor, text, best, best.score, rivals)
    if best.score >= DOUBTFUL:
        return Resolution("review", snap(text, best.span), best.score, _near(rivals))
    return Resolution("orphan", None, best.score, _near(rivals))


def _found(
    anchor: Anchor, text: str, candidate: Candidate, score: float, rivals: tuple[Candidate, ...] = ()
) -> Resolution:
    span = snap(text, candidate.span)
    here = span.of(text)
    if here != anchor.exact:
        # A place that names another town or another sum may be the right one, but it is not for us to say so.
        return Resolution("review" if says_otherwise(anchor.exact, here) else "fuzzy", span, score, _near(rivals))
    return Resolution("exact" if span == (anchor.start, anchor.end) else "moved", span, score, _near(rivals))


def _near(rivals: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The rivals worth showing."""
    return tuple(c for c in rivals if c.score >= DOUBTFUL)[:_MOST_RIVALS]
