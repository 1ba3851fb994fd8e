"""The documentation is run: its commands, keys, settings and file names."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tui import actions, config
from tui.exchange.registry import FORMATS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    """The fenced block that follows an HTML comment in the README."""
    found = re.search(rf"<!-- {re.escape(marker)} -->\n```\w*\n(.*?)\n```", README, re.S)
    assert found, f"README has no block {marker!r}"
    return found.group(1)


def test_key_table_names_real_actions_and_their_keys() -> None:
    table = README.split("<!-- keys -->\n", 1)[1].split("\n\n", 1)[0]
    rows = [line.split("|")[1:-1] for line in table.splitlines()[2:]]
    assert len(rows) >= 10
    for keys, names, _ in rows:
        shown = re.findall(r"`([^`]+)`", keys)
        named = re.findall(r"`([^`]+)`", names)
        assert len(shown) == len(named), keys
        for key, name in zip(shown, named, strict=True):
            wanted = {"/": "slash", "?": "question_mark"}.get(key, key)
            assert wanted in actions.BY_NAME[name].keys, f"{name} is not on {key}"


def export_by(creator: str, text: str) -> str:
    """A small export, in which somebody marked the first sentence of a text."""
    then = "2026-01-02T03:04:05Z"
    version = {"id": "v", "sha256": hashlib.sha256(text.encode()).hexdigest(), "fetched_at": then, "text": text}
    target = {"article": "a", "version": "v", "start": 0, "end": 12, "exact": text[:12]}
    note = {"id": creator, "kind": "highlight", "creator": creator, "targets": [target]}
    article = {"id": "a", "title": "T", "added_at": then, "modified_at": then, "versions": [version]}
    annotation = {**note, "created_at": then, "modified_at": then}
    return json.dumps({"format": "counterpoint", "version": 1, "articles": [article], "annotations": [annotation]})


def test_example_commands_run(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("# Quiet roads\n\nThe council said no road would close.\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text("The mayor said terrorism would not take root.\n", encoding="utf-8")
    (tmp_path / "pairs.jsonl").write_text('{"claim": "All is well.", "evidence": "Nothing is."}\n', encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "saved.html").write_text(
        "<p>The council said that the road would close.</p>", encoding="utf-8"
    )
    for name in ("ada", "bob"):
        (tmp_path / f"{name}.json").write_text(export_by(name, "All is well. Nothing is."), encoding="utf-8")
    environ = {**os.environ, "HOME": str(tmp_path), "COUNTERPOINT_LIBRARY": str(tmp_path / "library.db")}
    lines = [line.split("#", 1)[0].strip() for line in block("examples").splitlines()]
    ran = 0
    for line in filter(None, lines):
        program, *arguments = shlex.split(line)
        assert program == "counterpoint"
        done = subprocess.run(
            [sys.executable, "-m", "tui", *arguments],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, f"{line}: {done.stderr}"
        assert "Traceback" not in done.stderr
        ran += 1
    assert ran >= 10


def test_every_command_in_the_readme_has_help_and_every_command_is_there() -> None:
    done = subprocess.run([sys.executable, "-m", "tui", "--help"], capture_output=True, text=True, timeout=60)
    listed = set(re.findall(r"^  ([a-z]+)\s{2,}\S", done.stdout.split("Commands:", 1)[1], re.M))
    shown = set(re.findall(r"^counterpoint ([a-z]+)", block("examples"), re.M))
    assert shown <= listed
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert {name for name in listed if f"`{name}`" not in changelog} <= {"open"}


def test_the_table_of_formats_is_that_of_the_registry() -> None:
    table = README.split("<!-- formats -->\n", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.split("|")[1:3]] for line in table.splitlines()[2:]]
    ways = {(True, True): "in and out", (True, False): "in", (False, True): "out"}
    assert rows == [[f"`{one.name}`", ways[one.reads, one.writes]] for one in FORMATS]


def test_sample_configuration_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(block("config"), encoding="utf-8")
    loaded = config.load(path, environ={})
    assert loaded.problems == []
    assert loaded.config.creator == "Ada"


@pytest.mark.parametrize("marker", ["command: run", "command: test"])
def test_the_two_commands_are_one_line_each_and_name_files_that_are_there(marker: str) -> None:
    command = block(marker)
    assert "\n" not in command
    for name in re.findall(r"(?:seeds|tests)/\S+", command):
        assert (ROOT / name).is_file()


def test_links_and_pictures_lead_somewhere() -> None:
    for page in ROOT.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_top_level_holds_only_what_belongs_there() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    top = {line.split("/", 1)[0] for line in tracked.stdout.splitlines()}
    allowed = {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "tui",
        "data",
        "tests",
        "seeds",
    }
    assert {name for name in top if not name.startswith(".")} <= allowed


def test_no_source_file_is_too_long() -> None:
    long = {}
    for folder in ("tui", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > 500:
                long[str(path.relative_to(ROOT))] = lines
    assert not long
