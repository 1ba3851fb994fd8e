"""What nobody looks at is analysed aside: an article that the reader opens does not wait for it."""

from __future__ import annotations

from tests.app.conftest import AppFactory
from tui.library.connection import Library
from tui.library.records import Article
from tui.screens.reader import ReaderScreen
from tui.widgets.reader_header import ReaderHeader
from tui.workflows import add, analysis
from tui.workflows.apart import LONG

WORDS = "The mayor said that the bridge is safe. Engineers found cracks in the bridge after {} days. "


def add_long(library: Library) -> Article:
    """One paragraph, which takes many seconds."""
    length = 4 * LONG // len(WORDS)
    return add.add_text(library, "".join(WORDS.format(n) for n in range(length)), title="Long").article


async def test_an_article_that_is_opened_goes_before_a_long_one(empty_library: Library, make_app: AppFactory) -> None:
    long = add_long(empty_library)
    app = make_app(empty_library)
    async with app.run_test() as pilot:
        app.request_analysis(long.id)
        while not app._analysing or app._due:
            await pilot.pause(0.01)
        short = add.add_text(empty_library, WORDS.format(3), title="Short").article
        app.open_reader(short.id)
        while analysis.is_due(empty_library, short.id):
            await pilot.pause(0.01)
        assert analysis.is_due(empty_library, long.id)
        assert (long.id, False) in app._due or app._analysing
        app.exit()


async def test_nothing_is_denied_before_it_was_looked_for(empty_library: Library, make_app: AppFactory) -> None:
    long = add_long(empty_library)
    app = make_app(empty_library)
    async with app.run_test() as pilot:
        app.open_reader(long.id)
        await pilot.press("x")
        assert isinstance(app.screen, ReaderScreen)
        assert app.screen.analysing
        assert "Still looking" in app.screen.query_one(ReaderHeader).text()
        app.exit()
