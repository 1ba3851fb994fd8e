"""Omnivore's export: a list of what was saved; highlights where its API put them."""

from __future__ import annotations

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import ForeignAnnotation, Passage, Taken
from tui.exchange.reading import Input, items, mapping, string, time


def recognises(file: Input) -> bool:
    """A list of things that were saved, each with a slug."""
    first = mapping(file.json[0]) if file.is_json and isinstance(file.json, list) and file.json else {}
    return "slug" in first and bool({"savedAt", "readingProgress"} & first.keys())


def read(file: Input) -> Taken:
    """The articles, and what was highlighted in them."""
    taken = Taken("omnivore")
    if not recognises(file):
        raise ExchangeError("The file holds no list of Omnivore.")
    for number, entry in enumerate(items(file.json), 1):
        entry = mapping(entry)
        url, title = string(entry.get("url")), string(entry.get("title")).strip()
        if not url and not title:
            taken.leave_out(f"Entry {number}", "it has neither an address nor a title")
            continue
        published = time(entry.get("publishedAt"))
        article = taken.article(
            url or title,
            title=title,
            url=url if url.startswith(("http://", "https://")) else None,
            author=string(entry.get("author")),
            published=published[:10] if published else None,
            added_at=time(entry.get("savedAt")),
        )
        article.tags += [string(mapping(one).get("name")) or string(one) for one in items(entry.get("labels"))]
        for index, one in enumerate(map(mapping, items(entry.get("highlights")))):
            quoted, note = string(one.get("quote")), string(one.get("annotation"))
            if not quoted and not note:
                taken.leave_out(f"A highlight of “{title[:40]}”", "it has neither a quotation nor a note")
                continue
            created = time(one.get("createdAt"))
            taken.annotations.append(
                ForeignAnnotation(
                    key=string(one.get("id")) or f"{url or title} {index} {quoted}"[:2000],
                    article=article.key,
                    passages=[Passage(quoted, string(one.get("prefix")), string(one.get("suffix")))] if quoted else [],
                    kind="note" if note else "highlight",
                    body=note,
                    created_at=created,
                    modified_at=time(one.get("updatedAt")) or created,
                )
            )
    return taken
