"""The files in a folder that can be read."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import NamedTuple

from tui.sources.kinds import ENDINGS
from tui.text.errors import IntakeError

MAX_FILES = 200_000


class Found(NamedTuple):
    """What is in a folder."""

    files: list[str]
    problems: list[tuple[str, str]]
    """What could not be looked at: a path, and a sentence."""


def files_in(folder: str | Path) -> Found:
    """The files in a folder and in the folders in it whose ending is known, in the order of their names.

    Hidden files and folders are left out, and links to folders are not followed. A link to a file that leads out of the
    folder is a problem, since whoever packed the folder may have put one to a private file into it. Raises IntakeError,
    with a sentence that names the folder, when it cannot be read or has no such file.
    """
    given = str(folder)
    place = os.path.abspath(os.path.expanduser(given))
    home = os.path.join(os.path.realpath(place), "")
    unread: list[OSError] = []
    found = Found([], [])
    for around, inner, files in os.walk(place, onerror=unread.append):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and PurePath(name).suffix.lower() in ENDINGS:
                path = os.path.join(around, name)
                if os.path.islink(path) and not os.path.realpath(path).startswith(home):
                    found.problems.append((path, "This is a link that leads out of the folder; add it by its name."))
                else:
                    found.files.append(path)
        if len(found.files) > MAX_FILES:
            raise IntakeError(f"{given}: there are too many files in it (the most is {MAX_FILES:,}); add its parts.")
    if not found.files and not found.problems:
        reason = (unread[0].strerror or "").lower() if unread else ""
        why = f"it cannot be read ({reason})" if reason else "there is no file in it that can be read"
        raise IntakeError(f"{given}: {why}.")
    found.problems.extend(
        (str(error.filename), f"This folder cannot be read ({(error.strerror or str(error)).lower()}).")
        for error in unread
    )
    return found
