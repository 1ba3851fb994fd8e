"""What the start leaves for later: modules that the first screen does without, and the search for garbage."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.e2e.terminal import Terminal
from tui.library import meta
from tui.library.connection import Library
from tui.workflows.seeding import seed

PROGRAM = """
import gc, json, sys
import tui.app, tui.screens.listing
from tui.commands.main import main

target = sys.argv.pop()
tui.app.SETTLE_SECONDS = tui.screens.listing.RESTING_SECONDS = 3600  # Nothing that waits for the first paint begins.

def ready(app):
    found = {"modules": sorted(sys.modules), "collecting": [gc.isenabled()]}
    app.analyses_by_itself = False
    app._settle()
    found["collecting"].append(gc.isenabled())
    with open(target, "w") as file:
        json.dump(found, file)
    app.exit()

tui.app.CounterpointApp.on_ready = ready
main()
"""
LATER = (
    "dateutil",
    "hashlib",
    "markdown_it",
    "regex",
    "sqlite_utils",
    "tomllib",
    "tui.engine",
    "tui.exchange",
    "tui.library.ledger",
    "tui.library.merge",
    "tui.library.migrations",
    "tui.library.suggestions",
    "tui.resources",
    "tui.screens.annotations",
    "tui.screens.dialog",
    "tui.screens.help",
    "tui.screens.ledger",
    "tui.screens.reader",
    "tui.screens.triage",
    "tui.screens.welcome",
    "tui.sources",
    "tui.text.anchoring",
    "tui.text.intake",
    "tui.text.sentences",
    "tui.widgets.article_view",
    "tui.workflows.add",
    "tui.workflows.analysis",
    "tui.workflows.reading",
    "tui.workflows.transfer",
    "uuid6",
    "yaml",
)
"""Modules and packages that the list of articles does without. Each took one to forty milliseconds of every start."""


def test_the_first_screen_is_shown_without_what_it_does_not_need(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        seed(library)
        meta.set(library, "app.welcomed", True)
    found = tmp_path / "found.json"
    with Terminal(
        str(found),
        home=tmp_path,
        command=[sys.executable, "-c", PROGRAM],
        environ={"COUNTERPOINT_LIBRARY": str(tmp_path / "library.db")},
    ) as terminal:
        assert terminal.wait_end() == 0, terminal.text
    start = json.loads(found.read_text())
    assert "tui.screens.library" in start["modules"]
    assert [name for name in start["modules"] if any(f"{name}.".startswith(f"{later}.") for later in LATER)] == []
    assert start["collecting"] == [False, True]
