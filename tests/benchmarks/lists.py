"""Damaged feeds, lists of feeds and of saved articles, pairs, settings and robots.txt: does one crash or hang what reads it?

    python -m tests.benchmarks.lists [NUMBER [SEED]]

NUMBER in all (20,000), spread over the kinds. Prints one JSON object a kind; exits with 1 when one was worse than a sentence.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from tests.sources.listed import KINDS, read
from tests.workflows.mutations import damaged
from tui.text.errors import CounterpointError


def main(count: int = 20_000, seed: int = 1) -> int:
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, whole in KINDS.items():
            figures: Counter[str] = Counter()
            slowest = 0.0
            chance = Random(f"{seed} {name}")
            for _ in range(count // len(KINDS)):
                data = damaged(chance.choice(whole), chance)
                start = time.process_time()
                try:
                    read(name, data, Path(folder))
                    figures["read"] += 1
                except CounterpointError as error:
                    figures["refused"] += 1
                    figures["bad sentences"] += "\n" in str(error) or not str(error).endswith((".", "?"))
                except Exception:
                    figures["crashed"] += 1
                    print(f"{name}: {data[:2000]!r}\n{traceback.format_exc()}", file=sys.stderr)
                slowest = max(slowest, time.process_time() - start)
            worst += figures["crashed"] + figures["bad sentences"]
            print(json.dumps({"kind": name, **figures, "slowest": round(slowest, 2)}), flush=True)
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
