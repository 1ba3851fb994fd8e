from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.library.conftest import TEXT, document, open_library
from tui.library import annotations, articles, check, journal, listing, outgoing, relations, verdicts
from tui.library.connection import Library
from tui.library.errors import LibraryError
from tui.library.merge import merging
from tui.library.records import Article, Target

Quote = Callable[..., Target]


def fill(lib: Library, target: Quote) -> Article:
    article = articles.add(lib, document(), location="/a", extra={"mood": "grim"})
    articles.tag(lib, article.id, add=["x", "a"])
    articles.save_place(lib, article.id, 2, 5, 0.4)
    copy = articles.add(lib, document(title="Copy"), location="/b", copy_of=article.id)
    claim = annotations.add(
        lib, kind="claim", claim_kind="pledge", targets=[target(article, "no attack")], extra={"k": [1]}
    )
    evidence = annotations.add(
        lib, kind="evidence", targets=[target(copy, "bombed"), target(copy, "47 died")], tags=["b", "a"]
    )
    relations.add(
        lib,
        claim_id=claim.id,
        evidence_id=evidence.id,
        relation="contradicts",
        score=0.1 + 0.2,
        reasons=[{"kind": "c", "text": "t", "own": 1}],
    )
    gone = annotations.add(lib, kind="note", body="gone", targets=[target(article, "mosque")])
    annotations.delete(lib, [gone.id])
    verdicts.add(
        lib, answer="rejected", relation="weakens", claim=claim.targets[0], evidence=evidence.targets[0], extra={"z": 1}
    )
    articles.add_version(lib, article.id, document(TEXT.replace("Friday", "Monday")))
    return articles.get(lib, article.id)


def export(lib: Library) -> dict[str, Any]:
    """All that travels, as the records."""
    local = {"n": 0, "claims": 0, "contested": 0, "annotations": 0, "words": 0, "location": "", "newest_version": ""}
    with lib.reading():
        return {
            "articles": [
                (
                    replace(a, **local),  # type: ignore[arg-type]
                    [(v, articles.paragraphs(lib, v.id)) for v in articles.versions(lib, a.id)],
                )
                for a in outgoing.articles(lib)
            ],
            "annotations": list(outgoing.annotations(lib)),
            "relations": list(outgoing.relations(lib)),
            "verdicts": [replace(v, creator="") for v in outgoing.verdicts(lib)],
        }


def bring(lib: Library, found: dict[str, Any]) -> list[str]:
    with merging(lib, "Imported a file", [a.id for a, _ in found["articles"]]) as merge:
        return [
            *(merge.article(*pair) for pair in found["articles"]),
            *(merge.annotation(a) for a in found["annotations"]),
            *(merge.relation(r) for r in found["relations"]),
            *(merge.verdict(v) for v in found["verdicts"]),
        ]


@pytest.fixture
def other(tmp_path: Path) -> Any:
    with open_library(tmp_path / "other.db", "other") as library:
        yield library


def test_there_and_back_again_is_the_same(lib: Library, other: Library, target: Quote) -> None:
    fill(lib, target)
    taken = export(lib)
    assert [len(part) for part in taken.values()] == [2, 3, 1, 1]
    assert set(bring(other, taken)) == {"added"}
    assert export(other) == taken
    assert check.check(other) == []
    assert [(a.claims, a.contested, a.annotations) for a in listing.rows(other)] == [
        (a.claims, a.contested, a.annotations) for a in listing.rows(lib)
    ]
    assert set(bring(other, taken)) == {"unchanged"}
    assert journal.last(other).summary == "Imported a file"  # type: ignore[union-attr]
    journal.undo(other)
    assert [len(part) for part in export(other).values()] == [0, 0, 0, 0]
    journal.redo(other)
    assert export(other) == taken


def test_the_later_change_wins(lib: Library, other: Library, target: Quote) -> None:
    article = fill(lib, target)
    bring(other, export(lib))
    start = Target(article.id, article.newest_version, 0, 3, "The")
    note = annotations.add(lib, kind="note", body="first", targets=[start])
    bring(other, export(lib))
    annotations.update(lib, note.id, body="second")
    articles.edit(lib, article.id, title="Later")
    assert bring(other, export(lib)).count("changed") == 2
    assert annotations.get(other, note.id).body == "second"
    assert articles.get(other, article.id).title == "Later"
    stale = export(lib)
    annotations.update(other, note.id, body="third")
    assert "changed" not in bring(other, stale)
    assert annotations.get(other, note.id).body == "third"
    annotations.delete(other, [note.id])
    bring(lib, export(other))
    assert annotations.get(lib, note.id).deleted_at is not None
    assert annotations.count(lib, annotations.AnnotationQuery(kind="note")) == 0


def test_a_text_that_is_held_takes_what_is_imported(lib: Library, other: Library, target: Quote) -> None:
    article = articles.add(lib, document(), location="/a")
    note = annotations.add(lib, kind="note", body="hers", targets=[target(article, "mosque")])
    mine = articles.add(other, document(title="Mine"), location="/elsewhere")
    assert bring(other, export(lib)) == ["unchanged", "added"]
    assert articles.get(other, mine.id).title == "Mine"
    assert listing.count(other) == 1
    here = annotations.get(other, note.id).targets[0]
    assert (here.article_id, here.version_id) == (mine.id, mine.newest_version)
    assert articles.get(other, mine.id).annotations == 1
    assert set(bring(other, export(lib))) == {"unchanged"}


