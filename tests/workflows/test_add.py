from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.conftest import PLEDGE
from tui.library import articles
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.workflows import undoing
from tui.workflows.add import add_bytes, add_sources, add_text, add_to_read
from tui.workflows.progress import CancelledError


def test_a_file_becomes_an_article(lib: Library, files: tuple[Path, Path]) -> None:
    report = add_sources(lib, [str(files[0])])
    [outcome] = report.outcomes
    assert (outcome.status, outcome.article.n, outcome.article.title) == ("added", 1, "The bridge")
    assert outcome.article.source == "The Gazette"
    assert outcome.article.location == str(files[0])
    assert outcome.message == "Added “The bridge” as article 1."
    assert report.problems == []


def test_the_same_source_with_the_same_text_changes_nothing(lib: Library, files: tuple[Path, Path]) -> None:
    add_sources(lib, [str(files[0])])
    before = articles.get(lib, 1)
    [outcome] = add_sources(lib, [str(files[0])]).outcomes
    assert outcome.status == "unchanged"
    assert "not changed" in outcome.message
    assert articles.get(lib, 1) == before


def test_another_text_of_the_same_source_is_a_version(lib: Library, files: tuple[Path, Path]) -> None:
    add_sources(lib, [str(files[0])])
    files[0].write_text(PLEDGE.replace("Monday", "Tuesday"), encoding="utf-8")
    [outcome] = add_sources(lib, [str(files[0])]).outcomes
    assert outcome.status == "version"
    assert outcome.article.n == 1
    assert [("Monday" in v.text, "Tuesday" in v.text) for v in articles.versions(lib, outcome.article.id)] == [
        (True, False),
        (False, True),
    ]
    assert undoing.undo(lib).startswith("Taken back: added a new version")
    assert len(articles.versions(lib, outcome.article.id)) == 1


def test_new_makes_an_article_of_its_own(lib: Library, files: tuple[Path, Path]) -> None:
    add_sources(lib, [str(files[0])])
    [outcome] = add_sources(lib, [str(files[0])], new=True).outcomes
    assert (outcome.status, outcome.article.n) == ("copy", 2)


def test_version_of_names_the_article(lib: Library, files: tuple[Path, Path]) -> None:
    add_sources(lib, [str(files[0])])
    [outcome] = add_sources(lib, [str(files[1])], version_of="1").outcomes
    assert (outcome.status, outcome.article.n) == ("version", 1)
    with pytest.raises(CounterpointError, match="no article “9”"):
        add_sources(lib, [str(files[1])], version_of="9")


def test_the_same_text_elsewhere_is_a_copy_and_a_copy_of_a_copy_is_one_of_the_first(
    lib: Library, files: tuple[Path, Path], tmp_path: Path
) -> None:
    add_sources(lib, [str(files[0])])
    for name in ("b.md", "c.md"):
        (tmp_path / name).write_text(PLEDGE.replace("The Gazette", name), encoding="utf-8")
    report = add_sources(lib, [str(tmp_path / "b.md"), str(tmp_path / "c.md")])
    first = articles.get(lib, 1)
    assert [(one.status, one.article.copy_of) for one in report.outcomes] == [("copy", first.id)] * 2


WORDS = (
    "The harbour authority told reporters that dredging would begin before winter and that the eastern pier would stay "
    "open to fishing boats while engineers strengthened its foundations with steel sheets driven deep into the clay. "
    "Residents of the old quarter asked whether the noise would last through the night, as it had in March."
)


