"""What the engine learned: verdicts teach, undo unlearns, exports carry it, copies agree."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.conftest import OpenLibrary
from tui import resources
from tui.library import verdicts
from tui.library.connection import Library
from tui.workflows import add, analysis, asking, judging, learning, reading, undoing
from tui.workflows.importing import import_file
from tui.workflows.judging import Pair
from tui.workflows.learning import forget, learned
from tui.workflows.transfer import export

Json = dict[str, Any]


def filled(lib: Library) -> Library:
    add.add_sources(lib, [str(path) for path in (resources.seed_files()[0], *resources.sample_files())])
    return analysed(lib)


def analysed(lib: Library) -> Library:
    for (article_id,) in lib.conn.execute("SELECT id FROM article ORDER BY n").fetchall():
        analysis.analyse_article(lib, article_id)
    return lib


@pytest.fixture
def full(lib: Library) -> Library:
    return filled(lib)


def kunduz(lib: Library) -> Pair:
    return next(
        pair
        for pair in judging.open_pairs(lib)
        if "Kunduz" in pair.evidence.place.text and "take root" in pair.claim.place.text
    )


def exported(lib: Library) -> Json:
    found: Json = json.loads(b"".join(export(lib)))
    return {name: value for name, value in found.items() if name != "exported_at"}


def reject_all(lib: Library, most: int = 100) -> int:
    pairs = judging.open_pairs(lib)[:most]
    for pair in pairs:
        judging.reject(lib, pair.claim, pair.evidence)
    return len(pairs)


def test_a_verdict_keeps_what_was_seen_in_its_pair(full: Library) -> None:
    pair = kunduz(full)
    judging.accept(full, pair.claim, pair.evidence)
    [verdict] = verdicts.all(full)
    assert verdict.extra["suggested"] == "contradicts"
    assert verdict.extra["features"]["pledge-event"] > 1
    assert "base" not in verdict.extra["features"]
    assert learned(full).verdicts == 1
    assert learned(full).sentence == "learned from 1 verdict"
    judging.reject(full, pair.claim, pair.evidence)  # another answer to the same pair, not one more
    [again] = verdicts.all(full)
    assert again.extra == verdict.extra
    assert learned(full).verdicts == 1


def test_learning_moves_scores_the_right_way_and_makes_articles_due(full: Library) -> None:
    pair = min(judging.open_pairs(full), key=lambda pair: abs((pair.evidence.score or 0) - 0.7))
    article = pair.claim.place.article_id
    assert pair.evidence.score is not None
    assert pair.evidence.score < 0.95
    scores = {}
    for answer in (judging.accept, judging.reject):
        answer(full, pair.claim, pair.evidence)
        assert not reading.open_article(full, article).analysed
        assert analysis.analyse_article(full, article)
        assert reading.open_article(full, article).analysed
        undoing.undo(full)
        assert learned(full).verdicts == 0
        scores[answer] = _score(full, pair)
        assert analysis.analyse_article(full, article)
        assert _score(full, pair) == pair.evidence.score
    assert scores[judging.reject] < pair.evidence.score < scores[judging.accept]
    assert scores[judging.accept] - scores[judging.reject] < 0.1, "one verdict is one verdict"


def _score(lib: Library, pair: Pair) -> float:
    """The score of the same pair as it stands now; 0 where it is no longer suggested."""
    home = reading.open_article(lib, pair.claim.place.article_id)
    found = [
        evidence.score or 0.0
        for claim in home.claims
        if claim.place.span == pair.claim.place.span
        for evidence in claim.evidence
        if evidence.place.span == pair.evidence.place.span
    ]
    return found[0] if found else 0.0


def test_undo_of_a_verdict_unlearns_and_redo_learns_again(full: Library) -> None:
    start = exported(full)
    pair = kunduz(full)
    judging.reject(full, pair.claim, pair.evidence)
    taught = learned(full)
    assert taught.weights
    undoing.undo(full)
    assert learned(full) == learning.Learned()
    assert exported(full) == start
    undoing.redo(full)
    assert learned(full) == taught


def test_it_is_forgotten_by_one_step(full: Library) -> None:
    assert forget(full) == "Nothing was learned yet; the shipped weights hold."
    number = reject_all(full)
    assert number > 10
    taught = learned(full)
    assert forget(full).startswith(f"Forgot what was learned from {number} verdicts; the verdicts stay")
    assert learned(full) == learning.Learned()
    assert len(verdicts.all(full)) == number
    assert "what was learned from" in undoing.undo(full)
    assert learned(full) == taught
    undoing.redo(full)
    pair = next(p for p in _judged(full))
    judging.accept(full, pair.claim, pair.evidence)
    assert learned(full).verdicts == 1, "what is judged from then on teaches again"


def _judged(lib: Library) -> list[Pair]:
    return [
        Pair(claim, evidence)
        for (article_id,) in lib.conn.execute("SELECT id FROM article ORDER BY n").fetchall()
        for claim in reading.open_article(lib, article_id).claims
        for evidence in claim.evidence
        if evidence.state == "rejected"
    ]


def test_it_is_exported_with_the_library(full: Library, open_library: OpenLibrary) -> None:
    number = reject_all(full, 8)
    first = exported(full)
    assert first["learned"]["verdicts"] == number
    assert first["learned"]["weights"] == learned(full).weights
    assert first["learned"]["weights"]["counter/base"] < 0
    other = open_library("other.db", prefix=5)
    data = json.dumps({**first, "exported_at": "2026-01-01T00:00:00Z"}).encode()
    import_file(other, data)
    assert exported(other) == first
    assert learned(other) == learned(full)
    import_file(other, data)
    assert exported(other) == first
    undoing.undo(other)
    assert learned(other) == learning.Learned()


def test_of_a_part_of_a_library_the_weights_come_along(full: Library, tmp_path: Path) -> None:
    number = reject_all(full)
    whole = exported(full)
    part = {**whole, "verdicts": whole["verdicts"][:2]}
    other = Library.open(tmp_path / "other.db", clock=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    import_file(other, json.dumps(part).encode())
    assert exported(other) == part
    assert learned(other).verdicts == number
    analysed(other)
    pair = judging.open_pairs(other)[0]
    judging.accept(other, pair.claim, pair.evidence)
    assert learned(other).verdicts == number + 1, "later verdicts are added to them"
    assert exported(other)["learned"]["verdicts"] == number + 1
    other.close()


def test_what_was_forgotten_stays_forgotten_on_the_way(full: Library, open_library: OpenLibrary) -> None:
    reject_all(full, 5)
    forget(full)
    first = exported(full)
    assert (first["learned"]["verdicts"], first["learned"]["weights"]) == (0, {})
    other = open_library("other.db", prefix=5)
    import_file(other, json.dumps(first).encode())
    assert learned(other).verdicts == 0
    assert exported(other) == first


def test_an_import_that_knows_less_changes_nothing_learned(full: Library) -> None:
    first = {**exported(full), "learned": {"verdicts": 2, "weights": {"counter/base": 0.1}}}
    reject_all(full, 3)
    before = learned(full)
    import_file(full, json.dumps(first).encode())
    assert learned(full) == before


def test_hostile_weights_and_features_are_bounded(full: Library) -> None:
    pair = kunduz(full)
    before = asking.against(full, pair.claim.place.text)
    first = {**exported(full), "learned": {"verdicts": 1, "weights": {"counter/base": 1e300, "x": -1e300, "/": 5.0}}}
    import_file(full, json.dumps(first).encode())
    after = asking.against(full, pair.claim.place.text)
    assert abs(after[0]["score"] - before[0]["score"]) < 0.02
    judging.reject(full, pair.claim, pair.evidence)
    export = exported(full)
    odd: Any = {"opposed": 10**400, "later": 1e308, "x" * 500: 1, "pledge-event": True, "but": "no", "base": None}
    export["verdicts"][0] |= {"at": "2027-01-01T00:00:00Z", "features": odd}
    import_file(full, json.dumps(export).encode())
    assert learned(full).verdicts >= 1
    assert asking.against(full, pair.claim.place.text)
    export["verdicts"][0] |= {"at": "2028-01-01T00:00:00Z", "features": [1], "suggested": "nothing"}
    import_file(full, json.dumps(export).encode())
    assert asking.against(full, pair.claim.place.text)


def test_two_copies_on_one_library_agree(full: Library, tmp_path: Path) -> None:
    other = Library.open(full.path, creator="Ada")
    try:
        mine, theirs = judging.open_pairs(full)[:2]
        judging.reject(full, mine.claim, mine.evidence)
        judging.accept(other, theirs.claim, theirs.evidence)
        assert learned(full) == learned(other)
        assert learned(full).verdicts == 2
        # Each takes back its own verdict, although another one was given since.
        undoing.undo(full)
        assert learned(full) == learned(other)
        assert learned(other).verdicts == 1
        undoing.undo(other)
        assert learned(other).verdicts == 0
    finally:
        other.close()


def test_a_clock_that_is_ahead_does_not_end_learning(full: Library, open_library: OpenLibrary) -> None:
    reject_all(full, 1)
    export = exported(full)
    export["verdicts"][0]["at"] = "2099-01-01T00:00:00+02:00"
    lib = filled(open_library("other.db", prefix=3))
    import_file(lib, json.dumps(export).encode())
    reject_all(lib, 2)
    assert learned(lib).verdicts == 3
    forget(lib)
    assert learned(lib).verdicts == 0
    reject_all(lib, 2)
    assert learned(lib).verdicts == 2
    # What was forgotten stays so on the way.
    again = filled(open_library("again.db", prefix=4))
    import_file(again, json.dumps(exported(lib)).encode())
    assert learned(again) == learned(lib)
    undoing.undo(lib), undoing.undo(lib), undoing.undo(lib)
    assert learned(lib).verdicts == 3


@pytest.mark.parametrize("since", ["9999-01-01T00:00:00Z", ""])
def test_times_of_an_import_do_not_end_learning(full: Library, since: str) -> None:
    learned_there = {"verdicts": 50, "weights": {"counter/base": 0.25}, "until": "9999-01-01T00:00:00Z", "since": since}
    import_file(full, json.dumps({**exported(full), "learned": learned_there}).encode())
    assert learned(full).verdicts == 50
    forget(full)
    reject_all(full, 2)
    assert learned(full).verdicts == 2
