"""Versions of an article, what changed between them, and annotations whose place is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.conftest import PLEDGE
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.workflows import add, annotating, placing, reading, undoing, versions
from tui.workflows.views import ReaderArticle

MORE = PLEDGE + "\nShare this story with your friends\n"
QUOTE = "“We will keep the bridge open,” Quill said."
# The sentence is gone from its place, and quoted in another paragraph.
QUOTED = MORE.replace(QUOTE + " ", "").replace(
    "Share this", f"Not everybody agreed that “{QUOTE}” was said at all.\n\nShare this"
)


def bring(lib: Library, path: Path, text: str) -> add.AddOutcome:
    path.write_text(text, encoding="utf-8")
    return add.add_sources(lib, [str(path)]).outcomes[0]


def marked(lib: Library, article: ReaderArticle, quote: str, body: str = "") -> None:
    at = article.text.index(quote)
    annotating.note(lib, article, [Span(at, at + len(quote))], body or quote)


@pytest.fixture
def changed(lib: Library, tmp_path: Path) -> str:
    """An article with a silent edit, and annotations of which one is for review and one lost; its id."""
    path = tmp_path / "bridge.md"
    article = reading.open_article(lib, bring(lib, path, MORE).article.id)
    marked(lib, article, "We will keep the bridge open")
    marked(lib, article, "Naïve café-goers 🙂 cheered")
    marked(lib, article, "promised on Monday")
    text = QUOTED.replace(" Naïve café-goers 🙂 cheered.", "").replace("Naïve café-goers 🙂 cheered.", "Nobody came.")
    outcome = bring(lib, path, text.replace("would not close", "had no plans to close"))
    assert outcome.message.endswith("has changed: this is version 2. Annotations: 1 for review, 1 lost.")
    return article.id


def test_versions_and_what_changed(lib: Library, changed: str) -> None:
    first, second = versions.versions(lib, changed)
    assert (first.number, first.newest, second.number, second.newest) == (1, False, 2, True)
    assert second.name == f"version 2, {second.fetched_at}"
    found = versions.changes(lib, changed, first.id, second.id)
    assert (found.older, found.newer) == (first, second)
    silent = found.rows[0]
    assert (silent.kind, silent.old_number, silent.new_number) == ("changed", 1, 1)
    assert [(p.text.strip(), p.state) for p in silent.pieces if p.state != "kept"] == [
        ("would not", "removed"),
        ("had no plans to", "added"),
    ]
    assert (silent.removed, silent.added) == (2, 4)
    # Teasers change at every fetch: they are told apart from the article.
    assert [row.furniture for row in found.rows if "story" in "".join(p.text for p in row.pieces)] == [True]
    assert found.count("changed") >= 1
    for row in found.rows:
        text = {first.id: first, second.id: second}[row.version_id]
        assert 0 <= row.offset <= len(reading.open_article(lib, changed, text.id).text)
    back = versions.changes(lib, changed, second.id, first.id)
    assert back.count("changed") == found.count("changed")
    with pytest.raises(CounterpointError):
        versions.changes(lib, changed, first.id, "none")


def test_one_goes_on_reading_at_the_same_passage(lib: Library, changed: str) -> None:
    first, second = (reading.open_article(lib, changed, v.id) for v in versions.versions(lib, changed))
    at = first.text.index("the council")
    assert second.text[versions.carried(first.text, second.text, at) :].startswith("the council")
    gone = first.text.index("cheered")
    assert 0 <= versions.carried(first.text, second.text, gone) <= len(second.text)
    assert versions.carried("", "", 0) == 0
    assert versions.carried("abc", "", 3) == 0


def test_doubts_are_settled_and_taken_back(lib: Library, changed: str) -> None:
    review, lost = placing.doubts(lib, changed)
    assert (review.state, lost.state) == ("review", "orphan")
    assert review.old.text == "We will keep the bridge open"
    assert review.old.before.endswith("“")
    assert review.candidates[0].text == review.old.text
    assert lost.candidates == ()
    assert lost.old.before.endswith("Quill said. ")
    said = placing.place(lib, review, review.candidates[0].span)
    assert said == "The note stands on “We will keep the bridge open” now."
    assert [doubt.key for doubt in placing.doubts(lib, changed)] == [lost.key]
    undoing.undo(lib)
    assert len(placing.doubts(lib, changed)) == 2
    newest = reading.open_article(lib, changed)
    placing.confirm(lib, review.annotation_id, newest.version_id)
    with pytest.raises(CounterpointError, match="not for review"):
        placing.confirm(lib, review.annotation_id, newest.version_id)
    at = newest.text.index("Nobody came") if "Nobody came" in newest.text else newest.text.index("Quill")
    placing.correct(lib, lost.annotation_id, newest.version_id, Span(at, at + 5))
    assert placing.doubts(lib, changed) == []
    assert placing.after_change(lib, changed) == ""
    with pytest.raises(CounterpointError):
        placing.correct(lib, "none", newest.version_id, Span(0, 1))


def test_told() -> None:
    assert placing.told(["exact", "moved", "fuzzy"]) == ""
    assert placing.told(["review", "orphan", "review"]) == "2 for review, 1 lost"
