"""Where targets stand in newer versions, and what the reader says about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.library.conftest import TEXT, document
from tui.library import annotations, articles, journal, listing, resolutions
from tui.library.annotations import AnnotationQuery
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound
from tui.library.records import Annotation, Article, Resolution, Target
from tui.text.spans import Span

MakeTarget = Callable[..., Target]
LINES = TEXT.split("\n")
# The bombing is cut, and quoted in another paragraph: that is for review.
QUOTED = "\n".join([LINES[0], *LINES[2:5], f"An earlier version said: “{LINES[1]}”", LINES[5]])
WITHOUT = "\n".join([LINES[0], *LINES[2:]])


def standing(lib: Library, version_id: str, annotation: Annotation) -> Resolution:
    return next(places[0][1] for one, places in annotations.of_version(lib, version_id) if one.id == annotation.id)


@pytest.fixture
def mark(lib: Library, article: Article, target: MakeTarget) -> Annotation:
    return annotations.add(lib, kind="highlight", targets=[target(article, "a mosque in the north was bombed")])


def test_the_reader_confirms_and_takes_it_back(lib: Library, article: Article, mark: Annotation) -> None:
    version = articles.add_version(lib, article.id, document(QUOTED))
    found = standing(lib, version.id, mark)
    assert found.state == "review"
    assert found.span is not None
    assert resolutions.settle(lib, mark.id, version.id, {0: found.span})
    settled = standing(lib, version.id, mark)
    assert (settled.state, settled.span, settled.score) == ("moved", found.span, 1.0)
    assert not resolutions.settle(lib, mark.id, version.id, {0: found.span})
    assert journal.undo(lib).summary == "Placed the highlight “a mosque in the north was bombed”"
    assert standing(lib, version.id, mark) == found
    journal.redo(lib)
    assert standing(lib, version.id, mark) == settled


def test_an_orphan_is_given_a_place(lib: Library, article: Article, mark: Annotation) -> None:
    version = articles.add_version(lib, article.id, document(WITHOUT))
    assert standing(lib, version.id, mark).state == "orphan"
    resolutions.settle(lib, mark.id, version.id, {0: Span(4, 9)})
    assert standing(lib, version.id, mark) == Resolution("fuzzy", 4, 9, 1.0)


def test_a_later_version_is_searched_from_where_the_reader_placed_it(
    lib: Library, article: Article, mark: Annotation
) -> None:
    second = articles.add_version(lib, article.id, document(WITHOUT))
    group = Span(4, 9)
    resolutions.settle(lib, mark.id, second.id, {0: group})
    third = articles.add_version(lib, article.id, document("First of all this.\n" + WITHOUT))
    found = standing(lib, third.id, mark)
    assert (found.state, found.span) == ("fuzzy", Span(23, 28))
    # And what comes back is found where it was made.
    fourth = articles.add_version(lib, article.id, document(TEXT.replace("The group", "Nobody")))
    assert standing(lib, fourth.id, mark).span is not None
    assert standing(lib, fourth.id, mark).state == "moved"


def test_only_those_in_doubt_are_listed(lib: Library, article: Article, mark: Annotation, target: MakeTarget) -> None:
    sure = annotations.add(lib, kind="note", targets=[target(article, "no attack would come")], body="sure")

    def listed(*states: str) -> set[str]:
        return {one.id for one in annotations.rows(lib, AnnotationQuery(states=states))}  # type: ignore[arg-type]

    assert listed("review", "orphan") == set()
    articles.add_version(lib, article.id, document(WITHOUT))
    assert listed("review", "orphan") == listed("orphan") == {mark.id}
    assert listed("exact") == {sure.id}
    assert annotations.count(lib, AnnotationQuery(states=("orphan",))) == 1
    articles.add_version(lib, article.id, document(QUOTED))
    assert listed("orphan") == set()
    assert listed("review") == {mark.id}


def test_a_settled_claim_counts_again(lib: Library, article: Article, target: MakeTarget) -> None:
    claim = annotations.add(
        lib, kind="claim", claim_kind="pledge", targets=[target(article, "a mosque in the north was bombed")]
    )
    version = articles.add_version(lib, article.id, document(QUOTED))
    found = standing(lib, version.id, claim)
    assert found.span is not None
    before = listing.rows(lib, limit=1)[0].claims
    resolutions.settle(lib, claim.id, version.id, {0: found.span})
    assert listing.rows(lib, limit=1)[0].claims == before


def test_what_cannot_be_settled_is_said(lib: Library, article: Article, mark: Annotation) -> None:
    version = articles.add_version(lib, article.id, document(WITHOUT))
    size = len(version.text)
    for places in ({0: Span(5, 5)}, {0: Span(-1, 3)}, {0: Span(0, size + 1)}):
        with pytest.raises(LibraryError, match="does not lie"):
            resolutions.settle(lib, mark.id, version.id, places)
    with pytest.raises(LibraryError, match="where it was made"):
        resolutions.settle(lib, mark.id, article.newest_version, {0: Span(0, 3)})
    for annotation_id, version_id, position in (
        ("none", version.id, 0),
        (mark.id, "none", 0),
        (mark.id, version.id, 1),
    ):
        with pytest.raises(NotFound):
            resolutions.settle(lib, annotation_id, version_id, {position: Span(0, 3)})
    assert standing(lib, version.id, mark).state == "orphan"


def test_an_older_version_shows_what_was_marked_in_a_newer_one(
    lib: Library, article: Article, target: MakeTarget
) -> None:
    text = "Before it all.\n" + TEXT
    version = articles.add_version(lib, article.id, document(text))
    made = annotations.add(
        lib, kind="note", targets=[target(articles.get(lib, article.id), "no attack would come", text)], body="late"
    )
    older = standing(lib, article.newest_version, made)
    assert (older.state, older.span) == ("moved", Span(23, 43))
    assert standing(lib, version.id, made).state == "exact"
