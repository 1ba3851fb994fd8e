"""A quotation with where it comes from, ready to paste."""

from __future__ import annotations


def cite(
    quote: str,
    *,
    title: str,
    source: str | None = None,
    author: str | None = None,
    published: str | None = None,
    paragraph: int | None = None,
    url: str | None = None,
) -> str:
    """“Quote” on one line, and on the next: author, “title”, source, date, paragraph, address. What is unknown is
    left out.

    White space in the quotation becomes single spaces; quotation marks inside it become single ones.
    """
    words = " ".join(quote.split()).replace("“", "‘").replace("”", "’")
    place = f"paragraph {paragraph}" if paragraph else None
    parts = [author, f"“{title}”" if title else None, source, published, place]
    if url and url != source:
        parts.append(url)
    return f"“{words}”\n— " + ", ".join(" ".join(part.split()) for part in parts if part)
