"""Open an article for the reader screen: text, suggestions, verdicts, relations and marks as one thing to be drawn."""

from __future__ import annotations

from tui.engine.types import COUNTER
from tui.library import annotations as marks
from tui.library import articles, extra, suggestions
from tui.library.connection import Library
from tui.library.records import Annotation, Resolution, Target
from tui.text.errors import CounterpointError
from tui.workflows.analysis import analysis_key, served
from tui.workflows.claims import Claims
from tui.workflows.lookup import Lookup
from tui.workflows.navigation import Outline
from tui.workflows.views import ClaimView, EvidenceView, MarkView, ReaderArticle, worst


def open_article(lib: Library, article_id: str, version_id: str | None = None) -> ReaderArticle:
    """Everything that the reader screen shows of one version (the newest unless named).

    An accepted suggestion is shown once, as its annotation. Runs no analysis: `ReaderArticle.analysed` says whether
    one is due (`workflows.analysis.analyse_article`). Raises CounterpointError when there is no such article (any
    more), or no such version.
    """
    article = articles.get(lib, article_id)
    if article.deleted_at is not None:
        raise CounterpointError("This article is no longer in the library.")
    shown = version_id or article.newest_version
    lookup = Lookup(lib)
    text = lookup.text(shown)
    own = marks.of_version(lib, shown)
    standing = Claims(lib, lookup)
    claims = standing.of_version(shown, own)
    return ReaderArticle(
        id=article.id,
        n=article.n,
        title=article.title,
        source=article.source,
        url=article.url,
        author=article.author,
        published=article.published,
        language=article.language,
        tags=article.tags,
        version_id=shown,
        newest=shown == article.newest_version,
        text=text.text,
        paragraphs=text.paragraphs,
        claims=claims,
        evidence_here=standing.evidence_in(shown, own, claims),
        marks=tuple(_mark(annotation, places) for annotation, places in own),
        place_paragraph=article.place_paragraph,
        place_offset=article.place_offset,
        progress=article.progress,
        analysed=suggestions.analysed(lib, shown, analysis_key(lib, text.paragraphs)),
        notice=served(lookup, article, shown),
        extra=extra.unknown(article.extra),
    )


def _mark(annotation: Annotation, places: list[tuple[Target, Resolution]]) -> MarkView:
    spans = tuple(place.span for _, place in places if place.span is not None)
    return MarkView(
        annotation_id=annotation.id,
        kind=annotation.kind,
        spans=spans,
        state=worst(place.state for _, place in places),
        quote=" … ".join(target.exact for target, _ in places),
        body=annotation.body,
        colour=annotation.colour,
        tags=annotation.tags,
        origin=annotation.origin,
        creator=annotation.creator,
        claim_kind=annotation.claim_kind,
        claimant=annotation.claimant,
        speaker=annotation.speaker,
    )


# Finding one's way in what is shown


def claim_at(article: ReaderArticle, offset: int) -> ClaimView | None:
    """The claim at a code-point offset: the shortest span that covers it, else one whose sentence does, else None."""
    covering = [claim for claim in article.claims if claim.place.span.contains(offset)]
    if covering:
        return min(covering, key=lambda claim: claim.place.span.length)
    around = [claim for claim in article.claims if claim.sentence.contains(offset)]
    return min(around, key=lambda claim: abs(claim.place.span.start - offset), default=None)


def claims_in_paragraph(article: ReaderArticle, n: int) -> tuple[ClaimView, ...]:
    """The claims that stand in paragraph `n`, in order of place."""
    return tuple(claim for claim in article.claims if claim.place.paragraph == n)


def best_claim_in_paragraph(article: ReaderArticle, n: int) -> ClaimView | None:
    """The claim of paragraph `n` to show first: a contested one before others, then by its evidence and its score."""

    def worth(claim: ClaimView) -> tuple[bool, float, float]:
        against = [e.score or 1.0 for e in claim.evidence if e.relation in COUNTER and e.state != "rejected"]
        return claim.contested, max(against, default=0.0), claim.score if claim.score is not None else 1.0

    return max(claims_in_paragraph(article, n), key=worth, default=None)


def claim_by_key(article: ReaderArticle, key: str) -> ClaimView | None:
    """The claim with this key. Keys change when a suggestion is accepted: ask `claim_like` after judging."""
    return next((claim for claim in article.claims if claim.key == key), None)


def claim_like(article: ReaderArticle, claim: ClaimView) -> ClaimView | None:
    """The same claim in a freshly opened article: by key, else by overlapping place."""
    near = [c for c in article.claims if c.place.span.shares_half(claim.place.span)]
    return claim_by_key(article, claim.key) or max(
        near, key=lambda c: c.place.span.overlap(claim.place.span) / max(1, c.place.span.length), default=None
    )


def evidence_like(claim: ClaimView, evidence: EvidenceView) -> EvidenceView | None:
    """The same piece of evidence in a freshly opened article: by key, else by overlapping place."""
    for one in claim.evidence:
        if one.key == evidence.key:
            return one
    return next((one for one in claim.evidence if _same_place(one, evidence)), None)


def _same_place(one: EvidenceView, other: EvidenceView) -> bool:
    return one.place.version_id == other.place.version_id and one.place.span.shares_half(other.place.span)


def marks_at(article: ReaderArticle, offset: int) -> tuple[MarkView, ...]:
    """The reader's annotations at an offset, the shortest first."""
    here = [mark for mark in article.marks if any(span.start <= offset < span.end for span in mark.spans)]
    return tuple(sorted(here, key=lambda mark: sum(span.length for span in mark.spans)))


def progress_at(article: ReaderArticle, offset: int) -> float:
    """How far the paragraph at `offset` is into the article, furniture left out: 0 to 1, 1 in its last paragraph."""
    return round(Outline(article).whereabouts(offset).progress, 4)
