"""What versions were made from, as it came: kept packed, so that it can be read again in a better way."""

from __future__ import annotations

import zlib
from typing import Final

from tui.library.connection import Library
from tui.library.errors import LibraryError, speaks
from tui.text.document import Raw

MAX_PACKED: Final = 3_000_000
"""What is larger than this, in bytes and packed, is not kept."""
MAX_UNPACKED: Final = 50_000_000
_COLUMNS: Final = "media_type, charset, url, etag, last_modified, size, data"


@speaks
def keep(lib: Library, version_id: str, raw: Raw) -> bool:
    """Keeps what a version was made from; False when it is too large, and then only where it came from is kept.

    Pages of versions that were undone, and cannot be made again, go.
    """
    packed = zlib.compress(raw.data, 9) if len(raw.data) <= MAX_UNPACKED else b""
    kept = bool(packed) and len(packed) <= MAX_PACKED
    with lib.write() as conn:
        conn.execute(
            "DELETE FROM page WHERE waiting = 1 AND version NOT IN (SELECT json_extract(i.image, '$.id')"
            " FROM journal_change c JOIN journal_image i ON i.change = c.id WHERE c.name = 'version')"
        )
        conn.execute(
            "INSERT OR REPLACE INTO page (version, media_type, charset, url, etag, last_modified, size, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                version_id,
                raw.media_type,
                raw.charset,
                raw.url,
                raw.etag,
                raw.last_modified,
                len(raw.data) if kept else 0,
                packed if kept else b"",
            ],
        )
    return kept


@speaks
def get(lib: Library, version_id: str) -> Raw | None:
    """What a version was made from; None where nothing was kept, empty data where it was too large.

    Raises LibraryError when it is damaged.
    """
    row = lib.conn.execute(f"SELECT {_COLUMNS} FROM page WHERE version = ?", [version_id]).fetchone()
    if row is None:
        return None
    media_type, charset, url, etag, last_modified, size, data = row
    return Raw(_unpacked(data, size) if data else b"", media_type, charset, url, etag, last_modified)


@speaks
def kept(lib: Library) -> list[int]:
    """The numbers of the articles whose newest text was made from something that is kept, in order."""
    found = lib.conn.execute(
        "SELECT a.n FROM page p JOIN version v ON v.id = p.version JOIN article a ON a.newest = v.k"
        " WHERE p.size > 0 AND a.deleted_at IS NULL ORDER BY a.n"
    )
    return [row[0] for row in found]


def _unpacked(data: bytes, size: int) -> bytes:
    try:
        unpacker = zlib.decompressobj()
        found = unpacker.decompress(data, min(size, MAX_UNPACKED) + 1)
    except zlib.error:
        found = b""
    if len(found) != size:
        raise LibraryError("The page that this text was made from is damaged; fetch it again.")
    return found
