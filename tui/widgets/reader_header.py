"""The lines above the article: what is read, and where in it one is."""

from __future__ import annotations

from msgspec import Struct
from rich.cells import cell_len

from tui.widgets.pane_lines import cut
from tui.widgets.progress_header import HeaderLine, ProgressHeader
from tui.workflows.navigation import Whereabouts


class HeaderContent(Struct, frozen=True):
    """What the header says."""

    title: str = ""
    about: str = ""
    """Source, author, date: shown at the right of the title where both fit."""
    where: Whereabouts | None = None
    status: str = ""
    """What is going on: the mode, a number typed, an analysis that runs."""


def said(where: Whereabouts, width: int) -> str:
    """`paragraph 7 of 11 · 12 claims · 4 contested · 64 % read`, shorter where there is less room."""
    if not where.paragraphs:
        place = "an empty article"
    elif where.paragraph:
        place = f"paragraph {where.paragraph} of {where.paragraphs}"
    else:
        place = "page furniture"
    claims = f"{where.claims} claim{'' if where.claims == 1 else 's'}"
    read = f"{round(where.progress * 100)} %"
    full = " · ".join([place, claims, f"{where.contested} contested", f"{read} read"])
    if cell_len(full) <= width:
        return full
    short = [place.replace("paragraph ", "¶ ").replace(" of ", "/"), claims, f"{where.contested} ✕", read]
    while len(short) > 1 and cell_len(" · ".join(short)) > width:
        short.pop()
    return cut(" · ".join(short), width)


class ReaderHeader(ProgressHeader):
    """Title and source; where one is; a rule that fills as one reads on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._content = HeaderContent()

    @property
    def content(self) -> HeaderContent:
        return self._content

    def show(self, content: HeaderContent) -> None:
        """Show this, as much of it as there is room for."""
        self._content = content
        room = max(0, self.size.width - 2)
        about = content.about if cell_len(content.title) + cell_len(content.about) + 3 <= room else ""
        status = cut(content.status, room)
        where = said(content.where, room - (cell_len(status) + 2 if status else 0)) if content.where else ""
        first = HeaderLine(content.title, about, "title")
        second = HeaderLine(where, status, right_role="status")
        progress = content.where.progress if content.where else 0.0
        self.show_lines((second,) if self.size.height == 1 else (first, second), progress)

    def on_resize(self) -> None:
        self.show(self._content)
