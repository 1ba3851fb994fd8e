"""Documents of word processors: DOCX (Office Open XML, ECMA-376) and ODT (OpenDocument 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.sources.documents.archive import Archive, attribute, first_text, name_of
from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.intake import clean

if TYPE_CHECKING:
    from lxml.etree import _Element

DOCX_EXTRACTOR = "docx-1"
ODT_EXTRACTOR = "odt-1"
Block = tuple[str, ParagraphKind]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STYLES: tuple[tuple[re.Pattern[str], ParagraphKind], ...] = (
    (re.compile(r"(?i)^(?:heading|überschrift|titre|title|subtitle|titel)"), "heading"),
    (re.compile(r"(?i)quot|zitat|citation"), "quote"),
    (re.compile(r"(?i)caption|beschriftung|légende"), "caption"),
    (re.compile(r"(?i)^list"), "list"),
)


def _kind_of_style(name: str) -> ParagraphKind:
    return next((kind for pattern, kind in _STYLES if pattern.search(name)), "body")


def _document(blocks: list[Block], meta: Metadata) -> Document:
    kept: list[Block] = [
        (line, kind) for text, kind in blocks if (line := " ".join(clean(text).replace("\xa0", " ").split()))
    ]
    if not kept:
        raise IntakeError("There is no text in this document.")
    return assemble(kept, meta, marked_up=True)


# DOCX


def read_docx(data: bytes) -> Document:
    """The document of a DOCX file; its footnotes stand at its end. What was deleted with changes tracked is left out.

    Raises IntakeError when it is damaged or has no text, MissingExtra without the extra `docs`.
    """
    archive = Archive(data)
    main = "word/document.xml"
    if main not in archive:
        raise IntakeError("This is not a DOCX document, or it is damaged.")
    styles = _docx_styles(archive)
    blocks = list(_docx_blocks(archive.xml(main), styles))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if notes in archive:
            for note in archive.xml(notes):
                if attribute(note, "type") is None:  # the others are rules, not notes
                    blocks += [(text, "list") for text, _ in _docx_blocks(note, styles)]
    meta = Metadata()
    if "docProps/core.xml" in archive:
        core = archive.xml("docProps/core.xml")
        day = _DAY.match(first_text(core, "created") or "")
        meta = Metadata(
            title=first_text(core, "title"),
            author=first_text(core, "creator"),
            published=day[0] if day else None,
            language=_language(first_text(core, "language")),
        )
    return _document(blocks, meta)


def _language(said: str | None) -> str | None:
    return said.lower().replace("_", "-") if said and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_]\w{2,8})*", said) else None


def _docx_styles(archive: Archive) -> dict[str, ParagraphKind]:
    """The kind of paragraph that each style is, by its English name or that of the style that it builds on."""
    if "word/styles.xml" not in archive:
        return {}
    names: dict[str, tuple[str, str]] = {}
    outlined: set[str] = set()
    for style in archive.xml("word/styles.xml").iter("{*}style"):
        key = attribute(style, "styleId") or ""
        name = next((attribute(one, "val") or "" for one in style.iterfind("{*}name")), "")
        base = next((attribute(one, "val") or "" for one in style.iterfind("{*}basedOn")), "")
        names[key] = (name, base)
        if any(attribute(one, "val") in set("012345678") for one in style.iterfind("{*}pPr/{*}outlineLvl")):
            outlined.add(key)
    found: dict[str, ParagraphKind] = {}
    for key in names:
        at, kind = key, _kind_of_style(key)
        for _ in range(10):  # a style may be said to build on itself
            if kind != "body" or at not in names:
                break
            name, base = names[at]
            kind = "heading" if at in outlined else _kind_of_style(name)
            at = base
        found[key] = kind
    return found


def _docx_blocks(root: _Element, styles: dict[str, ParagraphKind]) -> Iterator[Block]:
    """Paragraphs, and rows of tables, in the order of the file."""
    for element in _outermost(root, "p", "tr"):
        if name_of(element) == "tr":
            cells = [
                " ".join(" ".join(_docx_text(p).split()) for p in cell.iter("{*}p"))
                for cell in element.iterfind("{*}tc")
            ]
            yield " | ".join(cell.strip() for cell in cells if cell.strip()), "body"
            continue
        kind: ParagraphKind = "body"
        for style in element.iterfind("{*}pPr/{*}pStyle"):
            key = attribute(style, "val") or ""
            kind = styles.get(key, _kind_of_style(key))
        if kind == "body" and element.find("{*}pPr/{*}numPr") is not None:
            kind = "list"
        yield _docx_text(element), kind


def _outermost(root: _Element, *names: str) -> Iterator[_Element]:
    """Elements of these local names, none of them inside another; what stands twice for old readers is left out."""
    from lxml.etree import iterwalk

    walk = iterwalk(root, events=("start",))
    for _, element in walk:
        name = name_of(element)
        if name in ("Fallback", "tracked-changes", "annotation", "del"):
            walk.skip_subtree()
        elif name in names and element is not root:
            yield element
            walk.skip_subtree()


def _docx_text(paragraph: _Element) -> str:
    from lxml.etree import iterwalk

    parts: list[str] = []
    walk = iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = name_of(element)
        if name in ("del", "moveFrom", "Fallback", "instrText", "rPr", "pPr"):
            walk.skip_subtree()
        elif name == "t":
            parts.append(element.text or "")
        elif name in ("tab", "br", "cr"):
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("‑")
        elif name == "p" and element is not paragraph:
            parts.append(" ")
    return "".join(parts)


# ODT


def read_odt(data: bytes) -> Document:
    """The document of an ODT file; its notes stand at its end. Raises as `read_docx` does."""
    archive = Archive(data)
    if "content.xml" not in archive:
        raise IntakeError("This is not an ODT document, or it is damaged.")
    if "META-INF/manifest.xml" in archive:
        entries = archive.xml("META-INF/manifest.xml").iter("{*}encryption-data")
        if any(True for _ in entries):
            raise IntakeError("It is encrypted; save it without its password first.")
    root = archive.xml("content.xml")
    parents = {
        attribute(style, "name") or "": attribute(style, "parent-style-name") or "" for style in root.iter("{*}style")
    }
    notes: list[Block] = []
    blocks: list[Block] = []
    for element in _outermost(root, "p", "h", "table-row"):
        if name_of(element) == "table-row":
            cells = [_odt_text(cell, notes) for cell in element.iterfind("{*}table-cell")]
            blocks.append((" | ".join(cell.strip() for cell in cells if cell.strip()), "body"))
            continue
        style = attribute(element, "style-name") or ""
        kind = _kind_of_style((parents.get(style) or style).replace("_20_", " "))
        if name_of(element) == "h":
            kind = "heading"
        elif kind == "body" and any(name_of(around) == "list" for around in element.iterancestors()):
            kind = "list"
        blocks.append((_odt_text(element, notes), kind))
    meta = Metadata()
    if "meta.xml" in archive:
        said = archive.xml("meta.xml")
        day = _DAY.match(first_text(said, "creation-date", "date") or "")
        meta = Metadata(
            title=first_text(said, "title"),
            author=first_text(said, "initial-creator", "creator"),
            published=day[0] if day else None,
            language=_language(first_text(said, "language")),
        )
    return _document(blocks + notes, meta)


def _odt_text(paragraph: _Element, notes: list[Block]) -> str:
    """The text of a paragraph; the notes in it go to `notes`."""
    from lxml.etree import iterwalk

    parts: list[str] = []
    walk = iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        name = name_of(element)
        if event == "start":
            if name == "note":
                body = element.find("{*}note-body")
                if body is not None:
                    notes.append((" ".join("".join(body.itertext()).split()), "list"))
                walk.skip_subtree()
                continue
            if name in ("annotation", "tracked-changes", "ruby-text"):
                walk.skip_subtree()
                continue
            if name in ("s", "tab", "line-break"):
                parts.append(" ")
            parts.append(element.text or "")
        elif element is not paragraph:
            parts.append((" " if name == "p" else "") + (element.tail or ""))
    return "".join(parts)
