"""Two annotators of one article side by side, and the agreed layer that comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.conftest import OpenLibrary
from tests.workflows.foreign_case import native as exported
from tests.workflows.test_agreement import CLOSED, PROMISE, SAID, marked
from tui.library import annotations as marks
from tui.library.connection import Library
from tui.text.spans import Span
from tui.workflows import adjudicating, transfer, undoing
from tui.workflows.adjudicating import AGREED, Walk
from tui.workflows.agreement import ADJUDICATED
from tui.workflows.disagreements import Item, Join, Mark, Stand, Step, together


@pytest.fixture
def lib(open_library: OpenLibrary, tmp_path: Path) -> Library:
    """Ada's library, into which Bob's export was taken; Cy adjudicates in it."""
    ada = marked(
        open_library("ada.db", prefix=1, creator="Ada"),
        (PROMISE, "pledge"),
        (SAID, "assertion"),
        highlights=("cheered",),
        relation="contradicts",
    )
    bob = marked(
        open_library("bob.db", prefix=2, creator="Bob"),
        (PROMISE, "pledge"),
        ("ボブは橋が閉まった", "denial"),
        relation="weakens",
    )
    cy = open_library("cy.db", prefix=3, creator="Cy")
    for name, one in (("ada", ada), ("bob", bob)):
        transfer.export_file(one, tmp_path / f"{name}.json")
        transfer.import_file(cy, tmp_path / f"{name}.json")
    return cy


def walking(lib: Library, first: str = "Ada", second: str = "Bob") -> Walk:
    return adjudicating.walk(lib, exported(lib)["articles"][0]["id"], first, second)


def kinds(going: Walk) -> list[str]:
    """`what both agree on`, else whose it is and what."""
    said = []
    for step in going.steps:
        item = step.items[0]
        who = "".join(name for name, one in (("A", item.first), ("B", item.second)) if one)
        what = item.some.relation if isinstance(item.some, Join) else item.some.kind
        said.append(f"{len(step.items)} alike" if step.alike else f"{who} {what}")
    return said


def agreed(lib: Library) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The agreed layer as it is exported: annotations and relations that are not deleted."""
    made = exported(lib)
    return tuple(  # type: ignore[return-value]
        [one for one in made[name] if ADJUDICATED in one and one["deleted_at"] is None]
        for name in ("annotations", "relations")
    )


def test_who_and_what(lib: Library) -> None:
    going = walking(lib)
    assert adjudicating.creators(lib, going.article_id) == [("Ada", 4), ("Bob", 3)]
    # The pledge and the passage that speaks against it are the same; a highlight only Ada has; a claim differs; so does
    # the relation.
    assert kinds(going) == ["2 alike", "A highlight", "AB claim", "AB contradicts"]
    assert (going.settled, going.agreed, going.lost) == (0, 0, 0)
    swapped = walking(lib, "Bob", "Ada")
    assert kinds(swapped) == ["2 alike", "B highlight", "AB claim", "AB weakens"]


def test_what_both_agree_on_is_written_once(lib: Library) -> None:
    going = walking(lib)
    said = adjudicating.answer(lib, going, going.steps[0], "both")
    assert said == "Took the 2 that both agree on."
    annotations, relations = agreed(lib)
    assert sorted(one["targets"][0]["exact"] for one in annotations) == sorted([PROMISE, CLOSED])
    assert relations == []
    for one in annotations:
        assert one["creator"] == "Cy"
        assert one["tags"] == [AGREED]
        assert one[ADJUDICATED]["between"] == ["Ada", "Bob"]
        assert len(one[ADJUDICATED]["from"]) == 2
    again = walking(lib)
    assert kinds(again) == kinds(going), "the agreed layer is no annotator's"
    assert (again.settled, again.agreed) == (1, 2)
    assert again.answer(again.steps[0]) == "both"


@pytest.mark.parametrize(
    ("given_answer", "claims"),
    [
        ("first", [(SAID, "assertion")]),
        ("second", [("ボブは橋が閉まった", "denial")]),
        ("both", [("ボブは橋が閉まった", "denial"), (SAID, "assertion")]),
        ("neither", []),
    ],
)
def test_each_answer_is_one_step_that_undo_takes_back(lib: Library, given_answer: Any, claims: list[Any]) -> None:
    going = walking(lib)
    before = exported(lib)
    adjudicating.answer(lib, going, going.steps[2], given_answer)
    made, _ = agreed(lib)
    assert sorted((one["targets"][0]["exact"], one["claim"]["kind"]) for one in made) == sorted(claims)
    settled = walking(lib)
    assert settled.answer(settled.steps[2]) == given_answer
    assert settled.settled == 1
    undoing.undo(lib)
    assert exported(lib) == before
    assert walking(lib) == going
    undoing.redo(lib)
    assert walking(lib) == settled


