from __future__ import annotations

import time

import pytest

from tests.sources.feed_files import ATOM, JSON, rss
from tui.sources.feeds.opml import Outline, read_opml, write_opml
from tui.sources.feeds.parsing import feed_links, is_feed, read_feed
from tui.text.errors import IntakeError

URL = "https://low.example/feed"


def test_rss() -> None:
    feed = read_feed(
        rss([("https://low.example/a", "Open & shut", "<p>It is <b>open</b>.</p><p>Now.</p>")]).encode(), URL
    )
    assert (feed.title, feed.site, feed.language) == ("Low news", "https://low.example/", "en-gb")
    [entry] = feed.entries
    assert (entry.url, entry.title, entry.published) == ("https://low.example/a", "Open & shut", "2024-03-01")
    document = entry.document(feed.title, feed.language)
    assert document.text == "It is open.\nNow."
    assert (document.title, document.source, document.url) == ("Open & shut", "Low news", "https://low.example/a")


def test_atom() -> None:
    feed = read_feed(ATOM.encode(), URL)
    assert feed.title == "Brücken & Wege"
    first, second = feed.entries
    assert (first.key, first.title, first.author, first.published) == ("urn:1", "Die Brücke", "Ada Quill", "2024-03-02")
    assert first.url == "https://low.example/bruecke"
    document = first.document(feed.title, feed.language)
    assert [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs] == [
        ("heading", "Gesperrt"),
        ("body", "Sie ist zu. 🙂"),
    ]
    assert second.document(feed.title, None).text == "Ohne Text"


def test_json_feed() -> None:
    feed = read_feed(JSON.encode(), URL)
    first, second = feed.entries
    assert (first.key, first.author, first.published) == ("7", "Ada Quill, Bo Stern", "2024-03-02")
    assert first.document("x", None).text == "It is open.\nSo it is."
    assert second.title == "No title here, but two lines. The second."
    assert second.document("x", None).text == "No title here, but two lines.\nThe second."


def test_encodings() -> None:
    text = rss([("/a", "Мост", "Мост открыт")]).replace("utf-8", "windows-1251")
    assert read_feed(text.encode("cp1251"), URL, "application/rss+xml").entries[0].title == "Мост"


LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'lol'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"", b"<html><body>no feed</body></html>", b"{}", b'{"version": "https://jsonfeed.org/version/1"',
        b'{"version": "https://jsonfeed.org/version/1", "items": 7}', b"<rss", b"<rssx>", b"<rss><channel><title>Broken",
        b"<rss version='2.0'><channel><title>Broken</title>", b"<feed xmlns='http://www.w3.org/2005/Atom'><title>x", bytes(range(256)),
        f'<?xml version="1.0"?>{LAUGHS}<rss version="2.0"><channel><title>&a9;</title></channel></rss>'.encode(),
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 200_000, b"<rss>" + b"x" * 10_000_000,
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_no_feed_is_one_sentence_and_soon(data: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(IntakeError) as caught:
        read_feed(data, URL)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - begun < 10


def test_a_feed_that_is_cut_off_gives_what_is_whole_in_it() -> None:
    data = rss([(f"https://low.example/{n}", f"Story {n}", "Text") for n in range(5)]).encode()
    assert len(read_feed(data[: len(data) * 2 // 3], URL).entries) >= 2


def test_an_endless_feed_is_cut() -> None:
    data = rss([(f"https://low.example/{n}", f"Story {n}", "Text") for n in range(1500)]).encode()
    assert len(read_feed(data, URL).entries) == 1000


def test_pages_name_their_feeds() -> None:
    page = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/rss">'
        '<link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/atom+xml" href="javascript:x">'
        "</head><body></body></html>"
    )
    assert feed_links(page, "https://low.example/a") == ["https://low.example/rss"]
    assert not is_feed(page.encode())


def test_opml_goes_out_and_comes_in_again() -> None:
    outlines = [
        Outline("https://low.example/feed?a=1&b=2", "Low <news> & more 🙂", "https://low.example/", ("Rivers", "über")),
        Outline("https://b.example/f", "", None, ()),
    ]
    data = write_opml([*outlines, Outline("https://c.example/", "bad \x00\x1b char")])
    found = read_opml(data)
    assert found[0] == outlines[0]
    assert found[1].title == "https://b.example/f"
    assert found[2].title == "bad \ufffd  char".replace("  ", " ")


def test_folders_become_tags() -> None:
    data = b"""<opml version="1.0"><head/><body><outline text="News"><outline text="Local"><outline type="rss" text="A"
xmlUrl="https://a.example/f"/></outline></outline><outline xmlUrl="javascript:x"/><outline xmlUrl="https://a.example/f"/></body></opml>"""
    assert read_opml(data) == [Outline("https://a.example/f", "A", None, ("News", "Local"))]


@pytest.mark.parametrize("data", [b"", b"<html/>", b"<opml>", b"<opml/>", f"{LAUGHS}<opml>&a9;</opml>".encode()])
def test_what_is_no_opml_is_one_sentence(data: bytes) -> None:
    with pytest.raises(IntakeError):
        read_opml(data)
