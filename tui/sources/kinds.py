"""Of what kind a file is: by what it begins with, and by the ending of its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Kind = Literal["plain", "markdown", "page", "mhtml", "webarchive"]

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
}
"""The endings of names that are known, lower case."""
MEDIA_TYPES: dict[str, Kind] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "text/plain": "plain",
    "text/markdown": "markdown",
    "multipart/related": "mhtml",
    "application/x-webarchive": "webarchive",
}
"""What servers call the kinds."""
_PAGE = re.compile(
    rb"(?i)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html)[\s>]", re.S
)


def kind_of(name: str, data: bytes, media_type: str = "") -> Kind:
    """The kind of `data`, which came under `name` and as `media_type` (empty where nobody says).

    What a server says goes before the ending of the name. What is not recognised is plain text.
    """
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
    return "plain"
