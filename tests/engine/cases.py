"""Articles for the tests of the engine, read as the app reads them."""

from __future__ import annotations

from tui import resources
from tui.engine.types import Article, Claim
from tui.text.document import Document, Paragraph
from tui.text.markdown import read_markdown
from tui.text.plain import read_plain


def article(text: str, key: str = "0", **fields: str | None) -> Article:
    """An article of one body paragraph a line."""
    paragraphs, at = [], 0
    for n, line in enumerate(text.split("\n"), 1):
        paragraphs.append(Paragraph(n, "body", at, at + len(line)))
        at += len(line) + 1
    return Article(key, "", text, tuple(paragraphs), language="en", **fields)  # type: ignore[arg-type]


def of_document(document: Document, key: str) -> Article:
    return Article(
        key, document.title, document.text, document.paragraphs, document.source, document.published, document.language
    )


def seed() -> Article:
    return of_document(read_plain(resources.seed_files()[0].read_text("utf-8")), "seed")


def samples() -> list[Article]:
    return [of_document(read_markdown(path.read_text("utf-8")), path.stem[:2]) for path in resources.sample_files()]


def claim_with(claims: tuple[Claim, ...], words: str) -> Claim:
    return next(claim for claim in claims if words in claim.text)
