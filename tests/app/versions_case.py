"""The ferry article in three versions, with annotations of which two are for review and one is lost."""

from __future__ import annotations

from tests.app.ferry import HOME, document
from tui.library import articles, meta
from tui.library.connection import Library
from tui.text.spans import Span
from tui.workflows import annotating, reading

QUOTE = "Its clerk called the numbers provisional."
PLEDGE = "promised that the ferry would never stop again"
FISHERMAN = "a fisherman 👩‍👩‍👧 from 北島"
SECOND = (
    HOME[0].replace("The island ferry", "The ferry"),
    HOME[1].replace(PLEDGE, "said the ferry was not expected to stop again"),
    HOME[3].replace("with 80 people", "with some people"),
    "Share this with a friend",
    HOME[5].replace(f" {QUOTE}", ""),
    f"A reader wrote to ask why the sentence “{QUOTE}” had been taken out without a word.",
)
THIRD = (*SECOND[:2], SECOND[2].replace("some", "a few"), *SECOND[3:])


def three_versions(lib: Library) -> str:
    """Adds the article; its id."""
    meta.set(lib, "app.welcomed", True)
    made = articles.add(lib, document(HOME, "The ferry is back", "2024-07-20"), location="/texts/ferry.txt")
    first = reading.open_article(lib, made.id)
    at = first.text.index

    def span(quote: str) -> Span:
        return Span(at(quote), at(quote) + len(quote))

    annotating.note(lib, first, [span(PLEDGE)], "The pledge: compare with Friday.")
    annotating.note(lib, first, [span(QUOTE)], "Which numbers? [/b]")
    annotating.note(lib, first, [span(FISHERMAN)], "Who is he?")
    annotating.highlight(lib, first, [span("came back on Monday")], "green")
    annotating.highlight(lib, first, [span("12 delays in a month")], "blue")
    for lines in (SECOND, THIRD):
        articles.add_version(lib, made.id, document(lines, "The ferry is back", "2024-07-20"))
    return made.id
