"""Feeds and watched articles, from a real server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sources.feed_files import ATOM, rss
from tests.web_server import Site, article_page, serving
from tui.library import articles, check
from tui.library import feeds as store
from tui.library.connection import Library, moment
from tui.text.errors import CounterpointError
from tui.workflows import feeds, watching
from tui.workflows.progress import CancelledError


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def story(number: int) -> tuple[str, str, str]:
    words = " ".join(f"{word}{number}" for word in ("mayor", "bridge", "river", "steel", "pier", "vote") * 4)
    return f"/{number}", f"Story {number}", f"<p>The report said {words}.</p>"


def put_up(site: Site, *numbers: int, etag: str = '"1"') -> str:
    items = [(f"{site.url}{link}", title, html) for link, title, html in map(story, numbers)]
    return site.page("/feed", rss(items), headers={"Content-Type": "application/rss+xml", "ETag": etag})


def titles(lib: Library) -> list[str]:
    return [row[0] for row in lib.db.conn.execute("SELECT title FROM article ORDER BY n")]


def test_new_entries_become_articles_once(lib: Library, site: Site) -> None:
    row, fresh = feeds.follow(lib, put_up(site, 2, 1), tags=["local"], allow_private=True)
    assert (row.title, row.site, fresh) == ("Low news", f"{site.url}/", True)
    report = feeds.refresh(lib, allow_private=True)
    assert (report.asked, len(report.outcomes), report.problems) == (1, 2, [])
    assert titles(lib) == ["Story 1", "Story 2"]
    first = articles.get(lib, 1)
    assert (first.source, first.url, first.published, first.tags) == (
        "Low news",
        f"{site.url}/1",
        "2024-03-01",
        ("local",),
    )
    assert feeds.refresh(lib, allow_private=True).outcomes == []
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    put_up(site, 3, 2, 1, etag='"2"')
    feeds.refresh(lib, allow_private=True)
    assert titles(lib) == ["Story 1", "Story 2", "Story 3"]
    articles.save_place(lib, first.id, 1, 0, 0.5)
    [row] = feeds.all_feeds(lib)
    assert (row.unread, row.articles) == (2, 3)
    assert check.check(lib) == []


def test_an_article_that_was_removed_does_not_come_back(lib: Library, site: Site) -> None:
    feeds.follow(lib, put_up(site, 1), allow_private=True)
    feeds.refresh(lib, allow_private=True)
    articles.remove(lib, [articles.get(lib, 1).id])
    put_up(site, 2, 1, etag='"2"')
    feeds.refresh(lib, allow_private=True)
    assert titles(lib) == ["Story 1", "Story 2"]
    assert feeds.all_feeds(lib)[0].articles == 1


def test_a_page_that_names_a_feed_leads_to_it(lib: Library, site: Site) -> None:
    put_up(site, 1)
    page = site.page(
        "/", '<html><head><link rel="alternate" type="application/rss+xml" href="feed"></head><body>x</body></html>'
    )
    row, _ = feeds.follow(lib, page, allow_private=True)
    assert row.url == f"{site.url}/feed"
    assert feeds.follow(lib, row.url, allow_private=True) == (row, False)
    with pytest.raises(CounterpointError, match="names none"):
        feeds.follow(lib, site.page("/none", "<html><body>x</body></html>"), allow_private=True)


def test_a_feed_that_fails_is_left_alone_for_longer_and_longer(lib: Library, site: Site) -> None:
    url = put_up(site, 1)
    feeds.follow(lib, url, allow_private=True)
    site.page("/feed", "x", status=503)
    [problem] = feeds.refresh(lib, allow_private=True).problems
    assert problem.source == url
    assert "trouble (503)" in problem.message
    asked = len(site.asked)
    assert feeds.refresh(lib, allow_private=True).waiting == 1
    assert len(site.asked) == asked
    waits = []
    for _ in range(3):
        feeds.refresh(lib, force=True, allow_private=True)
        [row] = feeds.all_feeds(lib)
        assert row.checked_at is not None
        assert row.next_at is not None
        waits.append((moment(row.next_at) - moment(row.checked_at)).total_seconds() / 60)
    assert waits == [30, 60, 120]
    put_up(site, 1)
    feeds.refresh(lib, force=True, allow_private=True)
    [row] = feeds.all_feeds(lib)
    assert (row.failures, row.problem, row.next_at) == (0, "", None)
    site.page("/feed", "x", status=429, headers={"Retry-After": "7200"})
    feeds.refresh(lib, allow_private=True)
    [row] = feeds.all_feeds(lib)
    assert row.next_at is not None
    assert row.checked_at is not None
    assert (moment(row.next_at) - moment(row.checked_at)).total_seconds() == 7200


def test_a_feed_that_moved_for_good_is_followed_there(lib: Library, site: Site) -> None:
    feeds.follow(lib, put_up(site, 1), allow_private=True)
    site.pages["/new"] = site.pages["/feed"]
    site.page("/feed", status=301, headers={"Location": "/new"})
    feeds.refresh(lib, allow_private=True)
    assert feeds.all_feeds(lib)[0].url == f"{site.url}/new"


def test_the_whole_text_is_fetched_where_the_site_allows_it(lib: Library, site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /2\n", headers={"Content-Type": "text/plain"})
    site.page("/1", article_page(title="Story 1"))
    site.page("/2", article_page(title="Story 2"))
    feeds.follow(lib, put_up(site, 3, 2, 1), full=True, allow_private=True)
    report = feeds.refresh(lib, allow_private=True)
    assert [one.status for one in report.outcomes] == ["added"] * 3
    texts = [articles.version(lib, articles.get(lib, n).newest_version).text for n in (1, 2, 3)]
    assert ["county said" in text for text in texts] == [True, False, False]
    assert sorted(one.message.split(".")[0] for one in report.problems) == [
        "Its site does not let programs fetch it; the feed's own text is kept",
        "There is no such page (404)",
    ]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_the_whole_text_on_demand_is_a_version(lib: Library, site: Site) -> None:
    site.page("/1", article_page(title="Story 1", canonical="/elsewhere"))
    feeds.follow(lib, put_up(site, 1), allow_private=True)
    feeds.refresh(lib, allow_private=True)
    report = watching.refresh_articles(lib, [articles.get(lib, 1)], allow_private=True)
    assert [one.status for one in report.outcomes] == ["version"]
    assert "county said" in articles.version(lib, articles.get(lib, 1).newest_version).text


def test_an_entry_of_an_address_alone_is_no_article_and_is_said_once(lib: Library, site: Site) -> None:
    bare = f"<item><link>{site.url}/bare</link><guid>3</guid></item>"
    feeds.follow(lib, site.page("/feed", rss([("/1", "One", "<p>Text.</p>")], head=bare)), allow_private=True)
    report = feeds.refresh(lib, allow_private=True)
    assert [one.article.title for one in report.outcomes] == ["One"]
    assert [one.source for one in report.problems] == [f"{site.url}/bare"]
    assert feeds.refresh(lib, force=True, allow_private=True).problems == []


def test_rules_tag_and_skip(lib: Library, site: Site) -> None:
    feeds.add_rule(lib, "STORY 2", "skip")
    feeds.add_rule(lib, "steel3", "tag", "metal")
    feeds.follow(lib, put_up(site, 3, 2, 1), allow_private=True)
    report = feeds.refresh(lib, allow_private=True)
    assert report.skipped == 1
    assert titles(lib) == ["Story 1", "Story 3"]
    assert [articles.get(lib, n).tags for n in (1, 2)] == [(), ("metal",)]
    with pytest.raises(CounterpointError):
        feeds.add_rule(lib, "x", "tag")
    feeds.remove_rule(lib, 1)
    with pytest.raises(CounterpointError, match="no rule 1"):
        feeds.remove_rule(lib, 1)


def test_many_feeds_at_once_and_stopping(lib: Library, site: Site) -> None:
    for number in range(60):
        site.page(f"/f{number}", ATOM.replace("urn:", f"urn:{number}:").replace("/bruecke", f"{site.url}/b{number}"))
        store.follow(lib, f"{site.url}/f{number}", f"Feed {number:02}")
    store.follow(lib, f"{site.url}/gone", "Gone")
    seen: list[tuple[int, int]] = []
    report = feeds.refresh(lib, allow_private=True, progress=lambda done, total, _: seen.append((done, total)))
    assert report.asked == 61
    assert [one.source for one in report.problems] == [f"{site.url}/gone"]
    assert seen == [(done, 61) for done in range(62)]
    assert sum(row.articles for row in feeds.all_feeds(lib)) == 120
    with pytest.raises(CancelledError):
        feeds.refresh(lib, allow_private=True, cancelled=lambda: True)


def test_opml(lib: Library, site: Site) -> None:
    store.follow(lib, "https://low.example/f", "Low", tags=["river"])
    data = feeds.export_opml(lib)
    assert feeds.import_opml(lib, data) == (0, 1)
    feeds.unfollow(lib, 1)
    assert feeds.import_opml(lib, data) == (1, 1)
    assert feeds.all_feeds(lib)[0].tags == ("river",)


def test_watched_articles_tell_what_was_edited(lib: Library, site: Site) -> None:
    from tui.workflows.add import add_sources

    url = site.page("/bridge", article_page(), headers={"ETag": '"1"'})
    add_sources(lib, [url], allow_private=True)
    articles.tag(lib, articles.get(lib, 1).id, ["watch"])
    [article] = watching.watched(lib)
    assert [one.status for one in watching.refresh_articles(lib, [article], allow_private=True).outcomes] == [
        "unchanged"
    ]
    assert site.asked[-1][1]["if-none-match"] == '"1"'
    site.page("/bridge", article_page(extra=" Later, he denied it."), headers={"ETag": '"2"'})
    report = watching.refresh_articles(lib, [article], allow_private=True)
    [edit] = report.edits[1]
    assert len(edit.before) == len(edit.after) == 1
    assert edit.after[0].removeprefix(edit.before[0]) == " Later, he denied it."
    site.pages.clear()
    report = watching.refresh_articles(lib, [article], allow_private=True)
    assert [one.message for one in report.problems] == ["There is no such page (404)."]


def test_edits() -> None:
    assert watching.edits(["a", "b", "c"], ["a", "c", "d"]) == [watching.Edit(("b",), ()), watching.Edit((), ("d",))]
    assert watching.edits(["a"], ["a"]) == []
    assert watching.edits([], ["a"]) == [watching.Edit((), ("a",))]
    assert len(watching.edits(["x"] * 9000, ["y"] * 9000)) == 1
