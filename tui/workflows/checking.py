"""Is the library whole? And a copy of it, in case it will not be."""

from __future__ import annotations

from pathlib import Path

from tui.library import backup as copying
from tui.library import check as checks
from tui.library.connection import Library
from tui.workflows.add import Problem


def check(lib: Library) -> list[Problem]:
    """What is wrong with the library file; empty when nothing is."""
    return [Problem(problem.source, problem.message) for problem in checks.check(lib)]


def backup(lib: Library, path: Path) -> str:
    """Copy the library to `path` while it is in use; the sentence that says so.

    Raises CounterpointError when `path` exists or cannot be written.
    """
    copying.backup(lib, path)
    return f"Copied the library to {path}."
