"""The article on screen: one widget that draws the lines in view and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.text.spans import Span
from tui.text.words import next_grapheme, words
from tui.widgets.article_style import sort_signs
from tui.widgets.article_surface import ArticleSurface
from tui.widgets.layer_index import ROLES, Layer, Role

__all__ = ["ROLES", "ArticleView", "Layer", "Role"]


class ArticleView(ArticleSurface):
    """An article with marks over its text. Offsets are code points in the text that was loaded.

    It knows paragraphs and layers, and nothing of claims or libraries: the screen says what lies where. The screen
    moves the cursor with `go_to`; the view reports with messages what the mouse does, and every move of the cursor.
    """

    @dataclass
    class CursorMoved(Message):
        """The cursor stands somewhere else."""

        view: ArticleView
        offset: int
        paragraph: int
        """Index of the paragraph, from 0."""

        @property
        def control(self) -> ArticleView:
            return self.view

    @dataclass
    class SelectionChanged(Message):
        """The selection is another one, or gone."""

        view: ArticleView
        span: Span | None

        @property
        def control(self) -> ArticleView:
            return self.view

    @dataclass
    class LayerClicked(Message):
        """A layer, or its sign in the margin, was clicked."""

        view: ArticleView
        key: str
        offset: int

        @property
        def control(self) -> ArticleView:
            return self.view

    class Selected(Message):
        """The mouse has selected this span, and let go."""

        def __init__(self, view: ArticleView, span: Span) -> None:
            super().__init__()
            self.view, self.span = view, span

        @property
        def control(self) -> ArticleView:
            return self.view

    def __init__(
        self,
        *,
        measure: int = 72,
        ascii_only: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """`ascii_only` draws signs and bar in ASCII, for terminals and fonts that have nothing else."""
        super().__init__(measure=measure, ascii_only=ascii_only, name=name, id=id, classes=classes)
        self._pressed: int | None = None
        """The offset at which the mouse button went down."""
        self._dragged = False

    def go_to(self, offset: int, *, top: bool = False) -> None:
        """Move the cursor and bring it into sight; with `top`, its line becomes the first one."""
        offset = max(0, min(offset, len(self.text)))
        self.cursor = offset
        if self._layout is None:
            self._go = (offset, top)
        elif top:
            self._scroll_to_line(offset, 1)
        else:
            self._bring_into_sight(offset)

    def reveal(self, span: Span | tuple[int, int]) -> None:
        """Bring a span into sight without moving the cursor; from its beginning, if it is longer than the window."""
        if self._layout is None:
            return
        self._show_rows(*self._rows_of(Span(*span)))

    def offset_at(self, x: int, y: int) -> int:
        """The offset of the text at a cell of the widget; the nearest one, where that cell is blank."""
        layout = self._layout
        rows = self._window()
        if layout is None or not rows:
            return 0
        y = max(0, min(y, len(rows) - 1))
        block, line = rows[y]
        lines = len(layout.drawn(block).lines)
        if line < 0:
            below = self.scroll_offset.y + y > layout.top(block) + layout.blocks[block].gap
            line = lines - 1 if below else 0
        indent = layout.indent(layout.blocks[block])
        return layout.offset_in(block, line, x - self._frame.text_x - indent)

    def line_of(self, offset: int) -> int:
        """The row, counted from the top of the article, on which an offset stands."""
        return self._layout.row_of(offset) if self._layout is not None else 0

    def page_offset(self, direction: int) -> int:
        """Where a page on (or back, when negative) begins: the first offset of a line."""
        layout = self._layout
        if layout is None:
            return self.cursor
        step = max(1, self.size.height - 2)
        row = self.scroll_offset.y + (step if direction > 0 else -step)
        if direction > 0 and self.scroll_offset.y >= self.max_scroll_y:
            row = layout.height
        if row <= 0:
            return layout.blocks[0].start
        for block, line in layout.window(min(row, layout.height - 2) + 1, 4):
            if line >= 0:
                return layout.drawn(block).lines[line][0]
        last = len(layout.blocks) - 1
        return layout.drawn(last).lines[-1][0]

    def watch_cursor(self) -> None:
        super().watch_cursor()
        self.post_message(self.CursorMoved(self, self.cursor, self.current_paragraph))

    def watch_selection(self) -> None:
        super().watch_selection()
        self.post_message(self.SelectionChanged(self, self.selection))

    # --- mouse ---

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1 or self._layout is None:
            return
        self.focus()
        self._dragged = False
        self._pressed = self.offset_at(event.x, event.y) if event.x >= self._frame.text_x - 1 else None
        if self._pressed is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._pressed is None:
            return
        if event.y < 0:
            self._scroll_row(self.scroll_offset.y - 1)
        elif event.y >= self.size.height:
            self._scroll_row(self.scroll_offset.y + 1)
        here = self.offset_at(event.x, event.y)
        if here == self._pressed and not self._dragged:
            return
        self._dragged = True
        start, end = sorted((self._pressed, here))
        self.selection = Span(start, next_grapheme(self.text, end))

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        if self._pressed is not None:
            self.release_mouse()
            if self._dragged:
                self._say_selected()
        self._pressed = None

    def on_click(self, event: events.Click) -> None:
        if self._dragged or event.button != 1 or self._layout is None:
            return
        rows = self._window()
        if not 0 <= event.y < len(rows):
            return
        block, line = rows[event.y]
        about = self._layout.blocks[block]
        if about.folded and line >= 0:
            self.show_furniture = True
            return
        if event.x < self._frame.text_x - 1:
            if line >= 0:
                start, end = self._layout.drawn(block).lines[line]
                self._clicked_sign(start, end, event.x)
            return
        offset = self.offset_at(event.x, event.y)
        if event.chain == 2:
            word = next(
                (span for span in words(self.text, about.start, about.end) if span[0] <= offset < span[1]), None
            )
            if word is not None:
                self.selection = word
                self._say_selected()
            return
        if event.chain > 2:
            self.selection = self.current_sentence
            self._say_selected()
            return
        self.selection = None
        self.cursor = offset
        layer = next((layer for layer in self._layers.at(offset) if layer.key), None)
        if layer is not None:
            self.post_message(self.LayerClicked(self, layer.key, offset))

    def _say_selected(self) -> None:
        if self.selection is not None:
            self.post_message(self.Selected(self, Span(*self.selection)))

    def _clicked_sign(self, start: int, end: int, x: int) -> None:
        """A click in the margin: the layer whose sign is there, else the topmost that begins on the line."""
        beginning = [layer for layer in self._layers.beginning(start, end) if layer.key]
        shown = sort_signs((layer.role for layer in beginning), self.glyphs)[: self._frame.sign_count]
        at = (self._frame.left + self._frame.signs - 1 - x) // 2
        if 0 <= at < len(shown):
            beginning = [layer for layer in beginning if layer.role == shown[at]] or beginning
        if beginning:
            self.cursor = beginning[0].start
            self.post_message(self.LayerClicked(self, beginning[0].key, beginning[0].start))
