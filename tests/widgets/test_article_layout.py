"""Rows and offsets: estimated at first, and right wherever somebody looks."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from tui.text.document import PARAGRAPH_KINDS, Paragraph
from tui.widgets.article_layout import PIECE, TAIL, TOP, Layout

WORDS = ["a", "word", "incomprehensibilities", "混合文本", "한국어", "👩‍👩‍👧", "e\u0301", "\u202e", "שלום", "\t"]


def article(parts: list[tuple[str, list[str]]]) -> tuple[str, list[Paragraph]]:
    paragraphs, texts, at = [], [], 0
    for n, (kind, words) in enumerate(parts, 1):
        text = " ".join(words)
        paragraphs.append(Paragraph(n, kind, at, at + len(text)))  # type: ignore[arg-type]
        texts.append(text)
        at += len(text) + 1
    return "\n".join(texts), paragraphs


ARTICLES = st.lists(
    st.tuples(st.sampled_from(PARAGRAPH_KINDS), st.lists(st.sampled_from(WORDS), max_size=60)), min_size=1, max_size=25
).map(article)


@given(ARTICLES, st.integers(1, 60), st.booleans())
def test_every_row_is_found_and_every_offset_is_on_its_row(
    given_article: tuple[str, list[Paragraph]], measure: int, fold: bool
) -> None:
    text, paragraphs = given_article
    layout = Layout(text, paragraphs, measure, fold=fold)
    layout.refine(10)
    assert layout.exact
    expected: list[tuple[int, int]] = [(0, -1)] * TOP
    for index, block in enumerate(layout.blocks):
        expected += [(index, -1)] * block.gap
        expected += [(index, line) for line in range(len(layout.drawn(index).lines))]
    assert layout.height == len(expected) + TAIL
    assert layout.window(0, len(expected)) == expected
    for row in range(0, len(expected), 3):
        assert layout.window(row, 4) == [*expected, *[(len(layout.blocks) - 1, -1)] * 4][row : row + 4]
    for row, (index, line) in enumerate(expected):
        if line < 0:
            continue
        start, end = layout.drawn(index).lines[line]
        if start < end:
            assert layout.row_of(start) == row
            assert layout.row_of(end - 1) == row


@given(ARTICLES, st.integers(8, 60))
def test_a_column_leads_back_to_its_offset(given_article: tuple[str, list[Paragraph]], measure: int) -> None:
    text, paragraphs = given_article
    layout = Layout(text, paragraphs, measure, fold=False)
    for index in range(len(layout.blocks)):
        for line, (start, end) in enumerate(layout.drawn(index).lines):
            for offset in range(start, end):
                found = layout.offset_in(index, line, layout.column_of(index, line, offset))
                assert start <= found <= offset
                cluster = regex.match(r"\X", text, pos=found)
                assert cluster is not None
                assert offset < cluster.end() or not text[offset].strip(), "spaces at the end of a line are not drawn"


def test_looking_at_the_end_first_shows_the_end() -> None:
    text, paragraphs = article([("body", ["混合文本"] * (n % 40 + 1)) for n in range(400)])
    layout = Layout(text, paragraphs, 30)
    last = paragraphs[-1].start
    for _ in range(4):
        row = layout.row_of(last)
        layout.window(row - 10, 20)
    rows = layout.window(layout.row_of(last), 1)
    block, line = rows[0]
    assert layout.drawn(block).lines[line][0] == last
    before = layout.row_of(last)
    layout.refine(10)
    exact = Layout(text, paragraphs, 30)
    exact.refine(10)
    assert layout.height == exact.height
    assert layout.row_of(last) == exact.row_of(last)
    assert before > 0


def test_furniture_folds_to_one_line_a_run() -> None:
    text, paragraphs = article([(kind, ["words"]) for kind in ("body", "furniture", "furniture", "body", "furniture")])
    folded = Layout(text, paragraphs, 40)
    assert [(block.first, block.last, block.folded) for block in folded.blocks] == [
        (0, 0, False), (1, 2, True), (3, 3, False), (4, 4, True),
    ]  # fmt: skip
    assert folded.line_of(paragraphs[2].start)[0] == 1
    assert [block.folded for block in Layout(text, paragraphs, 40, fold=False).blocks] == [False] * 5


def test_a_very_long_paragraph_is_laid_out_in_pieces_that_cover_it() -> None:
    text, paragraphs = article([("body", ["word"] * 30_000), ("body", ["x" * 50_000])])
    layout = Layout(text, paragraphs, 72)
    assert max(block.end - block.start for block in layout.blocks) <= PIECE
    pieces = [text[block.start : block.end] for block in layout.blocks]
    assert "".join(pieces) == text.replace("\n", "")
    assert [block.opens for block in layout.blocks].count(True) == 2


def test_no_line_breaks_at_a_no_break_space() -> None:
    text = "il y a 5\u00a0000\u00a0kilom\u00e8tres ici"
    layout = Layout(text, [Paragraph(1, "body", 0, len(text))], 12)
    lines = [text[a:b] for a, b in layout.drawn(0).lines]
    assert lines[0] == "il y a "


def test_an_article_without_text() -> None:
    layout = Layout("", [], 72)
    layout.refine(1)
    assert layout.window(0, 5) == [(0, -1), (0, 0), (0, -1), (0, -1), (0, -1)]
    assert layout.row_of(0) == TOP


def test_paragraphs_are_numbered_without_the_furniture() -> None:
    text, paragraphs = article([("body", ["a"]), ("furniture", ["a"]), ("body", ["a"])])
    assert [str(number) for number in Layout(text, paragraphs, 20).numbers] == ["1", "1", "2"]
