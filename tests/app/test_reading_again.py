"""An article fetched again, and kept pages read again, from the list of articles."""

from __future__ import annotations

from tests.app.browse_case import Browse, browsing_app
from tests.app.conftest import AppFactory
from tests.app.test_adding import site  # noqa: F401
from tests.web_server import Site, article_page
from tests.workflows.reread_case import crudely_read
from tui.library import articles
from tui.library.connection import Library
from tui.screens.dialog_choice import Choice


def said(case: Browse) -> list[str]:
    return [note.message for note in case.app._notifications]


async def test_one_kept_page_or_all(empty_library: Library, make_app: AppFactory) -> None:
    for n in range(3):
        crudely_read(empty_library, f"https://gazette.example/{n}", title=f"Number {n}")

    def versions() -> list[int]:
        return [len(articles.versions(empty_library, articles.get(empty_library, n).id)) for n in (1, 2, 3)]

    async with browsing_app(make_app, empty_library) as case:
        await case.do("library.reread")
        assert isinstance(case.top, Choice)
        assert [label for _, _, label in case.top.options] == [
            f"the one of “{articles.get(empty_library, 3).title}”",
            "all 3 that are kept",
        ]
        await case.press("s")
        assert versions() == [1, 1, 2]
        assert any(
            "reads differently now: this is version 2." in one and "D in the article" in one for one in said(case)
        )
        await case.do("library.reread")
        await case.press("a")
        assert versions() == [2, 2, 2]
        assert any("3 pages were read again, 2 texts differ now." in one for one in said(case))
        await case.do("app.undo")
        assert sum(versions()) == 5


async def test_where_nothing_is_kept_that_is_said(library: Library, make_app: AppFactory) -> None:
    async with browsing_app(make_app, library) as case:
        await case.do("library.reread")
        assert any("Nothing is kept" in one for one in said(case))
        await case.do("library.fetch")
        assert any("did not come from a file or address" in one for one in said(case))


async def test_an_article_is_fetched_again(empty_library: Library, make_app: AppFactory, site: Site) -> None:  # noqa: F811
    url = site.page("/bridge", article_page())
    async with browsing_app(make_app, empty_library) as case:
        await case.do("library.add")
        await case.type(url)
        await case.press("enter")
        await case.shows(1)
        site.page("/bridge", article_page(extra=" He came by boat."))
        await case.do("library.fetch")
        assert any("has changed: this is version 2." in one for one in said(case))
        assert len(articles.versions(empty_library, articles.get(empty_library, 1).id)) == 2
