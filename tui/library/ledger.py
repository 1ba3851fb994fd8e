"""The claims of all articles by claimant, in order of time: what was said, and what came of it."""

from __future__ import annotations

import json
from typing import Any

from tui.library.connection import Library
from tui.library.errors import speaks
from tui.library.records import ClaimKind, LedgerRow
from tui.library.schema import PARAGRAPH_BITS
from tui.library.standing import Standing, claims_of

__all__ = ["LedgerRow", "rows"]


@speaks
def rows(
    lib: Library, text: str = "", kind: ClaimKind | None = None, contested: bool = False, limit: int | None = None
) -> list[LedgerRow]:
    """The claims of the newest versions: own ones, and suggestions that are not one of these.

    Grouped by claimant (the articles' own claims last), then by date of publication, then by place. `text` filters by
    words in the claim, claimant, speaker or title.
    """
    conn = lib.conn
    words = text.casefold().split()
    found: list[LedgerRow] = []
    column = "contested" if contested else "claims"
    articles = conn.execute(
        f"SELECT n, id, title, published, newest FROM article a WHERE deleted_at IS NULL AND {column} > 0"
    ).fetchall()
    for n, id_, title, published, newest in articles:
        standing = claims_of(conn, id_, newest)
        if contested:
            standing = [claim for claim in standing if claim.contested]
        details = _details(lib, id_, newest, standing)
        for claim in standing:
            row = _row(claim, (id_, n, title, published), details)
            if row is None or (kind is not None and row.kind != kind):
                continue
            if words:
                hay = f"{row.text} {row.claimant or ''} {row.speaker or ''} {title}".casefold()
                if not all(word in hay for word in words):
                    continue
            found.append(row)
    found.sort(
        key=lambda row: (
            row.claimant is None,
            (row.claimant or "").casefold(),
            row.published is None,
            row.published or "",
            row.article_n,
            row.start,
        )
    )
    return found if limit is None else found[:limit]


def _row(claim: Standing, article: tuple[str, int, str, str | None], details: dict[str, Any]) -> LedgerRow | None:
    key = f"a:{claim.annotation}" if claim.annotation is not None else f"s:{claim.suggestion}"
    if key not in details:
        return None
    name, claimant, speaker, kind, text, version, start, end, paragraph = details[key]
    counts = claim.relations
    return LedgerRow(
        name,
        claimant,
        speaker,
        kind,
        text,
        *article,
        version,
        start,
        end,
        paragraph,
        counts["contradicts"],
        counts["weakens"],
        counts["qualifies"],
        counts["supports"],
        counts["updates"],
    )


def _details(lib: Library, article_id: str, newest: int, claims: list[Standing]) -> dict[str, Any]:
    """What the rows say of each claim, by its integer key."""
    conn = lib.conn
    version = conn.execute("SELECT id FROM version WHERE k = ?", [newest]).fetchone()
    found: dict[str, Any] = {}
    base = newest << PARAGRAPH_BITS
    for k, name, claimant, speaker, kind, exact, at, start, stop in conn.execute(
        "SELECT a.k, a.id, a.claimant, a.speaker, a.claim_kind, t.exact, t.version_id, t.start, t.stop"
        " FROM target t JOIN annotation a ON a.k = t.annotation"
        " WHERE t.article_id = ? AND a.kind = 'claim' AND a.deleted_at IS NULL ORDER BY t.position DESC",
        [article_id],
    ):
        found[f"a:{k}"] = (f"a:{name}", claimant, speaker, kind, exact, at, start, stop, 0)
    for claim in claims:
        key = f"a:{claim.annotation}"
        if claim.annotation is None or key not in found:
            continue
        *head, at, start, stop, _ = found[key]
        if claim.span is not None and version:
            at, (start, stop) = version[0], claim.span
        row = conn.execute(
            "SELECT p.id & ? FROM version v JOIN paragraph p ON p.id BETWEEN v.k << ? AND ((v.k + 1) << ?) - 1"
            " WHERE v.id = ? AND p.start <= ? ORDER BY p.id DESC LIMIT 1",
            [(1 << PARAGRAPH_BITS) - 1, PARAGRAPH_BITS, PARAGRAPH_BITS, at, start],
        ).fetchone()
        found[key] = (*head, at, start, stop, row[0] if row else 1)
    for row in conn.execute(
        "SELECT k, claimant, speaker, kind, text, start, stop, paragraph FROM suggested_claim WHERE version = ?"
        " AND k IN (SELECT value FROM json_each(?))",
        [base >> PARAGRAPH_BITS, json.dumps([c.suggestion for c in claims if c.suggestion is not None])],
    ):
        found[f"s:{row[0]}"] = (f"s:{row[0]}", *row[1:5], version[0] if version else "", *row[5:8])
    return found
