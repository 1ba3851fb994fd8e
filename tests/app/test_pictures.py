"""Pictures of the screens at three sizes, compared with stored ones; look at each before storing it anew."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.app.annotators_case import two_annotators
from tests.app.browse_case import analyse_all
from tests.app.conftest import AppFactory
from tests.app.feeds_case import follow_some
from tests.app.versions_case import three_versions
from tui.config import Config
from tui.library.connection import Library
from tui.screens.listing import ListScreen
from tui.workflows import browsing
from tui.workflows.browsing import ArticleQuery

SIZES = [(80, 24), (120, 40), (200, 60)]
SHAPES = [f"{columns}x{rows}" for columns, rows in SIZES]
Compare = Callable[..., bool]


async def settle(pilot: Pilot[Any]) -> None:
    """Wait for the work in the background, and for what it posted; nothing blinks or moves after that."""
    for _ in range(8):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    screen = pilot.app.screen
    if isinstance(screen, ListScreen) and screen.record is not None:
        # What stands beside a list is read once the cursor rests.
        for _ in range(200):
            side = screen.side
            if side is not None and (not side.size.width or side.shown_lines):
                break
            await pilot.pause(0.02)
    pilot.app.clear_notifications()
    for widget in pilot.app.screen.query("Input, TextArea"):
        widget.cursor_blink = False  # type: ignore[attr-defined]
    await pilot.pause()


def pressing(*keys: str) -> Callable[[Pilot[Any]], Awaitable[None]]:
    async def before(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)

    return before


@pytest.fixture
def analysed(library: Library) -> Library:
    analyse_all(library)
    return library


def seed_of(library: Library) -> str:
    """The seed article, which was the first to be added."""
    return min(browsing.article_rows(library, ArticleQuery()), key=lambda row: row.n).id


@pytest.mark.parametrize("size", SIZES, ids=SHAPES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("library", ()),
        ("reader", ("enter", "7", "G")),
        ("reason", ("enter", "7", "G", "s", "s")),
        ("selection", ("enter", "7", "G", "v", "w", "w", "w")),
        ("triage", ("T",)),
        ("ledger", ("L",)),
        ("help", ("question_mark",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_picture(
    snap_compare: Compare,
    analysed: Library,
    make_app: AppFactory,
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    assert snap_compare(make_app(analysed), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", SIZES, ids=SHAPES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("in_doubt", ("enter", "j")),
        ("changes", ("enter", "D", "left_square_bracket")),
        ("review", ("enter", "P")),
        ("annotations", ("A",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_picture_of_versions(
    snap_compare: Compare,
    empty_library: Library,
    make_app: AppFactory,
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    three_versions(empty_library)
    analyse_all(empty_library)
    assert snap_compare(make_app(empty_library), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", SIZES, ids=SHAPES)
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("alike", ("enter", "W")),
        ("adjudication", ("enter", "W", "y", "j", "a", "k")),
        ("adjudicated_relation", ("enter", "W", "y", "k", "G", "j", "j", "j")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_picture_of_two_annotators(
    snap_compare: Compare,
    empty_library: Library,
    make_app: AppFactory,
    tmp_path: Path,
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    two_annotators(empty_library, tmp_path)
    analyse_all(empty_library)
    assert snap_compare(make_app(empty_library), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", [(60, 16), *SIZES], ids=["60x16", *SHAPES])
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("feeds", ("F", "G", "k", "k")),
        ("follow", ("F", "a")),
        ("rules", ("F", "G", "w")),
        ("rule", ("F", "G", "w", "a")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_picture_of_feeds(
    snap_compare: Compare,
    library: Library,
    make_app: AppFactory,
    name: str,
    keys: tuple[str, ...],
    size: tuple[int, int],
) -> None:
    follow_some(library)
    assert snap_compare(make_app(library), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("theme", ["counterpoint-contrast", "counterpoint-paper"])
def test_picture_of_a_theme(snap_compare: Compare, analysed: Library, make_app: AppFactory, theme: str) -> None:
    app = make_app(analysed, Config(theme=theme))
    assert snap_compare(app, terminal_size=(120, 40), run_before=pressing("enter", "7", "G"))


def test_picture_of_hostile_text(
    snap_compare: Compare, empty_library: Library, make_app: AppFactory, tmp_path: Path
) -> None:
    from tui.workflows.add import add_text

    add_text(
        empty_library,
        "[/b] [red]no markup[/] \x1b]0;no title\x07 and \u202ebidi\u202c here.\n"
        "記者によると、橋は閉鎖されないと市長は述べた。👩‍👩‍👧 and e\u0301 stay in line.\n"
        "قال رئيس البلدية إن الجسر لن يغلق.\n",
        title="[bold]Hostile[/bold]",
    )
    assert snap_compare(make_app(empty_library), terminal_size=(80, 24), run_before=pressing("enter"))
