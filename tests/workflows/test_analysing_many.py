"""Many articles are analysed by several processes; what is kept is what one process keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.conftest import OpenLibrary
from tui import resources
from tui.library import suggestions
from tui.library.connection import Library
from tui.workflows import add, analysis
from tui.workflows.many import FEW


def filled(lib: Library, folder: Path) -> list[str]:
    """The sample articles, and others that repeat them elsewhere; their ids."""
    folder.mkdir()
    paths = [str(path) for path in (*resources.seed_files(), *resources.sample_files())]
    for number, path in enumerate(paths[:6]):
        text = (
            Path(path).read_text("utf-8").replace("source: ", f"source: Other {number} ").replace("library", "museum")
        )
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    add.add_sources(lib, [*paths, *map(str, sorted(folder.glob("*.md")))])
    return [row[0] for row in lib.conn.execute("SELECT id FROM article ORDER BY n")]


def kept(lib: Library, ids: list[str]) -> list[object]:
    versions = [row[0] for row in lib.conn.execute("SELECT id FROM version ORDER BY k")]
    assert len(versions) == len(ids)
    return [
        [(c.start, c.end, c.kind, c.claimant, [(e.start, e.relation, e.score) for e in c.evidence])
         for c in suggestions.of_version(lib, version)]
        for version in versions
    ]  # fmt: skip


@pytest.mark.timeout(120)
def test_several_processes_keep_what_one_keeps(open_library: OpenLibrary, tmp_path: Path) -> None:
    one, several = open_library("one.db"), open_library("several.db")
    ids = filled(one, tmp_path / "one")
    assert len(ids) > FEW
    for article_id in ids:
        analysis.analyse_article(one, article_id)
    there = filled(several, tmp_path / "several")
    shown: list[tuple[int, int]] = []
    analysis.analyse_articles(several, there, lambda done, total, what: shown.append((done, total)))
    assert shown == [(number, len(there)) for number in range(len(there))]
    assert kept(several, there) == kept(one, ids)
    assert any(kept(one, ids))
    assert not any(analysis.analyse_article(several, article_id) for article_id in there)
    stamps = several.conn.execute("SELECT * FROM analysis ORDER BY version").fetchall()
    analysis.analyse_articles(several, there)
    assert several.conn.execute("SELECT * FROM analysis ORDER BY version").fetchall() == stamps
