from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.library.conftest import document, open_library
from tui.library import annotations, articles, journal, listing, search
from tui.library.connection import Library
from tui.library.listing import ArticleQuery
from tui.library.matching import any_of, match_expression
from tui.library.records import Article


def found(lib: Library, query: str) -> list[int]:
    return [hit.paragraph for hit in search.search(lib, query)]


@pytest.mark.parametrize(
    ("query", "paragraphs"),
    [
        ("mosque", [2]),
        ("MOSQUE bombed", [2]),
        ('"bombed on friday"', [2]),
        ('"on bombed"', []),
        ("bomb", []),
        ("bomb*", [2]),
        ("“in the north”", [2]),
        ("塔利班", [3]),
        ("清真寺", [3]),
        ("真寺", [3]),
        ("袭", [3]),
        ("炸", [3]),
        ("清真寺发生爆炸", [3]),
        ("爆炸发生", []),
        ("塔利班 爆炸", [3]),
        ("المتحدث", [4]),
        ("cafe naivete", [5]),
        ("étude", [5]),
        ("friends", []),
        ("47", [2]),
        ("mosque absent", []),
    ],
)
def test_what_is_found(lib: Library, article: Article, query: str, paragraphs: list[int]) -> None:
    assert found(lib, query) == paragraphs


def test_a_hit_says_where_it_stands(lib: Library, article: Article) -> None:
    (hit,) = search.search(lib, "mosque")
    text = articles.version(lib, article.newest_version).text
    assert (hit.article_id, hit.n, hit.title) == (article.id, 1, "A pledge")
    assert text[hit.start : hit.end] == hit.text
    assert hit.text.startswith("Despite")
    assert hit.score > 0


def test_only_newest_versions_of_articles_that_are_there(lib: Library, article: Article) -> None:
    articles.add_version(lib, article.id, document("Something else entirely.\nfoot"))
    assert found(lib, "mosque") == []
    assert found(lib, "entirely") == [1]
    journal.undo(lib)
    assert found(lib, "mosque") == [2]
    articles.remove(lib, [article.id])
    assert found(lib, "mosque") == []
    journal.undo(lib)
    assert found(lib, "mosque") == [2]
    articles.set_paragraph_kind(lib, article.newest_version, 2, "furniture")
    assert found(lib, "mosque") == []
    journal.undo(lib)
    journal.undo(lib)
    assert found(lib, "mosque") == []
    journal.redo(lib)
    assert found(lib, "mosque") == [2]


def test_annotations_are_found(lib: Library, article: Article, target) -> None:  # type: ignore[no-untyped-def]
    note = annotations.add(
        lib,
        kind="note",
        body="Doubtful 疑问",
        tags=["to check"],
        claimant="the group",
        targets=[target(article, "a mosque")],
    )
    for query in ("doubtful", "mosque", '"to check"', "疑问", "group"):
        assert [hit.annotation_id for hit in search.search_annotations(lib, query)] == [note.id]
    annotations.update(lib, note.id, body="Settled")
    assert search.search_annotations(lib, "doubtful") == []
    annotations.delete(lib, [note.id])
    assert search.search_annotations(lib, "settled") == []


def test_passages_for_the_engine(lib: Library, article: Article) -> None:
    other = articles.add(lib, document("A mosque was hit by a bombing.\nNo word of it.\nfoot", title="B"), location="")
    rows = search.passages(lib, ["mosque", "bombing", "zebra", '"'], limit=10)
    assert {(r[0], r[2]) for r in rows} == {(article.id, 2), (other.id, 1)}
    assert rows[0][0] == other.id
    assert [r[0] for r in search.passages(lib, ["mosque"], exclude_articles=[other.id])] == [article.id]
    assert search.passages(lib, ["清真寺"], 5)[0][2] == 3
    assert search.passages(lib, ["", "…", "?"]) == []


