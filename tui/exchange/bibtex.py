"""BibTeX (biblatex's `@online` and its fields) for the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tui.exchange.articles import authors, date, key
from tui.exchange.plain import blocks, one_line
from tui.exchange.view import Object, View, address, publication

_SPECIAL: Final = re.compile(r"[\\{}%&$#_~^]")
_SPELLED: Final = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def write(view: View) -> Iterator[bytes]:
    """An entry for each article."""
    return blocks(_entries(view))


def _entries(view: View) -> Iterator[str]:
    taken: set[str] = set()
    for number, article in enumerate(view.articles()):
        yield ("\n" if number else "") + _entry(article, key(article, taken))


def _entry(article: Object, name: str) -> str:
    day = date(article["published"])
    url = address(article)
    fetched = article["versions"][-1]["fetched_at"][:10]
    fields = {
        "title": f"{{{_text(article['title'])}}}",
        "author": " and ".join(f"{{{_text(one)}}}" for one in authors(article)),
        "organization": _text(publication(article) or ""),
        "date": "-".join(f"{part:02d}" for part in day),
        "url": _address(url) if url else "",
        "urldate": fetched if url and not fetched.startswith("1970") else "",
        "langid": _text(article["language"] or ""),
        "keywords": ", ".join(_text(tag).replace(",", ";") for tag in article["tags"]),
    }
    lines = [f"  {field} = {{{value}}}" for field, value in fields.items() if value]
    return f"@online{{{name},\n" + ",\n".join(lines) + "\n}\n"


def _text(text: str) -> str:
    """Text in which no character is TeX."""
    return _SPECIAL.sub(lambda match: _SPELLED.get(match[0], f"\\{match[0]}"), one_line(text))


def _address(url: str) -> str:
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", one_line(url))
