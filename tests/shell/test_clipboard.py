"""Copying goes where the reader said, and what is said is what happened."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.shell.stage import Stage
from tui.keymap import Keymap
from tui.widgets import clipboard
from tui.widgets.clipboard import CopyFailed, copy, say

TEXT = "“Kunduz” 清真寺 e\u0301 👩‍👧\n\tsecond line"


async def test_through_the_terminal() -> None:
    app = Stage()
    async with app.run_test():
        assert copy(app, TEXT) == "Sent to the terminal's clipboard."
        assert app.clipboard == TEXT


def test_with_a_command(tmp_path: Path) -> None:
    file = tmp_path / "a file.txt"
    script = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    assert copy(Stage(), TEXT, f"{sys.executable} -c {script!r} '{file}'").startswith("Copied with ")
    assert file.read_bytes() == TEXT.encode()


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    with pytest.raises(CopyFailed):
        copy(Stage(), TEXT, f"false ; touch {tmp_path}/made")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-command-anywhere", "cannot be run"),
        ("'unclosed", "cannot be understood"),
        ("''", "cannot be run"),
        ("   ", "cannot be understood"),
        ("false", "exit status 1"),
    ],
)
def test_a_command_that_fails_is_one_sentence(command: str, words: str) -> None:
    with pytest.raises(CopyFailed, match=words) as raised:
        copy(Stage(), TEXT, command)
    assert str(raised.value).endswith(".")


def test_a_command_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.05)
    with pytest.raises(CopyFailed, match="did not end"):
        copy(Stage(), TEXT, "sleep 10")


async def test_saying_names_the_key_that_undoes() -> None:
    app = Stage(keymap=Keymap({"app.undo": ("ctrl+z",)}))
    async with app.run_test():
        say(app, "Deleted [/b] “x”.", undo=True)
        say(app, "Copied.")
        assert app.said == ["Deleted [/b] “x”. ^z takes it back.", "Copied."]
