"""Breadth, inside one process: every command with --json on an empty library, and odd input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.commands.main import COMMANDS, cli


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    config = tmp_path / "config.toml"
    config.write_text("", encoding="utf-8")
    monkeypatch.setenv("COUNTERPOINT_CONFIG", str(config))
    monkeypatch.setenv("COUNTERPOINT_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=input)


@pytest.mark.parametrize("command", [["list"], ["search", "word"], ["annotations"]])
def test_an_empty_library_is_an_empty_array(home: Path, command: list[str]) -> None:
    done = call(*command, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == []
    assert call(*command).stdout == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(home: Path, command: str) -> None:
    done = call(command, "--help")
    assert done.exit_code == 0
    assert not (home / "library.db").exists()


@pytest.mark.parametrize("query", ['"', "AND", "a:b", "NEAR(", "*", "^x", "''", "(", "-- ;", "\x00", "🙂", "日本語"])
def test_no_query_is_an_error(home: Path, query: str) -> None:
    call("add", "-", input="Some text with 日本語の文 and NEAR things.")
    done = call("search", "--json", "--", query)
    assert done.exit_code == 0, done.output
    json.loads(done.stdout)


def test_standard_input_is_added(home: Path) -> None:
    done = call("add", "-", input="---\ntitle: Hers\n---\n\nA line.")
    assert done.stdout == "Added “Hers” as article 1.\n"
    assert call("add", "-", input="").exit_code == 1
    assert call("add", "-", input=bytes(range(256)) * 10).exit_code == 1


def test_escape_sequences_never_reach_the_terminal(home: Path) -> None:
    evil = "A title \x1b]0;owned\x07 [/b] \u202e\u200b\n\nSecond \x9b31m line \x1b[2J."
    call("add", "-", input=evil)
    commands = (["list"], ["show", "1"], ["search", "title"], ["analyze", "1"])
    outputs = [call(*command).stdout for command in commands]
    for output in outputs:
        assert not set(output) & set("\x1b\x07\x9b\u202e\u200b")
    assert "[/b]" in outputs[0]
    for output in (call("list", "--json").stdout, call("show", "1", "--json").stdout, call("export").stdout):
        assert not set(output) & set("\x1b\x07\x9b\u202e\u200b")
    assert "\x1b]0;owned\x07" in json.loads(call("list", "--json").stdout)[0]["title"]


def test_an_article_goes_by_number_id_and_source(home: Path) -> None:
    (home / "a.txt").write_text("One text.", encoding="utf-8")
    call("add", "a.txt")
    identity = json.loads(call("list", "--json").stdout)[0]["id"]
    for name in ("1", identity, str(home / "a.txt")):
        assert call("show", name).exit_code == 0
    call("add", "--new", "a.txt")
    ambiguous = call("show", str(home / "a.txt"))
    assert (ambiguous.exit_code, ambiguous.stdout) == (1, "")
    assert "1, 2" in ambiguous.stderr
    for name in ("0", "-1", "999", identity[:8], ""):
        assert call("show", "--", name).exit_code == 1


def test_versions(home: Path) -> None:
    (home / "a.txt").write_text("One text.", encoding="utf-8")
    call("add", "a.txt")
    (home / "a.txt").write_text("Another text.", encoding="utf-8")
    assert call("add", "a.txt").stdout == "“One text.” (article 1) has changed: this is version 2.\n"
    assert call("add", "--version-of", "1", "-", input="A third text.").stdout.endswith("this is version 3.\n")
    assert [v["text"] for v in json.loads(call("show", "--json", "1").stdout)["versions"]] == [
        "One text.",
        "Another text.",
        "A third text.",
    ]
    assert call("add", "--version-of", "7", "a.txt").exit_code == 1


def test_beside_files_what_is_none_is_said_and_the_files_are_analysed(home: Path) -> None:
    (home / "a.txt").write_text("One text.", encoding="utf-8")
    done = call("analyze", "--json", "a.txt", "1", "gone.md")
    assert done.exit_code == 1
    assert [one["text"] for one in json.loads(done.stdout)["articles"]] == ["One text."]
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["1", "gone.md"]
    assert not (home / "library.db").exists()


def test_a_name_without_a_file_is_the_source_of_an_article(home: Path) -> None:
    assert call("analyze", "a.txt").exit_code == 1
    assert not (home / "library.db").exists()
    (home / "a.txt").write_text("One text.", encoding="utf-8")
    assert call("add", "a.txt").exit_code == 0
    (home / "a.txt").unlink()
    assert json.loads(call("analyze", "--json", "a.txt").stdout)["articles"][0]["text"] == "One text."
    (home / "1").write_text("A file of that name.", encoding="utf-8")
    assert json.loads(call("analyze", "--json", "1").stdout)["articles"][0]["text"] == "One text."
    assert json.loads(call("analyze", "--json", "./1").stdout)["articles"][0]["text"] == "A file of that name."
    done = call("analyze", "b.txt")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "no such file" in done.stderr
    assert "no article" in done.stderr


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["list"], "The library is empty; `counterpoint add FILE` fills it."),
        (["list", "word"], "No article is like that."),
        (["search", "word"], "Nothing in the library is like that."),
        (["annotations"], "There are no annotations yet."),
        (["annotations", "word"], "No annotation is like that."),
    ],
)
def test_nothing_found_is_said_beside_the_data(home: Path, command: list[str], sentence: str) -> None:
    done = call(*command)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", sentence + "\n")


def test_reading_a_library_that_is_not_there_says_so(home: Path) -> None:
    done = call("--library", str(home / "typing-eror.db"), "list")
    assert "There was no library at" in done.stderr
    assert "There was" not in call("--library", str(home / "typing-eror.db"), "list").stderr


@pytest.mark.parametrize("command", [["add", "a.txt"], ["check"], ["import", "a.json"]])
def test_one_json_object_also_when_the_library_cannot_be_opened(home: Path, command: list[str]) -> None:
    (home / "library.db").write_bytes(b"no library at all" * 100)
    for name in ("a.txt", "a.json"):
        (home / name).write_text("One text.", encoding="utf-8")
    done = call(*command, "--json")
    assert done.exit_code == 1
    [problem] = json.loads(done.stdout)["problems"]
    assert problem["message"] == done.stderr.rstrip("\n")


def test_export_leaves_what_it_cannot_write(home: Path) -> None:
    call("add", "-", input="A text.")
    assert call("export", "-o", str(home)).exit_code == 1
    assert call("export", "-o", str(home / "no" / "out.json")).exit_code == 1
    assert sorted(path.name for path in home.iterdir() if "json" in path.name) == []
