"""Files become documents."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from tui.sources.loading import Loaded, Source, load, lower
from tui.text.errors import IntakeError
from tui.text.intake import MAX_BYTES, too_large

__all__ = ["Loaded", "is_address", "read_all", "read_bytes", "read_file", "read_parts", "read_path"]

_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")
_A_FOLDER = "a folder; name the files in it, or bring in all of it with `counterpoint add --recursive`"


def is_address(source: str) -> bool:
    """Does this name something on the web, or by another protocol, and not a file?"""
    return bool(_URL.match(source))


def read_path(path: str | Path) -> Loaded:
    """The document in the file `path`; of a book, its first part. Raises as `read_all` does."""
    return read_all(path)[0]


def read_file(path: str | Path) -> bytes:
    """The bytes of a file. Raises as `read_all` does, except for what is in it."""
    return _named(path)[1]


def read_all(path: str | Path) -> list[Loaded]:
    """The documents in the file `path`: the kind by its ending and by what it begins with.

    Raises IntakeError, with a sentence that names the file, when it is missing, unreadable, a folder, a device, a web
    address, too large (told from its size, before anything is read), empty, or no text.
    """
    place, data = _named(path)
    return load(Source(data, place.name, str(place), str(path)))


def _named(path: str | Path) -> tuple[Path, bytes]:
    """The absolute path of a file, and what is in it."""
    given = str(path)
    if is_address(given):
        raise IntakeError(f"{given}: this is a web address, not a file.")
    if not given:
        raise IntakeError("An empty name is not the name of a file.")
    try:
        given.encode("utf-8")
        place = Path(os.path.abspath(Path(given).expanduser()))
        data = _bytes_of(place)
    except OSError as error:
        raise IntakeError(f"{given}: {_reason(error)}.") from None
    except UnicodeEncodeError:
        raise IntakeError(f"{given}: the name of this file is not valid UTF-8; rename it first.") from None
    except (ValueError, RuntimeError):  # a NUL in the name, an unknown home
        raise IntakeError(f"{given!r} is not the name of a file.") from None
    except IntakeError as error:
        raise IntakeError(f"{given}: {lower(str(error))}") from None
    return place, data


def read_bytes(data: bytes, name: str) -> Loaded:
    """The first document of `read_parts`."""
    return read_parts(data, name)[0]


def read_parts(data: bytes, name: str) -> list[Loaded]:
    """The documents in `data`, which came under `name` (its ending, and what it begins with, say of what kind it is).

    Raises IntakeError when it is empty, too large, or no text.
    """
    return load(Source(data, name, name, name))


def _bytes_of(place: Path) -> bytes:
    # Opened without waiting: a FIFO would block for ever. What is looked at is what is read, whatever the name means
    # now.
    descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISDIR(status.st_mode):
            raise IntakeError(f"This is {_A_FOLDER}.")
        if not stat.S_ISREG(status.st_mode):
            raise IntakeError("This is not a file but a device or a pipe; use - to read standard input.")
        if status.st_size > MAX_BYTES:
            raise IntakeError(too_large(status.st_size))
        return file.read(MAX_BYTES + 1)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "you may not read this file"
    if isinstance(error, IsADirectoryError):
        return f"this is {_A_FOLDER}"
    return f"it cannot be read ({(error.strerror or str(error)).lower()})"
