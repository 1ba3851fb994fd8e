"""How quickly a text that nearly repeats another is found: `python -m tests.benchmarks.copies [ARTICLES]` (100,000).

Builds a library of made-up articles of some 250 words, then looks for the originals of near copies (a word changed in
each of three paragraphs) and of texts that repeat none. Prints the figures; nothing here fails.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

from msgspec.structs import replace

from tests.benchmarks.library import document
from tui.library import articles, journal
from tui.library.connection import Library
from tui.text.document import Document
from tui.workflows import copies

LOOKS = 200


def edited(one: Document, chance: random.Random) -> Document:
    """With one letter changed in each of the first three paragraphs; the paragraphs keep their places."""
    text = list(one.text)
    for paragraph in one.paragraphs[:3]:
        at = chance.randrange(paragraph.start, paragraph.end)
        if text[at].isalpha():
            text[at] = "x"
    return replace(one, text="".join(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    number = parser.parse_args().articles
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
