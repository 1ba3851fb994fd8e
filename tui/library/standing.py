"""Which claims stand in an article, and what bears on them: the reader's own and the engine's, each claim once.

A suggestion that shares half of its span with a claim annotation is the same claim. A suggested pair counts unless a
verdict rejects it, with the relation that a verdict gave it; once the claim is the reader's own, a judged pair counts
through its relation only.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field

from tui.library.holding import Newest, Places
from tui.text.spans import Span

_SPANS = (
    "SELECT t.annotation, t.version_id, t.start, t.stop, r.start, r.stop"
    " FROM target t JOIN annotation a ON a.k = t.annotation"
    " LEFT JOIN resolution r ON r.target = t.k AND r.version = ? AND r.state NOT IN ('review', 'orphan')"
    " WHERE t.article_id = ? AND a.kind = 'claim' AND a.deleted_at IS NULL ORDER BY t.annotation, t.position"
)
_RELATIONS = (
    "SELECT r.claim, r.relation FROM relation r JOIN annotation e ON e.k = r.evidence"
    " WHERE r.claim IN (SELECT t.annotation FROM target t WHERE t.article_id = ?)"
    " AND r.deleted_at IS NULL AND e.deleted_at IS NULL AND EXISTS (SELECT 1 FROM target t JOIN article a"
    "  ON a.id = t.article_id WHERE t.annotation = e.k AND a.deleted_at IS NULL)"
)
_EVIDENCE = (
    "SELECT e.claim, v.id, e.start, e.stop, e.relation FROM suggested_claim c"
    " JOIN suggested_evidence e ON e.claim = c.k JOIN version v ON v.k = e.version"
    " JOIN article a ON a.n = v.article WHERE c.version = ? AND a.deleted_at IS NULL"
)
_VERDICTS = (
    "SELECT answer, relation, quotes, claim_article, claim_version, claim_start, claim_stop,"
    " evidence_article, evidence_version, evidence_start, evidence_stop"
    " FROM verdict WHERE claim_article = ? ORDER BY at DESC, k DESC"
)

_Verdict = tuple[str, str, Places, Places]
"""Answer, relation, and where claim and evidence stand."""


class Standing(Struct):
    """One claim: an annotation (and the suggestions that say the same) or a suggestion, by integer key."""

    annotation: int | None
    suggestion: int | None
    span: Span | None
    """In the newest version; None where the annotation is not found in it."""
    relations: Counter[str] = field(default_factory=Counter)

    @property
    def contested(self) -> bool:
        return self.relations["contradicts"] + self.relations["weakens"] > 0


def claims_of(conn: sqlite3.Connection, article_id: str, newest: int | None) -> list[Standing]:
    """The claims of an article: own ones first, then suggestions, each in order of place or making."""
    row = conn.execute("SELECT id FROM version WHERE k = ?", [newest]).fetchone()
    version: str | None = row[0] if row else None
    own: dict[int, tuple[Standing, list[Span]]] = {}
    for k, at, start, stop, moved_start, moved_stop in conn.execute(_SPANS, [newest, article_id]):
        standing, spans = own.setdefault(k, (Standing(k, None, None), []))
        if at == version:
            spans.append(Span(start, stop))
        elif moved_start is not None:
            spans.append(Span(moved_start, moved_stop))
        if standing.span is None and spans:
            standing.span = spans[0]
    if own:
        for k, relation in conn.execute(_RELATIONS, [article_id]):
            if k in own:
                own[k][0].relations[relation] += 1
    found = [standing for standing, _ in own.values()]
    suggestions = conn.execute(
        "SELECT k, start, stop FROM suggested_claim WHERE version = ? ORDER BY start, stop, k", [newest]
    ).fetchall()
    if not suggestions or version is None:
        return found
    verdicts = _verdicts(conn, article_id)
    evidence: dict[int, list[tuple[Any, ...]]] = {}
    for claim, *rest in conn.execute(_EVIDENCE, [newest]):
        evidence.setdefault(claim, []).append(tuple(rest))
    for k, start, stop in suggestions:
        span = Span(start, stop)
        home = next((s for s, spans in own.values() if any(one.much_the_same(span) for one in spans)), None)
        standing = home or Standing(None, k, span)
        if home is None:
            found.append(standing)
        for row in evidence.get(k, ()):
            relation = _relation(version, span, row, verdicts, owned=home is not None)
            if relation is not None:
                standing.relations[relation] += 1
    return found


def _verdicts(conn: sqlite3.Connection, article_id: str) -> list[_Verdict]:
    """The verdicts on claims of an article, the latest first."""
    newest = Newest(conn)
    found: list[_Verdict] = []
    for answer, relation, quotes, ca, cv, cs, ce, ea, ev, es, ee in conn.execute(_VERDICTS, [article_id]).fetchall():
        quote = json.loads(quotes)
        claim = newest.places(ca, cv, cs, ce, quote["claim"])
        found.append((answer, relation, claim, newest.places(ea, ev, es, ee, quote["evidence"])))
    return found


def _relation(
    version: str, claim: Span, evidence: tuple[Any, ...], verdicts: Sequence[_Verdict], *, owned: bool
) -> str | None:
    """How a suggested pair counts after the reader's verdict; None for not at all. `verdicts`: the latest first."""
    at, start, stop, relation = evidence
    span = Span(start, stop)
    for answer, given, claims, evidences in verdicts:
        said, borne = claims.get(version), evidences.get(at)
        if said is not None and borne is not None and claim.shares_half(said) and span.shares_half(borne):
            return None if answer == "rejected" or owned else given
    return str(relation)
