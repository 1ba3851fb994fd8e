from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.errors import IntakeError
from tui.text.intake import MAX_BYTES, clean, decode, sha256

TEXT = "Das Gebäude – “Haus” 我们 🙂\nZweite Zeile."


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
    ],
)
def test_unicode_encodings(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding)) == (TEXT, encoding)


def test_windows_text_and_wide_text_without_a_mark() -> None:
    text = "Der Präsident sagte: „Wir können das nicht dulden.“ Danach verließ er den Saal für über fünf Stunden."
    assert decode(text.encode("cp1252")).text == text
    assert decode("The council voted on Tuesday.".encode("utf-16-le")).text == "The council voted on Tuesday."


def test_a_damaged_byte_does_not_change_the_encoding() -> None:
    data = ("Das Gebäude über München. " * 20).encode() + b"\xff ende"
    assert decode(data) == (data.decode("utf-8", "replace"), "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02\x03" * 500,
        b"%PDF-1.7\n",
        b"PK\x03\x04\x14",
        b"\x89PNG\r\n\x1a\n",
        pytest.param(b"a" * (MAX_BYTES + 1), id="too large"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(IntakeError, match=r"\.$"):
        decode(data)


def test_escape_sequences_are_text() -> None:
    assert decode(b"\x1b[31mred\x1b[0m\x07").text == "\x1b[31mred\x1b[0m\x07"


def test_clean_changes_only_what_it_must() -> None:
    assert clean("\ufeffa\r\nb\rc\0d\ud800e\u2028\x0b ") == "a\nb\nc\ufffdd\ufffde\u2028\x0b "
    assert clean("\ud83d\ude42") == "🙂"


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_can_be_hashed(text: str) -> None:
    once = clean(text)
    assert clean(once).removeprefix("\ufeff") == once.removeprefix("\ufeff")
    assert "\r" not in once
    assert "\0" not in once
    assert len(sha256(once)) == 64
