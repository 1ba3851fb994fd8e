"""Pairs of claim and evidence as flat rows, for tables and for Hugging Face's `datasets`.

Offsets are code points in the text of the version that is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.exchange.view import Object, View, address, quote

COLUMNS: Final = (
    "id", "relation", "claim", "evidence", "claim_kind", "claimant", "speaker",
    "claim_title", "claim_url", "claim_published", "claim_article", "claim_version", "claim_start", "claim_end",
    "evidence_title", "evidence_url", "evidence_published", "evidence_article", "evidence_version",
    "evidence_start", "evidence_end",
    "note", "origin", "score", "creator", "created_at",
)  # fmt: skip


def rows(view: View) -> Iterator[Object]:
    """One row for each relation, with all columns; what is not known is None."""
    for pair in view.pairs():
        relation, said = pair.relation, pair.claim["claim"] or {}
        yield {
            "id": relation["id"],
            "relation": relation["relation"],
            "claim": quote(pair.claim),
            "evidence": quote(pair.evidence),
            "claim_kind": said.get("kind"),
            "claimant": said.get("claimant"),
            "speaker": said.get("speaker"),
            **_end(view, "claim", pair.claim),
            **_end(view, "evidence", pair.evidence),
            "note": relation["note"],
            "origin": relation["origin"],
            "score": relation["score"],
            "creator": relation["creator"],
            "created_at": relation["created_at"],
        }


def _end(view: View, name: str, annotation: Object) -> Object:
    target = annotation["targets"][0]
    article = view.article(target["article"]) or {}
    return {
        f"{name}_title": article.get("title"),
        f"{name}_url": address(article),
        f"{name}_published": article.get("published"),
        f"{name}_article": target["article"],
        f"{name}_version": target["version"],
        f"{name}_start": target["start"],
        f"{name}_end": annotation["targets"][-1]["end"],
    }
