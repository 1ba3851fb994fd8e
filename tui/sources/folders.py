"""The files in a folder that can be read."""

from __future__ import annotations

import os
from pathlib import Path, PurePath

from tui.sources.kinds import ENDINGS
from tui.text.errors import IntakeError

MAX_FILES = 200_000


def files_in(folder: str | Path) -> list[str]:
    """The files in a folder and in the folders in it whose ending is known, in the order of their names.

    Hidden files and folders are left out, and links to folders are not followed. Raises IntakeError, with a sentence that
    names the folder, when it cannot be read or has no such file.
    """
    given = str(folder)
    place = os.path.abspath(os.path.expanduser(given))
    problems: list[OSError] = []
    found: list[str] = []
    for around, inner, files in os.walk(place, onerror=problems.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and PurePath(name).suffix.lower() in ENDINGS:
                found.append(os.path.join(around, name))
        if len(found) > MAX_FILES:
            raise IntakeError(f"{given}: there are too many files in it (the most is {MAX_FILES:,}); add its parts.")
    if not found:
        reason = (problems[0].strerror or "").lower() if problems else ""
        why = f"it cannot be read ({reason})" if reason else "there is no file in it that can be read"
        raise IntakeError(f"{given}: {why}.")
    return found
