"""Which schema this version of the app knows. Apart from the migrations, which only a library that lacks some needs."""

from __future__ import annotations

APPLICATION_ID = 0x43506E74
"""“CPnt” in the header of the file."""

PARAGRAPH_BITS = 26
"""A paragraph's key is `version << PARAGRAPH_BITS | n`: room for 67 million paragraphs in a version."""

NAMES: tuple[str, ...] = (
    "0001_library",
    "0002_order_of_versions",
    "0003_kept",
    "0004_pages",
    "0005_feeds",
    "0006_sketches",
    "0007_links",
    "0008_synced",
)
"""Every migration that this version knows, in order."""

SCHEMA = len(NAMES)
"""What `PRAGMA user_version` says when all of them are applied."""

MIGRATION_SET = "counterpoint"
"""The name under which the applied migrations are listed."""

MIGRATION_TABLE = "_sqlite_migrations"
"""Where `sqlite_utils.Migrations` lists them."""
