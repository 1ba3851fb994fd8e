"""A note in the reader's own editor: the app makes way for it and comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal


def test_a_note_is_written_in_the_editor(home: Path, seed: Path, tmp_path: Path) -> None:
    editor = tmp_path / "edit"
    editor.write_text('#!/bin/sh\nprintf "From the **editor** \\346\\225\\260." > "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    with Terminal(str(seed), home=home, environ={"EDITOR": str(editor), "VISUAL": ""}) as terminal:
        terminal.wait_for("Read closely")
        terminal.press("enter")
        terminal.wait_gone("Read closely")
        terminal.press("a")
        terminal.wait_for(r"\^e")
        terminal.press("ctrl+e")
        terminal.wait_for(r"From the \*\*editor\*\*")
        terminal.press("ctrl+s")
        terminal.wait_gone(r"\^e Editor")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    environ = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    environ.pop("COUNTERPOINT_LIBRARY", None)
    done = subprocess.run(
        [sys.executable, "-m", "tui", "annotations", "--json"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert [one["body"] for one in json.loads(done.stdout)] == ["From the **editor** 数."]


@pytest.mark.parametrize("editor", ["/nowhere/editor", 'vi "unbalanced'])
def test_an_editor_that_cannot_be_started_leaves_app_and_text_as_they_were(home: Path, seed: Path, editor: str) -> None:
    with Terminal(str(seed), home=home, environ={"EDITOR": editor, "VISUAL": ""}) as terminal:
        terminal.wait_for("Read closely")
        terminal.press("enter")
        terminal.wait_gone("Read closely")
        terminal.press("a")
        terminal.wait_for(r"\^e Editor")
        terminal.press("Kept.", "ctrl+e")
        terminal.wait_for("cannot be run")
        terminal.press(" All of it.", "ctrl+s")
        terminal.wait_for("Noted on")
        terminal.press("ctrl+q")
        assert terminal.wait_end() == 0
    environ = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    environ.pop("COUNTERPOINT_LIBRARY", None)
    done = subprocess.run(
        [sys.executable, "-m", "tui", "annotations", "--json"], env=environ, capture_output=True, text=True, timeout=60
    )
    assert [one["body"] for one in json.loads(done.stdout)] == ["Kept. All of it."]
