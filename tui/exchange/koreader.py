"""KOReader's JSON export: one document, or several under `documents`, each with its entries."""

from __future__ import annotations

import hashlib
from typing import Final

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import COLOURS, ForeignAnnotation, Passage, Taken
from tui.exchange.reading import Input, Object, items, mapping, string, time

_LIKE: Final = {"red": "pink", "purple": "pink", "olive": "green", "cyan": "blue"}
"""Colours that we do not have, and the nearest that we have."""


def recognises(file: Input) -> bool:
    """Documents with entries."""
    return file.is_json and any(isinstance(one.get("entries"), list) for one in _documents(file, 3))


def _documents(file: Input, most: int | None = None) -> list[Object]:
    value = file.json
    found = mapping(value).get("documents", value)
    return [mapping(one) for one in items(found)[:most]]


def read(file: Input) -> Taken:
    """Highlights with their notes; bookmarks stand on the document as a whole."""
    taken = Taken("koreader")
    if not recognises(file):
        raise ExchangeError("The file holds no documents of KOReader, which have “entries” each.")
    for number, document in enumerate(_documents(file), 1):
        title = string(document.get("title")) or f"Document {number}"
        author = string(document.get("author")).replace("\n", "; ")
        key = string(document.get("md5sum")) or f"{title} ({author})"
        taken.article(key, title=title, author=author)
        for index, entry in enumerate(map(mapping, items(document.get("entries"))), 1):
            text, note = string(entry.get("text")).strip(), string(entry.get("note")).strip()
            bookmark = entry.get("sort") == "bookmark"
            if not text and not note:
                taken.leave_out(f"Entry {index} of “{title[:40]}”", "it has neither a text nor a note")
                continue
            colour = string(entry.get("color")).casefold()
            when = time(entry.get("time"))
            made = "\0".join((key, text, str(entry.get("page")), str(entry.get("time"))))
            taken.annotations.append(
                ForeignAnnotation(
                    key=hashlib.sha256(made.encode()).hexdigest(),
                    article=key,
                    passages=[] if bookmark or not text else [Passage(text)],
                    kind="bookmark" if bookmark else "note" if note else "highlight",
                    body=note or (text if bookmark else ""),
                    colour=colour if colour in COLOURS else _LIKE.get(colour),
                    created_at=when,
                    modified_at=when,
                )
            )
    return taken
