"""Feeds: RSS and Atom through feedparser, JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/) as JSON."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tui.sources.extras import need
from tui.sources.pages.blocks import blocks_of
from tui.sources.pages.facts import web_address
from tui.sources.pages.tree import parse, prune
from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.intake import clean

EXTRACTOR = "feed-1"
MAX_FEED = 10_000_000
"""What a feed may weigh, in bytes."""
MAX_ENTRIES = 1000
"""Of more entries only the first are taken."""
_FEED = re.compile(
    rb"(?s)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*|<\?[^>]{0,500}\?>\s*|<!DOCTYPE[^>]{0,2000}>\s*){0,8}"
    rb"<(?:rss|feed|(?:\w{1,20}:)?RDF)[\s>]"
)
_ENTITY = re.compile(rb"<!ENTITY")
_TAG = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a feed announces."""

    key: str
    """What the feed tells it apart by."""
    url: str | None
    title: str
    author: str | None
    published: str | None
    """As `YYYY-MM-DD`."""
    html: str
    """What the feed has of its text, as HTML; may be empty."""

    @property
    def bare(self) -> bool:
        """Is its address all that it has? Then only the page there tells what it announces."""
        return self.title == self.url and not _TAG.sub("", self.html).strip()

    def document(self, source: str, language: str | None) -> Document:
        """The document of what the feed has of it; `source` is the title of the feed."""
        blocks = _blocks(self.html) or [(self.title, "body")]
        meta = Metadata(self.title, source, self.url, self.author, self.published, language)
        return assemble(blocks, meta, marked_up=True)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says."""

    title: str
    site: str | None
    language: str | None
    entries: tuple[Entry, ...]


def is_feed(data: bytes) -> bool:
    """Does this look like a feed?"""
    start = data[:16384].removeprefix(b"\xef\xbb\xbf")
    return bool(_FEED.match(start)) or (start.lstrip()[:1] == b"{" and b"jsonfeed.org/version" in start)


def read_feed(data: bytes, url: str, media_type: str = "") -> Feed:
    """The feed in `data`, which came from `url`. Raises IntakeError when it is none, MissingExtra without `feeds`."""
    if len(data) > MAX_FEED:
        raise IntakeError(f"This feed is too large (the most is {MAX_FEED // 1_000_000} MB).")
    if _ENTITY.search(data[:65536]) and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise IntakeError("It declares entities of its own, as no feed needs to; it was not read.")
    if not is_feed(data):
        raise IntakeError("This is no feed; give the address of an RSS, Atom or JSON feed.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, url)
    feedparser = need("feedparser", "feeds", "Feeds")
    try:
        # As a file: a text might be taken for the name of one.
        found = feedparser.parse(
            io.BytesIO(data),
            response_headers={"content-type": media_type or "application/xml", "content-location": url},
        )
    except Exception:  # It reads whatever a feed holds, with many parsers; what goes wrong in them is damage.
        raise IntakeError("This feed is damaged; it cannot be read.") from None
    if not found.get("version"):
        raise IntakeError("This feed is damaged; it cannot be read.")
    said = found.feed
    broken = str(found.get("bozo_exception") or "") if found.get("bozo") else ""
    if broken and not found.entries and (not said.get("title") or "no element found" in broken):
        raise IntakeError("This feed is damaged: it breaks off before its first entry.")
    language = _line(said.get("language"))
    entries = [entry for one in found.entries[:MAX_ENTRIES] if (entry := _entry(one, url)) is not None]
    site = web_address(said.get("link"), url)
    return Feed(_line(said.get("title")) or site or url, site, language.lower() if language else None, _once(entries))


def _entry(one: Any, base: str) -> Entry | None:
    url = web_address(one.get("link"), base)
    contents = [part.get("value") or "" for part in one.get("content") or () if "html" in (part.get("type") or "html")]
    plain = [_as_html(part.get("value") or "") for part in one.get("content") or () if part.get("type") == "text/plain"]
    html = max([*contents, *plain, one.get("summary") or ""], key=len)
    title = _line(one.get("title")) or _first_words(html) or url
    key = _line(one.get("id")) or url or title
    if not key or not title:
        return None
    published = one.get("published_parsed") or one.get("updated_parsed")
    day = f"{published[0]:04}-{published[1]:02}-{published[2]:02}" if published else None
    return Entry(key[:1000], url, title, _line(one.get("author")), day, html)


def _json_feed(data: bytes, url: str) -> Feed:
    try:
        said = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        said = None
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(items, list):
        raise IntakeError("This feed is damaged; it cannot be read.")
    entries: list[Entry] = []
    for item in items[:MAX_ENTRIES]:
        if not isinstance(item, dict):
            continue
        address = web_address(_text(item.get("url")) or _text(item.get("external_url")), url)
        html = _text(item.get("content_html")) or _as_html(
            _text(item.get("content_text")) or _text(item.get("summary"))
        )
        title = _line(item.get("title")) or _first_words(html) or address
        key = _line(str(item.get("id") or "")) or address
        if not key or not title:
            continue
        entries.append(Entry(key[:1000], address, title, _authors(item), _day(item.get("date_published")), html))
    language = _line(said.get("language"))
    site = web_address(_text(said.get("home_page_url")), url)
    return Feed(_line(said.get("title")) or site or url, site, language.lower() if language else None, _once(entries))


def _once(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple({entry.key: entry for entry in reversed(entries)}.values())[::-1]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _as_html(text: str) -> str:
    from html import escape

    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())


def _authors(item: dict[str, Any]) -> str | None:
    listed = item.get("authors")
    people = listed if isinstance(listed, list) else [item.get("author")]
    names = [_line(one.get("name")) for one in people[:20] if isinstance(one, dict)]
    return ", ".join(name for name in names if name) or None


def _day(value: Any) -> str | None:
    try:
        when = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return when.astimezone(UTC).date().isoformat() if when.tzinfo and when.year > 1 else when.date().isoformat()


def _line(value: Any) -> str | None:
    """A text on one line without mark-up; None where there is none."""
    from html import unescape

    if not isinstance(value, str):
        return None
    return " ".join(clean(unescape(_TAG.sub("", value[:4000]))).split())[:500] or None


def _first_words(html: str) -> str | None:
    line = _line(_TAG.sub(" ", html[:4000]))
    return line if line is None or len(line) <= 80 else line[:80].rpartition(" ")[0] + "…"


def _blocks(html: str) -> list[tuple[str, ParagraphKind]]:
    if not html.strip():
        return []
    try:
        tree = parse(f"<html><body>{html}</body></html>", "feeds", "Feeds")
    except IntakeError:
        return []
    prune(tree)
    return [(clean(block.text).replace("\n", " "), block.kind) for block in blocks_of(tree.body)]


def feed_links(html: str, url: str) -> list[str]:
    """The feeds that a page names for itself, in its order."""
    tree = parse(html, "feeds", "Feeds")
    kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    found = [
        web_address(link.get("href"), url)
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split() and (link.get("type") or "").lower() in kinds
    ]
    return list(dict.fromkeys(one for one in found if one))
