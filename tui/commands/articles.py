"""Commands on articles as a whole: add, list, show, edit, tag, remove."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from tui.commands.console import (
    Session,
    notice,
    out,
    out_array,
    out_json,
    out_text,
    pass_session,
    progress,
    read_stdin,
    speaks,
    table,
)
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.workflows.add import AddReport


@click.command("add")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--new", is_flag=True, help="Make an article of its own, even when this source is known.")
@click.option("--version-of", metavar="ARTICLE", help="Add the text as a new version of this article.")
@click.option("--recursive", "-r", is_flag=True, help="Of a folder, add all files in it that can be read.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as one JSON object.")
@pass_session
@speaks
def add_command(
    session: Session,
    sources: tuple[str, ...],
    new: bool,
    version_of: str | None,
    recursive: bool,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Add files and web pages to the library; - is standard input.

    The same source with the same text changes nothing; with another text it becomes a new version.

    Example: counterpoint add report.md https://example.org/story
    """
    from tui.workflows import add

    if new and version_of:
        raise click.UsageError("--new and --version-of exclude each other.")
    if version_of and len(sources) > 1:
        raise click.UsageError("--version-of takes one source.")
    if sources.count("-") > 1:
        raise click.UsageError("- (standard input) can be given once.")
    report = add.AddReport()
    try:
        with session.library() as lib, progress("Adding") as show:
            for piped, group in groupby(_expanded(sources, recursive, report), key=lambda source: source == "-"):
                if piped:
                    try:
                        data = read_stdin(_stdin_limit())
                        parts = add.add_parts(lib, data, "standard input", new=new, version_of=version_of)
                        report.outcomes.extend(parts)
                    except CounterpointError as error:
                        report.problems.append(add.Problem("-", add.without_name(str(error), "standard input")))
                    continue
                part = add.add_sources(
                    lib, list(group), new=new, version_of=version_of, allow_private=allow_private, progress=show
                )
                report.outcomes.extend(part.outcomes)
                report.problems.extend(part.problems)
    except CounterpointError as error:
        report.problems.append(add.Problem("", str(error)))
    counts = dict.fromkeys(("added", "version", "unchanged", "copy"), 0)
    for outcome in report.outcomes:
        counts[outcome.status] += 1
        if not as_json:
            out(outcome.message)
        if outcome.notice:
            notice(outcome.notice)
    if as_json:
        out_json(
            {
                **counts,
                "articles": [
                    {
                        "n": one.article.n,
                        "id": one.article.id,
                        "title": one.article.title,
                        "source": one.source,
                        "status": one.status,
                    }
                    for one in report.outcomes
                ],
                "problems": [{"source": problem.source, "message": problem.message} for problem in report.problems],
            }
        )
    for problem in report.problems:
        session.fail(f"{problem.source}: {problem.message}" if problem.source else problem.message)


def _expanded(sources: tuple[str, ...], recursive: bool, report: AddReport) -> list[str]:
    """The sources, folders replaced by the files in them; a folder that cannot be read is a problem of the report."""
    from tui.sources.folders import files_in
    from tui.workflows import add

    found: list[str] = []
    for source in sources:
        if recursive and os.path.isdir(os.path.expanduser(source)):
            try:
                inside = files_in(source)
            except CounterpointError as error:
                report.problems.append(add.Problem(source, add.without_name(str(error), source)))
            else:
                found += inside.files
                report.problems.extend(add.Problem(path, sentence) for path, sentence in inside.problems)
        else:
            found.append(source)
    return found


def _stdin_limit() -> int:
    from tui.text.intake import MAX_BYTES

    return MAX_BYTES


