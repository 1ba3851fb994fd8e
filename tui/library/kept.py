"""What an import holds beside its lists, such as what was learned: JSON values by name. Journalled, unlike `meta`."""

from __future__ import annotations

import json
from typing import Any

from tui.library import journal
from tui.library.articles import dump
from tui.library.connection import Library
from tui.library.errors import speaks


@speaks
def get(lib: Library, name: str, default: Any = None) -> Any:
    """The value kept under a name."""
    row = lib.conn.execute("SELECT value FROM kept WHERE name = ?", [name]).fetchone()
    return default if row is None else json.loads(row[0])


@speaks
def under(lib: Library, prefix: str) -> dict[str, Any]:
    """The values whose names begin with `prefix`, by the rest of their names."""
    rows = lib.conn.execute("SELECT name, value FROM kept WHERE substr(name, 1, ?) = ?", [len(prefix), prefix])
    return {name[len(prefix) :]: json.loads(value) for name, value in rows}


@speaks
def set(lib: Library, name: str, value: Any) -> None:
    """Keeps a value, in a step of the journal."""
    with journal.step(lib, f"Changed {name}"):
        row = lib.conn.execute("SELECT k FROM kept WHERE name = ?", [name]).fetchone()
        if row is None:
            journal.insert(lib, "kept", {"name": name, "value": dump(value)})
        else:
            journal.update(lib, "kept", row[0], {"value": dump(value)})
