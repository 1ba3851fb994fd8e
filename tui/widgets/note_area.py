"""The field in which notes and pasted articles are written."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import TextArea

from tui.text.display import visible


class NoteArea(TextArea):
    """A text area that shows what could steer the terminal as visible substitutes; the text itself stays as it is."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus")

    def get_line(self, line_index: int) -> Text:
        # As long as the line in code points, so that cursor and selection stand where they should.
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)

    def action_undo(self) -> None:
        before = self.text
        super().action_undo()
        # Many press this to get to the shell, and see what they wrote vanish.
        tell = getattr(self.screen, "tell", None)
        if tell is not None and self.text != before:
            tell("Typing taken back; ^y does it again.")
