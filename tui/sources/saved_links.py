"""Lists of what somebody saved to read: exports of Pocket, Instapaper, Omnivore, wallabag and linkding, and the bookmarks
of browsers (the Netscape bookmark file)."""

from __future__ import annotations

import csv
import io
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
_STATES: Final = frozenset({"unread", "archive", "archived", "read", "starred", "home", "true", "false", "succeeded"})
"""What lists call their own shelves: no tags."""


class SavedLink(Struct, frozen=True):
    """Something that was saved."""

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    html: str = ""
    """The article as the list holds it; empty where it holds the address only."""
    published: str | None = None
    author: str | None = None
    language: str | None = None


def read_links(data: bytes) -> list[SavedLink]:
    """The links of a list, each address once. Raises IntakeError when it is none, or names nothing on the web."""
    text = clean(decode(data).text)
    found: Iterable[SavedLink]
    if _BOOKMARKS.match(text):
        found = _bookmarks(text)
    elif text.lstrip()[:1] in "[{":
        found = _json(text)
    else:
        found = _csv(text)
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
    listed = values if isinstance(values, list) else re.split(r"[|,]", values) if isinstance(values, str) else []
    names = (_line(one.get("label") or one.get("name") if isinstance(one, dict) else one) for one in listed)
    return tuple(dict.fromkeys(name[:100] for name in names if name and name.casefold() not in _STATES))


def _csv(text: str) -> Iterator[SavedLink]:
    """Pocket (title, url, tags with | between them) and Instapaper (URL, Title, Folder): told by the first line."""
    rows = csv.reader(io.StringIO(text))
    try:
        head = [name.strip().casefold() for name in next(rows, [])]
        if "url" not in head:
            raise IntakeError("This is no list of saved articles that is known; see “counterpoint later --help”.")
        for row in rows:
            one = dict(zip(head, row, strict=False))
            url = web_address(one.get("url"))
            if url:
                tags = _tags(one.get("tags") or "") + _tags([one.get("folder") or ""])
                yield SavedLink(url, _line(one.get("title") or ""), tuple(dict.fromkeys(tags)))
    except csv.Error:
        raise IntakeError("This list is damaged; export it again.") from None


def _json(text: str) -> Iterator[SavedLink]:
    """Omnivore, wallabag and linkding: objects with an address and a title."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise IntakeError("This list is damaged; export it again.") from None
    items = next((data[key] for key in ("items", "results", "bookmarks") if isinstance(data.get(key), list)), []) \
        if isinstance(data, dict) else data  # fmt: skip
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        url = web_address(item.get("url") if isinstance(item.get("url"), str) else None)
        if not url:
            continue
        html = item.get("content")
        published = re.match(r"\d{4}-\d{2}-\d{2}", _line(item.get("publishedAt") or item.get("published_at") or ""))
        authors = item.get("published_by")
        yield SavedLink(
            url,
            _line(item.get("title") or ""),
            _tags(item.get("labels") or item.get("tags") or item.get("tag_names") or []),
            clean(html) if isinstance(html, str) else "",
            published[0] if published else None,
            _line(item.get("author") or "")
            or ", ".join(map(_line, authors if isinstance(authors, list) else ()))
            or None,
            _line(item.get("language") or "")[:35].lower().replace("_", "-") or None,
        )


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
            if self._url and len(self.found) <= MAX_LINKS:
                tags = _tags([*self.folders[-8:], *self._tags])
                self.found.append(SavedLink(self._url, _line("".join(self._text or [])), tags))
            self._url, self._text = None, None


def _bookmarks(text: str) -> list[SavedLink]:
    parser = _Bookmarks()
    parser.feed(text)
    parser.close()
    return parser.found
