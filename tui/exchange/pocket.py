"""Pocket's CSV export: addresses with titles and tags."""

from __future__ import annotations

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import Taken
from tui.exchange.reading import Input, time


def recognises(file: Input) -> bool:
    """A table with Pocket's columns."""
    return {"title", "url", "time_added"} <= set(file.head)


def read(file: Input) -> Taken:
    """The articles, without their texts."""
    taken = Taken("pocket")
    if not recognises(file):
        raise ExchangeError("The table has no columns “title”, “url” and “time_added”, as Pocket's have.")
    for line, row in file.rows():
        url = row.get("url", "").strip()
        if not url.startswith(("http://", "https://")):
            taken.leave_out(f"Line {line}", "it has no address")
            continue
        title = " ".join(row.get("title", "").split())
        article = taken.article(url, title=title or url, url=url, added_at=time(row.get("time_added")))
        article.tags += [tag for tag in row.get("tags", "").split("|") if tag.strip()]
        if row.get("status", "").strip() == "archive":
            article.tags.append("archive")
    return taken
