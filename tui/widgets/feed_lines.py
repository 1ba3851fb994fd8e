"""A feed in words: when it was asked, how it stands; and all of it as lines for the side of the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from tui.text.display import visible
from tui.widgets.pane_lines import SIGNS, PaneLine, block
from tui.widgets.preview import heading
from tui.workflows.feeds import FeedRow, Rule, moment, rule_says

SIGN = SIGNS["contradicts"]
DAY = timedelta(days=1)


class FeedView(Struct, frozen=True):
    """What is read of a feed for the side of the list."""

    latest: Sequence[tuple[str, bool]] = ()
    """Titles of its newest articles, and whether they are unread."""
    rules: Sequence[Rule] = ()
    """Those that hold for it."""


def span(length: timedelta) -> str:
    """`under a minute`, `12 min`, `3 h`, `2 days`; of at most 9 cells but for the first."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    if length < DAY:
        return f"{minutes // 60} h"
    return f"{length.days} {'day' if length.days == 1 else 'days'}"


def ago(then: str | None, now: str) -> str:
    """How long ago that was, in at most 10 cells; the date where it is long ago."""
    if then is None:
        return "never"
    length = moment(now) - moment(then)
    if length < timedelta(minutes=1):
        return "just now"
    return f"{span(length)} ago" if length < 10 * DAY else then[:10]


def waits(row: FeedRow, now: str) -> str:
    """How long a feed is left alone yet; empty when it is not."""
    if row.next_at is None or moment(row.next_at) <= moment(now):
        return ""
    length = moment(row.next_at) - moment(now)
    # Rounded up: who comes back after that finds it over.
    return span(length + timedelta(seconds=59)) if length < DAY else span(length)


def standing(row: FeedRow, now: str, *, asked: bool = False) -> tuple[str, str]:
    """How a feed stands, in at most 18 cells, and in which role that is drawn."""
    if asked:
        return "asking …", "claim"
    if row.problem:
        wait = waits(row, now)
        return (f"{SIGN} again in {wait}" if wait else f"{SIGN} failed"), "counter"
    return ("fine", "muted") if row.checked_at else ("not asked yet", "muted")


def feed_lines(row: FeedRow, shown: FeedView, now: str, width: int) -> list[PaneLine]:
    """All that is known of a feed."""
    width = max(8, width)
    out = block(visible(row.title), "claimant", width)
    out += block(visible(row.url), "where", width)
    if row.site and row.site.rstrip("/") != row.url.rstrip("/"):
        out += block(f"of {visible(row.site)}", "where", width)
    if row.tags:
        out += block(" ".join(f"#{visible(tag)}" for tag in row.tags), "note", width)
    out.append(PaneLine())
    articles = f"{row.articles:,} {'article' if row.articles == 1 else 'articles'}, {row.unread:,} unread"
    out += block(articles, "text", width)
    out += block(
        f"full text {'always fetched from the web' if row.full else 'on demand: the feed’s own is kept'}", "text", width
    )
    if row.checked_at is None:
        out += block("not asked yet", "text", width)
    else:
        when, exact = ago(row.checked_at, now), f"{row.checked_at[:16].replace('T', ' ')} UTC"
        out += block(f"asked {exact}" if exact.startswith(when) else f"asked {when}: {exact}", "text", width)
    if row.problem:
        out += [PaneLine(), heading("Failing", "counter", width)]
        out += block(visible(row.problem), "text", width, indent=f"{SIGN} ")
        if row.failures > 1:
            out += block(f"{row.failures:,} times in a row", "muted", width, indent="  ")
        wait = waits(row, now)
        if wait and row.next_at is not None:
            until = row.next_at[:16].replace("T", " ")
            out += block(f"left alone for {wait}, until {until} UTC", "muted", width, indent="  ")
    if shown.rules:
        out += [PaneLine(), heading("Rules", "heading", width)]
        for rule in shown.rules:
            out += block(visible(rule_says(rule, row.title)), "text", width, indent="· ")
    if shown.latest:
        out += [PaneLine(), heading("Newest", "heading", width)]
        for title, unread in shown.latest:
            out += block(visible(title), "text" if unread else "muted", width, indent="● " if unread else "  ")
    return out
