"""The article view in a running app: what it draws, how it scrolls, what the mouse does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot

from tui.text.document import Paragraph, ParagraphKind
from tui.text.spans import Span
from tui.widgets import article_surface
from tui.widgets.article_view import ArticleView, Layer

NASTY = (
    "x\x1b]0;pwned\x07[/b] [bold]m[/] 混合\u202eabc\u200b e\u0301 👩‍👩‍👧‍👦❤️🇩🇪 "
    "नमस्ते क्‍ष שלום مرحبا\t\x00\x9b31m ﷽ ｗｉｄｅ 안녕 "
) * 4


class Viewer(App[None]):
    def __init__(self, **options: Any) -> None:
        super().__init__()
        self.options = options
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield ArticleView(**self.options)

    @property
    def view(self) -> ArticleView:
        return self.query_one(ArticleView)

    def on_article_view_cursor_moved(self, event: ArticleView.CursorMoved) -> None:
        self.heard.append(event)

    def on_article_view_selection_changed(self, event: ArticleView.SelectionChanged) -> None:
        self.heard.append(event)

    def on_article_view_layer_clicked(self, event: ArticleView.LayerClicked) -> None:
        self.heard.append(event)


def article(*texts: str | tuple[ParagraphKind, str]) -> tuple[str, tuple[Paragraph, ...]]:
    paragraphs, lines, at = [], [], 0
    for n, given in enumerate(texts, 1):
        kind, text = ("body", given) if isinstance(given, str) else given
        paragraphs.append(Paragraph(n, kind, at, at + len(text)))
        lines.append(text)
        at += len(text) + 1
    return "\n".join(lines), tuple(paragraphs)


def long_article(count: int = 200) -> tuple[str, tuple[Paragraph, ...]]:
    return article(*(f"Paragraph {n} begins here. " + f"It has sentence {n} too. " * (n % 9 + 1) for n in range(count)))


def screen(view: ArticleView) -> list[str]:
    return [view.render_line(y).text for y in range(view.size.height)]


def styles_of(view: ArticleView, text: str) -> Iterable[Any]:
    """The styles of the segments that hold a piece of text."""
    for y in range(view.size.height):
        for segment in view.render_line(y):
            if text in segment.text:
                yield segment.style


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 16), (20, 5), (9, 3), (3, 2)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_every_strip_is_as_wide_as_the_widget_and_harmless(size: tuple[int, int], ascii_only: bool) -> None:
    text, paragraphs = article(
        ("heading", "Title [/b]"), NASTY, ("quote", NASTY), ("list", "one"), ("list", NASTY), ("caption", "A picture"),
        ("furniture", "Share"), ("furniture", NASTY),
    )  # fmt: skip
    app = Viewer(ascii_only=ascii_only)
    async with app.run_test(size=size) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.set_layers([Layer(n, n + 7, role, "k") for n in range(0, len(text), 5) for role in ("claim", "counter")])
        view.show_furniture = True
        await pilot.pause()
        seen = ""
        for row in range(0, view.max_scroll_y + 1, max(1, view.size.height - 1)):
            view.scroll_to(y=row, animate=False)
            await pilot.pause()
            for y in range(view.size.height):
                strip = view.render_line(y)
                assert strip.cell_length == view.size.width
                assert sum(cell_len(segment.text) for segment in strip) == view.size.width
                assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u200b" for c in strip.text)
                seen += strip.text
        if size[0] >= 60:
            assert "[/b]" in seen
            assert "[bold]m[/]" in seen


@pytest.mark.parametrize("width", [20, 30, 47, 60, 80, 90])
async def test_the_scrollbar_covers_no_text(width: int) -> None:
    text, paragraphs = article(*["混合文本mixed" * 30] * 3)
    app = Viewer()
    async with app.run_test(size=(width, 8)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        await pilot.pause()
        assert view.show_vertical_scrollbar
        shown = "".join(line[: -view.scrollbar_size_vertical] for line in screen(view))
        span = view.visible_span()
        assert "".join(shown.replace("▎", "").replace("▏", "").split()) == "".join(span.of(text).split())


async def test_place_is_kept_across_resize_and_measure() -> None:
    text, paragraphs = long_article()
    app = Viewer()
    async with app.run_test(size=(100, 30)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.go_to(paragraphs[120].start, top=True)
        await pilot.pause()
        assert view.visible_span().start == paragraphs[120].start
        first = screen(view)
        for width, height in ((60, 16), (200, 60), (40, 12), (100, 30)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert view.visible_span().start == paragraphs[120].start
            assert view.cursor == paragraphs[120].start
        assert screen(view) == first
        for measure in (40, 90, 55, 72):
            view.measure = measure
            await pilot.pause()
            assert view.visible_span().start == paragraphs[120].start
        assert screen(view) == first


async def test_the_place_in_the_middle_of_a_paragraph_is_kept() -> None:
    text, paragraphs = article(*(["word " * 400] * 20))
    app = Viewer()
    async with app.run_test(size=(100, 30)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        await pilot.pause()
        view.scroll_to(y=150, animate=False)
        await pilot.pause()
        kept = view.visible_span().start
        for measure in (31, 90, 47):
            view.measure = measure
            await pilot.pause()
            span = view.visible_span()
            assert span.start <= kept < span.start + measure
        view.measure = 72
        await pilot.pause()
        assert view.visible_span().start == kept


async def test_going_brings_the_paragraph_into_sight_and_tells() -> None:
    text, paragraphs = long_article()
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        await pilot.pause()
        for index in (3, 4, 5, 150, 149, 199, 0, 60):
            view.go_to(paragraphs[index].start)
            await pilot.pause()
            span = view.visible_span()
            assert span.start <= paragraphs[index].start
            assert paragraphs[index].end <= span.end
            assert view.current_paragraph == index
            moved = app.heard[-1]
            assert isinstance(moved, ArticleView.CursorMoved)
            assert (moved.offset, moved.paragraph, moved.control) == (paragraphs[index].start, index, view)
        before = view.scroll_offset.y
        view.reveal(Span(paragraphs[61].start, paragraphs[61].start + 5))
        assert view.cursor == paragraphs[60].start
        assert view.scroll_offset.y - before < 12


async def test_what_is_asked_before_the_first_paint_is_done() -> None:
    text, paragraphs = long_article()
    app = Viewer()
    view = ArticleView()
    view.load(text, paragraphs, measure=50)
    view.go_to(paragraphs[77].start, top=True)
    app.compose = lambda: iter([view])  # type: ignore[method-assign,assignment]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert view.visible_span().start == paragraphs[77].start


async def test_pages_leave_no_line_out() -> None:
    text, paragraphs = long_article(60)
    app = Viewer()
    async with app.run_test(size=(80, 20)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        await pilot.pause()
        seen_to = 0
        for _ in range(200):
            span = view.visible_span()
            assert span.start <= seen_to + 1, "at most the line feed between two paragraphs"
            seen_to = max(seen_to, span.end)
            if seen_to >= len(text):
                break
            goal = view.page_offset(1)
            assert goal > span.start
            view.go_to(goal, top=True)
            await pilot.pause()
        assert seen_to == len(text)
        for _ in range(200):
            goal = view.page_offset(-1)
            view.go_to(goal, top=True)
            await pilot.pause()
            if goal == 0:
                break
        assert view.visible_span().start == 0


async def test_same_text_again_keeps_the_place_another_text_does_not() -> None:
    text, paragraphs = long_article()
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.go_to(paragraphs[90].start, top=True)
        await pilot.pause()
        other = tuple(Paragraph(p.n, "quote" if p.n == 100 else p.kind, p.start, p.end) for p in paragraphs)
        view.load(text, other)
        await pilot.pause()
        assert view.cursor == view.visible_span().start == paragraphs[90].start
        view.load(text + "!", paragraphs)
        await pilot.pause()
        assert view.cursor == view.visible_span().start == 0


async def test_layers_are_seen_and_overlaps_stay_readable() -> None:
    text, paragraphs = article("Alpha beta gamma delta epsilon.", "Zeta eta theta.")
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.set_layers(
            [Layer(6, 16, "claim", "c"), Layer(11, 22, "highlight-yellow", "h"), Layer(32, 36, "counter", "e")]
        )
        await pilot.pause()
        assert [style.underline for style in styles_of(view, "beta")] == [True]
        (both,) = styles_of(view, "gamma")
        (only,) = styles_of(view, "delta")
        assert both.underline
        assert not only.underline
        assert both.bgcolor == only.bgcolor
        lines = screen(view)
        assert "◊" in next(line for line in lines if "Alpha" in line)
        assert "✕" in next(line for line in lines if "Zeta" in line)
        view.set_layers([])
        await pilot.pause()
        assert not any(style.underline for style in styles_of(view, "beta"))
        assert "◊" not in "".join(screen(view))


async def test_without_colour_marks_are_still_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text, paragraphs = article("Alpha beta gamma delta epsilon.")
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.set_layers([Layer(6, 10, "highlight-green", "h"), Layer(11, 16, "counter", "e")])
        view.selection = Span(17, 22)
        await pilot.pause()
        assert [style.reverse for style in styles_of(view, "beta")] == [True]
        assert [style.bold for style in styles_of(view, "gamma")] == [True]
        assert [style.reverse for style in styles_of(view, "delta")] == [True]


async def test_furniture_is_one_line_until_it_is_asked_for() -> None:
    text, paragraphs = article("Body.", ("furniture", "Share this"), ("furniture", "Read more"))
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        await pilot.pause()
        shown = "\n".join(screen(view))
        assert "▸ 2 lines of page furniture (F shows them)" in shown
        assert "Share" not in shown
        row = next(y for y, line in enumerate(screen(view)) if "▸" in line)
        await pilot.click(ArticleView, offset=(30, row))
        assert view.show_furniture
        await pilot.pause()
        assert "Share this" in "\n".join(screen(view))
        view.show_furniture = False
        view.go_to(paragraphs[2].start)
        await pilot.pause()
        assert view.cursor == paragraphs[2].start
        assert "▸ 2 lines" in "\n".join(screen(view))


async def place(view: ArticleView, pilot: Pilot[None], text: str) -> tuple[int, int]:
    """The cell where a piece of text stands."""
    await pilot.pause()
    for y, line in enumerate(screen(view)):
        if text in line:
            return cell_len(line[: line.index(text)]), y
    raise AssertionError(f"{text!r} is not on screen")


async def test_a_click_moves_the_cursor_and_tells_the_layer() -> None:
    text, paragraphs = article("Alpha 混合 gamma delta.", "Zeta eta theta.")
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.set_layers([Layer(9, 14, "contested", "claim-1"), Layer(text.index("eta "), len(text), "note", "note-1")])
        x, y = await place(view, pilot, "gamma")
        await pilot.click(ArticleView, offset=(x + 2, y))
        assert view.cursor == text.index("gamma") + 2
        assert [m.key for m in app.heard if isinstance(m, ArticleView.LayerClicked)] == ["claim-1"]
        x, y = await place(view, pilot, "✎")
        await pilot.click(ArticleView, offset=(x, y))
        assert [m.key for m in app.heard if isinstance(m, ArticleView.LayerClicked)] == ["claim-1", "note-1"]
        assert view.cursor == text.index("eta ")
        x, y = await place(view, pilot, "Alpha")
        await pilot.click(ArticleView, offset=(x, y))
        assert view.cursor == 0
        assert len([m for m in app.heard if isinstance(m, ArticleView.LayerClicked)]) == 2


async def test_dragging_and_double_clicks_select() -> None:
    text, paragraphs = article("Alpha beta gamma 👩‍👩‍👧 delta.", "Zeta eta theta.")
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        x, y = await place(view, pilot, "beta")
        await pilot.mouse_down(ArticleView, offset=(x, y))
        await pilot.hover(ArticleView, offset=(x + 11, y))
        await pilot.mouse_up(ArticleView, offset=(x + 11, y))
        assert view.selection is not None
        assert view.selection.of(text) == "beta gamma 👩‍👩‍👧"
        changed = [m.span for m in app.heard if isinstance(m, ArticleView.SelectionChanged)]
        assert changed[-1] == view.selection
        x, y = await place(view, pilot, "theta")
        await pilot.click(ArticleView, offset=(x + 1, y), times=2)
        assert view.selection is not None
        assert view.selection.of(text) == "theta"
        await pilot.click(ArticleView, offset=(x + 1, y))
        await pilot.pause()


async def test_a_key_press_costs_the_same_in_a_long_article(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = article_surface.draw_row

    def counted(*args: Any, **options: Any) -> Any:
        drawn.append(1)
        return draw(*args, **options)

    monkeypatch.setattr(article_surface, "draw_row", counted)
    costs = []
    for count in (50, 5_000):
        text, paragraphs = long_article(count)
        app = Viewer()
        async with app.run_test(size=(100, 30)) as pilot:
            view = app.view
            view.load(text, paragraphs)
            view.set_layers([Layer(p.start, p.start + 20, "claim", str(p.n)) for p in paragraphs for _ in range(2)])
            view.go_to(paragraphs[25].start, top=True)
            await pilot.pause()
            drawn.clear()
            view.go_to(paragraphs[26].start)
            await pilot.pause()
            costs.append(len(drawn))
    assert costs[0] == costs[1] > 0
    assert costs[0] < 15, "only the rows that changed are drawn again"


async def test_a_very_long_article_is_measured_while_it_is_read_and_does_not_jump(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(article_surface, "FIRST_SLICE", 0.0)
    text, paragraphs = article(*("混合文本 mixed text 、" * (n % 30 + 1) for n in range(1500)))
    app = Viewer()
    async with app.run_test(size=(100, 30)) as pilot:
        view = app.view
        view.load(text, paragraphs)
        view.go_to(paragraphs[1000].start, top=True)
        await pilot.pause()
        before = screen(view)
        assert view.visible_span().start == paragraphs[1000].start
        for _ in range(1000):
            view._refine()
            if view._layout is not None and view._layout.exact:
                break
        await pilot.pause()
        assert view.visible_span().start == paragraphs[1000].start
        assert screen(view) == before
        top = view.visible_span().start
        for _ in range(40):
            row = view.scroll_offset.y
            view.scroll_to(y=row - 1, animate=False)
            assert view.visible_span().start <= top
            top = view.visible_span().start


async def test_an_empty_article_is_no_trouble() -> None:
    app = Viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        view = app.view
        view.load("", ())
        view.go_to(10)
        view.reveal(Span(0, 0))
        view.set_layers([Layer(0, 5, "claim", "x")])
        await pilot.click(ArticleView, offset=(20, 3))
        assert view.cursor == 0
        assert view.page_offset(1) == view.page_offset(-1) == 0
        assert all(not line.strip() for line in screen(view))
