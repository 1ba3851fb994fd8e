"""Exports take no more memory for many annotations than for few, and are the same whatever the size of a page."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from tests.benchmarks import formats
from tui.exchange import jsontext, plain, registry
from tui.library import outgoing
from tui.library.connection import Library
from tui.workflows import transfer
from tui.workflows import view as seen

OUT = [format.name for format in registry.FORMATS if format.writes]
MOST = {
    "html": 900,  # where each passage stands is held while the text is written
    "claimreview": 1500, "argdown": 1500, "fever": 1500, "scifact": 1500,  # what bears on a claim is held, by claim
    "aif": 1500,  # the edges of the graph stand behind its nodes
}  # fmt: skip
"""Bytes that one more annotation may take; 150 where nothing is said."""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> list[Library]:
    made = []
    for count in (500, 2000):
        made.append(Library.open(tmp_path_factory.mktemp("streaming") / f"{count}.db"))
        transfer.import_file(made[-1], formats.source(count))
    return made


def taken(lib: Library, name: str, folder: Path) -> int:
    formats.written(lib, name, folder, annotations=[])
    tracemalloc.start()
    try:
        formats.written(lib, name, folder)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", OUT)
def test_many_annotations_take_hardly_more_memory_than_few(
    libraries: list[Library], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small pages, so that a library of a size for tests has many.
    monkeypatch.setattr(outgoing, "_BATCH", 50)
    monkeypatch.setattr(seen, "_BATCH", 50)
    monkeypatch.setattr(jsontext, "_IN_MEMORY", 1 << 14)
    for module in (jsontext, plain):
        monkeypatch.setattr(module, "_BLOCK", 1 << 12)
    few, many = (taken(lib, name, tmp_path) for lib in libraries)
    assert (many - few) / 1500 < MOST.get(name, 150)


@pytest.mark.parametrize("name", OUT)
def test_the_size_of_a_page_changes_nothing(
    full: Library, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for size in (500, 3):
        monkeypatch.setattr(outgoing, "_BATCH", size)
        monkeypatch.setattr(seen, "_BATCH", size)
        monkeypatch.setattr(full, "now", lambda: "2026-05-05T05:05:05.000000Z")
        (tmp_path / str(size)).mkdir()
        made.append([file.read_bytes() for file in formats.written(full, name, tmp_path / str(size))[1]])
    assert made[0] == made[1]
