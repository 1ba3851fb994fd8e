"""Forms for feeds: which to follow, and a rule for what they announce."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal

from msgspec import Struct
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from tui.screens.dialog import Key, label, message
from tui.screens.dialog_entry import TagEntry
from tui.screens.dialog_forms import Form
from tui.sources.files import is_address
from tui.text.display import visible
from tui.widgets.one_of import OneOf

LONG = 36
"""Cells of a feed's name in the form of a rule."""


class FeedAnswer(Struct, frozen=True):
    """Which feed to follow, and how."""

    url: str
    full: bool = False
    tags: tuple[str, ...] = ()


class FollowFeed(Form[FeedAnswer]):
    """The address of a feed, what its articles are tagged with, and how much of them is fetched."""

    TEXTS: ClassVar[tuple[str, str]] = ("on demand", "always")

    def __init__(self, answer: FeedAnswer | None = None, *, problem: str = "") -> None:
        """`problem` is why the feed could not be followed, when it is asked for again."""
        super().__init__()
        self.heading = "Follow a feed"
        self.answer = answer or FeedAnswer("")
        self.problem = problem

    def on_mount(self) -> None:
        if self.problem:
            self.tell(self.problem, wrong=True)

    def body(self) -> Iterable[Widget]:
        yield label("The address of the feed, or of a page that names one")
        yield Input(visible(self.answer.url), id="url", placeholder="https://…", select_on_focus=False)
        yield label("Full text from the web")
        yield OneOf(self.TEXTS, self.TEXTS[self.answer.full], id="full")
        yield label("Tags for its articles")
        yield Input(
            visible(", ".join(self.answer.tags)), id="tags", placeholder="local, to check", select_on_focus=False
        )
        yield message()

    def keys(self) -> Iterable[Key]:
        return (("⏎", "Follow", "submit"), ("tab", "Next field", ""), ("esc", "Cancel", "cancel"))

    def action_submit(self) -> None:
        url = self.value("url")
        if url and "://" not in url and "." in url and not url.startswith((".", "/", "~")):
            url = f"https://{url}"
        if not is_address(url):
            self.tell("A web address begins with https://.", wrong=True)
            self.query_one("#url").focus()
            return
        full = self.query_one(OneOf).value == self.TEXTS[1]
        self.dismiss(FeedAnswer(url, full, tuple(TagEntry.parse(self.value("tags")))))


class RuleAnswer(Struct, frozen=True):
    """A rule to be made."""

    words: str
    action: Literal["tag", "skip"]
    tag: str
    here: bool
    """For the offered feed only."""


class RuleForm(Form[RuleAnswer]):
    """What is tagged or skipped: entries that hold some words, of all feeds or of one."""

    ACTIONS: ClassVar[tuple[str, str]] = ("skip", "tag")

    def __init__(self, feed: str = "", tags: Sequence[str] = ()) -> None:
        """`feed` is the name of the one feed that is offered; `tags` are offered while one is typed."""
        super().__init__()
        self.heading = "A rule for what feeds announce"
        self.tags = tags
        name = visible(feed)
        self.feeds = ("all feeds", f"“{name if len(name) <= LONG else name[: LONG - 1] + '…'}”")[: 2 if feed else 1]

    def body(self) -> Iterable[Widget]:
        yield label("Entries that hold all these words (none: every entry of the feed)")
        yield Input(id="words", placeholder="football transfer", select_on_focus=False)
        yield label("What is done with them")
        yield OneOf(self.ACTIONS, "skip", id="action")
        yield label("The tag")
        suggester = SuggestFromList(self.tags, case_sensitive=False) if self.tags else None
        yield Input(id="tag", placeholder="for rules that tag", suggester=suggester, select_on_focus=False)
        if len(self.feeds) > 1:
            yield label("Of")
            yield OneOf(self.feeds, self.feeds[0], id="feed")
        yield message()

    def action_submit(self) -> None:
        words, tag = self.value("words"), self.value("tag").removeprefix("#")
        skip = self.query_one("#action", OneOf).value == "skip"
        here = len(self.feeds) > 1 and self.query_one("#feed", OneOf).value == self.feeds[1]
        if not words and not here:
            self.tell("Write some words, or choose one feed.", wrong=True)
            self.query_one("#words").focus()
        elif not skip and not tag:
            self.tell("Write the tag.", wrong=True)
            self.query_one("#tag").focus()
        elif skip and tag:
            self.tell("What is skipped gets no tag: choose “tag”, or empty the field.", wrong=True)
        else:
            self.dismiss(RuleAnswer(words, "skip" if skip else "tag", tag if not skip else "", here))
