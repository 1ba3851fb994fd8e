"""What changes the sense of a passage, and what does not."""

from __future__ import annotations

import time

import pytest

from tui.text.essence import says_otherwise


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a bombing at a mosque in Kunduz", "a bombing at a mosque in Kandahar"),
        ("killed 13 service members", "killed 14 service members"),
        ("killed 13 service members", "killed service members"),
        ("the plan costs 3.5 million", "the plan costs 35 million"),
        ("we will close the bridge", "we will not close the bridge"),
        ("we do not agree", "we do agree"),
        ("he said it was safe", "he didn't say it was safe"),
        ("wir werden kein Werk schließen", "wir werden ein Werk schließen"),
        ("said Ada Quill of Lowfield", "said Maud Brand of Lowfield"),
        ("убит в Киеве", "убит в Одессе"),
    ],
)
def test_names_numbers_and_denials(old: str, new: str) -> None:
    assert says_otherwise(old, new)
    assert says_otherwise(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a bombing at a mosque in Kunduz", "a bombing at a mosque in Kundzu"),
        ("A survey in March found cracks", "A survay in march found cracks"),
        ("he said that it was safe", "he says that it was safe"),
        ("the council's “firm” promise", 'the council’s "firm" promise'),
        ("The bridge stays open", "A bridge stays open"),
        ("大きな橋は開いている", "大きな橋は開いてゐる"),
        ("the same", "the same"),
    ],
)
def test_typing_errors_and_other_wordings(old: str, new: str) -> None:
    assert not says_otherwise(old, new)


def test_long_passages_take_little_time() -> None:
    begun = time.process_time()
    says_otherwise("word other " * 20_000, "words others " * 20_000)
    assert time.process_time() - begun < 2
