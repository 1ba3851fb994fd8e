"""The schema, as named migrations. A migration that has shipped is never edited: write the next one.

Conventions: every journalled table has one integer primary key (`n`, `k` or `id`), never used again, so that the
journal can name its rows in ranges; ids that travel are TEXT beside it. A paragraph's key is `version.k << 26 | n`,
which is also its row in the full text. Derived data (counters, full text) is marked stale by triggers and brought up
to date by `derived.flush` before the same transaction commits.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from tui.library import later_migrations
from tui.library.schema import APPLICATION_ID, MIGRATION_SET, PARAGRAPH_BITS

migrations = Migrations(MIGRATION_SET)

_TABLES = """
CREATE TABLE article (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  source TEXT,
  url TEXT,
  location TEXT NOT NULL DEFAULT '',
  author TEXT,
  published TEXT,
  language TEXT,
  added_at TEXT NOT NULL,
  modified_at TEXT NOT NULL,
  deleted_at TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_type(tags) = 'array'),
  place_paragraph INTEGER NOT NULL DEFAULT 1,
  place_offset INTEGER NOT NULL DEFAULT 0,
  progress REAL NOT NULL DEFAULT 0,
  copy_of TEXT,
  newest INTEGER,
  words INTEGER NOT NULL DEFAULT 0,
  claims INTEGER NOT NULL DEFAULT 0,
  contested INTEGER NOT NULL DEFAULT 0,
  annotations INTEGER NOT NULL DEFAULT 0,
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object')
) STRICT;
CREATE INDEX article_location ON article(location) WHERE location != '';
CREATE INDEX article_url ON article(url) WHERE url IS NOT NULL;
CREATE INDEX article_newest ON article(newest);
CREATE INDEX article_added ON article(added_at) WHERE deleted_at IS NULL;
CREATE INDEX article_title ON article(title COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX article_source ON article(source COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX article_source_last ON article(source IS NULL, source COLLATE NOCASE) WHERE deleted_at IS NULL;
CREATE INDEX article_published ON article(published) WHERE deleted_at IS NULL;
CREATE INDEX article_published_last ON article(published IS NULL, published) WHERE deleted_at IS NULL;
CREATE INDEX article_words ON article(words) WHERE deleted_at IS NULL;
CREATE INDEX article_progress ON article(progress) WHERE deleted_at IS NULL;
CREATE INDEX article_claims ON article(claims) WHERE deleted_at IS NULL;
CREATE INDEX article_contested ON article(contested) WHERE deleted_at IS NULL;
CREATE INDEX article_annotations ON article(annotations) WHERE deleted_at IS NULL;

CREATE TABLE version (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  article INTEGER NOT NULL REFERENCES article(n),
  sha256 TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  extractor TEXT NOT NULL,
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object'),
  text TEXT NOT NULL
) STRICT;
CREATE INDEX version_article ON version(article);
CREATE INDEX version_sha256 ON version(sha256);

CREATE TABLE paragraph (
  id INTEGER PRIMARY KEY,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('heading', 'body', 'quote', 'list', 'caption', 'furniture')),
  origin TEXT NOT NULL
) STRICT;

CREATE TABLE annotation (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('highlight', 'note', 'claim', 'evidence', 'bookmark')),
  claim_kind TEXT,
  claimant TEXT,
  speaker TEXT,
  body TEXT NOT NULL,
  colour TEXT,
  tags TEXT NOT NULL DEFAULT '[]' CHECK (json_type(tags) = 'array'),
  origin TEXT NOT NULL,
  creator TEXT NOT NULL,
  created_at TEXT NOT NULL,
  modified_at TEXT NOT NULL,
  deleted_at TEXT,
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object')
) STRICT;
CREATE INDEX annotation_created ON annotation(created_at) WHERE deleted_at IS NULL;
CREATE INDEX annotation_kind ON annotation(kind) WHERE deleted_at IS NULL;

CREATE TABLE target (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  annotation INTEGER NOT NULL REFERENCES annotation(k),
  position INTEGER NOT NULL,
  article_id TEXT NOT NULL,
  version_id TEXT NOT NULL,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  exact TEXT NOT NULL,
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL,
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object')
) STRICT;
CREATE INDEX target_annotation ON target(annotation, position);
CREATE INDEX target_article ON target(article_id);

CREATE TABLE resolution (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  target INTEGER NOT NULL REFERENCES target(k),
  version INTEGER NOT NULL REFERENCES version(k),
  state TEXT NOT NULL CHECK (state IN ('exact', 'moved', 'fuzzy', 'review', 'orphan')),
  start INTEGER,
  stop INTEGER,
  score REAL NOT NULL,
  UNIQUE (target, version)
) STRICT;
CREATE INDEX resolution_version ON resolution(version);

