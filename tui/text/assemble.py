"""Blocks of text become a document: furniture told apart, a title found, paragraphs numbered."""

from __future__ import annotations

from collections.abc import Sequence

from tui.text.document import Document, Origin, Paragraph, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.furniture import furniture
from tui.text.sentences import sentences

TITLE_LENGTH = 80
"""Where a title that is taken from the first sentence is cut, in code points."""


def assemble(blocks: Sequence[tuple[str, ParagraphKind]], meta: Metadata, *, marked_up: bool = False) -> Document:
    """The document of `blocks` (text on one line each, and its kind).

    `marked_up`: the kinds are the source's own mark-up, not our guess; furniture is always our guess. Raises IntakeError
    when there is no text.
    """
    if not blocks:
        raise IntakeError("There is no text in it.")
    dropped = furniture([text for text, _ in blocks])
    paragraphs: list[Paragraph] = []
    start = 0
    for index, (text, kind) in enumerate(blocks):
        end = start + len(text)
        own = kind == "furniture" or index in dropped
        origin: Origin = "import" if marked_up and kind != "body" and not own else "engine"
        paragraphs.append(Paragraph(index + 1, "furniture" if own else kind, start, end, origin))
        start = end + 1
    whole = "\n".join(text for text, _ in blocks)
    return Document(
        text=whole,
        paragraphs=tuple(paragraphs),
        title=meta.title or title_of(whole, paragraphs),
        source=meta.source,
        url=meta.url,
        author=meta.author,
        published=meta.published,
        language=meta.language,
        tags=meta.tags,
        extra=meta.extra,
    )


def title_of(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """A heading on the first line, else the first sentence, cut at a word to 80 characters."""
    first = next((p for p in paragraphs if p.kind != "furniture"), paragraphs[0])
    if first.kind == "heading":
        return " ".join(text[first.start : first.end].split())
    end = min(first.end, first.start + 2000)  # a sentence that is longer is cut all the same
    found = sentences(text, first.start, end)
    line = " ".join((found[0].of(text) if found else text[first.start : end]).split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line.rfind(" ", 0, TITLE_LENGTH + 1)
    return line[: cut if cut > 0 else TITLE_LENGTH].rstrip()
