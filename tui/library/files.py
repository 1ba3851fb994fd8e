"""What a library file is, found out before anything of it is written."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from tui.library import schema
from tui.library.errors import NO_ROOM_FOR_SHARED_MEMORY, CorruptLibrary, LibraryError

_UNFINISHED = frozenset({8 | 1 << 8, 8 | 3 << 8})
"""SQLITE_READONLY_RECOVERY and SQLITE_READONLY_ROLLBACK: a journal is left of a change that was not ended."""
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "ncpfs", "lustre", "ceph"}
)


def named(path: Path) -> Path:
    """The absolute path. Raises `LibraryError` for what cannot be the name of a library."""
    try:
        place = Path(os.path.abspath(path.expanduser()))
        str(place).encode("utf-8")  # as SQLite takes names
        if "\0" not in str(place):
            return place
    except (ValueError, RuntimeError):  # bytes that are not UTF-8, an unknown home
        pass
    raise LibraryError(f"A library cannot be called “{path}”; give another file with --library.")


def make(path: Path, *, create: bool) -> None:
    """Makes the file, empty, if it is not there."""
    try:
        if path.is_dir():
            raise LibraryError(f"“{path}” is a folder; give a file with --library.")
        if path.exists():
            if not path.is_file():
                raise LibraryError(f"“{path}” is not a file; give another with --library.")
            return
        if not create:
            raise LibraryError(f"There is no library at “{path}”.")
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LibraryError(
            f"The library “{path}” cannot be made or opened ({reason}); give another with --library."
        ) from error


def may_write(path: Path) -> bool:
    # SQLite needs to put its log or journal beside the file.
    effective = os.access in os.supports_effective_ids
    return all(os.access(part, os.W_OK, effective_ids=effective) for part in (path, path.parent))


def inspect(path: Path, busy_timeout: float, *, to_write: bool) -> tuple[bool, bool, bool]:
    """Reads what the file is, writing nothing: (is newer than we know, must be opened immutable, has migrations to
    come)."""
    try:
        newer, pending = _peek(path, False, busy_timeout)
        return newer, False, pending
    except sqlite3.OperationalError as error:
        # A WAL library in a folder that may only be read has nowhere to put its shared memory. Nobody there can be
        # writing to it either, so it may be read as it lies. So may one on a disk without room for shared memory: if
        # somebody had it open, there would be some.
        code = getattr(error, "sqlite_errorcode", 0)
        if code in _UNFINISHED and may_write(path):
            # A process was killed in the middle of a change; SQLite takes the half of it back, as it would for any
            # program that opens the file, but needs to be allowed to write for that.
            newer, pending = _peek(path, False, busy_timeout, mode="rw")
            return newer, False, pending
        crammed = code == NO_ROOM_FOR_SHARED_MEMORY and not to_write and not _pending_log(path)
        if not crammed and (code & 0xFF not in (8, 14) or may_write(path)):
            raise
        newer, pending = _peek(path, True, busy_timeout)
        return newer, True, pending


def _pending_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _peek(path: Path, immutable: bool, busy_timeout: float, mode: str = "ro") -> tuple[bool, bool]:
    uri = f"file:{quote(str(path))}?mode={mode}" + ("&immutable=1" if immutable else "")
    connection = sqlite3.connect(uri, uri=True, timeout=busy_timeout, isolation_level=None)
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return False, True
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        applied: set[str] = set()
        if schema.MIGRATION_TABLE in tables:
            applied = {
                row[0]
                for row in connection.execute(
                    f"SELECT name FROM {schema.MIGRATION_TABLE} WHERE migration_set = ?", [schema.MIGRATION_SET]
                )
            }
        if application != schema.APPLICATION_ID or not applied:
            raise CorruptLibrary(
                f"“{path}” is a database of another program, not a Counterpoint library; give another with --library."
            )
        known = set(schema.NAMES)
        return version > schema.SCHEMA or bool(applied - known), bool(known - applied)
    finally:
        connection.close()


def on_network(path: Path) -> bool:
    """Is the file on a network disk, where the shared memory of WAL does not work?"""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in mounts:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if len(point) >= len(best) and (str(path) + "/").startswith(point.rstrip("/") + "/"):
            best, kind = point, fields[2]
    return kind in _NETWORK
