"""Feeds of every kind, as servers send them."""

from __future__ import annotations

import json
from html import escape


def rss(items: list[tuple[str, str, str]], *, title: str = "Low news", head: str = "") -> str:
    """An RSS 2.0 feed of these items: path or address, title, HTML."""
    body = "".join(
        f"<item><title>{escape(name)}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>Fri, 01 Mar 2024 09:00:00 GMT</pubDate><description>{escape(html)}</description></item>"
        for link, name, html in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{title}</title>'
        f"<link>/</link><language>en-GB</language>{head}{body}</channel></rss>"
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?><!-- made by hand -->
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Brücken &amp; Wege</title><link href="https://low.example/"/>
<entry><id>urn:1</id><title type="html">Die &lt;b&gt;Brücke&lt;/b&gt;</title><link href="/bruecke"/>
<updated>2024-03-02T08:00:00Z</updated><author><name>Ada Quill</name></author>
<content type="html">&lt;h2&gt;Gesperrt&lt;/h2&gt;&lt;p&gt;Sie ist zu. 🙂&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;</content></entry>
<entry><id>urn:2</id><title>Ohne Text</title></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Low notes",
        "home_page_url": "https://low.example/",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "https://low.example/7",
                "title": "Seven",
                "content_html": "<p>It is open.</p><ul><li>So it is.</li></ul>",
                "date_published": "2024-03-01T23:30:00-05:00",
                "authors": [{"name": "Ada Quill"}, {"name": "Bo Stern"}],
            },
            {"id": "8", "content_text": "No title here, but two lines.\nThe second."},
            "odd",
            {},
        ],
    }
)
