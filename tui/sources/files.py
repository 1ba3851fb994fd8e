"""Files become documents."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from tui.text.document import Document
from tui.text.errors import IntakeError
from tui.text.intake import MAX_BYTES, decode, too_large
from tui.text.markdown import read_markdown
from tui.text.plain import read_plain

MARKDOWN = frozenset({".md", ".markdown"})
"""Endings of Markdown files, lower case; every other file is plain text."""
_URL = re.compile(r"(?i)[a-z][a-z0-9+.-]+://")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A source that was read."""

    document: Document
    location: str
    """Absolute path of the file; the name as given where there is no file."""
    encoding: str
    """Python's name of the encoding that the bytes were decoded with."""
    notice: str = ""
    """One sentence for the reader, such as an encoding that was guessed; empty when there is nothing to say."""


def read_path(path: str | Path) -> Loaded:
    """The document in the file `path`: Markdown by its ending, else plain text.

    Raises IntakeError, with a sentence that names the file, when it is missing, unreadable, a folder, a device, a web
    address, too large (told from its size, before anything is read), empty, or no text.
    """
    given = str(path)
    if _URL.match(given):
        raise IntakeError(f"{given}: web pages are not read yet; save the page as text or Markdown and add the file.")
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
        raise IntakeError(f"{given}: {_lower(str(error))}") from None
    return _load(data, place.name, str(place), given)


def read_bytes(data: bytes, name: str) -> Loaded:
    """The document in `data`, which came under `name` (its ending says whether it is Markdown).

    Raises IntakeError when it is empty, too large, or no text.
    """
    return _load(data, name, name, name)


def _load(data: bytes, name: str, location: str, given: str) -> Loaded:
    try:
        text, encoding = decode(data)
        read = read_markdown if Path(name).suffix.lower() in MARKDOWN else read_plain
        document = read(text, name=name)
    except IntakeError as error:
        raise IntakeError(f"{given}: {_lower(str(error))}") from None
    notice = ""
    if encoding == "utf-8":
        if "\ufffd" in text:
            notice = f"{given}: some bytes are not UTF-8 and show as \ufffd."
    elif not encoding.startswith(("utf-16", "utf-32")):
        notice = f"{given}: read as {encoding}; if letters look wrong, save it as UTF-8 and add it again."
    return Loaded(document, location, encoding, notice)


def _bytes_of(place: Path) -> bytes:
    # Opened without waiting: a FIFO would block for ever. What is looked at is what is read, whatever the name means
    # now.
    descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISDIR(status.st_mode):
            raise IntakeError("This is a folder; name the files in it.")
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
        return "this is a folder; name the files in it"
    return f"it cannot be read ({(error.strerror or str(error)).lower()})"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
