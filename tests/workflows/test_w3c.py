"""W3C Web Annotation: strict out, lenient in."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from tests.workflows.conftest import OpenLibrary
from tests.workflows.foreign_case import TIME, Json, bring, exports, libraries, native
from tui.exchange.w3c import CONTEXT, _uri
from tui.library.connection import Library
from tui.text.intake import sha256
from tui.workflows import browsing, transfer
from tui.workflows.browsing import AnnotationQuery

CHECKER = jsonschema.Draft4Validator.FORMAT_CHECKER
TEXT = "The sea 🙂 was calm.\nHe escaped death in battle or by shipwreck, and had got safely home.\nThe sea was calm."


def checked(value: Any, format: str) -> None:
    jsonschema.validate(value, {"type": "string", "format": format}, format_checker=CHECKER)


def with_article(lib: Library, url: str | None = "https://example.org/odyssey") -> None:
    version = {"id": "v", "sha256": sha256(TEXT), "fetched_at": TIME, "text": TEXT}
    article = {"id": "a", "title": "Sea", "url": url, "added_at": TIME, "modified_at": TIME, "versions": [version]}
    bring(lib, {"format": "counterpoint", "version": 1, "articles": [article]})


def take(lib: Library, value: Any) -> transfer.ImportReport:
    return transfer.import_file(lib, json.dumps(value).encode(), format="w3c")


@given(export=exports())
@settings(max_examples=20)
def test_everything_has_one_iri_and_times_that_are_times(export: Json) -> None:
    with libraries(1) as (_, [lib]):
        bring(lib, export)
        made = json.loads(b"".join(transfer.export(lib, format="w3c")))
    assert CONTEXT in made["@context"]
    assert made["total"] == len(export["annotations"]) + len(export["relations"])
    assert ("first" in made) == bool(made["total"])
    ids = [made["id"]]
    for one in made.get("first", {}).get("items", []):
        ids.append(one["id"])
        assert one["type"] == "Annotation"
        assert one["id"].startswith("urn:uuid:")
        for name in ("created", "modified"):
            checked(one[name], "date-time")
        if one["motivation"] == "linking":
            evidence, relation = one["body"][:2]
            assert evidence["purpose"] == "linking"
            assert relation["purpose"] == "classifying"
            assert relation["source"].startswith("cito:")
            assert {one["target"], evidence["source"]} <= set(ids)
            continue
        target = one["target"]
        checked(target["source"], "uri")
        checked(target["state"]["sourceDate"], "date-time")
        assert [selector["type"] for selector in target["selector"]] == ["TextQuoteSelector", "TextPositionSelector"]
    assert len(set(ids)) == len(ids)
    for id in ids:
        checked(id, "uri")


def test_an_address_comes_back_as_it_was(lib: Library, open_library: OpenLibrary) -> None:
    with_article(lib, "https://example.org/é?q=[1]")
    version = {"article": "a", "version": "v", "start": 4, "end": 7, "exact": "sea", "prefix": "The ", "suffix": " 🙂"}
    mark = {"id": "m", "kind": "highlight", "created_at": TIME, "modified_at": TIME, "targets": [version]}
    bring(lib, {"format": "counterpoint", "version": 1, "annotations": [mark]})
    made = json.loads(b"".join(transfer.export(lib, format="w3c")))
    target = made["first"]["items"][0]["target"]
    assert target["source"] == "https://example.org/%C3%A9?q=%5B1%5D"
    other = open_library("other.db")
    take(other, made)
    assert [one["url"] for one in native(other)["articles"]] == ["https://example.org/é?q=[1]"]
    # Another program may have changed the address: then it is taken from where the model has it.
    target["source"] = "https://example.org/elsewhere"
    third = open_library("third.db")
    take(third, made)
    assert [one["url"] for one in native(third)["articles"]] == ["https://example.org/elsewhere"]


@pytest.mark.parametrize(
    "url",
    ["https://example.org/é?q=[1]&x=100%", "http://[::1/x", "http://", "https://a b/c#d#e", 'http://x/\u202e\x00"<>'],
)
def test_addresses_become_uris_or_none(url: str) -> None:
    made = _uri(url)
    if made is not None:
        checked(made, "uri")


@pytest.mark.parametrize("wrap", ["list", "page", "collection", "graph", "alone"])
def test_other_programs_annotations_are_found(lib: Library, wrap: str) -> None:
    with_article(lib)
    one = {
        "id": "51b54efc",
        "@context": CONTEXT,
        "type": "Annotation",
        "body": [{"type": "TextualBody", "value": "Why?"}, {"value": "sea", "purpose": "tagging"}, None],
        "creator": {"id": "k", "name": "Grace"},
        "created": "2024-01-05T13:19:14.716Z",
        "target": {
            "source": "http://example.org/odyssey/#top",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "death in battle or by shipwreck", "prefix": "escaped "},
                {"type": "TextPositionSelector", "start": 741, "end": 772},
            ],
        },
    }
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": [one]}
    wrapped: dict[str, Any] = {
        "list": [one],
        "page": page,
        "collection": {"@context": [CONTEXT], "type": ["AnnotationCollection"], "first": page},
        "graph": {"@context": CONTEXT, "@graph": [one]},
        "alone": one,
    }
    report = transfer.import_file(lib, json.dumps(wrapped[wrap]).encode())
    assert (report.annotations, report.articles, report.problems) == (1, 0, [])
    [made] = native(lib)["annotations"]
    assert made["targets"][0]["exact"] == "death in battle or by shipwreck"
    assert made["targets"][0]["version"] == "v"
    assert (made["kind"], made["body"], made["tags"], made["creator"]) == ("note", "Why?", ["sea"], "Grace")
    assert made["created_at"] == "2024-01-05T13:19:14.716000Z"
    assert made["origin"] == "import"


def test_what_is_not_found_is_an_orphan_with_its_quote(lib: Library, open_library: OpenLibrary) -> None:
    with_article(lib)
    target = {
        "source": "https://example.org/odyssey",
        "selector": {"type": "TextQuoteSelector", "exact": "No such words"},
    }
    twice = {"source": "https://example.org/odyssey", "selector": {"type": "TextQuoteSelector", "exact": "sea"}}
    report = take(lib, [{"type": "Annotation", "target": target}, {"type": "Annotation", "target": twice}])
    assert report.annotations == 2
    assert "2 passages are not found beyond doubt" in report.message
    rows = browsing.annotation_rows(lib, AnnotationQuery())
    assert {row.quote for row in rows} == {"No such words", "sea"}
    orphan = next(row for row in rows if row.quote == "No such words")
    assert orphan.orphan
    assert orphan.article_title == "Sea"
    [article] = native(lib)["articles"]
    assert [version["text"] for version in article["versions"]] == ["No such words\nsea", TEXT]
    other = open_library("other.db", prefix=1)
    assert bring(other, native(lib)).problems == []
    assert native(other) == native(lib)
    again = take(lib, [{"type": "Annotation", "target": target}, {"type": "Annotation", "target": twice}])
    assert (again.annotations, again.versions, again.unchanged) == (0, 0, 2)


def test_positions_may_count_utf_16(lib: Library) -> None:
    with_article(lib)
    selector = [{"type": "TextQuoteSelector", "exact": "sea"}, {"type": "TextPositionSelector", "start": 91, "end": 94}]
    start = len(TEXT[: TEXT.rindex("sea")].encode("utf-16-le")) // 2
    selector[1] |= {"start": start, "end": start + 3}
    take(lib, {"type": "Annotation", "target": {"source": "https://example.org/odyssey", "selector": selector}})
    assert native(lib)["annotations"][0]["targets"][0]["start"] == TEXT.rindex("sea")


def test_an_article_that_is_not_here_is_made_of_its_passages_until_its_text_comes(lib: Library) -> None:
    quotes = ["The sea 🙂 was calm.", "death in battle or by shipwreck", "The sea 🙂 was calm."]
    found = [
        {
            "type": "Annotation",
            "bodyValue": f"Note {n}",
            "target": {
                "source": "https://example.org/odyssey",
                "selector": {"type": "TextQuoteSelector", "exact": exact},
            },
        }
        for n, exact in enumerate(quotes)
    ]
    report = take(lib, found)
    assert (report.articles, report.annotations) == (1, 3)
    assert "1 article comes without the text" in report.message
    [article] = native(lib)["articles"]
    assert article["versions"][0]["text"].split("\n") == ["https://example.org/odyssey", quotes[0], quotes[1]]
    more = {
        **found[0],
        "target": {**found[0]["target"], "selector": {"type": "TextQuoteSelector", "exact": "got safely"}},
    }
    assert take(lib, more).annotations == 1
    assert len(native(lib)["articles"][0]["versions"]) == 2
    from tui.library import articles
    from tui.text.document import Document, Paragraph

    articles.add_version(lib, article["id"], Document(TEXT, (Paragraph(1, "body", 0, len(TEXT)),), "Sea"))
    rows = browsing.annotation_rows(lib, AnnotationQuery())
    assert len(rows) == 4
    assert not any(row.orphan for row in rows)
    assert {TEXT[row.start : row.end] for row in rows} == {*quotes, "got safely"}


def test_a_recogito_relation_and_one_that_is_not_known(lib: Library) -> None:
    def on(id: str, exact: str) -> Json:
        target = {"source": "https://example.org/odyssey", "selector": {"type": "TextQuoteSelector", "exact": exact}}
        return {"@context": CONTEXT, "id": f"#{id}", "type": "Annotation", "target": target}

    def link(name: str) -> Json:
        body = [{"type": "TextualBody", "value": name, "purpose": "tagging"}]
        return {"type": "Annotation", "motivation": "linking", "body": body, "target": [{"id": "#x"}, {"id": "#y"}]}

    with_article(lib)
    first, second = on("x", "The sea 🙂 was calm"), on("y", "death in battle")
    report = take(lib, [first, second, link("contradicts"), link("sings of")])
    assert (report.annotations, report.relations) == (2, 1)
    assert [problem.message for problem in report.problems] == [
        "Link 4 was left out: “sings of” is no relation that is known here."
    ]


def test_what_is_no_annotation_is_said(lib: Library) -> None:
    report = take(
        lib, {"type": "AnnotationPage", "items": [3, {"type": "Annotation"}, {"target": {}}, {"target": "x"}]}
    )
    assert report.annotations == 1
    assert len(report.problems) == 3
