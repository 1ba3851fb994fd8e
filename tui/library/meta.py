"""Small settings that belong to the library: whether the welcome was seen, what was learned. Not journalled."""

from __future__ import annotations

import json
from typing import Any

from tui.library.articles import dump
from tui.library.connection import Library
from tui.library.errors import speaks


@speaks
def get(lib: Library, key: str, default: Any = None) -> Any:
    """The JSON value kept under a key."""
    row = lib.conn.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return default if row is None else json.loads(row[0])


@speaks
def set(lib: Library, key: str, value: Any) -> None:
    """Keeps a JSON value; None takes the key away."""
    with lib.write() as conn:
        if value is None:
            conn.execute("DELETE FROM meta WHERE key = ?", [key])
        else:
            conn.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, dump(value)])
