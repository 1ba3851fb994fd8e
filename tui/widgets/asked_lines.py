"""A passage that answers a question, as lines: what it does, where it stands, and why."""

from __future__ import annotations

from tui.text.display import visible
from tui.widgets.pair_lines import passage
from tui.widgets.pane_lines import ROLES, SIGNS, PaneLine, Piece, block, percent, where
from tui.workflows.views import EvidenceView, ReaderArticle


def asked_lines(evidence: EvidenceView, home: ReaderArticle | None, width: int) -> list[PaneLine]:
    """The passage in its paragraph; `home` is its article, where that can be had."""
    head = f"{SIGNS[evidence.relation]} {evidence.relation}"
    out = [PaneLine((Piece(head, ROLES[evidence.relation]), Piece(f"   {percent(evidence.score)}", "muted")))]
    out += block(where(evidence.place, ""), "where", width)
    out += [PaneLine(), *passage(evidence.place, home, "evidence", width)]
    if evidence.reasons:
        out += [PaneLine(), PaneLine((Piece("Why", "heading"),))]
    for reason in evidence.reasons:
        out += block(visible(reason.text), "text", width, indent="· ")
    return out
