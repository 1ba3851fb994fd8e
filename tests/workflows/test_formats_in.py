"""Formats that are only read: what is taken from a file of each, and what becomes of it in a library."""

from __future__ import annotations

import dataclasses
import json
import random
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.conftest import OpenLibrary
from tests.workflows.foreign_case import bring, native
from tests.workflows.mutations import mutated
from tui.exchange import registry
from tui.exchange.reading import Input, time
from tui.library.check import check
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.text.htmltext import text_of
from tui.workflows import add, browsing, transfer, undoing
from tui.workflows.browsing import AnnotationQuery

FOLDER = Path(__file__).with_name("formats_in")
IN = [format.name for format in registry.FORMATS if format.reads and not format.writes]


def sample(name: str) -> Path:
    return FOLDER / f"{name}{registry.get(name).suffix}"


def taken(name: str) -> str:
    read = registry.get(name).read(Input(sample(name).read_bytes(), sample(name).name))
    return json.dumps(dataclasses.asdict(read), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", IN)
def test_what_is_taken_is_as_it_was(name: str) -> None:
    """`python -m tests.workflows.test_formats_in` writes it anew."""
    assert taken(name) == (FOLDER / f"{name}.taken.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", IN)
def test_it_comes_in_whole_once_and_goes_again(lib: Library, name: str) -> None:
    before = native(lib)
    file = sample(name)
    format = registry.recognise(Input(file.read_bytes(), file.name))
    assert format.name == name
    read = json.loads(taken(name))
    report = transfer.import_file(lib, file)
    assert report.annotations == len(read["annotations"])
    assert len(report.problems) == len(read["left_out"]) > 0
    made = native(lib)
    assert report.articles == len(made["articles"]) == len(read["articles"])
    assert {one["origin"] for one in made["annotations"]} <= {"import"}
    quoted = [passage["exact"] for one in read["annotations"] for passage in one["passages"]]
    shown = browsing.annotation_rows(lib, AnnotationQuery())
    assert set(quoted) <= {row.quote for row in shown}
    again = transfer.import_file(lib, file)
    assert (again.articles, again.annotations, again.unchanged) == (0, 0, len(read["annotations"]))
    assert native(lib) == made
    undoing.undo(lib)
    assert native(lib) == before


@pytest.mark.parametrize("name", IN)
def test_what_came_in_goes_on_losslessly(open_library: OpenLibrary, name: str) -> None:
    first, second = open_library("first.db"), open_library("second.db", prefix=1)
    transfer.import_file(first, sample(name))
    made = native(first)
    assert bring(second, made).problems == []
    assert native(second) == made


@pytest.mark.parametrize("name", IN)
def test_damaged_files_are_an_error_or_a_partial_import(lib: Library, name: str, tmp_path: Path) -> None:
    before = native(lib)
    for place in mutated(sample(name), tmp_path, random.Random(name), 25):
        for format in (name, None):
            failed = ""
            try:
                transfer.import_file(lib, place, format=format)
            except CounterpointError as error:
                failed = str(error)
            if native(lib) != before:
                assert not failed
                undoing.undo(lib)
                assert native(lib) == before
            assert "\n" not in failed
    assert not check(lib)


def test_a_kindle_quotation_is_found_in_the_article_that_is_here(lib: Library) -> None:
    add.add_text(
        lib, "---\ntitle: The odyssey\n---\n\nTell me, O muse, of that\ningenious hero who travelled far.\n\nBook I."
    )
    report = transfer.import_file(lib, sample("kindle"))
    rows = [row for row in browsing.annotation_rows(lib, AnnotationQuery()) if row.article_title == "The odyssey"]
    assert [(row.quote, row.body, row.orphan) for row in rows] == [
        ("Tell me, O muse, of that ingenious hero", "Which hero? 🙂", False)
    ]
    assert report.articles == 5


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(0, 5), st.sampled_from("AB")), max_size=12))
def test_a_kindle_note_stands_with_the_last_highlight_around_its_place(clips: list[tuple[bool, int, int, str]]) -> None:
    parts = [
        f"{title}\n- Your {'Note' if note else 'Highlight'} on page 5 | Location {at}-{at + more} | Added at 10:20:30\n\n{n}\n"
        for n, (note, at, more, title) in enumerate(clips)
    ]
    if not parts:
        return
    read = registry.get("kindle").read(Input("==========\n".join([*parts, ""]).encode(), "clippings.txt"))
    bodies: dict[str, list[str]] = {}
    for n, (note, at, _, title) in enumerate(clips):
        around = [
            index
            for index, (its_note, start, more, its_title) in enumerate(clips)
            if not its_note and its_title == title and start <= at <= start + more
        ]
        if note and around:
            bodies.setdefault(str(around[-1]), []).append(str(n))
    made = {one.passages[0].exact: one.body for one in read.annotations if one.passages}
    assert {quote: body for quote, body in made.items() if body} == {
        quote: "\n\n".join(notes) for quote, notes in bodies.items()
    }


def test_the_text_that_comes_later_takes_the_place_of_the_passages(lib: Library) -> None:
    transfer.import_file(lib, sample("instapaper"))
    transfer.import_file(lib, sample("wallabag"))
    walk = [one for one in native(lib)["articles"] if one["url"] == "https://example.org/walk"]
    assert len(walk) == 1


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ("2016-09-08T11:55:58+0200", "2016-09-08T09:55:58Z"),
        ("2021-03-04 05:06:07", "2021-03-04T05:06:07Z"),
        (1600322788, "2020-09-17T06:06:28Z"),
        ("1600322788000", "2020-09-17T06:06:28Z"),
        ("yesterday", None), (True, None), (10**30, None), ("0001-01-01", None), ([], None), (float("nan"), None),
    ],
)  # fmt: skip
def test_times(value: object, made: str | None) -> None:
    assert time(value) == made


def test_html_becomes_lines_of_text() -> None:
    html = (
        "<title>x</title>A <b>b</b>\n c<p>&lt;i&gt; &amp; 1 < 2 <svg><p>no</p></svg><li>1<li>2"
        "<SCRIPT a='b'>if (a<b) {}</script><td>e<!-- no > --> f<br/>g<![CDATA[x]]><style>never ended"
    )
    assert text_of(html) == "A b c\n<i> & 1 < 2\n1\n2\ne f\ng"
    assert text_of("a <!-- never ended") == "a"
    assert text_of("a <b never ended") == "a <b never ended"


@pytest.mark.parametrize(
    "part", ["<", "<!--", "<a ", "</", "<![CDATA[", "<?", "<script>", "&#", "<p", "<svg>x</", "<div>"]
)
def test_html_is_read_once(part: str) -> None:
    def took(count: int) -> float:
        times = []
        for _ in range(3):  # the least of them: what else a process does at times, it does not do each time
            start = process_time()
            text_of(part * count)
            times.append(process_time() - start)
        return min(times)

    took(1000)
    # Eight times the length: 64 times the time where it is by the square.
    assert took(160_000) < 30 * max(took(20_000), 0.002)


if __name__ == "__main__":
    for one in IN:
        (FOLDER / f"{one}.taken.json").write_text(taken(one), encoding="utf-8")
