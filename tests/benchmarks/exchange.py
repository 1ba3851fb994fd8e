"""Export and import of many annotations: how long against `json.dumps` of the same rows, and how much memory.

    python -m tests.benchmarks.exchange [ANNOTATIONS]

Prints one JSON object. Times are seconds of the processor, since machines are noisy; memory is what tracemalloc saw at most, in MB.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from tui.text.document import Document, Paragraph
from tui.text.intake import sha256
from tui.text.spans import Span
from tui.workflows import seeding, transfer
from tui.workflows.annotating import target

SENTENCE = "The council said that the bridge would open in May — “on time and on budget”, as its leader put it. "
PARAGRAPHS = 1000


def document() -> Document:
    lines = [f"{n}. {SENTENCE * 3}".strip() for n in range(1, PARAGRAPHS + 1)]
    paragraphs, start = [], 0
    for n, line in enumerate(lines, 1):
        paragraphs.append(Paragraph(n, "body", start, start + len(line)))
        start += len(line) + 1
    return Document("\n".join(lines), tuple(paragraphs), "A long article")


def source(count: int) -> bytes:
    """An export with one article of 1,000 paragraphs and `count` annotations on it."""
    made = document()
    now = "2026-01-01T00:00:00Z"
    annotations = []
    for number in range(count):
        paragraph = made.paragraphs[number % PARAGRAPHS]
        start = paragraph.start + 4 + number // PARAGRAPHS % 100
        at = target(made.text, "a1", "v1", Span(start, start + 40))
        annotations.append(
            {
                "id": f"00000000-0000-7000-8000-{number:012d}",
                "kind": "note",
                "body": f"Note {number}: see — **there**.",
                "tags": ["checked"],
                "created_at": now,
                "modified_at": now,
                "targets": [
                    {
                        "article": "a1",
                        "version": "v1",
                        "start": at.start,
                        "end": at.end,
                        "exact": at.exact,
                        "prefix": at.prefix,
                        "suffix": at.suffix,
                    }
                ],
            }
        )
    article = {"id": "a1", "title": made.title, "added_at": now, "modified_at": now, "versions": [version(made)]}
    head = {"format": "counterpoint", "version": 1}
    return json.dumps({**head, "articles": [article], "annotations": annotations}).encode()


def version(made: Document) -> dict[str, str]:
    """A version with this text, as an export has it."""
    return {"id": "v1", "sha256": sha256(made.text), "fetched_at": "2026-01-01T00:00:00Z", "text": made.text}


def main(count: int = 100_000) -> None:
    data = source(count)
    with tempfile.TemporaryDirectory() as folder:
        lib = seeding.open_library(Path(folder) / "library.db")
        start = time.process_time()
        report = transfer.import_file(lib, data)
        imported = time.process_time() - start
        assert report.annotations == count, report.message
        start = time.process_time()
        report = transfer.import_file(lib, data)
        again = time.process_time() - start
        assert report.annotations == 0, report.message
        out = Path(folder) / "out.json"
        start = time.process_time()
        transfer.write_atomically(out, transfer.export(lib))
        exported = time.process_time() - start
        rows = json.loads(out.read_bytes())
        start = time.process_time()
        json.dumps(rows)
        dumped = time.process_time() - start
        size = out.stat().st_size
        del rows, data
        tracemalloc.start()
        for _ in transfer.export(lib):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        lib.close()
    result = {
        "annotations": count,
        "megabytes": size / 1e6,
        "import": imported,
        "import_again": again,
        "export": exported,
        "json_dumps": dumped,
        "export_to_dumps": exported / dumped,
        "export_peak_mb": peak / 1e6,
    }
    print(json.dumps({name: round(value, 2) for name, value in result.items()}))


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