def test_nearly_the_same_text_is_a_copy_and_a_different_one_is_not(lib: Library, tmp_path: Path) -> None:
    texts = {
        "first.txt": WORDS,
        "agency.txt": WORDS + " It ends so.",
        "other.txt": "The harbour authority told reporters nothing. " + " ".join(reversed(WORDS.split())),
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = add_sources(lib, [str(tmp_path / name) for name in texts])
    assert [one.status for one in report.outcomes] == ["added", "copy", "added"]


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(
    lib: Library, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    sources = [str(tmp_path / "none.txt"), str(tmp_path / "empty.txt"), str(tmp_path / "binary.txt"), str(files[0])]
    report = add_sources(lib, [*sources, str(tmp_path)])
    assert [one.source for one in report.problems] == [*sources[:3], str(tmp_path)]
    assert all(one.message and "\n" not in one.message for one in report.problems)
    assert [one.article.title for one in report.outcomes] == ["The bridge"]


def test_pasted_text(lib: Library) -> None:
    plain = add_text(lib, "Ein Satz. 第二句。\nThe second line.")
    assert plain.article.location == ""
    assert plain.article.title == "Ein Satz."
    marked = add_text(lib, "# A title\n\nSome **bold** words.", title="My title")
    assert marked.article.title == "My title"
    text = articles.version(lib, marked.article.newest_version).text
    assert text == "A title\nSome bold words."
    with pytest.raises(CounterpointError):
        add_text(lib, "  \n ")
    assert add_text(lib, "Broken \ud800 surrogate.").article.title == "Broken \ufffd surrogate."


def test_standard_input_has_no_place(lib: Library) -> None:
    first = add_bytes(lib, b"One line.\n", "standard input")
    second = add_bytes(lib, b"Another line.\n", "standard input")
    assert (first.status, second.status) == ("added", "added")
    assert first.article.location == ""


def test_to_read_opens_what_holds_the_same_text(lib: Library, files: tuple[Path, Path], tmp_path: Path) -> None:
    add_sources(lib, [str(files[0])])
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_bytes(files[0].read_bytes())
    assert add_to_read(lib, str(elsewhere)).article.n == 1
    assert add_to_read(lib, str(files[1])).article.n == 2


def test_adding_can_be_stopped(lib: Library, files: tuple[Path, Path]) -> None:
    asked = iter([False, True])
    with pytest.raises(CancelledError):
        add_sources(lib, [str(file) for file in files], cancelled=lambda: next(asked))
    assert articles.get(lib, 1).title == "The bridge"


def test_what_cannot_be_kept_is_said_and_the_rest_goes_on(
    lib: Library, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files[0].parent)
    lib.db.conn.execute("CREATE TRIGGER full BEFORE INSERT ON version WHEN new.text LIKE '%bridge open%'"
                        " BEGIN SELECT RAISE(ABORT, 'no room'); END")  # fmt: skip
    report = add_sources(lib, [str(files[0]), str(files[1])])
    assert [one.source for one in report.problems] == [str(files[0])]
    assert "no room" in report.problems[0].message
    assert [(one.status, one.source) for one in report.outcomes] == [("added", str(files[1]))]
    assert [article.n for article in articles.by_location(lib, str(files[0]))] == []


PAGE = "---\nurl: {url}\n---\n\n" + WORDS + "\n"


@pytest.mark.parametrize(
    ("url", "statuses"),
    [
        ("https://paper.example/2024/pier", ["added", "version"]),
        ("https://paper.example/?id=7", ["added", "version"]),
        ("https://paper.example", ["added", "added"]),  # Only the site: it says nothing of one page.
        ("https://paper.example/", ["added", "added"]),
    ],
)
def test_the_same_url_in_another_file_is_the_same_source(
    lib: Library, tmp_path: Path, url: str, statuses: list[str]
) -> None:
    (tmp_path / "a.md").write_text(PAGE.format(url=url), encoding="utf-8")
    changed = f"---\nurl: {url}\n---\n\n" + "The pier was closed, engineers said. Nobody knows for how long it will be."
    (tmp_path / "b.md").write_text(changed, encoding="utf-8")
    report = add_sources(lib, [str(tmp_path / "a.md"), str(tmp_path / "b.md")])
    assert [one.status for one in report.outcomes] == statuses


def test_a_copy_that_is_rewritten_is_none_any_more(lib: Library, tmp_path: Path) -> None:
    wire, paper, third = (tmp_path / name for name in ("wire.txt", "paper.txt", "third.txt"))
    for file in (wire, paper, third):
        file.write_text(WORDS, encoding="utf-8")
    assert [one.status for one in add_sources(lib, [str(wire), str(paper)]).outcomes] == ["added", "copy"]
    paper.write_text(WORDS.replace("noise", "din"), encoding="utf-8")
    [outcome] = add_sources(lib, [str(paper)]).outcomes
    assert (outcome.status, outcome.article.copy_of) == ("version", articles.get(lib, 1).id)
    paper.write_text(
        "The paper went to the pier and found it shut, with nobody at work on it at all.", encoding="utf-8"
    )
    [outcome] = add_sources(lib, [str(paper)]).outcomes
    assert (outcome.status, outcome.article.copy_of) == ("version", None)
    undoing.undo(lib)
    assert articles.get(lib, 2).copy_of == articles.get(lib, 1).id
    assert len(articles.versions(lib, outcome.article.id)) == 2


def test_a_copy_of_what_a_rewritten_article_said_is_linked_to_one_that_still_says_it(
    lib: Library, tmp_path: Path
) -> None:
    wire, paper, third = (tmp_path / name for name in ("wire.txt", "paper.txt", "third.txt"))
    for file in (wire, paper, third):
        file.write_text(WORDS, encoding="utf-8")
    add_sources(lib, [str(wire), str(paper)])
    wire.write_text("The agency has withdrawn this story, which confused two piers of the same town.", encoding="utf-8")
    add_sources(lib, [str(wire)])
    third.write_text(WORDS.replace("noise", "din"), encoding="utf-8")
    [outcome] = add_sources(lib, [str(third)]).outcomes
    assert (outcome.status, outcome.article.copy_of) == ("copy", articles.get(lib, 2).id)
