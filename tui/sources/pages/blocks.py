"""The blocks of a page: runs of text that stand in one element, in reading order, each with its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sources.pages.tree import UNSEEN
from tui.text.document import ParagraphKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "math", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "small", "span",
        "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "output", "picture", "noscript",
        "mi", "mo", "mn", "mrow", "msup", "msub", "mfrac", "msqrt", "mtext", "mtable", "mtr", "mtd", "mover", "munder",
        "munderover", "msubsup", "mstyle", "mspace", "semantics", "mpadded", "mroot", "menclose", "center-inline",
    }
)  # fmt: skip
"""Elements that do not end a paragraph; all others do."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"li", "dt", "dd"})
_CAPTION = re.compile(
    r"(?i)(?:^|[\s_-])(?:(?:wp-)?caption(?:-text)?|figcaption|photo-?credit|image-?credit)(?:$|[\s_-])"
)
_SPACE = re.compile(r"[ \t\n\r\f\u00a0\u200b]+")


@dataclass(slots=True)
class Block:
    """One paragraph of a page."""

    text: str
    kind: ParagraphKind
    home: HtmlElement
    """The element that it stands in."""
    linked: int
    """How many of its characters are links."""


class _Run:
    """Text that is being gathered, until an element ends it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0

    def take(self) -> tuple[str, int]:
        if not self.parts:
            return "", 0
        text = _SPACE.sub(" ", "".join(self.parts)).strip()
        linked = min(self.linked, len(text))
        self.parts, self.linked = [], 0
        return text, linked


def blocks_of(body: HtmlElement) -> list[Block]:
    """The blocks of `body`. A row of a table is one block, its cells parted by “ | ”; lines of code are one each."""
    from lxml.etree import iterwalk

    found: list[Block] = []
    run = _Run()
    homes: list[HtmlElement] = [body]
    links = 0
    row = 0  # inside a row of a table, where cells do not end the block
    pre = 0
    walk = iterwalk(body, events=("start", "end"))

    def end() -> None:
        if pre:
            for line in "".join(run.parts).split("\n"):
                if line.strip():
                    found.append(Block(_SPACE.sub(" ", line.rstrip()), _kind(homes), homes[-1], 0))
            run.take()
            return
        text, linked = run.take()
        text = text.strip("| ") if row else text
        if text:
            found.append(Block(text, _kind(homes), homes[-1], linked))

    def add(text: str | None) -> None:
        if text:
            run.parts.append(text)
            if links:
                run.linked += len(_SPACE.sub(" ", text).strip())

    for event, element in walk:
        tag = element.tag
        if event == "start":
            if element is not body and tag in UNSEEN:
                walk.skip_subtree()
                continue
            if tag == "br":
                # A line break ends the paragraph when another follows at once.
                if run.parts and run.parts[-1] == "\n" and not pre:
                    end()
                else:
                    run.parts.append("\n")
                continue
            if tag in ("td", "th") and row:
                run.parts.append(" | ")
            elif tag == "tr" and not _layout(element):
                end()
                homes.append(element)
                row += 1
            elif tag not in INLINE and not row:
                end()
                homes.append(element)
                pre += tag == "pre"
            links += tag == "a" and element.get("href") is not None
            add(element.text)
            continue
        if not (element is not body and tag in UNSEEN) and tag != "br":
            links -= tag == "a" and element.get("href") is not None
            if tag == "tr" and row and homes[-1] is element:
                end()
                homes.pop()
                row -= 1
            elif tag not in INLINE and tag not in ("td", "th") and row:
                run.parts.append(" ")
            elif len(homes) > 1 and homes[-1] is element:
                end()
                homes.pop()
                pre -= tag == "pre"
        if element is not body:
            if tag not in UNSEEN and element.tail is None and tag in ("mi", "mo", "mn", "time", "label"):
                run.parts.append(" ")
            elif tag == "br" and (element.tail or "").strip() == "":
                continue  # white space between two breaks is none
            add(element.tail)
    end()
    return found


def _layout(row: HtmlElement) -> bool:
    """Is this a row of a table that only arranges the page? Then its cells hold paragraphs."""
    for element in row.iter("p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "article", "section"):
        if element is not row:
            return True
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) < 2


def _kind(homes: list[HtmlElement]) -> ParagraphKind:
    for home in reversed(homes[-12:]):
        tag = home.tag
        if tag in HEADINGS:
            return "heading"
        if tag == "blockquote":
            return "quote"
        if tag in _LISTS:
            return "list"
        if tag in ("figcaption", "caption", "figure") or _CAPTION.search((home.get("class") or "")[:300]):
            return "caption"
    return "body"
