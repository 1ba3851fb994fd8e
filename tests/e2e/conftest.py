"""A home folder of its own for each terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

SEED = Path(__file__).parents[2] / "seeds" / "000_5296cc4457951b7d.txt"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def seed() -> Path:
    return SEED
