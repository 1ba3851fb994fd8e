"""Kept pages are read again with a better extractor, and without the network."""

from __future__ import annotations

import pytest

from tests.workflows.reread_case import crudely_read
from tui.library import articles, check, pages
from tui.library.connection import Library
from tui.text.spans import Span
from tui.workflows import annotating, browsing, reading, rereading, undoing
from tui.workflows.add import add_text
from tui.workflows.browsing import AnnotationQuery
from tui.workflows.progress import CancelledError

QUOTE = "Engineers had written in February"


def test_a_better_text_is_a_version_and_annotations_move_into_it(lib: Library) -> None:
    made = crudely_read(lib)
    shown = reading.open_article(lib, made.id)
    assert "Share on Facebook" in shown.text
    at = shown.text.index(QUOTE)
    annotating.note(lib, shown, [Span(at, at + len(QUOTE))], "Where is it?")
    report = rereading.reread(lib, rereading.readable(lib))
    assert report.problems == []
    [outcome] = report.outcomes
    assert outcome.message.startswith(f"“{made.title}” (article 1) reads differently now: this is version 2.")
    assert any("Home" in edit.before for edit in report.edits[1])
    now = reading.open_article(lib, made.id)
    assert "Home" not in now.text
    assert now.text.startswith("The bridge stays open\nThe mayor of Lowfield")
    [row] = browsing.annotation_rows(lib, AnnotationQuery())
    assert now.text[row.start : row.end] == QUOTE
    assert row.version_id == articles.get(lib, 1).newest_version
    old, new = articles.versions(lib, made.id)
    assert (old.extractor, new.extractor) == ("page-0", "page-1")
    # The page stays with both, and with what its server called it.
    assert pages.get(lib, old.id) == pages.get(lib, new.id)
    assert getattr(pages.get(lib, new.id), "etag", None) == '"1"'
    assert check.check(lib) == []


def test_what_reads_the_same_changes_nothing_and_undo_takes_a_version_back(lib: Library) -> None:
    made = crudely_read(lib)
    rereading.reread(lib, rereading.readable(lib))
    again = rereading.reread(lib, rereading.readable(lib))
    assert [one.message for one in again.outcomes] == [f"“{made.title}” (article 1) reads the same."]
    assert (len(articles.versions(lib, made.id)), again.edits) == (2, {})
    assert rereading.said(again) == "1 page was read again, no text differs."
    undoing.undo(lib)
    assert len(articles.versions(lib, made.id)) == 1
    assert [one.n for one in rereading.readable(lib)] == [1]
    undoing.redo(lib)
    assert len(articles.versions(lib, made.id)) == 2


def test_what_is_not_kept_too_large_or_damaged_is_said_and_the_rest_goes_on(
    lib: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    pasted = add_text(lib, "A pasted text that is not kept.").article
    with monkeypatch.context() as patched:
        patched.setattr(pages, "MAX_PACKED", 100)
        large = crudely_read(lib, "https://gazette.example/large", title="Large")
    damaged = crudely_read(lib, "https://gazette.example/damaged", title="Damaged")
    with lib.write() as conn:
        conn.execute("UPDATE page SET data = x'00ff' WHERE version = ?", [damaged.newest_version])
    good = crudely_read(lib, "https://gazette.example/good", title="Good", extra=" He came by boat.")
    assert [one.n for one in rereading.readable(lib)] == [damaged.n, good.n]
    report = rereading.reread(lib, [pasted, large, damaged, good])
    assert [one.article.n for one in report.outcomes] == [good.n]
    assert [one.message for one in report.problems] == [
        "What article 1 was made from is not kept.",
        "What article 2 was made from was too large to be kept.",
        "The page that this text was made from is damaged; fetch it again.",
    ]
    assert rereading.said(report) == "1 page was read again, 1 text differs now, 3 could not be read."
    articles.remove(lib, [good.id])
    assert [one.n for one in rereading.readable(lib)] == [damaged.n]


def test_it_stops_between_two_pages(lib: Library) -> None:
    for n in range(3):
        crudely_read(lib, f"https://gazette.example/{n}", title=f"Number {n}")
    seen: list[str] = []

    def progress(done: int, total: int, what: str) -> None:
        seen.append(f"{done} of {total}")

    with pytest.raises(CancelledError):
        rereading.reread(lib, rereading.readable(lib), progress=progress, cancelled=lambda: len(seen) == 2)
    assert seen == ["0 of 3", "1 of 3"]
    assert [len(articles.versions(lib, articles.get(lib, n).id)) for n in (1, 2, 3)] == [2, 2, 1]
