from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.sources.files import read_bytes, read_path
from tui.text.errors import IntakeError

SEED = next((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def test_the_seed_has_eleven_paragraphs_and_six_of_furniture() -> None:
    loaded = read_path(SEED)
    kinds = [p.kind for p in loaded.document.paragraphs]
    assert kinds == ["body"] * 11 + ["furniture"] * 6
    assert loaded.document.text == SEED.read_text(encoding="utf-8").rstrip("\n")
    seventh = loaded.document.paragraphs[6]
    assert "committed to ensuring" in loaded.document.text[seventh.start : seventh.end]
    assert loaded.location == str(SEED)
    assert loaded.notice == ""


def test_the_ending_says_what_is_markdown() -> None:
    assert read_bytes(b"# Head\n\nBody.", "a.MD").document.text == "Head\nBody."
    assert read_bytes(b"# Head\n\nBody.", "a.txt").document.text == "# Head\nBody."


def test_relative_paths_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("One.\n")
    monkeypatch.chdir(tmp_path)
    assert read_path("a.txt").location == str(tmp_path / "a.txt")


def test_a_guessed_encoding_is_said() -> None:
    text = "Der Präsident sagte: Wir können das nicht dulden. Danach verließ er den Saal für über fünf Stunden."
    loaded = read_bytes(text.encode("cp1252"), "a.txt")
    assert loaded.document.text == text
    assert "UTF-8" in loaded.notice


def refused(source: str | Path) -> str:
    with pytest.raises(IntakeError) as caught:
        read_path(source)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_what_cannot_be_read_is_one_sentence_each(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "missing.txt")
    assert "folder" in refused(tmp_path)
    assert "web address" in refused("https://example.org/a")
    assert "device" in refused("/dev/zero")
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    assert "pipe" in refused(fifo)
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert "empty" in refused(empty)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(1_000_000_000)
    assert "too large" in refused(huge)
    binary = tmp_path / "b.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    assert "binary" in refused(binary)
    refused("a\0b")


def test_one_endless_line(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("word " * 400_000)
    assert len(read_path(path).document.paragraphs) == 1
