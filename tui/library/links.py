"""What was saved to read and is still to be fetched, or could not be. Settings, not journalled."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tui.library.articles import dump
from tui.library.connection import Library
from tui.library.errors import speaks
from tui.library.records import Json


@speaks
def remember(lib: Library, links: Iterable[tuple[str, Json]]) -> int:
    """Notes addresses, and what is known of each, as waiting; those that were noted before stay as they are. How many
    are new."""
    with lib.write() as conn:
        before = conn.total_changes
        conn.executemany(
            "INSERT OR IGNORE INTO link (url, about, at) VALUES (?, ?, ?)",
            [(url, dump(about), lib.now()) for url, about in links],
        )
        return conn.total_changes - before


@speaks
def due(lib: Library, *, failed: bool = False) -> list[tuple[str, Json]]:
    """The addresses that wait, and with `failed` those that could not be fetched too, in the order of their coming."""
    states = "('waiting', 'failed')" if failed else "('waiting')"
    rows = lib.conn.execute(f"SELECT url, about FROM link WHERE state IN {states} ORDER BY n")
    return [(url, json.loads(about)) for url, about in rows]


@speaks
def failures(lib: Library) -> list[tuple[str, str]]:
    """The addresses that could not be fetched, and why."""
    return list(lib.conn.execute("SELECT url, problem FROM link WHERE state = 'failed' ORDER BY n"))


@speaks
def failed(lib: Library) -> int:
    """How many addresses could not be fetched."""
    found: int = lib.conn.execute("SELECT count(*) FROM link WHERE state = 'failed'").fetchone()[0]
    return found


@speaks
def done(lib: Library, url: str, problem: str = "") -> None:
    """Notes that an address was fetched, or why it could not be."""
    with lib.write() as conn:
        conn.execute(
            "UPDATE link SET state = ?, problem = ?, tries = tries + 1, about = CASE WHEN ? = '' THEN '{}' ELSE about END"
            " WHERE url = ?",
            ["failed" if problem else "done", problem, problem, url],
        )
