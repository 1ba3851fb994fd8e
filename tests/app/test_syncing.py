"""Sharing annotations with a group, in the app."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from textual.widgets import Input, Static

from tests.app.browse_case import browsing_app
from tests.app.conftest import AppFactory
from tests.sync.server import Team, serving, slow
from tui.library import annotations as marks
from tui.library.connection import Library
from tui.screens.dialogs import Confirm
from tui.screens.sync_conflicts import Conflicts
from tui.screens.working import Working
from tui.sync import tokens


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    monkeypatch.setenv(tokens.VARIABLE, "token-ada")
    with serving() as made:
        yield made


def row(text: str) -> dict[str, object]:
    quote = {"type": "TextQuoteSelector", "exact": "words"}
    shared = {"group": "team", "permissions": {"read": ["group:team"]}}
    return {**shared, "uri": "https://news.example/", "text": text, "target": [{"selector": [quote]}]}


async def test_a_group_is_asked_for_shown_and_synced(library: Library, make_app: AppFactory, team: Team) -> None:
    made = team.put("ada", row("One"))
    async with browsing_app(make_app, library) as case:
        before = case.count
        await case.do("library.sync")
        case.top.query_one(Input).value = f"{team.url}/groups/team/the-team"
        await case.press("enter")
        assert isinstance(case.top, Confirm)
        assert case.top.question.startswith("To come: 1 new.")
        assert (marks.count(library), team.writes()) == (0, [])
        await case.press("y")
        await case.shows(before + 1)
        assert any("Came: 1 new." in one.message for one in case.app._notifications)
        [shown] = marks.rows(library)
        marks.update(library, shown.id, body="Mine")
        made["text"] = "Theirs"
        await case.do("library.sync")  # where, is known by now
        assert isinstance(case.top, Conflicts)
        shown_now = str(case.top.query_one(".sides", Static).render())
        assert [word in shown_now for word in ("“words”", "“Mine”", "“Theirs”")] == [True] * 3
        assert "All of the group can read" not in shown_now
        await case.press("escape")
        marks.add(library, kind="note", targets=shown.targets, body="One more")
        await case.do("library.sync")
        shown_now = str(case.top.query_one(".sides", Static).render())
        assert "To go: 1 new.\nAll of the group can read what goes." in shown_now
        await case.press("l")
        assert (marks.get(library, shown.id).body, team.rows[made["id"]]["text"]) == ("Mine", "Theirs")
        await case.do("library.sync")
        await case.press("o")
        assert team.rows[made["id"]]["text"] == "Mine"
        await case.do("library.sync")
        assert any("Nothing differs." in one.message for one in case.app._notifications)


async def test_it_stops_at_escape_and_says_what_is_wrong(library: Library, make_app: AppFactory, team: Team) -> None:
    team.put("ada", row("One"))
    team.meet("GET /search", slow(15))
    began = time.monotonic()
    async with browsing_app(make_app, library) as case:
        await case.do("library.sync")
        case.top.query_one(Input).value = f"{team.url}/groups/team"
        await case.pilot.press("enter")
        while not isinstance(case.top, Working):
            await case.pilot.pause()
        await case.press("escape")
        assert not isinstance(case.top, (Working, Confirm))
        assert any("what was done before stays" in one.message for one in case.app._notifications)
        assert time.monotonic() - began < 14  # a server that is silent does not hold the reader
        await case.do("library.sync")
        case.top.query_one(Input).value = f"{team.url}/groups/other"
        await case.press("enter")
        assert any("in no group “other”" in one.message for one in case.app._notifications)
        assert marks.count(library) == 0
