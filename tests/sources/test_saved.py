from __future__ import annotations

import plistlib
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from tests.web_server import article_page
from tui.sources.files import read_bytes, read_path
from tui.text.errors import IntakeError


def mhtml(html: str, charset: str = "utf-8") -> bytes:
    whole = MIMEMultipart("related")
    whole["Snapshot-Content-Location"] = "https://gazette.example/bridge"
    whole.attach(MIMEText("body { color: red }", "css"))
    whole.attach(MIMEText(html, "html", charset))
    return whole.as_bytes()


def webarchive(html: str) -> bytes:
    main = {
        "WebResourceData": html.encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://gazette.example/bridge",
    }
    return plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)


def test_every_way_of_saving_a_page_gives_the_same_article(tmp_path: Path) -> None:
    html = article_page()
    files = {"a.html": html.encode(), "a.HTM": html.encode(), "a.mhtml": mhtml(html), "a.webarchive": webarchive(html)}
    texts = set()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        loaded = read_path(tmp_path / name)
        assert loaded.location == str(tmp_path / name)
        assert loaded.raw is not None
        assert loaded.raw.media_type == "text/html"
        if name.endswith(("mhtml", "webarchive")):
            assert loaded.document.url == "https://gazette.example/bridge"
        texts.add(loaded.document.text)
    assert len(texts) == 1


def test_a_page_without_a_known_ending_is_recognised_and_a_text_about_html_is_not() -> None:
    assert read_bytes(b"\xef\xbb\xbf<!-- saved -->\n<!DOCTYPE html><p>Hello there.</p>", "page").document.text
    assert "<" not in read_bytes(b"<html><body><p>Hello there.</p>", "standard input").document.text
    assert read_bytes(b"<html> is a tag.", "a.txt").document.text == "<html> is a tag."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.webarchive", b"bplist00 damaged"),
        ("a.webarchive", plistlib.dumps({"WebMainResource": {"WebResourceData": "text"}})),
        ("a.webarchive", plistlib.dumps([1])),
        ("a.mhtml", b"no headers"),
        ("a.mhtml", b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\na\n--x--\n"),
        ("a.html", b""),
    ],
)
def test_damaged_files_are_one_sentence(name: str, data: bytes) -> None:
    with pytest.raises(IntakeError) as caught:
        read_bytes(data, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)
