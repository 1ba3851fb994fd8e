from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.server import Team, serving


@pytest.fixture
def team() -> Iterator[Team]:
    with serving() as made:
        yield made
