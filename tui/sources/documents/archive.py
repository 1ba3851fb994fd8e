"""ZIP files and the XML in them, read within bounds: no bomb, no entity, no path that leads out."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tui.sources.extras import need
from tui.text.errors import IntakeError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_MEMBERS = 20_000
MAX_MEMBER = 30_000_000
"""What one file in an archive may weigh unpacked, in bytes."""
MAX_WHOLE = 200_000_000
"""What all that is read of an archive may weigh unpacked."""


class Archive:
    """The files in a ZIP file. What is not read is not unpacked."""

    def __init__(self, data: bytes) -> None:
        """Raises IntakeError when it is damaged, encrypted, or has too many files."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, EOFError, NotImplementedError):
            raise IntakeError("This file is damaged; it cannot be opened.") from None
        if len(entries) > MAX_MEMBERS:
            raise IntakeError("There are too many files in it.")
        self._entries = {entry.filename: entry for entry in entries}
        self._room = MAX_WHOLE

    @property
    def names(self) -> list[str]:
        """The names of all files, in their order."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """One file. Raises IntakeError when it is not there, damaged, encrypted, or unpacks to too much."""
        entry = self._entries.get(name)
        if entry is None:
            raise IntakeError("A part of this file is missing; it cannot be read.")
        if entry.flag_bits & 1:
            raise IntakeError("It is encrypted; save it without its password first.")
        most = min(MAX_MEMBER, self._room)
        try:
            with self._zip.open(entry) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
            raise IntakeError("This file is damaged; a part of it cannot be unpacked.") from None
        if len(data) > most:
            raise IntakeError("It unpacks to far more than a text weighs; it was not read.")
        self._room -= len(data)
        return data

    def xml(self, name: str) -> _Element:
        """The root of an XML file in it; see `xml_root`."""
        return xml_root(self.read(name))


def inside(folder: str, href: str) -> str | None:
    """The name in an archive that `href`, written in a file of `folder`, means; None when it leads out or elsewhere."""
    path = unquote(href.partition("#")[0]).replace("\\", "/")
    if not path or ":" in path or path.startswith("/") or "\0" in path:
        return None
    name = posixpath.normpath(posixpath.join(folder, path))
    return None if name.startswith(("../", "/")) or name == ".." else name


def xml_root(data: bytes) -> _Element:
    """The root element of XML. Entities are not expanded, nothing else is loaded, and nesting is bounded.

    Raises IntakeError when it is not well-formed, or declares entities of its own.
    """
    need("lxml.etree", "docs", "Books and documents of word processors")
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise IntakeError("This file is damaged; its contents are not well-formed.") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise IntakeError("It declares entities of its own, as no such file needs to; it was not read.")
    return root


def name_of(element: _Element) -> str:
    """The local name of an element; empty for what is none, such as an entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: _Element, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def first_text(root: _Element, *names: str) -> str | None:
    """The text of the first element of one of these local names, on one line; None where there is none."""
    for name in names:
        for element in root.iter("{*}" + name):
            line = " ".join("".join(element.itertext()).split())
            if line:
                return line[:500]
    return None
