"""The command that lets the engine read: claims and the evidence that bears on them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from tui.commands.console import Session, named, notice, out, out_json, pass_session, progress, read_source, speaks
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.text.document import Document
    from tui.workflows.reranking import Scorer

SIGNS = {"contradicts": "✕", "weakens": "−", "qualifies": "~", "supports": "+", "updates": "→"}


@click.command("analyze")
@click.argument("what", nargs=-1, metavar="[FILE...|ARTICLE...]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--nli", is_flag=True, help="Let the model of inference that is set read the likeliest pairs, too.")
@click.option("--llm", is_flag=True, help="Ask the language model that is set, too; this may cost money.")
@pass_session
@speaks
def analyze_command(session: Session, what: tuple[str, ...], as_json: bool, nli: bool, llm: bool) -> None:
    """Find claims, and the evidence that bears on them; - is standard input.

    Files are analysed together, and no library is read or made. Articles (numbers, ids or sources), or without
    arguments all of them, are those of the library; what is found is kept there. A number is that of an article; for a
    file of such a name, give ./7. What --nli and --llm change is shown, not
    kept.

    Example: counterpoint analyze --json report.md reply.md
    """
    if "" in what:
        # Such as a variable of the shell that is not set: it does not stand for all articles.
        raise CounterpointError("An empty name is not the name of a file.")
    files = [name for name in what if _is_file(name)]
    if files:
        for other in (name for name in what if name not in files):
            session.fail(f"{other}: There is no such file; give files, or articles of the library, not both.")
    with session.beside(nli=nli, llm=llm) as scorer:
        result = _files(session, files, scorer) if files else _articles(session, what, scorer)
    if as_json:
        out_json(result)
    else:
        _print(result)


def _is_file(name: str) -> bool:
    """A number is that of an article: `./7` names the file."""
    return name == "-" or (not name.isdecimal() and os.path.exists(name))


def _files(session: Session, files: list[str], scorer: Scorer | None) -> dict[str, Any]:
    from tui.sources.files import read_all, read_parts
    from tui.workflows.analysis import analyse_documents

    documents: list[tuple[Document, str]] = []
    for name in files:
        try:
            found = read_parts(read_source(name), "standard input") if name == "-" else read_all(name)
        except CounterpointError as error:
            session.fail(named(name, error))
        else:
            documents.extend((loaded.document, loaded.location) for loaded in found)
    return analyse_documents(documents, scorer)


def _articles(session: Session, references: tuple[str, ...], scorer: Scorer | None) -> dict[str, Any]:
    from tui.workflows import analysis, articles
    from tui.workflows.browsing import ArticleQuery, article_count, article_rows

    if references and not session.library_path.exists():
        for reference in references:
            session.fail(f"{reference}: There is no such file, and no library yet that could hold such an article.")
        return {"articles": []}
    with session.library() as lib, progress("Analysing") as show:
        if references:
            ids = []
            for reference in references:
                try:
                    ids.append(articles.find(lib, reference).id)
                except CounterpointError as error:
                    session.fail(f"{reference}: There is no such file. {error}")
        else:
            query = ArticleQuery()
            ids = [row.id for row in article_rows(lib, query, offset=0, limit=max(1, article_count(lib, query)))]
            if not ids:
                notice("The library is empty; `counterpoint add FILE` fills it.")
        if not lib.read_only and scorer is None:
            analysis.analyse_articles(lib, ids, show)
        return analysis.analysed_json(lib, ids, scorer)


def _print(result: dict[str, Any]) -> None:
    articles = result["articles"]
    for article in articles:
        out(article["title"])
        if not article["claims"]:
            out("  no claims found")
        for claim in article["claims"]:
            who = claim["claimant"]["text"] if claim["claimant"] else "the article"
            said = f", said by {claim['speaker']['text']}" if claim["speaker"] else ""
            out(f"  {claim['paragraph']:>3}  {claim['kind']} of {who}{said}")
            out(f"       “{claim['text']}”")
            for evidence in claim["evidence"]:
                where = (
                    ""
                    if articles[evidence["article"]] is article
                    else f" in “{articles[evidence['article']]['title']}”"
                )
                what = f"{SIGNS[evidence['relation']]} {evidence['relation']} ({evidence['score']:.2f})"
                out(f"     {what}, paragraph {evidence['paragraph']}{where}")
                out(f"       “{evidence['text']}”")
                for reason in evidence["reasons"]:
                    out(f"       – {reason['text']}")
        out()
