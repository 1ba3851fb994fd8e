"""The surface that an article is drawn on: which rows are in sight, and how the place is kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.text.document import Paragraph
from tui.text.sentences import sentences
from tui.text.spans import Span
from tui.widgets.article_drawing import Frame, Row, draw_row, frame_for
from tui.widgets.article_layout import Layout
from tui.widgets.article_style import Palette, sort_signs
from tui.widgets.glyphs import ASCII, UNICODE, Glyphs
from tui.widgets.layer_index import Layer, LayerStack, Segment, merge, paint

FIRST_SLICE = 0.04
"""Seconds for which a load measures lines at once; the rest follows in slices while the reader reads."""
SLICE = 0.006
_SENTENCE = paint("sentence", -1000)
_SELECTION = paint("selection", 1000)
CONTEXT = 2
"""Rows kept in sight above and below the cursor."""


class ArticleSurface(ScrollView, can_focus=True, inherit_bindings=False):
    """Text, paragraphs and layers on the lines of a window. Offsets are code points in the text."""

    ALLOW_SELECT: ClassVar[bool] = False
    DEFAULT_CSS = """
    ArticleSurface {
        width: 1fr;
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-background-active: $background;
        scrollbar-color: $foreground 20%;
        scrollbar-color-hover: $foreground 35%;
        scrollbar-color-active: $foreground 50%;
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The current place."""
    selection: reactive[Span | None] = reactive(None, repaint=False)
    """What is selected; set by the screen or the mouse."""
    measure: reactive[int] = reactive(72, repaint=False)
    """Columns that the text may take; less where the terminal is narrower."""
    show_furniture: reactive[bool] = reactive(False, repaint=False)
    """Is page furniture shown, or folded to one line?"""
    current_sentence: reactive[Span | None] = reactive(None, repaint=False)
    """The sentence at the cursor; set by the view."""

    def __init__(
        self,
        *,
        measure: int = 72,
        ascii_only: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.glyphs: Glyphs = ASCII if ascii_only else UNICODE
        self.furniture_hint = "F shows them"
        """What the line of folded furniture says in brackets; none if empty."""
        self.numbers = True
        """Paragraph numbers in the margin, where there is room?"""
        self.text = ""
        self.paragraphs: Sequence[Paragraph] = ()
        self._starts: list[int] = []
        self._layers = LayerStack()
        self._layout: Layout | None = None
        self._frame = Frame(0, 0, 0, 0, 1)
        self._palette: Palette | None = None
        self._strips: dict[Row, Strip] = {}
        self._rows: list[Row] | None = None
        self._top_offset = 0
        """The place that resizing keeps at the top."""
        self._go: tuple[int, bool] | None = None
        """Where to go once there is a layout."""
        self._refining: Timer | None = None
        self._sentences: tuple[int, list[Span]] = (-1, [])
        self.set_reactive(ArticleSurface.measure, measure)

    def load(self, text: str, paragraphs: Iterable[Paragraph], *, measure: int | None = None) -> None:
        """Show a text. The place is kept where it is the same text as before (with other kinds of paragraphs, say)."""
        same = text == self.text
        self.text = text
        self.paragraphs = tuple(paragraphs)
        self._starts = [paragraph.start for paragraph in self.paragraphs]
        self._sentences = (-1, [])
        if measure is not None:
            self.set_reactive(ArticleSurface.measure, measure)
        if not same:
            self._layers = LayerStack()
            self.set_reactive(ArticleSurface.cursor, 0)
            self.set_reactive(ArticleSurface.selection, None)
            self._top_offset = 0
            self._go = (0, True)
        self._find_sentence()
        self._lay_out()

    def set_layers(self, layers: Iterable[Layer]) -> None:
        """Put these marks over the text, instead of those before.

        Layers that stand at the beginning or the end of the sequence as they did last time cost next to nothing: put
        first what seldom changes.
        """
        self._layers.set(tuple(layers))
        self._repaint()

    @property
    def current_paragraph(self) -> int:
        """Index of the paragraph at the cursor, from 0."""
        return max(0, bisect_right(self._starts, self.cursor) - 1)

    def visible_span(self) -> Span:
        """From the first to the last offset in sight."""
        layout = self._layout
        lines = [(block, line) for block, line in self._window() if line >= 0] if layout is not None else []
        if layout is None or not lines:
            return Span(0, 0)
        first, last = lines[0], lines[-1]
        return Span(layout.drawn(first[0]).lines[first[1]][0], layout.drawn(last[0]).lines[last[1]][1])

    # --- changes ---

    def validate_cursor(self, offset: int) -> int:
        return max(0, min(offset, len(self.text)))

    def watch_cursor(self) -> None:
        self._find_sentence()
        self._repaint()

    def watch_selection(self) -> None:
        self._repaint()

    def watch_current_sentence(self) -> None:
        self._repaint()

    def watch_measure(self) -> None:
        self._lay_out()

    def watch_show_furniture(self) -> None:
        self._lay_out()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._rows = None
        if self._layout is not None and round(old_value) != round(new_value):
            self._settle()
            span = self.visible_span()
            self._top_offset = span.start

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._palette = None
        self._strips.clear()
        self._rows = None

    def on_resize(self) -> None:
        self._lay_out()

    def _find_sentence(self) -> None:
        """The sentence at the cursor; only its paragraph, or its piece of a very long one, is looked at."""
        if not self.paragraphs:
            self.set_reactive(ArticleSurface.current_sentence, None)
            return
        paragraph = self.paragraphs[self.current_paragraph]
        start, end = paragraph.start, paragraph.end
        if end - start > 8000:
            start = max(start, self.cursor - self.cursor % 4000 - 2000)
            end = min(end, start + 8000)
        if self._sentences[0] != start:
            self._sentences = (start, list(sentences(self.text, start, end)))
        found = self._sentences[1]
        index = max(0, bisect_right(found, self.cursor, key=lambda span: span.start) - 1)
        self.set_reactive(ArticleSurface.current_sentence, found[index] if found else None)

    # --- layout ---

    def _lay_out(self) -> None:
        """Set the lines anew for the text, the measure and the width; keep the place."""
        width, height = self.size
        if not width or not height:
            return
        self._frame = frame_for(width, self.measure, self.scrollbar_size_vertical)
        fresh = self._layout is None
        seen = not fresh and self._go is None and self._in_sight(self.cursor)
        self._layout = Layout(self.text, self.paragraphs, self._frame.measure, fold=not self.show_furniture)
        self._layout.refine(FIRST_SLICE)
        self._strips.clear()
        self._rows = None
        self.virtual_size = Size(width, self._layout.height)
        go, self._go = self._go, None
        if go is not None:
            if go[1]:
                self._scroll_to_line(go[0], 1)
            else:
                self._scroll_row(0)
                self._bring_into_sight(go[0])
        else:
            kept = self._top_offset
            self._scroll_to_line(kept, 1 if kept == self._layout.blocks[self._layout.block_of(kept)].start else 0)
            if seen and not self._in_sight(self.cursor):
                self._show_rows(*self._rows_of(Span(self.cursor, self.cursor)))
            self._top_offset = kept
        self._refine_later()
        self._rows = None
        self.refresh()

    def _refine_later(self) -> None:
        if self._layout is None or self._layout.exact:
            return
        if self._refining is None and self.is_attached:
            self._refining = self.set_interval(0.03, self._refine)

    def _refine(self) -> None:
        """Measure some more lines; what is in sight stays where it is."""
        layout = self._layout
        if layout is None or layout.exact:
            if self._refining is not None:
                self._refining.stop()
                self._refining = None
            return
        if self.is_vertical_scrollbar_grabbed or self.app.animator.is_being_animated(self, "scroll_y"):
            return
        block, _within = layout.locate(self.scroll_offset.y)
        before = layout.top(block)
        if layout.refine(SLICE):
            self._shift(layout.top(block) - before)

    def _settle(self) -> None:
        """Measure what lies around the window, so that scrolling into it does not jump."""
        layout = self._layout
        if layout is None or layout.exact:
            return
        height = self.size.height
        row = self.scroll_offset.y
        layout.window(row, height * 3)
        block, _within = layout.locate(row)
        before = layout.top(block)
        index, rows = block - 1, 0
        while index >= 0 and rows < 2 * height:
            rows += len(layout.drawn(index).lines)
            index -= 1
        self._shift(layout.top(block) - before)

    def _shift(self, rows: int) -> None:
        """Heights changed, those above the window by so many rows: adjust the numbers, show the same."""
        layout = self._layout
        if layout is None:
            return
        size = Size(self.size.width, layout.height)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = size.height
        if rows:
            self._rows = None
            y = self.validate_scroll_y(self.scroll_y + rows)
            self.set_reactive(Widget.scroll_y, y)
            self.set_reactive(Widget.scroll_target_y, y)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.position = y
            self.refresh()

    def _rows_of(self, span: Span) -> tuple[int, int]:
        layout = self._layout
        if layout is None:
            return 0, 0
        first = layout.row_of(span.start)
        last = layout.row_of(max(span.start, span.end - 1))
        return layout.row_of(span.start) if last < first else first, max(first, last)

    def _in_sight(self, offset: int) -> bool:
        if self._layout is None:
            return False
        row = self._layout.row_of(offset) - self.scroll_offset.y
        return 0 <= row < self.size.height

    def _bring_into_sight(self, offset: int) -> None:
        """Scroll to the paragraph of an offset, if it fits the window; else to its sentence."""
        if self.paragraphs:
            paragraph = self.paragraphs[self.current_paragraph]
            first, last = self._rows_of(Span(paragraph.start, paragraph.end))
            if last - first + 1 + 2 * CONTEXT <= self.size.height:
                self._show_rows(first, last)
                return
        self._show_rows(*self._rows_of(self.current_sentence or Span(offset, offset)))

    def _show_rows(self, first: int, last: int) -> None:
        """Scroll as little as will show these rows with some context; far away ones come to the upper third."""
        height = self.size.height
        top = self.scroll_offset.y
        context = min(CONTEXT, max(0, (height - 1) // 4))
        if last - first + 1 + 2 * context > height:
            last = first + max(0, height - 1 - 2 * context)
        if top + context <= first and last < top + height - context:
            return
        if first - context < top:
            goal = first - context
            if top - goal > height:
                goal = first - height // 3
        else:
            goal = last + context + 1 - height
            if goal - top > height:
                goal = min(first - context, max(goal, first - height // 3))
        self._scroll_row(goal)

    def _scroll_to_line(self, offset: int, above: int) -> None:
        """Make the line of an offset the first one, with so many rows above it."""
        layout = self._layout
        if layout is None:
            return
        for _ in range(4):
            row = layout.row_of(offset) - above
            layout.window(max(0, row), self.size.height)
            if row == layout.row_of(offset) - above:
                break
        self._shift(0)
        self._scroll_row(layout.row_of(offset) - above)
        if layout.line_of(offset):
            self._top_offset = offset

    def _scroll_row(self, row: int) -> None:
        self._shift(0)
        y = self.validate_scroll_y(row)
        self.scroll_target_y = y
        self.scroll_y = y

    # --- drawing ---

    def _window(self) -> list[tuple[int, int]]:
        if self._layout is None:
            return []
        if self._rows is None:
            self._rows = self._describe()
        return [(row.block, row.line) for row in self._rows]

    def _describe(self) -> list[Row]:
        """The rows in sight: what is on them, and what lies over it."""
        layout = self._layout
        if layout is None:
            return []
        current = self.current_paragraph
        sentence, selection = self.current_sentence, self.selection
        rows: list[Row] = []
        for block, line in layout.window(self.scroll_offset.y, self.size.height):
            if line < 0:
                rows.append(Row(block, -1))
                continue
            start, end = layout.drawn(block).lines[line]
            groups: list[list[Segment]] = []
            bar = 0
            about = layout.blocks[block]
            if self.paragraphs and about.first <= current <= about.last:
                bar = 1
                if sentence is not None and sentence.start < end and sentence.end > start:
                    bar = 2
                    groups.append([(max(start, sentence.start), min(end, sentence.end), (_SENTENCE,))])
            groups.extend(self._layers.segments(start, end))
            if selection is not None and selection.start < end and selection.end > start:
                groups.append([(max(start, selection.start), min(end, selection.end), (_SELECTION,))])
            signs = () if about.folded else sort_signs(self._layers.signs(start, end), self.glyphs)
            rows.append(Row(block, line, tuple(merge(groups)) if groups else (), signs, bar))
        return rows

    def _repaint(self) -> None:
        """Draw the rows again that look different now."""
        if self._layout is None:
            return
        before = self._rows
        if before is None:
            self.refresh()
            return
        self._rows = after = self._describe()
        if len(before) != len(after):
            self.refresh()
            return
        regions = []
        start = None
        for y in range(len(after) + 1):
            differs = y < len(after) and after[y] != before[y]
            if differs and start is None:
                start = y
            elif not differs and start is not None:
                regions.append(Region(0, start, self.size.width, y - start))
                start = None
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._layout is None or self._frame.width != width:
            return Strip.blank(width, self.rich_style)
        if self._rows is None:
            self._rows = self._describe()
        if y >= len(self._rows):
            return Strip.blank(width, self.palette.blank)
        row = self._rows[y]
        strip = self._strips.get(row)
        if strip is None:
            if len(self._strips) > 2000:
                self._strips.clear()
            strip = draw_row(
                row,
                self._layout,
                self._frame,
                self.palette,
                self.glyphs,
                numbers=self.numbers,
                hint=self.furniture_hint,
            )
            self._strips[row] = strip
        return strip

    @property
    def palette(self) -> Palette:
        """The styles of the current theme."""
        if self._palette is None:
            app = self.app
            _, _, background, colour = self.colors
            self._palette = Palette(
                app.theme_variables,
                background.blend(colour, colour.a, 1.0) if background.ansi is None and colour.ansi is None else colour,
                background,
                dark=app.current_theme.dark,
                ansi=app.native_ansi_color,
                mono=app.no_color,
            )
        return self._palette
