"""Opening a library, its connections (one a thread), and the one way to write.

What holds here:

- A change is acknowledged when `write()` returns, and by then it is in the file: WAL with `synchronous=FULL` syncs
  the log at every commit, so that neither a killed process nor a power cut takes back what the reader was told. One
  commit is one sync, a few milliseconds; readers change things at the pace of hands, and imports are one transaction.
- Every write begins with `BEGIN IMMEDIATE`. A transaction that begins deferred and then writes fails at once when
  another process committed in between, however long the busy timeout.
- Nothing is written, not even the journal mode, before we know that the file is ours and not of a later version.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from tui.library import derived, files, schema
from tui.library.errors import (
    UNREADABLE,
    CorruptLibrary,
    LibraryError,
    NewerLibrary,
    ReadOnlyLibrary,
    spoken,
)
from tui.library.segment import segment

if TYPE_CHECKING:
    from sqlite_utils import Database

    from tui.library.journal import Step

AWAITS_SEED = "awaits_seed"
"""The key of `meta` that says that the app made the library and has not put the first articles in."""
BUSY_SECONDS = 5.0
"""How long a write waits for another process."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_uuid() -> str:
    from uuid6 import uuid7  # Here, because it takes time at the start that only a write needs.

    return str(uuid7())


class _Local:
    """One thread's connection; closes it when the thread is gone."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.depth = 0
        self.step: Step | None = None
        self.cache: dict[str, object] = {}
        self.data_version: int = conn.execute("PRAGMA data_version").fetchone()[0]

    @functools.cached_property
    def db(self) -> Database:
        from sqlite_utils import Database  # Here, because it takes time at the start that only a write needs.

        return Database(self.conn, execute_plugins=False)

    def close(self) -> None:
        self.conn.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            self.close()


class Library:
    """One library file. May be used from several threads; each gets its own connection."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool,
        creator: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        wal: bool,
        immutable: bool,
        busy_timeout: float,
    ) -> None:
        self.path = path
        self.read_only = read_only
        """Nothing can be written: the file, its folder or its version do not allow it, or the caller asked for it."""
        self.created = False
        """This very call made the library: of two processes that start at once, only one hears so."""
        self.creator = creator
        """Who makes the changes; empty unless the reader set a name."""
        self._clock = clock
        self.new_id = new_id
        self._wal = wal
        self._immutable = immutable
        self._busy_timeout = busy_timeout
        self._threads = threading.local()
        self._closed = False

    # Opening

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        read_only: bool = False,
        allow_newer: bool = False,
        creator: str = "",
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = new_uuid,
        wal: bool = True,
        busy_timeout: float = BUSY_SECONDS,
        to_seed: bool = False,
    ) -> Library:
        """Opens the library at `path`, making it (and its folder) when it is not there.

        A file or folder that may only be read gives a read-only library. `allow_newer` opens the library of a later
        version, for reading only. With `to_seed`, a library that this call makes is marked as one that awaits its first
        articles (`meta`'s `AWAITS_SEED`), together with its schema. Raises a `LibraryError` whose text is one sentence.
        """
        path = files.named(path)
        files.make(path, create=create and not read_only)
        writable = not read_only and files.may_write(path)
        immutable = False
        try:
            newer, immutable, pending = files.inspect(path, busy_timeout, to_write=writable)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (11, 26):
                raise CorruptLibrary(
                    f"“{path}” is damaged or not a Counterpoint library; restore a backup, or give another with"
                    " --library."
                ) from error
            raise spoken(error) from error
        if newer and not allow_newer:
            raise NewerLibrary(
                f"“{path}” was written by a newer version of Counterpoint; update this one to open it"
                " (“check”, “export” and “backup” still read it)."
            )
        if pending and not newer and not writable and read_only and files.may_write(path):
            # Whoever only reads needs the newest schema too, and may have it: it is brought up to date first.
            cls.open(path, create=False, clock=clock, wal=wal, busy_timeout=busy_timeout).close()
            pending = False
        if pending and not newer and not writable:
            raise ReadOnlyLibrary(
                f"“{path}” is empty or of an older version and cannot be written; make it writable once, so that"
                " it can be brought up to date."
            )
        library = cls(
            path,
            read_only=newer or not writable,
            creator=creator,
            clock=clock,
            new_id=new_id,
            wal=wal and not files.on_network(path),
            immutable=immutable,
            busy_timeout=busy_timeout,
        )
        try:
            library._prepare(pending and not newer, to_seed)
            library.changed()  # What preparing did is no change.
        except sqlite3.Error as error:
            library.close()
            raise spoken(error) from error
        except BaseException:
            library.close()
            raise
        return library

    def _prepare(self, migrate: bool, to_seed: bool) -> None:
        """Sets the journal mode, and brings the schema up to date: once, before anything else runs."""
        conn = self.conn
        if self.read_only:
            return
        wal = conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        if wal != self._wal:
            # Where the disk cannot do WAL (no shared memory), SQLite keeps the rollback journal, which serves as well.
            with contextlib.suppress(sqlite3.OperationalError):
                if self._wal:
                    self.db.enable_wal()
                else:
                    self.db.disable_wal()
        if migrate:
            from tui.library import migrations  # Here, because most starts find nothing to do.

            conn.execute("BEGIN IMMEDIATE")
            try:
                # Under the lock: of two processes that start at once, the second finds nothing left to do.
                fresh = conn.execute("SELECT 1 FROM sqlite_master").fetchone() is None
                migrations.migrations.apply(self.db)
                conn.execute(f"PRAGMA user_version = {schema.SCHEMA}")
                if fresh and to_seed:
                    conn.execute("INSERT INTO meta VALUES (?, 'true')", [AWAITS_SEED])
                conn.execute("COMMIT")
                self.created = fresh
            except BaseException:
                conn.rollback()
                raise

    def _connect(self) -> _Local:
        mode = "ro" if self.read_only else "rw"
        uri = f"file:{quote(str(self.path))}?mode={mode}" + ("&immutable=1" if self._immutable else "")
        connection = sqlite3.connect(
            uri,
            uri=True,
            timeout=self._busy_timeout,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        try:
            connection.create_function("counterpoint_segment", 1, segment, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA recursive_triggers = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("PRAGMA cache_size = -32000")
            return _Local(connection)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Closes this thread's connection. The library cannot be used afterwards, by any thread.

        Another thread may be inside SQLite at this very moment, and to close its connection then would crash the
        process: what it does it ends, and its connection goes with the thread or with this object.
        """
        self._closed = True
        local: _Local | None = getattr(self._threads, "local", None)
        if local is not None:
            del self._threads.local
            with contextlib.suppress(sqlite3.Error):
                local.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Using

    @property
    def local(self) -> _Local:
        """This thread's connection and what belongs to it."""
        local: _Local | None = getattr(self._threads, "local", None)
        if local is None:
            if self._closed:
                raise LibraryError("The library is closed.")
            try:
                local = self._connect()
            except sqlite3.Error as error:
                raise spoken(error) from error
            self._threads.local = local
        return local

    @property
    def conn(self) -> sqlite3.Connection:
        """This thread's connection. Read with it; write inside `write()` only."""
        return self.local.conn

    @property
    def db(self) -> Database:
        """The same as a `sqlite_utils.Database`, made when it is first asked for."""
        return self.local.db

    def now(self) -> str:
        """The time, as it is stored."""
        return stamp(self._clock())

    def later(self, than: str | None) -> str:
        """The time, and later than `than` even when the clock stands still or went back."""
        now = self._clock()
        if than is not None:
            floor = moment(than)
            if now <= floor:
                # An import may bring times up to the last one that there is.
                now = floor.astimezone(UTC)
                now += min(_TICK, datetime.max.replace(tzinfo=UTC) - now)
        return stamp(now)

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that takes the write lock at once; inside another of the same thread, a savepoint of it.

        Counters and full text are brought up to date before the outermost one commits. Raises `ReadOnlyLibrary`,
        `BusyLibrary`, `DiskFull`…; nothing of the change is kept then.
        """
        if self.read_only:
            raise ReadOnlyLibrary("The library is read-only here; nothing was changed.")
        local = self.local
        conn = local.conn
        try:
            if local.depth:
                mark = local.step.mark() if local.step else None
                local.depth += 1
                try:
                    with local.db.atomic():
                        yield conn
                except BaseException:
                    if local.step is not None and mark is not None:
                        local.step.back_to(mark)
                    raise
                finally:
                    local.depth -= 1
                return
            conn.execute("BEGIN IMMEDIATE")
            local.depth = 1
            try:
                # No savepoint around it all: in SQLite 3.40, every statement inside one walks the whole sub-journal.
                yield conn
                derived.flush(self)
                conn.execute("COMMIT")
            except BaseException:
                conn.rollback()
                raise
            finally:
                local.depth = 0
                local.cache.clear()
        except UNREADABLE as error:
            raise spoken(error) from error

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All reads inside see the library as of one moment, whatever others write meanwhile. Not for writing."""
        conn = self.conn
        if conn.in_transaction:
            yield conn
            return
        try:
            conn.execute("BEGIN")
            try:
                yield conn
            finally:
                conn.rollback()
        except UNREADABLE as error:
            raise spoken(error) from error

    def changed(self) -> bool:
        """Has another connection (of another process, or another thread) written since this thread last asked?"""
        local = self.local
        try:
            version: int = local.conn.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error as error:
            raise spoken(error) from error
        moved = version != local.data_version
        local.data_version = version
        return moved


_TICK = datetime.resolution


def stamp(time: datetime) -> str:
    """RFC 3339 in UTC with microseconds, so that texts sort as times do."""
    return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The time that an RFC 3339 text means; the beginning of time for one that means none."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return datetime.min.replace(tzinfo=UTC)
    return time if time.tzinfo else time.replace(tzinfo=UTC)
