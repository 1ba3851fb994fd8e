"""The report: what is in it, that nothing in it comes alive, and how it looks in a browser."""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import zlib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.workflows.foreign_case import Json, bring, exports, libraries
from tui.exchange.html_text import Mark, marked
from tui.library.connection import Library
from tui.workflows import transfer

VOID = {"meta", "br", "link"}


class Page(HTMLParser):
    """Checks that elements are nested, and gathers what is in them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = dict(attrs)
        self.attributes |= set(values)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag == "a" and values.get("href") is not None:
            self.links.append(values["href"] or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def pages(folder: Path) -> dict[str, Page]:
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in folder.iterdir()}


@given(export=exports())
@settings(max_examples=15)
def test_every_link_leads_somewhere_and_nothing_in_a_text_is_html(export: Json) -> None:
    for article in export["articles"]:
        article["title"] = f"<script>alert({article['title']})</script>"
    with libraries(1) as (folder, [lib]):
        bring(lib, export)
        transfer.export_file(lib, folder / "report", format="html", folder=True)
        made = pages(folder / "report")
        alone = Page(b"".join(transfer.export(lib, format="html")).decode())
    assert "index.html" in made
    for name, page in [*made.items(), ("", alone)]:
        assert not set(page.tags) & {"script", "img", "iframe", "link", "object", "form", "b"}
        assert not any(attribute.startswith("on") for attribute in page.attributes)
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            if link.startswith("https://example.org/"):
                continue
            file, _, anchor = link.partition("#")
            target = made[file] if file else page
            assert not anchor or anchor in target.ids, (name, link)
    for article in export["articles"]:
        for paragraph in article["versions"][0]["text"].split("\n"):
            assert paragraph in alone.text
    assert alone.tags["h1"] == len(export["articles"])


def test_marks_that_overlap_keep_the_text_and_are_set_once() -> None:
    marks = [
        Mark(0, 5, "claim", "a", "#x", "one"),
        Mark(3, 9, "evidence", "b", "", "two"),
        Mark(4, 4, "n", "c", "", ""),
    ]
    seen: set[str] = set()
    made = marked("ab<&>fghij", 0, 10, marks, seen)
    assert Page(made).text == "ab<&>fghij"
    assert seen == {"a", "b"}
    assert '<mark class="claim evidence"><a href="#x" title="one">&amp;&gt;</a></mark>' in made
    assert "id=" not in marked("ab<&>fghij", 0, 10, marks, seen)


def test_the_page_says_what_it_is_to_browsers_and_screen_readers(full: Library) -> None:
    text = b"".join(transfer.export(full, format="html")).decode()
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert "default-src 'none'" in text
    for part in ('<main id="main">', 'class="skip" href="#main"', 'aria-label="Claims and notes"', "prefers-color-scheme: dark",
                 "@media print", 'lang="en"', 'dir="auto"'):  # fmt: skip
        assert part in text
    assert "contradicted by" in text
    assert "http" not in re.sub(r'http-equiv|href="https?://[^"]*"[^>]*>https?://[^<]*', "", text)


# In a browser


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None and os.environ.get("COUNTERPOINT_BROWSER") == "required":
        pytest.fail("the report has to be looked at in Chromium, and there is none")
    if found is None:
        pytest.skip("there is no Chromium to look at the report with")
    return found


def run(chromium: str, folder: Path, *arguments: str) -> bytes:
    flags = ["--headless", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}",
             "--host-resolver-rules=MAP * ~NOTFOUND", "--no-first-run"]  # fmt: skip
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    done = subprocess.run([chromium, *flags, *arguments], capture_output=True, timeout=90, check=True)
    return done.stdout


def pixels(png: bytes) -> tuple[int, int, Counter[tuple[int, ...]]]:
    """Width, height and the colours of a PNG with 8 bits a sample (https://www.w3.org/TR/png-3/)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, head = 8, b"", b""
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"IHDR":
            head = png[at + 8 : at + 8 + size]
        elif kind == b"IDAT":
            data += png[at + 8 : at + 8 + size]
        at += size + 12
    width, height, depth, colour = struct.unpack(">IIBB", head[:10])
    assert depth == 8
    step = {2: 3, 6: 4}[colour]
    raw, stride = zlib.decompress(data), width * step
    before = bytearray(stride)
    found: Counter[tuple[int, ...]] = Counter()
    for row in range(height):
        start = row * (stride + 1)
        line = bytearray(raw[start + 1 : start + 1 + stride])
        _unfilter(raw[start], line, before, step)
        found.update(zip(line[0::step], line[1::step], line[2::step], strict=True))
        before = line
    return width, height, found


def _unfilter(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    for i in range(len(line)):
        left = line[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        if kind == 1:
            add = left
        elif kind == 2:
            add = above[i]
        elif kind == 3:
            add = (left + above[i]) // 2
        elif kind == 4:
            guess = left + above[i] - corner
            add = min((left, above[i], corner), key=lambda one, guess=guess: abs(guess - one))  # type: ignore[misc]
        else:
            return
        line[i] = (line[i] + add) & 0xFF


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "page", "claim"), [(1, 0xFDFBF7, 0xF6E3B8), (0, 0x1B1A18, 0x4D3E17)])
def test_it_is_drawn_light_and_dark(
    full: Library, tmp_path: Path, chromium: str, scheme: int, page: int, claim: int
) -> None:
    transfer.export_file(full, tmp_path / "report.html", format="html")
    shot = tmp_path / "shot.png"
    run(chromium, tmp_path, f"--screenshot={shot}", "--window-size=900,700",
        f"--blink-settings=preferredColorScheme={scheme}", (tmp_path / "report.html").as_uri())  # fmt: skip
    width, height, colours = pixels(shot.read_bytes())
    assert (width, height) == (900, 700)
    assert colours.most_common(1)[0][0] == tuple(page.to_bytes(3, "big"))
    assert colours[tuple(claim.to_bytes(3, "big"))] > 500  # the claim stands out in the text
    assert len(colours) > 30  # letters are drawn


@pytest.mark.browser
def test_it_is_read_and_printed(full: Library, tmp_path: Path, chromium: str) -> None:
    transfer.export_file(full, tmp_path / "report.html", format="html")
    url = (tmp_path / "report.html").as_uri()
    seen = run(chromium, tmp_path, "--dump-dom", url).decode()
    assert "the council would not close the bridge" in Page(re.sub(r"<!doctype html>", "", seen, flags=re.I)).text
    run(chromium, tmp_path, f"--print-to-pdf={tmp_path / 'report.pdf'}", url)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
