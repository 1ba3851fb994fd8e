"""What the screens that list things need: articles, annotations, the ledger, a preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.library import annotations as marks
from tui.library import listing
from tui.library.annotations import AnnotationQuery
from tui.library.bearing import new_passages
from tui.library.connection import Library
from tui.library.listing import ArticleQuery, Order, View
from tui.library.records import Annotation, Article, LedgerRow, SearchHit

if TYPE_CHECKING:
    from tui.engine.types import ClaimKind
    from tui.text.spans import Span
    from tui.workflows.lookup import Lookup
    from tui.workflows.views import AnnotationKind, Colour, ResolutionState

# What the list of articles does not need is imported where it is used: that list is the first thing to be shown.

_OPENING = 1500
_CLAIMS = 10
_NOTES = 5

__all__ = [
    "AnnotationQuery",
    "AnnotationRow",
    "Article",
    "ArticleQuery",
    "LedgerRow",
    "Order",
    "Preview",
    "SearchHit",
    "View",
    "all_tags",
    "annotation_count",
    "annotation_rows",
    "annotation_tags",
    "article_count",
    "article_position",
    "article_rows",
    "ledger_rows",
    "preview",
    "search",
    "source_name",
]


class AnnotationRow(Struct, frozen=True):
    """One annotation as the annotations screen lists it."""

    id: str
    kind: AnnotationKind
    quote: str
    """The text it stands on; the parts of a discontinuous one joined by " … "."""
    body: str
    colour: Colour | None
    tags: tuple[str, ...]
    claim_kind: ClaimKind | None
    claimant: str | None
    speaker: str | None
    origin: str
    creator: str
    created_at: str
    modified_at: str
    article_id: str
    article_n: int
    article_title: str
    version_id: str
    """The version to open: the newest in which the annotation's text was found, else its own."""
    paragraph: int
    start: int
    end: int
    """Where it stands in that version."""
    state: ResolutionState
    """How it stands in the newest version of its article: the worst of its parts."""

    @property
    def orphan(self) -> bool:
        """Its text can no longer be found in the newest version."""
        return self.state == "orphan"


class Preview(Struct, frozen=True):
    """An article at a glance."""

    article: Article
    opening: str
    """The first body paragraphs, up to some 1,500 characters."""
    claims: tuple[tuple[str, str, bool], ...]
    """Claimant (or ""), text, contested: the contested ones first; at most ten."""
    notes: tuple[str, ...]
    """The reader's own notes, at most five."""


def article_count(lib: Library, query: ArticleQuery) -> int:
    """How many articles the query names."""
    return listing.count(lib, query)


def article_rows(lib: Library, query: ArticleQuery, *, offset: int = 0, limit: int = 200) -> list[Article]:
    """One page of the articles that the query names, in its order."""
    return listing.rows(lib, query, limit, offset)


def article_position(lib: Library, query: ArticleQuery, article_id: str) -> int | None:
    """The row at which an article stands in the query's order, from 0; None when the query leaves it out."""
    return listing.position(lib, query, article_id)


def source_name(article: Article) -> str:
    """The publication; where none is known, the name of the file, not all of its path."""
    source = article.source or ""
    if source == article.location or source.startswith(("/", "bundled:")):
        return source.rstrip("/").rpartition("/")[2].removeprefix("bundled:")
    return source


def all_tags(lib: Library) -> list[tuple[str, int]]:
    """The tags of articles with how many carry each, in order of the alphabet."""
    return listing.all_tags(lib)


def annotation_tags(lib: Library) -> list[tuple[str, int]]:
    """The tags of annotations with how many carry each, in order of the alphabet."""
    return listing.all_tags(lib, "annotations")


def annotation_count(lib: Library, query: AnnotationQuery) -> int:
    """How many annotations the query names."""
    return marks.count(lib, query)


def annotation_rows(lib: Library, query: AnnotationQuery, *, offset: int = 0, limit: int = 200) -> list[AnnotationRow]:
    """One page of the annotations that the query names, the newest first."""
    from tui.workflows.lookup import Lookup

    lookup = Lookup(lib)
    standing: dict[str, dict[str, tuple[Span | None, ResolutionState]]] = {}
    return [
        row
        for annotation in marks.rows(lib, query, limit, offset)
        if (row := _annotation_row(lib, annotation, lookup, standing)) is not None
    ]


