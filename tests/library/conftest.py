"""What the tests of the library share: a real file, a clock that ticks, ids that count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from tui.library import articles
from tui.library.connection import Library
from tui.library.records import Article, Target
from tui.text.document import Document, Paragraph

TEXT = (
    "The group pledged that no attack would come from its soil.\n"
    "Despite the promises, a mosque in the north was bombed on Friday — 47 died.\n"
    "塔利班承诺不会再有恐怖袭击。但清真寺发生爆炸。\n"
    "وقال المتحدث إن الهجوم لن يتكرر\n"
    "Café naïveté e\u0301tude 👩‍👩‍👧 family\n"
    "Share this story with your friends …"
)


def document(text: str = TEXT, title: str = "A pledge", **about: str) -> Document:
    """A document whose last line is furniture."""
    at, found = 0, []
    lines = text.split("\n")
    for n, line in enumerate(lines, 1):
        kind = "furniture" if n == len(lines) and n > 1 else "body"
        found.append(Paragraph(n, kind, at, at + len(line)))  # type: ignore[arg-type]
        at += len(line) + 1
    return Document(text, tuple(found), title, **about)  # type: ignore[arg-type]


class Clock:
    """Moves on by one second with each look."""

    def __init__(self) -> None:
        self.at = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def open_library(path: Path, prefix: str = "id", **options: object) -> Library:
    numbers = count(1)
    return Library.open(path, clock=Clock(), new_id=lambda: f"{prefix}-{next(numbers)}", **options)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def lib(path: Path) -> Iterator[Library]:
    with open_library(path) as library:
        yield library


@pytest.fixture
def article(lib: Library) -> Article:
    return articles.add(lib, document(), location="/texts/pledge.txt")


@pytest.fixture
def target() -> Callable[..., Target]:
    """`target(article, "quote")`: the quote's place in the newest version of `TEXT`."""

    def make(article: Article, quote: str, text: str = TEXT) -> Target:
        start = text.index(quote)
        end = start + len(quote)
        return Target(
            article.id,
            article.newest_version,
            start,
            end,
            quote,
            text[max(0, start - 32) : start],
            text[end : end + 32],
        )

    return make
