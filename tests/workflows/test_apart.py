"""Long articles and many are analysed by a process of their own, that goes when it is no longer wanted."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tests.workflows.conftest import OpenLibrary
from tui import resources
from tui.library import suggestions
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.workflows import add, analysis
from tui.workflows.apart import LONG, Analyst
from tui.workflows.many import FEW
from tui.workflows.progress import CancelledError, never


@pytest.fixture
def lib(open_library: OpenLibrary) -> Library:
    lib = open_library("apart.db")
    add.add_sources(lib, [str(path) for path in resources.sample_files()[:3]])
    return lib


@pytest.fixture
def analyst(lib: Library) -> Iterator[Analyst]:
    analyst = Analyst(lib)
    yield analyst
    analyst.rest()


def ids(lib: Library) -> list[str]:
    return [row[0] for row in lib.conn.execute("SELECT id FROM article ORDER BY n")]


def claims(lib: Library) -> list[tuple[object, ...]]:
    """What is suggested, and why, apart from the ids."""
    versions = [row[0] for row in lib.conn.execute("SELECT id FROM version ORDER BY k")]
    return [
        (
            at,
            claim.start,
            claim.end,
            claim.kind,
            claim.claimant,
            [(e.start, e.score, e.reasons) for e in claim.evidence],
        )
        for at, version in enumerate(versions)
        for claim in suggestions.of_version(lib, version)
    ]


def process(analyst: Analyst) -> int:
    assert analyst._process is not None
    assert analyst._process.pid is not None
    return analyst._process.pid


def test_a_short_article_is_read_here(lib: Library, analyst: Analyst) -> None:
    assert analyst.analyse(ids(lib)[0], force=False, waiting=0, cancelled=never)
    assert analyst._process is None
    assert claims(lib)
    assert not analyst.analyse(ids(lib)[0], force=False, waiting=0, cancelled=never)


def test_one_of_many_is_read_apart_and_kept_as_it_would_be_here(lib: Library, analyst: Analyst) -> None:
    for article in ids(lib):
        analysis.analyse_article(lib, article)
    here = claims(lib)
    for article in ids(lib):
        assert not analyst.analyse(article, force=False, waiting=FEW, cancelled=never)
    assert analyst._process is None
    for article in ids(lib):
        assert analyst.analyse(article, force=True, waiting=FEW, cancelled=never)
    first = process(analyst)
    assert claims(lib) == here
    analyst.rest()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_long_article_is_read_apart(lib: Library, analyst: Analyst) -> None:
    words = "The mayor said the bridge is safe. Engineers found cracks in the bridge. "
    added = add.add_text(lib, words * (LONG // len(words) + 1)).article
    assert analysis.length(lib, added.id) >= LONG
    assert analyst.analyse(added.id, force=False, waiting=0, cancelled=never)
    assert process(analyst)
    assert not analysis.is_due(lib, added.id)


def test_what_is_stopped_is_stopped_at_once(lib: Library, analyst: Analyst) -> None:
    with pytest.raises(CancelledError):
        analyst.analyse(ids(lib)[0], force=False, waiting=FEW, cancelled=lambda: True)
    assert analyst._process is None
    assert not claims(lib)


@pytest.mark.skipif(os.name != "posix", reason="ended by a signal")
def test_a_process_that_is_ended_is_said_and_the_next_article_is_read(lib: Library, analyst: Analyst) -> None:
    first, second, _ = ids(lib)

    def ends_it() -> bool:
        os.kill(process(analyst), signal.SIGKILL)
        return False

    with pytest.raises(CounterpointError, match="was ended by the system"):
        analyst.analyse(first, force=False, waiting=FEW, cancelled=ends_it)
    assert analyst.analyse(second, force=False, waiting=FEW, cancelled=never)
    assert not analysis.is_due(lib, second)
