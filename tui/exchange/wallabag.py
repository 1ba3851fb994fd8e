"""wallabag's JSON export (version 2): entries with their texts, tags and annotations."""

from __future__ import annotations

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import ForeignAnnotation, Passage, Taken
from tui.exchange.reading import Input, items, mapping, string, strings, time
from tui.text.htmltext import text_of


def recognises(file: Input) -> bool:
    """A list of entries that are archived or not."""
    first = mapping(file.json[0]) if file.is_json and isinstance(file.json, list) and file.json else {}
    return "is_archived" in first and "url" in first


def read(file: Input) -> Taken:
    """The articles with their texts, and what was quoted and noted in them."""
    taken = Taken("wallabag")
    if not recognises(file):
        raise ExchangeError("The file holds no entries of wallabag.")
    for number, entry in enumerate(items(file.json), 1):
        entry = mapping(entry)
        url, title = string(entry.get("url")), string(entry.get("title")).strip()
        if not url and not title:
            taken.leave_out(f"Entry {number}", "it has neither an address nor a title")
            continue
        text = text_of(string(entry.get("content")))
        tags = [string(mapping(one).get("label")) or string(one) for one in items(entry.get("tags"))]
        published = time(string(entry.get("published_at")))
        article = taken.article(
            url or title,
            title=title,
            url=url if url.startswith(("http://", "https://")) else None,
            author="; ".join(strings(entry.get("published_by"))),
            source=string(entry.get("domain_name")),
            language=string(entry.get("language")).replace("_", "-").lower(),
            published=published[:10] if published else None,
            text=text or None,
            added_at=time(string(entry.get("created_at"))),
        )
        article.tags += [tag for tag in tags if tag]
        for index, one in enumerate(map(mapping, items(entry.get("annotations")))):
            quoted, note = string(one.get("quote")), string(one.get("text"))
            if not quoted and not note:
                taken.leave_out(f"An annotation of “{title[:40]}”", "it has neither a quotation nor a note")
                continue
            created = time(string(one.get("created_at")))
            taken.annotations.append(
                ForeignAnnotation(
                    key=f"{url or title} {one.get('id', index)} {quoted}"[:2000],
                    article=article.key,
                    passages=[Passage(quoted)] if quoted.strip() else [],
                    kind="note" if note else "highlight",
                    body=note,
                    creator=string(one.get("user")),
                    created_at=created,
                    modified_at=time(string(one.get("updated_at"))) or created,
                )
            )
    return taken
