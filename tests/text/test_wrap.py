"""Lines: they cover the paragraph, fit the width, and never split what is read as one character."""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from tui.text.display import visible
from tui.text.wrap import _NARROW, _WIDE, columns, wrap

PIECES = [
    *("word ", "  ", "well-known ", "-", "—", "a", "supercalifragilistic", "混合", "、", "。", "「", "」", "テスト"),
    *("한국어 ", "e\u0301", "\u0301", "👩‍👩‍👧", "❤️", "🇩🇪", "👍🏽", "नमस्ते", "क्‍ष", "שלום ", "مرحبا ", "a\u200db"),
    *("\u00a0", "ﬁ", "Ω", "，", "\u3000", "ก็"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map(
    lambda pieces: visible("".join(pieces))
)


@given(TEXTS, st.integers(1, 40), st.integers(0, 5), st.integers(0, 5))
def test_lines_cover_the_paragraph_fit_and_keep_clusters_whole(text: str, width: int, before: int, after: int) -> None:
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - after)
    lines = wrap(text, start, end, width)
    assert lines[0][0] == start
    assert lines[-1][1] == end
    assert all(one[1] == other[0] for one, other in pairwise(lines))
    assert "".join(text[a:b] for a, b in lines) == text[start:end]
    inside = {m.start() + n + start for m in regex.finditer(r"\X", text[start:end]) for n in range(1, len(m.group()))}
    for a, b in lines:
        assert b > a or len(lines) == 1
        assert b == end or b not in inside
        line = text[a:b].rstrip(" \u3000")
        if cell_len(line) > width:
            assert len(columns(line)[0]) == 2, "only a single cluster may be wider than the line"


@given(TEXTS)
def test_columns_agree_with_the_cells_that_textual_counts(text: str) -> None:
    offsets, cells = columns(text)
    assert offsets[0] == cells[0] == 0
    assert offsets[-1] == len(text)
    assert cells[-1] == cell_len(text)
    for offset, cell in zip(offsets, cells, strict=True):
        assert cell == cell_len(text[:offset])


def test_the_quick_ways_only_take_characters_of_which_the_width_is_sure() -> None:
    for pattern, width in ((_NARROW, 1), (_WIDE, 2)):
        wrong = [c for c in map(chr, range(0x20, 0x10000)) if regex.match(f"[{pattern}]", c)]
        assert [c for c in wrong if get_character_cell_size(c) != width] == []


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("a well-known face", 8, ["a well-", "known", "face"]),
        ("minus -5 and 3-4", 8, ["minus -5", "and 3-4"]),
        ("incomprehensible", 6, ["incomp", "rehens", "ible"]),
        ("went well—they said", 12, ["went well—", "they said"]),
        ("日本語。テスト", 6, ["日本", "語。テ", "スト"]),
        ("彼は「はい」と", 6, ["彼は", "「はい", "」と"]),
        ("안녕하세요 세계", 12, ["안녕하세요", "세계"]),
        ("ab 👩‍👩‍👧👩‍👩‍👧 cd", 4, ["ab", "👩‍👩‍👧👩‍👩‍👧", "cd"]),
    ],
)
def test_where_lines_break(text: str, width: int, expected: list[str]) -> None:
    lines = [text[a:b].rstrip() for a, b in wrap(text, 0, None, width)]
    if text.startswith("彼は"):  # closing punctuation does not begin a line, opening does not end one
        assert not any(line[0] in "」。" or line[-1] == "「" for line in lines)
    elif text.startswith("日本"):
        assert not any(line[0] == "。" for line in lines)
        assert "".join(lines) == text
    else:
        assert lines == expected


def test_one_endless_line_is_cut_quickly() -> None:
    text = "x" * 1_000_000
    assert len(wrap(text, 0, None, 72)) == -(-1_000_000 // 72)
