"""Near copies among many texts that are alike."""

from __future__ import annotations

import random

import pytest

from tui.library import articles, sketches
from tui.library.connection import Library
from tui.sources.loading import Loaded
from tui.text.plain import read_plain
from tui.workflows import copies
from tui.workflows.add import AddOutcome, add_loaded

WORDS = [f"{a}{b}" for a in ("ba", "co", "du", "fe", "gi", "lo") for b in ("ran", "telling", "mus", "nored", "pid")]


def text(chance: random.Random, lines: int) -> str:
    return "".join(f"{' '.join(chance.choice(WORDS) for _ in range(14)).capitalize()}.\n" for _ in range(lines))


def changed(whole: str, number: int) -> str:
    """With two of its words replaced by others that stand nowhere else."""
    words = whole.split(" ")
    words[len(words) // 3], words[2 * len(words) // 3] = f"w{number}", f"x{number}"
    return " ".join(words)


def add(lib: Library, whole: str, name: str) -> AddOutcome:
    return add_loaded(lib, Loaded(read_plain(whole, name=name), f"/texts/{name}", "utf-8"), name)


@pytest.fixture
def alike(lib: Library, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of 40 articles that begin with the same half, where a number that 6 share is one of a crowd."""
    monkeypatch.setattr(sketches, "CROWD", 6)
    chance = random.Random(5)
    head = text(chance, 12)
    whole = [head + text(chance, 12) for _ in range(40)]
    for number, one in enumerate(whole, 1):
        assert add(lib, one, f"{number}.txt").status == "added"
    return whole


def test_a_copy_is_found_in_a_crowd_that_begins_with_the_same_half(lib: Library, alike: list[str]) -> None:
    for number in (3, 20, 33, 40):
        came = add(lib, changed(alike[number - 1], number), f"copy of {number}.txt")
        assert (came.status, came.message.partition(" a copy of article ")[2].split()[0]) == ("copy", str(number))
    assert add(lib, text(random.Random(9), 24), "another.txt").status == "added"


def test_copies_of_one_text_are_copies_of_the_first(lib: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketches, "CROWD", 6)
    whole = text(random.Random(6), 24)
    came = [add(lib, changed(whole, number), f"{number}.txt") for number in range(20)]
    assert [one.status for one in came] == ["added"] + ["copy"] * 19
    assert {one.article.copy_of for one in came[1:]} == {came[0].article.id}
    # Also when the first ones are gone.
    articles.remove(lib, [one.article.id for one in came[:10]])
    left = {one.article.id for one in came[10:]}
    assert add(lib, changed(whole, 99), "99.txt").article.copy_of in left


def test_each_text_of_a_crowd_is_taken_apart_once(
    lib: Library, alike: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is compared was compared for the text before as well: its 5-grams are kept."""
    taken: list[int] = []
    plain = copies._grams

    def counted(*arguments: object) -> set[int]:
        taken.append(1)
        return plain(*arguments)  # type: ignore[arg-type]

    chance = random.Random(8)
    add(lib, alike[0][: len(alike[0]) // 2] + text(chance, 12), "first.txt")
    monkeypatch.setattr(copies, "_grams", counted)
    for number in range(5):
        add(lib, alike[0][: len(alike[0]) // 2] + text(chance, 12), f"more {number}.txt")
    assert len(taken) <= 5 * 3  # itself, and now and then one of those that were added since


def test_what_the_reader_calls_furniture_is_left_out_at_once(lib: Library, alike: list[str]) -> None:
    first = articles.get(lib, 1)
    document = read_plain(changed(alike[0], 7), name="x.txt")
    assert copies.resembles(lib, first, document)
    for paragraph in articles.paragraphs(lib, first.newest_version)[12:]:
        articles.set_paragraph_kind(lib, first.newest_version, paragraph.n, "furniture")
    assert not copies.resembles(lib, first, document)