def test_another_answer_takes_the_place_of_the_first(lib: Library) -> None:
    going = walking(lib)
    adjudicating.answer(lib, going, going.steps[2], "both")
    adjudicating.answer(lib, walking(lib), going.steps[2], "second")
    made, _ = agreed(lib)
    assert [one["claim"]["kind"] for one in made] == ["denial"]
    adjudicating.answer(lib, walking(lib), going.steps[2], "neither")
    assert agreed(lib) == ([], [])
    assert walking(lib).answer(going.steps[2]) == "neither"


def test_a_relation_joins_the_agreed_ends(lib: Library) -> None:
    going = walking(lib)
    for step, given_answer in zip(going.steps, ("both", "neither", "first", "second"), strict=True):
        adjudicating.answer(lib, walking(lib), step, given_answer)  # type: ignore[arg-type]
    annotations, [relation] = agreed(lib)
    assert len(annotations) == 3, "its ends were there already"
    assert relation["relation"] == "weakens"
    assert {relation["claim"], relation["evidence"]} <= {one["id"] for one in annotations}
    done = walking(lib)
    assert done.settled == len(done.steps) == 4
    assert done.agreed == 4


def test_a_relation_brings_its_ends_and_takes_them_away_again(lib: Library) -> None:
    going = walking(lib)
    adjudicating.answer(lib, going, going.steps[3], "both")
    annotations, relations = agreed(lib)
    assert (len(annotations), len(relations)) == (2, 2)
    adjudicating.answer(lib, walking(lib), going.steps[3], "first")
    annotations, relations = agreed(lib)
    assert (len(annotations), [one["relation"] for one in relations]) == (2, ["contradicts"])
    adjudicating.answer(lib, walking(lib), going.steps[3], "neither")
    assert agreed(lib) == ([], [])


def test_what_is_deleted_of_the_agreed_layer_is_open_again(lib: Library) -> None:
    from tui.workflows import annotating

    going = walking(lib)
    adjudicating.answer(lib, going, going.steps[2], "first")
    [made], _ = agreed(lib)
    annotating.delete(lib, [made["id"]])
    assert walking(lib).settled == 0


def test_annotations_of_an_older_version_are_carried_over(lib: Library) -> None:
    from tui.library import articles
    from tui.text.document import Document, Paragraph

    going = walking(lib)
    text = articles.version(lib, articles.get(lib, going.article_id).newest_version).text
    changed = "It rained.\n" + text.replace("cheered", "booed")
    paragraphs, start = [], 0
    for n, line in enumerate(changed.split("\n"), 1):
        paragraphs.append(Paragraph(n, "body", start, start + len(line)))
        start += len(line) + 1
    articles.add_version(
        lib, going.article_id, Document(changed, tuple(paragraphs), "The bridge", None, None, None, None, "en")
    )
    now = walking(lib)
    assert "AB claim" in kinds(now)
    step = next(one for one in now.steps if not one.alike and one.items[0].some.kind == "claim")  # type: ignore[union-attr]
    adjudicating.answer(lib, now, step, "first")
    [made], _ = agreed(lib)
    [target] = made["targets"]
    assert target["version"] == articles.get(lib, going.article_id).newest_version
    assert changed[target["start"] : target["end"]] == target["exact"] == SAID
    assert now.lost + sum("highlight" in one for one in kinds(now)) == 1


def test_the_next_open_step(lib: Library) -> None:
    going = walking(lib)
    assert going.open_after(0) == 1
    assert going.open_after(3) == 0
    for step in going.steps[1:]:
        adjudicating.answer(lib, walking(lib), step, "neither")
    now = walking(lib)
    assert now.open_after(1) == 0
    adjudicating.answer(lib, now, going.steps[0], "both")
    assert walking(lib).open_after(0) == 4


# Pairing


def mark(n: int, start: int, end: int, kind: Any = "highlight", **more: Any) -> Mark:
    return Mark(str(n), "", kind, (Stand("a", "v", Span(start, end)),), **more)


