"""A library that follows feeds in every state, without asking any."""

from __future__ import annotations

from datetime import timedelta

from tui.library import articles
from tui.library import feeds as store
from tui.library.connection import Library, moment, stamp
from tui.workflows import browsing, feeds
from tui.workflows.browsing import ArticleQuery

NAMES = (
    ("The Lowfield Gazette", "https://gazette.example/feed.xml", ("local",)),
    ("Harbour and River", "https://harbour.example/rss", ()),
    ("County council: minutes", "https://council.example/minutes.atom", ("council", "minutes")),
    ("Orvane talks", "https://wire.example/orvane/feed.json", ()),
    ("橋と川の新聞", "https://kawa.example/rss", ()),
    ("[/b] Old weekly \x1b]0;x\x07", "https://weekly.example/feed", ()),
    ("A desk that nobody has asked yet", "https://desk.example/atom.xml", ("desk",)),
)


def follow_some(library: Library) -> None:
    """Seven feeds with the articles of the library, some of them failing; two rules."""
    now = moment(library.now())

    def minutes(count: int) -> str:
        return stamp(now + timedelta(minutes=count, seconds=-30))

    for title, url, tags in NAMES:
        store.follow(library, url, title, site=url.rpartition("/")[0], tags=tags)
    found = browsing.article_rows(library, ArticleQuery())
    for index, article in enumerate(found):
        n = (1, 1, 1, 2, 2, 3, 4, 1, 2, 3, 1)[index % 11]
        store.announced(library, n, f"entry-{index}", None, article.n)
        if index % 3 == 0:
            articles.save_place(library, article.id, 1, 0, 0.5)
    store.change(library, 1, whole=1, checked_at=minutes(-12))
    store.change(library, 2, checked_at=minutes(-12))
    store.change(library, 3, checked_at=minutes(-185))
    store.change(library, 4, checked_at=minutes(-40), failures=1, problem="There is no connection to it.",
                 next_at=minutes(6))  # fmt: skip
    store.change(library, 5, checked_at=minutes(-3 * 1440))
    store.change(library, 6, checked_at=minutes(-40 * 1440), failures=9, next_at=minutes(5 * 1440 + 30),
                 problem="The server answers: 503 Service Unavailable.")  # fmt: skip
    feeds.add_rule(library, "football", "skip")
    feeds.add_rule(library, "bridge pier", "tag", "bridge", 1)
