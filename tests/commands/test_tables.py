"""Tables as they stand on a terminal."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pexpect
import pytest

from tests.commands.conftest import ROOT, Run
from tui.actions import ACTIONS

TITLE = "A title that goes on and on, for it has a great many words to say about everything"


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"---\ntitle: {TITLE}\nsource: The Gazette of Lowfield and the Surrounding Country\npublished: 2024-03-01\n"
        "---\n\nThe bridge stays open, " + "as it was said again and again, " * 20 + "for ever.\n",
        encoding="utf-8",
    )
    run("add", "a.md")


def on_terminal(
    columns: int, tmp_path: Path, environment: dict[str, str], *arguments: str, status: int = 0, term: str = "xterm"
) -> list[str]:
    """The lines a command prints on a terminal of this width."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "tui", *arguments],
        env={**environment, "PYTHONPATH": ROOT, "TERM": term, "NO_COLOR": "1"},
        cwd=str(tmp_path),
        dimensions=(50, columns),
        encoding="utf-8",
        timeout=60,
    )
    shown = re.sub(r"\x1b\[[0-9;]*m", "", child.read()).splitlines()
    child.close()
    assert child.exitstatus == status, shown
    assert all(len(line) <= columns for line in shown)
    return [line.rstrip() for line in shown]


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_short_columns_stay_whole(filled: None, tmp_path: Path, environment: dict[str, str], columns: int) -> None:
    head, row = on_terminal(columns, tmp_path, environment, "list")
    assert head.split() == ["n", "title", "source", "date", "read", "contested/claims", "own"]
    assert row.split()[:2] == ["1", "A"]
    assert row.split()[-4:] == ["2024-03-01", "0%", "0/0", "0"]
    assert "…" in row
    _, hit = on_terminal(columns, tmp_path, environment, "search", "bridge")
    assert hit.startswith("1#1 ")
    assert hit.endswith("…")
    shown = on_terminal(columns, tmp_path, environment, "keys")
    assert [line.split()[0] for line in shown[1:]] == [action.name for action in ACTIONS]
    quit_line = next(line for line in shown if line.startswith("app.quit "))
    assert quit_line.split()[1] == "^q"


@pytest.mark.parametrize("columns", [40, 120])
def test_a_dumb_terminal_has_its_width_too(
    filled: None, tmp_path: Path, environment: dict[str, str], columns: int
) -> None:
    shown = on_terminal(columns, tmp_path, environment, "search", "bridge", term="dumb")
    assert len(shown[1]) > columns - 10


def test_the_app_is_no_use_on_a_dumb_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    shown = on_terminal(300, tmp_path, environment, status=1, term="dumb")
    assert len(shown) == 1
    assert "dumb" in shown[0]
    assert not (tmp_path / "library.db").exists()
