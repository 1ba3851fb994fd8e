"""Zotero's annotations as JSON: items of its API (https://www.zotero.org/support/dev/web_api/v3), or Better BibTeX's export
with annotations inside attachments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import ForeignAnnotation, Passage, Taken
from tui.exchange.reading import Input, Object, items, mapping, string, time

_COLOURS: Final = {
    "#ffd400": "yellow", "#ff6666": "pink", "#5fb236": "green", "#2ea8e5": "blue", "#a28ae5": "pink",
    "#e56eee": "pink", "#f19837": "orange",
}  # fmt: skip
"""Zotero's palette, by the nearest of our colours; red, purple and magenta are pink here."""


def recognises(file: Input) -> bool:
    """Items of which some are annotations or have some."""
    return file.is_json and any("annotationType" in one for one, _ in _walk(file.json))


def _walk(value: Any, above: tuple[Object, ...] = (), depth: int = 0) -> Iterator[tuple[Object, tuple[Object, ...]]]:
    """Every item with those that it is inside of."""
    if depth > 6:
        return
    for one in items(value):
        if not isinstance(one, dict):
            continue
        data = mapping(one.get("data")) or one
        if data:
            yield {"key": one.get("key"), **data}, above
        for name in ("items", "attachments", "annotations", "children"):
            if isinstance(one.get(name), list):
                yield from _walk(one[name], (*above, data), depth + 1)


def read(file: Input) -> Taken:
    """Highlights and notes; items that are in the file say what they stand in."""
    taken = Taken("zotero")
    found = list(_walk(file.json))
    by_key = {string(one.get("key")): one for one, _ in found if one.get("key")}
    marks = [(one, above) for one, above in found if "annotationType" in one]
    if not marks:
        raise ExchangeError("The file holds no annotations of Zotero.")
    for number, (one, above) in enumerate(marks, 1):
        kind = string(one.get("annotationType"))
        quoted, note = string(one.get("annotationText")), string(one.get("annotationComment"))
        if kind not in ("highlight", "underline", "note", "text") or not (quoted.strip() or note.strip()):
            taken.leave_out(f"Annotation {number}", "it has no text" if kind else "it does not say what it is")
            continue
        home = _home(one, above, by_key)
        taken.annotations.append(
            ForeignAnnotation(
                key=string(one.get("key")) or f"{home.get('key')} {quoted} {note}"[:2000],
                article=_article(taken, home),
                passages=[Passage(quoted)] if quoted.strip() else [],
                kind="note" if note.strip() else "highlight",
                body=note,
                tags=[string(mapping(tag).get("tag")) or string(tag) for tag in items(one.get("tags"))],
                colour=_COLOURS.get(string(one.get("annotationColor")).lower()),
                creator=string(one.get("annotationAuthorName")),
                created_at=time(one.get("dateAdded")),
                modified_at=time(one.get("dateModified")) or time(one.get("dateAdded")),
            )
        )
    return taken


def _home(one: Object, above: tuple[Object, ...], by_key: dict[str, Object]) -> Object:
    """The work: the outermost item above the annotation that has a title."""
    chain, seen = [*reversed(above)], {string(one.get("key"))}
    parent = string(one.get("parentItem"))
    while parent and parent in by_key and parent not in seen:
        seen.add(parent)
        chain.append(by_key[parent])
        parent = string(by_key[parent].get("parentItem"))
    titled = [item for item in chain if string(item.get("title")).strip()]
    return titled[-1] if titled else {"key": string(one.get("parentItem"))}


def _article(taken: Taken, item: Object) -> str:
    title, url = string(item.get("title")).strip(), string(item.get("url"))
    key = string(item.get("key")) or url or title or "unknown"
    names = [mapping(one) for one in items(item.get("creators"))]
    authors = [
        string(name.get("name")) or f"{string(name.get('firstName'))} {string(name.get('lastName'))}".strip()
        for name in names
    ]
    taken.article(
        key,
        title=title or "From Zotero",
        url=url if url.startswith(("http://", "https://")) else None,
        author="; ".join(filter(None, authors)),
        source=string(item.get("publicationTitle")) or string(item.get("websiteTitle")),
        published=string(item.get("date"))[:40],
        language=string(item.get("language"))[:20],
    )
    return key
