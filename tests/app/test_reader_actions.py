"""Every action of the reader, of selecting, of pairs and of triage is driven by its key in one of the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.actions import of_context
from tui.screens.reader import ReaderScreen
from tui.screens.triage import TriageScreen

TESTS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(__file__).parent.glob("test_*.py")
    if path.name != Path(__file__).name
)


@pytest.mark.parametrize("action", of_context("reader", "pair", "select", "triage"), ids=lambda action: action.name)
def test_every_action_exists_and_is_driven_by_its_key(action) -> None:  # type: ignore[no-untyped-def]
    screen = TriageScreen if action.context == "triage" else ReaderScreen
    assert callable(getattr(screen, f"action_{action.method}", None))
    assert f'"{action.name}"' in TESTS
