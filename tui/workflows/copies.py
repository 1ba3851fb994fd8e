"""Is a text that comes in nearly the same as one that is held? News agencies' texts are printed by many."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Final

from tui.library import articles, sketches
from tui.library.connection import Library
from tui.library.records import Article, Version
from tui.text.document import Document, Paragraph
from tui.text.likeness import RESEMBLANCE, grams, resemblance, words_of

_NEIGHBOURS: Final = 12
"""So many articles are compared with a text, those first that have most in common with it."""
_MOST_KEPT: Final = 500_000
"""5-grams of texts that are kept between two looks: of some 25 of the longest, or of 1,000 of an article's length."""


def original_of(lib: Library, document: Document) -> Article | None:
    """The article of the library that `document` nearly repeats; None for none, and for texts too short to say."""
    found = _grams(document.text, document.paragraphs)
    for n in sketches.alike(lib, found, _NEIGHBOURS):
        article = articles.get(lib, n)
        if article.deleted_at is None and _same(lib, article, found):
            return article
    return None


def resembles(lib: Library, article: Article, document: Document) -> bool:
    """Is `document` (nearly) the newest text of the article?"""
    found = _grams(document.text, document.paragraphs)
    if not found:
        return articles.version(lib, article.newest_version).text == document.text
    return _same(lib, article, found)


def _same(lib: Library, article: Article, found: set[int]) -> bool:
    version = articles.version(lib, article.newest_version)
    return resemblance(found, _kept.of(version, articles.paragraphs(lib, version.id))) >= RESEMBLANCE


def _grams(text: str, paragraphs: Iterable[Paragraph]) -> set[int]:
    """The word 5-grams of the article proper."""
    return grams(words_of(text[p.start : p.end] for p in paragraphs if p.kind != "furniture"))


class _Kept:
    """The 5-grams of the texts that were compared last: of many that are alike, all are compared with the same few."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, tuple[int, ...]], set[int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def of(self, version: Version, paragraphs: Sequence[Paragraph]) -> set[int]:
        """The 5-grams of a version. The reader may say at any time what is furniture in it."""
        key = (version.sha256, tuple(p.start for p in paragraphs if p.kind == "furniture"))
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return found
        found = _grams(version.text, paragraphs)
        with self._lock:
            if key not in self._held:
                self._held[key] = found
                self._size += len(found)
            while self._size > _MOST_KEPT and len(self._held) > 1:
                self._size -= len(self._held.popitem(last=False)[1])
        return found


_kept = _Kept()
