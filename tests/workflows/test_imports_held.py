"""Files of other programs into a library that holds their articles, and articles that come after them."""

from __future__ import annotations

import json

import pytest

from tests.workflows.conftest import OpenLibrary
from tests.workflows.foreign_case import native
from tui.exchange.w3c import CONTEXT
from tui.library.connection import Library
from tui.workflows import add, browsing, placing, transfer, versions, watching
from tui.workflows.browsing import AnnotationQuery

TEXT = (
    "---\ntitle: The quay\n---\n\nThe harbour was closed on Monday, the mayor said.\n\n"
    "Talks with the port “went well”, the union said.\n\nDaesh was named twice: Daesh."
)


def readwise(*rows: str) -> bytes:
    return "\n".join(["Highlight,Title,Author,URL,Note,Location,Date", *rows, ""]).encode()


def states(lib: Library) -> dict[str, str]:
    return {row.quote: row.state for row in browsing.annotation_rows(lib, AnnotationQuery())}


def test_a_word_that_stands_once_and_one_whose_place_is_said_are_found(lib: Library) -> None:
    made = add.add_text(lib, TEXT)
    text = native(lib)["articles"][0]["versions"][0]["text"]
    report = transfer.import_file(
        lib,
        readwise(
            "went well,The quay,,,,,2026-01-01 00:00:00",
            f"Daesh,The quay,,,,{text.rindex('Daesh')},2026-01-01 00:00:00",
        ),
    )
    assert (report.annotations, report.articles, report.versions, report.notes) == (2, 0, 0, ())
    assert states(lib) == {"went well": "exact", "Daesh": "exact"}
    targets = [one["targets"][0] for one in native(lib)["annotations"]]
    assert {one["version"] for one in targets} == {made.article.newest_version}
    assert [one["start"] for one in targets] == [text.index("went well"), text.rindex("Daesh")]


def test_what_could_stand_in_several_places_is_said_to_be_in_doubt(lib: Library) -> None:
    add.add_text(lib, TEXT)
    plan = transfer.read_import(lib, readwise("Daesh,The quay,,,,99999,2026-01-01 00:00:00"))
    assert "1 passage is not found beyond doubt" in plan.message


def test_a_quotation_with_white_space_at_its_ends_is_found_where_it_began(lib: Library) -> None:
    add.add_text(lib, TEXT)
    text = native(lib)["articles"][0]["versions"][0]["text"]
    at = text.rindex(" Daesh")
    transfer.import_file(lib, readwise(f'" Daesh",The quay,,,,{at},2026-01-01 00:00:00'))
    assert [one["targets"][0]["start"] for one in native(lib)["annotations"]] == [at + 1]


def test_notes_that_nothing_tells_apart_are_numbered_and_the_same_are_one(lib: Library) -> None:
    add.add_text(lib, TEXT)
    rows = [f"went well,The quay,,,note {n % 500},,2026-01-01 00:00:00" for n in range(1500)]
    report = transfer.import_file(lib, readwise(*rows))
    assert (report.annotations, report.unchanged) == (500, 1000)
    again = transfer.import_file(lib, readwise(*rows))
    assert (again.annotations, again.unchanged) == (0, 1500)


def noted(quote: str, *, title: str = "The quay", uri: str = "", source: str = "") -> bytes:
    """A W3C annotation on a quotation of another machine's article."""
    own = {"article": "01900000-0000-7000-8000-00000000aaaa", "title": title, "source": source}
    selector = {"type": "TextQuoteSelector", "exact": quote}
    target = {"source": uri or f"urn:uuid:{own['article']}", "selector": selector, "counterpoint": own}
    return json.dumps({"@context": CONTEXT, "id": "urn:x:1", "type": "Annotation", "target": target}).encode()


QUOTED = "closed on Monday, the mayor said"


def test_an_article_is_known_by_its_path(lib: Library) -> None:
    path = file(lib)
    add.add_sources(lib, [path])
    report = transfer.import_file(lib, noted(QUOTED, title="Another title", source=path), format="w3c")
    assert (report.articles, report.annotations, report.notes) == (0, 1, ())
    assert states(lib) == {QUOTED: "exact"}


@pytest.mark.parametrize("uri", ["", "https://example.org/quay"])
def test_an_article_is_known_by_its_title_and_what_is_quoted(lib: Library, uri: str) -> None:
    add.add_text(lib, TEXT)
    add.add_text(lib, "---\ntitle: The quay\n---\n\nAnother story of a quay, with words of its own and no mayor in it.")
    report = transfer.import_file(lib, noted(QUOTED, uri=uri), format="w3c")
    assert (report.articles, report.annotations, report.notes) == (0, 1, ())
    [row] = browsing.annotation_rows(lib, AnnotationQuery())
    assert (row.quote, row.state) == (QUOTED, "exact")


