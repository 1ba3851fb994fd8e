"""The reader's own marks. Each function is one step of the journal and returns the sentence that says what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tui.engine.types import ClaimKind, Relation
from tui.library import annotations as marks
from tui.library import articles, journal, relations
from tui.library.articles import quote
from tui.library.connection import Library
from tui.library.records import Target
from tui.text.anchoring import describe
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.text.words import snap
from tui.workflows.views import ClaimView, Colour, Place, ReaderArticle


def highlight(
    lib: Library, article: ReaderArticle, spans: Sequence[Span], colour: Colour, *, tags: Iterable[str] = ()
) -> str:
    """Highlight one or (discontinuous) several spans; with `tags` where given."""
    made = marks.add(lib, kind="highlight", targets=targets(article, spans), colour=colour, tags=list(tags))
    tagged = f", tagged {', '.join(made.tags)}" if made.tags else ""
    return f"Highlighted {quote(made.targets[0].exact, 40)} in {colour}{tagged}."


def note(lib: Library, article: ReaderArticle, spans: Sequence[Span], body: str) -> str:
    """Write a note (Markdown) on spans. Raises CounterpointError when it is empty."""
    if not body.strip():
        raise CounterpointError("The note is empty; nothing was kept.")
    made = marks.add(lib, kind="note", targets=targets(article, spans), body=body)
    return f"Noted on {quote(made.targets[0].exact, 40)}."


def mark_claim(
    lib: Library,
    article: ReaderArticle,
    span: Span,
    kind: ClaimKind,
    claimant: str | None = None,
    speaker: str | None = None,
) -> str:
    """Mark a span as a claim."""
    made = marks.add(
        lib,
        kind="claim",
        targets=targets(article, [span]),
        claim_kind=kind,
        claimant=claimant or None,
        speaker=speaker or None,
    )
    whose = f" of {made.claimant}" if made.claimant else ""
    a = "an" if kind == "assertion" else "a"
    return f"Marked as {a} {kind}{whose}: {quote(made.targets[0].exact, 40)}."


def mark_evidence(lib: Library, article: ReaderArticle, span: Span, claim: ClaimView, relation: Relation) -> str:
    """Mark a span of `article` as evidence for `claim` (of this or another article).

    A suggested claim becomes an annotation first (origin engine), in the same step.
    """
    where = targets(article, [span])
    if claim.place.version_id == article.version_id and claim.place.span == where[0].span:
        raise CounterpointError("A claim is no evidence for itself; select another passage.")
    shown = quote(where[0].exact, 40)
    with journal.step(lib, f"Marked as evidence ({relation}): {shown}"):
        claim_id = claim_annotation(lib, claim)
        made = marks.add(lib, kind="evidence", targets=where)
        relations.add(lib, claim_id=claim_id, evidence_id=made.id, relation=relation, origin="reader")
    return f"{shown} now {relation} {quote(claim.place.text, 40)}."


def bookmark(lib: Library, article: ReaderArticle, paragraph: int) -> str:
    """Set a bookmark at a paragraph, or take away the one that stands there."""
    here = article.paragraphs[paragraph - 1]
    number = sum(p.kind != "furniture" for p in article.paragraphs[:paragraph])
    for mark in article.marks:
        if mark.kind == "bookmark" and any(here.start <= span.start <= here.end for span in mark.spans):
            marks.delete(lib, [mark.annotation_id])
            return f"Took away the bookmark at paragraph {number}."
    marks.add(lib, kind="bookmark", targets=targets(article, [Span(here.start, here.end)]))
    return f"Set a bookmark at paragraph {number}."


def edit(
    lib: Library,
    annotation_id: str,
    *,
    body: str | None = None,
    colour: Colour | None = None,
    kind: ClaimKind | None = None,
    claimant: str | None = None,
    speaker: str | None = None,
) -> str:
    """Change an annotation; None leaves a field as it is, "" empties claimant or speaker."""
    given: dict[str, Any] = {
        "body": body,
        "colour": colour,
        "claim_kind": kind,
        "claimant": claimant,
        "speaker": speaker,
    }
    before = marks.get(lib, annotation_id)
    after = marks.update(lib, annotation_id, **{name: v for name, v in given.items() if v is not None})
    if before == after:
        return f"The {after.kind} is as it was."
    return f"Changed the {after.kind} on {quote(after.targets[0].exact, 40)}."


def tag(lib: Library, annotation_id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> str:
    """Give an annotation tags, or take them away."""
    made = marks.tag(lib, annotation_id, list(add), list(remove))
    what = f"The {made.kind} on {quote(made.targets[0].exact, 40)}"
    return f"{what} is tagged {', '.join(made.tags)}." if made.tags else f"{what} has no tags."


def set_tags(lib: Library, annotation_id: str, tags: Iterable[str]) -> str:
    """Give an annotation exactly these tags."""
    wanted = list(tags)
    old = marks.get(lib, annotation_id)
    return tag(lib, annotation_id, wanted, [one for one in old.tags if one not in wanted])


def delete(lib: Library, annotation_ids: Sequence[str]) -> str:
    """Delete annotations (undo brings them back), with the relations that hang on them."""
    first = marks.get(lib, annotation_ids[0]) if annotation_ids else None
    count = marks.delete(lib, annotation_ids)
    if first is None or count == 0:
        return "There is nothing to delete here."
    if count > 1:
        return f"Deleted {count} annotations."
    return f"Deleted the {first.kind} on {quote(first.targets[0].exact, 40)}."


# For other workflows


def targets(article: ReaderArticle, spans: Sequence[Span]) -> list[Target]:
    """Targets for spans of the shown version; never a part of a grapheme cluster. Raises CounterpointError for none."""
    snapped = [snap(article.text, span) for span in spans]
    if not snapped or any(span.length <= 0 for span in snapped):
        raise CounterpointError("Nothing is selected.")
    return [target(article.text, article.id, article.version_id, span) for span in snapped]


def target(text: str, article_id: str, version_id: str, span: Span) -> Target:
    """A span of a version's text, with what finds it again."""
    anchor = describe(text, span)
    return Target(article_id, version_id, anchor.start, anchor.end, anchor.exact, anchor.prefix, anchor.suffix)


def place_target(lib: Library, place: Place) -> Target:
    """The target for a place on screen."""
    version = articles.version(lib, place.version_id)
    return target(version.text, place.article_id, place.version_id, place.span)


def claim_annotation(lib: Library, claim: ClaimView) -> str:
    """The id of the claim's annotation, made (origin engine) where it is still a suggestion. In the caller's step."""
    if claim.annotation_id is not None:
        return claim.annotation_id
    made = marks.add(
        lib,
        kind="claim",
        targets=[place_target(lib, claim.place)],
        claim_kind=claim.kind,
        claimant=claim.claimant,
        speaker=claim.speaker,
        origin="engine",
    )
    return made.id


def exists(lib: Library, annotation_id: str) -> bool:
    """Is there an annotation with this id (and not deleted)?"""
    try:
        return marks.get(lib, annotation_id).deleted_at is None
    except CounterpointError:
        return False