MARKS = st.lists(
    st.builds(
        lambda start, length, kind: (start, start + length, kind),
        st.integers(0, 60),
        st.integers(1, 15),
        st.sampled_from(["highlight", "claim", "evidence"]),
    ),
    max_size=10,
).map(lambda found: [mark(n, *one) for n, one in enumerate(found)])


@given(MARKS, MARKS)
def test_each_is_paired_at_most_once_with_what_it_overlaps(first: list[Mark], second: list[Mark]) -> None:
    items = together(first, second)
    assert sorted(item.first.id for item in items if item.first) == sorted(one.id for one in first)
    assert sorted(item.second.id for item in items if item.second) == sorted(one.id for one in second)
    left, right = [], []
    for item in items:
        if isinstance(item.first, Mark) and isinstance(item.second, Mark):
            assert item.first.shared(item.second)
        elif isinstance(item.first, Mark):
            left.append(item.first)
        elif isinstance(item.second, Mark):
            right.append(item.second)
    assert not any(a.shared(b) for a in left for b in right), "nothing that overlaps is left without a partner"
    assert all(item.alike for item in together(first, first))


def test_the_same_comes_before_what_shares_more() -> None:
    inside, around = mark(1, 10, 12), mark(2, 0, 40)
    [one, other] = together([inside, around], [mark(3, 10, 12), mark(4, 5, 30)])
    assert {item.key for item in (one, other)} == {"1|3", "2|4"}


def test_names_are_compared_without_case_and_space() -> None:
    one, other = mark(1, 0, 5, "claim", claimant="The  Mayor"), mark(2, 0, 5, "claim", claimant="the mayor")
    assert one.alike(other)
    assert not one.alike(mark(3, 0, 5, "claim", claimant="the council"))
    assert Item(one, other).alike
    assert Step((Item(one, None),)).key == "1|"


def three(lib: Library, open_library: OpenLibrary, tmp_path: Path) -> None:
    """Dee has the same highlight as Ada."""
    dee = marked(open_library("dee.db", prefix=4, creator="Dee"), highlights=("cheered",))
    transfer.export_file(dee, tmp_path / "dee.json")
    transfer.import_file(lib, tmp_path / "dee.json")


def test_the_layer_has_everything_once(lib: Library, open_library: OpenLibrary, tmp_path: Path) -> None:
    three(lib, open_library, tmp_path)
    for second, step in (("Bob", 1), ("Dee", 0)):
        going = walking(lib, "Ada", second)
        adjudicating.answer(lib, going, going.steps[step], "both")
    assert [one["targets"][0]["exact"] for one in agreed(lib)[0]] == ["cheered"]
    # It stays as long as one of the answers holds it.
    for second, step, left in (("Bob", 1, 1), ("Dee", 0, 0)):
        going = walking(lib, "Ada", second)
        assert going.answer(going.steps[step]) == "both"
        adjudicating.answer(lib, going, going.steps[step], "neither")
        assert len(agreed(lib)[0]) == left


def test_what_belongs_together_anew_is_answered_anew(lib: Library) -> None:
    going = walking(lib)
    adjudicating.answer(lib, going, going.steps[1], "first")
    [ours] = agreed(lib)[0]
    theirs = next(one for one in marks.rows(lib) if one.kind == "highlight" and one.creator == "Ada")
    target = theirs.targets[0]
    lib.creator = "Bob"
    wider = marks.add(
        lib,
        kind="highlight",
        targets=[
            adjudicating._target(lib, Stand(target.article_id, target.version_id, Span(target.start - 5, target.end)))
        ],
    )
    lib.creator = "Cy"
    again = walking(lib)
    [step] = [one for one in again.steps if one.key == f"{theirs.id}|{wider.id}"]
    assert again.answer(step) is None
    adjudicating.answer(lib, again, step, "second")
    [left] = agreed(lib)[0]
    assert left["targets"][0]["start"] == ours["targets"][0]["start"] - 5
    undoing.undo(lib)
    assert [one["id"] for one in agreed(lib)[0]] == [ours["id"]]
    # When what it was paired with is gone, the old answer holds again only as long as it was not replaced.
    undoing.redo(lib)
    marks.delete(lib, [wider.id])
    alone = walking(lib)
    [step] = [one for one in alone.steps if one.key == f"{theirs.id}|"]
    assert alone.answer(step) is None
