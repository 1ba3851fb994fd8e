"""What holds for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# The test command runs the same examples each time. HYPOTHESIS_PROFILE=search looks for new ones, and for more of them.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fixed"))


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    """All colours, whatever terminal the tests are run in."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two for each processor (`-n auto`): the tests of the app wait for screens more than they compute."""
    return 2 * (os.cpu_count() or 1)
