"""What stayed, moved, came and went between two texts."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from tui.text.comparing import compare

LINES = (
    "The council will not close the pool, the mayor said on Monday evening.",
    "Three hundred people had signed a petition against the plan by then.",
    "A survey in March found cracks in the roof and in two of the walls.",
    "“We have money for one roof,” said the treasurer, “and two buildings.”",
    "The library next door was painted in the spring and needs nothing.",
)
TEXT = "\n".join(LINES)

words = st.lists(
    st.sampled_from(["the", "pool", "roof", "said", "a", "“", "”", ".", "\n", "我们", "ß", "İ"]), max_size=60
).map(" ".join)


@given(words, words)
def test_pairs_are_equal_words_each_used_once(old: str, new: str) -> None:
    found = compare(old, new)
    for i, j in enumerate(found.to_new):
        if j >= 0:
            assert found.to_old[j] == i
            assert found.old.keys[i] == found.new.keys[j]
    assert sum(j >= 0 for j in found.to_new) == sum(i >= 0 for i in found.to_old)
    blocks = [i for block in found.blocks for i in range(*block.old)]
    in_order = [j for i, j in enumerate(found.to_new) if j >= 0 and i not in set(blocks)]
    assert in_order == sorted(in_order)


@given(words)
def test_a_text_is_itself(text: str) -> None:
    found = compare(text, text)
    assert found.to_new == list(range(len(found.old.keys)))
    assert not found.blocks


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    tokens = compare(text, "").old
    assert tokens.starts == sorted(tokens.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(text.count("\n", 0, start) == line for start, line in zip(tokens.starts, tokens.lines, strict=True))


def test_a_paragraph_that_moved_is_one_whole_block() -> None:
    new = "\n".join((LINES[3], LINES[0], LINES[1], LINES[2], LINES[4]))
    (block,) = compare(TEXT, new).blocks
    assert block.whole
    assert block.new.start == 0


def test_words_that_are_quoted_in_another_paragraph_are_no_whole_block() -> None:
    for frame in ("An earlier version said: “{}”", "Not everybody agreed that {}", "“{}”, we had reported at first."):
        new = "\n".join((LINES[0], LINES[1], LINES[3], LINES[4], frame.format(LINES[2])))
        blocks = compare(TEXT, new).blocks
        assert blocks
        assert not any(block.whole for block in blocks)


def test_a_long_text_takes_time_in_proportion() -> None:
    rng = random.Random(1)
    vocabulary = [f"w{n}" for n in range(300)]

    def made(count: int) -> str:
        return "\n".join(" ".join(rng.choices(vocabulary, k=60)) for _ in range(count))

    def took(count: int) -> float:
        # Nothing in common but the vocabulary, then the same words on one line: the two that cost most.
        old, new = made(count), made(count)
        began = time.process_time()
        compare(old, new)
        compare(old.replace("\n", " "), new.replace("\n", " "))
        return time.process_time() - began

    took(10)
    assert took(400) < 60 * max(took(40), 0.01)
