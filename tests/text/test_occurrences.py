"""Places of quotations that are asked for again and again, and how alike two short strings are."""

from __future__ import annotations

from difflib import SequenceMatcher
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.text import occurrences as subject
from tui.text.alike import ratio
from tui.text.anchoring import Anchor, describe, resolve
from tui.text.occurrences import Occurrences, looked_for

FEW = st.text("ab — é👩", max_size=40)


@given(FEW, FEW)
@example("", "")
@example("abxcd", "abcd")
def test_the_ratio_is_that_of_difflib(one: str, other: str) -> None:
    assert ratio(one, other) == SequenceMatcher(None, one, other, autojunk=False).ratio()


@pytest.mark.parametrize("seed", range(20))
def test_an_order_gives_what_a_search_gives(seed: int) -> None:
    random = Random(seed)
    text = "".join(random.choices("ab.", k=400))
    kept = Occurrences(text)
    for _ in range(300):
        start = random.randrange(380)
        head, quote, tail = text[start : start + 1], text[start + 1 : start + 3], text[start + 3 : start + 4]
        if random.random() < 0.2:
            head = random.choice(["", "ab", "c"])
        expected, most = random.randrange(420), random.randrange(1, 9)
        wanted = f"{head}{quote}{tail}"
        places = [at + len(head) for at in range(len(text)) if text.startswith(wanted, at)]
        before = [at for at in places if at < expected][-most:]
        after = [at for at in places if at >= expected][:most]
        found, all_of_them = kept.nearest(head, quote, tail, expected, most)
        assert found == {*places[:1], *places[-1:], *before, *after}
        assert all_of_them == (len(places) < 2 or (len(before) < most and len(after) < most))
    assert kept._orders, "some were asked for often enough to be put in order"


def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "_HELD", 500)
    monkeypatch.setattr(subject, "_MOST", 300)
    text = "ab" * 200 + "c" * 400
    kept = Occurrences(text)
    for _ in range(40):
        for quote in ("a", "b", "ab", "c"):
            assert kept.nearest("", quote, "", 0, 3)[0]
            assert sum(len(order or ()) for order in kept._orders.values()) <= 500
    assert kept._orders[("c", 0, 0)] is None, "that stands too often"


def test_what_is_quoted_often_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hundred quotations of the same words, each with other words before it."""
    text = "".join(f"{n:03d} said that the bridge would open in May.\n" for n in range(200))
    anchors = []
    for n in range(200):
        start = text.index(f"{n:03d} said") + 4
        around = describe(text, (start, start + 20))
        anchors.append(Anchor(0, 20, around.exact, around.prefix, around.suffix))
    calls = 0

    def counted(quote: str, text: str, expected: int, most: int) -> tuple[set[int], bool]:
        nonlocal calls
        calls += 1
        return looked_for(quote, text, expected, most)

    monkeypatch.setattr(subject, "looked_for", counted)
    subject.occurrences.cache_clear()
    found = [resolve(anchor, text) for anchor in anchors]
    assert calls < 5 * subject._REPAID, "for each way of looking, until an order has paid for itself"
    monkeypatch.setattr(subject, "_REPAID", 1_000_000)
    subject.occurrences.cache_clear()
    assert [resolve(anchor, text) for anchor in anchors] == found, "the same as without an order"
    assert calls > 600


def test_a_place_at_the_beginning_is_found_among_very_many() -> None:
    """What is expected so near to the beginning that the words before it would stand before the text."""
    line = "and the council said that the bridge would open. "
    text = "".join(f"{'Yesterday' if n in (3, 50, 90) else 'Today'} {line}" for n in range(100))
    start = text.index("the bridge", text.index("Yesterday", text.index("Yesterday") + 1))
    around = describe(text, (start, start + 10))
    found = resolve(Anchor(0, 10, around.exact, around.prefix, around.suffix), text)
    assert found.state == "review", "three places are the same"
    again = [resolve(Anchor(0, 10, around.exact, around.prefix, around.suffix), text) for _ in range(40)]
    assert all(one == found for one in again), "the same, looked for once or often"
