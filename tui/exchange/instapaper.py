"""Instapaper's CSV export: addresses with titles and folders, and what was selected."""

from __future__ import annotations

import hashlib

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import ForeignAnnotation, Passage, Taken
from tui.exchange.reading import Input, time


def recognises(file: Input) -> bool:
    """A table with Instapaper's columns."""
    return {"url", "title", "selection"} <= set(file.head)


def read(file: Input) -> Taken:
    """The articles, without their texts, and what was selected in them."""
    taken = Taken("instapaper")
    if not recognises(file):
        raise ExchangeError("The table has no columns “URL”, “Title” and “Selection”, as Instapaper's have.")
    for line, row in file.rows():
        url = row.get("url", "").strip()
        if not url.startswith(("http://", "https://")):
            taken.leave_out(f"Line {line}", "it has no address")
            continue
        when = time(row.get("timestamp"))
        article = taken.article(url, title=" ".join(row.get("title", "").split()) or url, url=url, added_at=when)
        folder = row.get("folder", "").strip()
        if folder and folder != "Unread":
            article.tags.append(folder.lower() if folder in ("Archive", "Starred") else folder)
        selected = row.get("selection", "").strip()
        if selected:
            key = hashlib.sha256(f"{url}\0{selected}".encode()).hexdigest()
            taken.annotations.append(
                ForeignAnnotation(key, article.key, [Passage(selected)], created_at=when, modified_at=when)
            )
    return taken
