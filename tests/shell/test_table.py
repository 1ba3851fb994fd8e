"""The table asks only for what it shows, and shows it in line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Offset

from tests.shell.stage import Acting, Stage, lines_of
from tui.text.display import visible
from tui.widgets.cells import cell_segments, clip, fit_cell
from tui.widgets.table import PAGE, Cell, Column, Row, RowTable, lay_out

COLUMNS = (
    Column("title", "Title", flex=3, min_width=20),
    Column("source", "Source", min_width=10, priority=3),
    Column("words", "Words", width=7, align="right", priority=5),
    Column("claims", "Claims", width=8, align="right"),
)
HOSTILE = [
    "[/b] [bold]",
    "\x1b]52;c;eA==\x07",
    "\u202eabc\u2066",
    "清真寺爆炸案",
    "👩‍👩‍👧 e\u0301 🇨🇭",
    "a\tb\nc",
    "صرح",
    "\ud800",
    "",
]


class Rows:
    """Rows that count how often they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[int, int]] = []

    def __call__(self, offset: int, limit: int) -> list[Row]:
        self.asked.append((offset, limit))
        return [self.row(n) for n in range(offset, min(offset + limit, self.count))]

    def row(self, n: int) -> Row:
        return Row((f"Article {n}", HOSTILE[n % len(HOSTILE)], str(n), Text(str(n % 7), style="bold")), key=f"id{n}")


class Listening(Acting):
    def __init__(self, table: RowTable) -> None:
        super().__init__(["library"], table)
        self.heard: list[tuple[str, object]] = []

    def on_row_table_row_highlighted(self, event: RowTable.RowHighlighted) -> None:
        self.heard.append(("highlighted", event.index))

    def on_row_table_row_selected(self, event: RowTable.RowSelected) -> None:
        self.heard.append(("selected", event.row.key if event.row else None))

    def on_row_table_sort_by(self, event: RowTable.SortBy) -> None:
        self.heard.append(("sort", event.column))


def staged(count: int = 100_000, columns: tuple[Column, ...] = COLUMNS) -> tuple[Stage, RowTable, Rows, Listening]:
    rows = Rows(count)
    table = RowTable(columns, fetch=rows, count=count)
    screen = Listening(table)
    return Stage(screen), table, rows, screen


async def test_a_hundred_thousand_rows_cost_what_is_shown() -> None:
    app, table, rows, _ = staged()
    async with app.run_test(size=(100, 30)) as pilot:
        assert rows.asked == [(0, PAGE)]
        assert lines_of(table)[1].startswith("▌Article 0 ")
        await pilot.press("end")
        await pilot.pause()
        assert table.cursor == 99_999
        assert table.current is not None
        assert table.current.key == "id99999"
        assert "Article 99999 " in "".join(lines_of(table))
        assert len(rows.asked) <= 4
        await pilot.press("home", "j", "j", "k", "pagedown")
        assert table.cursor == 1 + table.size.height - 2
        assert len(rows.asked) <= 4


async def test_pages_are_let_go() -> None:
    app, table, _, _ = staged()
    async with app.run_test(size=(80, 20)):
        for index in range(0, 100_000, PAGE):
            table.row_at(index)
        assert len(table._pages) <= 16
        assert table.row_at(100_000) is None
        assert table.row_at(-1) is None


@pytest.mark.parametrize("width", [20, 60, 80, 120, 200])
async def test_every_line_is_as_wide_as_the_table(width: int) -> None:
    app, table, _, _ = staged(40)
    async with app.run_test(size=(width, 20)):
        for y in range(table.size.height):
            strip = table.render_line(y)
            assert strip.cell_length == table.scrollable_content_region.width
            assert not any(ord(c) < 32 or c in "\u202e\u2066\x7f" or "\ud800" <= c <= "\udfff" for c in strip.text)


async def test_markup_is_text() -> None:
    app, table, _, _ = staged(9)
    async with app.run_test(size=(100, 20)):
        assert "[/b] [bold]" in lines_of(table)[1]
        assert "␛]52" in lines_of(table)[2]


async def test_the_mouse_and_the_messages() -> None:
    app, table, _, screen = staged()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.click(table, offset=Offset(5, 4))
        assert table.cursor == 3
        await pilot.click(table, offset=Offset(5, 6), times=2)
        await pilot.click(table, offset=Offset(lines_of(table)[0].index("Claims"), 0))
        await pilot.pause()
        assert ("highlighted", 3) in screen.heard
        assert ("selected", "id5") in screen.heard
        assert screen.heard[-1] == ("sort", "claims")
        table.sort = ("claims", True)
        assert "Claims ↓" in lines_of(table)[0]
        table.sort = ("title", False)
        assert "Title ↑" in lines_of(table)[0]


async def test_other_rows() -> None:
    app, table, rows, screen = staged()
    async with app.run_test(size=(80, 20)) as pilot:
        table.move_to(50_000)
        await pilot.pause()
        table.set_rows(10)
        await pilot.pause()
        assert table.cursor == 9
        assert screen.heard[-1] == ("highlighted", 9)
        screen.heard.clear()
        table.set_rows(10, rows)
        await pilot.pause()
        assert screen.heard == [("highlighted", 9)]
        table.empty = "No article holds these words."
        table.set_rows(0)
        await pilot.pause()
        assert table.current is None
        assert "No article holds these words." in "".join(lines_of(table))
        await pilot.press("j", "k", "end", "pageup")
        assert table.cursor == 0


