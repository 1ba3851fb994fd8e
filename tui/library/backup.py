"""A copy of the library, taken while it is in use."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from pathlib import Path

from tui.library.connection import Library
from tui.library.errors import LibraryError, spoken


def backup(lib: Library, path: Path) -> None:
    """Copies the library to `path`: whole or not at all. An existing file is refused.

    The copy is one file with a rollback journal, so that it can be moved as it is.
    """
    try:
        path = Path(os.path.abspath(Path(path).expanduser()))
    except RuntimeError:  # an unknown home
        raise LibraryError(f"“{path}” is not the name of a file; nothing was written.") from None
    if os.path.lexists(path):
        raise LibraryError(f"“{path}” exists already; nothing was written. Give another name for the backup.")
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        copy = sqlite3.connect(temporary)
        try:
            lib.conn.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        # A link, unlike a rename, never replaces a file that came into being meanwhile.
        try:
            os.link(temporary, path)
        except FileExistsError as error:
            raise LibraryError(
                f"“{path}” exists already; nothing was written. Give another name for the backup."
            ) from error
        except OSError:
            os.rename(temporary, path)
            temporary = None
        _sync_folder(path.parent)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == 13:
            raise LibraryError(f"There is no room for the backup at “{path}”; nothing was written.") from error
        raise spoken(error) from error
    except OSError as error:
        raise LibraryError(
            f"The backup “{path}” cannot be written ({error.strerror or type(error).__name__}); nothing was kept of it."
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
