"""An article made ready for the rules: sentences with their words, and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from tui.engine.lexicon import Lexicon
from tui.engine.types import Article
from tui.text.document import Paragraph
from tui.text.sentences import sentences
from tui.text.spans import Span

LONGEST_SENTENCE = 3000
"""Code points of a sentence that are read; what follows is shown, not analysed."""
MOST_SENTENCES = 60_000
"""Sentences of one article that are analysed."""
LONGEST_QUOTE = 2500
_NOTHING = frozenset({""})
READ_KINDS = frozenset({"body", "quote", "list"})
"""Furniture, captions and headings are never claims nor evidence."""

_TOKEN = re.compile(r"(?:[£$€]\s?)?\d+(?:[.,:]\d+)*%?|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’.&\u00ad-][^\W_]+)*|&")
_QUOTE = re.compile(r"“[^“”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<![\w’'])‘(?:[^‘’]|’(?=\w))+’(?!\w)|«[^«»]*»|„[^„“”]*[“”]")


class Token(Struct, eq=False, gc=False):
    """One word or number."""

    text: str
    low: str
    """Lower case, with straight apostrophes."""
    start: int
    end: int
    quoted: bool
    """Does it stand in a quotation?"""
    key: str
    """Its stem."""
    content: str
    """Its stem, where it says what the passage is about; else empty."""
    capital: bool
    number: bool
    """Is it a number, or does it hold one at its end?"""

    def __repr__(self) -> str:
        return f"Token({self.text!r}, {self.start}, {self.end})"


class Sentence(Struct, frozen=True):
    """One sentence; offsets are those of the article's text."""

    index: int
    """0-based, over the sentences of the article that are read."""
    span: Span
    text: str
    paragraph: Paragraph
    tokens: tuple[Token, ...]
    stems: frozenset[str]
    """Content words only."""
    quotes: tuple[Span, ...] = ()
    """The parts of quotations that stand in this sentence, without their marks."""
    lows: frozenset[str] = frozenset()
    """All its words, in lower case."""

    def gap(self, left: int, right: int) -> str:
        """What stands between the tokens `left` and `right`."""
        start = self.tokens[left].end if left >= 0 else self.span.start
        end = self.tokens[right].start if right < len(self.tokens) else self.span.end
        return self.text[start - self.span.start : end - self.span.start]

    def slice(self, start: int, end: int) -> str:
        return self.text[start - self.span.start : end - self.span.start]


class Prepared(Struct, frozen=True):
    """An article with its sentences in reading order."""

    article: Article
    sentences: tuple[Sentence, ...]


def quotations(text: str, start: int, end: int) -> list[Span]:
    """The quotations of one paragraph, marks left out, one that never closes taken to its end."""
    return [
        Span(found.start() + 1, found.end() - (1 if found.group()[-1] in '”"’»“' and len(found.group()) > 1 else 0))
        for found in _QUOTE.finditer(text, start, end)
    ]


def tokenize(text: str, start: int, end: int, quotes: Sequence[Span], words: Lexicon) -> list[Token]:
    """The words and numbers of `text[start:end]`; what the language elides before an apostrophe ("l'") by itself."""
    found: list[Token] = []
    known = words.words
    at, last = 0, len(quotes)
    quoted = False
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        begin, stop = match.span()
        if last:
            while at < last and quotes[at].end <= begin:
                at += 1
            quoted = at < last and quotes[at].start <= begin
        this = known.get(word) or words.word(word)
        found.append(Token(word, this.low, begin, stop, quoted, this.key, this.content, this.capital, this.number))
    elided = words["elision"]
    if elided:
        return [part for token in found for part in _parted(token, elided, words)]
    return found


def _parted(token: Token, elided: frozenset[str], words: Lexicon) -> Iterator[Token]:
    """A word without the elided ones before it, and those; at most two ("qu'l'…" is no word)."""
    for _ in range(2):
        head = token.low.find("'") + 1
        if not 0 < head < len(token.text) or token.low[:head] not in elided:
            break
        cut = token.start + head
        yield _token(token.text[:head], token.low[:head], token.start, cut, token.quoted, words)
        token = _token(token.text[head:], token.low[head:], cut, token.end, token.quoted, words)
    yield token


def _token(text: str, low: str, start: int, end: int, quoted: bool, words: Lexicon) -> Token:
    this = words.part(text, low)
    return Token(text, low, start, end, quoted, this.key, this.content, this.capital, this.number)


def content(tokens: Iterable[Token]) -> frozenset[str]:
    """Stems of the words that say what a passage is about."""
    return frozenset([token.content for token in tokens]) - _NOTHING


def prepare(article: Article, words: Lexicon) -> Prepared:
    """The sentences of `article` that can be claims or evidence."""
    found: list[Sentence] = []
    text = article.text
    for paragraph in article.paragraphs:
        if paragraph.kind not in READ_KINDS:
            continue
        quotes = quotations(text, paragraph.start, paragraph.end)
        for span in sentences(text, paragraph.start, paragraph.end):
            if len(found) >= MOST_SENTENCES:
                return Prepared(article, tuple(found))
            end = min(span.end, span.start + LONGEST_SENTENCE)
            while quotes and quotes[0].end <= span.start:
                quotes.pop(0)
            inside = []
            for quote in quotes:
                if quote.start >= end:
                    break
                inside.append(quote)
            tokens = tuple(tokenize(text, span.start, end, inside, words))
            parts = tuple(
                Span(max(q.start, span.start), min(q.end, end))
                for q in inside
                if min(q.end, end) > max(q.start, span.start)
            )
            lows = frozenset([t.low for t in tokens])
            found.append(Sentence(len(found), span, span.of(text), paragraph, tokens, content(tokens), parts, lows))
    return Prepared(article, tuple(found))
