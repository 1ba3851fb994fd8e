from __future__ import annotations

import json
import time

import pytest

from tui.sources.saved_links import SavedLink, read_links, read_list, recognises, unique
from tui.text.errors import IntakeError

LINKDING = json.dumps({"results": [{"url": "https://a.example/1", "title": "One", "tag_names": ["river"]}]})
BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8"><TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p>
 <DT><A HREF="https://a.example/0" ADD_DATE="1">Top &amp; first</A>
 <DT><H3 ADD_DATE="1">News</H3>
 <DL><p><DT><H3>Local</H3>
  <DL><p><DT><A HREF="https://a.example/1" TAGS="river,bridge">One</A><DD>About it</DL><p>
  <DT><A HREF="place:sort=8">Not a page</A><DT><A HREF="https://a.example/2">Two</A>
 </DL><p>
</DL>"""


def test_linkding() -> None:
    assert recognises(LINKDING.encode())
    assert read_links(LINKDING.encode()) == [SavedLink("https://a.example/1", "One", ("river",))]


def test_bookmarks_of_browsers() -> None:
    assert recognises(BOOKMARKS.encode())
    assert read_links(BOOKMARKS.encode()) == [
        SavedLink("https://a.example/0", "Top & first"),
        SavedLink("https://a.example/1", "One", ("News", "Local", "river", "bridge")),
        SavedLink("https://a.example/2", "Two", ("News",)),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[", b"[]", b"{}", b'{"results": 7}', b"[" * 100_000, b'[{"tag_names": [], "url": "javascript:x"}]',
        b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + b"<DL>" * 100_000,
    ],
    ids=range(8),
)  # fmt: skip
def test_what_is_no_list_is_one_sentence_and_soon(data: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(IntakeError) as caught:
        unique(read_links(data))
    assert "\n" not in str(caught.value)
    assert time.monotonic() - begun < 10


def test_each_address_once() -> None:
    one, two = SavedLink("https://a.example/1", "One"), SavedLink("https://a.example/1", "Again")
    assert unique([one, two]) == [one]


def test_entries_without_the_address_of_a_web_page_are_counted() -> None:
    bookmarks = BOOKMARKS.replace(
        "</H1>", '</H1><A HREF="javascript:alert(1)">Run</A><A HREF="file:///etc/passwd">File</A><A>None</A>'
    )
    found, left_out = read_list(bookmarks.encode())
    assert (found, left_out) == (read_links(BOOKMARKS.encode()), 4)
    results = [{"url": url, "tag_names": []} for url in ("https://a.example/1", "javascript:x", "", None, 7)]
    named, left_out = read_list(json.dumps({"results": [*results, {"tag_names": []}]}).encode())
    assert ([link.url for link in named], left_out) == (["https://a.example/1"], 5)
