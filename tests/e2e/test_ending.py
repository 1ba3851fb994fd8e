"""A terminal that is closed, or a system that ends the app, takes nothing away that was being written."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal


@pytest.mark.parametrize("end", [signal.SIGHUP, signal.SIGTERM])
def test_a_half_written_note_is_saved_when_the_app_is_ended(home: Path, seed: Path, end: signal.Signals) -> None:
    with Terminal(str(seed), home=home) as terminal:
        terminal.wait_for("Read closely")
        terminal.press("enter")
        terminal.wait_gone("Read closely")
        terminal.press("a")
        terminal.wait_for(r"\^e Editor")
        terminal.press("Ask the ministry whe")
        terminal.wait_for("ministry whe")
        terminal.child.kill(end)
        assert terminal.wait_end() == 128 + end
    environ = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    environ.pop("COUNTERPOINT_LIBRARY", None)
    done = subprocess.run(
        [sys.executable, "-m", "tui", "annotations", "--json"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert [one["body"] for one in json.loads(done.stdout)] == ["Ask the ministry whe"]


def test_the_app_ends_with_a_terminal_that_is_gone(home: Path, seed: Path) -> None:
    with Terminal(str(seed), home=home) as terminal:
        terminal.wait_for("Read closely")
        terminal.press("enter")
        terminal.wait_gone("Read closely")
        terminal.press("a")
        terminal.wait_for(r"\^e Editor")
        terminal.press("Kept.")
        terminal.wait_for("Kept")
        # What a terminal does that is closed: its side of the line goes, and the kernel says so.
        terminal.child.ptyproc.fileobj.close()
        assert terminal.child.ptyproc.wait() == 128 + signal.SIGHUP
    environ = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    environ.pop("COUNTERPOINT_LIBRARY", None)
    done = subprocess.run(
        [sys.executable, "-m", "tui", "annotations", "--json"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert [one["body"] for one in json.loads(done.stdout)] == ["Kept."]


@pytest.mark.skipif(shutil.which("bash") is None, reason="a shell with job control")
def test_the_app_makes_way_for_the_shell_and_comes_back(home: Path, seed: Path) -> None:
    with Terminal(home=home, command=["bash", "--norc", "--noprofile", "-i"], environ={"PS1": "prompt> "}) as terminal:
        terminal.wait_for("prompt>")
        terminal.press(f"{shlex.join([sys.executable, '-m', 'tui', str(seed)])}", "enter")
        terminal.wait_for("Read closely")
        terminal.press("enter")
        terminal.wait_gone("Read closely")
        terminal.press("ctrl+z")
        terminal.wait_for("Stopped")
        terminal.press("fg", "enter")
        terminal.wait_for("paragraph 1 of")
        terminal.press("j")
        terminal.wait_for("paragraph 2 of")
        terminal.press("ctrl+q")
        while terminal.raw.count(b"prompt> ") < 3:
            assert terminal.read()
        terminal.press("exit", "enter")
        assert terminal.wait_end() == 0


def test_without_a_shell_the_app_stays(home: Path, seed: Path) -> None:
    with Terminal(str(seed), home=home) as terminal:
        terminal.wait_for("Read closely")
        terminal.press("enter")
        terminal.wait_gone("Read closely")
        terminal.press("ctrl+z")
        terminal.wait_for("no shell here")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
