"""What the journal and the app say of a passage, between quotation marks."""

from __future__ import annotations

import pytest

from tui.library.articles import quote


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The river is clean.", "“The river is clean.”"),
        ("“The river is clean.”", "“The river is clean.”"),
        ("“The U.S. delegation focused on security", "“The U.S. delegation…”"),
        ("“Calm” is what he called it", "“‘Calm’ is what he c…”"),
        ("He said “no”", "“He said ‘no’”"),
        ('"No," he said', '“"No," he said”'),
        ('"No, no"', "“No, no”"),
        ("one\n  two", "“one two”"),
        ("", "“”"),
        ("“", "“”"),
    ],
)
def test_one_pair_of_marks_stands_around_it(text: str, said: str) -> None:
    assert quote(text, 20) == said
