"""Real articles from a data folder, one paragraph a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_SHORTEST, _LONGEST = 1_200, 40_000
_BLOCKS = frozenset({"p", "div", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "pre"})
_OTHERS = frozenset({"blockquote", "figure", "figcaption", "table", "tr"})
_HIDDEN = frozenset({"script", "style", "noscript", "svg", "math"})


def articles(folder: Path, each: int) -> dict[str, list[str]]:
    """Up to `each` articles of every data set in `folder`, spread evenly over it, by the name of the set."""
    found: dict[str, list[str]] = {}
    for name, read in (("newspairs", _newspairs), ("gum", _gum), ("readability-pages", _pages), ("polnear", _polnear)):
        if (folder / name).is_dir():
            texts = [t for raw in read(folder / name) if _SHORTEST <= len(t := _lines(raw)) <= _LONGEST and _real(t)]
            step = max(1, len(texts) // each)
            found[name] = texts[::step][:each]
    return found


def _lines(text: str) -> str:
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def _real(text: str) -> bool:
    """Is it no filler, the same few lines again and again, in which nobody could say which of them moved?"""
    lines = text.split("\n")
    return len(set(lines)) > 0.7 * len(lines)


def _newspairs(folder: Path) -> Iterator[str]:
    for item in json.loads((folder / "dev.json").read_text(encoding="utf-8")):
        for article in item["articles"]:
            yield article["text"]


def _gum(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.conllu")):
        paragraphs: list[list[str]] = [[]]
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                paragraphs.append([])
            elif line.startswith("# text = "):
                paragraphs[-1].append(line.removeprefix("# text = "))
        yield "\n".join(" ".join(lines) for lines in paragraphs)


def _polnear(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*/text/*.txt")):
        yield path.read_text(encoding="utf-8")


def _pages(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*/expected.html")):
        page = _Page()
        page.feed(path.read_text(encoding="utf-8"))
        yield "".join(page.pieces)


class _Page(HTMLParser):
    """The text of a page, a line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS | _OTHERS or tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        if tag in _BLOCKS | _OTHERS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))
