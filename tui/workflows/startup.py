"""What the app asks once, when it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.library import articles, meta
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.library.connection import Library

AT_ONCE = 100
"""How many articles the app analyses by itself; the others are analysed when they are opened."""
_WELCOMED = "app.welcomed"


def due(lib: Library, limit: int = AT_ONCE) -> list[str]:
    """The articles whose analysis is missing, or older than an article that was added since: the newest first."""
    # Here, because they are needed when the first screen is shown already.
    from tui.library import suggestions
    from tui.workflows import analysis

    return suggestions.stale_articles(lib, analysis.analysis_key(lib, ()), limit)


def has_samples(lib: Library) -> bool:
    """Are articles in the library that came with the app?"""
    return articles.any_from(lib, "bundled:")


def first_start(lib: Library) -> bool:
    """Was the app never started with this library? True once; from then on, the welcome has been seen."""
    if lib.read_only or meta.get(lib, _WELCOMED):
        return False
    try:
        meta.set(lib, _WELCOMED, True)
    except CounterpointError:
        return False
    return True
