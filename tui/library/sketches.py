"""Sketches of the newest texts, by which articles that repeat one another are found (see `text.likeness`). Derived."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.library.errors import speaks
from tui.text.likeness import grams, sketch, words_of

if TYPE_CHECKING:
    from tui.library.connection import Library


def put(conn: sqlite3.Connection, n: int, parts: Iterable[str]) -> None:
    """Makes the sketch of article `n` that of these paragraphs; of none, it goes. Runs inside a write."""
    wanted = set(sketch(grams(words_of(parts))))
    held = {row[0] for row in conn.execute("SELECT hash FROM sketch WHERE article = ?", [n])}
    if wanted != held:
        conn.execute("DELETE FROM sketch WHERE article = ?", [n])
        conn.executemany("INSERT OR IGNORE INTO sketch (hash, article) VALUES (?, ?)", [(key, n) for key in wanted])


@speaks
def alike(lib: Library, numbers: set[int], limit: int) -> list[int]:
    """The articles whose sketches agree most with that of these 5-grams, the best first."""
    keys = sketch(numbers)
    if not keys:
        return []
    marks = ", ".join("?" * len(keys))
    rows = lib.conn.execute(
        f"SELECT article FROM sketch WHERE hash IN ({marks}) GROUP BY article ORDER BY count(*) DESC, article LIMIT ?",
        [*keys, limit],
    )
    return [row[0] for row in rows]