CREATE TABLE relation (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  relation TEXT NOT NULL CHECK (relation IN ('contradicts', 'weakens', 'qualifies', 'supports', 'updates')),
  evidence INTEGER NOT NULL REFERENCES annotation(k),
  claim INTEGER NOT NULL REFERENCES annotation(k),
  note TEXT NOT NULL,
  origin TEXT NOT NULL,
  score REAL,
  reasons TEXT NOT NULL DEFAULT '[]' CHECK (json_type(reasons) = 'array'),
  creator TEXT NOT NULL,
  created_at TEXT NOT NULL,
  modified_at TEXT NOT NULL,
  deleted_at TEXT,
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object')
) STRICT;
CREATE INDEX relation_claim ON relation(claim);
CREATE INDEX relation_evidence ON relation(evidence);

CREATE TABLE verdict (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  answer TEXT NOT NULL CHECK (answer IN ('accepted', 'rejected', 'changed')),
  relation TEXT NOT NULL,
  claim_article TEXT NOT NULL,
  claim_version TEXT NOT NULL,
  claim_start INTEGER NOT NULL,
  claim_stop INTEGER NOT NULL,
  evidence_article TEXT NOT NULL,
  evidence_version TEXT NOT NULL,
  evidence_start INTEGER NOT NULL,
  evidence_stop INTEGER NOT NULL,
  at TEXT NOT NULL,
  creator TEXT NOT NULL,
  quotes TEXT NOT NULL CHECK (json_type(quotes) = 'object'),
  extra TEXT NOT NULL DEFAULT '{}' CHECK (json_type(extra) = 'object')
) STRICT;
CREATE INDEX verdict_claim ON verdict(claim_article);
CREATE INDEX verdict_evidence ON verdict(evidence_article);

