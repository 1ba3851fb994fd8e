"""Formats for people and tables: Markdown, CSV, JSON Lines, Readwise, ClaimReview, bibliographies."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.workflows.foreign_case import Json, bring, exports, libraries, native
from tui.exchange.markdown import escape
from tui.exchange.plain import cell, own_name, table, tame
from tui.exchange.reading import bare
from tui.library.connection import Library
from tui.workflows import transfer

ODD = st.text(st.sampled_from("=+-@\t\r\n'\"|,ab 1.)#*_[]<>&\\`~{}!^%$＝\x1b\x00\u202e\u200b🙂é"), max_size=25)


@given(ODD)
def test_no_cell_is_a_formula_and_each_comes_back(text: str) -> None:
    data = b"".join(table(["a"], [[text]])).decode()
    [[read]] = list(csv.reader(io.StringIO(data, newline="")))[1:] or [[""]]
    assert read == cell(text)
    assert not read.startswith(tuple("=+-@\t\r\n＝"))
    assert bare(read) == tame(text)


@given(ODD)
def test_text_from_outside_is_no_markdown(text: str) -> None:
    line = " ".join(tame(text).split())
    tokens = MarkdownIt("commonmark", {"html": True}).parse(f"> {escape(line)}")
    inner = [token for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.type.endswith("_open")] == ["blockquote_open", "paragraph_open"][
        : 2 if line else 1
    ]
    if line:
        assert {child.type for child in inner[0].children or []} <= {"text", "text_special"}
        assert "".join(child.content for child in inner[0].children or []) == line


@pytest.mark.parametrize("line", ["---", "-", "--", "- - -", "===", "***", "+", "1.", "1)", "12. a", "~~~", "a  "])
@pytest.mark.parametrize("before", ["", "A line before.\n"])
def test_a_line_of_a_quotation_is_no_heading_rule_or_item(before: str, line: str) -> None:
    quoted = "".join(f"> {escape(part.strip())}\n" for part in f"{before}{line}".split("\n"))
    tokens = MarkdownIt("commonmark").parse(quoted)
    assert [token.type for token in tokens if token.nesting >= 0] == ["blockquote_open", "paragraph_open", "inline"]
    assert "".join(child.content or "\n" for child in tokens[2].children or []) == f"{before}{line.strip()}"


@given(st.lists(st.text(max_size=30), max_size=6))
def test_names_of_files_are_safe_and_differ(names: list[str]) -> None:
    taken: set[str] = set()
    made = [own_name(f"{name}.md", taken) for name in names]
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert Path(name).name == name
        assert name.endswith(".md")
        assert len(name.encode()) < 230
        assert not re.search(r'[/\\:*?"<>|\x00-\x1f]', name)
        assert name.split(".")[0].upper() not in ("CON", "NUL", "COM1")
        assert not name.startswith((".", "-", " "))


@given(export=exports())
@settings(max_examples=15)
def test_every_link_of_the_notes_leads_to_a_block(export: Json) -> None:
    with libraries(1) as (folder, [lib]):
        bring(lib, export)
        transfer.export_file(lib, folder / "notes", format="markdown", folder=True)
        notes = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "notes").iterdir()}
        whole = b"".join(transfer.export(lib, format="markdown")).decode()
    assert len(notes) == len(export["articles"])
    blocks = {(name, block) for name, text in notes.items() for block in re.findall(r"(?m)^\^(\S+)$", text)}
    links = [link for text in notes.values() for link in re.findall(r"\[\[([^\]#|]+)#\^([^\]|]+)\|", text)]
    assert len(blocks) == len(export["annotations"])
    pairs = export["relations"]
    assert len(links) == sum(2 if one["claim"] != one["evidence"] else 1 for one in pairs)
    assert set(links) <= blocks
    assert set(re.findall(r"\[\[#\^([^\]|]+)\|", whole)) <= set(re.findall(r"(?m)^\^(\S+)$", whole))


@given(export=exports())
@settings(max_examples=10)
def test_tables_hold_every_pair(export: Json) -> None:
    with libraries(1) as (_, [lib]):
        bring(lib, export)
        lines = b"".join(transfer.export(lib, format="jsonl")).splitlines()
        rows = list(csv.DictReader(io.StringIO(b"".join(transfer.export(lib, format="csv")).decode(), newline="")))
    made = [json.loads(line) for line in lines]
    assert [one["id"] for one in made] == [one["id"] for one in export["relations"]]
    assert len({tuple(one) for one in made}) <= 1
    texts = {v["id"]: v["text"] for article in export["articles"] for v in article["versions"]}
    for one, row in zip(made, rows, strict=True):
        for end in ("claim", "evidence"):
            assert texts[one[f"{end}_version"]][one[f"{end}_start"] : one[f"{end}_end"]] == one[end]
        assert {name: bare(value) for name, value in row.items()} == {
            name: "" if value is None else tame(str(value)) for name, value in one.items()
        }


def test_readwise_comes_back_with_notes_and_tags(full: Library, lib: Library) -> None:
    data = b"".join(transfer.export(full, format="readwise"))
    report = transfer.import_file(lib, data)
    assert (report.articles, report.annotations, report.problems) == (2, 5, [])
    made = native(lib)
    by_quote = {one["targets"][0]["exact"]: one for one in made["annotations"]}
    assert by_quote["🙂"]["body"].startswith("# Why\n\n")
    assert by_quote["The mayor … f Lowfie"]["tags"] == ["person", "two-words"]
    assert by_quote["🙂"]["created_at"].startswith("2026-01-02T03:04:2")
    assert [article["title"] for article in made["articles"]] == ["The bridge", "Bridge shut"]
    assert transfer.import_file(lib, data).annotations == 0


def test_two_notes_on_one_quotation_are_two_and_a_row_that_is_there_twice_is_one(lib: Library) -> None:
    data = b"Highlight,Title,Note,Location\nq,t,one,1\nq,t,two,1\nq,t,one,1\n"
    assert transfer.import_file(lib, data).annotations == 2
    assert sorted(one["body"] for one in native(lib)["annotations"]) == ["one", "two"]
    assert transfer.import_file(lib, data).annotations == 0


def test_the_export_of_readwise_itself_is_read(lib: Library) -> None:
    head = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\n"
    row = '"A line, quoted",Sea,"Homer, T.",,Why?,yellow,"odd, new",order,3,2021-03-04 05:06:07+00:00,classics\n,,,,,,,,,,\n'
    report = transfer.import_file(lib, (head + row + "x\n").encode())
    assert report.annotations == 2
    [one, _] = native(lib)["annotations"]
    assert (one["kind"], one["body"], one["tags"], one["colour"]) == ("note", "Why?", ["odd", "new"], "yellow")
    assert one["created_at"] == "2021-03-04T05:06:07Z"
    assert native(lib)["articles"][0]["tags"] == ["classics"]


@given(export=exports())
@settings(max_examples=10)
def test_reviews_and_bibliographies(export: Json) -> None:
    for number, article in enumerate(export["articles"]):
        article |= {"title": f"A {{brace}} & 100 % \\ {number}", "published": ["2024-02-31", "2024-13", None][number]}
    with libraries(1) as (_, [lib]):
        bring(lib, export)
        reviews = json.loads(b"".join(transfer.export(lib, format="claimreview")))
        items = json.loads(b"".join(transfer.export(lib, format="csl")))
        entries = b"".join(transfer.export(lib, format="bibtex")).decode()
    claims = {one["claim"] for one in export["relations"]}
    assert {review["@id"].removeprefix("urn:uuid:") for review in reviews} == claims
    for review in reviews:
        assert 1 <= review["reviewRating"]["ratingValue"] <= 5
        assert review["claimReviewed"]
        assert review["itemReviewed"]["author"]["name"] == "the council"
        assert len(review["citation"]) == sum(
            f"urn:uuid:{one['claim']}" == review["@id"] for one in export["relations"]
        )
    assert len({item["id"] for item in items}) == len(items) == entries.count("@online{") == len(export["articles"])
    unescaped = re.sub(r"\\[\\{}]|\\textbackslash\{\}", "", entries)
    assert unescaped.count("{") == unescaped.count("}")