@click.command("list")
@click.argument("words", nargs=-1)
@click.option(
    "--view", type=click.Choice(["all", "unread", "annotated", "contested"]), default="all", show_default=True
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only articles with this tag; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@pass_session
@speaks
def list_command(session: Session, words: tuple[str, ...], view: Any, tags: tuple[str, ...], as_json: bool) -> None:
    """List the articles of the library, or those that hold these WORDS.

    Example: counterpoint list --view contested
    """
    from tui.workflows.browsing import Article, ArticleQuery, article_count, article_rows

    with session.library(read_only=True) as lib:
        query = ArticleQuery(text=" ".join(words), view=view, tags=tags, order="added", descending=False)
        total = article_count(lib, query)

        def pages() -> Any:
            for offset in range(0, total, 500):
                yield from article_rows(lib, query, offset=offset, limit=500)

        if as_json:
            out_array(_listed(article) for article in pages())
            return

        def row(article: Article) -> list[str]:
            read = f"{article.progress:.0%}"
            contested = f"{article.contested}/{article.claims}"
            return [
                str(article.n),
                article.title,
                article.source or "",
                article.published or "",
                read,
                contested,
                str(article.annotations),
            ]

        head = ["n", "title", "source", "date", "read", "contested/claims", "own"]
        narrowed = bool(words or tags or view != "all")
        empty = "No article is like that." if narrowed else "The library is empty; `counterpoint add FILE` fills it."
        table(head, map(row, pages()), right=(0, 4, 5, 6), cut=(1, 2), empty=empty)


def _listed(article: Any) -> dict[str, Any]:
    names = ("n", "id", "title", "source", "url", "published", "language", "added_at", "words", "progress")
    return {
        **{name: getattr(article, name) for name in names},
        "tags": list(article.tags),
        "claims": article.claims,
        "contested": article.contested,
        "annotations": article.annotations,
    }


@click.command("show")
@click.argument("article")
@click.option("--json", "as_json", is_flag=True, help="The article as it stands in an export.")
@pass_session
@speaks
def show_command(session: Session, article: str, as_json: bool) -> None:
    """Print an article, its paragraphs numbered.

    Example: counterpoint show 1
    """
    from tui.workflows import articles, transfer

    with session.library(read_only=True) as lib:
        found = articles.find(lib, article)
        if as_json:
            out_json(transfer.article_object(lib, found.id))
            return
        version = articles.versions(lib, found.id)[-1]
        out(found.title)
        line = " · ".join(part for part in (found.source, found.author, found.published) if part)
        if line:
            out(line)
        last: int | None = None
        for paragraph in articles.paragraphs(lib, version.id):
            mark = "" if paragraph.kind == "body" else f" [{paragraph.kind}]"
            page = articles.page_of(version, paragraph.n)
            mark += f" p. {page}" if page is not None and page != last else ""
            last = page
            out_text(f"\n{paragraph.n}{mark}\n{version.text[paragraph.start : paragraph.end]}")


@click.command("edit")
@click.argument("article")
@click.option("--title", help="The title.")
@click.option("--author", help="The author; empty takes it away.")
@click.option("--published", help="The date, as YYYY-MM-DD.")
@click.option("--source", help="The publication.")
@click.option("--language", help="The language, such as en.")
@pass_session
@speaks
def edit_command(session: Session, /, article: str, **fields: str | None) -> None:
    """Change what is said about an article.

    Example: counterpoint edit 3 --published 2024-05-01
    """
    from tui.workflows import articles

    if all(value is None for value in fields.values()):
        raise click.UsageError("Say what to change: " + ", ".join(f"--{name}" for name in fields) + ".")
    with session.library() as lib:
        out(articles.edit(lib, articles.find(lib, article).id, **fields))


@click.command("tag")
@click.argument("what", metavar="ARTICLE|ANNOTATION")
@click.argument("tags", nargs=-1, required=True, metavar="TAG...")
@click.option("--remove", is_flag=True, help="Take the tags away instead.")
@pass_session
@speaks
def tag_command(session: Session, what: str, tags: tuple[str, ...], remove: bool) -> None:
    """Give an article, or an annotation by its id, tags.

    Example: counterpoint tag 3 water council
    """
    from tui.workflows import annotating, articles

    if not all(tag.strip() for tag in tags):
        raise click.UsageError("A tag is empty: name one, such as water.")
    add, take = ((), tags) if remove else (tags, ())
    with session.library() as lib:
        if annotating.exists(lib, what):
            out(annotating.tag(lib, what, add, take))
        else:
            out(articles.tag(lib, [articles.find(lib, what).id], add, take))


@click.command("remove")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@pass_session
@speaks
def remove_command(session: Session, articles: tuple[str, ...]) -> None:
    """Delete articles; `u` in the app brings them back.

    Example: counterpoint remove 3 5
    """
    from tui.workflows import articles as work

    with session.library() as lib:
        ids: list[str] = []
        for reference in articles:
            try:
                ids.append(work.find(lib, reference).id)
            except CounterpointError as error:
                session.fail(str(error))
        if ids:
            out(work.remove(lib, list(dict.fromkeys(ids))))
