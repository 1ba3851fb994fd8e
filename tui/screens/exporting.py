"""Export dialogs: which format, and where to; the same for the library and for annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.exchange.registry import FORMATS, Format

if TYPE_CHECKING:
    from tui.app import CounterpointApp
    from tui.screens.dialogs import ExportAnswer

NAME = "counterpoint"
_WIDTH = 64


def ask(app: CounterpointApp, what: str, then: Callable[[Format, ExportAnswer], None]) -> None:
    """Ask for a format and a file or folder. `what` is to be exported, such as "the library"."""
    from tui.screens.dialogs import Choice, ExportForm

    formats = {one.name: one for one in FORMATS if one.writes}

    def chosen(name: str | None) -> None:
        if name is None:
            return
        format = formats[name]
        path = Path.cwd() / proposed(format)

        def answered(answer: ExportAnswer | None) -> None:
            if answer is not None:
                then(format, answer)

        folder: Literal["no", "may", "must"] = "must" if format.several_files else "may" if format.in_a_folder else "no"
        form = ExportForm(str(path), what=f"{what} as {format.label}", folder=folder)
        app.push_screen(form, answered)

    width = max(len(one.label) for one in formats.values())
    options = [("", one.name, _line(one, width)) for one in formats.values()]
    app.push_screen(Choice(f"Export {what} as", options, find=True), chosen)


def proposed(format: Format) -> str:
    """The name that is proposed for a file or folder of this format; no two that end alike have the same."""
    if format.several_files:
        return NAME
    first = next(one for one in FORMATS if one.writes and not one.several_files and one.suffix == format.suffix)
    return f"{NAME}{format.suffix}" if format is first else f"{NAME}-{format.name}{format.suffix}"


def _line(format: Format, width: int) -> str:
    line = f"{format.label:<{width}}  {format.help}"
    return line if len(line) <= _WIDTH else f"{line[: _WIDTH - 1].rstrip()}…"
