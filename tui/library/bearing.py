"""What of the articles that came last bears on claims that were held before."""

from __future__ import annotations

from typing import Final

from tui.library.connection import Library
from tui.library.errors import speaks

LATEST: Final = 200
"""Articles that count as new at most: the last ones that were added, as long as they are unread."""
SAMPLES: Final = "bundled:"


@speaks
def new_passages(lib: Library) -> int:
    """How many passages of new, unread articles are suggested as evidence for claims of articles that came before them.

    A passage counts once, however many claims it bears on; one that the reader has judged does not count. The samples
    that come with the app are no news.
    """
    number: int = lib.conn.execute(
        # CROSS JOIN keeps this order: a few articles, then by index what points into them.
        "SELECT count(*) FROM (SELECT DISTINCT e.version, e.start, e.stop FROM article a"
        " CROSS JOIN suggested_evidence e ON e.version = a.newest"
        " CROSS JOIN suggested_claim c ON c.k = e.claim"
        " CROSS JOIN version v ON v.k = c.version CROSS JOIN article h ON h.n = v.article AND h.newest = v.k"
        " WHERE a.n > (SELECT max(n) FROM article) - ? AND a.n > h.n AND a.progress = 0"
        " AND a.deleted_at IS NULL AND h.deleted_at IS NULL AND substr(a.location, 1, ?) != ?"
        " AND NOT EXISTS (SELECT 1 FROM verdict w WHERE w.evidence_article = a.id"
        "  AND w.evidence_start < e.stop AND w.evidence_stop > e.start))",
        [LATEST, len(SAMPLES), SAMPLES],
    ).fetchone()[0]
    return number
