"""What goes wrong outside the program: one clear sentence, the right status, nothing lost, and no traceback."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Run
from tests.workflows.conftest import PLEDGE


@pytest.fixture
def pledge(tmp_path: Path) -> str:
    (tmp_path / "pledge.md").write_text(PLEDGE, encoding="utf-8")
    return "pledge.md"


def titles(run: Run, *before: str, **more: str) -> list[str]:
    return [row["title"] for row in json.loads(run(*before, "list", "--json", **more).stdout)]


# Sources


def test_each_bad_source_is_a_line_and_the_rest_is_added(
    run: Run, pledge: str, tmp_path: Path, unprivileged: list[str]
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\t\n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "folder").mkdir()
    (tmp_path / "secret.txt").write_text("Nobody reads this.")
    (tmp_path / "secret.txt").chmod(0)
    os.mkfifo(tmp_path / "pipe.txt")
    with open(tmp_path / "huge.txt", "wb") as huge:
        huge.truncate(1 << 30)
    bad = {
        "empty.txt": "empty",
        "blank.txt": "no text",
        "binary.txt": "binary",
        "folder": "folder",
        "secret.txt": "may not read",
        "pipe.txt": "pipe",
        "huge.txt": "1,074 MB",
        "missing.txt": "no such file",
        "/dev/zero": "device",
        "https://no-such-host.invalid/a": "not found",
        "": "empty name",
    }
    done = run("add", *bad, pledge, status=1, prefix=unprivileged)
    assert done.stdout == "Added “The bridge” as article 1.\n"
    lines = done.stderr.splitlines()
    assert len(lines) == len(bad)
    for (name, word), line in zip(bad.items(), lines, strict=True):
        assert line.startswith(f"{name}: " if name else "An empty name")
        assert word in line.lower() or word in line, line
        assert line.count(f"{name}: ") < 2, line


def test_a_name_of_controls_and_newlines(run: Run, tmp_path: Path) -> None:
    name = "odd\x1b[31m\nname.txt"
    (tmp_path / name).write_text("The mayor said that it rained.", encoding="utf-8")
    run("add", name)
    assert "\x1b" not in run("list").stdout
    assert json.loads(run("list", "--json").stdout)[0]["source"] == str(tmp_path / name)
    assert run("add", name + "x", status=1).stderr.count("\n") == 1
    assert run("show", str(tmp_path / name)).stdout.startswith("The mayor said that it rained.\n")


@pytest.mark.parametrize("command", ["add", "import"])
def test_standard_input_that_is_closed_or_empty(run: Run, command: str, tmp_path: Path) -> None:
    assert "closed" in run(command, "-", status=1, prefix=["bash", "-c", 'exec "$@" <&-', "-"]).stderr
    said = run(command, "-", status=1, input="").stderr
    assert said.count("\n") == 1
    assert "empty" in said
    assert "standard input: " not in said  # `-` names it already


# The library


@pytest.mark.parametrize(
    "name", ["a?b.db", "a#b.db", "a%20b.db", "a b.db", "é🙂.db", ":memory:", "file:x.db", "n\nl.db"]
)
def test_a_library_may_have_an_odd_name(run: Run, pledge: str, tmp_path: Path, name: str) -> None:
    run("--library", name, "add", pledge)
    assert (tmp_path / name).stat().st_size > 0
    assert titles(run, "--library", name) == ["The bridge"]


@pytest.mark.parametrize(
    "name", ["folder.db", "pipe.db", "~nobody-here/x.db", "x" * 300, "pledge.md/x.db", "/dev/null"]
)
@pytest.mark.parametrize("command", [["list"], ["add", "pledge.md"], ["check"], ["export"]])
def test_a_library_that_cannot_be_one(run: Run, pledge: str, tmp_path: Path, name: str, command: list[str]) -> None:
    (tmp_path / "folder.db").mkdir()
    os.mkfifo(tmp_path / "pipe.db")
    before = sorted(tmp_path.iterdir())
    done = run("--library", name, *command, status=1)
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert sorted(tmp_path.iterdir()) == before


def test_a_library_whose_name_is_not_utf_8(run: Run, pledge: str, tmp_path: Path) -> None:
    done = run("--library", os.fsdecode(b"bad\xff.db"), "add", pledge, status=1)
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.toml", "pledge.md"]


def test_an_empty_file_becomes_a_library(run: Run, pledge: str, tmp_path: Path) -> None:
    (tmp_path / "library.db").touch()
    assert titles(run) == []
    run("add", pledge)
    assert titles(run) == ["The bridge"]


def test_a_damaged_library(run: Run, pledge: str, tmp_path: Path) -> None:
    run("add", pledge)
    whole = (tmp_path / "library.db").read_bytes()
    for broken in (whole[: len(whole) // 2], whole[:50], whole[:100] + b"\xff" * (len(whole) - 100)):
        (tmp_path / "library.db").write_bytes(broken)
        for command in (["list"], ["check"], ["export"], ["add", pledge], ["show", "1"], ["backup", "copy.db"]):
            done = run(*command, status=1)
            assert (done.stdout, done.stderr.count("\n")) == ("", 1)
        assert (tmp_path / "library.db").read_bytes() == broken
        assert not (tmp_path / "copy.db").exists()


def test_damage_inside_is_said_once(run: Run, pledge: str, tmp_path: Path) -> None:
    run("add", pledge)
    whole = bytearray((tmp_path / "library.db").read_bytes())
    with closing(sqlite3.connect(tmp_path / "library.db")) as db:
        roots = [row[0] for row in db.execute("SELECT rootpage FROM sqlite_master WHERE name IN ('target', 'version')")]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    for root in roots:
        whole[(root - 1) * size : root * size] = bytes([7]) * size
    (tmp_path / "library.db").write_bytes(whole)
    lines = run("check", status=1).stderr.splitlines()
    assert len(lines) == len(set(lines))
    assert not any("counterpoint check" in line for line in lines)
    assert any("restore a backup" in line for line in lines)


def test_a_damaged_row_is_a_sentence(run: Run, pledge: str, tmp_path: Path) -> None:
    run("add", pledge)
    damages = ("UPDATE article SET extra = '{\"half'", "UPDATE article SET title = CAST(x'ff41' AS TEXT)")
    for damage in damages:
        with closing(sqlite3.connect(tmp_path / "library.db")) as db, db:
            # A disk asks neither checks nor triggers.
            db.execute("PRAGMA ignore_check_constraints = ON")
            for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                db.execute(f"DROP TRIGGER {trigger}")
            db.execute(damage)
        for command in (["list"], ["list", "--json"], ["export"], ["show", "1"], ["check"]):
            done = run(*command, status=1)
            assert "damaged" in done.stderr
            assert "Traceback" not in done.stderr


def test_a_library_that_may_only_be_read(run: Run, pledge: str, tmp_path: Path, unprivileged: list[str]) -> None:
    folder = tmp_path / "away"
    folder.mkdir()
    run("--library", "away/l.db", "add", pledge)
    (folder / "l.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        for command in (
            ["list"],
            ["show", "1"],
            ["search", "bridge"],
            ["annotations", "--json"],
            ["check"],
            ["export"],
        ):
            assert run("--library", "away/l.db", *command, prefix=unprivileged).stderr == ""
        assert "pledge" in run("--library", "away/l.db", "analyze", "1", prefix=unprivileged).stdout
        for command in (["tag", "1", "x"], ["edit", "1", "--title", "x"], ["remove", "1"]):
            done = run("--library", "away/l.db", *command, status=1, prefix=unprivileged)
            assert done.stderr == "The library is read-only here; nothing was changed.\n"
        assert run("--library", "away/l.db", "export", "-o", "away/x", status=1, prefix=unprivileged).stderr
        assert titles(run, "--library", "away/l.db") == ["The bridge"]
    finally:
        folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs to mount a small disk")
def test_a_full_disk(run: Run, pledge: str, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("cannot mount here")
    library = ("--library", "disk/l.db")
    fill = disk / "fill"
    try:
        fill.write_bytes(bytes(1_000_000))
        assert "disk is full" in run(*library, "add", pledge, status=1).stderr
        fill.unlink()
        run(*library, "add", pledge)
        with pytest.raises(OSError, match="space"):
            fill.write_bytes(bytes(2_000_000))
        assert "disk is full" in run(*library, "tag", "1", "x", status=1).stderr
        assert run(*library, "export", "-o", "disk/out.json", status=1).stderr.count("\n") == 1
        assert titles(run, *library) == ["The bridge"]
        fill.unlink()
        run(*library, "tag", "1", "x")
        assert "whole" in run(*library, "check").stdout
        assert sorted(path.name for path in disk.iterdir() if not path.name.startswith("l.db")) == []
    finally:
        subprocess.run(["umount", str(disk)], check=False)


# Settings


@pytest.mark.parametrize(
    "content",
    [
        "a = " + "[" * 100_000,
        "measure = " + "9" * 10_000,
        'library = "a\\u0000b"',
        'library = "~nobody-here/x.db"\nlibrary = 1',
        "\x00\x01",
        "x" * 2_000_000,
    ],
)
def test_settings_that_cannot_be_read(run: Run, pledge: str, tmp_path: Path, content: str) -> None:
    (tmp_path / "config.toml").write_text(content, encoding="utf-8")
    done = run("add", pledge)
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 500
    assert titles(run) == ["The bridge"]


@pytest.mark.parametrize("name", ["folder", "pipe", "/dev/zero", "~nobody-here/config.toml", "missing.toml"])
def test_a_settings_file_that_is_none(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    done = run("list", "--json", COUNTERPOINT_CONFIG=name)
    assert json.loads(done.stdout) == []
    assert done.stderr.count("\n") == 1
    assert "the defaults stand" in done.stderr


# Pipes


@pytest.mark.parametrize("command", ["export", "show 1", "search word", "list"])
def test_a_reader_that_has_enough_is_no_failure(
    run: Run, tmp_path: Path, environment: dict[str, str], command: str
) -> None:
    text = "\n".join(f"A word, {n}, and many more of them." * 50 for n in range(300))
    (tmp_path / "long.txt").write_text(text, encoding="utf-8")
    run("add", "long.txt")
    done = subprocess.run(
        ["bash", "-c", f'set -o pipefail; "$0" -m tui {command} | head -c 5', sys.executable],
        env={**environment, "PYTHONPATH": ROOT},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, len(done.stdout), done.stderr) == (0, 5, b"")


# Edits and imports


def test_a_date_has_to_be_one_and_a_title_is_not_blank(run: Run, pledge: str) -> None:
    run("add", pledge)
    for wrong in ("soon", "2024-13", "2024-02-30", "20240101"):
        assert "YYYY-MM-DD" in run("edit", "1", "--published", wrong, status=1).stderr
    assert run("edit", "1", "--title", "  ", status=1).stderr == "An article needs a title; it keeps the one it has.\n"
    for right in ("2024", "2024-05", "2024-05-06", ""):
        run("edit", "1", "--published", right)
    assert json.loads(run("list", "--json").stdout)[0]["published"] is None


def test_front_matter_gives_only_what_fits_its_field(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\npublished: not a date\ntitle: [1, 2]\nauthor: [A, B]\n---\n# River\n\nIt is low.\n"
    )
    (tmp_path / "b.md").write_text("---\npublished: soon\ndate: 2024-05\n---\nThe bridge is open.\n")
    done = run("add", "a.md", "b.md")
    assert done.stderr == "a.md: its date is not taken, as it is not of the form YYYY-MM-DD.\n"
    one, two = json.loads(run("export").stdout)["articles"]
    assert (one["title"], one["published"], one["author"]) == ("River", None, "A, B")
    assert "not a date" in json.dumps(one)  # nothing is lost
    assert two["published"] == "2024-05"


def test_times_at_the_ends_of_the_calendar(run: Run, pledge: str, tmp_path: Path) -> None:
    run("add", pledge)
    export = json.loads(run("export").stdout)
    stamps = {
        "0001-01-01T00:00:00+14:00": 1,
        "9999-12-31T23:59:59-14:00": 1,
        "yesterday": 1,
        "9999-12-31T23:59:59.999999Z": 0,
        "2016-12-31t23:59:60z": 0,
        "0999-01-01T00:00:00+00:00": 0,
    }
    for number, (stamp, status) in enumerate(stamps.items()):
        export["articles"][0]["modified_at"] = stamp
        name = f"other{number}.db"
        done = run("--library", name, "import", "-", input=json.dumps(export), status=status)
        assert done.stderr.count("\n") == status
        if status == 0:
            run("--library", name, "edit", "1", "--title", "Later")
            changed = json.loads(run("--library", name, "export").stdout)
            assert changed["articles"][0]["title"] == "Later"
            assert "Nothing new" in run("--library", name, "import", "-", input=json.dumps(changed)).stdout
            assert "Brought in" in run("--library", f"x{name}", "import", "-", input=json.dumps(changed)).stdout


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("", "empty"),
        ("{", "not JSON"),
        ("[]", "no format that can be imported"),
        ("[" * 200_000, "nested"),
        ('{"format": "counterpoint", "version": 2}', "newer"),
        ('{"format": "counterpoint", "version": 1, "articles": null}', "articles"),
        ('{"format": "counterpoint", "version": 1, "x": NaN}', "not JSON"),
        ('{"format": "counterpoint", "version": 1, "exported_at": "now"}', "a time such as"),
    ],
)
def test_what_is_no_export_is_one_sentence(run: Run, data: str, word: str) -> None:
    done = run("import", "-", input=data, status=1)
    assert done.stderr.count("\n") == 1
    assert word in done.stderr
    assert "matching regex" not in done.stderr


def test_half_a_character_is_replaced_and_the_rest_comes_in(run: Run) -> None:
    data = r'{"format": "counterpoint", "version": 1, "x": ["\ud800", "a\udc00\\ud800", "\ud83d\ude42", "\ud800\ud83d\ude42"]}'
    run("import", "-", input=data)
    assert json.loads(run("export").stdout)["x"] == ["\ufffd", "a\ufffd\\ud800", "🙂", "\ufffd🙂"]
