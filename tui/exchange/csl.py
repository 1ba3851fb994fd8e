"""CSL-JSON (https://docs.citationstyles.org) for the articles."""

from __future__ import annotations

from collections.abc import Iterator

from tui.exchange.articles import authors, date, key
from tui.exchange.jsontext import array
from tui.exchange.view import Object, View, address, publication


def write(view: View) -> Iterator[bytes]:
    """An array of items."""
    yield from array(_items(view))
    yield b"\n"


def _items(view: View) -> Iterator[Object]:
    taken: set[str] = set()
    for article in view.articles():
        url, source, day = address(article), publication(article), date(article["published"])
        fetched = date(article["versions"][-1]["fetched_at"])
        made: Object = {
            "id": key(article, taken),
            "type": "article-newspaper" if source else "webpage" if url else "document",
            "title": article["title"],
            "author": [{"literal": one} for one in authors(article)],
            "container-title": source,
            "issued": {"date-parts": [day]} if day else None,
            "accessed": {"date-parts": [fetched]} if url and fetched[:1] != [1970] else None,
            "URL": url,
            "language": article["language"],
            "keyword": ", ".join(article["tags"]),
        }
        yield {name: value for name, value in made.items() if value}
