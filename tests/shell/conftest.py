from __future__ import annotations

import pytest

from tests.shell.stage import still


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    still(monkeypatch)
