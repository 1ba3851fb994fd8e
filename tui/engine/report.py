"""One attribution: whose words a sentence brings, by which verb, and what is said."""

from __future__ import annotations

from dataclasses import dataclass

from tui.text.spans import Span


@dataclass(slots=True)
class Attribution:
    """`subject` and the cue by token index (half-open) of one sentence; `content` and `source` in code points."""

    verb: int
    cls: str
    subject: tuple[int, int]
    content: Span
    shape: str
    """`before`, `behind`, `around` (the verb stands amid what is said), `own` (the act itself: "denied X"), `asked`
    ("whether", "how": nothing is asserted)."""
    source: Span
    """The whole phrase that names whose words they are."""
    more: Span | None = None
    """What is said goes on behind the verb: "…, he said, and …"."""
