from __future__ import annotations

import random
import subprocess
import sys

from tui.text.likeness import BANDS, RESEMBLANCE, grams, resemblance, sketch, words_of


def made_up(chance: random.Random, length: int) -> list[str]:
    return [f"w{chance.randrange(3000)}" for _ in range(length)]


def shared(one: set[int], other: set[int]) -> bool:
    return bool(set(sketch(one)) & set(sketch(other)))


def test_words_and_grams() -> None:
    assert words_of(["Ein Wort, ZWEI", "市长"]) == ["ein", "wort", "zwei", "市", "长"]
    assert grams(["too", "short"]) == set()
    assert sketch(set()) == []
    words = made_up(random.Random(1), 100)
    assert len(grams(words)) == 96
    assert resemblance(grams(words), grams(words)) == 1.0
    assert len(sketch(grams(words))) == BANDS
    assert all(0 <= key < 1 << 63 for key in sketch(grams(words)))


def test_sketches_are_the_same_in_every_process() -> None:
    code = "from tui.text.likeness import *; print(sketch(grams([str(n) for n in range(50)])))"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert said == {f"{sketch(grams([str(n) for n in range(50)]))}\n"}


def test_near_copies_are_found_and_others_seldom() -> None:
    chance = random.Random(7)
    missed = false = 0
    for _ in range(300):
        words = made_up(chance, chance.choice((30, 120, 600)))
        near = list(words)
        near[chance.randrange(len(near))] = "changed"
        one, other = grams(words), grams(near)
        if resemblance(one, other) >= RESEMBLANCE:
            missed += not shared(one, other)
        false += shared(one, grams(made_up(chance, len(words))))
    assert missed <= 1
    assert false == 0
