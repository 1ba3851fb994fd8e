"""`against` and `judge`, as scripts use them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tui import resources

PAIR = {
    "claim": "No patient was treated in a corridor.",
    "evidence": "23 patients were treated in a corridor on 6 May.",
    "id": 7,
}


@pytest.fixture
def library(run: Run) -> None:
    run("add", *(str(path) for path in [*resources.seed_files(), *resources.sample_files()]))


@pytest.mark.usefixtures("library")
def test_against_shows_what_speaks_against_a_sentence(run: Run) -> None:
    done = run("against", "Terrorism will not take root in Afghanistan again.")
    first = done.stdout.split("\n")[0]
    assert re.fullmatch(r"✕ contradicts \(0\.\d\d\)  1#1[01]  Following the recent .*", first)
    found = json.loads(run("against", "--json", "--limit", "2", "Terrorism", "will not take root again.").stdout)
    assert len(found) == 2
    assert set(found[0]) == {"n", "title", "start", "end", "text", "paragraph", "relation", "score", "reasons"}
    assert found[0]["n"] == 1
    assert found[0]["relation"] == "contradicts"
    assert all(set(reason) == {"kind", "text"} for reason in found[0]["reasons"])


def test_against_an_empty_library_or_nothing(run: Run) -> None:
    assert json.loads(run("against", "--json", "The river is clean.").stdout) == []
    done = run("against", "The river is clean.")
    assert done.stdout == ""
    assert done.stderr == "Nothing in the library was found to speak against it or for it.\n"
    assert "nothing to ask" in run("against", " ", status=1).stderr
    assert "Usage" in run("against", status=2).stderr


def test_judge_writes_each_line_back(run: Run, tmp_path: Path) -> None:
    lines = [
        json.dumps(PAIR),
        "",
        "nonsense",
        '["claim"]',
        '{"claim": "x"}',
        '{"claim": 1, "evidence": "x"}',
        "[" * 9000,
    ]
    lines.append(json.dumps(PAIR | {"claim": "\ud800 und 数"}))
    (tmp_path / "pairs.jsonl").write_text("\ufeff" + "\n".join(lines), "utf-8")
    done = run("judge", "pairs.jsonl", status=1)
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert {key: first[key] for key in PAIR} == PAIR
    assert first["scores"]["contradicts"] == max(first["scores"].values())
    assert sum(first["scores"].values()) == pytest.approx(1, abs=1e-6)
    assert first["reasons"][0].keys() == {"kind", "text"}
    assert second["claim"] == "\ud800 und 数"
    assert [line.split(" ")[0] for line in done.stderr.splitlines()] == [f"pairs.jsonl:{n}:" for n in (3, 4, 5, 6, 7)]
    assert not (tmp_path / "library.db").exists()


def test_against_finds_the_plain_negation(run: Run, tmp_path: Path) -> None:
    (tmp_path / "river.txt").write_text("The river is not clean, the laboratory found.", "utf-8")
    run("add", "river.txt")
    done = run("against", "The river is clean.")
    assert done.stdout.startswith("✕ contradicts")
    assert done.stderr == ""


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", '{"deep": [NaN]}'])
def test_judge_never_writes_what_is_no_number(run: Run, number: str) -> None:
    good = json.dumps(PAIR | {"weight": 1.5})
    done = run("judge", "-", input=f'{{"claim": "a", "evidence": "b", "x": {number}}}\n{good}\n', status=1)
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["weight"] == 1.5
    assert done.stderr.startswith("standard input:1: “")
    assert "number" in done.stderr


def test_judge_reads_standard_input_and_names_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    done = run("judge", "-", input=json.dumps(PAIR) + "\n" + json.dumps(PAIR))
    assert len(done.stdout.splitlines()) == 2
    assert "standard input:1:" in run("judge", "-", input="{", status=1).stderr
    assert run("judge", "-", input="").stdout == ""
    assert "no such file" in run("judge", "missing.jsonl", status=1).stderr
    assert "is a directory" in run("judge", str(tmp_path), status=1).stderr
    (tmp_path / "bytes").write_bytes(b"\xff\xfe{\x00")
    assert "bytes:1: This is no JSON" in run("judge", "bytes", status=1).stderr


def test_learned_says_how_many_and_is_reset(run: Run, tmp_path: Path) -> None:
    assert run("learned").stdout == "Nothing was learned yet; the shipped weights hold.\n"
    assert json.loads(run("learned", "--json").stdout) == {"verdicts": 0, "weights": {}}
    export = {
        "format": "counterpoint",
        "version": 1,
        "learned": {
            "verdicts": 34,
            "weights": {"counter/base": -0.25, "counter/opposed": 0.125, "supports/base": 0.01},
        },
    }
    (tmp_path / "learned.json").write_text(json.dumps(export), encoding="utf-8")
    run("import", str(tmp_path / "learned.json"))
    lines = run("learned").stdout.splitlines()
    assert lines == [
        "Learned from 34 verdicts.",
        "-0.250  counter/base",
        "+0.125  counter/opposed",
        "+0.010  supports/base",
    ]
    done = run("learned", "--reset")
    assert "Forgot what was learned from 34 verdicts" in done.stderr
    assert run("learned").stdout == "Nothing was learned yet; the shipped weights hold.\n"
    assert "Nothing was learned yet" in run("learned", "--reset").stderr


def test_judge_bounds_what_it_reads(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_bytes(b"{" * 9_000_000 + b"\n" + json.dumps(PAIR).encode() + b"\n")
    done = run("judge", "bad.jsonl", status=1)
    assert done.stderr == "bad.jsonl:1: The line is too long to be a pair.\n"
    assert json.loads(done.stdout)["id"] == 7
    (tmp_path / "bad.bin").write_bytes(bytes(range(256)) * 40)
    for name in ("bad.bin", "/dev/zero"):
        assert run("judge", name, status=1).stderr == f"{name}: This is binary data; give lines of JSON.\n"
    assert run("judge", "none.jsonl", status=1).stderr == "none.jsonl: There is no such file.\n"
    assert "cannot be read" in run("judge", str(tmp_path), status=1).stderr
    assert "closed" in run("judge", "-", status=1, prefix=["bash", "-c", 'exec "$@" <&-', "-"]).stderr


def test_judge_tells_what_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs.jsonl").write_text(json.dumps(PAIR), encoding="utf-8")
    full = ["bash", "-c", 'exec "$@" >/dev/full', "-"]
    assert run("judge", "pairs.jsonl", status=1, prefix=full).stderr == "Writing failed: no space left on device.\n"


def test_judge_writes_nothing_that_steers_a_terminal(run: Run, tmp_path: Path) -> None:
    pair = {"claim": "It is \x9b31m open.", "evidence": "It is \u202e shut \x7f\u200b 🙂.", "\x9b": "\x1b]0;x\x07"}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(pair), encoding="utf-8")
    done = run("judge", "pairs.jsonl")
    assert not set(done.stdout) & set("\x9b\u202e\x7f\u200b\x1b\x07")
    assert "🙂" in done.stdout
    assert pair.items() <= json.loads(done.stdout).items()
