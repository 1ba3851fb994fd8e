"""Is a text that comes in nearly the same as one that is held? News agencies' texts are printed by many."""

from __future__ import annotations

from tui.library import articles, sketches
from tui.library.connection import Library
from tui.library.records import Article
from tui.text.document import Document, Paragraph
from tui.text.likeness import RESEMBLANCE, grams, resemblance, words_of

_NEIGHBOURS = 12
"""So many articles are compared with a text, those first that have most in common with it."""


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
    return resemblance(found, _grams(version.text, articles.paragraphs(lib, version.id))) >= RESEMBLANCE


def _grams(text: str, paragraphs: tuple[Paragraph, ...]) -> set[int]:
    """The word 5-grams of the article proper."""
    return grams(words_of(text[p.start : p.end] for p in paragraphs if p.kind != "furniture"))
