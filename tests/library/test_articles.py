from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.library.conftest import TEXT, document, open_library
from tui.library import annotations, articles, journal, listing
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound
from tui.library.listing import ArticleQuery
from tui.library.records import Article
from tui.text.document import Document, Paragraph


def test_an_article_comes_back_as_it_was_added(lib: Library, article: Article) -> None:
    assert (article.n, article.title) == (1, "A pledge")
    assert article.source == article.location == "/texts/pledge.txt"
    version = articles.version(lib, article.newest_version)
    assert version.text == TEXT
    assert articles.paragraphs(lib, version.id) == document().paragraphs
    assert articles.get(lib, 1) == articles.get(lib, article.id) == article


def test_text_that_sqlite_cannot_hold_is_replaced(lib: Library) -> None:
    added = articles.add(lib, document("x", title="a\0b\ud800c"), location="")
    assert added.title == "a\ufffdb\ufffdc"


def test_numbers_are_never_used_again(lib: Library, article: Article) -> None:
    journal.undo(lib)
    assert articles.add(lib, document("other"), location="").n == 2


def test_a_person_names_an_article(lib: Library, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    web = articles.add(lib, document("web", url="https://example.org/a"), location="https://example.org/a")
    for reference in ("1", article.id, "/texts/pledge.txt", "texts/pledge.txt", " 1 "):
        assert articles.resolve(lib, reference).id == article.id
    assert articles.resolve(lib, "https://example.org/a").id == web.id
    for reference in ("3", "0", "", "A pledge", "9" * 30, "\ud800", "x\0y", "-1", "１"):
        with pytest.raises(NotFound):
            articles.resolve(lib, reference)
    articles.add(lib, document("again"), location="/texts/pledge.txt")
    with pytest.raises(LibraryError, match="several articles"):
        articles.resolve(lib, "/texts/pledge.txt")
    articles.remove(lib, [article.id])
    with pytest.raises(NotFound):
        articles.resolve(lib, "1")


def test_editing_keeps_a_title_and_says_when(lib: Library, article: Article) -> None:
    edited = articles.edit(lib, article.id, title="New", author="", published="2021-10-10")
    assert (edited.title, edited.author, edited.published) == ("New", None, "2021-10-10")
    assert edited.modified_at > article.modified_at
    assert articles.edit(lib, article.id, title="New") == edited
    with pytest.raises(LibraryError, match="needs a title"):
        articles.edit(lib, article.id, title="")


def test_tags_keep_their_order(lib: Library, article: Article) -> None:
    articles.tag(lib, article.id, add=["zeta", "alpha beta", "zeta", " "])
    tagged = articles.tag(lib, article.id, add=["塔利班"], remove=["zeta"])
    assert tagged.tags == ("alpha beta", "塔利班")
    assert listing.all_tags(lib) == [("alpha beta", 1), ("塔利班", 1)]
    assert listing.count(lib, ArticleQuery(tags=("塔利班", "alpha beta"))) == 1
    assert listing.count(lib, ArticleQuery(tags=("塔利班", "zeta"))) == 0


def test_the_place_is_kept_and_is_no_change_to_undo(lib: Library, article: Article) -> None:
    articles.save_place(lib, article.id, 7, 12, 1.7)
    kept = articles.get(lib, article.id)
    assert (kept.place_paragraph, kept.place_offset, kept.progress) == (7, 12, 1.0)
    assert journal.last(lib).summary == "Added “A pledge”"  # type: ignore[union-attr]


def test_a_paragraph_kind_is_overruled_and_words_follow(lib: Library, article: Article) -> None:
    articles.set_paragraph_kind(lib, article.newest_version, 6, "body")
    paragraph = articles.paragraphs(lib, article.newest_version)[5]
    assert (paragraph.kind, paragraph.origin) == ("body", "reader")
    assert articles.get(lib, article.id).words == article.words + 7
    journal.undo(lib)
    assert articles.get(lib, article.id).words == article.words
    for n in (0, 7, -1):
        with pytest.raises(NotFound):
            articles.set_paragraph_kind(lib, article.newest_version, n, "body")


def test_a_new_version_finds_the_marks_again(lib: Library, article: Article, target) -> None:  # type: ignore[no-untyped-def]
    kept = annotations.add(
        lib, kind="highlight", targets=[target(article, "a mosque in the north was bombed on Friday")]
    )
    gone = annotations.add(lib, kind="note", body="x", targets=[target(article, "清真寺发生爆炸")])
    lines = TEXT.split("\n")
    text = "\n".join(["An opening that was not there before.", lines[0], lines[1], *lines[3:]])
    version = articles.add_version(lib, article.id, document(text))
    assert articles.get(lib, article.id).newest_version == version.id
    assert [v.id for v in articles.versions(lib, article.id)] == [article.newest_version, version.id]
    here = {a.id: places for a, places in annotations.of_version(lib, version.id)}
    (_, place) = here[kept.id][0]
    assert place.state in ("exact", "moved")
    assert text[place.start : place.end] == "a mosque in the north was bombed on Friday"
    assert here[gone.id][0][1].state == "orphan"
    old = {a.id: places for a, places in annotations.of_version(lib, article.newest_version)}
    assert old[gone.id][0][1].span == (old[gone.id][0][0].start, old[gone.id][0][0].end)
    journal.undo(lib)
    assert articles.get(lib, article.id).newest_version == article.newest_version
    journal.redo(lib)
    assert {a.id: places for a, places in annotations.of_version(lib, version.id)} == here


def test_paragraphs_that_do_not_fit_are_refused_whole(lib: Library) -> None:
    with pytest.raises(LibraryError):
        articles.add(lib, Document("short", (Paragraph(1, "body", 0, 99),), "T"), location="")
    assert listing.count(lib) == 0
    assert journal.last(lib) is None


@given(
    texts=st.lists(
        st.text(st.characters(exclude_characters="\0\n\r", exclude_categories=["Cs"]), max_size=30),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path: Path = tmp_path_factory.mktemp("any") / "library.db"
    with open_library(path) as lib:
        added = articles.add(lib, document("\n".join(texts)), location="")
        version = articles.version(lib, added.newest_version)
        assert version.text == "\n".join(texts)
        for paragraph, text in zip(articles.paragraphs(lib, version.id), texts, strict=True):
            assert version.text[paragraph.start : paragraph.end] == text
    os.unlink(path)
