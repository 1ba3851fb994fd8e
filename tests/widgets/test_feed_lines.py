"""How a feed is put into words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from tui.library.connection import stamp
from tui.library.feeds import FeedRow
from tui.widgets.feed_lines import FeedView, ago, feed_lines, standing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ROW = FeedRow(1, "https://low.example/feed", "Low news", None, False, (), None, None, None, None, 0, "")


def at(**how: float) -> str:
    return stamp(NOW + timedelta(**how))


@pytest.mark.parametrize(
    ("back", "words"),
    [
        ({"seconds": 1}, "just now"),
        ({"seconds": -30}, "just now"),
        ({"minutes": 59}, "59 min ago"),
        ({"minutes": 61}, "1 h ago"),
        ({"hours": 23}, "23 h ago"),
        ({"days": 1}, "1 day ago"),
        ({"days": 9}, "9 days ago"),
        ({"days": 10}, "2026-11-14"),
    ],
)
def test_how_long_ago(back: dict[str, float], words: str) -> None:
    assert ago(stamp(NOW - timedelta(**back)), stamp(NOW)) == words
    assert cell_len(words) <= 10


def test_how_a_feed_stands() -> None:
    now = stamp(NOW)
    assert standing(ROW, now) == ("not asked yet", "muted")
    assert standing(replace(ROW, checked_at=at(hours=-1)), now) == ("fine", "muted")
    failed = replace(ROW, checked_at=at(hours=-1), problem="No.", failures=1, next_at=at(minutes=15))
    assert standing(failed, now) == ("✕ again in 15 min", "counter")
    assert standing(replace(failed, next_at=at(seconds=30)), now)[0] == "✕ again in 1 min"
    assert standing(replace(failed, next_at=at(days=365)), now)[0] == "✕ again in 365 days"
    assert standing(replace(failed, next_at=at(minutes=-1)), now)[0] == "✕ failed"
    assert standing(failed, now, asked=True)[0] == "asking …"


@pytest.mark.parametrize("width", [8, 30, 80])
def test_no_line_is_too_long_and_nothing_steers_the_terminal(width: int) -> None:
    row = replace(
        ROW, title="橋" * 30 + "\x1b]0;x\x07[/b]", tags=("a\u202eb",), problem="It said \x1b[2J.", failures=3,
        checked_at=at(hours=-1), next_at=at(hours=2), site="https://low.example/",
    )  # fmt: skip
    lines = feed_lines(row, FeedView(latest=[("\x1b]8;;x\x07Bridge", True)]), stamp(NOW), width)
    text = ["".join(piece.text for piece in line.pieces) for line in lines]
    assert max(map(cell_len, text)) <= width
    assert not any(ord(character) < 32 or character == "\u202e" for line in text for character in line)
    assert "3 times in a row" in " ".join(" ".join(text).split())
