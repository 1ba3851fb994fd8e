"""Sketches of the newest texts, by which articles that repeat one another are found (see `text.likeness`). Derived."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tui.library.errors import speaks
from tui.text.likeness import grams, sketch, words_of

if TYPE_CHECKING:
    from tui.library.connection import Library


CROWD: Final = 64
"""A number of sketches that so many articles share tells little."""


def put(conn: sqlite3.Connection, n: int, parts: Iterable[str]) -> None:
    """Makes the sketch of article `n` that of these paragraphs; of none, it goes. Runs inside a write."""
    wanted = set(sketch(grams(words_of(parts))))
    held = {row[0] for row in conn.execute("SELECT hash FROM sketch WHERE article = ?", [n])}
    if wanted != held:
        conn.execute("DELETE FROM sketch WHERE article = ?", [n])
        conn.executemany("INSERT OR IGNORE INTO sketch (hash, article) VALUES (?, ?)", [(key, n) for key in wanted])


@speaks
def alike(lib: Library, numbers: set[int], limit: int) -> list[int]:
    """The articles whose sketches agree most with that of these 5-grams, the best first.

    Of a number that many articles share, such as those that begin with the same page of conditions, the oldest `CROWD`
    are looked at, and what agrees in numbers that few share goes before them: else the more alike a library is, the
    longer each text takes to add.
    """
    telling: Counter[int] = Counter()
    common: Counter[int] = Counter()
    for key in set(sketch(numbers)):
        found = [
            row[0]
            for row in lib.conn.execute(
                "SELECT s.article FROM sketch s JOIN article a ON a.n = s.article WHERE s.hash = ? AND a.deleted_at IS NULL"
                " ORDER BY s.article LIMIT ?",
                [key, CROWD],
            )
        ]
        (telling if len(found) < CROWD else common).update(found)
    ranked = sorted({*telling, *common}, key=lambda n: (-telling[n], -common[n], n))
    return ranked[:limit]
