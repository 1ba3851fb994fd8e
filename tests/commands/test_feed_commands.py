"""Feeds and fetching again, by the real program."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import ROOT, Run
from tests.sources.feed_files import rss
from tests.web_server import Site, article_page, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def test_follow_refresh_and_list(run: Run, site: Site, tmp_path: Path) -> None:
    url = site.page("/feed", rss([(f"{site.url}/1", "One \x1b]0;x\x07", "<p>Text of one.</p>")]))
    assert run("feed", "add", "--allow-private", url).stdout == "Following “Low news” as feed 1.\n"
    assert run("feed", "add", "--allow-private", url).stdout == "Already following “Low news” as feed 1.\n"
    assert run("feed", "rule", "football", "--skip").stdout == "Rule 1: skip what holds “football”\n"
    assert run("feed", "rule", "--tag", "low", "--feed", "1").stdout == "Rule 2: tag everything of feed 1 #low\n"
    assert run("feed", "rules").stdout.splitlines() == [
        "1\tskip what holds “football”",
        "2\ttag everything of feed 1 #low",
    ]
    done = run("refresh", "--allow-private")
    assert done.stdout.startswith("Added “One ")
    assert "\x1b" not in done.stdout
    [row] = json.loads(run("feed", "list", "--json").stdout)
    assert (row["n"], row["unread"], row["articles"], row["problem"]) == (1, 1, 1, "")
    assert json.loads(run("list", "--json").stdout)[0]["tags"] == ["low"]
    (tmp_path / "feeds.opml").write_text(run("feed", "export").stdout, encoding="utf-8")
    assert run("feed", "remove", "1").stdout == "No longer following “Low news”; its articles stay.\n"
    assert "1 feeds, 1 of them new" in run("feed", "import", "feeds.opml").stdout
    assert "no feed “9”" in run("feed", "remove", "9", status=1).stderr
    assert run("feed", "import", "none.opml", status=1).stderr == "none.opml: there is no such file.\n"


def test_how_a_feed_is_followed_can_be_changed(run: Run, site: Site) -> None:
    url = site.page("/feed", rss([(f"{site.url}/1", "One", "<p>Text of one.</p>")]))
    run("feed", "add", "--allow-private", "--tag", "low", url)
    done = run("feed", "edit", "1", url, "9", "--full", "--tag", "news", "--title", "Low  [b]news", status=1)
    assert done.stdout == "Feed 1, “Low [b]news”: full text always #low #news.\n" * 2
    assert "no feed “9”" in done.stderr
    [row] = json.loads(run("feed", "list", "--json").stdout)
    assert (row["full"], row["tags"], row["title"]) == (True, ["low", "news"], "Low [b]news")
    assert run("feed", "edit", "1", "--on-demand").stdout == "Feed 1, “Low [b]news”: full text on demand #low #news.\n"
    assert "Give --full" in run("feed", "edit", "1", status=2).stderr
    assert "needs a name" in run("feed", "edit", "1", "--title", " ", status=1).stderr


def test_refresh_of_one_article_shows_its_edits(run: Run, site: Site) -> None:
    url = site.page("/bridge", article_page())
    run("add", "--allow-private", url)
    site.page("/bridge", article_page(extra=" Later, he denied it."))
    done = run("refresh", "--allow-private", "1")
    head, before, after = done.stdout.splitlines()
    assert head == "“The bridge stays open” (article 1) has changed: this is version 2."
    assert before.startswith("- “Nobody will be cut off,”")
    assert after == f"+{before[1:]} Later, he denied it."
    site.page("/bridge", article_page(extra=" He resigned."))
    came = json.loads(run("refresh", "--allow-private", "--json", "1").stdout)
    assert came["refreshed"] == 1
    assert came["changed"][0]["edits"][0]["after"][0].endswith("He resigned.")
    assert "Nothing to fetch" in run("refresh").stderr
    assert "no article “7”" in run("refresh", "7", status=1).stderr


def test_a_feed_that_fails_is_a_line(run: Run, site: Site) -> None:
    url = site.page("/feed", rss([]))
    run("feed", "add", "--allow-private", url)
    site.pages.clear()
    assert run("refresh", "--allow-private", status=1).stderr == f"{url}: There is no such page (404).\n"
    assert "private network" in run("feed", "add", url, status=1).stderr


def test_wrong_usage(run: Run) -> None:
    run("feed", "rule", "x", status=2)
    run("feed", "rule", "--skip", status=2)
    for empty in ("", " \t", "\u00a0"):
        assert "These WORDS are empty" in run("feed", "rule", empty, "--skip", status=2).stderr
        run("feed", "rule", "river", empty, "--tag", "x", status=2)
    assert run("feed", "rules").stdout == ""
    run("feed", "add", status=2)


def test_the_missing_extra_is_named(run: Run, site: Site, tmp_path: Path) -> None:
    url = site.page("/feed", rss([(f"{site.url}/1", "One", "Text")]))
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['feedparser'] = None\n", encoding="utf-8")
    done = run("feed", "add", "--allow-private", url, status=1, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert "pip install 'counterpoint[feeds]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_was_saved_elsewhere(run: Run, site: Site, tmp_path: Path) -> None:
    url = site.page("/bridge", article_page())
    lines = f"title,url,time_added,tags,status\nOne,{url},1,river,unread\nTwo,{site.url}/none,1,,unread\n"
    (tmp_path / "pocket.csv").write_text(lines, encoding="utf-8")
    (tmp_path / "odd.csv").write_text("a,b\n", encoding="utf-8")
    assert run("later", "--no-fetch", "pocket.csv").stdout == "pocket.csv: 2 links, 2 of them new.\n"
    done = run("later", "--allow-private", status=1)
    assert done.stdout == "Added “The bridge stays open” as article 1.\n"
    assert done.stderr == f"{site.url}/none: There is no such page (404).\n"
    before = "1 could not be fetched before; `counterpoint later --failed` tries again.\n"
    assert run("later").stderr == run("later", "pocket.csv").stderr == before
    assert json.loads(run("later", "--json").stdout) == {"noted": 0, "left_out": 0, "added": 0, "problems": []}
    (tmp_path / "more.csv").write_text(lines + "X,javascript:1,1,,unread\nY,file:///etc,1,,unread\n", encoding="utf-8")
    done = run("later", "--no-fetch", "more.csv")
    assert done.stdout == "more.csv: 2 links, 0 of them new.\n"
    assert done.stderr == "more.csv: 2 without the address of a web page were left out.\n"
    came = json.loads(run("later", "--failed", "--json", "--allow-private", status=1).stdout)
    assert (came["added"], len(came["problems"])) == (0, 1)
    assert run("later", "odd.csv", status=1).stderr.startswith("odd.csv: This is no list")


def test_entries_of_bookmarks_without_a_web_address_are_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "marks.html").write_text(
        '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><A HREF="https://a.example/1">One</A>'
        '<DT><A HREF="place:sort=8">Recent</A><DT><A HREF="javascript:x()">Run</A><DT><A HREF="file:///x">X</A></DL>',
        encoding="utf-8",
    )
    done = run("later", "--no-fetch", "marks.html")
    assert done.stdout == "marks.html: 1 links, 1 of them new.\n"
    assert done.stderr == "marks.html: 3 without the address of a web page were left out.\n"
    assert json.loads(run("later", "--no-fetch", "--json", "marks.html").stdout)["left_out"] == 3
