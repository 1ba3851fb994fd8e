"""OPML 2.0 (http://opml.org/spec2.opml): lists of feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tui.sources.documents.archive import xml_root
from tui.sources.extras import need
from tui.sources.pages.facts import web_address
from tui.text.errors import IntakeError
from tui.text.intake import clean

MAX_FEEDS = 20_000


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list."""

    url: str
    title: str = ""
    site: str | None = None
    tags: tuple[str, ...] = ()
    """The folders that it stands in, from the outermost, and its categories."""


def read_opml(data: bytes) -> list[Outline]:
    """The feeds of a list, each once. Raises IntakeError when it is no OPML or names no feed."""
    need("lxml.etree", "feeds", "Lists of feeds")
    root = xml_root(data)
    if root.tag != "opml":
        raise IntakeError("This is no OPML file, the list of feeds that feed readers export.")
    found: dict[str, Outline] = {}
    for element in root.iter("outline"):
        url = web_address(element.get("xmlUrl") or element.get("xmlurl"))
        if url is None or url in found:
            continue
        folders = [one.get("text") or one.get("title") or "" for one in element.iterancestors("outline")][::-1]
        categories = [part.strip("/") for part in (element.get("category") or "").split(",")]
        tags = tuple(
            dict.fromkeys(tag for one in (*folders, *categories) if (tag := " ".join(clean(one).split())[:100]))
        )
        title = " ".join(clean(element.get("title") or element.get("text") or "").split())[:500]
        found[url] = Outline(url, title, web_address(element.get("htmlUrl")), tags)
        if len(found) > MAX_FEEDS:
            raise IntakeError(f"There are too many feeds in it (the most is {MAX_FEEDS:,}).")
    if not found:
        raise IntakeError("There is no feed in this list.")
    return list(found.values())


def write_opml(outlines: Iterable[Outline]) -> bytes:
    """The list of these feeds as OPML 2.0, UTF-8."""
    need("lxml.etree", "feeds", "Lists of feeds")
    from lxml import etree

    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Feeds of Counterpoint"
    body = etree.SubElement(root, "body")
    for one in outlines:
        title = _xml(one.title or one.url)
        attributes = {"type": "rss", "text": title, "title": title, "xmlUrl": one.url}
        if one.site:
            attributes["htmlUrl"] = one.site
        if one.tags:
            attributes["category"] = ",".join(_xml(tag.replace(",", " ")) for tag in one.tags)
        etree.SubElement(body, "outline", attributes)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _xml(text: str) -> str:
    """Without the characters that XML cannot carry."""
    return "".join(c if c >= " " and c not in "\ufffe\uffff" else " " for c in clean(text))
