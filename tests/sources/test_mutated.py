"""A few hundred damaged files of every kind: each gives a document or one sentence. (Thousands: tests/benchmarks.)"""

from __future__ import annotations

import pytest

from tests.sources.mutations import mutated, originals
from tui.sources.files import read_bytes
from tui.text.errors import IntakeError


@pytest.mark.parametrize("seed", range(10))
def test_damaged_files_end_in_a_document_or_in_one_sentence(seed: int) -> None:
    read = 0
    for name, data in mutated(30, seed):
        try:
            document = read_bytes(data, name).document
        except IntakeError as error:
            sentence = str(error)
            assert sentence.startswith(f"{name}: ")
            assert "\n" not in sentence
        else:
            read += 1
            assert document.text.strip()
            assert "\n".join(document.text[p.start : p.end] for p in document.paragraphs) == document.text
            assert not set(document.text) & {"\0", "\r"}
            document.text.encode("utf-8")
    assert read >= 8


def test_the_originals_are_whole() -> None:
    for name, data in originals().items():
        assert read_bytes(data, name).document.text