@pytest.mark.parametrize("quote", ["Words that stand in no article of that name", "Monday"])
def test_a_title_alone_does_not_make_it_that_article(lib: Library, quote: str) -> None:
    add.add_text(lib, TEXT)
    report = transfer.import_file(lib, noted(quote, uri="https://example.org/quay"), format="w3c")
    assert report.articles == 1
    assert "from the same address" in report.message


def test_what_was_written_for_readwise_adds_nothing_when_it_comes_back(full: Library) -> None:
    made = native(full)["annotations"]
    rows = b"".join(transfer.export(full, format="readwise"))
    report = transfer.import_file(full, rows)
    assert (report.annotations, report.articles, report.versions, report.problems) == (0, 0, 0, [])
    assert report.message == "Nothing new: all of it was here already."
    assert native(full)["annotations"] == made


def test_another_note_on_the_same_words_is_another_note(lib: Library) -> None:
    transfer.import_file(lib, noted(QUOTED), format="w3c")
    time = native(lib)["annotations"][0]["created_at"][:19]
    rows = [f'"{QUOTED}",The quay,,,{note},,{when}' for note, when in (("", time), ("Why?", time), ("", "2020-01-01"))]
    report = transfer.import_file(lib, readwise(*rows))
    assert (report.annotations, report.unchanged) == (2, 1)
    report = transfer.import_file(lib, readwise(*rows))
    assert (report.annotations, report.unchanged) == (0, 3)


def test_where_there_is_no_address_the_way_to_add_the_text_is_said(lib: Library) -> None:
    report = transfer.import_file(lib, readwise("Daesh,The quay,,,,,"))
    assert "`counterpoint add FILE --version-of N`" in report.message
    assert "same address" not in report.message


def test_passages_that_found_no_place_are_no_version_of_the_article(lib: Library) -> None:
    made = add.add_text(lib, TEXT)
    plan = transfer.read_import(lib, readwise("Daesh,The quay,,,,,", "Nowhere at all,The quay,,,,,"))
    assert plan.message.startswith("Readwise CSV: 2 annotations. 2 passages are not found")
    report = transfer.carry_out(lib, plan)
    assert (report.articles, report.versions, report.annotations) == (0, 0, 2)
    assert report.message.startswith("Brought in 2 annotations.")
    assert [one.name for one in versions.versions(lib, made.article.id)] == ["version 1, 2026-01-02 03:04"]
    assert [doubt.old.version for doubt in placing.doubts(lib, made.article.id)] == ["", ""]
    path = lib.path.with_name("quay.md")
    path.write_text(TEXT + "\n\nA fourth paragraph.", encoding="utf-8")
    [came] = add.add_sources(lib, [str(path)], version_of="1").outcomes
    assert "this is version 2." in came.message
    [edit] = watching.last_edits(lib, made.article.id)
    assert (edit.before, edit.after) == ((), ("A fourth paragraph.",))


def test_an_article_of_passages_alone_is_one_without_a_version(lib: Library, open_library: OpenLibrary) -> None:
    report = transfer.import_file(lib, readwise("Daesh,The quay,,,,,"))
    assert (report.articles, report.versions, report.annotations) == (1, 0, 1)
    other = open_library("other.db", prefix=1)
    report = transfer.import_file(other, b"".join(transfer.export(lib)))
    assert (report.articles, report.versions, report.annotations) == (1, 0, 1)
    [came] = add.add_sources(lib, [file(lib)], version_of="1").outcomes
    assert came.message.startswith("The text of “The quay” (article 1) is here now.")
    assert [one.number for one in versions.versions(lib, came.article.id)] == [1]
    assert watching.last_edits(lib, came.article.id) == []


@pytest.mark.parametrize("quote", ["went well", "Monday"])
def test_a_short_passage_finds_its_place_when_the_text_comes_after_it(lib: Library, quote: str) -> None:
    transfer.import_file(lib, readwise(f"{quote},The quay,,,,,", "Daesh,The quay,,,,,"))
    [article] = browsing.article_rows(lib, browsing.ArticleQuery())
    assert states(lib)[quote] == "exact"
    home = transfer.article_object(lib, article.id)
    assert home["versions"][0]["passages"] is True
    add.add_sources(lib, [file(lib)], version_of=str(article.n))
    assert states(lib) == {quote: "moved", "Daesh": "review"}


def file(lib: Library) -> str:
    path = lib.path.with_name("quay.md")
    path.write_text(TEXT, encoding="utf-8")
    return str(path)
