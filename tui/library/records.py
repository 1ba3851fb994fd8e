"""What the library hands out and takes: frozen records of plain values.

Times are RFC 3339 strings in UTC (`2026-11-23T21:00:00.000000Z`). Offsets are code points in a version's text. `extra`
holds the keys of an import that this version does not know, as they came.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from tui.text.document import Origin
from tui.text.spans import Span

AnnotationKind = Literal["highlight", "note", "claim", "evidence", "bookmark"]
ClaimKind = Literal["pledge", "denial", "assertion", "prediction", "figure"]
RelationKind = Literal["contradicts", "weakens", "qualifies", "supports", "updates"]
Answer = Literal["accepted", "rejected", "changed"]
ResolutionState = Literal["exact", "moved", "fuzzy", "review", "orphan"]
Colour = Literal["yellow", "green", "blue", "pink", "orange"]

COUNTER: tuple[RelationKind, ...] = ("contradicts", "weakens")
"""The relations that make evidence counter-evidence."""

Json = dict[str, Any]
"""A JSON object."""


class Article(Struct, frozen=True):
    """One work, with what the listing shows of it."""

    id: str
    n: int
    """The local number: positive, never reused, not exported."""
    title: str
    source: str | None
    """The publication; where none is known, the location."""
    url: str | None
    location: str
    """Where it came from: an absolute path, a canonical URL, `bundled:NAME`, or empty for pasted text. Not exported."""
    author: str | None
    published: str | None
    language: str | None
    added_at: str
    modified_at: str
    tags: tuple[str, ...]
    place_paragraph: int
    place_offset: int
    progress: float
    """0 to 1."""
    copy_of: str | None
    """Id of the article that this one repeats."""
    words: int
    """Words of the newest version, furniture left out."""
    claims: int
    contested: int
    annotations: int
    newest_version: str
    """Id of the newest version."""
    deleted_at: str | None = None
    extra: Json = field(default_factory=dict)


class Version(Struct, frozen=True):
    """An immutable text of an article."""

    id: str
    article_id: str
    sha256: str
    fetched_at: str
    extractor: str
    text: str
    extra: Json = field(default_factory=dict)


class Target(Struct, frozen=True, gc=False):
    """What an annotation points at: `version.text[start:end] == exact`. Never rewritten."""

    article_id: str
    version_id: str
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    extra: Json = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Resolution(Struct, frozen=True):
    """Where a target stands in another version. An orphan has no span."""

    state: ResolutionState
    start: int | None
    end: int | None
    score: float

    @property
    def span(self) -> Span | None:
        return None if self.start is None or self.end is None else Span(self.start, self.end)


class Annotation(Struct, frozen=True, gc=False):
    """The reader's own mark."""

    id: str
    kind: AnnotationKind
    claim_kind: ClaimKind | None
    claimant: str | None
    speaker: str | None
    body: str
    """Markdown."""
    colour: Colour | None
    tags: tuple[str, ...]
    origin: Origin
    creator: str
    created_at: str
    modified_at: str
    deleted_at: str | None
    targets: tuple[Target, ...]
    extra: Json = field(default_factory=dict)


class Relation(Struct, frozen=True, gc=False):
    """Evidence → claim: both are ids of annotations."""

    id: str
    relation: RelationKind
    evidence_id: str
    claim_id: str
    note: str
    origin: Origin
    score: float | None
    reasons: tuple[Json, ...]
    """Each at least `{"kind": …, "text": …}`."""
    creator: str
    created_at: str
    modified_at: str
    deleted_at: str | None
    extra: Json = field(default_factory=dict)


class NewEvidence(Struct, frozen=True):
    """Evidence that the engine found, on its way into the library."""

    version_id: str
    start: int
    end: int
    text: str
    paragraph: int
    relation: RelationKind
    score: float
    reasons: tuple[Json, ...] = ()


class NewClaim(Struct, frozen=True):
    """A claim that the engine found, on its way into the library."""

    start: int
    end: int
    text: str
    sentence: Span
    paragraph: int
    kind: ClaimKind
    claimant: str | None
    claimant_span: Span | None
    speaker: str | None
    speaker_span: Span | None
    score: float
    reasons: tuple[Json, ...] = ()
    evidence: tuple[NewEvidence, ...] = ()


class SuggestedEvidence(Struct, frozen=True):
    """Stored evidence of a suggested claim; ids last until the next analysis."""

    id: str
    claim_suggestion_id: str
    article_id: str
    version_id: str
    start: int
    end: int
    text: str
    paragraph: int
    relation: RelationKind
    score: float
    reasons: tuple[Json, ...]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class SuggestedClaim(Struct, frozen=True):
    """A stored suggestion with its evidence, best first."""

    id: str
    article_id: str
    version_id: str
    start: int
    end: int
    text: str
    sentence: Span
    paragraph: int
    kind: ClaimKind
    claimant: str | None
    claimant_span: Span | None
    speaker: str | None
    speaker_span: Span | None
    score: float
    reasons: tuple[Json, ...]
    evidence: tuple[SuggestedEvidence, ...]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Verdict(Struct, frozen=True):
    """The reader's answer to a suggested pair."""

    id: str
    answer: Answer
    relation: RelationKind
    """The relation the reader gave it; for a rejection, the suggested one."""
    claim: Target
    evidence: Target
    at: str
    creator: str = ""
    extra: Json = field(default_factory=dict)


class JournalEntry(Struct, frozen=True):
    """One change that can be taken back."""

    seq: int
    creator: str
    at: str
    summary: str
    """A sentence without a full stop: `Highlighted “…”`."""
    undone: bool


class SearchHit(Struct, frozen=True):
    """A paragraph that matches a query. Higher scores are better."""

    article_id: str
    n: int
    title: str
    paragraph: int
    start: int
    end: int
    text: str
    score: float


class AnnotationHit(Struct, frozen=True):
    """An annotation that matches a query."""

    annotation_id: str
    score: float


class LedgerRow(Struct, frozen=True):
    """One claim in the ledger."""

    key: str
    """`a:<annotation id>` or `s:<suggestion id>`."""
    claimant: str | None
    speaker: str | None
    kind: ClaimKind | None
    text: str
    article_id: str
    article_n: int
    article_title: str
    published: str | None
    version_id: str
    start: int
    end: int
    paragraph: int
    contradicts: int
    weakens: int
    qualifies: int
    supports: int
    updates: int

    @property
    def contested(self) -> bool:
        return self.contradicts + self.weakens > 0


class Problem(Struct, frozen=True):
    """What `check` found: where, and one sentence."""

    source: str
    message: str
