"""The library that the app opens: made and filled with the bundled articles when it is not there yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tui.library import meta
from tui.library.connection import AWAITS_SEED, Library, moment, stamp
from tui.workflows.progress import Progress, silent


def open_for_app(path: Path, *, creator: str = "", progress: Progress = silent) -> Library:
    """Open the library at `path`; one that the app creates gets the seed and the sample articles, if not by the call
    that made it (a process may be killed), then by the next one.

    A read-only one opens for reading (`Library.read_only`). `Library.created` says whether this is a first start.
    Raises CounterpointError with a sentence when the library is newer, corrupt or cannot be made.
    """
    lib = Library.open(path, creator=creator, to_seed=True)
    try:
        if not lib.read_only and meta.get(lib, AWAITS_SEED):
            seed(lib, progress=progress)
    except BaseException:
        lib.close()
        raise
    return lib


def open_library(path: Path, *, creator: str = "", read_only: bool = False, allow_newer: bool = False) -> Library:
    """Open the library for a command: made empty when it is not there (unless `read_only`)."""
    return Library.open(path, creator=creator, read_only=read_only, allow_newer=allow_newer)


def seed(lib: Library, *, progress: Progress = silent) -> int:
    """Add the bundled articles; how many were added. Their ids are UUIDv5 of their SHA-256, the same everywhere.

    All or nothing. The journal keeps it under a name of its own, so that undo does not take it back.
    """
    # Here, because only a first start needs what reads files and makes ids.
    from uuid import NAMESPACE_URL, uuid5

    from tui import resources
    from tui.library import articles
    from tui.sources.files import read_path
    from tui.text.intake import sha256

    article_ids = uuid5(NAMESPACE_URL, "counterpoint:article")
    version_ids = uuid5(NAMESPACE_URL, "counterpoint:version")
    files = [*resources.seed_files(), *resources.sample_files()]
    creator, lib.creator = lib.creator, "counterpoint"
    added = 0
    try:
        with lib.write():
            meta.set(lib, AWAITS_SEED, None)
            now = moment(lib.now())
            for done, file in enumerate(files):
                progress(done, len(files), file.name)
                document = read_path(file).document
                digest = sha256(document.text)
                if articles.by_sha256(lib, digest):
                    continue
                articles.add(
                    lib,
                    document,
                    location=f"bundled:{file.name}",
                    id=str(uuid5(article_ids, digest)),
                    version_id=str(uuid5(version_ids, digest)),
                    extractor="markdown" if file.suffix == ".md" else "plain",
                    # The listing shows the latest first, and the seed, which is article 1, is to stand at its head.
                    added_at=stamp(now - timedelta(milliseconds=done)),
                )
                added += 1
    finally:
        lib.creator = creator
    return added
