"""Suggestions, verdicts, relations and the reader's claims as one: each claim once, each pair once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tui.engine.types import COUNTER, Reason
from tui.library import annotations as marks
from tui.library import relations, suggestions, verdicts
from tui.library.connection import Library
from tui.library.records import Annotation, Relation, Resolution, SuggestedClaim, SuggestedEvidence, Target, Verdict
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.workflows.lookup import Lookup
from tui.workflows.views import ClaimView, EvidenceHere, EvidenceView, PairState, Place

Standing = Sequence[tuple[Annotation, list[tuple[Target, Resolution]]]]
"""The annotations of a version, each with its targets and where they stand in it."""


class Claims:
    """Claims and their evidence, for one screen."""

    def __init__(self, lib: Library, lookup: Lookup) -> None:
        self.lib = lib
        self.lookup = lookup
        self._standing: dict[str, Standing] = {}
        self._shown: dict[str, str] = {}
        """The version that is being read, by the id of its article."""

    def standing(self, version_id: str) -> Standing:
        """The annotations of a version's article, and where they stand in it."""
        if version_id not in self._standing:
            self._standing[version_id] = marks.of_version(self.lib, version_id)
        return self._standing[version_id]

    def of_version(self, version_id: str, own: Standing | None = None) -> tuple[ClaimView, ...]:
        """The claims of one version in order of place: the reader's own, and suggestions that are not one of these."""
        if own is not None:
            self._standing[version_id] = own
        article_id = self.lookup.text(version_id).version.article_id
        self._shown[article_id] = version_id
        said = [(one, _spans(places)) for one, places in self.standing(version_id) if one.kind == "claim"]
        mine = [(one, spans) for one, spans in said if spans]
        judged = verdicts.of_articles(self.lib, [article_id])
        bearing: dict[str, list[Relation]] = {}
        for relation in relations.of_annotations(self.lib, [one.id for one, _ in mine]):
            bearing.setdefault(relation.claim_id, []).append(relation)
        related: dict[str, dict[str, EvidenceView]] = {
            one.id: {view.key: view for r in bearing.get(one.id, ()) if (view := self._related(r)) is not None}
            for one, _ in mine
        }
        matched: dict[str, list[SuggestedClaim]] = {}
        found: list[ClaimView] = []
        for suggestion in suggestions.of_version(self.lib, version_id):
            home = next((one for one, spans in mine if any(s.much_the_same(suggestion.span) for s in spans)), None)
            if home is not None:
                matched.setdefault(home.id, []).append(suggestion)
                self._add_suggested(related[home.id], suggestion, judged, owned=True)
                continue
            views: dict[str, EvidenceView] = {}
            self._add_suggested(views, suggestion, judged, owned=False)
            if (suggested := self._suggested_claim(suggestion, views.values())) is not None:
                found.append(suggested)
        for one, spans in mine:
            mine_here = self._own_claim(one, spans[0], version_id, related[one.id].values(), matched.get(one.id, ()))
            if mine_here is not None:
                found.append(mine_here)
        return tuple(sorted(found, key=lambda claim: (claim.place.span, claim.key)))

    def evidence_in(self, version_id: str, own: Standing, claims: Sequence[ClaimView]) -> tuple[EvidenceHere, ...]:
        """Evidence that stands in this version, for its own claims (`claims`) and for those of other articles."""
        here = [
            EvidenceHere(evidence.place.span, evidence.relation, evidence.state, claim.place, claim.key)
            for claim in claims
            for evidence in claim.evidence
            if evidence.place.version_id == version_id and evidence.state != "rejected"
        ]
        here += self._suggested_here(version_id) + self._related_here(own, {c.annotation_id for c in claims})
        return tuple(sorted(here, key=lambda one: (one.span, one.claim_key)))

    # Evidence

    def _related(self, relation: Relation) -> EvidenceView | None:
        place = self.annotation_place(relation.evidence_id)
        if place is None:
            return None
        return EvidenceView(
            key=f"r:{relation.id}",
            place=place,
            relation=relation.relation,
            state="accepted" if relation.origin == "engine" else "made",
            origin=relation.origin,
            score=relation.score,
            reasons=reasons(relation.reasons),
            note=relation.note,
            relation_id=relation.id,
            annotation_id=relation.evidence_id,
        )

    def _add_suggested(
        self,
        views: dict[str, EvidenceView],
        suggestion: SuggestedClaim,
        judged: Sequence[verdicts.Judged],
        *,
        owned: bool,
    ) -> None:
        """Add the suggested evidence of a claim to `views`, without the pairs that are in it as relations already."""
        known = list(views.values())
        for evidence in suggestion.evidence:
            at = [view.place for view in known if view.place.version_id == evidence.version_id]
            if any(place.span.shares_half(evidence.span) for place in at):
                continue
            verdict = _verdict(judged, suggestion, evidence)
            rejected = verdict is not None and verdict.answer == "rejected"
            if owned and verdict is not None and not rejected:
                continue  # It counted through a relation, which the reader has deleted since.
            place = self.lookup.place(evidence.article_id, evidence.version_id, evidence.span)
            if place is None:
                continue
            state: PairState = "rejected" if rejected else "open"
            view = EvidenceView(
                key=f"s:{evidence.id}",
                place=place,
                relation=verdict.relation if verdict is not None and not rejected else evidence.relation,
                state=state,
                origin="engine",
                score=evidence.score,
                reasons=reasons(evidence.reasons),
                suggestion_id=evidence.id,
            )
            views[view.key] = view

    def _suggested_here(self, version_id: str) -> list[EvidenceHere]:
        """Open suggestions of other articles that point into this version."""
        article_id = self.lookup.text(version_id).version.article_id
        judged: list[verdicts.Judged] | None = None
        found: list[EvidenceHere] = []
        for evidence, claim in suggestions.pointing_at(self.lib, version_id):
            home = self.lookup.article(claim.article_id)
            if claim.article_id == article_id or home is None or home.newest_version != claim.version_id:
                continue
            judged = verdicts.of_articles(self.lib, [article_id]) if judged is None else judged
            if _verdict(judged, claim, evidence) is not None:
                continue
            place = self.lookup.place(claim.article_id, claim.version_id, claim.span)
            if place is not None:
                key = self._key_of(claim)
                found.append(EvidenceHere(evidence.span, evidence.relation, "open", place, key))
        return found

    def _key_of(self, claim: SuggestedClaim) -> str:
        """The key that a suggested claim goes by on the screen of its own article."""
        for one, places in self.standing(claim.version_id):
            if one.kind == "claim" and any(span.much_the_same(claim.span) for span in _spans(places)):
                return f"a:{one.id}"
        return f"s:{claim.id}"

    def _related_here(self, own: Standing, shown: set[str | None]) -> list[EvidenceHere]:
        """Relations from annotations of this version to claims of other articles."""
        spans = {one.id: _spans(places) for one, places in own}
        found: list[EvidenceHere] = []
        for relation in relations.of_annotations(self.lib, spans):
            at = spans.get(relation.evidence_id)
            if not at or relation.claim_id in shown:
                continue
            place = self.annotation_place(relation.claim_id)
            if place is not None:
                state: PairState = "accepted" if relation.origin == "engine" else "made"
                found.append(EvidenceHere(at[0], relation.relation, state, place, f"a:{relation.claim_id}"))
        return found

    def annotation_place(self, annotation_id: str) -> Place | None:
        """Where an annotation stands: in the version that is being read, of another article in the newest one, if it
        was found there; else in its own."""
        try:
            annotation = marks.get(self.lib, annotation_id)
        except CounterpointError:
            return None
        for target in annotation.targets:
            article = self.lookup.article(target.article_id)
            if article is None:
                continue
            read = self._shown.get(article.id, article.newest_version)
            if target.version_id != read:
                for one, places in self.standing(read):
                    if one.id == annotation_id and (spans := _spans(places)):
                        return self.lookup.place(article.id, read, spans[0])
            return self.lookup.place(article.id, target.version_id, target.span)
        return None

    # Claims

    def _suggested_claim(self, suggestion: SuggestedClaim, evidence: Iterable[EvidenceView]) -> ClaimView | None:
        place = self.lookup.place(suggestion.article_id, suggestion.version_id, suggestion.span)
        if place is None:
            return None
        return ClaimView(
            key=f"s:{suggestion.id}",
            place=place,
            sentence=suggestion.sentence,
            kind=suggestion.kind,
            claimant=suggestion.claimant,
            speaker=suggestion.speaker,
            origin="engine",
            score=suggestion.score,
            reasons=reasons(suggestion.reasons),
            evidence=in_order(evidence),
            suggestion_id=suggestion.id,
        )

    def _own_claim(
        self,
        annotation: Annotation,
        span: Span,
        version_id: str,
        evidence: Iterable[EvidenceView],
        suggested: Sequence[SuggestedClaim],
    ) -> ClaimView | None:
        text = self.lookup.text(version_id)
        place = self.lookup.place(text.version.article_id, version_id, span)
        if place is None:
            return None
        first = suggested[0] if suggested else None
        return ClaimView(
            key=f"a:{annotation.id}",
            place=place,
            sentence=text.sentence_at(span.start),
            kind=annotation.claim_kind or (first.kind if first else "assertion"),
            claimant=annotation.claimant,
            speaker=annotation.speaker,
            origin=annotation.origin,
            score=first.score if first else None,
            reasons=reasons(first.reasons) if first else (),
            evidence=in_order(evidence),
            suggestion_id=first.id if first else None,
            annotation_id=annotation.id,
        )


