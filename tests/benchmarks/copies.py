"""How quickly a text that nearly repeats another is found: `python -m tests.benchmarks.copies [ARTICLES]` (100,000);
`python -m tests.benchmarks.copies --alike [TEXTS]` (1,000): how long a folder of texts takes that are all alike.

Builds a library of made-up articles of some 250 words, then looks for the originals of near copies (a word changed in
each of three paragraphs) and of texts that repeat none. With `--alike`, it writes folders of
texts and adds them as `add --recursive` does: texts that share nothing, one text with three words changed in each, one
beginning of 1,000 characters, one half, and (a tenth as many) long ones with little or half of it their own; the time of
the processor for a text, in the first and in the second half of the folder, says whether it grows with what is there.
Prints the figures; nothing here fails.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from tests.benchmarks.library import document
from tui.library import articles, journal
from tui.library.connection import Library
from tui.text.document import Document
from tui.workflows import copies
from tui.workflows.add import add_folder

LOOKS = 200


def edited(one: Document, chance: random.Random) -> Document:
    """With one letter changed in each of the first three paragraphs; the paragraphs keep their places."""
    text = list(one.text)
    for paragraph in one.paragraphs[:3]:
        at = chance.randrange(paragraph.start, paragraph.end)
        if text[at].isalpha():
            text[at] = "x"
    return replace(one, text="".join(text))


_WORDS = [
    f"{a}{b}{c}"
    for a in ("ba", "co", "du", "fe", "gi")
    for b in ("ran", "tel", "mus", "nor")
    for c in ("er", "ing", "s")
]


def _lines(chance: random.Random, number: int) -> str:
    return "\n".join(f"{' '.join(chance.choice(_WORDS) for _ in range(14)).capitalize()}." for _ in range(number))


def _changed(text: str, chance: random.Random) -> str:
    """With three words replaced by others that stand nowhere else."""
    words = text.split(" ")
    for at in chance.sample(range(len(words)), 3):
        words[at] = f"w{chance.getrandbits(40)}"
    return " ".join(words)


def families(chance: random.Random, number: int) -> Iterator[tuple[str, list[str]]]:
    """Names of families of texts, with their texts."""
    yield "share nothing", [_lines(chance, 18) for _ in range(number)]
    base = _lines(chance, 18)
    yield "three words changed", [_changed(base, chance) for _ in range(number)]
    yield "same 1,000 characters", [f"{base[:1000]}.\n{_lines(chance, 18)}" for _ in range(number)]
    yield "same half", [f"{base}\n{_lines(chance, 12)}" for _ in range(number)]
    base = _lines(chance, 1400)
    yield "long, three words changed", [_changed(base, chance) for _ in range(max(2, number // 10))]
    base = base[: len(base) // 2]
    yield "long, same half", [f"{base}\n{_lines(chance, 300)}" for _ in range(max(2, number // 10))]


def alike(number: int) -> None:
    """The time that folders of texts take, which are alike in one way or another."""
    for name, texts in families(random.Random(7), number):
        with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library.db") as lib:
            took = []
            for half, part in (("1", texts[: len(texts) // 2]), ("2", texts[len(texts) // 2 :])):
                place = Path(folder) / half
                place.mkdir()
                for index, text in enumerate(part):
                    (place / f"{index:06}.txt").write_text(f"{text}\n", encoding="utf-8")
                begun = time.process_time()
                report = add_folder(lib, str(place))
                took.append((time.process_time() - begun) * 1000 / len(part))
                assert not report.problems
            print(
                f"{name}: {len(texts):,} texts, {took[0]:.1f} ms each in the first half, {took[1]:.1f} ms in the second"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int, nargs="?")
    parser.add_argument("--alike", action="store_true")
    asked = parser.parse_args()
    if asked.alike:
        alike(asked.articles or 1000)
        return
    number = asked.articles or 100_000
    chance = random.Random(7)
    kept: list[Document] = []
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library.db") as lib:
        begun = time.perf_counter()
        with journal.step(lib, f"Imported {number} articles"):
            for index in range(number):
                one = document(chance, index)
                articles.add(lib, one, location=f"/articles/{index}.txt")
                if index % max(1, number // LOOKS) == 0:
                    kept.append(one)
        print(f"{number:,} articles added in {time.perf_counter() - begun:.0f} s")
        for name, looks, wanted in (
            ("near copies", [edited(one, chance) for one in kept], True),
            ("others", [document(chance, number + index) for index in range(len(kept))], False),
        ):
            times: list[float] = []
            right = 0
            for one in looks:
                begun = time.perf_counter()
                found = copies.original_of(lib, one)
                times.append((time.perf_counter() - begun) * 1000)
                right += (found is not None) == wanted
            times.sort()
            middle, slow = statistics.median(times), times[int(0.95 * (len(times) - 1))]
            print(f"{name}: {right} of {len(looks)} right; {middle:.1f} ms, 95 of 100 within {slow:.1f} ms")


if __name__ == "__main__":
    main()
