"""The reader's answers to suggested pairs. They outlive the suggestions: they hold by place, not by id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, get_args

from msgspec import Struct

from tui.library import journal
from tui.library.articles import dump
from tui.library.connection import Library
from tui.library.errors import speaks
from tui.library.holding import Newest, Places
from tui.library.records import Answer, Json, RelationKind, Target, Verdict
from tui.text.spans import Span

_RELATIONS: Final = get_args(RelationKind)
_MOST_FEATURES: Final = 500
COLUMNS: Final = (
    "w.id, w.answer, w.relation, w.claim_article, w.claim_version, w.claim_start, w.claim_stop, w.evidence_article,"
    " w.evidence_version, w.evidence_start, w.evidence_stop, w.quotes, w.at, w.creator, w.extra"
)


class Judged(Struct, frozen=True):
    """A verdict, and where its two ends stand: where it was given, and in the newest versions."""

    verdict: Verdict
    claim: Places
    evidence: Places


class Lesson(Struct, frozen=True):
    """A verdict with what was seen in its pair; hashable, and the same for the same row."""

    at: str
    id: str
    suggested: RelationKind
    right: RelationKind | None
    """What the reader says it is; None where it was rejected."""
    features: tuple[tuple[str, float], ...]


@speaks
def add(
    lib: Library,
    *,
    answer: Answer,
    relation: RelationKind,
    claim: Target,
    evidence: Target,
    id: str | None = None,
    extra: Json | None = None,
) -> Verdict:
    """Keeps an answer. An earlier answer to the same pair is replaced by it, and comes back with undo.

    What the earlier one had under keys that `extra` does not name stays.
    """
    with journal.step(lib, _DONE[answer]):
        old = matching(
            of_articles(lib, [claim.article_id]), claim.span, evidence.span, (claim.version_id, evidence.version_id)
        )
        if old is not None:
            k = lib.conn.execute("SELECT k FROM verdict WHERE id = ?", [old.id]).fetchone()[0]
            values = {"answer": answer, "relation": relation, "at": lib.later(old.at), "creator": lib.creator}
            values["extra"] = dump({**old.extra, **(extra or {})})
            journal.update(lib, "verdict", k, {**values, **places(claim, evidence)})
            return _get(lib, old.id)
        key = id or lib.new_id()
        insert(lib, Verdict(key, answer, relation, claim, evidence, lib.now(), lib.creator, extra or {}))
        return _get(lib, key)


_DONE: Final = {
    "accepted": "Accepted a suggestion",
    "rejected": "Rejected a suggestion",
    "changed": "Changed a suggestion",
}


def insert(lib: Library, verdict: Verdict) -> int:
    """Puts a verdict in as it is, inside a step."""
    return journal.insert(
        lib,
        "verdict",
        {
            "id": verdict.id,
            "answer": verdict.answer,
            "relation": verdict.relation,
            "at": verdict.at,
            "creator": verdict.creator,
            "extra": dump(verdict.extra),
            **places(verdict.claim, verdict.evidence),
        },
    )


def places(claim: Target, evidence: Target) -> dict[str, Any]:
    """The columns that say where the two stand."""
    values: dict[str, Any] = {}
    quotes: Json = {}
    for name, target in (("claim", claim), ("evidence", evidence)):
        values |= {
            f"{name}_article": target.article_id,
            f"{name}_version": target.version_id,
            f"{name}_start": target.start,
            f"{name}_stop": target.end,
        }
        quotes[name] = {**_quote(target), "extra": target.extra}
    return {**values, "quotes": dump(quotes)}


@speaks
def remove(lib: Library, id: str) -> None:
    """Takes an answer back, so that the pair is open again."""
    row = lib.conn.execute("SELECT k FROM verdict WHERE id = ?", [id]).fetchone()
    if row:
        with journal.step(lib, "Reopened a suggestion"):
            journal.remove(lib, "verdict", row[0])


@speaks
def all(lib: Library) -> list[Verdict]:
    """Every verdict, oldest first."""
    return [record(row) for row in lib.conn.execute(f"SELECT {COLUMNS} FROM verdict w ORDER BY w.k")]


@speaks
def lessons(lib: Library) -> tuple[Lesson, ...]:
    """The verdicts that say what was seen in their pairs, in order of time. What is not as it should be is left out."""
    rows = lib.conn.execute(
        "SELECT at, id, answer, relation, extra FROM verdict WHERE extra LIKE '%\"features\"%' ORDER BY at, id"
    )
    return tuple(lesson for row in rows if (lesson := _lesson(*row)) is not None)


@lru_cache(4096)
def _lesson(at: str, id: str, answer: Answer, relation: RelationKind, extra: str) -> Lesson | None:
    kept = json.loads(extra)
    suggested, seen = kept.get("suggested"), kept.get("features")
    if suggested not in _RELATIONS or not isinstance(seen, dict) or len(seen) > _MOST_FEATURES:
        return None
    features = tuple((name, float(value)) for name, value in sorted(seen.items()) if _sound(value))
    return Lesson(at, id, suggested, None if answer == "rejected" else relation, features)


def _sound(value: object) -> bool:
    """A number that an import may bring; no JSON `true`, nothing too great for a float."""
    return type(value) in (int, float) and abs(value) <= 1e6  # type: ignore[arg-type]


@speaks
def of_articles(lib: Library, ids: Iterable[str]) -> list[Judged]:
    """The verdicts whose claim or evidence stands in one of these articles, oldest first."""
    rows = lib.conn.execute(
        "WITH wanted (id) AS (SELECT value FROM json_each(?)), found (k) AS ("
        " SELECT k FROM verdict WHERE claim_article IN (SELECT id FROM wanted)"
        " UNION SELECT k FROM verdict WHERE evidence_article IN (SELECT id FROM wanted))"
        f" SELECT {COLUMNS} FROM found JOIN verdict w ON w.k = found.k ORDER BY w.k",
        [json.dumps(list(ids))],
    )
    newest = Newest(lib.conn)
    return [
        Judged(
            one,
            *(newest.places(t.article_id, t.version_id, t.start, t.end, _quote(t)) for t in (one.claim, one.evidence)),
        )
        for one in map(record, rows)
    ]


def matching(
    judged: Sequence[Judged], claim_span: Span, evidence_span: Span, versions: tuple[str, str]
) -> Verdict | None:
    """The latest verdict that holds for a pair: both spans share at least half of the shorter with the stored ones.

    `versions` are the ids of the versions that the claim and the evidence stand in.
    """
    found: Verdict | None = None
    for one in judged:
        claim, evidence = one.claim.get(versions[0]), one.evidence.get(versions[1])
        if (
            claim is not None
            and evidence is not None
            and claim_span.shares_half(claim)
            and evidence_span.shares_half(evidence)
            and (found is None or one.verdict.at >= found.at)
        ):
            found = one.verdict
    return found


def record(row: Sequence[Any]) -> Verdict:
    """A `Verdict` from a row of `COLUMNS`."""
    quotes = json.loads(row[11])
    return Verdict(
        row[0],
        row[1],
        row[2],
        Target(*row[3:7], **quotes["claim"]),
        Target(*row[7:11], **quotes["evidence"]),
        row[12],
        row[13],
        json.loads(row[14]),
    )


def _quote(target: Target) -> Json:
    return {"exact": target.exact, "prefix": target.prefix, "suffix": target.suffix}


def _get(lib: Library, id: str) -> Verdict:
    return record(lib.conn.execute(f"SELECT {COLUMNS} FROM verdict w WHERE w.id = ?", [id]).fetchone())
