"""A web page becomes a document."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tui.sources.extras import need
from tui.sources.pages.blocks import Block, blocks_of
from tui.sources.pages.content import article_of, marks
from tui.sources.pages.facts import facts_of
from tui.sources.pages.tree import decode_page, parse, prune
from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.intake import clean

if TYPE_CHECKING:
    from lxml.html import HtmlElement

EXTRACTOR = "page-1"
"""Which way of reading pages a version was made with."""
_DOUBTFUL = 1000
"""An article of fewer characters, or of less than a third of what the page has in whole sentences, is compared with
what trafilatura finds."""


def read_page(data: bytes | str, *, url: str | None = None, charset: str | None = None) -> Document:
    """The document of an HTML page that came from `url`. `charset` is what the server, or the file's frame, says.

    Headings, quotes, lists and captions keep their kind; parts inside the article that are not it (share buttons, links
    to other stories) are furniture, and what stands around the article is left out. Raises IntakeError when there is no
    text or the page is out of bounds, MissingExtra without the extra `web`.
    """
    html = data if isinstance(data, str) else decode_page(data, charset)
    need("trafilatura", "web", "Web pages")
    tree = parse(html)
    facts = facts_of(tree, url)
    body = tree.body if tree.body is not None else tree
    prune(tree)
    blocks = blocks_of(body)
    kept = article_of(blocks, set())
    if _doubtful(blocks, kept):
        opinion = _opinion(tree)
        marked = marks(blocks, opinion)
        kept = article_of(blocks, marked) or sorted(marked)
        if not kept:
            kept = list(range(len(blocks)))
    if not kept:
        raise IntakeError("There is no text in this page.")
    meta = Metadata(
        title=facts.title,
        source=facts.site,
        url=facts.url or url,
        author=facts.author,
        published=facts.published,
        language=facts.language,
        extra={"modified": facts.modified} if facts.modified and facts.modified != facts.published else {},
    )
    return assemble(_with_furniture(blocks, kept), meta, marked_up=True)


def _doubtful(blocks: list[Block], kept: list[int]) -> bool:
    size = sum(len(blocks[index].text) for index in kept)
    prose = sum(len(one.text) for one in blocks if len(one.text) > 80 and one.linked < len(one.text) / 4)
    return size < _DOUBTFUL or size < prose / 3


def _opinion(tree: HtmlElement) -> list[str]:
    """The paragraphs that trafilatura keeps; none where it fails."""
    trafilatura = need("trafilatura", "web", "Web pages")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it says of a page is no news to the reader
    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    except Exception:  # It reads whatever a page holds; then there is no second opinion.
        return []
    if found is None or found.body is None:
        return []
    return [" ".join("".join(element.itertext()).split()) for element in found.body]


def _with_furniture(blocks: list[Block], kept: list[int]) -> list[tuple[str, ParagraphKind]]:
    """The kept blocks, and as furniture what stands between them; not more of it than of them."""
    own = set(kept)
    room = sum(len(blocks[index].text) for index in kept)
    made: list[tuple[str, ParagraphKind]] = []
    for index in range(kept[0], kept[-1] + 1):
        block = blocks[index]
        text = clean(block.text).replace("\n", " ")
        if index in own:
            made.append((text, block.kind))
        elif len(text) <= room:
            room -= len(text)
            made.append((text, "furniture"))
    return made
