"""What the engine found, kept until it is found anew. Not the reader's: not journalled, not exported by default."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from tui.library import derived
from tui.library.articles import clean, dump
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound, speaks
from tui.library.records import NewClaim, SuggestedClaim, SuggestedEvidence
from tui.text.spans import Span

_CLAIM: Final = (
    "c.k, a.id, v.id, c.start, c.stop, c.text, c.sentence_start, c.sentence_stop, c.paragraph, c.kind, c.claimant,"
    " c.claimant_start, c.claimant_stop, c.speaker, c.speaker_start, c.speaker_stop, c.score, c.reasons"
)
_FROM: Final = "suggested_claim c JOIN version v ON v.k = c.version JOIN article a ON a.n = v.article"


@speaks
def replace(lib: Library, version_id: str, engine_version: str, claims: Sequence[NewClaim]) -> None:
    """Puts the engine's findings for one version in the place of the former ones."""
    with lib.write() as conn:
        k = _key(lib, version_id)
        conn.execute("DELETE FROM suggested_claim WHERE version = ?", [k])
        conn.execute("INSERT OR REPLACE INTO analysis VALUES (?, ?, ?)", [k, engine_version, lib.now()])
        keys: dict[str, int] = {version_id: k}
        for claim in claims:
            number = conn.execute(
                "INSERT INTO suggested_claim (version, start, stop, text, sentence_start, sentence_stop,"
                " paragraph, kind,"
                " claimant, claimant_start, claimant_stop, speaker, speaker_start, speaker_stop, score, reasons)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    k,
                    claim.start,
                    claim.end,
                    clean(claim.text),
                    *claim.sentence,
                    claim.paragraph,
                    claim.kind,
                    clean(claim.claimant),
                    *(claim.claimant_span or (None, None)),
                    clean(claim.speaker),
                    *(claim.speaker_span or (None, None)),
                    claim.score,
                    dump(list(claim.reasons)),
                ],
            ).lastrowid
            for evidence in claim.evidence:
                if evidence.version_id not in keys:
                    keys[evidence.version_id] = _key(lib, evidence.version_id)
                conn.execute(
                    "INSERT INTO suggested_evidence (claim, version, start, stop, text, paragraph, relation,"
                    " score, reasons)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        number,
                        keys[evidence.version_id],
                        evidence.start,
                        evidence.end,
                        clean(evidence.text),
                        evidence.paragraph,
                        evidence.relation,
                        evidence.score,
                        dump(list(evidence.reasons)),
                    ],
                )


@speaks
def analysed(lib: Library, version_id: str, engine_version: str) -> bool:
    """Did this version of the engine analyse this version of the text?"""
    row = lib.conn.execute(
        "SELECT 1 FROM analysis s JOIN version v ON v.k = s.version WHERE v.id = ? AND s.engine = ?",
        [version_id, engine_version],
    ).fetchone()
    return row is not None


@speaks
def of_version(lib: Library, version_id: str) -> list[SuggestedClaim]:
    """The suggested claims of a version in order of place, each with its evidence, best first.

    Evidence in removed articles is left out.
    """
    return _claims(lib, "v.id = ?", [version_id])


@speaks
def get(lib: Library, suggestion_id: str) -> SuggestedClaim:
    """The suggested claim with this id. Raises `NotFound` when a later analysis has replaced it."""
    found = _claims(lib, "c.k = ?", [_number(suggestion_id)])
    if not found:
        raise NotFound("This suggestion is no longer there; the article was analysed again.")
    return found[0]


@speaks
def pointing_at(lib: Library, version_id: str) -> list[tuple[SuggestedEvidence, SuggestedClaim]]:
    """The suggested evidence that stands in this version, each with its claim, in order of place.

    The claim may stand in this or in another article; each comes with all of its evidence.
    """
    k = _key(lib, version_id)
    claims = _claims(
        lib, "c.k IN (SELECT claim FROM suggested_evidence WHERE version = ?) AND a.deleted_at IS NULL", [k]
    )
    pairs = [(e, claim) for claim in claims for e in claim.evidence if e.version_id == version_id]
    return sorted(pairs, key=lambda pair: (pair[0].start, pair[0].end))


@speaks
def analysed_articles(lib: Library, engine_version: str) -> int:
    """How many live articles have an analysis of their newest version by this version of the engine."""
    number: int = lib.conn.execute(
        "SELECT count(*) FROM article a JOIN analysis s ON s.version = a.newest"
        " WHERE a.deleted_at IS NULL AND s.engine = ?",
        [engine_version],
    ).fetchone()[0]
    return number


@speaks
def stale_articles(lib: Library, engine_version: str, limit: int = -1) -> list[str]:
    """The ids of live articles whose newest version this version of the engine has not analysed, newest first."""
    rows = lib.conn.execute(
        "SELECT a.id FROM article a LEFT JOIN analysis s ON s.version = a.newest AND s.engine = ?"
        " WHERE a.deleted_at IS NULL AND s.version IS NULL ORDER BY a.added_at DESC, a.n DESC LIMIT ?",
        [engine_version, limit],
    )
    return [row[0] for row in rows]


@speaks
def recount(lib: Library, article_ids: Iterable[str]) -> None:
    """Counts claims, contested claims and annotations of these articles anew. Every write does it of itself."""
    with lib.write():
        derived.recount(lib, article_ids)


def _claims(lib: Library, where: str, values: Sequence[Any]) -> list[SuggestedClaim]:
    conn = lib.conn
    found = conn.execute(f"SELECT {_CLAIM} FROM {_FROM} WHERE {where} ORDER BY c.start, c.stop, c.k", values).fetchall()
    evidence: dict[int, list[SuggestedEvidence]] = {}
    for row in conn.execute(
        "SELECT e.claim, e.k, ea.id, ev.id, e.start, e.stop, e.text, e.paragraph, e.relation, e.score, e.reasons"
        " FROM suggested_evidence e JOIN version ev ON ev.k = e.version JOIN article ea ON ea.n = ev.article"
        " WHERE ea.deleted_at IS NULL AND e.claim IN (SELECT value FROM json_each(?)) ORDER BY e.score DESC, e.k",
        [json.dumps([row[0] for row in found])],
    ):
        evidence.setdefault(row[0], []).append(
            SuggestedEvidence(*[str(row[1]), str(row[0]), *row[2:10], tuple(json.loads(row[10]))])
        )
    return [
        SuggestedClaim(
            id=str(row[0]),
            article_id=row[1],
            version_id=row[2],
            start=row[3],
            end=row[4],
            text=row[5],
            sentence=Span(row[6], row[7]),
            paragraph=row[8],
            kind=row[9],
            claimant=row[10],
            claimant_span=_span(row[11], row[12]),
            speaker=row[13],
            speaker_span=_span(row[14], row[15]),
            score=row[16],
            reasons=tuple(json.loads(row[17])),
            evidence=tuple(evidence.get(row[0], ())),
        )
        for row in found
    ]


def _span(start: int | None, stop: int | None) -> Span | None:
    return None if start is None or stop is None else Span(start, stop)


def _number(suggestion_id: str) -> int:
    try:
        return int(suggestion_id)
    except ValueError as error:
        raise LibraryError(f"“{clean(suggestion_id)}” is no suggestion.") from error


def _key(lib: Library, version_id: str) -> int:
    row = lib.conn.execute("SELECT k FROM version WHERE id = ?", [version_id]).fetchone()
    if row is None:
        raise NotFound(f"There is no version “{clean(version_id)}” in the library.")
    return int(row[0])
