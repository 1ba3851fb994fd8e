"""PDF files: the text that is in them, in reading order. What is only a picture of text is not read."""

from __future__ import annotations

import dataclasses
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from tui.sources.documents.pdf_layout import Line, parts_of
from tui.sources.extras import need
from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.intake import clean

EXTRACTOR = "pdf-1"
SECONDS = 120
"""How long one file may take."""
_CREATED = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")
_SAID = {
    "password": "It is encrypted; save it without its password first.",
    "damaged": "This PDF is damaged; it cannot be opened.",
    "pages": "This PDF has too many pages (the most is 3,000); split it first.",
    "length": "There is too much text in this PDF; split it first.",
}


def read_pdf(data: bytes) -> Document:
    """The document of a PDF; `document.pages` is the page that each paragraph begins on.

    Columns are read one after the other; running heads, page numbers and hyphens at line ends are left out. Raises
    IntakeError when it is encrypted, damaged or without text, MissingExtra without the extra `docs`.
    """
    need("pypdfium2", "docs", "PDF files")
    found = _in_child(data)
    if "error" in found:
        raise IntakeError(_SAID.get(str(found["error"]), _SAID["damaged"]))
    pages = [
        (float(page["height"]), [dataclasses.replace(Line(*line), page=number) for line in page["lines"]])
        for number, page in enumerate(found["pages"], 1)
    ]
    parts = [part for part in parts_of(pages) if clean(part.text).strip()]
    if not parts:
        raise IntakeError("There is no text in this PDF, only pictures; run it through text recognition (OCR) first.")
    blocks: list[tuple[str, ParagraphKind]] = [(clean(part.text).replace("\n", " "), part.kind) for part in parts]
    created = _CREATED.match(found.get("created") or "")
    meta = Metadata(
        title=_title(found.get("title")),
        author=_line(found.get("author")),
        published="-".join(created.groups()) if created else None,
    )
    return replace(assemble(blocks, meta), pages=tuple(part.page for part in parts))


def _line(value: Any) -> str | None:
    line = " ".join(clean(value).split()) if isinstance(value, str) else ""
    return line if 0 < len(line) <= 300 else None


def _title(value: Any) -> str | None:
    """The title that the file gives itself, unless it is what a word processor makes up."""
    line = _line(value)
    if not line or re.search(
        r"(?i)^(?:microsoft word|untitled|document\d*$|slide 1)|\.(?:docx?|indd|pdf|tex|qxd)$", line
    ):
        return None
    return line


def _in_child(data: bytes) -> dict[str, Any]:
    # Pdfium is not made for several threads, and a hostile file may crash or stall it: it gets a process of its own,
    # which knows nothing but the file.
    spec = importlib.util.find_spec("tui")
    root = str(Path(spec.origin).resolve().parents[1]) if spec and spec.origin else ""
    code = f"import sys; sys.path.insert(0, {root!r}); from tui.sources.documents.pdf_child import main; main()"
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=data,
            capture_output=True,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise IntakeError("Reading this PDF took too long; print it to a new PDF and add that.") from None
    except OSError as error:
        raise IntakeError(f"No process could be started to read it ({(error.strerror or '').lower()}).") from None
    if done.returncode != 0:
        raise IntakeError("This PDF is damaged; it cannot be read.")
    try:
        found = json.loads(done.stdout)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {"error": "damaged"}
