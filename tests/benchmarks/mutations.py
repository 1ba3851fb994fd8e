"""Damaged files of every format that is read: does one crash the import, or leave a library half-written?

    python -m tests.benchmarks.mutations [FILES [SEED]]

FILES in all (10,000), spread over the formats. Each is imported into an empty library by its name and by its content; what came
in is taken back by undo. Prints one JSON object a format; exits with 1 when one was worse than a sentence.
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

from tests.workflows import golden
from tests.workflows.foreign_case import libraries, native, send
from tests.workflows.mutations import mutated
from tests.workflows.test_formats_in import sample
from tui.exchange import registry
from tui.library.check import check
from tui.text.errors import CounterpointError
from tui.workflows import transfer, undoing


def main(count: int = 10_000, seed: int = 1) -> int:
    formats = [format for format in registry.FORMATS if format.reads]
    worst = 0
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "golden").mkdir()
        full = golden.build(Path(name) / "golden")
        for format in formats:
            sent = send(full, format.name, Path(name)) if format.writes else sample(format.name)
            figures: Counter[str] = Counter()
            slowest = 0.0
            with libraries(1) as (folder, [lib]):
                before = native(lib)
                for place in mutated(sent, folder, Random(f"{seed} {format.name}"), count // len(formats)):
                    for named in (format.name, None):
                        start = time.perf_counter()
                        try:
                            report = transfer.import_file(lib, place, format=named)
                            figures["partial" if report.problems else "whole"] += 1
                        except CounterpointError as error:
                            figures["refused"] += 1
                            figures["bad sentences"] += "\n" in str(error) or not str(error).endswith((".", "?"))
                        except Exception:
                            figures["crashed"] += 1
                            print(f"{format.name}: {traceback.format_exc()}", file=sys.stderr)
                        slowest = max(slowest, time.perf_counter() - start)
                        if native(lib) != before:
                            undoing.undo(lib)
                            figures["half-written"] += native(lib) != before
                figures["unsound"] += len(check(lib))
            worst += figures["crashed"] + figures["half-written"] + figures["unsound"] + figures["bad sentences"]
            print(json.dumps({"format": format.name, **figures, "slowest": round(slowest, 2)}), flush=True)
        full.close()
    return int(worst > 0)


if __name__ == "__main__":
    raise SystemExit(main(*(int(argument) for argument in sys.argv[1:3])))
