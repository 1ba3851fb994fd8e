"""Every format: what it writes, what comes back, and what it does with damaged files."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.workflows import golden
from tests.workflows.foreign_case import Json, bring, contents, exports, libraries, native, send
from tests.workflows.mutations import mutated
from tui.exchange import registry
from tui.library.check import check
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.workflows import transfer, undoing

OUT = [format.name for format in registry.FORMATS if format.writes and format.name != "json"]
BOTH = [name for name in OUT if registry.get(name).reads and name not in ("readwise",)]
LOSSLESS = {"w3c", "hypothesis"}
"""Formats in which annotations and relations come back whole."""
MUTATED = 25


@pytest.mark.parametrize("name", OUT)
def test_each_format_is_written_as_it_was(full: Library, name: str) -> None:
    made = golden.files(full, name)
    assert made
    for file, data in made.items():
        assert data.decode() == (golden.FORMATS / file).read_bytes().decode(), file
        assert b"\x1b" not in data
        assert "\u202e" not in data.decode()


@pytest.mark.parametrize("name", OUT)
def test_an_empty_library_and_one_without_annotations_are_written_too(name: str, tmp_path: Path, lib: Library) -> None:
    assert send(lib, name, tmp_path).exists()


@pytest.mark.parametrize("name", BOTH)
@given(export=exports())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_export_import_export_is_equal(name: str, export: Json) -> None:
    with libraries(2) as (folder, [first, second]):
        bring(first, export)
        bring(second, {**export, "annotations": [], "relations": []})
        sent = send(first, name, folder)
        report = transfer.import_file(second, sent)
        assert not report.problems
        assert report.annotations == len(export["annotations"])
        assert report.relations == len(export["relations"])
        assert contents(send(second, name, folder)) == contents(sent)
        if name in LOSSLESS:
            assert native(second)["annotations"] == native(first)["annotations"]
            assert native(second)["relations"] == native(first)["relations"]
        before = native(second)
        again = transfer.import_file(second, sent)
        assert (again.articles, again.annotations, again.relations) == (0, 0, 0)
        assert native(second) == before


@pytest.mark.parametrize("name", BOTH)
def test_undo_takes_an_import_back_as_one_step(full: Library, lib: Library, name: str, tmp_path: Path) -> None:
    before = native(lib)
    report = transfer.import_file(lib, send(full, name, tmp_path))
    assert report.annotations
    assert native(lib) != before
    undoing.undo(lib)
    assert native(lib) == before
    undoing.redo(lib)
    assert len(native(lib)["annotations"]) == report.annotations


@pytest.mark.parametrize("name", BOTH)
def test_damaged_files_are_an_error_or_a_partial_import(full: Library, name: str, tmp_path: Path) -> None:
    sent = send(full, name, tmp_path)
    chance = random.Random(name)
    with libraries(1) as (folder, [lib]):
        before = native(lib)
        taken = 0
        for number, place in enumerate(mutated(sent, folder, chance, MUTATED)):
            try:
                report = transfer.import_file(lib, place, format=name)
            except CounterpointError as error:
                sentence = str(error)
            else:
                sentence = ""
            if sentence:
                assert sentence.endswith((".", "?")), (number, sentence)
                assert "\n" not in sentence
                assert native(lib) == before
                continue
            taken += 1
            assert all(problem.message for problem in report.problems)
            after = native(lib)
            if after != before:
                undoing.undo(lib)
                assert native(lib) == before
        assert taken
        assert not check(lib)


@pytest.mark.parametrize("name", BOTH)
def test_what_is_written_is_recognised(full: Library, name: str, tmp_path: Path, lib: Library) -> None:
    plan = transfer.read_import(lib, send(full, name, tmp_path))
    assert plan.format == registry.get(name).label
    assert "annotations" in plan.message
    assert json.dumps(plan.message)
