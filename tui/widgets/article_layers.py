"""What lies over the text of an article in the reader, as layers of the view: claims, evidence, own marks, matches.

Keys tell the screen what was clicked: `c:` and the key of a claim, `e:` and the index of the evidence that stands here,
`m:` and the id of one of the reader's own annotations.
"""

from __future__ import annotations

from collections.abc import Sequence

from tui.text.spans import Span
from tui.widgets.layer_index import Layer, Role
from tui.workflows.views import ClaimView, EvidenceView, MarkView, ReaderArticle

PAIR = 50
"""Priority of the pair in the pane: over all that stands."""
FOUND = 60
"""Priority of what was searched for: over the pair."""
_OF_RELATION: dict[str, Role] = {
    "contradicts": "counter",
    "weakens": "weakens",
    "qualifies": "qualifies",
    "supports": "supports",
    "updates": "updates",
}
_OF_COLOUR: dict[str, Role] = {
    "yellow": "highlight-yellow",
    "green": "highlight-green",
    "blue": "highlight-blue",
    "pink": "highlight-pink",
    "orange": "highlight-orange",
}


def standing(article: ReaderArticle) -> list[Layer]:
    """All that stands in this article whatever is selected: marks, claims, evidence for claims here and elsewhere."""
    layers: list[Layer] = []
    for mark in article.marks:
        layers += [Layer(*span, role, f"m:{mark.annotation_id}") for span in mark.spans for role in _of_mark(mark)]
    for claim in article.claims:
        layers.append(Layer(*claim.place.span, "contested" if claim.contested else "claim", f"c:{claim.key}"))
    for index, evidence in enumerate(article.evidence_here):
        if evidence.state != "rejected":
            layers.append(Layer(*evidence.span, _OF_RELATION[evidence.relation], f"e:{index}"))
    return layers


def current(
    article_id: str,
    version_id: str,
    claim: ClaimView | None,
    evidence: EvidenceView | None,
    reason: int | None = None,
) -> list[Layer]:
    """The pair in the pane, as far as it stands in this version, and the places that the reasons are about; with
    `reason`, that this one of them is about."""
    layers: list[Layer] = []
    reasons = evidence.reasons if evidence else claim.reasons if claim else ()
    role: Role = "reason"
    if reason is not None:
        reasons, role = reasons[reason : reason + 1], "reason-chosen"

    def here(article: str, version: str) -> bool:
        return article == article_id and version == version_id

    if claim is not None and here(claim.place.article_id, claim.place.version_id):
        layers.append(Layer(*claim.place.span, "current-claim", f"c:{claim.key}", PAIR))
        spans = [span for one in reasons for span in one.claim_spans]
        layers += [Layer(*span, role, "", PAIR + 2) for span in spans]
    if evidence is not None and here(evidence.place.article_id, evidence.place.version_id):
        layers.append(Layer(*evidence.place.span, _OF_RELATION[evidence.relation], "", PAIR))
        layers.append(Layer(*evidence.place.span, "current-evidence", "", PAIR + 1))
        spans = [span for one in reasons for span in one.evidence_spans]
        layers += [Layer(*span, role, "", PAIR + 2) for span in spans]
    return layers


def found(matches: Sequence[Span], match: int | None) -> list[Layer]:
    """What was searched for; `match` is the index of the current match."""
    return [Layer(*span, "find-current" if index == match else "find", "", FOUND) for index, span in enumerate(matches)]


def _of_mark(mark: MarkView) -> tuple[Role, ...]:
    return (*_of_kind(mark), "review") if mark.state == "review" else _of_kind(mark)


def _of_kind(mark: MarkView) -> tuple[Role, ...]:
    if mark.kind == "claim":
        return ("own-claim",)
    if mark.kind == "evidence":
        return ("own-evidence",)
    if mark.kind == "bookmark":
        return ("bookmark",)
    colour: tuple[Role, ...] = (_OF_COLOUR[mark.colour],) if mark.colour in _OF_COLOUR else ()
    if mark.kind == "note" or mark.body:
        return (*colour, "note")
    return colour or ("highlight-yellow",)
