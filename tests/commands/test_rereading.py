"""`refresh --reread` in the real program, on a real library, without a server."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.conftest import Run
from tests.workflows.reread_case import crudely_read
from tui.library.connection import Library


def test_all_kept_pages_or_those_named(run: Run, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as lib:
        title = crudely_read(lib).title
        crudely_read(lib, "https://gazette.example/2", extra=" He came by boat.", title="Two \x1b]0;x\x07")
    done = run("refresh", "--reread", "1")
    head, *edits = done.stdout.splitlines()
    assert head == f"“{title}” (article 1) reads differently now: this is version 2."
    assert "- Home" in edits
    came = json.loads(run("refresh", "--reread", "--json").stdout)
    assert (came["refreshed"], [one["n"] for one in came["changed"]], came["problems"]) == (2, [2], [])
    done = run("refresh", "--reread")
    assert (done.stdout, done.stderr) == ("", "2 pages were read again, no text differs.\n")
    assert run("refresh", "--reread", "1").stdout == f"“{title}” (article 1) reads the same.\n"
    (tmp_path / "notes.txt").write_text("A note that is not kept packed.\n", encoding="utf-8")
    run("add", "notes.txt")
    assert "What article 3 was made from is not kept." in run("refresh", "--reread", "3", status=1).stderr
    assert "fetches nothing" in run("refresh", "--reread", "--force", status=2).stderr
