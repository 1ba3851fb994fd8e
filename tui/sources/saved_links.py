"""Lists of addresses that somebody saved: the bookmarks of browsers (the Netscape bookmark file), and of linkding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any, Final

from msgspec import Struct

from tui.sources.pages.facts import web_address
from tui.text.errors import IntakeError
from tui.text.intake import clean, decode

MAX_LINKS: Final = 100_000
_BOOKMARKS: Final = re.compile(r"(?i)\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file-1")


class SavedLink(Struct, frozen=True):
    """Something that was saved."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    text: str = ""
    """The article as the list holds it, a paragraph a line; empty where it holds the address only."""
    published: str | None = None
    author: str | None = None
    language: str | None = None


def recognises(data: bytes) -> bool:
    """Is this a bookmarks file, or what linkding's interface answers with?"""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf")
    return bool(_BOOKMARKS.match(start.decode("utf-8", "replace"))) or (
        start.lstrip()[:1] in (b"{", b"[") and b'"tag_names"' in data[:1_000_000]
    )


def read_links(data: bytes) -> list[SavedLink]:
    """The links of a list. Raises IntakeError when it is damaged."""
    return read_list(data)[0]


def read_list(data: bytes) -> tuple[list[SavedLink], int]:
    """The links of a list, and how many entries have no address of a web page (`javascript:`, `file:`, `place:`, none).

    Raises IntakeError when it is damaged.
    """
    text = clean(decode(data).text)
    found = _bookmarks(text) if _BOOKMARKS.match(text) else list(_json(text))
    named = [link for link in found if link.url]
    return named, len(found) - len(named)


def unique(found: Iterable[SavedLink]) -> list[SavedLink]:
    """Each address once. Raises IntakeError when there is none, or far too many."""
    links: dict[str, SavedLink] = {}
    for link in found:
        links.setdefault(link.url, link)
        if len(links) > MAX_LINKS:
            raise IntakeError(f"There are too many links in it (the most is {MAX_LINKS:,}).")
    if not links:
        raise IntakeError("There is no address of a web page in this list.")
    return list(links.values())


def _line(value: Any) -> str:
    return " ".join(str(value).split())[:500] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _tags(values: Any) -> tuple[str, ...]:
    listed = values if isinstance(values, list) else values.split(",") if isinstance(values, str) else []
    names = map(_line, listed)
    return tuple(dict.fromkeys(name[:100] for name in names if name))


def _json(text: str) -> Iterator[SavedLink]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise IntakeError("This list is damaged; export it again.") from None
    items = data.get("results") if isinstance(data, dict) else data
    for item in items if isinstance(items, list) else ():
        said = item.get("url") if isinstance(item, dict) else None
        url = web_address(said if isinstance(said, str) else None)
        if isinstance(item, dict):
            yield SavedLink(url or "", _line(item.get("title") or ""), _tags(item.get("tag_names")))


class _Bookmarks(HTMLParser):
    """Folders are headings, and the lists under them hold their links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[SavedLink] = []
        self.folders: list[str] = []
        self._folder = ""
        self._url: str | None = None
        self._tags: tuple[str, ...] = ()
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "dl":
            self.folders.append(self._folder)
            self._folder = ""
        elif tag == "h3":
            self._text = []
        elif tag == "a":
            said = dict(attrs)
            self._url = web_address(said.get("href"))
            self._tags = _tags(said.get("tags") or "")
            self._text = []

    def handle_data(self, data: str) -> None:
        if self._text is not None and len(self._text) < 1000:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h3":
            self._folder, self._text = _line("".join(self._text or [])), None
        elif tag == "dl" and self.folders:
            self.folders.pop()
        elif tag == "a":
            if self._text is not None and len(self.found) <= MAX_LINKS:
                tags = _tags([*self.folders[-8:], *self._tags])
                self.found.append(SavedLink(self._url or "", _line("".join(self._text or [])), tags))
            self._url, self._text = None, None


def _bookmarks(text: str) -> list[SavedLink]:
    parser = _Bookmarks()
    parser.feed(text)
    parser.close()
    return parser.found
