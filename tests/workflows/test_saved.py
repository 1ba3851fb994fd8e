"""Lists of saved articles, fetched from a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.web_server import Site, article_page, serving
from tui.library import articles, links
from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.workflows import saved
from tui.workflows.progress import CancelledError


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def pocket(*lines: tuple[str, str]) -> bytes:
    return (
        "title,url,time_added,tags,status\n" + "".join(f"T,{url},1,{tags},unread\n" for url, tags in lines)
    ).encode()


def page(site: Site, name: str) -> str:
    words = " ".join(f"{word}{name}" for word in ("mayor", "bridge", "river", "steel", "pier") * 8)
    return site.page(f"/{name}", article_page(title=f"Story {name}", extra=f" {words}."))


def test_what_is_saved_is_fetched_once_and_what_fails_is_kept_with_its_reason(lib: Library, site: Site) -> None:
    urls = [page(site, "a"), f"{site.url}/none", page(site, "b")]
    assert saved.remember(lib, pocket((urls[0], "river|low"), (urls[1], ""), (urls[2], ""))) == (3, 3, 0)
    report = saved.fetch_saved(lib, allow_private=True)
    assert sorted(one.article.title for one in report.outcomes) == ["Story a", "Story b"]
    assert articles.by_location(lib, urls[0])[0].tags == ("river", "low")
    assert [(one.source, one.message) for one in report.problems] == [(urls[1], "There is no such page (404).")]
    assert links.failures(lib) == [(urls[1], "There is no such page (404).")]
    asked = len(site.asked)
    assert saved.remember(lib, pocket(*[(url, "") for url in urls])) == (0, 3, 0)
    assert saved.fetch_saved(lib, allow_private=True) == saved.SavedReport()
    assert len(site.asked) == asked
    page(site, "none")
    assert len(saved.fetch_saved(lib, failed=True, allow_private=True).outcomes) == 1
    assert links.failures(lib) == []


def test_what_was_interrupted_goes_on(lib: Library, site: Site) -> None:
    urls = [page(site, name) for name in "abcdef"]
    saved.remember(lib, pocket(*[(url, "") for url in urls]))
    stop = False

    def progress(done: int, total: int, what: str) -> None:
        nonlocal stop
        stop = done >= 2

    with pytest.raises(CancelledError):
        saved.fetch_saved(lib, allow_private=True, progress=progress, cancelled=lambda: stop)
    left = len(links.due(lib))
    assert left < 6
    report = saved.fetch_saved(lib, allow_private=True)
    assert len(report.outcomes) == left
    assert lib.conn.execute("SELECT count(*) FROM article").fetchone() == (6,)


def test_a_list_that_holds_the_text_needs_no_web(lib: Library) -> None:
    html = "<p>Die Brücke ist zu, sagte der Rat.</p>" * 20
    data = json.dumps(
        [{"url": "https://no-such-host.invalid/a", "title": "Zu", "content": html, "language": "de", "is_archived": 0}]
    )
    saved.remember(lib, data.encode())
    [outcome] = saved.fetch_saved(lib).outcomes
    article = outcome.article
    assert (article.title, article.language, article.source) == ("Zu", "de", "no-such-host.invalid")
    assert len(articles.paragraphs(lib, article.newest_version)) == 20


def test_the_lists_of_other_programs(lib: Library) -> None:
    lists = {
        "instapaper": b"URL,Title,Selection,Folder\nhttps://a.example/1,One,,Unread\nhttps://a.example/2,Two,,Rivers\n",
        "omnivore": json.dumps(
            [{"slug": "a", "savedAt": "2024-10-29T16:30:11Z", "url": "https://a.example/3", "labels": ["eau"]}]
        ).encode(),
        "linkding": json.dumps({"results": [{"url": "https://a.example/4", "tag_names": ["low"]}]}).encode(),
        "bookmarks": b'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="https://a.example/5">Five</A></DL>',
    }
    counts = {name: saved.remember(lib, data) for name, data in lists.items()}
    assert counts == {"instapaper": (2, 2, 0), "omnivore": (1, 1, 0), "linkding": (1, 1, 0), "bookmarks": (1, 1, 0)}
    known = {url.rpartition("/")[2]: about["tags"] for url, about in links.due(lib)}
    assert known == {"1": [], "2": ["Rivers"], "3": ["eau"], "4": ["low"], "5": []}
    for odd in (b"a,b\n", b"{}", b"", b"\0\0"):
        with pytest.raises(CounterpointError):
            saved.remember(lib, odd)