CREATE TABLE analysis (
  version INTEGER PRIMARY KEY REFERENCES version(k) ON DELETE CASCADE,
  engine TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE TABLE suggested_claim (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL REFERENCES version(k) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  sentence_start INTEGER NOT NULL,
  sentence_stop INTEGER NOT NULL,
  paragraph INTEGER NOT NULL,
  kind TEXT NOT NULL,
  claimant TEXT,
  claimant_start INTEGER,
  claimant_stop INTEGER,
  speaker TEXT,
  speaker_start INTEGER,
  speaker_stop INTEGER,
  score REAL NOT NULL,
  reasons TEXT NOT NULL
) STRICT;
CREATE INDEX suggested_claim_version ON suggested_claim(version);

CREATE TABLE suggested_evidence (
  k INTEGER PRIMARY KEY AUTOINCREMENT,
  claim INTEGER NOT NULL REFERENCES suggested_claim(k) ON DELETE CASCADE,
  version INTEGER NOT NULL REFERENCES version(k) ON DELETE CASCADE,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  text TEXT NOT NULL,
  paragraph INTEGER NOT NULL,
  relation TEXT NOT NULL,
  score REAL NOT NULL,
  reasons TEXT NOT NULL
) STRICT;
CREATE INDEX suggested_evidence_claim ON suggested_evidence(claim);
CREATE INDEX suggested_evidence_version ON suggested_evidence(version);

CREATE TABLE article_tag (
  name TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE,
  PRIMARY KEY (name, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tag_article ON article_tag(article);

CREATE TABLE annotation_tag (
  name TEXT NOT NULL,
  annotation INTEGER NOT NULL REFERENCES annotation(k) ON DELETE CASCADE,
  PRIMARY KEY (name, annotation)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_tag_annotation ON annotation_tag(annotation);

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  creator TEXT NOT NULL,
  at TEXT NOT NULL,
  summary TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1, 2)),
  stamp INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_creator ON journal(creator, undone, seq);
CREATE INDEX journal_stamp ON journal(stamp);

CREATE TABLE journal_change (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  seq INTEGER NOT NULL REFERENCES journal(seq) ON DELETE CASCADE,
  name TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete')),
  before TEXT,
  after TEXT
) STRICT;
CREATE INDEX journal_change_seq ON journal_change(seq);
CREATE INDEX journal_change_rows ON journal_change(name, last, first);

CREATE TABLE journal_image (
  change INTEGER NOT NULL REFERENCES journal_change(id) ON DELETE CASCADE,
  key INTEGER NOT NULL,
  image TEXT NOT NULL,
  PRIMARY KEY (change, key)
) STRICT;

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE TABLE stale_article (n INTEGER PRIMARY KEY, what INTEGER NOT NULL) STRICT;
CREATE TABLE stale_annotation (k INTEGER PRIMARY KEY) STRICT;

CREATE VIRTUAL TABLE passage_fts USING fts5(
  body, content='', tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
CREATE VIRTUAL TABLE article_fts USING fts5(
  title, about, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
CREATE VIRTUAL TABLE annotation_fts USING fts5(
  body, quote, about, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
"""

# What a row of `stale_article` asks for, as bits: 1 the counters, 2 the full text and the words, 4 title, source,
# author.
_MARK = "ON CONFLICT (n) DO UPDATE SET what = what | excluded.what"
_CLAIM_HOMES = "SELECT DISTINCT a.n, 1 FROM target t JOIN article a ON a.id = t.article_id WHERE t.annotation = {claim}"
_SUGGESTED_HOME = "SELECT v.article, 1 FROM suggested_claim c JOIN version v ON v.k = c.version WHERE c.k = {claim}"
_NEWEST = (
    "UPDATE article SET newest = (SELECT k FROM version WHERE article = {row}.article"
    " ORDER BY fetched_at DESC, k DESC LIMIT 1) WHERE n = {row}.article;"
)


def _triggers() -> str:
    made: list[str] = []

    def on(name: str, event: str, *statements: str) -> None:
        made.append(
            f"CREATE TRIGGER {name} AFTER {event} BEGIN {' '.join(s.rstrip(';') + ';' for s in statements)} END;"
        )

    def stale(select: str) -> str:
        # `WHERE true` keeps the parser from reading ON CONFLICT as a join's ON.
        return f"INSERT INTO stale_article (n, what) SELECT * FROM ({select}) WHERE true {_MARK}"

    on(
        "article_added",
        "INSERT ON article",
        stale("SELECT new.n, 7"),
        "INSERT INTO article_tag SELECT DISTINCT value, new.n FROM json_each(new.tags)",
    )
    on(
        "article_tagged",
        "UPDATE OF tags ON article",
        stale("SELECT new.n, 4"),
        "DELETE FROM article_tag WHERE article = old.n",
        "INSERT INTO article_tag SELECT DISTINCT value, new.n FROM json_each(new.tags)",
    )
    on("article_edited", "UPDATE OF title, source, author, url, language ON article", stale("SELECT new.n, 4"))
    on(
        "article_removed",
        "UPDATE OF deleted_at ON article",
        stale("SELECT new.n, 7"),
        stale(
            "SELECT DISTINCT v.article, 1 FROM version ev JOIN suggested_evidence e ON e.version = ev.k"
            " JOIN suggested_claim c ON c.k = e.claim JOIN version v ON v.k = c.version WHERE ev.article = new.n"
        ),
        stale(
            "SELECT DISTINCT a.n, 1 FROM target te JOIN relation r ON r.evidence = te.annotation"
            " JOIN target tc ON tc.annotation = r.claim JOIN article a ON a.id = tc.article_id"
            " WHERE te.article_id = new.id"
        ),
    )
    on("article_gone", "DELETE ON article", stale("SELECT old.n, 4"))
    on("version_added", "INSERT ON version", _NEWEST.format(row="new"), stale("SELECT new.article, 3"))
    on("version_gone", "DELETE ON version", _NEWEST.format(row="old"), stale("SELECT old.article, 3"))
    on(
        "paragraph_kind",
        "UPDATE OF kind ON paragraph",
        stale(f"SELECT article, 2 FROM version WHERE k = new.id >> {PARAGRAPH_BITS}"),
    )
    on(
        "annotation_added",
        "INSERT ON annotation",
        "INSERT OR IGNORE INTO stale_annotation VALUES (new.k)",
        "INSERT INTO annotation_tag SELECT DISTINCT value, new.k FROM json_each(new.tags)",
    )
    on(
        "annotation_tagged",
        "UPDATE OF tags ON annotation",
        "DELETE FROM annotation_tag WHERE annotation = old.k",
        "INSERT INTO annotation_tag SELECT DISTINCT value, new.k FROM json_each(new.tags)",
    )
    on("annotation_changed", "UPDATE ON annotation", "INSERT OR IGNORE INTO stale_annotation VALUES (new.k)")
    on(
        "annotation_counted",
        "UPDATE OF kind, deleted_at ON annotation",
        stale(_CLAIM_HOMES.format(claim="new.k")),
        stale(
            "SELECT DISTINCT a.n, 1 FROM relation r JOIN target t ON t.annotation = r.claim"
            " JOIN article a ON a.id = t.article_id WHERE r.evidence = new.k"
        ),
    )
    on("annotation_gone", "DELETE ON annotation", "INSERT OR IGNORE INTO stale_annotation VALUES (old.k)")
    on(
        "target_added",
        "INSERT ON target",
        "INSERT OR IGNORE INTO stale_annotation VALUES (new.annotation)",
        stale("SELECT n, 1 FROM article WHERE id = new.article_id"),
    )
    on(
        "target_gone",
        "DELETE ON target",
        "INSERT OR IGNORE INTO stale_annotation VALUES (old.annotation)",
        stale("SELECT n, 1 FROM article WHERE id = old.article_id"),
    )
    on("relation_added", "INSERT ON relation", stale(_CLAIM_HOMES.format(claim="new.claim")))
    on("relation_changed", "UPDATE ON relation", stale(_CLAIM_HOMES.format(claim="new.claim")))
    on("relation_gone", "DELETE ON relation", stale(_CLAIM_HOMES.format(claim="old.claim")))
    for name, event, row in (("added", "INSERT", "new"), ("changed", "UPDATE", "new"), ("gone", "DELETE", "old")):
        on(f"verdict_{name}", f"{event} ON verdict", stale(f"SELECT n, 1 FROM article WHERE id = {row}.claim_article"))
    for name, event, row in (("added", "INSERT", "new"), ("gone", "DELETE", "old")):
        on(
            f"suggested_claim_{name}",
            f"{event} ON suggested_claim",
            stale(f"SELECT article, 1 FROM version WHERE k = {row}.version"),
        )
        on(
            f"suggested_evidence_{name}",
            f"{event} ON suggested_evidence",
            stale(_SUGGESTED_HOME.format(claim=f"{row}.claim")),
        )
    on("resolution_added", "INSERT ON resolution", stale("SELECT article, 1 FROM version WHERE k = new.version"))
    on("resolution_gone", "DELETE ON resolution", stale("SELECT article, 1 FROM version WHERE k = old.version"))
    return "\n".join(made)


def _statements(script: str) -> list[str]:
    """The statements of a script; `executescript` would commit the migration's transaction."""
    import sqlite3

    found, pending = [], ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


@migrations(name="0001_library")
def library(db: Database) -> None:
    """Everything of the first release."""
    for statement in _statements(_TABLES) + _statements(_triggers()):
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


_IN_FULL = (
    "substr({time}, 1, 19) || '.' || substr(rtrim(substr({time}, 21), 'Z') || '000000', 1, 6) || 'Z'"  # microseconds
)
_LATEST = (
    "UPDATE article SET newest = (SELECT k FROM version WHERE article = {row}.article"
    " ORDER BY ranked_at DESC, k DESC LIMIT 1) WHERE n = {row}.article;"
)


@migrations(name="0002_order_of_versions")
def order_of_versions(db: Database) -> None:
    """`version.ranked_at`, by which versions are ordered: `fetched_at` in microseconds, and never before that of the
    version that an import lists before it."""
    conn = db.conn
    conn.execute("ALTER TABLE version ADD COLUMN ranked_at TEXT NOT NULL DEFAULT ''")
    conn.execute(f"UPDATE version SET ranked_at = {_IN_FULL.format(time='fetched_at')}")
    conn.execute(
        f"UPDATE journal_image SET image = json_set(image, '$.ranked_at', {_IN_FULL.format(time='image_time')})"
        " FROM (SELECT i.change AS image_change, i.key AS image_key, json_extract(i.image, '$.fetched_at') AS image_time"
        " FROM journal_image i JOIN journal_change c ON c.id = i.change WHERE c.name = 'version')"
        " WHERE change = image_change AND key = image_key"
    )
    for name, event, row in (("added", "INSERT", "new"), ("gone", "DELETE", "old")):
        conn.execute(f"DROP TRIGGER version_{name}")
        conn.execute(
            f"CREATE TRIGGER version_{name} AFTER {event} ON version BEGIN {_LATEST.format(row=row)}"
            f" INSERT INTO stale_article (n, what) SELECT * FROM (SELECT {row}.article, 3) WHERE true {_MARK}; END"
        )
    newest = "(SELECT k FROM version v WHERE v.article = article.n ORDER BY ranked_at DESC, k DESC LIMIT 1)"
    changed = conn.execute(f"SELECT n FROM article WHERE newest IS NOT {newest}").fetchall()
    for (n,) in changed:
        conn.execute(f"UPDATE article SET newest = {newest} WHERE n = ?", [n])
        conn.execute(f"INSERT INTO stale_article (n, what) VALUES (?, 3) {_MARK}", [n])


@migrations(name="0003_kept")
def kept(db: Database) -> None:
    """What imports hold beside their lists gets an integer key, as all that is journalled has."""
    db.conn.execute(
        "CREATE TABLE kept (k INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE,"
        " value TEXT NOT NULL CHECK (json_valid(value))) STRICT"
    )
    for name, key in (("unknown", "export.unknown"), ("learned", "learned")):
        db.conn.execute("INSERT INTO kept (name, value) SELECT ?, value FROM meta WHERE key = ?", [name, key])
        db.conn.execute("DELETE FROM meta WHERE key = ?", [key])


later_migrations.register(migrations)
