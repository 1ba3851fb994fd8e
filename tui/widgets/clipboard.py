"""Copying, and saying what was done."""

from __future__ import annotations

from typing import Any

from textual.app import App

from tui.text.errors import CounterpointError
from tui.widgets.bindings import shown

TIMEOUT = 5.0
"""Seconds that a copy command may take."""


class CopyFailed(CounterpointError):
    """The reader's copy command did not do its work."""


def copy(app: App[Any], text: str, command: str = "") -> str:
    """Copy `text` with the reader's command, or else through the terminal (OSC 52), and return what to say.

    The command gets the text on standard input and is run without a shell. It blocks for as long as the command runs.

    Raises:
        CopyFailed: the command is not there, failed, or did not end.
    """
    if not command:
        app.copy_to_clipboard(text)
        return "Sent to the terminal's clipboard."
    import shlex
    import subprocess  # Both here, because they take time at the start that only this needs.

    try:
        words = shlex.split(command)
        # Its output goes nowhere: a helper that stays in the background (as xclip does) would else hold the pipe.
        done = subprocess.run(
            words,
            input=text.encode("utf-8", "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=False,
        )
    except (ValueError, IndexError) as error:
        raise CopyFailed(f"The copy_command “{command}” in the configuration cannot be understood.") from error
    except subprocess.TimeoutExpired as error:
        raise CopyFailed(f"The copy command “{command}” did not end within {TIMEOUT:.0f} seconds.") from error
    except OSError as error:
        raise CopyFailed(f"The copy command “{command}” cannot be run: {error.strerror}.") from error
    if done.returncode != 0:
        raise CopyFailed(f"The copy command “{command}” failed with exit status {done.returncode}.")
    return f"Copied with {words[0]}."


def say(app: App[Any], sentence: str, *, undo: bool = False, error: bool = False) -> None:
    """Tell the reader what was done; with `undo`, also which key takes it back."""
    key = shown(app, "app.undo")
    if not error:
        # One at a time: what was done before is past, and they would cover what is to be read next.
        app.clear_notifications()
    if undo and key:
        sentence = f"{sentence} {key} takes it back."
    app.notify(sentence, severity="error" if error else "information", timeout=8 if error else 4, markup=False)
