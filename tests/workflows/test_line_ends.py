"""Texts of other programs with the line ends of Windows: what stands on them is found where they say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.foreign_case import native
from tui.library.connection import Library
from tui.workflows import transfer

TEXT = "\ufeffOne 👩‍👧 word here.\r\nword again, word.\rodd\r\n\r\nthe last word"
SPANS = [TEXT.rindex("word"), TEXT.index("word again")]


def brat(folder: Path) -> Path:
    # brat's own files have no byte order mark, and their text none either.
    first, second = (start - 1 for start in SPANS)
    (folder / "x.txt").write_bytes(TEXT.encode())
    lines = (
        f"T1\tClaim {first} {first + 4}\tword\nT2\tEvidence {second} {second + 4}\tword\nR1\tSupports Arg1:T2 Arg2:T1\n"
    )
    (folder / "x.ann").write_text(lines, encoding="utf-8")
    return folder


def doccano(folder: Path) -> Path:
    units = [len(TEXT[:start].encode("utf-16-le")) // 2 for start in SPANS]
    entities = [
        {"id": n, "label": label, "start_offset": start, "end_offset": start + 4}
        for n, (label, start) in enumerate(zip(("claim", "evidence"), units, strict=True))
    ]
    relations = [{"id": 0, "from_id": 1, "to_id": 0, "type": "supports"}]
    path = folder / "x.jsonl"
    path.write_text(json.dumps({"text": TEXT, "entities": entities, "relations": relations}) + "\n", encoding="utf-8")
    return path


def label_studio(folder: Path) -> Path:
    result: list[object] = [
        {"id": label, "type": "labels", "value": {"start": start, "end": start + 4, "text": "word", "labels": [label]}}
        for label, start in zip(("claim", "evidence"), SPANS, strict=True)
    ]
    result.append({"type": "relation", "from_id": "evidence", "to_id": "claim", "labels": ["supports"]})
    path = folder / "x.json"
    path.write_text(
        json.dumps([{"id": 1, "data": {"text": TEXT}, "annotations": [{"id": 1, "result": result}]}]), encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("made", [brat, doccano, label_studio])
def test_spans_are_found_in_a_text_with_carriage_returns(
    made: Callable[[Path], Path], lib: Library, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    plan = transfer.read_import(lib, made(tmp_path / "in"), answers={"offsets": "utf-16"})
    report = transfer.carry_out(lib, plan)
    assert (report.annotations, report.relations, report.problems) == (2, 1, [])
    export = native(lib)
    [version] = export["articles"][0]["versions"]
    assert version["text"] == "One 👩‍👧 word here.\nword again, word.\nodd\n\nthe last word"
    found = {one["kind"]: one["targets"][0] for one in export["annotations"]}
    for target in found.values():
        assert (target["version"], target["exact"]) == (version["id"], "word")
        assert version["text"][target["start"] : target["end"]] == "word"
    assert found["claim"]["end"] == len(version["text"])
    assert version["text"].startswith("word again", found["evidence"]["start"])
