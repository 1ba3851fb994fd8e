"""What the screens draw: an article with its claims, their evidence, and the reader's own marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

if TYPE_CHECKING:
    from tui.engine.types import ClaimKind, Reason, Relation
    from tui.text.document import Origin, Paragraph
    from tui.text.spans import Span

AnnotationKind = Literal["highlight", "note", "claim", "evidence", "bookmark"]
ANNOTATION_KINDS: tuple[AnnotationKind, ...] = ("highlight", "note", "claim", "evidence", "bookmark")
Colour = Literal["yellow", "green", "blue", "pink", "orange"]
COLOURS: tuple[Colour, ...] = ("yellow", "green", "blue", "pink", "orange")
ResolutionState = Literal["exact", "moved", "fuzzy", "review", "orphan"]
RESOLUTION_STATES: tuple[ResolutionState, ...] = ("exact", "moved", "fuzzy", "review", "orphan")
"""From what is certain to what is lost."""
PairState = Literal["open", "accepted", "rejected", "made"]
"""`open`: a suggestion without a verdict; `made`: the reader's own (or imported) relation."""


def worst(states: Iterable[ResolutionState]) -> ResolutionState:
    """The least certain of several; an annotation without a place is an orphan."""
    return max(states, key=RESOLUTION_STATES.index, default="orphan")


class Place(Struct, frozen=True):
    """A span of one version, with what is needed to go there and to quote it."""

    article_id: str
    article_n: int
    article_title: str
    published: str | None
    version_id: str
    span: Span
    text: str
    paragraph: int
    """Its number over all paragraphs, furniture included: what scripts go by."""
    number: int = 0
    """Its number among the article's own paragraphs: what every screen shows; 0 in furniture."""


class EvidenceView(Struct, frozen=True):
    """One piece of evidence beside its claim."""

    key: str
    """Stable while the screen is open: `s:<suggestion id>` or `r:<relation id>`."""
    place: Place
    relation: Relation
    state: PairState
    origin: Origin
    score: float | None
    reasons: tuple[Reason, ...] = ()
    note: str = ""
    relation_id: str | None = None
    suggestion_id: str | None = None
    annotation_id: str | None = None
    """The evidence annotation, where the pair is accepted or made."""


class ClaimView(Struct, frozen=True):
    """A claim with its evidence: counter-evidence first, each group in order of score; rejected pairs last."""

    key: str
    """`s:<suggestion id>` or `a:<annotation id>`."""
    place: Place
    sentence: Span
    kind: ClaimKind
    claimant: str | None
    speaker: str | None
    origin: Origin
    score: float | None
    reasons: tuple[Reason, ...] = ()
    evidence: tuple[EvidenceView, ...] = ()
    suggestion_id: str | None = None
    annotation_id: str | None = None

    @property
    def contested(self) -> bool:
        """Does counter-evidence that the reader has not rejected stand against it?"""
        return any(e.relation in ("contradicts", "weakens") and e.state != "rejected" for e in self.evidence)


class MarkView(Struct, frozen=True):
    """One of the reader's own annotations as it stands in the shown version."""

    annotation_id: str
    kind: AnnotationKind
    spans: tuple[Span, ...]
    """Several for a discontinuous target; empty for an orphan."""
    state: ResolutionState
    quote: str
    body: str
    colour: Colour | None
    tags: tuple[str, ...]
    origin: Origin
    creator: str
    claim_kind: ClaimKind | None = None
    claimant: str | None = None
    speaker: str | None = None


class EvidenceHere(Struct, frozen=True):
    """Evidence that stands in the shown article, for a claim of this or of another article."""

    span: Span
    relation: Relation
    state: PairState
    claim: Place
    claim_key: str


class ReaderArticle(Struct, frozen=True):
    """All that the reader screen shows of one version of one article."""

    id: str
    n: int
    title: str
    source: str | None
    url: str | None
    author: str | None
    published: str | None
    language: str | None
    tags: tuple[str, ...]
    version_id: str
    newest: bool
    text: str
    paragraphs: tuple[Paragraph, ...]
    claims: tuple[ClaimView, ...]
    """In order of place."""
    evidence_here: tuple[EvidenceHere, ...]
    marks: tuple[MarkView, ...]
    place_paragraph: int
    place_offset: int
    analysed: bool
    progress: float = 0.0
    """How far the reader came, 0 to 1; going back to an earlier place does not lessen it."""
    notice: str = ""
    """One sentence where the engine cannot serve this article (such as an unknown language); else empty."""
    extra: dict[str, object] = field(default_factory=dict)
