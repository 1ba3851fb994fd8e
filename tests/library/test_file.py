"""The file itself: several processes, killed ones, disks that are full or read-only, files that are not libraries."""

from __future__ import annotations

import copy
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from tests.library.conftest import document, open_library
from tui.library import annotations, articles, backup, check, journal, listing, meta, migrations, schema
from tui.library.connection import Library
from tui.library.errors import BusyLibrary, CorruptLibrary, DiskFull, LibraryError, NewerLibrary, ReadOnlyLibrary
from tui.library.records import Article

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from tests.library.conftest import document
from tui.library import articles
from tui.library.connection import Library
lib = Library.open(Path(sys.argv[1]), busy_timeout=30, wal=sys.argv[4] == "wal")
print("created" if lib.created else "found", flush=True)
for i in range(int(sys.argv[3])):
    added = articles.add(lib, document(f"{sys.argv[2]} {i}\\nfoot"), location="")
    articles.tag(lib, added.id, add=[sys.argv[2]])
    print(added.id, flush=True)
"""


def writer(path: Path, name: str, number: int, mode: str = "wal") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(number), mode],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize("mode", ["wal", "journal"])
def test_two_processes_write_at_once_and_lose_nothing(path: Path, mode: str) -> None:
    processes = [writer(path, name, 40, mode) for name in ("one", "two")]
    said = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    lines = [out.split() for out, _ in said]
    assert sorted(out[0] for out in lines) == ["created", "found"]
    with Library.open(path) as lib:
        assert {a.id for a in listing.rows(lib)} == {id_ for out in lines for id_ in out[1:]}
        assert sorted(listing.all_tags(lib)) == [("one", 40), ("two", 40)]
        assert check.check(lib) == []
        assert lib.db.journal_mode == "wal"


@pytest.mark.parametrize("mode", ["wal", "journal"])
@pytest.mark.parametrize("after", [1, 7])
def test_a_killed_process_loses_no_acknowledged_change(path: Path, mode: str, after: int) -> None:
    process = writer(path, "one", 10_000, mode)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(after + 1)][1:]
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().split()
    process.communicate(timeout=30)
    with Library.open(path) as lib:
        tagged = {a.id for a in listing.rows(lib) if a.tags == ("one",)}
        assert set(told) <= tagged
        assert check.check(lib) == []
        journal.undo(lib)


HALF = """
import os, signal, sys
from pathlib import Path
from tests.library.conftest import document
from tui.library import articles
from tui.library.connection import Library
lib = Library.open(Path(sys.argv[1]), wal=False)
lib.db.execute("PRAGMA cache_size = 1")
with lib.write():
    for i in range(300):
        articles.add(lib, document(f"half {i}\\n" + "words of it " * 400), location="")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_killed_in_the_middle_of_a_change_leaves_a_library_that_opens(path: Path) -> None:
    """Without WAL, half of the change is in the file, and in a journal what it was before."""
    with Library.open(path, wal=False) as lib:
        kept = articles.add(lib, document(), location="")
    subprocess.run([sys.executable, "-c", HALF, str(path)], cwd=ROOT, check=False)
    assert path.with_name(f"{path.name}-journal").exists()
    with Library.open(path, wal=False) as lib:
        assert not lib.read_only
        assert [a.id for a in listing.rows(lib)] == [kept.id]
        assert check.check(lib) == []


def test_changes_of_another_process_are_noticed(path: Path, lib: Library) -> None:
    assert not lib.changed()
    articles.add(lib, document(), location="")
    assert not lib.changed()
    process = writer(path, "one", 1)
    process.communicate(timeout=60)
    assert lib.changed()
    assert not lib.changed()
    assert listing.count(lib) == 2


def test_a_read_before_a_write_is_no_obstacle(path: Path, lib: Library) -> None:
    with open_library(path, "other") as other:
        written = threading.Event()

        def write() -> None:
            articles.add(other, document(), location="")
            written.set()

        thread = threading.Thread(target=write)
        with lib.write():
            assert listing.count(lib) == 0
            thread.start()
            articles.add(lib, document(), location="")
            assert not written.is_set()
        thread.join(30)
        assert written.is_set()
    assert listing.count(lib) == 2


def test_closing_does_not_pull_the_file_from_under_a_thread(lib: Library) -> None:
    inside, closed = threading.Event(), threading.Event()
    seen: list[int] = []

    def work() -> None:
        with lib.write():
            inside.set()
            closed.wait(30)
            articles.add(lib, document(), location="")
            seen.append(listing.count(lib))

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait(30)
    lib.close()
    closed.set()
    thread.join(30)
    assert seen == [1]
    with pytest.raises(LibraryError, match="closed"):
        listing.count(lib)


def test_threads_have_their_own_connections(lib: Library) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                articles.add(lib, document(), location="")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert listing.count(lib) == 40


