"""Of what kind a file is: by what it begins with, and by the ending of its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal["plain", "markdown", "page", "mhtml", "webarchive", "pdf", "epub", "docx", "odt", "mail"]

ENDINGS: dict[str, Kind] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".webarchive": "webarchive",
    ".pdf": "pdf",
    ".epub": "epub",
    ".docx": "docx",
    ".docm": "docx",
    ".odt": "odt",
    ".eml": "mail",
}
"""The endings of names that are known, lower case."""
MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "plain",
    "text/markdown": "markdown",
    "multipart/related": "mhtml",
    "application/x-webarchive": "webarchive",
    "application/pdf": "pdf",
    "application/epub+zip": "epub",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "message/rfc822": "mail",
}
"""What servers call the kinds."""
_PAGE = re.compile(
    rb"(?i)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html)[\s>]", re.S
)


def kind_of(name: str, data: bytes, media_type: str = "") -> Kind:
    """The kind of `data`, which came under `name` and as `media_type` (empty where nobody says).

    What a server says goes before the ending of the name. What is not recognised is plain text.
    """
    # What is plainly of one kind is of that kind, whatever it is called.
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        inner = _zipped(data[:4096])
        if inner is not None:
            return inner
    if media_type != "text/plain" and media_type in MEDIA_TYPES:
        return MEDIA_TYPES[media_type]
    ending = PurePath(name).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if data.startswith(b"bplist00") and b"WebMainResource" in data[:65536]:
        return "webarchive"
    start = data[:8192].removeprefix(b"\xef\xbb\xbf")
    if _PAGE.match(start):
        return "page"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return "plain"


def _zipped(start: bytes) -> Kind | None:
    """The kind of a ZIP file by its first entries: EPUB and ODT say it, DOCX holds a folder of that name."""
    if b"mimetypeapplication/epub+zip" in start:
        return "epub"
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in start:
        return "odt"
    return "docx" if b"word/" in start and b"[Content_Types].xml" in start else None
