"""Full text: for the reader's searches, and for the engine's candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tui.library.connection import Library
from tui.library.errors import speaks
from tui.library.matching import any_of, index_tokens, match_expression
from tui.library.records import AnnotationHit, SearchHit
from tui.library.schema import PARAGRAPH_BITS

_RANKED = 20_000
"""About so many paragraphs are ranked in some 50 ms."""
_MASK = (1 << PARAGRAPH_BITS) - 1


@speaks
def search(lib: Library, query: str, limit: int = 50, offset: int = 0) -> list[SearchHit]:
    """The paragraphs that match, best first. `"a phrase"`, `begin*`, or words that must all be there.

    No text a person types is an error. Furniture, older versions and removed articles are left out.
    """
    expression = match_expression(query)
    if expression is None:
        return []
    return _hits(lib, _ranked(lib, expression, limit, offset))


@speaks
def count(lib: Library, query: str) -> int:
    """How many paragraphs match."""
    expression = match_expression(query)
    if expression is None:
        return 0
    number: int = lib.conn.execute(
        "SELECT count(*) FROM passage_fts WHERE passage_fts MATCH ?", [expression]
    ).fetchone()[0]
    return number


@speaks
def passages(
    lib: Library, terms: Iterable[str], limit: int = 50, exclude_articles: Iterable[str] = ()
) -> list[tuple[str, str, int, float]]:
    """(article id, version id, paragraph, score) of the paragraphs that hold any of the terms, best first."""
    expression = any_of(_telling(lib, terms))
    if expression is None:
        return []
    left_out = sorted(
        row[0]
        for article in dict.fromkeys(exclude_articles)
        for row in lib.conn.execute(
            "SELECT v.k FROM version v JOIN article a ON a.n = v.article WHERE a.id = ?", [article]
        )
    )
    found: list[tuple[str, str, int, float]] = []
    for k, paragraph, score in _ranked_beside(lib, expression, limit, left_out):
        ids = _ids(lib, k)
        if ids is not None:
            found.append((ids[0], ids[1], paragraph, score))
    return found


def _ranked_beside(lib: Library, expression: str, limit: int, versions: Sequence[int]) -> list[tuple[int, int, float]]:
    """The best that stand in none of these versions (in rising order).

    What lies between two of them is asked for by itself: of a version that is left out nothing is ranked, and one may
    have as many paragraphs as all others together.
    """
    if not versions:
        return _ranked(lib, expression, limit, 0)
    edges = [(k << PARAGRAPH_BITS, (k << PARAGRAPH_BITS) | _MASK) for k in versions]
    starts = [-1, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), 1 << 62]
    rows: list[tuple[float, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if end - start > 1:
            rows += lib.conn.execute(
                "SELECT rank, rowid FROM passage_fts WHERE passage_fts MATCH ? AND rowid > ? AND rowid < ?"
                " ORDER BY rank LIMIT ?",
                [expression, start, end, limit],
            )
    rows.sort()
    return [(key >> PARAGRAPH_BITS, key & _MASK, -rank) for rank, key in rows[:limit]]


@speaks
def search_annotations(lib: Library, query: str, limit: int = 50, offset: int = 0) -> list[AnnotationHit]:
    """The annotations whose note, quote, claimant or tags match, best first."""
    expression = match_expression(query)
    if expression is None:
        return []
    rows = lib.conn.execute(
        "SELECT x.id, f.rank FROM annotation_fts f JOIN annotation x ON x.k = f.rowid"
        " WHERE annotation_fts MATCH ? AND EXISTS (SELECT 1 FROM target t JOIN article a ON a.id = t.article_id"
        "  WHERE t.annotation = x.k AND a.deleted_at IS NULL)"
        " ORDER BY f.rank LIMIT ? OFFSET ?",
        [expression, limit, offset],
    )
    return [AnnotationHit(row[0], -row[1]) for row in rows]


def _telling(lib: Library, terms: Iterable[str]) -> list[str]:
    """The rarest of the terms that together stand in no more paragraphs than can be ranked at once; at least one.

    A word that stands everywhere tells nothing about a passage, and costs the most.
    """
    conn = lib.conn
    conn.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_vocabulary USING fts5vocab(main, passage_fts, row)")
    known: list[tuple[int, str]] = []
    for term in dict.fromkeys(terms):
        tokens = index_tokens(term)
        if not tokens:
            continue
        counts = conn.execute(
            f"SELECT term, doc FROM temp.passage_vocabulary WHERE term IN ({', '.join('?' * len(tokens))})", tokens
        ).fetchall()
        if len(counts) == len(set(tokens)):
            known.append((min(doc for _, doc in counts), term))
    known.sort()
    total = 0
    chosen: list[str] = []
    for documents, term in known:
        total += documents
        if chosen and total > _RANKED:
            break
        chosen.append(term)
    return chosen


def _ranked(lib: Library, expression: str, limit: int, offset: int) -> list[tuple[int, int, float]]:
    rows = lib.conn.execute(
        "SELECT rowid, rank FROM passage_fts WHERE passage_fts MATCH ? ORDER BY rank LIMIT ? OFFSET ?",
        [expression, limit, offset],
    )
    return [(key >> PARAGRAPH_BITS, key & _MASK, -rank) for key, rank in rows]


def _ids(lib: Library, k: int) -> tuple[str, str] | None:
    row: tuple[str, str] | None = lib.conn.execute(
        "SELECT a.id, v.id FROM version v JOIN article a ON a.n = v.article WHERE v.k = ?", [k]
    ).fetchone()
    return row


def _hits(lib: Library, ranked: Sequence[tuple[int, int, float]]) -> list[SearchHit]:
    hits = []
    about: dict[int, Any] = {}
    for k, paragraph, score in ranked:
        if k not in about:
            about[k] = lib.conn.execute(
                "SELECT a.id, a.n, a.title FROM version v JOIN article a ON a.n = v.article WHERE v.k = ?", [k]
            ).fetchone()
        row = lib.conn.execute(
            "SELECT p.start, p.stop, substr(v.text, p.start + 1, p.stop - p.start) FROM paragraph p"
            " JOIN version v ON v.k = ? WHERE p.id = ?",
            [k, k << PARAGRAPH_BITS | paragraph],
        ).fetchone()
        hits.append(SearchHit(*[*about[k], paragraph, *row, score]))
    return hits