async def test_headings_are_passed_by() -> None:
    def fetch(offset: int, limit: int) -> list[Row]:
        return [Row((f"Row {n}",), heading=n % 3 == 0) for n in range(offset, min(offset + limit, 9))]

    table = RowTable(COLUMNS, fetch=fetch, count=9)
    app = Stage(Listening(table))
    async with app.run_test(size=(80, 20)) as pilot:
        assert table.cursor == 1
        await pilot.press("j", "j")
        assert table.cursor == 4
        await pilot.press("k", "k", "k", "k")
        assert table.cursor == 1
        await pilot.click(table, offset=Offset(4, 4))
        assert table.cursor == 1
        await pilot.press("end")
        assert table.cursor == 8


async def test_cells_are_made_of_the_rows_that_are_drawn_only() -> None:
    made: list[int] = []

    def cells(n: int) -> list[Cell]:
        made.append(n)
        return [f"Row {n}"]

    def fetch(offset: int, limit: int) -> list[Row]:
        return [Row(partial(cells, n)) for n in range(offset, offset + limit)]

    table = RowTable(COLUMNS, fetch=fetch, count=1000)
    async with Stage(Listening(table)).run_test(size=(80, 20)) as pilot:
        assert lines_of(table)[1].startswith("▌Row 0 ")
        assert max(made) < table.size.height
        await pilot.press("end")
        assert 999 in made
        assert len(set(made)) < 2 * table.size.height


async def test_plain_sequences_of_cells_do() -> None:
    def fetch(offset: int, limit: int) -> list[list[Cell]]:
        return [["a", "b", "c", "d"]]

    table = RowTable(COLUMNS, fetch=fetch, count=1)
    async with Stage(Listening(table)).run_test(size=(80, 10)):
        assert table.current == Row(["a", "b", "c", "d"])


async def test_the_cursor_stays_in_sight_when_the_terminal_shrinks() -> None:
    app, table, _, _ = staged()
    async with app.run_test(size=(80, 40)) as pilot:
        table.move_to(35)
        await pilot.resize_terminal(60, 12)
        await pilot.pause()
        assert any("Article 35 " in line for line in lines_of(table))


def test_columns_go_by_priority() -> None:
    assert [column.key for column, _ in lay_out(COLUMNS, 100)] == ["title", "source", "words", "claims"]
    assert [column.key for column, _ in lay_out(COLUMNS, 45)] == ["title", "source", "claims"]
    assert [column.key for column, _ in lay_out(COLUMNS, 30)] == ["title", "claims"]
    for width in range(31, 200):
        widths = [cells for _, cells in lay_out(COLUMNS, width)]
        assert sum(widths) + 2 * (len(widths) - 1) == width


@given(st.text(max_size=40) | st.sampled_from(HOSTILE), st.integers(1, 30), st.sampled_from(["left", "right"]))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, align: str) -> None:
    assert fit_cell(text, width, align).cell_len == width  # type: ignore[arg-type]
    assert fit_cell(Text(text, style="bold"), width, align).cell_len == width  # type: ignore[arg-type]


def painted(segments: Iterable[Segment]) -> list[tuple[str, Style]]:
    """Each character with its style."""
    return [(character, segment.style or Style.null()) for segment in segments for character in segment.text]


@given(st.text(max_size=40) | st.sampled_from(HOSTILE), st.integers(1, 30), st.sampled_from(["left", "right"]))
def test_the_segments_of_a_cell_are_those_that_rich_makes_of_it(text: str, width: int, align: str) -> None:
    console, red = Console(), Style(color="red")
    two = Text(end="").append(text, red).append(text, Style(bold=True))
    for cell in (text, Text(text), Text(text, style="bold"), Text(end="").append(text, red), two):
        made = cell_segments(cell, width, align, console)  # type: ignore[arg-type]
        assert painted(made) == painted(fit_cell(cell, width, align).render(console))  # type: ignore[arg-type]


@given(st.text(max_size=40), st.integers(0, 30))
def test_clipping(text: str, width: int) -> None:
    assert cell_len(clip(text, width)) <= width
    if cell_len(text) <= width:
        assert clip(text, width) == text


def test_clipping_keeps_clusters() -> None:
    assert clip("清真寺爆炸案", 6) == "清真…"
    assert clip("e\u0301e\u0301e\u0301e\u0301", 3) == "e\u0301e\u0301…"
    assert fit_cell("👩‍👩‍👧 family", 9).plain == "👩 family"


@pytest.mark.parametrize("size", [(20, 6), (40, 10), (60, 16), (80, 24)], ids=str)
async def test_the_sentence_in_an_empty_table_is_read_to_its_end(size: tuple[int, int]) -> None:
    sentence = "No article here has “\u202e清真寺”. esc shows all of them again."
    table = RowTable(COLUMNS, empty=sentence)
    app = Stage(Acting(["library"], table))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = lines_of(table)
        assert all(cell_len(line) == size[0] for line in lines)
        shown = " ".join(" ".join(lines).split())
        assert shown.replace(" ", "").endswith(visible(sentence).replace(" ", ""))


async def test_a_sentence_without_room_is_cut_with_an_ellipsis() -> None:
    table = RowTable(COLUMNS, empty="There is nothing here so far, and this goes on for longer than there is room for.")
    app = Stage(Acting(["library"], table))
    async with app.run_test(size=(20, 4)) as pilot:
        await pilot.pause()
        assert lines_of(table)[-1].rstrip().endswith("…")


def test_a_column_gives_cells_to_one_that_has_too_few() -> None:
    columns = (Column("text", "Text", min_width=20), Column("count", "Count", width=12, narrow=5))
    assert [cells for _, cells in lay_out(columns, 34)] == [20, 12]
    assert [cells for _, cells in lay_out(columns, 33)] == [26, 5]
