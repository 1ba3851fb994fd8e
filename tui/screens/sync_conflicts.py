"""What was changed on both sides of a sync: the reader sees both, and says which is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.dialog_choice import Choice
from tui.text.display import visible

LEAVE, OURS, THEIRS = "leave", "ours", "theirs"
_SHOWN = 3
_WIDTH = 54


class Conflicts(Choice):
    """Answers with `leave`, `ours` or `theirs`."""

    DEFAULT_CSS = """
    Conflicts .sides { margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Conflicts.-short .sides, Conflicts.-low .sides { margin-bottom: 0; }
    """

    def __init__(self, said: Sequence[str], conflicts: Sequence[dict[str, str]]) -> None:
        """`said` are sentences on all of the sync; each conflict has `quote`, `here` and `there`, "" for deleted."""
        count = len(conflicts)
        super().__init__(
            f"{count:,} changed on both sides",
            [
                (
                    "l",
                    LEAVE,
                    "Sync the others; leave this one as it is"
                    if count == 1
                    else "Sync the others; leave these as they are",
                ),
                ("o", OURS, "What is here is right"),
                ("t", THEIRS, "What is there is right"),
            ],
        )
        self.said, self.conflicts = said, conflicts

    def body(self) -> Iterable[Widget]:
        lines: list[tuple[str, str]] = [(f"{line}\n", "") for line in self.said]
        for one in self.conflicts[:_SHOWN]:
            lines.append((f"“{_short(one['quote'])}”\n", "bold"))
            for name, side in (("here  ", "here"), ("there ", "there")):
                lines += [(f"  {name}", "dim"), (f"{_short(one[side]) or 'deleted'}\n", "")]
        if (more := len(self.conflicts) - _SHOWN) > 0:
            lines.append((f"and {more:,} more", "dim"))
        yield Static(Content.assemble(*lines).rstrip(), classes="sides")
        yield from super().body()


def _short(text: str) -> str:
    return visible(text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1].rstrip()}…")
