"""The reader's answers to suggestions. Each is one step of the journal; its sentence says what was done."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from tui.engine.types import Relation
from tui.library import annotations as marks
from tui.library import journal, listing, relations, verdicts
from tui.library.articles import quote
from tui.library.connection import Library
from tui.library.listing import ArticleQuery
from tui.library.records import Answer
from tui.text.errors import CounterpointError
from tui.workflows.annotating import claim_annotation, place_target
from tui.workflows.claims import Claims
from tui.workflows.learning import lesson_of
from tui.workflows.lookup import Lookup
from tui.workflows.views import ClaimView, EvidenceView


class Pair(Struct, frozen=True):
    """A claim and one piece of evidence for it, to be judged."""

    claim: ClaimView
    evidence: EvidenceView


def accept(lib: Library, claim: ClaimView, evidence: EvidenceView, relation: Relation | None = None) -> str:
    """Accept a suggestion, as `relation` where the reader says another one.

    Makes two annotations (reused where they exist), a relation with origin `engine`, its score and reasons, and a
    verdict.
    """
    if evidence.relation_id is not None:
        if relation is not None and relation != evidence.relation:
            return change(lib, claim, evidence, relation)
        return f"This is {evidence.state} already: {_quote(evidence)} {evidence.relation} the claim."
    given = relation or evidence.relation
    done = "Accepted" if given == evidence.relation else f"Accepted as “{given}”"
    with journal.step(lib, f"{done}: {_quote(evidence)}"):
        relations.add(
            lib,
            claim_id=claim_annotation(lib, claim),
            evidence_id=_evidence_annotation(lib, evidence),
            relation=given,
            origin="engine",
            score=evidence.score,
            reasons=[{"kind": reason.kind, "text": reason.text} for reason in evidence.reasons],
        )
        _answer(lib, claim, evidence, "accepted" if given == evidence.relation else "changed", given)
    return f"Accepted: {_quote(evidence)} {given} {quote(claim.place.text, 40)}."


def reject(lib: Library, claim: ClaimView, evidence: EvidenceView) -> str:
    """Reject a suggestion (a verdict, nothing else); a relation that was accepted or made is taken away.

    Annotations that accepting made, and that nothing else hangs on, go with it.
    """
    if evidence.state == "rejected":
        return "This is rejected already."
    with journal.step(lib, f"Rejected: {_quote(evidence)}"):
        if evidence.origin == "engine":
            _answer(lib, claim, evidence, "rejected", evidence.relation)
        if evidence.relation_id is not None:
            relations.delete(lib, [evidence.relation_id])
            for annotation_id in (evidence.annotation_id, claim.annotation_id):
                if annotation_id is not None and _made_by_accepting(lib, annotation_id):
                    marks.delete(lib, [annotation_id])
    verb = "Took away the relation of" if evidence.state == "made" else "Rejected:"
    return f"{verb} {_quote(evidence)}."


def change(lib: Library, claim: ClaimView, evidence: EvidenceView, relation: Relation) -> str:
    """Say what the evidence really does: accepts an open suggestion as `relation`; changes a relation that exists."""
    if evidence.relation_id is None:
        return accept(lib, claim, evidence, relation)
    if relation == evidence.relation:
        return f"{_quote(evidence)} {relation} the claim already."
    with journal.step(lib, f"Changed to “{relation}”: {_quote(evidence)}"):
        relations.update(lib, evidence.relation_id, relation=relation)
        if evidence.origin == "engine":
            _answer(lib, claim, evidence, "changed", relation)
    return f"Changed: {_quote(evidence)} now {relation} the claim."


def set_note(lib: Library, evidence: EvidenceView, note: str) -> str:
    """Write why. Raises CounterpointError for a suggestion that is not accepted yet."""
    if evidence.relation_id is None:
        raise CounterpointError("Accept the suggestion first; then you can write why.")
    if note.strip() == evidence.note.strip():
        return "The note is as it was."
    relations.update(lib, evidence.relation_id, note=note.strip())
    return f"Wrote why {_quote(evidence)} {evidence.relation} the claim." if note.strip() else "Took the note away."


def open_pairs(lib: Library, article_id: str | None = None) -> list[Pair]:
    """The suggestions without a verdict, of one article or (None) of the library: in order of article and place."""
    lookup = Lookup(lib)
    claims = Claims(lib, lookup)
    return [
        Pair(claim, evidence)
        for version_id in _versions(lib, lookup, article_id)
        for claim in claims.of_version(version_id)
        for evidence in claim.evidence
        if evidence.state == "open"
    ]


def _versions(lib: Library, lookup: Lookup, article_id: str | None) -> Iterator[str]:
    """The newest versions to look through; of the whole library, only of articles that have claims."""
    if article_id is not None:
        article = lookup.article(article_id)
        if article is not None:
            yield article.newest_version
        return
    for article in listing.rows(lib, ArticleQuery(order="added")):
        if article.claims:
            yield article.newest_version


def _answer(lib: Library, claim: ClaimView, evidence: EvidenceView, answer: Answer, relation: Relation) -> None:
    verdicts.add(
        lib,
        answer=answer,
        relation=relation,
        claim=place_target(lib, claim.place),
        evidence=place_target(lib, evidence.place),
        extra=lesson_of(evidence.relation, evidence.reasons),
    )


def _evidence_annotation(lib: Library, evidence: EvidenceView) -> str:
    """The id of the evidence's annotation: one on the very same span, or a new one."""
    if evidence.annotation_id is not None:
        return evidence.annotation_id
    place = evidence.place
    for annotation, places in marks.of_version(lib, place.version_id):
        spans = [found.span for _, found in places]
        if annotation.kind == "evidence" and annotation.origin == "engine" and spans == [place.span]:
            return annotation.id
    return marks.add(lib, kind="evidence", targets=[place_target(lib, place)], origin="engine").id


def _made_by_accepting(lib: Library, annotation_id: str) -> bool:
    """Did only accepting make it, and is there nothing of the reader's on it?"""
    annotation = marks.get(lib, annotation_id)
    if annotation.origin != "engine" or annotation.body or annotation.tags:
        return False
    return not relations.of_annotations(lib, [annotation_id])


def _quote(evidence: EvidenceView) -> str:
    return quote(evidence.place.text, 40)
