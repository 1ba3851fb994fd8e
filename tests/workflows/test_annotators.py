"""brat, doccano and Label Studio as others write them, and bundles of articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.workflows.foreign_case import native
from tui.commands.main import cli
from tui.exchange.errors import ExchangeError
from tui.exchange.reading import Question
from tui.library.connection import Library
from tui.workflows import transfer

TEXT = "The 👩‍👩‍👧 family said no 🙂.\nThe council said yes.\nNobody knew."


def quotes(lib: Library) -> list[list[str]]:
    return [[target["exact"] for target in one["targets"]] for one in native(lib)["annotations"]]


def brat(folder: Path, text: str, *lines: str) -> Path:
    (folder / "doc.txt").write_text(text, encoding="utf-8")
    (folder / "doc.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "doc.ann"


def test_brat_spans_notes_and_relations(lib: Library, tmp_path: Path) -> None:
    start = TEXT.index("no 🙂")
    said = TEXT.index("The council")
    path = brat(
        tmp_path,
        TEXT,
        f"T1\tEvidence {start} {start + 5};{start + 5 + 1} {said + 11}\tno 🙂. The council",
        f"T2\tClaim {said} {said + 11};{said + 17} {said + 20}\tThe council yes",
        "T3\tPerson 0 3\tThe",
        "A1\tClaimKind T2 denial",
        "#1\tAnnotatorNotes T2\tIs it?",
        "R1\tContradicts Arg1:T1 Arg2:T2",
        "R2\tMarriedTo Arg1:T1 Arg2:T2",
        "E1\tMove:T1 Arg:T2",
        "*\tEquiv T1 T2",
        "T9\tClaim 900 950\tnowhere",
        "junk",
    )
    report = transfer.import_file(lib, path)
    assert quotes(lib) == [["no 🙂.\nThe council"], ["The council", "yes"], ["The"]]
    made = native(lib)
    evidence, claim, person = made["annotations"]
    assert (claim["kind"], claim["claim"]["kind"], claim["body"]) == ("claim", "denial", "Is it?")
    assert (person["kind"], person["tags"]) == ("highlight", ["Person"])
    [relation] = made["relations"]
    assert (relation["evidence"], relation["claim"]) == (evidence["id"], claim["id"])
    assert made["articles"][0]["versions"][0]["text"] == TEXT
    assert sorted(problem.message.split(" ")[0] for problem in report.problems) == [
        "A",
        "Line",
        "Line",
        "Line",
        "“Claim”",
    ]
    assert transfer.import_file(lib, path).annotations == 0


def test_brat_needs_its_text(lib: Library, tmp_path: Path) -> None:
    path = brat(tmp_path, TEXT, "T1\tClaim 0 3\tThe")
    with pytest.raises(ExchangeError, match=r"keeps it in standard input\.txt|is not beside it"):
        transfer.import_file(lib, path.read_bytes())
    (tmp_path / "doc.txt").unlink()
    with pytest.raises(ExchangeError, match=r"doc\.txt"):
        transfer.import_file(lib, path)
    assert "none" not in transfer.import_file(lib, tmp_path).message
    assert native(lib)["annotations"] == []


def test_a_relation_between_articles_is_one_bundle(full: Library, tmp_path: Path) -> None:
    transfer.export_file(full, tmp_path / "brat", format="brat")
    [segments] = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "brat").glob("*.json")]
    [text] = [path.read_text("utf-8") for path in (tmp_path / "brat").glob("*.txt")]
    texts = {version["id"]: version["text"] for one in native(full)["articles"] for version in one["versions"]}
    assert len(segments) == 2
    for segment in segments:
        assert text[segment["start"] : segment["end"]] == texts[segment["version"]]


def doccano(**more: Any) -> bytes:
    return json.dumps({"text": TEXT, **more}, ensure_ascii=False).encode()


def test_doccano_is_asked_where_it_matters(lib: Library) -> None:
    place = TEXT.index("said no")
    units = {
        "code-points": place,
        "utf-16": len(TEXT[:place].encode("utf-16-le")) // 2,
        "graphemes": place - 4,
    }
    for unit, start in units.items():
        data = doccano(entities=[{"id": 1, "label": unit, "start_offset": start, "end_offset": start + 7}])
        with pytest.raises(Question) as question:
            transfer.read_import(lib, data)
        assert unit in [value for value, _ in question.value.options]
        plan = transfer.read_import(lib, data, answers={"offsets": unit})
        assert plan.export.annotations[0].targets[0].exact == "said no"
    plain = doccano(entities=[{"id": 1, "label": "PERSON", "start_offset": 0, "end_offset": 3}])
    assert transfer.import_file(lib, plain).annotations == 1  # the same however it is counted


def test_the_command_line_says_how_to_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOINT_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setenv("COUNTERPOINT_CONFIG", str(tmp_path / "none.toml"))
    (tmp_path / "d.jsonl").write_bytes(doccano(label=[[13, 17, "claim"]]))
    done = CliRunner().invoke(cli, ["import", str(tmp_path / "d.jsonl")])
    assert done.exit_code == 1
    assert "Say --offsets utf-16 or --offsets graphemes or --offsets code-points." in done.stderr
    assert CliRunner().invoke(cli, ["import", "--offsets", "utf-16", str(tmp_path / "d.jsonl")]).exit_code == 0


def test_doccano_relations_and_damaged_lines(lib: Library) -> None:
    text = "The council said yes. The mayor said no."
    entities = [{"id": 7, "label": "Claim", "start_offset": 4, "end_offset": 20},
                {"id": 9, "label": "Evidence", "start_offset": 26, "end_offset": 39}]  # fmt: skip
    relations = [
        {"id": 1, "from_id": 9, "to_id": 7, "type": "Contradicts"},
        {"from_id": 9, "to_id": 99, "type": "weakens"},
    ]
    line = json.dumps({"id": 1, "text": text, "entities": entities, "relations": relations})
    report = transfer.import_file(lib, f'{line}\n{{"text": 3}}\nnot json\n'.encode())
    assert (report.annotations, report.relations, len(report.problems)) == (2, 1, 3)
    assert quotes(lib) == [["council said yes"], ["mayor said no"]]
    assert [one["kind"] for one in native(lib)["annotations"]] == ["claim", "evidence"]


def test_label_studio_as_it_exports(lib: Library) -> None:
    text = "The council said yes. 🙂 The mayor said no."

    def region(id: str, quote: str, label: str) -> dict[str, Any]:
        start = text.index(quote)
        value = {"start": start, "end": start + len(quote), "text": quote, "labels": [label]}
        return {"id": id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}

    note = {"id": "a", "type": "textarea", "value": {"start": 4, "end": 20, "text": ["Really?"]}}
    arrow = {"type": "relation", "from_id": "a", "to_id": "b", "direction": "left", "labels": ["supports"]}
    result = [
        region("a", "council said yes", "Claim"),
        note,
        region("b", "mayor said no", "Evidence"),
        arrow,
        {"id": "x"},
    ]
    task = {
        "id": 1,
        "data": {"text": text},
        "annotations": [{"id": 5, "completed_by": {"email": "ada@example.org"}, "result": result}],
    }
    report = transfer.import_file(lib, json.dumps([task, {"data": {}, "annotations": []}]).encode())
    assert quotes(lib) == [["council said yes"], ["mayor said no"]]
    claim, evidence = native(lib)["annotations"]
    assert (claim["kind"], claim["body"], claim["creator"]) == ("claim", "Really?", "ada@example.org")
    [relation] = native(lib)["relations"]
    assert (relation["relation"], relation["evidence"], relation["claim"]) == ("supports", evidence["id"], claim["id"])
    assert len(report.problems) == 2
