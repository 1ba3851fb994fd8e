"""Web pages in the library, from a real server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.web_server import Site, article_page, serving
from tui.library import articles, check, pages
from tui.library.connection import Library
from tui.workflows import undoing, web
from tui.workflows.add import AddOutcome, add_sources, add_to_read
from tui.workflows.progress import CancelledError


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def add(lib: Library, *urls: str) -> list[AddOutcome]:
    report = add_sources(lib, urls, allow_private=True)
    assert report.problems == []
    return report.outcomes


def test_a_page_becomes_an_article_and_is_kept_with_it(lib: Library, site: Site) -> None:
    html = article_page(canonical="/bridge")
    [outcome] = add(lib, site.page("/story?from=feed", html))
    article = outcome.article
    assert outcome.message == "Added “The bridge stays open” as article 1."
    assert article.location == article.url == f"{site.url}/bridge"
    assert (article.source, article.author, article.published) == ("The Gazette", "Ada Quill, Bo Stern", "2024-03-01")
    kept = pages.get(lib, article.newest_version)
    assert kept is not None
    assert (kept.data, kept.media_type, kept.url) == (html.encode(), "text/html", f"{site.url}/story?from=feed")
    assert check.check(lib) == []


def test_the_same_page_again_changes_nothing_and_an_edited_one_is_a_version(lib: Library, site: Site) -> None:
    url = site.page("/bridge", article_page(), headers={"ETag": '"1"'})
    assert [one.status for one in add(lib, url)] == ["added"]
    assert [one.status for one in add(lib, url)] == ["unchanged"]
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.page("/bridge", article_page(extra=" He came by boat."), headers={"ETag": '"2"'})
    assert [one.status for one in add(lib, url)] == ["version"]
    versions = articles.versions(lib, articles.get(lib, 1).id)
    assert [b"by boat" in page.data for one in versions if (page := pages.get(lib, one.id))] == [False, True]


def test_the_page_of_an_undone_version_waits_for_it_and_then_goes(lib: Library, site: Site) -> None:
    add(lib, site.page("/a", article_page()))
    version = articles.get(lib, 1).newest_version
    undoing.undo(lib)
    undoing.redo(lib)
    assert pages.get(lib, version) is not None
    undoing.undo(lib)
    add(lib, site.page("/b", article_page(title="Another")))
    assert pages.get(lib, version) is None
    assert lib.db.execute("SELECT count(*) FROM page").fetchone() == (1,)


def test_a_page_does_not_speak_for_another_site(lib: Library, site: Site) -> None:
    url = site.page("/bridge", article_page())
    add(lib, url)
    [outcome] = add(lib, site.page("/evil", article_page(canonical="https://other.example/true", extra=" No.")))
    assert outcome.article.location == f"{site.url}/evil"


def test_what_fails_is_one_sentence_each_and_the_rest_goes_on(lib: Library, site: Site) -> None:
    good = site.page("/good", article_page())
    picture = site.page("/p", b"\x89PNG", headers={"Content-Type": "image/png"})
    report = add_sources(lib, [f"{site.url}/none", picture, "gopher://x", good], allow_private=True)
    assert [one.status for one in report.outcomes] == ["added"]
    assert [one.message for one in report.problems] == [
        "There is no such page (404).",
        "This is no text (image/png).",
        "Only http and https addresses are fetched.",
    ]
    refused = add_sources(lib, [good])
    assert "; on the command line, --allow-private fetches" in refused.problems[0].message  # the app has no such option


def test_plain_text_from_the_web_is_plain_text(lib: Library, site: Site) -> None:
    url = site.page("/notes", "One line.\nAnother line.\n", headers={"Content-Type": "text/plain; charset=utf-8"})
    [outcome] = add(lib, url)
    assert articles.version(lib, outcome.article.newest_version).text == "One line.\nAnother line."


def test_a_page_to_read_is_opened_where_it_is_held(lib: Library, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    url = site.page("/bridge", article_page())
    add(lib, url)
    [loaded] = web.fetch_one(url, allow_private=True)
    assert add_to_read(lib, url, loaded).article.n == 1


def test_a_fetch_is_stopped_soon(lib: Library, site: Site) -> None:
    asked = threading.Event()

    def silence() -> Iterator[bytes]:
        yield b"x"
        asked.set()
        while True:
            time.sleep(0.02)
            yield b"x"

    url = site.page("/slow", stream=silence)
    begun = time.monotonic()
    with pytest.raises(CancelledError):
        add_sources(lib, [url], allow_private=True, cancelled=asked.is_set)
    assert time.monotonic() - begun < 10


def test_a_page_too_large_to_be_kept_leaves_where_it_came_from(
    lib: Library, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MAX_PACKED", 100)
    [outcome] = add(lib, site.page("/bridge", article_page(), headers={"ETag": '"1"'}))
    kept = pages.get(lib, outcome.article.newest_version)
    assert kept is not None
    assert (kept.data, kept.etag) == (b"", '"1"')
