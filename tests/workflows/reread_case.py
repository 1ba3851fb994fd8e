"""An article whose text an older, cruder extractor made: the page is kept, its text has what stands around it too."""

from __future__ import annotations

import re
from html import unescape

from tests.web_server import article_page
from tui.library.connection import Library
from tui.library.records import Article
from tui.sources.loading import Loaded
from tui.text.document import Raw
from tui.text.plain import read_plain
from tui.workflows.add import add_loaded

URL = "https://gazette.example/bridge"


def crude(html: str) -> str:
    """All text between the tags, a line each."""
    bare = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", html)
    return "\n".join(
        filter(None, (" ".join(part.split()) for part in unescape(re.sub(r"<[^>]*>", "\n", bare)).split("\n")))
    )


def crudely_read(lib: Library, url: str = URL, *, extra: str = "", title: str = "The bridge stays open") -> Article:
    """Adds the page as the older extractor read it."""
    html = article_page(extra=extra, title=title)
    raw = Raw(html.encode(), "text/html", "utf-8", url, '"1"', None)
    document = read_plain(crude(html), name="bridge.txt")
    return add_loaded(lib, Loaded(document, url, "", extractor="page-0", raw=raw), url).article
