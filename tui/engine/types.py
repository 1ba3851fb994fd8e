"""What the engine takes and what it returns. Offsets are code points in the text of the article that is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from tui.engine.feature import Feature
from tui.text.document import Paragraph
from tui.text.spans import Span

ClaimKind = Literal["pledge", "denial", "assertion", "prediction", "figure"]
CLAIM_KINDS: tuple[ClaimKind, ...] = ("pledge", "denial", "assertion", "prediction", "figure")
Relation = Literal["contradicts", "weakens", "qualifies", "supports", "updates"]
RELATIONS: tuple[Relation, ...] = ("contradicts", "weakens", "qualifies", "supports", "updates")
COUNTER: frozenset[Relation] = frozenset({"contradicts", "weakens"})
"""The relations that make evidence counter-evidence."""


class Article(Struct, frozen=True):
    """One text to analyse."""

    key: str
    """How the caller knows it; comes back in `Evidence.article`."""
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    source: str | None = None
    published: str | None = None
    language: str | None = None
    copy_of: str | None = None
    """Key of the article that this one repeats; a copy is never independent evidence."""


class Mention(Struct, frozen=True):
    """A name, and the place it was taken from (None where the text has none)."""

    text: str
    span: Span | None = None


class Reason(Struct, frozen=True):
    """One true reason for a suggestion, in words for the reader."""

    kind: str
    """Short and stable, such as `commitment` or `contrast-cue`."""
    text: str
    weight: float = 0.0
    """What this reason adds to the score, in the model's own terms."""
    claim_spans: tuple[Span, ...] = ()
    evidence_spans: tuple[Span, ...] = ()
    value: float = 0.0
    """How much of it there is in the pair; `weight` is this times the model's. 0 where no model weighed it."""


class Evidence(Struct, frozen=True):
    """A span that bears on a claim."""

    article: str
    """`Article.key` of the article it stands in."""
    span: Span
    text: str
    paragraph: int
    relation: Relation
    score: float
    reasons: tuple[Reason, ...] = ()


class Claim(Struct, frozen=True):
    """A span in which somebody asserts something."""

    span: Span
    text: str
    sentence: Span
    paragraph: int
    kind: ClaimKind
    claimant: Mention | None
    """Whose claim it is; None for the article's own."""
    speaker: Mention | None
    """Who uttered it, where that is another than the claimant."""
    score: float
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Query(Struct, frozen=True):
    """What the engine asks the library for: passages that may bear on one claim."""

    terms: tuple[str, ...]
    """Words to look for, the most telling first."""
    limit: int = 50


class Passage(Struct, frozen=True):
    """A paragraph of another article that the library found for a `Query`."""

    article: Article
    paragraph: int


Candidates = Callable[[Query], Iterable[Passage]]
"""Candidate search, filled by `workflows` from the library."""

Scorer = Callable[[Sequence[tuple[str, str]]], Sequence[Sequence[Feature]]]
"""A model that the reader has beside the engine, handed in: pairs of passage and claim in, features of each out; spans are
offsets in the passage. One that cannot answer returns none for all."""

Analysis = Sequence[tuple[Claim, ...]]
"""The claims of each article, in the order in which the articles were given, each with its evidence."""
