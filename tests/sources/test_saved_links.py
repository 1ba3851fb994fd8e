from __future__ import annotations

import json
import time

import pytest

from tui.sources.saved_links import SavedLink, read_links
from tui.text.errors import IntakeError

POCKET = (
    "title,url,time_added,tags,status\n"
    '"A title, with a comma",https://a.example/1,1600322788,river|bridge,unread\n'
    "市长 🙂,https://a.example/2#top,1600172739,,archive\n"
    "no address,javascript:alert(1),1,,unread\n"
    "twice,https://a.example/1,1,,unread\n"
)
INSTAPAPER = "URL,Title,Selection,Folder\nhttps://a.example/1,One,,Unread\nhttps://a.example/2,Two,,Rivers\n"
OMNIVORE = json.dumps(
    [
        {
            "url": "https://a.example/1",
            "title": "One",
            "author": "Ada Quill",
            "labels": ["river", {"name": "bridge"}],
            "state": "Archived",
            "publishedAt": "2024-10-29T16:30:11.000Z",
        },
        {"url": 7},
        "odd",
    ]
)
WALLABAG = json.dumps(
    [{"url": "https://a.example/1", "title": "Un", "content": "<p>Texte.</p>", "language": "fr_FR", "tags": ["eau"],
      "published_by": ["Ada", "Bo"]}]
)  # fmt: skip
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


def test_pocket() -> None:
    assert read_links(POCKET.encode()) == [
        SavedLink("https://a.example/1", "A title, with a comma", ("river", "bridge")),
        SavedLink("https://a.example/2", "市长 🙂"),
    ]


def test_instapaper_folders_become_tags_and_its_shelves_do_not() -> None:
    assert [link.tags for link in read_links(INSTAPAPER.encode())] == [(), ("Rivers",)]


def test_omnivore_wallabag_and_linkding() -> None:
    assert read_links(OMNIVORE.encode()) == [
        SavedLink("https://a.example/1", "One", ("river", "bridge"), "", "2024-10-29", "Ada Quill")
    ]
    assert read_links(WALLABAG.encode()) == [
        SavedLink("https://a.example/1", "Un", ("eau",), "<p>Texte.</p>", None, "Ada, Bo", "fr-fr")
    ]
    assert read_links(LINKDING.encode()) == [SavedLink("https://a.example/1", "One", ("river",))]


def test_bookmarks_of_browsers() -> None:
    assert read_links(BOOKMARKS.encode()) == [
        SavedLink("https://a.example/0", "Top & first"),
        SavedLink("https://a.example/1", "One", ("News", "Local", "river", "bridge")),
        SavedLink("https://a.example/2", "Two", ("News",)),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\0\0\0", b"a,b\n1,2\n", b"[", b"[]", b"{}", b'{"items": 7}', b"[" * 100_000, b"url\njavascript:x\n",
        b"url\n" + b'"' + b"x" * 200_000, b"<!DOCTYPE NETSCAPE-Bookmark-file-1>" + b"<DL>" * 100_000,
    ],
    ids=range(11),
)  # fmt: skip
def test_what_is_no_list_is_one_sentence_and_soon(data: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(IntakeError) as caught:
        read_links(data)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - begun < 10
