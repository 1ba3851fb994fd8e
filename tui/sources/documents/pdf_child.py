"""The part of reading a PDF that runs in a process of its own: what a hostile file does to it stays there.

Standard input is the PDF; standard output one JSON object: `{"error": name}`, or `{"title", "author", "created", "pages":
[{"width", "height", "lines": [[text, left, bottom, right, top, size, hyphen], …]}, …]}`, in points from the lower left.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

MAX_PAGES = 3000
MAX_CHARACTERS = 10_000_000


def main() -> None:
    """Reads, writes, and ends with status 0 whenever there is an answer."""
    _limit()
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)


def _limit() -> None:
    """No more than a minute of work and two gigabytes, whoever started this."""
    try:
        import resource
    except ImportError:  # not on Windows, where the parent's patience is the limit
        return
    resource.setrlimit(resource.RLIMIT_CPU, (90, 95))
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(data: bytes) -> dict[str, Any]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        codes = {pdfium.FPDF_ERR_PASSWORD: "password", pdfium.FPDF_ERR_SECURITY: "password"}
        return {"error": codes.get(getattr(error, "err_code", 0), "damaged")}
    pages: list[dict[str, Any]] = []
    room = MAX_CHARACTERS
    number = len(document)
    if number > MAX_PAGES:
        return {"error": "pages"}
    for index in range(number):
        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            pages.append({"width": 0, "height": 0, "lines": []})
            continue
        width, height = page.get_size()
        room -= text.count_chars()
        if room < 0:
            return {"error": "length"}
        pages.append({"width": width, "height": height, "lines": _lines(text, pdfium)})
        text.close()
        page.close()
    facts = document.get_metadata_dict()
    return {
        "title": facts.get("Title", ""),
        "author": facts.get("Author", ""),
        "created": facts.get("CreationDate", ""),
        "pages": pages,
    }


def _lines(text: Any, pdfium: Any) -> list[list[Any]]:
    """Runs of characters on one line, in the order of the file; a wide gap, as between columns, parts them."""
    found: list[list[Any]] = []
    raw = text.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    run: list[str] = []
    box = [0.0, 0.0, 0.0, 0.0]
    size = 0.0
    sizes: list[float] = []
    hyphen = False

    def end() -> None:
        nonlocal run, sizes, hyphen
        line = "".join(run).strip()
        if line:
            sizes.sort()
            found.append([line, *(round(side, 1) for side in box), round(sizes[len(sizes) // 2], 1), hyphen])
        run, sizes, hyphen = [], [], False

    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if code in (10, 13):
            end()
            continue
        if pdfium.FPDFText_IsHyphen(raw, index) == 1 or code in (2, 0xFFFE):
            hyphen = True
            run.append("-")
            continue
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        generated = pdfium.FPDFText_IsGenerated(raw, index) == 1
        if generated or character.isspace():
            run.append(" ")
            continue
        if not pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
            continue
        size = pdfium.FPDFText_GetFontSize(raw, index) or 1.0
        # The size that is drawn: some producers set everything in size 1 and scale it.
        size = max(abs(top.value - bottom.value) * 1.1, size) if size < 2 else size
        here = [left.value, bottom.value, right.value, top.value]
        if run and sizes:
            gap = here[0] - box[2]
            # A word that goes on after a hyphen is handed out without a line end before it.
            below = here[3] < box[1] + 0.2 * size and here[0] < box[2] - size
            if gap > 1.8 * size or below or here[2] < box[0] - size or abs(here[1] - box[1]) > 1.6 * size:
                end()
        if not sizes:
            box = here
        else:
            box = [min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3])]
        hyphen = False
        run.append(character)
        sizes.append(size)
    end()
    return found


if __name__ == "__main__":
    main()
