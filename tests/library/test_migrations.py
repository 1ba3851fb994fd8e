"""A library of an earlier schema is brought up to date with all that it holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlite_utils import Database

from tests.library.conftest import open_library
from tui.library import articles, check, journal, kept, meta
from tui.library.migrations import migrations
from tui.library.schema import MIGRATION_SET, MIGRATION_TABLE, NAMES


def earlier(path: Path, before: str) -> Database:
    """An empty library as it was before this migration."""
    db = Database(path)
    migrations.apply(db, stop_before=before)
    db.execute(f"PRAGMA user_version = {NAMES.index(before)}")
    return db


def test_versions_are_put_in_the_order_of_their_times(path: Path) -> None:
    db = earlier(path, "0002_order_of_versions")
    db.execute(
        "INSERT INTO article (n, id, title, added_at, modified_at)"
        " VALUES (1, 'a', 'T', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')"
    )
    for k, fraction in ((1, ".5Z"), (2, "Z"), (3, ".25Z")):
        text = f"Text {k}"
        db.execute(
            "INSERT INTO version (k, id, article, sha256, fetched_at, extractor, text) VALUES (?, ?, 1, ?, ?, 'x', ?)",
            [k, f"v{k}", hashlib.sha256(text.encode()).hexdigest(), f"2026-01-01T00:00:00{fraction}", text],
        )
        db.execute("INSERT INTO paragraph VALUES (?, 0, 6, 'body', 'engine')", [k << 26 | 1])
    assert db.execute("SELECT newest FROM article").fetchone() == (2,)
    db.conn.commit()
    db.close()
    with open_library(path) as lib:
        assert [one.id for one in articles.versions(lib, "a")] == ["v2", "v3", "v1"]
        assert articles.get(lib, "a").newest_version == "v1"
        articles.tag(lib, "a", ["x"])
        assert check.check(lib) == []


def test_an_undone_version_can_be_made_again(path: Path) -> None:
    db = earlier(path, "0002_order_of_versions")
    db.execute("INSERT INTO journal VALUES (1, '', '2026-01-01T00:00:00Z', 'Added', 1, 1)")
    db.execute("INSERT INTO journal_change VALUES (1, 1, 'article', 1, 1, 'insert', NULL, NULL)")
    db.execute("INSERT INTO journal_change VALUES (2, 1, 'version', 1, 1, 'insert', NULL, NULL)")
    time = "2026-01-01T00:00:00.5Z"
    article = f'{{"n":1,"id":"a","title":"T","added_at":"{time}","modified_at":"{time}"}}'
    version = f'{{"k":1,"id":"v","article":1,"sha256":"x","fetched_at":"{time}","extractor":"x","text":"T"}}'
    for change, image in ((1, article), (2, version)):
        db.execute("INSERT INTO journal_image VALUES (?, 1, ?)", [change, image])
    db.conn.commit()
    db.close()
    with open_library(path) as lib:
        journal.redo(lib)
        assert lib.db.execute("SELECT ranked_at FROM version").fetchone() == ("2026-01-01T00:00:00.500000Z",)


def test_what_imports_held_beside_their_lists_is_kept(path: Path) -> None:
    db = earlier(path, "0003_kept")
    for key in ("export.unknown", "learned", "welcomed"):
        db.execute("INSERT INTO meta VALUES (?, ?)", [key, f'{{"of":"{key}"}}'])
    db.conn.commit()
    db.close()
    with open_library(path) as lib:
        assert kept.get(lib, "unknown") == {"of": "export.unknown"}
        assert kept.get(lib, "learned") == {"of": "learned"}
        assert [meta.get(lib, key) is None for key in ("export.unknown", "learned", "welcomed")] == [True, True, False]


def test_the_schema_names_what_the_migrations_do() -> None:
    assert tuple(one.name for one in migrations.pending(Database(memory=True))) == NAMES
    assert (migrations.name, migrations.migrations_table) == (MIGRATION_SET, MIGRATION_TABLE)
