"""The ferry article as two colleagues annotated it, each in a library of their own, taken in from their exports."""

from __future__ import annotations

from pathlib import Path

from tests.app.ferry import DELAYS, FARES, HOME, NEVER, STOPPED, document, span
from tui.library import articles, meta
from tui.library.connection import Library
from tui.workflows import annotating, browsing, reading, transfer
from tui.workflows.browsing import ArticleQuery
from tui.workflows.views import ReaderArticle

CALLED = "Its clerk called the numbers provisional"
QUAY = "Nobody on the quay believed her"


def colleague(folder: Path, name: str) -> Path:
    """The export of Ada or of Bob: alike in the first claim, its evidence and the highlight."""
    ada = name == "Ada"
    with Library.open(folder / f"{name}.db", creator=name) as lib:
        made = articles.add(lib, document(HOME, "The ferry is back", "2024-07-20"), location=f"/{name}/ferry.txt")

        def article() -> ReaderArticle:
            return reading.open_article(lib, made.id)

        annotating.mark_claim(lib, article(), span(NEVER), "pledge", "The mayor", "Ana Ruiz")
        annotating.mark_evidence(
            lib, article(), span(STOPPED), article().claims[0], "contradicts" if ada else "weakens"
        )
        annotating.highlight(lib, article(), [span(DELAYS)], "blue" if ada else "yellow")
        annotating.mark_claim(
            lib,
            article(),
            span(FARES if ada else f"She added that {FARES}"),
            "pledge" if ada else "prediction",
            "The mayor",
        )
        annotating.highlight(lib, article(), [span(QUAY if ada else CALLED)], "green")
        path = folder / f"{name}.json"
        transfer.export_file(lib, path)
    return path


def two_annotators(lib: Library, folder: Path) -> str:
    """Takes both exports in; the id of the article."""
    meta.set(lib, "app.welcomed", True)
    for name in ("Ada", "Bob"):
        transfer.import_file(lib, colleague(folder, name))
    [article] = browsing.article_rows(lib, ArticleQuery())
    return article.id
