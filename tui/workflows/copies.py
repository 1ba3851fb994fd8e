"""Is a text that comes in nearly the same as one that is held? News agencies' texts are printed by many."""

from __future__ import annotations

import re
from collections import Counter

from tui.library import articles, search
from tui.library.connection import Library
from tui.library.records import Article
from tui.text.document import Document, Paragraph

RESEMBLANCE = 0.8
"""From this share of common word 5-grams on, one text repeats the other."""
_GRAM = 5
_MOST_WORDS = 20_000
_NEIGHBOURS = 12
_PROBES = 4
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")


def original_of(lib: Library, document: Document) -> Article | None:
    """The article of the library that `document` nearly repeats; None for none, and for texts too short to say."""
    words = _words(document.text, document.paragraphs)
    if len(words) < 4 * _GRAM:
        return None
    grams = _grams(words)
    for article in _neighbours(lib, words):
        if not article.words or not RESEMBLANCE / 1.5 < len(words) / article.words < 1.5 / RESEMBLANCE:
            continue
        if _same(lib, article, grams):
            return article
    return None


def resembles(lib: Library, article: Article, document: Document) -> bool:
    """Is `document` (nearly) the newest text of the article?"""
    words = _words(document.text, document.paragraphs)
    if len(words) < 4 * _GRAM:
        return articles.version(lib, article.newest_version).text == document.text
    return _same(lib, article, _grams(words))


def _same(lib: Library, article: Article, grams: set[int]) -> bool:
    version = articles.version(lib, article.newest_version)
    other = _grams(_words(version.text, articles.paragraphs(lib, version.id)))
    return len(grams & other) >= RESEMBLANCE * len(grams | other)


def _words(text: str, paragraphs: tuple[Paragraph, ...]) -> list[str]:
    """Words of the article proper, without case."""
    words: list[str] = []
    for paragraph in paragraphs:
        if paragraph.kind != "furniture":
            words += _WORD.findall(text[paragraph.start : paragraph.end].casefold())
            if len(words) >= _MOST_WORDS:
                break
    return words[:_MOST_WORDS]


def _grams(words: list[str]) -> set[int]:
    return {hash(tuple(words[i : i + _GRAM])) for i in range(len(words) - _GRAM + 1)}


def _neighbours(lib: Library, words: list[str]) -> list[Article]:
    """Articles that share long words with several stretches of the text, the most often found first."""
    found: Counter[str] = Counter()
    length = max(len(words) // _PROBES, 4 * _GRAM)
    for start in range(0, len(words), length):
        stretch = words[start : start + length]
        terms = sorted(dict.fromkeys(stretch), key=lambda word: (-len(word), stretch.index(word)))[:8]
        found.update({passage[0] for passage in search.passages(lib, terms, _NEIGHBOURS)})
    return [articles.get(lib, article_id) for article_id, _ in found.most_common(_NEIGHBOURS)]
