"""Pages and other sources, added by the real program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Run
from tests.sources.makers import column, docx, epub, pdf, word
from tests.web_server import Site, article_page, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def test_a_page_is_added_listed_and_found_by_its_address(run: Run, site: Site, tmp_path: Path) -> None:
    url = site.page("/bridge", article_page())
    (tmp_path / "saved.html").write_text(article_page(title="Saved"), encoding="utf-8")
    done = run("add", "--allow-private", url, "saved.html", f"{site.url}/none", status=1)
    assert done.stdout.splitlines()[0] == "Added “The bridge stays open” as article 1."
    assert done.stderr.splitlines() == [f"{site.url}/none: There is no such page (404)."]
    rows = json.loads(run("list", "--json").stdout)
    assert rows[0]["url"] == url
    assert run("show", url).stdout.startswith("The bridge stays open\nThe Gazette · Ada Quill, Bo Stern · 2024-03-01\n")
    assert json.loads(run("add", "--json", "--allow-private", url).stdout)["unchanged"] == 1
    assert json.loads(run("check", "--json").stdout)["problems"] == []


def test_private_addresses_need_to_be_allowed(run: Run, site: Site) -> None:
    url = site.page("/bridge", article_page())
    assert "--allow-private" in run("add", url, status=1).stderr
    assert site.asked == []


def test_standard_input_may_be_a_page(run: Run) -> None:
    assert run("add", "-", input=article_page()).stdout == "Added “The bridge stays open” as article 1.\n"


def test_documents_and_books(run: Run, tmp_path: Path) -> None:
    pages = [column(["The council met on Monday.", "", "It sat long."]), column(["Then it went home."])]
    (tmp_path / "minutes.pdf").write_bytes(pdf(pages))
    (tmp_path / "book.epub").write_bytes(epub())
    (tmp_path / "report.docx").write_bytes(docx(word("The report says so.")))
    (tmp_path / "broken.odt").write_bytes(b"PK")
    done = run("add", "minutes.pdf", "book.epub", "report.docx", "broken.odt", status=1)
    assert done.stdout.splitlines() == [
        "Added “The council met on Monday.” as article 1.",
        "Added “The river” as article 2.",
        "Added “The bridge” as article 3.",
        "Added “The report” as article 4.",
    ]
    assert done.stderr.splitlines() == ["broken.odt: This file is damaged; it cannot be opened."]
    assert run("show", "1").stdout.splitlines()[1:] == [
        str(tmp_path / "minutes.pdf"), "", "1 p. 1", "The council met on Monday.", "", "2", "It sat long.", "", "3 p. 2",
        "Then it went home.",
    ]  # fmt: skip
    assert run("show", str(tmp_path / "book.epub#OEBPS/two.xhtml")).stdout.startswith("The bridge\nWater & stone")
    exported = json.loads(run("show", "--json", "1").stdout)
    assert exported["versions"][0]["pages"] == [[1, 1], [3, 2]]
    again = run("add", "book.epub").stdout.splitlines()
    assert again == ["“The river” (article 2) has not changed.", "“The bridge” (article 3) has not changed."]


def test_a_folder_with_all_that_is_in_it(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "read"
    (folder / "deep" / ".git").mkdir(parents=True)
    for number in range(14):
        words = " ".join(f"{word}{number}" for word in ("mayor", "bridge", "river", "council", "steel"))
        (folder / f"{number:02}.html").write_text(article_page(title=f"Story {number}", extra=words), encoding="utf-8")
    (folder / "deep" / "a.md").write_text("# Deep\n\nIn the deep.\n", encoding="utf-8")
    (folder / "deep" / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "deep" / "picture.jpg").write_bytes(b"\xff\xd8")
    (folder / "deep" / ".git" / "c.txt").write_text("Hidden.\n", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    for command in ("add", "analyze"):  # of which the second has no such option of its own
        said = run(command, "read", status=1).stderr
        assert said.endswith(
            "s is a folder; name the files in it, or bring in all of it with `counterpoint add --recursive`.\n"
        )
    done = run("add", "--recursive", "read", status=1)
    assert [line.split("”")[0] for line in done.stdout.splitlines()] == [
        *(f"Added “Story {number}" for number in range(14)),
        "Added “Deep",
    ]
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{folder}/deep/b.pdf: This PDF is damaged")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no file in it" in run("add", "-r", "empty", status=1).stderr


def test_what_leads_out_of_a_folder_or_cannot_be_read_in_it_is_said(
    run: Run, tmp_path: Path, unprivileged: list[str]
) -> None:
    folder = tmp_path / "read"
    (folder / "shut").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("The key is under the mat.\n", encoding="utf-8")
    (folder / "a.txt").write_text("The mayor said it rained.\n", encoding="utf-8")
    (folder / "leak.txt").symlink_to("../secret.txt")
    (folder / "same.txt").symlink_to("a.txt")
    (folder / "shut").chmod(0)
    try:
        done = run("add", "-r", "read", status=1, prefix=unprivileged)
    finally:
        (folder / "shut").chmod(0o755)
    assert done.stderr.splitlines() == [
        f"{folder}/leak.txt: This is a link that leads out of the folder; add it by its name.",
        f"{folder}/shut: This folder cannot be read (permission denied).",
    ]
    assert "The mayor" in done.stdout
    assert run("search", "mat").stdout == ""
    assert run("add", "read/leak.txt").stdout


def test_a_book_from_standard_input(run: Run, tmp_path: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui", "add", "-"],
        input=epub(),
        capture_output=True,
        env={**environment, "PYTHONPATH": ROOT},
        timeout=60,
    )
    assert done.stdout.decode().splitlines() == ["Added “The river” as article 1.", "Added “The bridge” as article 2."]


@pytest.mark.parametrize(
    ("modules", "source", "extra"),
    [
        (["httpx"], "https://example.org/", "web"),
        (["trafilatura"], "a.html", "web"),
        (["lxml"], "a.html", "web"),
        (["pypdfium2"], "a.pdf", "docs"),
        (["lxml"], "a.epub", "docs"),
        (["lxml"], "a.docx", "docs"),
    ],
)
def test_a_missing_extra_is_named_with_the_command_that_adds_it(
    run: Run, tmp_path: Path, modules: list[str], source: str, extra: str
) -> None:
    (tmp_path / "a.html").write_text(article_page(), encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(pdf([column(["Text."])]))
    (tmp_path / "a.epub").write_bytes(epub())
    (tmp_path / "a.docx").write_bytes(docx(word("Text.")))
    hide = tmp_path / "hide"
    hide.mkdir()
    lines = "".join(f"sys.modules[{name!r}] = None\n" for name in modules)
    (hide / "sitecustomize.py").write_text(f"import sys\n{lines}", encoding="utf-8")
    done = run("add", source, status=1, PYTHONPATH=f"{hide}:{ROOT}")
    [line] = done.stderr.splitlines()
    assert f"pip install 'counterpoint[{extra}]'" in line
