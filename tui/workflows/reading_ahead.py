"""Many files are read by several processes at once, and handed out in their order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from tui.sources.files import read_all
from tui.sources.loading import Loaded
from tui.text.errors import CounterpointError, IntakeError
from tui.workflows.many import FEW, each

Came = list[Loaded] | CounterpointError
"""What is in a file, or why it cannot be read."""


def _read(path: str) -> Came:
    try:
        return read_all(path)
    except CounterpointError as error:
        return error


def _broken(path: str) -> Came:
    return IntakeError(f"{path}: reading this file failed; it may be damaged.")


def read_files(paths: Sequence[str], read: Callable[[str], Came] = _read) -> Generator[tuple[str, Came], None, None]:
    """Each path with what came of it, in order. A file that kills the process that reads it becomes an error.

    Closing the generator ends the processes. `read` runs in them.
    """
    return each(paths, read, _broken)


__all__ = ["FEW", "Came", "read_files"]
