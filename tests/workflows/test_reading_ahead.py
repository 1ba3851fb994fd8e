from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.text.errors import CounterpointError, IntakeError
from tui.workflows.reading_ahead import FEW, Came, read_files


def deadly(path: str) -> Came:
    """Kills the process that reads a file of this name."""
    if path.endswith("deadly"):
        os._exit(9)
    return IntakeError(path)


@pytest.mark.timeout(120)
def test_a_file_that_kills_its_process_is_an_error_and_the_rest_goes_on() -> None:
    paths = [str(number) for number in range(FEW + 3)]
    paths[4] = "deadly"
    came = list(read_files(paths, deadly))
    assert [path for path, _ in came] == paths
    said = [str(error) for _, error in came if isinstance(error, CounterpointError)]
    assert said == [*paths[:4], "deadly: reading this file failed; it may be damaged.", *paths[5:]]


def test_many_files_come_in_their_order(tmp_path: Path) -> None:
    paths = []
    for number in range(FEW + 5):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Text {number}. " * (1 + 3000 * (number % 2)), encoding="utf-8")
        paths.append(str(path))
    paths.insert(3, str(tmp_path / "none.txt"))
    came = list(read_files(paths))
    assert [path for path, _ in came] == paths
    assert isinstance(came[3][1], IntakeError)
    assert all(isinstance(found, list) for number, (_, found) in enumerate(came) if number != 3)
