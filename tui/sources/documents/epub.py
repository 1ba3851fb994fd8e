"""EPUB books (EPUB 2 and 3): each part of the spine that has text is an article of the book."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sources.documents.archive import Archive, attribute, first_text, inside
from tui.sources.pages.blocks import blocks_of
from tui.sources.pages.tree import decode_page, parse, prune
from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.intake import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

EXTRACTOR = "epub-1"
MAX_CHAPTERS = 2000
_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_OBFUSCATED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways of scrambling fonts: no protection of the text."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of a book."""

    name: str
    """The name of its file in the book."""
    document: Document


def read_epub(data: bytes) -> list[Chapter]:
    """The chapters of a book, in the order of its spine; covers, contents and empty parts are left out.

    The title of a document is the chapter's, its source the book's. Raises IntakeError when the book is damaged,
    protected, or has no text; MissingExtra without the extra `docs`.
    """
    archive = Archive(data)
    package_name = _package_name(archive)
    _refuse_protection(archive)
    package = archive.xml(package_name)
    folder = posixpath.dirname(package_name)
    book = first_text(package, "title")
    published = _DAY.match(first_text(package, "date") or "")
    authors = [" ".join("".join(one.itertext()).split()) for one in package.iter("{*}creator")][:20]
    language = first_text(package, "language")
    titles = _titles(archive, package, folder)
    chapters: list[Chapter] = []
    for name in _spine(package, folder):
        if name not in archive:
            continue
        blocks = _blocks(archive.read(name))
        if not blocks:
            continue
        own = blocks[0][0] if blocks[0][1] == "heading" and len(blocks[0][0]) <= 200 else None
        meta = Metadata(
            title=titles.get(name) or own or (f"{book}, {len(chapters) + 1}" if book else None),
            source=book,
            author=", ".join(dict.fromkeys(author for author in authors if author)) or None,
            published=published[0] if published else None,
            language=language.lower().replace("_", "-") if language and len(language) <= 35 else None,
        )
        chapters.append(Chapter(name, assemble(blocks, meta, marked_up=True)))
        if len(chapters) >= MAX_CHAPTERS:
            break
    if not chapters:
        raise IntakeError("There is no text in this book.")
    return chapters


def _package_name(archive: Archive) -> str:
    if "META-INF/container.xml" not in archive:
        raise IntakeError("This is not an EPUB book, or it is damaged: it does not say where its contents are.")
    for element in archive.xml("META-INF/container.xml").iter("{*}rootfile"):
        name = inside("", attribute(element, "full-path") or "")
        if name is not None and name in archive:
            return name
    raise IntakeError("This book is damaged: its contents are not where it says.")


def _refuse_protection(archive: Archive) -> None:
    if "META-INF/rights.xml" in archive or "META-INF/license.lcpl" in archive:
        raise IntakeError("This book is protected against copying (DRM); it cannot be read here.")
    if "META-INF/encryption.xml" in archive:
        for element in archive.xml("META-INF/encryption.xml").iter("{*}EncryptedData"):
            ways = [attribute(way, "Algorithm") for way in element.iter("{*}EncryptionMethod")]
            if not ways or any(way not in _OBFUSCATED for way in ways):
                raise IntakeError("This book is protected against copying (DRM); it cannot be read here.")


def _spine(package: _Element, folder: str) -> list[str]:
    """The names of the files to read, each once, however often the spine names it."""
    items: dict[str, _Element] = {}
    for item in package.iter("{*}item"):
        items.setdefault(item.get("id") or "", item)
    contents = {
        attribute(one, "href") for one in package.iter("{*}reference") if attribute(one, "type") in ("toc", "cover")
    }
    names: dict[str, None] = {}
    for reference in package.iter("{*}itemref"):
        found = items.get(reference.get("idref") or "")
        if found is None or reference.get("linear") == "no":
            continue
        if "nav" in (found.get("properties") or "").split() or found.get("href") in contents:
            continue
        if "html" not in (found.get("media-type") or "html"):
            continue
        name = inside(folder, found.get("href") or "")
        if name is not None:
            names[name] = None
    return list(names)


def _titles(archive: Archive, package: _Element, folder: str) -> dict[str, str]:
    """What the table of contents calls the files."""
    found: dict[str, str] = {}
    for item in package.iter("{*}item"):
        nav = "nav" in (item.get("properties") or "").split()
        if not nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        name = inside(folder, item.get("href") or "")
        if name is None or name not in archive:
            continue
        here = posixpath.dirname(name)
        if nav:
            tree = parse(decode_page(archive.read(name)), "docs", "Books")
            pairs = [(link.get("href") or "", " ".join(link.itertext())) for link in tree.iter("a")]
        else:
            points = archive.xml(name).iter("{*}navPoint")
            pairs = [
                (
                    next((attribute(c, "src") or "" for c in point.iter("{*}content")), ""),
                    first_text(point, "text") or "",
                )
                for point in points
            ]
        for href, label in pairs[:5000]:
            target, line = inside(here, href), " ".join(label.split())
            # A file of several entries is called by the first of them, which stands at its head.
            if target and 0 < len(line) <= 200:
                found.setdefault(target, line)
    return found


def _blocks(data: bytes) -> list[tuple[str, ParagraphKind]]:
    try:
        tree = parse(decode_page(data), "docs", "Books")
    except IntakeError as error:
        if "no text" in str(error) or "empty" in str(error):
            return []
        raise
    prune(tree)
    body = tree.body if tree.body is not None else tree
    return [(clean(block.text).replace("\n", " "), block.kind) for block in blocks_of(body)]
