"""Every change that a reader makes, so that it can be taken back and made again, also after a restart.

A change is a range of inserted rows, an updated row (the columns that changed, before and after) or a removed row (its
image). The images of inserted rows are taken only when they are undone, so that an import of 100,000 annotations
costs the journal a handful of lines. Undo takes back the last change of this creator; it refuses, with a sentence,
when something newer touched the same rows. Derived data follows by itself: triggers mark it, `Library.write` brings
it up to date.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from tui.library.connection import Library
from tui.library.derived import unindex
from tui.library.errors import Conflict, LibraryError, speaks
from tui.library.records import JournalEntry

KEYS: dict[str, str] = {
    "article": "n",
    "version": "k",
    "paragraph": "id",
    "annotation": "k",
    "target": "k",
    "resolution": "k",
    "relation": "k",
    "verdict": "k",
    "kept": "k",
}
"""The journalled tables and their integer keys."""

_COLUMNS = "seq, creator, at, summary, undone"


class Change(Struct):
    name: str
    first: int
    last: int
    operation: str
    before: str | None = None
    after: str | None = None
    image: str | None = None


class Step(Struct):
    """A journal entry that is being made. `summary` may still be set before the step ends."""

    summary: str
    changes: list[Change] = field(default_factory=list)

    def mark(self) -> int:
        return len(self.changes)

    def back_to(self, mark: int) -> None:
        del self.changes[mark:]


@contextlib.contextmanager
def step(lib: Library, summary: str) -> Iterator[Step]:
    """Groups all journalled writes inside it into one entry; inside another step it is part of that one.

    Nothing is kept of a step that raises, and a step that changed nothing leaves no entry.
    """
    with lib.write():
        local = lib.local
        if local.step is not None:
            yield local.step
            return
        made = local.step = Step(summary)
        try:
            yield made
        finally:
            local.step = None
        if made.changes:
            _record(lib, made)


def insert(lib: Library, name: str, row: Mapping[str, Any]) -> int:
    """Adds one row and returns its key."""
    columns = ", ".join(row)
    marks = ", ".join("?" * len(row))
    cursor = lib.conn.execute(f"INSERT INTO {name} ({columns}) VALUES ({marks})", list(row.values()))
    key = cursor.lastrowid
    assert key is not None
    inserted(lib, name, key, key)
    return key


def inserted(lib: Library, name: str, first: int, last: int) -> None:
    """Says that the rows `first` to `last`, all of them, were added."""
    if last >= first:
        _step(lib).changes.append(Change(name, first, last, "insert"))


def update(lib: Library, name: str, key: int, values: Mapping[str, Any]) -> bool:
    """Changes columns of one row; False when they all had these values."""
    columns = ", ".join(values)
    row = lib.conn.execute(f"SELECT {columns} FROM {name} WHERE {KEYS[name]} = ?", [key]).fetchone()
    if row is None:
        raise LibraryError("What was to be changed is no longer in the library.")
    before = {c: v for c, v in zip(values, row, strict=True) if v != values[c]}
    if not before:
        return False
    after = {column: values[column] for column in before}
    _assign(lib, name, key, after)
    _step(lib).changes.append(Change(name, key, key, "update", _dump(before), _dump(after)))
    return True


def remove(lib: Library, name: str, key: int) -> None:
    """Takes one row out of its table, keeping its image in the journal."""
    image = _image(lib, name, key)
    lib.conn.execute(f"DELETE FROM {name} WHERE {KEYS[name]} = ?", [key])
    _step(lib).changes.append(Change(name, key, key, "delete", image=image))


@speaks
def last(lib: Library) -> JournalEntry | None:
    """The change that `undo` would take back."""
    return _undoable(lib)


@speaks
def redoable(lib: Library) -> JournalEntry | None:
    """The change that `redo` would make again."""
    return _redoable(lib)


@speaks
def history(lib: Library, limit: int = 100) -> list[JournalEntry]:
    """The latest changes of everybody, newest first."""
    rows = lib.conn.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY seq DESC LIMIT ?", [limit])
    return [_entry(row) for row in rows]


@speaks
def touched(lib: Library, entry: JournalEntry) -> dict[str, str]:
    """The first article and the first annotation, by `article` and `annotation`, that a change made, changed or
    brought back; one that is not there (any more) is left out."""
    found: dict[str, str] = {}
    for name in ("article", "annotation"):
        row = lib.conn.execute(
            f"SELECT x.id FROM journal_change c JOIN {name} x ON x.{KEYS[name]} BETWEEN c.first AND c.last"
            " WHERE c.seq = ? AND c.name = ? AND x.deleted_at IS NULL ORDER BY c.id LIMIT 1",
            [entry.seq, name],
        ).fetchone()
        if row:
            found[name] = row[0]
    return found


def undo(lib: Library) -> JournalEntry:
    """Takes back the last change of this creator and returns it. Raises `Conflict`, or `LibraryError` when there is
    none."""
    with lib.write():
        entry = _undoable(lib)
        if entry is None:
            raise LibraryError("There is nothing to undo.")
        _refuse_newer(lib, entry, "undone")
        with _refusing(entry, "undone"):
            _refuse_dependents(lib, entry)
            changes = _changes(lib, entry.seq, "DESC")
            for change in changes:
                if change[1] == "version" and change[4] == "insert":
                    unindex(lib, change[2], change[3])
            for change in changes:
                _take_back(lib, change, entry)
        _mark(lib, entry.seq, undone=True)
    return entry


def redo(lib: Library) -> JournalEntry:
    """Makes the change that was undone last again and returns it. Raises like `undo`."""
    with lib.write():
        entry = _redoable(lib)
        if entry is None:
            raise LibraryError("There is nothing to redo.")
        _refuse_newer(lib, entry, "redone")
        with _refusing(entry, "redone"):
            for change in _changes(lib, entry.seq, "ASC"):
                _make_again(lib, change, entry)
        _mark(lib, entry.seq, undone=False)
    return entry


# How it is done


def _step(lib: Library) -> Step:
    current = lib.local.step
    if current is None:
        raise RuntimeError("a journalled write outside journal.step()")
    return current


def _record(lib: Library, made: Step) -> None:
    conn = lib.conn
    # What was undone before a new change can never be made again (undone = 2): let go of its texts.
    conn.execute(
        "DELETE FROM journal_image WHERE change IN (SELECT c.id FROM journal j JOIN journal_change c ON c.seq = j.seq"
        " WHERE j.creator = ? AND j.undone = 1 AND c.operation = 'insert')",
        [lib.creator],
    )
    conn.execute("UPDATE journal SET undone = 2 WHERE creator = ? AND undone = 1", [lib.creator])
    seq = conn.execute(
        "INSERT INTO journal (creator, at, summary, stamp) VALUES (?, ?, ?, ?)",
        [lib.creator, lib.now(), made.summary, _next_stamp(lib)],
    ).lastrowid
    for change in _merged(made.changes):
        number = conn.execute(
            "INSERT INTO journal_change (seq, name, first, last, operation, before, after) VALUES (?, ?, ?, ?, ?,"
            " ?, ?)",
            [seq, change.name, change.first, change.last, change.operation, change.before, change.after],
        ).lastrowid
        if change.image is not None:
            conn.execute("INSERT INTO journal_image VALUES (?, ?, ?)", [number, change.first, change.image])


def _merged(changes: list[Change]) -> list[Change]:
    """Joins insertions of consecutive rows, keeping parents before children."""
    merged: list[Change] = []
    ranges: dict[str, Change] = {}
    ranks = {name: rank for rank, name in enumerate(KEYS)}
    for change in changes:
        if change.operation != "insert":
            ranges.clear()
            merged.append(change)
            continue
        current = ranges.get(change.name)
        if current is not None and current.last + 1 == change.first:
            current.last = change.last
            continue
        current = Change(change.name, change.first, change.last, "insert")
        # Rows that hang on these must not join a range that stands before them.
        ranges = {name: r for name, r in ranges.items() if ranks[name] <= ranks[change.name]}
        ranges[change.name] = current
        merged.append(current)
    return merged


def _next_stamp(lib: Library) -> int:
    number: int = lib.conn.execute("SELECT coalesce(max(stamp), 0) + 1 FROM journal").fetchone()[0]
    return number


def _mark(lib: Library, seq: int, *, undone: bool) -> None:
    lib.conn.execute("UPDATE journal SET undone = ?, stamp = ? WHERE seq = ?", [int(undone), _next_stamp(lib), seq])


def _entry(row: tuple[Any, ...]) -> JournalEntry:
    return JournalEntry(row[0], row[1], row[2], row[3], bool(row[4]))


def _undoable(lib: Library) -> JournalEntry | None:
    row = lib.conn.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE creator = ? AND undone = 0 ORDER BY seq DESC LIMIT 1", [lib.creator]
    ).fetchone()
    return _entry(row) if row else None


def _redoable(lib: Library) -> JournalEntry | None:
    row = lib.conn.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE creator = ? AND undone = 1 ORDER BY seq LIMIT 1", [lib.creator]
    ).fetchone()
    return _entry(row) if row else None


def _changes(lib: Library, seq: int, order: str) -> list[tuple[int, str, int, int, str, str | None, str | None]]:
    return lib.conn.execute(
        f"SELECT id, name, first, last, operation, before, after FROM journal_change WHERE seq = ? ORDER BY id {order}",
        [seq],
    ).fetchall()


def _refuse_newer(lib: Library, entry: JournalEntry, verb: str) -> None:
    """Raises when somebody else's live change, made later, touched one of the same rows.

    A creator's own changes are taken back and made again in order, so that they cannot stand in each other's way.
    """
    conn = lib.conn
    row = conn.execute(
        "SELECT j.summary, j.creator FROM journal j CROSS JOIN journal_change o ON o.seq = j.seq"
        " JOIN journal_change c ON c.seq = :seq AND c.name = o.name AND c.first <= o.last AND c.last >= o.first"
        " WHERE j.stamp > (SELECT stamp FROM journal WHERE seq = :seq) AND j.undone = 0 AND j.creator != :creator"
        " LIMIT 1",
        {"seq": entry.seq, "creator": entry.creator},
    ).fetchone()
    if row:
        who = f" by {row[1]}" if row[1] else ""
        raise Conflict(f"“{entry.summary}” cannot be {verb}: a newer change{who} (“{row[0]}”) touched the same thing.")


def _conflict(entry: JournalEntry, verb: str) -> Conflict:
    return Conflict(f"“{entry.summary}” cannot be {verb}: something newer touched the same thing.")


@contextlib.contextmanager
def _refusing(entry: JournalEntry, verb: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise _conflict(entry, verb) from error


def _refuse_dependents(lib: Library, entry: JournalEntry) -> None:
    """Raises when an annotation or a verdict of another change points into an article or version added by this one."""
    conn = lib.conn
    for name, key in (("article", "n"), ("version", "k")):
        added = (
            f"SELECT x.id FROM journal_change c JOIN {name} x ON x.{key} BETWEEN c.first AND c.last"
            f" WHERE c.seq = :seq AND c.name = '{name}' AND c.operation = 'insert'"
        )
        for table, columns in (
            ("target", (f"{name}_id",)),
            ("verdict", (f"claim_{name}", f"evidence_{name}")),
        ):
            for column in columns:
                row = conn.execute(
                    f"SELECT 1 FROM {table} t WHERE t.{column} IN ({added}) AND NOT EXISTS (SELECT 1 FROM"
                    f" journal_change c"
                    f" WHERE c.seq = :seq AND c.name = '{table}' AND c.operation = 'insert'"
                    " AND t.k BETWEEN c.first AND c.last) LIMIT 1",
                    {"seq": entry.seq},
                ).fetchone()
                if row:
                    raise _conflict(entry, "undone")


def _take_back(
    lib: Library, change: tuple[int, str, int, int, str, str | None, str | None], entry: JournalEntry
) -> None:
    number, name, first, last_, operation, before, after = change
    conn = lib.conn
    if operation == "update":
        _replace(lib, name, first, after, before, _conflict(entry, "undone"))
    elif operation == "delete":
        _restore(lib, number, name)
        conn.execute("DELETE FROM journal_image WHERE change = ?", [number])
    else:
        key = KEYS[name]
        cursor = conn.execute(f"SELECT * FROM {name} WHERE {key} BETWEEN ? AND ?", [first, last_])
        columns = [d[0] for d in cursor.description]
        place = columns.index(key)
        found = 0
        while rows := cursor.fetchmany(500):
            found += len(rows)
            conn.executemany(
                "INSERT OR REPLACE INTO journal_image VALUES (?, ?, ?)",
                [(number, row[place], _dump(dict(zip(columns, row, strict=True)))) for row in rows],
            )
        if found != last_ - first + 1:
            raise _conflict(entry, "undone")
        conn.execute(f"DELETE FROM {name} WHERE {key} BETWEEN ? AND ?", [first, last_])


def _make_again(
    lib: Library, change: tuple[int, str, int, int, str, str | None, str | None], entry: JournalEntry
) -> None:
    number, name, first, last_, operation, before, after = change
    conn = lib.conn
    if operation == "update":
        _replace(lib, name, first, before, after, _conflict(entry, "redone"))
    elif operation == "delete":
        conn.execute("INSERT OR REPLACE INTO journal_image VALUES (?, ?, ?)", [number, first, _image(lib, name, first)])
        conn.execute(f"DELETE FROM {name} WHERE {KEYS[name]} = ?", [first])
    else:
        if _restore(lib, number, name) != last_ - first + 1:
            raise _conflict(entry, "redone")
        conn.execute("DELETE FROM journal_image WHERE change = ?", [number])


def _replace(lib: Library, name: str, key: int, old: str | None, new: str | None, conflict: Conflict) -> None:
    """Sets the columns of `new`, if they still are as `old` says."""
    expected: dict[str, Any] = json.loads(old or "{}")
    row = lib.conn.execute(f"SELECT {', '.join(expected)} FROM {name} WHERE {KEYS[name]} = ?", [key]).fetchone()
    if row is None or list(row) != list(expected.values()):
        raise conflict
    _assign(lib, name, key, json.loads(new or "{}"))


def _restore(lib: Library, number: int, name: str) -> int:
    """Puts the rows of a change's images back; says how many."""
    conn = lib.conn
    cursor = conn.execute("SELECT image FROM journal_image WHERE change = ? ORDER BY key", [number])
    count = 0
    while rows := cursor.fetchmany(500):
        images = [json.loads(row[0]) for row in rows]
        columns = list(images[0])
        conn.executemany(
            f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [[image[column] for column in columns] for image in images],
        )
        count += len(rows)
    return count


def _assign(lib: Library, name: str, key: int, values: Mapping[str, Any]) -> None:
    columns = ", ".join(f"{column} = ?" for column in values)
    lib.conn.execute(f"UPDATE {name} SET {columns} WHERE {KEYS[name]} = ?", [*values.values(), key])


def _image(lib: Library, name: str, key: int) -> str:
    cursor = lib.conn.execute(f"SELECT * FROM {name} WHERE {KEYS[name]} = ?", [key])
    row = cursor.fetchone()
    if row is None:
        raise LibraryError("What was to be removed is no longer in the library.")
    return _dump(dict(zip([d[0] for d in cursor.description], row, strict=True)))


def _dump(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
