"""The migrations of what comes from outside: pages, feeds, sketches, links, servers. See `migrations`."""

from __future__ import annotations

from sqlite_utils import Database, Migrations


def register(migrations: Migrations) -> None:
    """Adds them to the set, in order."""

    @migrations(name="0004_pages")
    def pages(db: Database) -> None:
        """The page that a version was made from, packed. It is not journalled: while its version is undone it waits."""
        for statement in (
            "CREATE TABLE page (version TEXT PRIMARY KEY, media_type TEXT NOT NULL, charset TEXT, url TEXT, etag TEXT,"
            " last_modified TEXT, size INTEGER NOT NULL, waiting INTEGER NOT NULL DEFAULT 0, data BLOB NOT NULL) STRICT",
            "CREATE INDEX page_waiting ON page(waiting) WHERE waiting = 1",
            "CREATE TRIGGER page_left AFTER DELETE ON version BEGIN"
            " UPDATE page SET waiting = 1 WHERE version = old.id; END",
            "CREATE TRIGGER page_back AFTER INSERT ON version BEGIN"
            " UPDATE page SET waiting = 0 WHERE version = new.id; END",
        ):
            db.conn.execute(statement)

    @migrations(name="0005_feeds")
    def feeds(db: Database) -> None:
        """Feeds, what they announced, and rules for it."""
        for statement in (
            "CREATE TABLE feed (n INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL, site TEXT,"
            " whole INTEGER NOT NULL DEFAULT 0, tags TEXT NOT NULL DEFAULT '[]' CHECK (json_type(tags) = 'array'),"
            " added_at TEXT NOT NULL, etag TEXT, last_modified TEXT, checked_at TEXT, next_at TEXT,"
            " failures INTEGER NOT NULL DEFAULT 0, problem TEXT NOT NULL DEFAULT '') STRICT",
            "CREATE TABLE feed_entry (feed INTEGER NOT NULL REFERENCES feed(n) ON DELETE CASCADE, key TEXT NOT NULL, url TEXT,"
            " article INTEGER, at TEXT NOT NULL, PRIMARY KEY (feed, key)) STRICT, WITHOUT ROWID",
            "CREATE INDEX feed_entry_article ON feed_entry(article) WHERE article IS NOT NULL",
            "CREATE TABLE feed_rule (n INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT NOT NULL,"
            " action TEXT NOT NULL CHECK (action IN ('tag', 'skip')), tag TEXT NOT NULL,"
            " feed INTEGER REFERENCES feed(n) ON DELETE CASCADE) STRICT",
        ):
            db.conn.execute(statement)

    @migrations(name="0006_sketches")
    def sketches(db: Database) -> None:
        """Sketches of texts, by which copies are found. Those of the articles that there are come with the next write."""
        db.conn.execute(
            "CREATE TABLE sketch (hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (hash, article))"
            " STRICT, WITHOUT ROWID"
        )
        db.conn.execute("CREATE INDEX sketch_article ON sketch(article)")
        db.conn.execute(
            "INSERT INTO stale_article (n, what) SELECT n, 2 FROM article WHERE true"
            " ON CONFLICT (n) DO UPDATE SET what = what | excluded.what"
        )

    @migrations(name="0007_links")
    def links(db: Database) -> None:
        """What was saved to read and is still to be fetched."""
        db.conn.execute(
            "CREATE TABLE link (n INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL UNIQUE, about TEXT NOT NULL,"
            " at TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),"
            " problem TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0) STRICT"
        )
        db.conn.execute("CREATE INDEX link_state ON link(state) WHERE state != 'done'")

    @migrations(name="0008_synced")
    def synced(db: Database) -> None:
        """What annotations and relations go by on a server, and what they said there and here when they were the same."""
        db.conn.execute(
            "CREATE TABLE synced (server TEXT NOT NULL, team TEXT NOT NULL, remote TEXT NOT NULL, id TEXT NOT NULL,"
            " kind TEXT NOT NULL CHECK (kind IN ('annotation', 'relation')), here TEXT NOT NULL, there TEXT NOT NULL,"
            " at TEXT NOT NULL, PRIMARY KEY (server, team, remote), UNIQUE (server, team, id)) STRICT, WITHOUT ROWID"
        )
