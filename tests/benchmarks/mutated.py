"""Thousands of damaged files of every kind: does any crash, hang, or say more than one sentence?

`python -m tests.benchmarks.mutated [NUMBER] [SEED] [--pages FOLDER]`; with FOLDER (saved pages, see `pages`) those are
damaged too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.sources.mutations import mutated, originals
from tui.sources.files import read_bytes
from tui.text.errors import IntakeError


def attempt(one: tuple[int, str, bytes]) -> tuple[int, str, str, float]:
    number, name, data = one
    begun = time.perf_counter()
    try:
        document = read_bytes(data, name).document
        whole = "\n".join(document.text[p.start : p.end] for p in document.paragraphs) == document.text
        came = "read" if whole else "paragraphs that do not fit"
    except IntakeError as error:
        came = "refused" if "\n" not in str(error) else "more than a sentence"
    except BaseException as error:
        came = f"{type(error).__name__}: {error}"[:200]
    return number, name, came, time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, nargs="?", default=5000)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--pages", type=Path)
    chosen = parser.parse_args()
    files = originals()
    if chosen.pages:
        files |= {f"{one.parent.name}.html": one.read_bytes() for one in sorted(chosen.pages.glob("*/source.html"))}
    counts: Counter[str] = Counter()
    slowest = (0.0, "")
    with ProcessPoolExecutor(2) as pool:
        work = ((number, *one) for number, one in enumerate(mutated(chosen.number, chosen.seed, files)))
        for number, name, came, seconds in pool.map(attempt, work, chunksize=20):
            counts[came if came in ("read", "refused") else "WRONG"] += 1
            slowest = max(slowest, (seconds, name))
            if came not in ("read", "refused"):
                print(f"{number} {name}: {came}")
    print(f"{chosen.number} files: {dict(counts)}; the slowest took {slowest[0]:.1f} s ({slowest[1]})")
    sys.exit(bool(counts["WRONG"]))


if __name__ == "__main__":
    main()