def test_a_library_in_use_is_said_so(path: Path, lib: Library) -> None:
    with open_library(path, "other", busy_timeout=0.05) as other:
        with lib.write(), pytest.raises(BusyLibrary, match="in use"):
            articles.add(other, document(), location="")
        articles.add(other, document(), location="")
    assert listing.count(lib) == 1


def test_a_full_disk_keeps_nothing_half_written(path: Path) -> None:
    with open_library(path) as lib:
        kept = articles.add(lib, document(), location="")
        conn = lib.db.conn
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0] + 20}")
        with pytest.raises(DiskFull, match="disk is full"), journal.step(lib, "Many"):  # noqa: PT012
            for i in range(200):
                articles.add(lib, document(f"{i} " * 500 + "\nfoot"), location="")
        assert [a.id for a in listing.rows(lib)] == [kept.id]
        assert journal.last(lib).summary == "Added “A pledge”"  # type: ignore[union-attr]
        conn.execute("PRAGMA max_page_count = 100000")
        assert check.check(lib) == []
        articles.add(lib, document(), location="")


@pytest.mark.skipif(not Path("/dev/shm").is_dir() or os.geteuid() != 0, reason="needs to mount a small disk")
def test_a_really_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)], capture_output=True, check=False
    ).returncode:
        pytest.skip("cannot mount here")
    try:
        with open_library(disk / "library.db") as lib:
            kept = [articles.add(lib, document(), location="").id]
            with pytest.raises(LibraryError):  # noqa: PT012
                for i in range(500):
                    kept.append(articles.add(lib, document(f"{i} word" * 3000 + "\nfoot"), location="").id)
            assert [a.id for a in listing.rows(lib)] == kept
        with open_library(disk / "library.db", "again") as lib:
            assert [a.id for a in listing.rows(lib)] == kept
            with pytest.raises(LibraryError):
                backup.backup(lib, disk / "copy.db")
        assert not [name for name in os.listdir(disk) if "copy" in name]
    finally:
        subprocess.run(["umount", str(disk)], check=False)


@pytest.mark.parametrize(
    "content", [b"not a database at all, only text\n" * 100, b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_file_that_is_no_library(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CorruptLibrary, match="library"):
        Library.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE article (id)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CorruptLibrary, match="another program"):
        Library.open(path)
    assert path.read_bytes() == before


def test_damage_inside_is_a_sentence(path: Path) -> None:
    with open_library(path) as lib:
        for _ in range(50):
            articles.add(lib, document("word " * 3000 + "\nfoot"), location="")
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 2 // 4096 * 4096, len(data), 4096):
        data[at : at + 2000] = b"\xa5" * 2000
    path.write_bytes(data)
    with open_library(path, "again") as lib:
        problems = check.check(lib)
    assert problems
    assert all(p.message.endswith(".") or p.message.endswith(")") for p in problems)


def test_what_is_no_place_for_a_library(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="folder"):
        Library.open(tmp_path)
    with pytest.raises(LibraryError, match="no library"):
        Library.open(tmp_path / "absent.db", create=False)
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError):
        Library.open(tmp_path / "file" / "library.db")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LibraryError, match="not a file"):
        Library.open(tmp_path / "pipe")


def test_folders_are_made_and_creation_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a b" / "ü?#%20" / "library.db"
    with open_library(path) as lib:
        assert lib.created
        articles.add(lib, document(), location="")
    with open_library(path, "again") as lib:
        assert not lib.created
        assert listing.count(lib) == 1


@pytest.mark.parametrize("script", ["", "PRAGMA journal_mode = wal; VACUUM"])
def test_a_file_without_tables_is_made_a_library_also_for_reading(path: Path, script: str) -> None:
    path.touch()
    database = sqlite3.connect(path)
    database.executescript(script)
    database.close()
    with open_library(path, read_only=True) as lib:
        assert lib.read_only
        assert listing.count(lib) == 0
        with pytest.raises(ReadOnlyLibrary):
            articles.add(lib, document(), location="")


def test_an_older_library_is_brought_up_to_date_also_for_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_library(path) as lib:
        articles.add(lib, document(), location="")
    later = copy.deepcopy(migrations.migrations)

    @later(name="9999_more")
    def more(db: Database) -> None:
        db.conn.execute("CREATE TABLE more (a)")

    monkeypatch.setattr(migrations, "migrations", later)
    monkeypatch.setattr(schema, "NAMES", (*schema.NAMES, "9999_more"))
    monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA + 1)
    with open_library(path, "again", read_only=True) as lib:
        assert listing.count(lib) == 1
        assert lib.db.conn.execute("SELECT count(*) FROM more").fetchone() == (0,)


@pytest.fixture
def newer(path: Path) -> Path:
    with open_library(path) as lib:
        articles.add(lib, document(), location="")
        with lib.write() as conn:
            lib.db[schema.MIGRATION_TABLE].insert(
                {"migration_set": schema.MIGRATION_SET, "name": "0099_later", "applied_at": "later"}
            )
            conn.execute("ALTER TABLE article ADD COLUMN mood TEXT")
    return path


