"""What annotations and relations go by on a server, and what they said on either side when they were last the same.

Not journalled: an undone pull takes the annotations away, and their entries here are then those of nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from tui.library.connection import Library
from tui.library.errors import speaks

Kind = Literal["annotation", "relation"]
SENDING: Final = "sending:"
"""What stands before our id, in the place of the server's, from before something is sent until the server has answered."""
_BATCH: Final = 20_000


class Synced(Struct, frozen=True):
    """One annotation or relation that is on the server, or was about to be."""

    remote: str
    """The server's id."""
    id: str
    kind: Kind
    here: str
    """A digest of what it said here."""
    there: str
    """A digest of what the server said of it."""

    @property
    def sending(self) -> bool:
        """Sent, and nobody knows whether it arrived."""
        return self.remote.startswith(SENDING)


class State(Struct, frozen=True):
    """How something of ours stands."""

    deleted: bool
    creator: str
    modified_at: str


@speaks
def entries(lib: Library, server: str, group: str) -> list[Synced]:
    """All that is known of a group of a server."""
    rows = lib.conn.execute(
        "SELECT remote, id, kind, here, there FROM synced WHERE server = ? AND team = ? ORDER BY at, remote",
        [server, group],
    )
    return [Synced(*row) for row in rows]


@speaks
def remember(lib: Library, server: str, group: str, made: Iterable[Synced]) -> None:
    """Remembers these, in the place of what was known of the same ids."""
    with lib.write() as conn:
        for one in made:
            conn.execute("DELETE FROM synced WHERE server = ? AND team = ? AND id = ?", [server, group, one.id])
            conn.execute(
                "INSERT OR REPLACE INTO synced (server, team, remote, id, kind, here, there, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [server, group, one.remote, one.id, one.kind, one.here, one.there, lib.now()],
            )


@speaks
def forget(lib: Library, server: str, group: str, ids: Iterable[str]) -> None:
    """Forgets what is known of these ids of ours."""
    with lib.write() as conn:
        for id in ids:
            conn.execute("DELETE FROM synced WHERE server = ? AND team = ? AND id = ?", [server, group, id])


@speaks
def states(lib: Library, kind: Kind, ids: Iterable[str]) -> dict[str, State]:
    """Which of these ids are here, and how."""
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), _BATCH):
        for row in lib.conn.execute(
            f"SELECT id, deleted_at IS NOT NULL, creator, modified_at FROM {kind}"
            " WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(wanted[start : start + _BATCH])],
        ):
            found[row[0]] = State(bool(row[1]), row[2], row[3])
    return found
