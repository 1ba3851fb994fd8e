"""The order in which suggestions are judged."""

from __future__ import annotations

from msgspec.structs import replace

from tui.text.spans import Span
from tui.workflows.judging import Pair
from tui.workflows.triaging import Queue, pair_id
from tui.workflows.views import ClaimView, EvidenceView, Place


def pair(n: int, key: str = "") -> Pair:
    claim = Place("a", 1, "A", None, "v", Span(n, n + 5), "claim", 1)
    evidence = Place("a", 1, "A", None, "v", Span(100 + n, 110 + n), "evidence", 2)
    return Pair(
        ClaimView(f"s:{key}{n}", claim, claim.span, "pledge", None, None, "engine", 0.9),
        EvidenceView(f"s:{key}e{n}", evidence, "contradicts", "open", "engine", 0.8),
    )


def queue(count: int = 3) -> Queue:
    queue = Queue()
    queue.refresh([pair(n) for n in range(count)])
    queue.index = 0
    return queue


def test_an_answer_goes_on_to_the_next_open_pair() -> None:
    sitting = queue()
    sitting.skip()
    sitting.answer("accepted")
    sitting.previous()
    sitting.previous()
    assert sitting.current == pair(0)
    sitting.answer("rejected")
    assert sitting.current == pair(2), "the judged one in between is passed over"
    assert (sitting.left, sitting.count("accepted"), sitting.count("rejected")) == (1, 1, 1)
    sitting.skip()
    assert sitting.current is None
    assert sitting.previous()
    assert sitting.current == pair(2)


def test_an_answer_goes_to_the_pair_that_was_asked_about() -> None:
    sitting = queue()
    asked = sitting.current
    sitting.skip()
    sitting.answer("changed", asked)
    assert sitting.current == pair(1), "the one that is shown stays"
    assert pair_id(pair(0)) in sitting.answers
    assert pair_id(pair(1)) not in sitting.answers


def test_the_first_pair_has_none_before_it() -> None:
    sitting = queue()
    assert not sitting.previous()
    assert sitting.current == pair(0)


def test_an_answer_that_was_taken_back_is_asked_again() -> None:
    sitting = queue()
    sitting.answer("accepted")
    sitting.answer("rejected")
    sitting.refresh([pair(1), pair(2)])
    assert sitting.current == pair(1)
    assert sitting.left == 2


def test_a_pair_that_was_answered_elsewhere_leaves() -> None:
    sitting = queue()
    sitting.refresh([pair(1), pair(2)])
    assert [p.claim.key for p in sitting.pairs] == ["s:1", "s:2"]
    assert sitting.current == pair(1)


def test_new_keys_of_a_recomputed_suggestion_do_not_matter() -> None:
    sitting = queue()
    sitting.answer("accepted")
    again = [pair(n, "again") for n in (1, 2)]
    sitting.refresh(again)
    assert sitting.left == 2
    assert sitting.current == again[0]
    assert pair_id(again[0]) == pair_id(pair(1))
    assert pair_id(replace(again[0])) == pair_id(again[0])


def test_new_pairs_come_last_and_none_is_an_end() -> None:
    sitting = queue(1)
    sitting.answer("accepted")
    assert sitting.current is None
    sitting.refresh([pair(7)])
    assert sitting.current == pair(7)
    empty = Queue()
    empty.refresh([])
    assert empty.current is None
    assert empty.left == 0
