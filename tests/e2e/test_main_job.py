"""The main job, start to finish, as a reader does it: in a real terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

SIZES = [(80, 24), (120, 40), (200, 60)]


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on the same home folder as the terminal."""
    environ = {
        **os.environ,
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
    }
    environ.pop("COUNTERPOINT_LIBRARY", None)
    return subprocess.run(
        [sys.executable, "-m", "tui", *arguments], env=environ, capture_output=True, text=True, timeout=60
    )


def past_welcome(terminal: Terminal) -> None:
    """Leave the screen that a new reader sees first."""
    terminal.wait_for("Read closely")
    terminal.press("enter")
    terminal.wait_gone("Read closely")


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_pledge_stands_beside_kunduz(home: Path, seed: Path, columns: int, rows: int) -> None:
    with Terminal(str(seed), home=home, columns=columns, rows=rows) as terminal:
        past_welcome(terminal)
        terminal.wait_for(r"(?i)paragraph 1 of 11")
        terminal.press("7", "G")
        terminal.wait_for(r"(?i)paragraph 7 of 11")
        terminal.wait_for(r"(?i)pledge|contradicts")
        terminal.wait_for(r"Kunduz|mosque in")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0


def test_work_survives_a_kill_and_is_exported(home: Path, seed: Path, tmp_path: Path) -> None:
    with Terminal(str(seed), home=home) as terminal:
        past_welcome(terminal)
        terminal.wait_for(r"(?i)paragraph 1 of 11")
        terminal.press("7", "G")
        terminal.wait_for(r"(?i)pledge")
        terminal.wait_for("Kunduz")
        terminal.press("y")
        terminal.wait_for("Accepted")
        terminal.press("a")
        terminal.wait_for(r"\^s Save")
        terminal.press("Ask who counted.", "ctrl+s")
        # This sentence acknowledges the change; the kill may come at any moment after it.
        terminal.wait_for("Noted on")
        terminal.kill()

    listed = command(home, "annotations", "--json")
    assert listed.returncode == 0, listed.stderr
    annotations = json.loads(listed.stdout)
    assert "Ask who counted." in [annotation["body"] for annotation in annotations]
    assert {"claim", "evidence", "note"} <= {annotation["kind"] for annotation in annotations}

    target = tmp_path / "out.json"
    exported = command(home, "export", "-o", str(target))
    assert exported.returncode == 0, exported.stderr
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["relations"][0]["relation"] in {"contradicts", "weakens"}
    assert document["verdicts"][0]["answer"] == "accepted"

    with Terminal(home=home) as terminal:
        terminal.wait_for(r"Taliban|recent face")
        terminal.press("A")
        terminal.wait_for("Ask who counted")


def test_the_place_is_kept(home: Path, seed: Path) -> None:
    with Terminal(str(seed), home=home) as terminal:
        past_welcome(terminal)
        terminal.press("4", "j")
        terminal.wait_for(r"(?i)paragraph 5 of 11")
        terminal.press("q")
        terminal.wait_for(r"(?i)progress|read")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    with Terminal("open", "1", home=home, columns=80, rows=24) as terminal:
        terminal.wait_for(r"(?i)paragraph \d+ of 11")
        terminal.wait_for(r"(?i)paragraph 5 of 11")


def test_hostile_text_does_not_reach_the_terminal(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_bytes(
        b"[/b] [bold]not bold[/] \x1b]52;c;aGVsbG8=\x07 and \x1b[2J then \xc2\x9b31m \xe2\x80\xae override\n"
        b"The mayor said that no bridge would close. \x1b]0;owned\x07 Bell \x07 here.\n"
    )
    with Terminal(str(path), home=home) as terminal:
        past_welcome(terminal)
        terminal.wait_for(r"\[/b\] \[bold\]not bold\[/\]")
        terminal.press("j")
        terminal.wait_for(r"(?i)paragraph 2 of 2")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
        written = bytes(terminal.raw)
        assert b"\x1b]52;c;aGVsbG8=" not in written
        assert b"\x1b]0;owned" not in written
        assert "\u202e".encode() not in written


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (60, 16)])
def test_a_small_terminal_does_not_break_it(home: Path, seed: Path, columns: int, rows: int) -> None:
    with Terminal(str(seed), home=home, columns=columns, rows=rows) as terminal:
        terminal.wait_for(r"\S")
        terminal.press("enter", "j", "j", "c", "x", "e")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
        assert b"Traceback" not in bytes(terminal.raw)


def test_no_colour_when_asked_for_none(home: Path, seed: Path) -> None:
    with Terminal(str(seed), home=home, environ={"NO_COLOR": "1"}) as terminal:
        past_welcome(terminal)
        terminal.press("7", "G")
        terminal.wait_for("Kunduz")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0


def test_without_a_terminal_the_app_says_so(home: Path) -> None:
    done = command(home)
    assert done.returncode == 1
    assert "terminal" in done.stderr
    assert "Traceback" not in done.stderr
