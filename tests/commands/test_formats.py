"""Formats on the command line: files, folders, streams, and how wrong use ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tui.commands.main import cli
from tui.exchange.registry import FORMATS

Run = Callable[..., Result]
BESIDE = ("brat", "fever", "scifact")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line inside this process: there are many calls."""
    monkeypatch.setenv("COUNTERPOINT_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("COUNTERPOINT_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.chdir(tmp_path)

    def runner(*arguments: str, status: int = 0, input: str | None = None) -> Result:
        done = CliRunner().invoke(cli, list(arguments), input=input)
        assert done.exit_code == status, done.output
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done

    return runner


@pytest.fixture
def added(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Quiet roads\n\nThe council said no road would close.\n", encoding="utf-8")
    run("add", "a.md")


@pytest.mark.usefixtures("added")
def test_every_format_is_written_to_a_file_a_folder_or_standard_output(run: Run, tmp_path: Path) -> None:
    for format in FORMATS:
        if not format.writes:
            assert "not exported" in run("export", "--format", format.name, status=2).stderr
        elif format.several_files:
            assert format.name in BESIDE
            assert "name a folder" in run("export", "--format", format.name, status=2).stderr
            run("export", "--format", format.name, "-o", f"out-{format.name}", "1")
            assert list((tmp_path / f"out-{format.name}").iterdir())
            assert (
                "exists already" in run("export", "--format", format.name, "-o", f"out-{format.name}", status=1).stderr
            )
            run("export", "--format", format.name, "-o", f"out-{format.name}", "--force")
        else:
            printed = run("export", "--format", format.name).stdout
            run("export", "--format", format.name, "-o", f"out{format.suffix}", "--force")
            assert (tmp_path / f"out{format.suffix}").exists()
            assert printed or format.name in ("hypothesis", "jsonl", "argdown")
    run("export", "--format", "html", "-o", "pages/")
    assert {path.name for path in (tmp_path / "pages").iterdir()} == {"index.html", "Quiet roads.html"}
    for name in ("json", "csv", "w3c"):
        assert (
            "new/ is a folder; give the name of a file in it."
            in run("export", "--format", name, "-o", "new/", status=1).stderr
        )
    assert not (tmp_path / "new").exists()
    assert "is a file" in run("export", "--format", "brat", "-o", "a.md", status=1).stderr
    assert "--suggestions" in run("export", "--format", "w3c", "--suggestions", status=2).stderr


@pytest.mark.usefixtures("added")
def test_imports_are_told_from_their_content(run: Run, tmp_path: Path) -> None:
    clipping = (
        "Quiet roads (B. Line)\n- Your Highlight on page 1 | Added on 1 May 2024\n\nno road would close\n==========\n"
    )
    (tmp_path / "anything.bin").write_text(clipping, encoding="utf-8")
    done = run("import", "anything.bin", "--json")
    said = json.loads(done.stdout)
    assert (said["annotations"], said["articles"], said["problems"]) == (1, 0, [])
    [found] = json.loads(run("annotations", "--json").stdout)
    assert (found["n"], found["targets"][0]["exact"]) == (1, "no road would close")
    assert json.loads(run("import", "-", "--json", input=clipping).stdout)["unchanged"] == 1
    assert "holds no" in run("import", "--format", "koreader", "-", input='{"a": 1}', status=1).stderr
    assert "not imported" in run("import", "--format", "html", "-", input="x", status=2).stderr
    (tmp_path / "empty").mkdir()
    assert "empty is a folder" in run("import", "empty", status=1).stderr
    run("export", "--format", "brat", "-o", "brat")
    assert "Nothing new" in run("import", "brat").stdout


@pytest.mark.usefixtures("added")
def test_a_library_is_no_export(run: Run, tmp_path: Path) -> None:
    run("backup", "backup.db")
    said = run("import", "backup.db", status=1).stderr
    assert "backup.db: This is no export but a database: `counterpoint --library FILE` opens a library." in said


@pytest.mark.usefixtures("added")
def test_an_empty_tag_is_wrong_usage(run: Run) -> None:
    for tags in ([""], ["  "], ["water", ""]):
        assert "A tag is empty" in run("tag", "1", *tags, status=2).stderr
    assert json.loads(run("list", "--json").stdout)[0]["tags"] == []


def test_what_each_format_loses(run: Run) -> None:
    listed = json.loads(run("formats", "--json").stdout)
    assert [one["name"] for one in listed] == [format.name for format in FORMATS]
    for one in listed:
        assert one["lossy"] or not one["writes"] or one["name"] == "json"
    shown = run("formats", "--lossy").stdout
    assert "json (in and out)\n  Nothing is lost.\n" in shown
    assert "bibtex (out)\n  - Everything but the particulars of articles.\n" in shown
