"""Annotations in the order of the text, as `annotations.of_version` has them, but a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from tests.library.conftest import TEXT, document
from tui.library import annotations, articles, outgoing, placed
from tui.library.connection import Library
from tui.library.errors import NotFound
from tui.library.records import Article, Target

MakeTarget = Callable[..., Target]
LINES = TEXT.split("\n")
WORDS = ("pledged", "attack", "the promises", "mosque", "北", "恐怖袭击", "family", "promises, a mosque", "soil")
KINDS = ("highlight", "note", "claim", "evidence", "bookmark")


def expected(lib: Library, version_id: str, *kinds: str) -> list[tuple[str, list[tuple[int, int]]]]:
    found = [
        (one.id, [tuple(place.span) for _, place in places if place.span is not None])
        for one, places in annotations.of_version(lib, version_id)
        if not kinds or one.kind in kinds
    ]
    return sorted(found, key=lambda one: one[1][:1] or [(1 << 60, 0)])  # type: ignore[return-value]


def found(lib: Library, version_id: str, *kinds: str) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(one.id, [tuple(span) for span in spans]) for one, spans in placed.standing(lib, version_id, kinds)]  # type: ignore[misc]


@pytest.fixture
def marked(lib: Library, article: Article, target: MakeTarget, monkeypatch: pytest.MonkeyPatch) -> Article:
    """An article with annotations, some of them in several parts and some deleted; pages of seven."""
    monkeypatch.setattr(outgoing, "_BATCH", 7)
    random = Random(3)
    words = [word for word in WORDS if word in TEXT]
    for n in range(40):
        parts = [target(article, word) for word in random.sample(words, random.choice([1, 1, 1, 2, 3]))]
        made = annotations.add(lib, kind=KINDS[n % 5], targets=parts)  # type: ignore[arg-type]
        if n % 9 == 0:
            annotations.delete(lib, [made.id])
    return article


def test_they_stand_in_the_order_of_the_text(lib: Library, marked: Article) -> None:
    assert found(lib, marked.newest_version) == expected(lib, marked.newest_version)
    assert len(found(lib, marked.newest_version)) == 35
    assert found(lib, marked.newest_version, "claim", "note") == expected(lib, marked.newest_version, "claim", "note")


def test_in_a_version_that_came_later_too(lib: Library, marked: Article, target: MakeTarget) -> None:
    text = "\n".join([LINES[1], LINES[0], *LINES[3:]])
    newer = articles.add_version(lib, marked.id, document(text))
    assert found(lib, newer.id) == expected(lib, newer.id)
    assert any(not spans for _, spans in found(lib, newer.id)), "some are lost, and stand at the end"
    # In the older version it was not asked where an annotation of the newer one stands.
    annotations.add(lib, kind="note", targets=[target(articles.get(lib, marked.id), "mosque", text)])
    assert found(lib, marked.newest_version) == expected(lib, marked.newest_version)


def test_a_version_that_is_not_here(lib: Library) -> None:
    with pytest.raises(NotFound):
        list(placed.standing(lib, "none"))


def test_what_is_chosen_comes_in_pages_too(lib: Library, marked: Article) -> None:
    every = list(outgoing.annotations(lib))
    assert list(outgoing.annotations(lib, [marked.id])) == every
    assert list(outgoing.annotations(lib, None, [one.id for one in reversed(every)])) == every
    live = [one for one in every if one.deleted_at is None]
    assert list(outgoing.first_in(lib, marked.id)) == live


def test_annotations_of_removed_articles_stay_behind(lib: Library, marked: Article) -> None:
    assert len(list(outgoing.annotations(lib))) == 40
    assert list(outgoing.joints(lib)) == [(marked.newest_version, marked.id) * 2]
    articles.remove(lib, [marked.id])
    assert list(outgoing.annotations(lib)) == []
    assert list(outgoing.joints(lib)) == []
