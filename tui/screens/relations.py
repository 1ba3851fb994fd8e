"""Ask what evidence does to its claim: one key for each relation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from tui.engine.types import RELATIONS, Relation
from tui.screens.dialogs import Choice
from tui.widgets.pane_lines import SIGNS

_KEYS: dict[Relation, str] = {"contradicts": "c", "weakens": "w", "qualifies": "q", "supports": "s", "updates": "u"}


def ask_relation(app: App[Any], then: Callable[[Relation | None], None], *, now: Relation | None = None) -> None:
    """Call `then` with the relation that the reader chose, or None; `now` is the one it is at present."""

    def chosen(answer: str | None) -> None:
        then(next((relation for relation in RELATIONS if relation == answer), None))

    options = [
        (_KEYS[relation], relation, f"{SIGNS[relation]} {relation}{' (now)' if relation == now else ''}")
        for relation in RELATIONS
    ]
    app.push_screen(Choice("What does it do to the claim?", options, current=now or ""), chosen)
