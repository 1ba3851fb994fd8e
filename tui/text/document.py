"""A document: a text with its paragraphs, and what the source said about itself."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

ParagraphKind = Literal["heading", "body", "quote", "list", "caption", "furniture"]
PARAGRAPH_KINDS: tuple[ParagraphKind, ...] = ("heading", "body", "quote", "list", "caption", "furniture")
Origin = Literal["reader", "engine", "import"]


class Paragraph(Struct, frozen=True):
    """A numbered block of a text. `text[start:end]` is its text, without the line feed that ends it."""

    n: int
    """1-based, over all paragraphs of the text, furniture included."""
    kind: ParagraphKind
    start: int
    end: int
    origin: Origin = "engine"
    """Who set the kind: `engine` for a rule, `reader` where the reader overruled it, `import` for a source's own mark-up."""


class Document(Struct, frozen=True):
    """What a source yields: clean text (paragraphs joined by one line feed), paragraphs, metadata."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str
    source: str | None = None
    """The publication, as front matter names it; not where the file lies."""
    url: str | None = None
    author: str | None = None
    published: str | None = None
    """As given, normally `YYYY-MM-DD`."""
    language: str | None = None
    """BCP 47, lower case, such as `en`."""
    tags: tuple[str, ...] = ()
    extra: dict[str, object] = field(default_factory=dict)
    """Other front-matter keys, kept as they came."""
    pages: tuple[int, ...] = ()
    """For each paragraph the page that it begins on, 1-based; empty where there are no pages."""


class Raw(Struct, frozen=True):
    """What a document was made from, as it came, so that it can be read again in a better way."""

    data: bytes
    media_type: str
    """Such as `text/html`, lower case, without parameters."""
    charset: str | None = None
    """What the server said of its encoding."""
    url: str | None = None
    """The address that it was fetched from, after all redirects."""
    etag: str | None = None
    last_modified: str | None = None
    """What the server calls this state of it, to ask later whether it changed."""