def _annotation_row(
    lib: Library,
    annotation: Annotation,
    lookup: Lookup,
    standing: dict[str, dict[str, tuple[Span | None, ResolutionState]]],
) -> AnnotationRow | None:
    """`standing` keeps, by version, where annotations stand in it and how surely they do."""
    live = [target for target in annotation.targets if lookup.article(target.article_id) is not None]
    if not live:
        return None
    first = live[0]
    article = lookup.article(first.article_id)
    assert article is not None
    version_id, span = first.version_id, first.span
    state: ResolutionState = "exact"
    if version_id != article.newest_version:
        found = standing.get(article.newest_version)
        if found is None:
            from tui.workflows.views import worst

            found = standing[article.newest_version] = {
                one.id: (targets[0][1].span, worst(place.state for _, place in targets))
                for one, targets in marks.of_version(lib, article.newest_version)
                if targets
            }
        now, state = found.get(annotation.id, (None, "orphan"))
        if now is not None:
            version_id, span = article.newest_version, now
    return AnnotationRow(
        id=annotation.id,
        kind=annotation.kind,
        quote=" … ".join(target.exact for target in annotation.targets),
        body=annotation.body,
        colour=annotation.colour,
        tags=annotation.tags,
        claim_kind=annotation.claim_kind,
        claimant=annotation.claimant,
        speaker=annotation.speaker,
        origin=annotation.origin,
        creator=annotation.creator,
        created_at=annotation.created_at,
        modified_at=annotation.modified_at,
        article_id=article.id,
        article_n=article.n,
        article_title=article.title,
        version_id=version_id,
        paragraph=lookup.text(version_id).paragraph_at(span.start),
        start=span.start,
        end=span.end,
        state=state,
    )


def ledger_rows(
    lib: Library, *, text: str = "", kind: ClaimKind | None = None, contested: bool = False
) -> Sequence[LedgerRow]:
    """The claims of all articles, grouped by claimant (whatever an article calls them), in order of time."""
    # Here, because the first list is shown without them.
    from tui.engine.claimants import same
    from tui.library import ledger

    rows = ledger.rows(lib, text, kind, contested)
    names = same(row.claimant for row in rows if row.claimant)
    rows = [replace(row, claimant=names.get(row.claimant, row.claimant)) if row.claimant else row for row in rows]
    return sorted(rows, key=lambda row: (row.claimant is None, (row.claimant or "").casefold(), *_in_time(row)))


def _in_time(row: LedgerRow) -> tuple[bool, str, int, int]:
    return row.published is None, row.published or "", row.article_n, row.start


def bearing(lib: Library) -> str:
    """`3 new passages bear on claims you hold`; empty where none does."""
    number = new_passages(lib)
    if not number:
        return ""
    return f"{number:,} new passage{' bears' if number == 1 else 's bear'} on claims you hold"


def preview(lib: Library, article_id: str) -> Preview:
    """An article at a glance. Raises CounterpointError when it is gone."""
    from tui.workflows.reading import open_article

    shown = open_article(lib, article_id)
    opening: list[str] = []
    for paragraph in shown.paragraphs:
        if paragraph.kind != "furniture":
            opening.append(shown.text[paragraph.start : min(paragraph.end, paragraph.start + _OPENING)])
            if sum(map(len, opening)) >= _OPENING:
                break
    claims = sorted(shown.claims, key=lambda claim: not claim.contested)[:_CLAIMS]
    return Preview(
        article=listing.rows(lib, ArticleQuery(ids=(article_id,)), 1, 0)[0],
        opening="\n\n".join(opening)[:_OPENING],
        claims=tuple((claim.claimant or "", claim.place.text, claim.contested) for claim in claims),
        notes=tuple(mark.body for mark in shown.marks if mark.body)[:_NOTES],
    )


def search(lib: Library, query: str, *, limit: int = 50, offset: int = 0) -> list[SearchHit]:
    """Full-text search, the best first."""
    from tui.library import search as full_text

    return full_text.search(lib, query, limit, offset)
