"""Damaged and hostile variants of real files, the same ones for the same seed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator

from tests.sources.makers import CHAPTERS, archive, column, docx, epub, mail, odt, pdf, word
from tests.sources.test_saved import mhtml, webarchive
from tests.web_server import article_page

_ODD = (
    b"\0", b"\xff\xfe", b"<", b">", b"&#x", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"]]>", b"<![CDATA[", b"%PDF-", b"PK\x03\x04",
    b"<div>" * 400, b"99999999999", b"-1", b"\xed\xa0\x80", b"\x1b]0;x\x07", b"\xe2\x80\xae", b"--", b"\r", b"charset=utf-7",
    b"endobj", b"/Kids [2 0 R]", b"/Length 99999999",
)  # fmt: skip


def originals() -> dict[str, bytes]:
    """One whole file of each kind, by name."""
    lines = ["The council met on Monday to hear the engi-", "neers, and sat long.", "", "A second paragraph."] * 8
    body = word("The report", "Heading1") + word("A line & more, of some length.") * 20
    return {
        "page.html": article_page().encode(),
        "page.mhtml": mhtml(article_page()),
        "page.webarchive": webarchive(article_page()),
        "file.pdf": pdf([column(lines), column(lines, left=320)]),
        "book.epub": epub(CHAPTERS),
        "report.docx": docx(body),
        "minutes.odt": odt("<text:h>The minutes</text:h>" + "<text:p>One<text:s/>line of it.</text:p>" * 20),
        "letter.eml": mail("<h2>Bridge shut</h2><p>It is shut.</p>", "It is shut."),
        "notes.md": b"---\ntitle: A\n---\n# Head\n\n> quote [link](x) **bold**\n\n- item\n\n| a | b |\n|---|---|\n| c | d |\n",
        "notes.txt": "One line — 市长.\nAnother.\n".encode() * 20,
    }


def mutated(number: int, seed: int, files: dict[str, bytes] | None = None) -> Iterator[tuple[str, bytes]]:
    """`number` variants, their kinds in turn: name and bytes."""
    whole = list((files or originals()).items())
    chance = random.Random(seed)
    for index in range(number):
        name, data = whole[index % len(whole)]
        if zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.6:
            yield name, _inside(data, chance)
        else:
            yield name, _mutate(data, chance)


def _inside(data: bytes, chance: random.Random) -> bytes:
    """A ZIP file that is whole, with one file in it that is not."""
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        files: dict[str, str | bytes] = {name: whole.read(name) for name in whole.namelist()}
    name = chance.choice([one for one in files if one != "mimetype"])
    content = files[name]
    assert isinstance(content, bytes)
    files[name] = _mutate(content, chance)
    return archive(files, stored=["mimetype"])


def _mutate(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not made:
            break
        at, to = sorted(chance.randrange(len(made)) for _ in range(2))
        way = chance.randrange(6)
        if way == 0:
            made[at] = chance.randrange(256)
        elif way == 1:
            del made[at : min(to, at + 200)]
        elif way == 2:
            made[at:at] = chance.choice(_ODD)
        elif way == 3:
            made[at:at] = made[at:to][:2000] * chance.randint(1, 4)
        elif way == 4:
            made[at : at + 8] = chance.randbytes(8)
        elif chance.random() < 0.3:
            del made[to:]
    return bytes(made)
