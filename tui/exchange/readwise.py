"""Readwise CSV (https://readwise.io): out as its importer takes it, in as that or as its own export has it.

Tags stand in the note as Readwise reads them from there: `.tag`, on a last line of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import ForeignAnnotation, Passage, Taken
from tui.exchange.plain import table
from tui.exchange.reading import Input, time
from tui.exchange.view import View, address, publication, quote

COLUMNS: Final = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


def write(view: View) -> Iterator[bytes]:
    """A row for each annotation."""
    return table(COLUMNS, _rows(view))


def _rows(view: View) -> Iterator[list[object]]:
    about: dict[str, tuple[object, object, object]] = {}
    for one in view.annotations():
        target = one["targets"][0]
        if target["article"] not in about:
            article = view.article(target["article"]) or {}
            author = article.get("author") or publication(article)
            about[target["article"]] = (article.get("title"), author, address(article))
        title, author, url = about[target["article"]]
        note = one["body"]
        if one["tags"]:
            tags = " ".join([f".{'-'.join(tag.split())}" for tag in one["tags"]])
            note = f"{note}\n{tags}" if note else tags
        when = one["created_at"][:19].replace("T", " ")
        yield [quote(one), title, author, url, note, target["start"], when]


def recognises(file: Input) -> bool:
    """A table with a column of highlights and one of titles."""
    return "highlight" in file.head and bool({"title", "book title"} & set(file.head))


def read(file: Input) -> Taken:
    """Highlights with their notes and tags."""
    taken = Taken("readwise")
    if not recognises(file):
        raise ExchangeError("The table has no columns “Highlight” and “Title”, as Readwise's have.")
    for line, row in file.rows():
        written, note = row.get("highlight", ""), row.get("note", "")
        quoted = written.strip()
        title = row.get("title") or row.get("book title") or ""
        url = row.get("url") or row.get("source url") or ""
        url = url if url.startswith(("http://", "https://")) else ""
        if not quoted and not note:
            taken.leave_out(f"Line {line}", "it has neither a highlight nor a note")
            continue
        author = row.get("author") or row.get("book author") or ""
        article = taken.article(url or f"{title} / {author}", title=title, author=author, url=url)
        article.tags += [tag for tag in row.get("document tags", "").split(",") if tag.strip()]
        tags = [tag.strip() for tag in row.get("tags", "").split(",") if tag.strip()]
        before, _, last = note.rstrip().rpartition("\n")
        words = last.split()
        if words and all(len(word) > 1 and word[0] == "." != word[1] for word in words):
            tags += [word[1:] for word in words]
            note = before
        created = time(row.get("date") or row.get("highlighted at") or "")
        # Readwise writes "*.tags*" and Markdown marks into quotations of its own export; they are part of them there.
        key = hashlib.sha256("\0".join((article.key, quoted, row.get("location", ""))).encode()).hexdigest()
        taken.annotations.append(
            ForeignAnnotation(
                key=key,
                article=article.key,
                passages=[Passage(quoted, start=_start(written, row.get("location", "")))] if quoted else [],
                kind="note" if note.strip() else "highlight",
                body=note.strip(),
                tags=tags,
                colour=row.get("color", "").strip().lower() or None,
                created_at=created,
                modified_at=created,
            )
        )
    return taken


def _start(written: str, location: str) -> int | None:
    """Where our own export says that the quotation begins, white space aside; what else a location counts leads nowhere,
    and is not taken."""
    if not (location.isascii() and location.isdigit() and len(location) < 12):
        return None
    return int(location) + len(written) - len(written.lstrip())
