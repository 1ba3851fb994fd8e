"""Articles, texts and paragraphs of the library, each read once while a screen or an analysis is put together."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from tui.library import articles
from tui.library.connection import Library
from tui.library.records import Article
from tui.text.document import Paragraph
from tui.text.errors import CounterpointError
from tui.text.sentences import sentences
from tui.text.spans import Span
from tui.workflows.views import Place


class Text:
    """One version's text with its paragraphs."""

    def __init__(self, lib: Library, version_id: str) -> None:
        self.version = articles.version(lib, version_id)
        self.text = self.version.text
        self._lib = lib

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return articles.paragraphs(self._lib, self.version.id)

    @cached_property
    def _starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs]

    def paragraph_at(self, offset: int) -> int:
        """The number of the paragraph that an offset stands in; 1 for a text without paragraphs."""
        return max(1, bisect_right(self._starts, offset))

    @cached_property
    def _own_starts(self) -> list[int]:
        return [paragraph.start for paragraph in self.paragraphs if paragraph.kind != "furniture"]

    def number_at(self, offset: int) -> int:
        """The number among the article's own paragraphs, as screens show it; 0 in furniture."""
        if not self.paragraphs:
            return 1
        here = self.paragraphs[self.paragraph_at(offset) - 1]
        return 0 if here.kind == "furniture" else bisect_right(self._own_starts, offset)

    def sentence_at(self, offset: int) -> Span:
        """The sentence around an offset; its paragraph where there is none."""
        if not self.paragraphs:
            return Span(0, len(self.text))
        paragraph = self.paragraphs[self.paragraph_at(offset) - 1]
        found = sentences(self.text, paragraph.start, paragraph.end)
        return next((s for s in found if s.start <= offset < s.end), Span(paragraph.start, paragraph.end))


class Lookup:
    """What was read already."""

    def __init__(self, lib: Library) -> None:
        self.lib = lib
        self._articles: dict[str, Article | None] = {}
        self._texts: dict[str, Text] = {}

    def article(self, article_id: str) -> Article | None:
        """The article; None for one that is gone or deleted."""
        if article_id not in self._articles:
            try:
                found: Article | None = articles.get(self.lib, article_id)
            except CounterpointError:
                found = None
            self._articles[article_id] = found if found is not None and found.deleted_at is None else None
        return self._articles[article_id]

    def text(self, version_id: str) -> Text:
        if version_id not in self._texts:
            self._texts[version_id] = Text(self.lib, version_id)
        return self._texts[version_id]

    def place(self, article_id: str, version_id: str, span: Span) -> Place | None:
        """A span as a place; None when its article is gone."""
        article = self.article(article_id)
        if article is None:
            return None
        text = self.text(version_id)
        return Place(
            article_id=article.id,
            article_n=article.n,
            article_title=article.title,
            published=article.published,
            version_id=version_id,
            span=span,
            text=span.of(text.text),
            paragraph=text.paragraph_at(span.start),
            number=text.number_at(span.start),
        )
