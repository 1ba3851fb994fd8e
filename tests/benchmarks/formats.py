"""Every format on many annotations: how long an export takes against `json.dumps` of the same rows.

    python -m tests.benchmarks.formats [ANNOTATIONS [NAME...]]

A tenth of the annotations are claims, a tenth evidence, joined by relations. Prints one JSON object a format. The rows are
those of the library: what the lossless export has of articles, annotations and relations; `json.dumps` on them is timed
beside each format (`export_to_dumps`), and `json.dumps` on the rows that the format itself writes (`export_to_own`; of a
text its lines). Each is the least of three, and of the processor, since machines are noisy. Memory is measured by `memory`,
imports by `imports`.
"""

from __future__ import annotations

import csv
import gc
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import exchange
from tui.exchange import registry
from tui.library.connection import Library
from tui.workflows import seeding, transfer


def source(count: int) -> bytes:
    """The library of `exchange`, with claims and evidence among the annotations."""
    export = json.loads(exchange.source(count))
    annotations, relations = export["annotations"], []
    for number, one in enumerate(annotations):
        if number % 10 == 0:
            one |= {"kind": "claim", "claim": {"kind": "pledge", "claimant": "the council", "speaker": None}}
        elif number % 10 == 1:
            one["kind"] = "evidence"
            now = one["created_at"]
            ends = {"claim": annotations[number - 1]["id"], "evidence": one["id"]}
            relations.append(
                {"id": one["id"].replace("0000000", "1000000", 1), "relation": "contradicts", **ends, "created_at": now,
                 "modified_at": now}
            )  # fmt: skip
    return json.dumps({**export, "relations": relations}).encode()


def dumping(rows: Any) -> float:
    start = time.process_time()
    json.dumps(rows)
    return time.process_time() - start


def written(
    lib: Library, name: str, folder: Path, annotations: Sequence[str] | None = None
) -> tuple[float, list[Path]]:
    format = registry.get(name)
    place = folder / (name if format.several_files else f"{name}{format.suffix}")
    start = time.process_time()
    transfer.export_file(lib, place, format=name, annotations=annotations, force=True)
    return time.process_time() - start, sorted(place.iterdir()) if place.is_dir() else [place]


def own_rows(file: Path) -> Any:
    """What a file holds, as values of JSON: rows of a table, lines of a text."""
    if file.suffix in (".json", ".jsonld"):
        return json.loads(file.read_bytes())
    with file.open(encoding="utf-8", newline="") as stream:
        if file.suffix == ".csv":
            return list(csv.reader(stream))
        return [json.loads(line) if file.suffix == ".jsonl" else line for line in stream]


def main(count: int = 100_000, *names: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lib = seeding.open_library(Path(folder) / "library.db")
        transfer.import_file(lib, source(count))
        rows = json.loads(b"".join(transfer.export(lib)))
        gc.collect()
        gc.freeze()  # what is held here for the comparison is no work for an export
        for format in registry.FORMATS:
            if not format.writes or (names and format.name not in names):
                continue
            turns = [(written(lib, format.name, Path(folder)), dumping(rows)) for _ in range(3)]
            files = turns[0][0][1]
            taken, dumped = min(turn[0][0] for turn in turns), min(turn[1] for turn in turns)
            size = sum(path.stat().st_size for path in files)
            own = [own_rows(path) for path in files]
            result: dict[str, Any] = {
                "format": format.name,
                "megabytes": size / 1e6,
                "export": taken,
                "export_to_dumps": taken / dumped,
                "export_to_own": taken / min(dumping(own) for _ in range(3)),
            }
            del own
            print(json.dumps({k: round(v, 2) if isinstance(v, float) else v for k, v in result.items()}), flush=True)
        lib.close()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]), *sys.argv[2:])
