"""The text of a piece of HTML: one block a line. For what other programs saved; pages of the web are read by `sources`."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td",
     "th", "tr", "ul")
)  # fmt: skip
_HIDDEN: Final = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "object", "head", "title"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self.flush()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            # What was left open inside ends with it.
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(data)

    def flush(self) -> None:
        line = " ".join("".join(self._line).split())
        self._line.clear()
        if line:
            self.lines.append(line)


def text_of(html: str) -> str:
    """The text in it; scripts, styles and the like left out."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    parser.flush()
    return "\n".join(parser.lines)
