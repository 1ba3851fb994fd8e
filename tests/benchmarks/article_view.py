"""How fast the article view is, beside a bare line-API widget in the same run.

Run: python -m tests.benchmarks.article_view [--words 1000000] [--presses 60]

Printed: seconds from `load` to the first painted frame; milliseconds of a key press (cursor to another paragraph,
repaint included), with the paragraph in sight and with scrolling, at 1,000 words and at a million, without and with
10,000 layers. In brackets the ratio to a bare widget that repaints, or scrolls, its window of the same size and script:
the ratio is what counts, absolute times are of the machine at hand.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from tui.text.document import Paragraph
from tui.widgets.article_view import ArticleView, Layer

SIZE = (120, 40)


class Bare(ScrollView, can_focus=True):
    """The least that a line-API widget can do: cut lines from a list, one segment each."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def fill(self, lines: list[str]) -> None:
        self.lines = lines
        self.virtual_size = Size(self.size.width, len(lines))

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        text = self.lines[row] if row < len(self.lines) else ""
        width = self.size.width
        return Strip([Segment(text, self.rich_style)]).adjust_cell_length(width, self.rich_style)


class Bench(App[None]):
    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


def article(words: int, *, cjk: bool, seed: int = 7) -> tuple[str, tuple[Paragraph, ...]]:
    """A text of so many words in paragraphs of 40 to 160; half of its words are Chinese if `cjk`."""
    chance = random.Random(seed)
    stock = [("".join(chance.choices("aeioutnrslm", k=chance.randint(2, 9)))) for _ in range(4000)]
    if cjk:
        stock[::2] = ["".join(chr(chance.randint(0x4E00, 0x9000)) for _ in range(2)) for _ in range(2000)]
    text: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    while words > 0:
        count = min(words, chance.randint(40, 160))
        sentence = " ".join(chance.choices(stock, k=count)) + "."
        paragraphs.append(Paragraph(len(paragraphs) + 1, "body", at, at + len(sentence)))
        text.append(sentence)
        at += len(sentence) + 1
        words -= count
    return "\n".join(text), tuple(paragraphs)


def layers(text: str, count: int) -> list[Layer]:
    chance = random.Random(11)
    roles = ("claim", "contested", "counter", "supports", "highlight-yellow", "note")
    starts = sorted(chance.randrange(max(1, len(text) - 80)) for _ in range(count))
    return [
        Layer(start, start + chance.randint(10, 80), chance.choice(roles), str(n)) for n, start in enumerate(starts)
    ]


async def frame(app: App[None]) -> None:
    """Wait until what was asked for is painted."""
    painted = asyncio.Event()
    app.screen.call_after_refresh(painted.set)
    await painted.wait()


async def presses(app: App[None], count: int, press: Callable[[int], None]) -> float:
    """Milliseconds from the key's effect to the painted frame; the median."""
    taken = []
    for n in range(count):
        began = perf_counter()
        press(n)
        app.screen._on_timer_update()
        taken.append(perf_counter() - began)
        await asyncio.sleep(0)
    return median(taken) * 1000


async def of_bare(words: int, count: int, *, cjk: bool) -> tuple[float, float]:
    widget = Bare()
    app = Bench(widget)
    text, _paragraphs = article(words, cjk=cjk)
    async with app.run_test(size=SIZE) as pilot:
        widget.fill([text[at : at + 60].replace("\n", " ") for at in range(0, len(text), 60)])
        await pilot.pause()
        repaint = await presses(app, count, lambda _n: widget.refresh() and None)
        scroll = await presses(app, count, lambda n: widget.scroll_to(y=n * 7 + 1, animate=False, force=True))
    return repaint, scroll


async def of_view(words: int, count: int, *, cjk: bool, marks: int) -> tuple[float, float, float]:
    widget = ArticleView()
    app = Bench(widget)
    text, paragraphs = article(words, cjk=cjk)
    over = layers(text, marks)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        began = perf_counter()
        widget.load(text, paragraphs)
        widget.set_layers(over)
        await frame(app)
        app.screen._on_timer_update()
        loaded = perf_counter() - began
        shown = "".join(widget.render_line(y).text for y in range(SIZE[1]))
        assert text[:20] in shown, "the text is not on screen"
        while widget._layout is not None and not widget._layout.exact:
            widget._refine()
        middle = len(paragraphs) // 2
        widget.go_to(paragraphs[middle].start)
        await pilot.pause()
        a, b = paragraphs[middle], paragraphs[middle + 1]
        still = await presses(app, count, lambda n: widget.go_to((a, b)[n % 2].start))
        first = middle if middle > count else 0
        there = max(1, min(count, len(paragraphs) - 6))
        steps = [paragraphs[first + n % there].start for n in range(count)]
        moving = await presses(app, count, lambda n: widget.go_to(steps[n], top=True))
    return loaded, still, moving


async def main(words: int, count: int) -> None:
    references = {cjk: await of_bare(100_000, count, cjk=cjk) for cjk in (False, True)}
    for cjk, (bare, scrolled) in references.items():
        print(f"bare widget, {'CJK  ' if cjk else 'ASCII'}       repaint {bare:6.2f} ms   scroll {scrolled:6.2f} ms")
    print("article view             load to text   key, in sight      key, scrolling")
    for size, cjk, marks in ((1_000, False, 0), (words, False, 0), (words, False, 10_000), (words, True, 10_000)):
        loaded, still, moving = await of_view(size, count, cjk=cjk, marks=marks)
        bare, scrolled = references[cjk]
        kind = "CJK  " if cjk else "ASCII"
        print(
            f"{size:>9,} {kind} {marks:>6,} layers {loaded:6.3f} s    {still:6.2f} ms ({still / bare:4.2f})"
            f"  {moving:6.2f} ms ({moving / scrolled:4.2f})"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--presses", type=int, default=60)
    given = parser.parse_args()
    asyncio.run(main(given.words, given.presses))