def test_a_newer_library_is_refused_before_any_write(newer: Path) -> None:
    before = newer.read_bytes(), sorted(os.listdir(newer.parent))
    with pytest.raises(NewerLibrary, match="newer version") as refusal:
        Library.open(newer)
    assert str(refusal.value).count(". ") == 0
    with open_library(newer, allow_newer=True) as lib:
        assert lib.read_only
        assert listing.rows(lib)[0].title == "A pledge"
        assert check.check(lib) == []
        with pytest.raises(ReadOnlyLibrary):
            articles.add(lib, document(), location="")
    assert newer.read_bytes() == before[0]


def test_read_only_on_request(path: Path, lib: Library, article: Article) -> None:
    with open_library(path, "other", read_only=True) as other:
        assert listing.count(other) == 1
        for change in (
            lambda: articles.add(other, document(), location=""),
            lambda: articles.save_place(other, article.id, 1, 1, 0.5),
            lambda: annotations.delete(other, []) or meta.set(other, "a", 1),
            lambda: journal.undo(other),
        ):
            with pytest.raises(ReadOnlyLibrary, match="read-only"):
                change()
        assert listing.count(other, listing.ArticleQuery(text="mosque")) == 1


@pytest.fixture
def locked_away(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "away"
    path = folder / "library.db"
    with open_library(path) as lib:
        articles.add(lib, document(), location="")
    for part in (tmp_path, *tmp_path.parents[:3]):
        part.chmod(part.stat().st_mode | 0o055)
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o755)


def test_a_file_and_folder_that_may_only_be_read(locked_away: Path) -> None:
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with open_library(locked_away, "reader") as lib:
            assert lib.read_only
            assert not lib.created
            assert listing.count(lib, listing.ArticleQuery(text="mosque")) == 1
            assert check.check(lib) == []
            with pytest.raises(ReadOnlyLibrary, match="read-only"):
                articles.save_place(lib, listing.rows(lib)[0].id, 1, 1, 1)
    finally:
        if root:
            os.seteuid(0)


def test_what_a_killed_process_left_is_read_where_nothing_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "away"
    folder.mkdir()
    process = writer(folder / "library.db", "one", 10_000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(4)][1:]
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().split()
    process.communicate(timeout=30)
    assert (folder / "library.db-wal").stat().st_size > 0
    for part in (tmp_path, *tmp_path.parents[:3]):
        part.chmod(part.stat().st_mode | 0o055)
    for name in os.listdir(folder):
        (folder / name).chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with open_library(folder / "library.db", "reader") as lib:
            assert set(told) <= {a.id for a in listing.rows(lib)}
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)


def test_without_wal_there_is_a_rollback_journal(path: Path) -> None:
    with open_library(path) as lib:
        articles.add(lib, document(), location="")
    with open_library(path, "again", wal=False) as lib:
        assert lib.db.journal_mode == "delete"
        articles.add(lib, document(), location="")
    with open_library(path, "last") as lib:
        assert lib.db.journal_mode == "wal"
        assert listing.count(lib) == 2


def test_every_commit_is_synced(lib: Library) -> None:
    assert lib.db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert lib.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_a_backup_is_whole_and_replaces_nothing(tmp_path: Path, lib: Library, article: Article) -> None:
    copy = tmp_path / "copy.db"
    backup.backup(lib, copy)
    with open_library(copy, "copy") as other:
        assert listing.rows(other) == listing.rows(lib)
        assert check.check(other) == []
        journal.undo(other)
    with pytest.raises(LibraryError, match="exists already"):
        backup.backup(lib, copy)
    with pytest.raises(LibraryError, match="cannot be written"):
        backup.backup(lib, tmp_path / "absent" / "copy.db")
    assert sorted(os.listdir(tmp_path))[0] == "copy.db"
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_settings(lib: Library) -> None:
    assert meta.get(lib, "welcome") is None
    meta.set(lib, "welcome", {"seen": True})
    assert meta.get(lib, "welcome") == {"seen": True}
    meta.set(lib, "welcome", None)
    assert meta.get(lib, "welcome", 1) == 1


def test_check_finds_what_is_wrong(lib: Library, article: Article, target) -> None:  # type: ignore[no-untyped-def]
    annotations.add(lib, kind="claim", targets=[target(article, "mosque")])
    assert check.check(lib) == []
    for damage, word in (
        ("UPDATE target SET exact = 'other'", "quoted"),
        ("UPDATE version SET text = text || ' more'", "checksum"),
        ("UPDATE article SET claims = 9", "counts"),
        ("INSERT INTO passage_fts (rowid, body) VALUES (1, 'x')", "full text"),
        ("DELETE FROM annotation_fts", "index of annotations"),
    ):
        with lib.write() as conn:
            conn.execute("SAVEPOINT damage")
            conn.execute(damage)
            assert any(word in problem.message for problem in check.check(lib)), damage
            conn.execute("ROLLBACK TO damage")
            conn.execute("RELEASE damage")
    assert check.check(lib) == []
