"""The real program, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.commands.conftest import Run
from tests.workflows.conftest import CLOSED, PLEDGE
from tui import resources
from tui.commands.main import COMMANDS
from tui.library.connection import Library
from tui.text.intake import sha256
from tui.text.spans import Span
from tui.workflows import annotating, reading


@pytest.fixture
def articles(tmp_path: Path) -> list[str]:
    (tmp_path / "pledge.md").write_text(PLEDGE, encoding="utf-8")
    (tmp_path / "closed.md").write_text(CLOSED, encoding="utf-8")
    return ["pledge.md", "closed.md"]


def test_add_list_search_show(run: Run, articles: list[str], tmp_path: Path) -> None:
    assert run("add", *articles).stdout.splitlines() == [
        "Added “The bridge” as article 1.",
        "Added “Bridge shut” as article 2.",
    ]
    again = json.loads(run("add", "--json", articles[0]).stdout)
    assert (again["unchanged"], again["added"], again["problems"]) == (1, 0, [])
    rows = json.loads(run("list", "--json").stdout)
    keys = "n id title source url published language added_at words progress tags claims contested annotations"
    assert [list(row) for row in rows] == [keys.split()] * 2
    assert [(row["n"], row["title"], row["published"]) for row in rows] == [
        (1, "The bridge", "2024-03-01"),
        (2, "Bridge shut", "2024-09-01"),
    ]
    assert run("list").stdout.splitlines()[0].split("\t")[:4] == ["1", "The bridge", "The Gazette", "2024-03-01"]
    [hit] = json.loads(run("search", "--json", '"long way"').stdout)
    assert list(hit) == ["article", "paragraph", "start", "end", "text", "score"]
    assert (hit["article"], hit["paragraph"]) == (2, 2)
    shown = json.loads(run("show", "--json", "2").stdout)
    version = shown["versions"][-1]
    assert version["text"][hit["start"] : hit["end"]] == hit["text"]
    assert version["sha256"] == sha256(version["text"])
    assert run("show", str(tmp_path / "closed.md")).stdout.startswith("Bridge shut\n")
    assert run("show", "--json", shown["id"]).stdout == run("show", "--json", "2").stdout


def test_failures_are_lines_and_the_rest_is_done(run: Run, articles: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("add", "none.txt", articles[0], "empty.txt", status=1)
    assert done.stdout == "Added “The bridge” as article 1.\n"
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["none.txt", "empty.txt"]
    found = json.loads(run("add", "--json", "none.txt", status=1).stdout)
    assert found["problems"][0]["source"] == "none.txt"
    assert run("show", "9", status=1).stderr.count("\n") == 1
    assert run("remove", "9", "1", status=1).stdout == "Deleted “The bridge”.\n"
    assert json.loads(run("list", "--json").stdout) == []


@pytest.mark.parametrize(
    "wrong",
    [
        ["nonsense"],
        ["add"],
        ["add", "--new", "--version-of", "1", "x"],
        ["list", "--view", "odd"],
        ["export", "--format", "nope"],
        ["search"],
        ["edit", "1"],
        ["--library"],
        ["--nope"],
        ["open"],
    ],
)
def test_wrong_usage_is_2(run: Run, wrong: list[str], tmp_path: Path) -> None:
    done = run(*wrong, status=2)
    assert done.stdout == ""
    assert done.stderr
    assert not (tmp_path / "library.db").exists()


def test_analyze_reads_and_makes_no_library(run: Run, articles: list[str], tmp_path: Path) -> None:
    done = run("analyze", "--json", *articles)
    assert not (tmp_path / "library.db").exists()
    found = json.loads(done.stdout)["articles"]
    assert [one["title"] for one in found] == ["The bridge", "Bridge shut"]
    ids = [claim["id"] for one in found for claim in one["claims"]]
    assert ids == [f"c{number}" for number in range(1, len(ids) + 1)]
    assert ids
    for one in found:
        assert list(one) == ["title", "source", "published", "text", "paragraphs", "claims"]
        assert one["text"] == "\n".join(one["text"][p["start"] : p["end"]] for p in one["paragraphs"])
        for claim in one["claims"]:
            check_claim(claim, one, found)
    partly = run("analyze", "--json", articles[0], "none.md", status=1)
    assert len(json.loads(partly.stdout)["articles"]) == 1
    assert partly.stderr.startswith("none.md: ")


def check_claim(claim: dict[str, Any], article: dict[str, Any], found: list[dict[str, Any]]) -> None:
    text = article["text"]
    assert text[claim["start"] : claim["end"]] == claim["text"]
    start, end = claim["sentence"]
    assert 0 <= start < end <= len(text)
    paragraph = article["paragraphs"][claim["paragraph"] - 1]
    assert paragraph["start"] <= claim["start"] < paragraph["end"]
    for role in ("claimant", "speaker"):
        mention = claim[role]
        assert mention is None or set(mention) == {"text", "start", "end"}
    scores = [one["score"] for one in claim["evidence"]]
    assert scores == sorted(scores, reverse=True)
    for one in claim["evidence"]:
        assert found[one["article"]]["text"][one["start"] : one["end"]] == one["text"]
        assert all(set(reason) == {"kind", "text"} for reason in one["reasons"])
        assert 0 <= one["score"] <= 1


def test_analyze_articles_of_the_library(run: Run, articles: list[str]) -> None:
    run("add", *articles)
    found = json.loads(run("analyze", "--json", "1").stdout)["articles"]
    assert found[0]["title"] == "The bridge"
    assert json.loads(run("list", "--json").stdout)[0]["claims"] == len(found[0]["claims"])
    assert "The bridge\n" in run("analyze").stdout
    assert run("analyze", "7", status=1).stderr.count("\n") == 1


def test_annotations_export_import(run: Run, articles: list[str], tmp_path: Path) -> None:
    run("add", *articles)
    lib = Library.open(tmp_path / "library.db", creator="Ada")
    article = reading.open_article(lib, json.loads(run("list", "--json").stdout)[0]["id"])
    annotating.note(lib, article, [Span(0, 9)], "Why? [/b]\x1b[31m \u202e")
    lib.close()
    data = run("annotations", "--json").stdout
    [note] = json.loads(data)
    assert (note["n"], note["kind"], note["creator"], note["body"]) == (1, "note", "Ada", "Why? [/b]\x1b[31m \u202e")
    assert "\\u001b" in data
    assert "\\u202e" in data
    assert run("tag", note["id"], "odd").stdout.endswith("is tagged odd.\n")
    assert "\x1b" not in run("annotations").stdout
    assert json.loads(run("annotations", "--json", "--tag", "none").stdout) == []

    assert run("export", "-o", "out.json").stdout == ""
    assert "--force" in run("export", "-o", "out.json", status=1).stderr
    run("export", "-o", "out.json", "--force")
    export = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(resources.read_text("schema/counterpoint-1.json"))).validate(export)
    assert {**json.loads(run("export").stdout), "exported_at": ""} == {**export, "exported_at": ""}
    assert {key: value for key, value in note.items() if key not in ("n", "tags", "modified_at")}.items() <= (
        export["annotations"][0].items()
    )

    other = ("--library", "other.db")
    counts = json.loads(run(*other, "import", "--json", "out.json").stdout)
    assert counts == {
        "articles": 2, "versions": 2, "annotations": 1, "relations": 0, "verdicts": 0, "unchanged": 0,
        "waiting": 0, "problems": [],
    }  # fmt: skip
    lost = {**export, "articles": []}
    said = run("--library", "none.db", "import", "--json", "-", input=json.dumps(lost)).stdout
    assert json.loads(said) == {**counts, "articles": 0, "versions": 0, "waiting": 1}
    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert "Nothing new" in run(*other, "import", "-", input=text).stdout
    assert {**json.loads(run(*other, "export").stdout), "exported_at": ""} == {**export, "exported_at": ""}
    assert run(*other, "import", "out.json", "none.json", "pledge.md", status=1).stderr.count("\n") == 2
    assert run("export", "9", status=1).stdout == ""


def test_edit_and_tag(run: Run, articles: list[str]) -> None:
    run("add", *articles)
    run("edit", "1", "--title", "Other", "--published", "2020-01-01", "--author", "")
    run("tag", "1", "water", "two words")
    run("tag", "1", "water", "--remove")
    [row] = [one for one in json.loads(run("list", "--json").stdout) if one["n"] == 1]
    assert (row["title"], row["published"], row["tags"]) == ("Other", "2020-01-01", ["two words"])
    assert json.loads(run("list", "--json", "--tag", "two words").stdout)[0]["n"] == 1
    assert run("edit", "1", "--title", "", status=1).stderr == "An article needs a title; it keeps the one it has.\n"


def test_library_beats_the_environment_and_is_made_empty(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("--library", "mine.db", "list", "--json").stdout) == []
    assert (tmp_path / "mine.db").exists()
    assert not (tmp_path / "library.db").exists()


def test_backup_check_config_formats_keys(run: Run, articles: list[str], tmp_path: Path) -> None:
    run("add", *articles)
    run("backup", "copy.db")
    assert "exists" in run("backup", "copy.db", status=1).stderr
    assert run("--library", "copy.db", "check").stdout == "The library is whole: 2 articles.\n"
    assert json.loads(run("check", "--json").stdout)["problems"] == []
    config = run("config").stdout
    assert str(tmp_path / "library.db") in config
    assert str(tmp_path / "config.toml") in config
    assert json.loads(run("config", "--json").stdout)["creator"] == "Ada"
    assert [one["name"] for one in json.loads(run("formats", "--json").stdout)][:3] == ["json", "w3c", "hypothesis"]
    assert "w3c (in and out)\n  - The texts of articles.\n" in run("formats", "--lossy").stdout
    keys = json.loads(run("keys", "--json").stdout)
    assert {"action", "keys"} <= set(keys[0])
    assert any(one["action"] == "reader.next_claim" and one["keys"] == ["c"] for one in keys)


def test_a_newer_library_is_read_by_check_export_and_backup_only(run: Run, articles: list[str], tmp_path: Path) -> None:
    run("add", *articles)
    lib = Library.open(tmp_path / "library.db")
    lib.db.execute("PRAGMA user_version = 99")
    lib.close()
    before = (tmp_path / "library.db").read_bytes()
    assert "newer version" in run("list", status=1).stderr
    assert "newer version" in run("add", articles[0], status=1).stderr
    assert len(json.loads(run("export").stdout)["articles"]) == 2
    run("check")
    run("backup", "copy.db")
    assert "newer version" in run("--library", "copy.db", "list", status=1).stderr
    assert (tmp_path / "library.db").read_bytes() == before


def test_a_library_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"This is not a database at all. " * 100)
    for command in (["list"], ["check"], ["export"]):
        done = run(*command, status=1)
        assert done.stderr.count("\n") == 1
        assert done.stdout == ""


def test_a_wrong_setting_is_said_and_the_default_stands(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('measure = "wide"\n', encoding="utf-8")
    done = run("list", "--json")
    assert json.loads(done.stdout) == []
    assert "measure" in done.stderr


def test_a_closed_pipe_is_silent(environment: dict[str, str], run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("\n".join(f"Line {n} of many." * 20 for n in range(2000)), encoding="utf-8")
    run("add", "long.txt")
    for command in (["show", "1"], ["export"], ["keys"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "tui", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(timeout=60) in (0, 1)


def test_a_full_disk_is_one_line(environment: dict[str, str], run: Run, articles: list[str]) -> None:
    run("add", *articles)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "export"],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
            encoding="utf-8",
            timeout=60,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_app_needs_a_terminal(run: Run, articles: list[str], tmp_path: Path) -> None:
    for arguments in ([], [articles[0]], ["open", "1"]):
        done = run(*arguments, status=1)
        assert (done.stdout, done.stderr.count("\n")) == ("", 1)
        assert "terminal" in done.stderr
    assert not (tmp_path / "library.db").exists()


def test_help_says_enough_and_imports_little(run: Run) -> None:
    whole = run("--help").stdout
    for command in COMMANDS:
        assert f"  {command} " in whole
        assert run(command, "--help").stdout.startswith(f"Usage: counterpoint {command}")
    loaded = "import sys, tui.commands.main as m; m.main()"
    for arguments in (["--help"], ["list"], ["keys"]):
        done = subprocess.run(
            [sys.executable, "-X", "importtime", "-c", loaded, *arguments],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "COUNTERPOINT_LIBRARY": "/dev/null/none", "PYTHONPATH": str(Path(__file__).parents[2])},
            timeout=60,
        )
        assert " textual" not in done.stderr
