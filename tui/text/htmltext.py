"""The text of a piece of HTML: one block a line. For what other programs saved; pages of the web are read by `sources`.

Reads once from front to back: the parser of the standard library takes time by the square on unfinished tags.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final

_BLOCKS: Final = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td",
     "th", "tr", "ul")
)  # fmt: skip
_HIDDEN: Final = frozenset(("script", "style", "template", "noscript", "svg", "iframe", "object", "head", "title"))
_NAME: Final = re.compile(r"/?([A-Za-z][A-Za-z0-9-]{0,40})")


def text_of(html: str) -> str:
    """The text in it; scripts, styles and the like left out."""
    lines: list[list[str]] = [[]]
    lower = html.lower() if len(html.lower()) == len(html) else html
    at = 0
    while (start := html.find("<", at)) >= 0:
        name = _NAME.match(html, start + 1)
        comment = html.startswith("<!--", start)
        if name is None and not comment and html[start + 1 : start + 2] not in ("!", "?"):
            lines[-1].append(html[at : start + 1])  # a "<" that begins nothing
            at = start + 1
            continue
        lines[-1].append(html[at:start])
        end = html.find("-->" if comment else ">", start + 1)
        if end < 0:
            # What is never ended: a comment hides the rest, all else is text.
            lines[-1].append("" if comment else html[start:])
            at = len(html)
            break
        at = end + (3 if comment else 1)
        tag = name[1].lower() if name else ""
        if tag in _HIDDEN and html[start + 1] != "/" and html[end - 1] != "/":
            closing = lower.find(f"</{tag}", at)
            end = html.find(">", closing) if closing >= 0 else -1
            at = end + 1 if end >= 0 else len(html)
        elif tag in _BLOCKS:
            lines.append([])
    lines[-1].append(html[at:])
    made = (" ".join(unescape("".join(line)).split()) for line in lines)
    return "\n".join(line for line in made if line)
