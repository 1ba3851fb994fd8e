"""Whole feeds, lists, pairs and settings, and what reads each: for the tests and benchmarks that damage them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sources.feed_files import ATOM, JSON, rss
from tests.sources.test_saved_links import BOOKMARKS, LINKDING
from tui import config
from tui.exchange import jsontext
from tui.library.connection import Library
from tui.sources.feeds.opml import read_opml
from tui.sources.feeds.parsing import feed_links, read_feed
from tui.sources.saved_links import read_list
from tui.text.errors import CounterpointError
from tui.workflows import feeds, saved
from tui.workflows.asking import judge_lines

RSS = rss([("/1", "One", "<p>The bridge is <b>shut</b>.</p>"), ("https://low.example/2", "Two", "<p>It is open.</p>")])
OPML = (
    '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="News">'
    '<outline type="rss" text="Low &amp; slow" xmlUrl="https://low.example/feed" htmlUrl="https://low.example/"/>'
    '</outline><outline xmlUrl="https://high.example/feed" category="/a,b"/></body></opml>'
)
PAIR = json.dumps({"claim": "The bridge is open.", "evidence": "The bridge was shut on 5 May.", "id": [7, {"a": 1.5}]})
SETTINGS = 'creator = "Ada"\nmeasure = 72\nllm_price_in = 0.15\n[keys]\n"reader.next_claim" = ["c", "ctrl+n"]\n'
PAGE = (
    '<html><head><link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2"></head><body>x</body></html>'
)

KINDS: dict[str, list[bytes]] = {
    "feed": [RSS.encode(), ATOM.encode(), JSON.encode()],
    "links of a page": [PAGE.encode()],
    "OPML": [OPML.encode()],
    "saved": [LINKDING.encode(), BOOKMARKS.encode()],
    "pairs": [PAIR.encode()],
    "settings": [SETTINGS.encode()],
}


def read(kind: str, data: bytes, folder: Path) -> None:
    """Read `data` and do with it what the program does. Raises CounterpointError where it cannot be read."""
    if kind == "feed":
        found = read_feed(data, "https://low.example/feed")
        jsontext.encode([found.title, found.site, found.language, [repr(entry) for entry in found.entries]])
    elif kind == "links of a page":
        feed_links(data.decode("utf-8", "replace"), "https://low.example/")
    elif kind == "OPML":
        read_opml(data)
        with Library.open(folder / "opml.db") as lib:
            feeds.import_opml(lib, data)
            feeds.export_opml(lib)
    elif kind == "saved":
        read_list(data)
        with Library.open(folder / "saved.db") as lib:
            saved.remember(lib, data)
    elif kind == "pairs":
        failed: list[str] = []
        for line in judge_lines(data.splitlines(keepends=True), lambda _, message: failed.append(message)):
            judged = json.loads(line)
            assert abs(sum(judged["scores"].values()) - 1) < 1e-6
            assert line.endswith(b"\n")
            assert line.count(b"\n") == 1
        if failed:
            raise CounterpointError(failed[0])
    else:
        place = folder / "config.toml"
        place.write_bytes(data)
        loaded = config.load(place)
        loaded.config.keymap.keys("reader.next_claim")
        assert all("\n" not in problem for problem in loaded.problems)
