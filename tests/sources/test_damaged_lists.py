"""A few hundred damaged feeds, lists, pairs and settings: each is read or refused. (Thousands: tests/benchmarks/lists.py.)"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.sources.listed import KINDS, read
from tests.workflows.mutations import damaged
from tui.text.errors import CounterpointError


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_damaged_is_read_or_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    chance = Random(kind)
    for whole in KINDS[kind]:
        read(kind, whole, tmp_path)
    for _ in range(60):
        try:
            read(kind, damaged(chance.choice(KINDS[kind]), chance), tmp_path)
        except CounterpointError as error:
            sentence = str(error)
            assert "\n" not in sentence
            assert sentence.endswith((".", "?"))
