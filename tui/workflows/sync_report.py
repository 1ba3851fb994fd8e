"""What a sync did or would do, counted and in sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tui.workflows.add import Problem

if TYPE_CHECKING:
    from tui.workflows.sync_plan import Item


@dataclass(slots=True)
class SyncReport:
    """What came, what went, and what is left to the reader."""

    group: str = ""
    server: str = ""
    pulled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("new", "changed", "deleted"), 0))
    pushed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("new", "changed", "deleted"), 0))
    conflicts: list[Item] = field(default_factory=list)
    same: int = 0
    theirs: int = 0
    not_sent: int = 0
    problems: list[Problem] = field(default_factory=list)
    dry: bool = False
    """Nothing was done: the counts are of what would be."""

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.server).hostname or self.server

    @property
    def message(self) -> str:
        """What came and went, in sentences."""
        return " ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """What came and went, a sentence each."""
        parts = self.counts
        if not parts and not self.conflicts:
            parts = ["Nothing differs." if self.dry else "Nothing came and nothing went."]
        if count := len(self.conflicts):
            parts.append(f"{count:,} {'differs' if count == 1 else 'differ'} on both sides and {_wait(count)} for you.")
        if self.theirs:
            stay = "stays there as it is" if self.theirs == 1 else "stay there as they are"
            parts.append(f"{self.theirs:,} that others made and you changed {stay}.")
        if self.not_sent:
            parts.append(f"{self.not_sent:,} made by others {'is' if self.not_sent == 1 else 'are'} not sent.")
        return parts

    @property
    def counts(self) -> list[str]:
        """What came and what went, a sentence each where there is any."""
        ways = (("To come" if self.dry else "Came", self.pulled), ("To go" if self.dry else "Went", self.pushed))
        return [
            f"{way}: {said}."
            for way, counts in ways
            if (said := ", ".join(f"{count:,} {what}" for what, count in counts.items() if count))
        ]


def _wait(count: int) -> str:
    return "waits" if count == 1 else "wait"
