"""What follows from the rest: counters of the listing, and full text. Triggers mark it stale; here it is brought up
to date.

`flush` runs inside every write, before its transaction commits, so that nobody ever sees a counter or a search result
that does not fit the rows, whichever way these were changed: by the reader, an import, the engine, undo or redo.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tui.library.schema import PARAGRAPH_BITS
from tui.library.segment import has_runs, runs, segment
from tui.library.standing import claims_of

if TYPE_CHECKING:
    from tui.library.connection import Library

COUNTS, TEXT, ABOUT = 1, 2, 4
_CHUNK = 500


def flush(lib: Library) -> None:
    """Brings all that is marked stale up to date. Runs inside a write."""
    conn = lib.conn
    stale = conn.execute("SELECT n, what FROM stale_article").fetchall()
    if stale:
        for n, what in stale:
            if what & TEXT:
                _text(conn, n)
            if what & ABOUT:
                _about(conn, n)
        _counts(conn, [n for n, what in stale if what & COUNTS])
        conn.execute("DELETE FROM stale_article")
    keys = [row[0] for row in conn.execute("SELECT k FROM stale_annotation")]
    if keys:
        _annotations(conn, keys)
        conn.execute("DELETE FROM stale_annotation")


def recount(lib: Library, article_ids: Iterable[str]) -> None:
    """Counts claims, contested claims and annotations of these articles anew. Runs inside a write."""
    conn = lib.conn
    ids = list(article_ids)
    found: list[int] = []
    for part in _chunks(ids):
        found += [r[0] for r in conn.execute(f"SELECT n FROM article WHERE id IN ({_marks(part)})", part)]
    _counts(conn, found)


def unindex(lib: Library, first: int, last: int) -> None:
    """Takes the versions `first` to `last` out of the full text, before their rows go."""
    conn = lib.conn
    for (k,) in conn.execute("SELECT k FROM version WHERE k BETWEEN ? AND ?", [first, last]).fetchall():
        _index(conn, k, {})


def count_words(text: str) -> int:
    """Words between white space; in scripts written without spaces, characters."""
    if not has_runs(text):
        return len(text.split())
    return len(runs().sub(" ", text).split()) + sum(len(run) for run in runs().findall(text))


# Full text


def _text(conn: sqlite3.Connection, n: int) -> None:
    from tui.library import sketches  # Here, because only a write needs it.

    row = conn.execute("SELECT newest, deleted_at, words FROM article WHERE n = ?", [n]).fetchone()
    if row is None:
        sketches.put(conn, n, ())
        return
    newest, deleted_at, words = row
    if newest is None:
        sketches.put(conn, n, ())
    counted = 0
    for (k,) in conn.execute("SELECT k FROM version WHERE article = ?", [n]).fetchall():
        wanted: dict[int, tuple[int, int]] = {}
        if k == newest:
            wanted = {
                key: (start, stop)
                for key, start, stop in conn.execute(
                    "SELECT id, start, stop FROM paragraph WHERE id BETWEEN ? AND ? AND kind != 'furniture'", _range(k)
                )
            }
            text = conn.execute("SELECT text FROM version WHERE k = ?", [k]).fetchone()[0]
            parts = [text[start:stop] for start, stop in wanted.values()]
            counted = sum(map(count_words, parts))
            sketches.put(conn, n, parts if deleted_at is None else ())
        _index(conn, k, wanted if deleted_at is None else {})
    if counted != words:
        conn.execute("UPDATE article SET words = ? WHERE n = ?", [counted, n])


def _index(conn: sqlite3.Connection, k: int, wanted: dict[int, tuple[int, int]]) -> None:
    """Makes the full text hold exactly the `wanted` paragraphs (key → start, stop) of version `k`."""
    held = {row[0] for row in conn.execute("SELECT id FROM passage_fts_docsize WHERE id BETWEEN ? AND ?", _range(k))}
    away = held - wanted.keys()
    fresh = wanted.keys() - held
    if not away and not fresh:
        return
    text: str = conn.execute("SELECT text FROM version WHERE k = ?", [k]).fetchone()[0]
    if away:
        # The index keeps no text of its own: to take a row out it must be told again what was put in.
        gone = [
            (key, segment(text[start:stop]))
            for key, start, stop in conn.execute(
                "SELECT id, start, stop FROM paragraph WHERE id BETWEEN ? AND ? ORDER BY id", _range(k)
            )
            if key in away
        ]
        conn.executemany("INSERT INTO passage_fts (passage_fts, rowid, body) VALUES ('delete', ?, ?)", gone)
    if fresh:
        rows = ((key, segment(text[wanted[key][0] : wanted[key][1]])) for key in sorted(fresh))
        conn.executemany("INSERT INTO passage_fts (rowid, body) VALUES (?, ?)", rows)


def _range(k: int) -> tuple[int, int]:
    return k << PARAGRAPH_BITS, ((k + 1) << PARAGRAPH_BITS) - 1


def _about(conn: sqlite3.Connection, n: int) -> None:
    conn.execute("DELETE FROM article_fts WHERE rowid = ?", [n])
    row = conn.execute(
        "SELECT title, source, author, url, tags FROM article WHERE n = ? AND deleted_at IS NULL", [n]
    ).fetchone()
    if row:
        about = " ".join([part for part in row[1:4] if part] + json.loads(row[4]))
        conn.execute(
            "INSERT INTO article_fts (rowid, title, about) VALUES (?, ?, ?)", [n, segment(row[0]), segment(about)]
        )


def _annotations(conn: sqlite3.Connection, keys: Sequence[int]) -> None:
    for part in _chunks(keys):
        conn.executemany("DELETE FROM annotation_fts WHERE rowid = ?", [(k,) for k in part])
        rows = conn.execute(
            "SELECT a.k, a.body, a.claimant, a.speaker, a.tags,"
            " (SELECT group_concat(t.exact, ' … ') FROM target t WHERE t.annotation = a.k)"
            f" FROM annotation a WHERE a.k IN ({_marks(part)}) AND a.deleted_at IS NULL",
            part,
        ).fetchall()
        conn.executemany(
            "INSERT INTO annotation_fts (rowid, body, quote, about) VALUES (?, ?, ?, ?)",
            [
                (
                    k,
                    segment(body),
                    segment(quote or ""),
                    segment(" ".join([claimant or "", speaker or "", *json.loads(tags)])),
                )
                for k, body, claimant, speaker, tags, quote in rows
            ],
        )


# Counters


def _counts(conn: sqlite3.Connection, numbers: Sequence[int]) -> None:
    for part in _chunks(numbers):
        marks = _marks(part)
        articles = conn.execute(
            "SELECT a.n, a.id, a.newest, a.claims, a.contested, a.annotations,"
            " (SELECT count(DISTINCT t.annotation) FROM target t JOIN annotation x ON x.k = t.annotation"
            "  WHERE t.article_id = a.id AND x.deleted_at IS NULL),"
            " EXISTS (SELECT 1 FROM suggested_claim c WHERE c.version = a.newest)"
            "  OR EXISTS (SELECT 1 FROM target t JOIN annotation x ON x.k = t.annotation"
            "   WHERE t.article_id = a.id AND x.kind = 'claim' AND x.deleted_at IS NULL)"
            f" FROM article a WHERE a.n IN ({marks})",
            part,
        ).fetchall()
        changed = []
        for n, id_, newest, claims, contested, marks_, own, any_claims in articles:
            standing = claims_of(conn, id_, newest) if any_claims else []
            total, against = len(standing), sum(claim.contested for claim in standing)
            if (claims, contested, marks_) != (total, against, own):
                changed.append((total, against, own, n))
        conn.executemany("UPDATE article SET claims = ?, contested = ?, annotations = ? WHERE n = ?", changed)


def _chunks(values: Sequence[Any]) -> Iterable[list[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield list(values[start : start + _CHUNK])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def expected_passages(conn: sqlite3.Connection) -> int:
    """How many paragraphs the full text lacks or has too many."""
    wanted = (
        f"SELECT p.id FROM article a JOIN paragraph p ON p.id BETWEEN a.newest << {PARAGRAPH_BITS}"
        f" AND ((a.newest + 1) << {PARAGRAPH_BITS}) - 1 WHERE a.deleted_at IS NULL AND p.kind != 'furniture'"
    )
    number: int = conn.execute(
        f"SELECT (SELECT count(*) FROM ({wanted} EXCEPT SELECT id FROM passage_fts_docsize))"
        f" + (SELECT count(*) FROM (SELECT id FROM passage_fts_docsize EXCEPT {wanted}))"
    ).fetchone()[0]
    return number
