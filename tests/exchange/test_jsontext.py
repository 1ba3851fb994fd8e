from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tui.exchange.jsontext import Aside, array, encode, encoded, gathered, member

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc\u200b", max_size=3), inner, max_size=4),
    max_leaves=10,
)
UNSEEN = {"Cc", "Cf", "Zl", "Zp"}


@given(VALUES)
def test_json_means_the_same_and_shows_every_character(value: object) -> None:
    data = encode(value)
    assert json.loads(data) == value
    assert not {unicodedata.category(character) for character in data.decode()} & UNSEEN
    assert json.loads(encode(value, pretty=True)) == value


@given(st.lists(VALUES, max_size=5))
def test_arrays_are_written_one_value_a_line(values: list[object]) -> None:
    data = b"".join(array(values))
    assert json.loads(data) == values
    assert data == b"[]" if not values else len(data.splitlines()) == len(values) + 2


def test_what_is_escaped() -> None:
    text = "\x1b]0;\x07 \x7f \x85 \u202e \u2066 \ufeff \u00ad \U000e0041 “é” 日本 🙂"
    assert encode(text) == (
        rb'"\u001b]0;\u0007 \u007f \u0085 \u202e \u2066 \ufeff \u00ad \udb40\udc41 ' + "“é” 日本 🙂".encode() + b'"'
    )


def test_long_arrays_come_in_blocks() -> None:
    blocks = list(array(["x" * 1000] * 1000))
    assert len(blocks) > 10
    assert max(map(len, blocks)) < 200_000


@given(st.lists(VALUES, max_size=5))
def test_what_is_put_aside_comes_back_as_it_was_in_its_turn(values: list[object]) -> None:
    aside = Aside()
    for value in values:
        aside.add(encoded(value))
    data = b"[" + b"".join(aside.blocks()) + b"]"
    assert json.loads(data) == values
    assert not {unicodedata.category(character) for character in data.decode()} & UNSEEN


def test_much_that_is_put_aside_stands_in_a_file_and_comes_in_blocks() -> None:
    aside = Aside()
    for n in range(5000):
        aside.add(*member(f"é{n}", "日本\u200b🙂" * 50))
    assert aside._file._rolled  # type: ignore[attr-defined]
    blocks = list(aside.blocks())
    assert max(map(len, blocks)) <= 1 << 16
    made = json.loads(b"{" + b"".join(blocks) + b"}")
    assert len(made) == 5000
    assert made["é4999"] == "日本\u200b🙂" * 50


def test_pieces_are_gathered_into_blocks() -> None:
    blocks = list(gathered([b'"' + "é\u200b".encode() * 500 + b'"'] * 1000))
    assert len(blocks) > 10
    assert "\u200b" not in b"".join(blocks).decode()
    assert list(gathered([])) == []
