"""Is the library whole? Reads only, and goes on after each thing it finds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from tui.library.connection import Library
from tui.library.derived import expected_passages
from tui.library.errors import UNREADABLE, CorruptLibrary, spoken
from tui.library.records import Problem
from tui.library.standing import claims_of

_JSON = (
    ("article", "id", ("tags", "extra")),
    ("version", "id", ("extra",)),
    ("annotation", "id", ("tags", "extra")),
    ("target", "annotation", ("extra",)),
    ("relation", "id", ("reasons", "extra")),
    ("verdict", "id", ("quotes", "extra")),
    ("meta", "key", ("value",)),
)
"""Tables, what names a row of them, and the columns that hold JSON."""
DAMAGED = "The file is damaged; restore a backup."
_MOST = 100
"""Of one kind of fault, no more than this many are listed."""


def check(lib: Library) -> list[Problem]:
    """Everything that is wrong with the file; empty when nothing is."""
    found: list[Problem] = []
    for part in (_integrity, _rows, _references, _texts, _quotes, _search, _counters):
        try:
            for number, problem in enumerate(part(lib)):
                if number == _MOST:
                    found.append(Problem(problem.source, "There is more of this kind; it is not listed."))
                    break
                found.append(problem)
        except UNREADABLE as error:
            # Several looks may meet the same damage; the sentence that it has elsewhere would send the reader here.
            sentence = DAMAGED if isinstance(told := spoken(error), CorruptLibrary) else str(told)
            problem = Problem("library", sentence)
            if problem not in found:
                found.append(problem)
    return found


def _integrity(lib: Library) -> Iterator[Problem]:
    for (message,) in lib.conn.execute(f"PRAGMA integrity_check({_MOST})"):
        if message != "ok":
            yield Problem("library", f"The file is damaged ({message}); restore a backup.")


def _rows(lib: Library) -> Iterator[Problem]:
    """SQLite's own check says nothing of JSON that is none: to ask a CHECK about it is an error of its own."""
    for table, key, columns in _JSON:
        damaged = " OR ".join(f"NOT json_valid({column})" for column in columns)
        for (row,) in lib.conn.execute(f"SELECT {key} FROM {table} WHERE {damaged}"):
            yield Problem(f"{table} {row}", "A part of it is damaged; restore a backup.")


def _references(lib: Library) -> Iterator[Problem]:
    conn = lib.conn
    for table, key, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield Problem(f"{table} {key}", f"It refers to a {parent} that is not there.")
    for (id_,) in conn.execute(
        "SELECT a.id FROM article a LEFT JOIN version v ON v.k = a.newest AND v.article = a.n WHERE v.k IS NULL"
    ):
        yield Problem(f"article {id_}", "It has no text.")


def _texts(lib: Library) -> Iterator[Problem]:
    for id_, sha256, text in lib.conn.execute("SELECT id, sha256, text FROM version"):
        if hashlib.sha256(text.encode()).hexdigest() != sha256:
            yield Problem(f"version {id_}", "Its text is not the one that was kept (the checksum differs).")


def _quotes(lib: Library) -> Iterator[Problem]:
    for annotation, start, stop, exact, found in lib.conn.execute(
        "SELECT x.id, t.start, t.stop, t.exact, substr(v.text, t.start + 1, t.stop - t.start) FROM target t"
        " JOIN annotation x ON x.k = t.annotation JOIN version v ON v.id = t.version_id"
        " WHERE x.deleted_at IS NULL"
    ):
        if found != exact or start < 0 or stop < start:
            yield Problem(f"annotation {annotation}", "Its passage does not say what it is quoted with.")


def _search(lib: Library) -> Iterator[Problem]:
    conn = lib.conn
    differing = expected_passages(conn)
    if differing:
        yield Problem("search", f"The full text differs from the articles in {differing} paragraphs.")
    for name, source in (
        ("article_fts", "SELECT n FROM article WHERE deleted_at IS NULL"),
        ("annotation_fts", "SELECT k FROM annotation WHERE deleted_at IS NULL"),
    ):
        number = conn.execute(
            f"SELECT (SELECT count(*) FROM ({source} EXCEPT SELECT id FROM {name}_docsize))"
            f" + (SELECT count(*) FROM (SELECT id FROM {name}_docsize EXCEPT {source}))"
        ).fetchone()[0]
        if number:
            yield Problem("search", f"The index of {name.split('_')[0]}s differs from them in {number} places.")


def _counters(lib: Library) -> Iterator[Problem]:
    conn = lib.conn
    for id_, newest, claims, contested in conn.execute(
        "SELECT id, newest, claims, contested FROM article WHERE deleted_at IS NULL"
        " AND (claims > 0 OR newest IN (SELECT version FROM suggested_claim))"
    ).fetchall():
        standing = claims_of(conn, id_, newest)
        if (claims, contested) != (len(standing), sum(claim.contested for claim in standing)):
            yield Problem(f"article {id_}", "The list counts its claims wrongly; any change to it sets this right.")