def in_order(evidence: Iterable[EvidenceView]) -> tuple[EvidenceView, ...]:
    """Counter-evidence first, each group in order of score (the reader's own before all); rejected pairs last."""
    return tuple(
        sorted(
            evidence,
            key=lambda e: (
                e.state == "rejected",
                e.relation not in COUNTER,
                -(e.score if e.score is not None else 2.0),
                e.place.article_n,
                e.place.span,
            ),
        )
    )


def reasons(stored: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Reasons as they are drawn, from the objects that the library keeps."""
    return tuple(
        Reason(
            kind=str(one.get("kind", "")),
            text=str(one.get("text", "")),
            weight=float(one.get("weight", 0.0)),
            claim_spans=tuple(Span(*span) for span in one.get("claim_spans", ())),
            evidence_spans=tuple(Span(*span) for span in one.get("evidence_spans", ())),
            value=float(one.get("value", 0.0)),
        )
        for one in stored
    )


def _spans(places: Iterable[tuple[Target, Resolution]]) -> list[Span]:
    return [place.span for _, place in places if place.span is not None and place.state != "orphan"]


def _verdict(judged: Sequence[verdicts.Judged], claim: SuggestedClaim, evidence: SuggestedEvidence) -> Verdict | None:
    return verdicts.matching(judged, claim.span, evidence.span, (claim.version_id, evidence.version_id))
