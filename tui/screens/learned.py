"""What the engine learned from the reader, and the question whether to forget it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.screens.dialogs import Confirm
from tui.workflows import learning, undoing

if TYPE_CHECKING:
    from tui.app import CounterpointApp


def show_learned(app: CounterpointApp) -> None:
    """Say from how many verdicts it learned; where it did, ask whether to forget that."""
    lib = app.library
    number = learning.learned(lib).verdicts
    if not number or lib.read_only:
        app.say(learning.told(number))
        return

    def answered(forget: bool | None) -> None:
        if forget:
            sentence, changed = undoing.changing(lib, lambda: learning.forget(lib))
            app.say(sentence, undo=changed)
            app.refresh_shown()
            app.analyse_what_is_due()

    question = f"{learning.told(number)} Scores follow your verdicts a little; the weights that ship stay the measure."
    app.push_screen(Confirm(question, title="Learned", yes="Forget it", no="Keep it"), answered)