def test_a_long_article_is_left_out_at_once(lib: Library) -> None:
    long = "\n".join(f"A mosque was bombed on Friday, the council said for the {n}th time." for n in range(3000))
    home = articles.add(lib, document(long), location="/a/long.txt")
    others = [articles.add(lib, document(f"The mosque stands.\nOf {n}."), location=f"/a/{n}.txt") for n in range(3)]
    asked: list[str] = []
    lib.conn.set_trace_callback(lambda sql: asked.append(sql) if "MATCH" in sql else None)
    rows = search.passages(lib, ["mosque", "bombed"], limit=10, exclude_articles=[home.id])
    lib.conn.set_trace_callback(None)
    assert {other.id for other in others} <= {row[0] for row in rows}
    assert home.id not in {row[0] for row in rows}
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)
    assert len([sql for sql in asked if sql.startswith("SELECT rank")]) == 2  # before it, and behind it


def test_the_list_is_filtered_by_full_text(lib: Library, article: Article) -> None:
    articles.add(lib, document("Nothing here.\nfoot", title="Kunduz 昆都士"), location="", copy_of=None)

    def titles(text: str) -> list[str]:
        query = ArticleQuery(text=text)
        rows = [a.title for a in listing.rows(lib, query)]
        assert listing.count(lib, query) == len(rows)
        return rows

    assert titles("kund") == ["Kunduz 昆都士"]
    assert titles("昆都") == ["Kunduz 昆都士"]
    assert titles("bomb") == ["A pledge"]
    assert titles("pledge mos") == ["A pledge"]
    assert titles("?!") == []
    assert len(titles("  ")) == 2
    articles.edit(lib, article.id, title="Renamed")
    assert titles("renam") == ["Renamed"]
    assert titles("bomb") == ["Renamed"]


HOSTILE = [
    '"',
    '""',
    "'",
    "*",
    "a*b",
    "NEAR(a b)",
    "a AND",
    "OR",
    "NOT",
    "-a",
    "a:b",
    "body:x",
    "(",
    "{a b}",
    "^a",
    "\0",
    "\ud800",
]


@given(st.one_of(st.text(max_size=80), st.sampled_from(HOSTILE), st.lists(st.sampled_from(HOSTILE)).map(" ".join)))
@settings(max_examples=300)
@example('“”"*')
@example("中" * 5000)
@example("a " * 5000)
def test_no_query_is_an_error(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.db"
    with open_library(path) as lib:
        if lib.created:
            articles.add(lib, document(), location="")
        search.search(lib, query)
        search.count(lib, query)
        search.search_annotations(lib, query)
        search.passages(lib, [query])
        listing.count(lib, ArticleQuery(text=query))
        annotations.count(lib, annotations.AnnotationQuery(text=query, tag=query))


@given(text=st.text("中国人民共和a 。é1", min_size=1, max_size=20), data=st.data())
@settings(max_examples=200)
def test_every_phrase_of_a_text_finds_it(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    phrase = text[start:end]
    # A phrase that cuts a spaced word in two is no phrase of the text.
    spaced = "aé1"
    if (start and text[start - 1] in spaced and phrase[0] in spaced) or (
        end < len(text) and text[end] in spaced and phrase[-1] in spaced
    ):
        return
    if match_expression(f'"{phrase}"') is None:
        return
    path = tmp_path_factory.mktemp("phrase") / "library.db"
    with open_library(path) as lib:
        articles.add(lib, document(text), location="")
        assert len(search.search(lib, f'"{phrase}"')) == 1


def test_expressions() -> None:
    assert match_expression("a b") == '"a" AND "b"'
    assert match_expression("a b", prefix=True) == '"a" AND "b"*'
    assert match_expression("a b ", prefix=True) == '"a" AND "b"'
    assert match_expression("中国人") == '"中国 国人"'
    assert match_expression("中") == '"中"*'
    assert match_expression("U.S.") == '"U S"'
    assert match_expression(" - ") is None
    assert any_of(["a", "a b", ""]) == '"a" OR "a b"'
