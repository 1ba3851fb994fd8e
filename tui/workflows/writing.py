"""Write a file whole or not at all; write the files of a folder."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import tempfile
from collections.abc import Generator, Iterable
from pathlib import Path

from tui.exchange.plain import own_name
from tui.text.errors import CounterpointError


def write_atomically(path: Path, chunks: Iterable[bytes], *, force: bool = False, library: Path | None = None) -> None:
    """Write a file whole or not at all: beside its place first, synced, then renamed.

    Raises CounterpointError when it exists and `force` is not given, or cannot be written; or when it is one of the
    files of `library`, whatever `force` says. A device or a pipe is written to as it is.
    """
    try:
        if library is not None and _belongs_to(path, library):
            raise CounterpointError(f"{path} is the library itself; give another name for the file.")
        _place(path, chunks, force=force)
    finally:
        if isinstance(chunks, Generator):
            chunks.close()  # The library that it reads may be closed next.


def write_folder(
    folder: Path, files: Iterable[tuple[str, Iterable[bytes]]], *, force: bool = False, library: Path | None = None
) -> int:
    """Write files into a folder, which is made where it is not there; each whole or not at all. Says how many.

    Names are made safe for any file system; two that are then the same are numbered. Raises CounterpointError for the
    first that exists already (without `force`) or cannot be written; those before it stay.
    """
    place = folder.expanduser()
    try:
        place.mkdir(exist_ok=True)
    except FileExistsError:
        raise CounterpointError(f"{folder} is a file; this format needs a folder.") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "that is not the name of a folder"
        raise CounterpointError(f"The folder {folder} cannot be made: {reason.lower()}.") from None
    taken: set[str] = set()
    for name, chunks in files:
        write_atomically(place / own_name(name, taken), chunks, force=force, library=library)
    return len(taken)


def _belongs_to(path: Path, library: Path) -> bool:
    """Is it the library, by whatever name, or a file that SQLite keeps beside it?"""
    with contextlib.suppress(OSError, ValueError, RuntimeError):  # what is wrong with the name is said later
        place, home = os.path.realpath(path.expanduser()), os.path.realpath(library)
        for name in (f"{home}{ending}" for ending in ("", "-wal", "-shm", "-journal")):
            if place == name or (os.path.exists(place) and os.path.exists(name) and os.path.samefile(place, name)):
                return True
    return False


def _place(path: Path, chunks: Iterable[bytes], *, force: bool) -> None:
    try:
        given = path.expanduser()
        before = given.stat() if given.exists() else None
        if before is not None and stat.S_ISDIR(before.st_mode):
            raise CounterpointError(f"{path} is a folder; give the name of a file in it.")
        if before is not None and not stat.S_ISREG(before.st_mode):
            # By the name that was given: what /dev/stdout points at has no name of its own when it is a pipe.
            with given.open("wb", buffering=io.DEFAULT_BUFFER_SIZE) as device:
                for chunk in chunks:
                    device.write(chunk)
            return
        # A link stays a link: what it points at is replaced.
        place = Path(os.path.realpath(given))
        if before is not None and not force:
            raise CounterpointError(f"{path} exists already; give another name, or --force to write over it.")
        _write(place, chunks, before.st_mode if before else None, force=force)
    except FileExistsError:
        raise CounterpointError(f"{path} exists already; give another name, or --force to write over it.") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CounterpointError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from None
    except (ValueError, RuntimeError):  # a NUL in the name, an unknown home
        raise CounterpointError(f"{str(path)!r} is not the name of a file.") from None


def _write(place: Path, chunks: Iterable[bytes], mode: int | None, *, force: bool) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{place.name[:100]}.", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fchmod(file.fileno(), stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
            os.fsync(file.fileno())
        if force:
            os.replace(name, place)
        else:
            _rename_new(name, place)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    with contextlib.suppress(OSError):
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _rename_new(name: str, place: Path) -> None:
    """Rename, but never over a file that came up meanwhile."""
    try:
        os.link(name, place)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        if place.exists():
            raise FileExistsError from None
        os.replace(name, place)
        return
    os.unlink(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
