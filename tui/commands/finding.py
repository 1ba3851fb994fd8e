"""Commands that find things again: full-text search, and the list of annotations."""

from __future__ import annotations

from typing import Any

import click

from tui.commands.console import Session, out_array, pass_session, speaks, table
from tui.text.errors import CounterpointError
from tui.workflows.views import ANNOTATION_KINDS, COLOURS

NOTHING = "Nothing in the library is like that."


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="At most so many paragraphs."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@pass_session
@speaks
def search_command(session: Session, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search the text of all articles, the best paragraphs first.

    Words must all be there; a phrase stands in quotes; a word that ends in * is a beginning.

    Example: counterpoint search '"take root" afghan*'
    """
    from tui.workflows.browsing import search

    words = " ".join(query)
    if not words.strip():
        raise CounterpointError("There is nothing to search for; give at least one word.")
    with session.library(read_only=True) as lib:
        hits = search(lib, words, limit=limit)
    if as_json:
        names = ("paragraph", "start", "end", "text", "score")
        out_array({"article": hit.n, **{name: getattr(hit, name) for name in names}} for hit in hits)
        return
    table(
        ["place", "title", "text"],
        ([f"{hit.n}#{hit.paragraph}", hit.title, hit.text] for hit in hits),
        cut=(1, 2),
        empty="Nothing in the library is like that.",
    )


@click.command("annotations")
@click.argument("words", nargs=-1)
@click.option("--kind", type=click.Choice(ANNOTATION_KINDS), help="Only this kind.")
@click.option("--tag", metavar="TAG", help="Only those with this tag.")
@click.option("--colour", type=click.Choice(COLOURS), help="Only this colour.")
@click.option("--article", metavar="ARTICLE", help="Only those of this article.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@pass_session
@speaks
def annotations_command(
    session: Session,
    words: tuple[str, ...],
    kind: Any,
    tag: str | None,
    colour: Any,
    article: str | None,
    as_json: bool,
) -> None:
    """List your annotations, or those that hold these WORDS.

    Example: counterpoint annotations --kind note
    """
    from tui.workflows import articles, transfer
    from tui.workflows.browsing import AnnotationQuery, annotation_count, annotation_rows

    with session.library(read_only=True) as lib:
        home = articles.find(lib, article).id if article else None
        query = AnnotationQuery(text=" ".join(words), kind=kind, tag=tag, colour=colour, article_id=home)
        if as_json:
            out_array(transfer.annotation_objects(lib, query))
            return
        total = annotation_count(lib, query)
        rows = (row for offset in range(0, total, 500) for row in annotation_rows(lib, query, offset=offset, limit=500))
        table(
            ["place", "kind", "text", "note", "tags"],
            ([f"{row.article_n}#{row.paragraph}", row.kind, row.quote, row.body, " ".join(row.tags)] for row in rows),
            cut=(2, 3, 4),
            empty="No annotation is like that." if query != AnnotationQuery() else "There are no annotations yet.",
        )