def test_a_removal_stays_until_something_later_comes(lib: Library, other: Library, target: Quote) -> None:
    article = fill(lib, target)
    taken = export(lib)
    bring(other, taken)
    articles.remove(other, [a.id for a in listing.rows(other)])
    assert set(bring(other, taken)) == {"unchanged"}
    assert listing.count(other) == 0
    assert check.check(other) == []
    for _ in range(100):
        lib.now()  # the other clock goes ahead
    articles.edit(lib, article.id, title="Later")
    assert bring(other, export(lib)).count("changed") == 1
    assert [one.title for one in listing.rows(other)] == ["Later"]


def test_what_cannot_be_taken_is_left_out_alone(lib: Library, other: Library, target: Quote) -> None:
    fill(lib, target)
    taken = export(lib)
    article, versions = taken["articles"][0]
    wrong = [(replace(versions[0][0], text="forged"), versions[0][1])]
    with merging(other, "Imported") as merge:
        with pytest.raises(LibraryError, match="not the one"):
            merge.article(article, wrong)
        with pytest.raises(LibraryError, match="no text"):
            merge.article(article, [])
        with pytest.raises(LibraryError, match="not here"):
            merge.relation(taken["relations"][0])
        merge.article(*taken["articles"][1])
    assert listing.count(other) == 1
    assert check.check(other) == []


def test_annotations_wait_for_their_article(lib: Library, other: Library, target: Quote) -> None:
    fill(lib, target)
    taken = export(lib)
    with merging(other, "Marks") as merge:
        for annotation in taken["annotations"]:
            merge.annotation(annotation)
    assert annotations.count(other) == 0
    assert list(outgoing.annotations(other)) == taken["annotations"]
    bring(other, taken)
    assert annotations.count(other) == 2
    assert listing.count(other, listing.ArticleQuery(view="annotated")) == 2


def test_what_waited_is_mapped_with_its_article(lib: Library, other: Library, target: Quote) -> None:
    article = articles.add(lib, document(), location="/a")
    note = annotations.add(lib, kind="note", targets=[target(article, "mosque")])
    verdicts.add(lib, answer="rejected", relation="weakens", claim=note.targets[0], evidence=note.targets[0])
    taken = export(lib)
    mine = articles.add(other, document(title="Mine"), location="/elsewhere")
    bring(other, {**taken, "articles": []})
    assert annotations.count(other) == 0
    assert bring(other, taken)[0] == "changed"
    assert [one.id for one in annotations.rows(other, annotations.AnnotationQuery())] == [note.id]
    here = annotations.get(other, note.id).targets[0]
    assert (here.article_id, here.version_id, here.exact) == (mine.id, mine.newest_version, "mosque")
    [verdict] = [judged.verdict for judged in verdicts.of_articles(other, [mine.id])]
    assert verdict.claim == verdict.evidence == here
    assert set(bring(other, taken)) == {"unchanged"}
    assert check.check(other) == []
    journal.undo(other)
    assert annotations.get(other, note.id).targets == note.targets


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("later", [False, True])
def test_copies_are_linked_whichever_comes_first(lib: Library, other: Library, reverse: bool, later: bool) -> None:
    first = articles.add(lib, document(), location="/a")
    articles.add(lib, document(), location="/b", copy_of=first.id)
    taken = export(lib)
    if reverse:
        taken["articles"].reverse()
    for _ in range(50 * later):
        other.now()  # what is here was changed after what comes
    mine = articles.add(other, document(title="Mine"), location="/elsewhere")
    assert bring(other, taken)[1] == "added"
    links = [articles.get(other, n).copy_of for n in (1, 2)]
    assert links == ([first.id, None] if reverse and not later else [None, mine.id])
    assert listing.count(other) == 2
    assert set(bring(other, taken)) == {"unchanged"}


def test_a_target_that_moved_is_found_or_refused(lib: Library, other: Library, target: Quote) -> None:
    article = articles.add(lib, document(), location="/a")
    note = annotations.add(lib, kind="note", targets=[target(article, "bombed on Friday")])
    bring(other, export(lib))
    off = replace(note.targets[0], start=3, end=19)
    lost = replace(note.targets[0], exact="never said anywhere at all", prefix="", suffix="")
    with merging(other, "More") as merge:
        merge.annotation(replace(note, id="off", targets=(off,)))
        with pytest.raises(LibraryError, match="not where"):
            merge.annotation(replace(note, id="lost", targets=(lost,)))
    assert annotations.get(other, "off").targets[0].span == note.targets[0].span


def test_part_of_a_library_is_taken(lib: Library, target: Quote) -> None:
    article = fill(lib, target)
    alone = articles.add(lib, document("Alone.\nfoot"), location="/c")
    annotations.add(lib, kind="note", targets=[Target(alone.id, alone.newest_version, 0, 5, "Alone")])
    assert [a.id for a in outgoing.articles(lib, [article.id])] == [article.id]
    assert [a.kind for a in outgoing.annotations(lib, [article.id])] == ["claim", "evidence", "note"]
    assert len(list(outgoing.relations(lib, [article.id]))) == 1
    assert list(outgoing.relations(lib, [alone.id])) == []
    assert len(list(outgoing.verdicts(lib, [article.id]))) == 1
    claim = next(outgoing.annotations(lib, [article.id]))
    assert list(outgoing.annotations(lib, annotation_ids=[claim.id])) == [claim]
    assert list(outgoing.relations(lib, annotation_ids=[claim.id])) == []
    articles.remove(lib, [alone.id])
    assert [a.id for a in outgoing.articles(lib, [alone.id])] == []
