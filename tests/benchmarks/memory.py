"""How much memory an export takes: few annotations on one article against many.

    python -m tests.benchmarks.memory [FEW MANY [NAME...]]

Prints one JSON object a format: the most that tracemalloc saw (MB), with few and with many, and what each further
annotation takes (bytes). The text itself, 330 KB, is the same for both. `resident` is by how much the process grew beyond
what it was when the library was open (MB), in a process of its own; the page cache of SQLite is in it, which may take
32 MB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import tracemalloc
from pathlib import Path

from tests.benchmarks import formats
from tui.exchange import registry
from tui.workflows import seeding, transfer


def child(library: str, name: str, traced: str) -> None:
    """Export once; prints the bytes that it took at most."""
    with seeding.open_library(Path(library)) as lib, tempfile.TemporaryDirectory() as folder:
        transfer.export_file(lib, Path(folder) / "before", annotations=[], format="json")
        formats.written(lib, name, Path(folder), annotations=[])  # what is imported is no growth
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if traced == "traced":
            tracemalloc.start()
        formats.written(lib, name, Path(folder))
        if traced == "traced":
            print(tracemalloc.get_traced_memory()[1])
        else:
            print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)


def build(library: str, count: str) -> None:
    """The library with so many annotations."""
    with seeding.open_library(Path(library)) as lib:
        transfer.import_file(lib, formats.source(int(count)))


def run(*arguments: str) -> str:
    """A process of its own; this one stays small, since what a process took at most counts for those that it starts."""
    command = [sys.executable, "-m", "tests.benchmarks.memory", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def taken(library: Path, name: str, how: str) -> int:
    return int(run("--child", str(library), name, how))


def main(few: int = 10_000, many: int = 100_000, *names: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        libraries = []
        for count in (few, many):
            libraries.append(Path(folder) / f"{count}.db")
            run("--build", str(libraries[-1]), str(count))
        for format in registry.FORMATS:
            if not format.writes or (names and format.name not in names):
                continue
            traced = [taken(library, format.name, "traced") for library in libraries]
            resident = [taken(library, format.name, "resident") for library in libraries]
            print(
                json.dumps(
                    {
                        "format": format.name,
                        "traced_mb": [round(size / 1e6, 2) for size in traced],
                        "bytes_each": round((traced[1] - traced[0]) / (many - few)),
                        "resident_mb": [round(size / 1e6, 1) for size in resident],
                    }
                ),
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(*sys.argv[2:5])
    elif sys.argv[1:2] == ["--build"]:
        build(*sys.argv[2:4])
    else:
        main(*(int(argument) for argument in sys.argv[1:3]), *sys.argv[3:])
