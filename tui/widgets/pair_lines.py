"""Both sides of a pair to be judged, as lines: the claim in its paragraph, the evidence in its own."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.text.display import visible
from tui.text.spans import Span
from tui.text.wrap import wrap
from tui.widgets.pane_lines import ROLES, SIGNS, STATES, PaneLine, Piece, block, cut, numbered, percent, where, who_says
from tui.workflows.judging import Pair
from tui.workflows.views import Place, ReaderArticle

WEIGHTY = 5
"""So many reasons, those that count most, stand out from the rest."""
AROUND = 420
"""How much of a long paragraph is shown before and after the span, in code points."""


def claim_side(
    pair: Pair, home: ReaderArticle | None, width: int, *, titled: bool = True, compact: bool = False
) -> list[PaneLine]:
    """The claim: who says what, of what kind, and where; `titled` names the article too, `compact` saves lines."""
    claim = pair.claim
    if compact:
        stands = Piece(f"{claim.kind} · {numbered(claim.place)}", "muted")
        who = cut(who_says(claim), max(8, width - cell_len(stands.text) - 2))
        gap = Piece(" " * max(1, width - cell_len(who) - cell_len(stands.text)))
        return [PaneLine((Piece(who, "claimant"), gap, stands)), *passage(claim.place, home, "claim", width)]
    out = [PaneLine((Piece(f"Claim · {claim.kind}", "heading"),))]
    out += block(who_says(claim), "claimant", width)
    if claim.speaker and claim.speaker != claim.claimant:
        out += block(f"through {visible(claim.speaker)}", "muted", width)
    out += block(where(claim.place, "") if titled else numbered(claim.place), "where", width)
    out.append(PaneLine())
    return out + passage(claim.place, home, "claim", width)


def evidence_side(pair: Pair, home: ReaderArticle | None, width: int, *, compact: bool = False) -> list[PaneLine]:
    """The evidence: what it is said to do, where it stands, and why."""
    gap = [] if compact else [PaneLine()]
    evidence = pair.evidence
    role = ROLES[evidence.relation]
    score = percent(evidence.score)
    state = " · ".join(part for part in (STATES[evidence.state], score) if part)
    out = [PaneLine((Piece(f"{SIGNS[evidence.relation]} {evidence.relation}", role), Piece(f"   {state}", "muted")))]
    same = evidence.place.article_id == pair.claim.place.article_id
    stands = f"the same article, {numbered(evidence.place)}" if same else where(evidence.place, "")
    out += block(stands, "where", width)
    out += gap
    out += passage(evidence.place, home, "evidence", width)
    if evidence.reasons and not compact:
        out += [*gap, PaneLine((Piece("Why", "heading"),))]
    for number, reason in enumerate(evidence.reasons):
        out += block(visible(reason.text), "text" if number < WEIGHTY else "muted", width, indent="· ")
    if evidence.note:
        out += block(visible(" ".join(evidence.note.split())), "note", width, indent="✎ ")
    return out


def passage(place: Place, home: ReaderArticle | None, role: str, width: int) -> list[PaneLine]:
    """The span in its paragraph, so that it can be judged; alone where its article cannot be had."""
    if home is None or home.version_id != place.version_id:
        return block(visible(" ".join(place.text.split())), role, width)
    paragraph = next((p for p in home.paragraphs if p.start <= place.span.start <= p.end), None)
    start = max(paragraph.start if paragraph else 0, place.span.start - AROUND)
    end = min(max(paragraph.end if paragraph else 0, place.span.end), place.span.end + AROUND)
    if paragraph is not None and start > paragraph.start:
        start = home.text.find(" ", start, place.span.start) + 1 or start
    if paragraph is not None and end < paragraph.end:
        end = max(place.span.end, home.text.rfind(" ", place.span.end, end))
    cut_before = paragraph is not None and start > paragraph.start
    cut_after = paragraph is not None and end < paragraph.end
    text = ("… " if cut_before else "") + visible(home.text[start:end]) + (" …" if cut_after else "")
    shift = start - (2 if cut_before else 0)
    return marked(text, [Span(place.span.start - shift, place.span.end - shift)], role, "context", width)


def marked(text: str, spans: Sequence[Span], role: str, otherwise: str, width: int) -> list[PaneLine]:
    """A wrapped text in which `spans` (in order, apart) have one role and the rest another."""
    out = []
    for start, end in wrap(text, 0, len(text), max(4, width)):
        end = start + len(text[start:end].rstrip())
        pieces, at = [], start
        for span in spans:
            left, right = max(at, span.start), min(end, span.end)
            if left < right:
                if at < left:
                    pieces.append(Piece(text[at:left], otherwise))
                pieces.append(Piece(text[left:right], role))
                at = right
        if at < end:
            pieces.append(Piece(text[at:end], otherwise))
        out.append(PaneLine(tuple(pieces)))
    return out
