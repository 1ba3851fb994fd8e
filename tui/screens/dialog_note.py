"""Writing a note, here or in the reader's editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.screens.dialog import Dialog, Key, message, quoted
from tui.widgets.note_area import NoteArea


class NoteEditor(Dialog[str]):
    """A note in Markdown. Escape leaves it at once when nothing was changed, and asks once when something was."""

    WRITES = True

    DEFAULT_CSS = """
    NoteEditor > .box { width: 80; }
    NoteEditor.-tall TextArea { height: 10; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", show=False, priority=True),
        Binding("ctrl+e", "editor", show=False, priority=True),
    ]

    def __init__(
        self, body: str = "", *, title: str = "Note", quote: str = "", typed: str | None = None, problem: str = ""
    ) -> None:
        """Answers with the text, which may be empty; None means that nothing is to change.

        `typed` is what was written over `body` before, and could not be kept because of `problem`.
        """
        super().__init__()
        self.heading = title
        self.text, self.quote, self.problem = body, quote, problem
        self._first = body if typed is None else typed
        self._asked = False

    def again(self, typed: str, problem: str) -> NoteEditor:
        """The same dialog with what was written, which could not be kept."""
        return NoteEditor(self.text, title=self.heading, quote=self.quote, typed=typed, problem=problem)

    def body(self) -> Iterable[Widget]:
        yield from quoted(self.quote)
        yield NoteArea(self._first)
        yield message(self.problem)

    def keys(self) -> Iterable[Key]:
        leave = ("esc", "Discard" if self._asked else "Cancel", "cancel")
        return (("^s", "Save", "submit"), ("^e", "Editor", "editor"), leave)

    def on_mount(self) -> None:
        area = self.query_one(NoteArea)
        area.move_cursor(area.document.end)
        area.focus()
        if self.problem:
            self.tell(self.problem, wrong=True)

    def _begin(self) -> None:
        self._begun = (self.text,)

    def on_text_area_changed(self) -> None:
        if self._asked:
            self._asked = False
            self.tell("")
            self.show_keys()

    def action_submit(self) -> None:
        self.dismiss(self.query_one(NoteArea).text.rstrip())

    def keep(self) -> None:
        text = self.query_one(NoteArea).text.rstrip()
        if text.strip() and text != self.text and self.on_answer is not None:
            answer, self.on_answer = self.on_answer, None
            answer(text)

    def action_cancel(self) -> None:
        if self._asked or self.query_one(NoteArea).text == self.text:
            self.dismiss(None)
            return
        self._asked = True
        self.tell("Not saved yet: ^s saves it, esc once more discards it.", wrong=True)
        self.show_keys()

    def action_editor(self) -> None:
        """Edit the text in the reader's editor, as far as the terminal allows it."""
        command = getattr(getattr(self.app, "config", None), "editor", "") or os.environ.get("VISUAL", "")
        command = command or os.environ.get("EDITOR", "")
        if not command:
            self.tell("No editor is set: neither `editor` in the configuration nor $VISUAL nor $EDITOR.", wrong=True)
            return
        area = self.query_one(NoteArea)
        status, trouble = 0, ""
        try:
            words = shlex.split(command)
            with tempfile.TemporaryDirectory(prefix="counterpoint-") as folder:
                file = Path(folder) / "note.md"
                file.write_text(area.text, encoding="utf-8")
                with self.app.suspend():
                    # Nothing may be raised in here: the app would not come back to the terminal.
                    try:
                        status = subprocess.run([*words, str(file)], check=False).returncode
                    except (OSError, ValueError) as error:
                        trouble = getattr(error, "strerror", None) or str(error)
                edited = file.read_text(encoding="utf-8", errors="replace")
        except SuspendNotSupported:
            self.tell("This terminal cannot be handed to an editor; write here.", wrong=True)
            return
        except (OSError, ValueError) as error:
            trouble = str(error)
        if trouble:
            self.tell(f"The editor “{command}” cannot be run ({trouble.lower()}); write here.", wrong=True)
            return
        if status:
            self.tell(f"The editor ended with exit status {status}; the text is as before.", wrong=True)
            return
        area.text = edited.rstrip("\n")
        area.move_cursor(area.document.end)
