"""A new article is checked against the claims that are held already, and the library says so."""

from __future__ import annotations

from pathlib import Path

from tests.app.browse_case import browsing_app
from tests.app.conftest import AppFactory
from tui.library.connection import Library
from tui.widgets.list_header import ListHeader
from tui.workflows import add, analysis, browsing, judging
from tui.workflows.browsing import ArticleQuery

FIRST = (
    "Mayor Ada Quill promised on Monday that the council would not close the Harbour Street library.\n"
    "She said the town had money enough for all of its branches."
)
SECOND = (
    "The council closed the Harbour Street library on Friday, despite the promise of Mayor Ada Quill.\n"
    "The doors were locked at noon, and a notice about the branch was put up."
)


def _added(library: Library, path: Path, text: str, published: str) -> str:
    path.write_text(f"---\npublished: {published}\n---\n{text}\n", encoding="utf-8")
    return add.add_sources(library, [str(path)]).outcomes[0].article.id


async def test_the_library_says_what_bears_on_claims_that_are_held(
    library: Library, make_app: AppFactory, tmp_path: Path
) -> None:
    first = _added(library, tmp_path / "first.txt", FIRST, "2024-03-01")
    assert browsing.bearing(library) == ""
    second = _added(library, tmp_path / "second.txt", SECOND, "2024-03-08")
    for row in browsing.article_rows(library, ArticleQuery()):
        analysis.analyse_article(library, row.id)
    sentence = browsing.bearing(library)
    assert sentence in ("1 new passage bears on claims you hold", "2 new passages bear on claims you hold")
    async with browsing_app(make_app, library, size=(80, 24)) as case:
        assert sentence in case.top.query_one(ListHeader).text()
        pairs = [p for p in judging.open_pairs(library, first) if p.evidence.place.article_id == second]
        assert pairs
        for pair in pairs:
            judging.reject(library, pair.claim, pair.evidence)
        case.app.refresh_shown()
        await case.settle()
        assert "bear" not in case.top.query_one(ListHeader).text()
