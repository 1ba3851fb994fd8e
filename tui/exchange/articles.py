"""What bibliographies need of an article."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tui.exchange.plain import one_line
from tui.exchange.view import Object

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?!\d)")


def authors(article: Object) -> list[str]:
    """The names of a byline, as far as it separates them."""
    byline = one_line(article["author"] or "")
    byline = re.sub(r"(?i)^by\s+", "", byline)
    parts = re.split(r"\s*;\s*|\s+(?:and|&|und|et|y)\s+", byline)
    return [part for part in parts if part]


def date(text: str | None) -> list[int]:
    """Year, month and day, as far as a date in ISO form has them."""
    match = _DATE.match(text or "")
    if match is None:
        return []
    parts = [int(part) for part in match.groups() if part]
    if len(parts) > 1 and not 1 <= parts[1] <= 12:
        return parts[:1]
    return parts[:2] if len(parts) > 2 and not 1 <= parts[2] <= 31 else parts


def key(article: Object, taken: set[str]) -> str:
    """A citation key that no other article has: a name, the year, a word of the title; ASCII only."""
    names = authors(article)
    name = names[0].split()[-1] if names and names[0].split() else ""
    words = [_ascii(word) for word in one_line(article["title"]).split()]
    word = next((word for word in words if len(word) > 3), next(filter(None, words), ""))
    year = date(article["published"])
    parts = [_ascii(name), str(year[0]) if year else "", word]
    base = "".join(parts if parts[0] else [word, parts[1]])[:40] or "article"
    made, number = base, 1
    while made in taken:
        number += 1
        made = f"{base}-{number}"
    taken.add(made)
    return made


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())
