"""Every format that is read, with many annotations: how long its import takes.

    python -m tests.benchmarks.imports [ANNOTATIONS [NAME...]]

All stand on one article of 1,000 paragraphs, which the library holds. Formats that we write are read as we write them
(`ours`). Of all that carry quotations, two more files are read, without any offset or id of ours: one in which each
quotation stands in the article once (`once`), and one in which it stands there 3,000 times (`often`), so that nothing is
certain; and of those that carry what stands around them a third (`same`), in which that is the same everywhere, too. Prints
one JSON object a file: seconds of the processor to read it and to find its passages (`reading`), to bring
it in (`bringing`), and how many annotations came.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks import exchange, formats
from tui.exchange import registry
from tui.text.document import Document
from tui.workflows import seeding, transfer

URL = "https://example.org/long"
WHEN = "2026-01-01T00:00:00Z"
Quotes = list[tuple[int, int]]


def document() -> Document:
    """As `exchange` has it, but each paragraph begins as no other."""
    made = exchange.document()
    lines = [f"{n:04d}. {line.split('. ', 1)[1]}" for n, line in enumerate(made.text.split("\n"), 1)]
    return Document("\n".join(lines), made.paragraphs, made.title)


def spans(made: Document, count: int, *, once: bool, into: int = 8) -> Quotes:
    """Where quotations begin and end: at the start of a paragraph, or inside the sentence that all of them repeat, so many
    code points `into` the paragraph."""
    found: Quotes = []
    start = 0
    starts = []
    for line in made.text.split("\n"):
        starts.append(start)
        start += len(line) + 1
    for number in range(count):
        at, more = starts[number % len(starts)], number // len(starts) % 60
        found.append((at, at + 20 + more) if once else (at + into + more, at + into + 40 + more))
    return found


def native(made: Document) -> bytes:
    """The article alone, as an export of ours."""
    export = json.loads(exchange.source(0))
    article = export["articles"][0]
    version = exchange.version(made)
    return json.dumps({**export, "articles": [{**article, "url": URL, "versions": [version]}]}).encode()


def _w3c(made: Document, quotes: Quotes) -> Any:
    for number, (start, end) in enumerate(quotes):
        yield {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": f"https://example.org/annotations/{number}",
            "type": "Annotation",
            "body": {"type": "TextualBody", "value": f"Note {number}"},
            "target": {"source": URL, "selector": _quote(made, start, end)},
        }


def _quote(made: Document, start: int, end: int) -> Any:
    text = made.text
    around = {"prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
    return {"type": "TextQuoteSelector", "exact": text[start:end], **around}


def _hypothesis(made: Document, quotes: Quotes) -> Any:
    for number, (start, end) in enumerate(quotes):
        target = {"source": URL, "selector": [_quote(made, start, end)]}
        said = {"id": f"{number:022d}", "created": WHEN, "updated": WHEN, "uri": URL, "user": "acct:a@example.org"}
        yield {**said, "text": f"Note {number}", "tags": ["checked"], "target": [target]}


def _table(names: list[str], rows: Iterator[list[str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(names)
    writer.writerows(rows)
    return stream.getvalue().encode()


def _readwise(made: Document, quotes: Quotes) -> bytes:
    rows = ([made.text[a:b], made.title, "", URL, f"Note {n}", "", WHEN] for n, (a, b) in enumerate(quotes))
    return _table(["Highlight", "Book Title", "Book Author", "URL", "Note", "Location", "Highlighted at"], rows)


def _instapaper(made: Document, quotes: Quotes) -> bytes:
    rows = ([URL, made.title, made.text[a:b], "Unread", str(1_700_000_000 + n)] for n, (a, b) in enumerate(quotes))
    return _table(["URL", "Title", "Selection", "Folder", "Timestamp"], rows)


def _kindle(made: Document, quotes: Quotes) -> bytes:
    parts = []
    for n, (a, b) in enumerate(quotes):
        when = f"Added on Sunday, October 10, 2021 10:{n // 60 % 60:02d}:{n % 60:02d} PM"
        kind = "Note" if n % 2 else "Highlight"
        place = n - n % 2
        words = f"Note {n}" if n % 2 else made.text[a:b]
        parts.append(
            f"{made.title}\n- Your {kind} on page 5 | Location {place}-{place + 1} | {when}\n\n{words}\n==========\n"
        )
    return "".join(parts).encode()


def _koreader(made: Document, quotes: Quotes) -> Any:
    entries = [
        {"sort": "highlight", "page": n, "time": 1_633_904_430 + n, "text": made.text[a:b], "note": f"Note {n}"}
        for n, (a, b) in enumerate(quotes)
    ]
    return {"documents": [{"title": made.title, "author": None, "entries": entries}]}


def _wallabag(made: Document, quotes: Quotes) -> Any:
    found = [
        {"id": n, "text": f"Note {n}", "quote": made.text[a:b], "created_at": WHEN} for n, (a, b) in enumerate(quotes)
    ]
    return [{"id": 1, "is_archived": 0, "title": made.title, "url": URL, "content": "", "annotations": found}]


def _omnivore(made: Document, quotes: Quotes) -> Any:
    found = [{"id": f"h{n}", "quote": made.text[a:b], "annotation": f"Note {n}"} for n, (a, b) in enumerate(quotes)]
    return [{"slug": "a", "title": made.title, "url": URL, "savedAt": WHEN, "highlights": found}]


def _zotero(made: Document, quotes: Quotes) -> Any:
    head = {"key": "P1", "data": {"key": "P1", "itemType": "webpage", "title": made.title, "url": URL}}
    file = {"key": "F1", "data": {"key": "F1", "itemType": "attachment", "title": "a", "parentItem": "P1"}}
    found = [
        {
            "key": f"A{n}",
            "data": {
                "key": f"A{n}",
                "itemType": "annotation",
                "parentItem": "F1",
                "annotationType": "highlight",
                "annotationText": made.text[a:b],
                "annotationComment": f"Note {n}",
                "dateAdded": WHEN,
                "dateModified": WHEN,
            },
        }
        for n, (a, b) in enumerate(quotes)
    ]
    return [head, file, *found]


QUOTING: dict[str, Callable[[Document, Quotes], Any]] = {
    "w3c": lambda made, quotes: list(_w3c(made, quotes)),
    "hypothesis": lambda made, quotes: {"export_date": WHEN, "annotations": list(_hypothesis(made, quotes))},
    "readwise": _readwise,
    "instapaper": _instapaper,
    "kindle": _kindle,
    "koreader": _koreader,
    "wallabag": _wallabag,
    "omnivore": _omnivore,
    "zotero": _zotero,
}


AROUND = ("w3c", "hypothesis")
"""Those that say what stands around a quotation."""


def measured(source: bytes | Path, name: str, article: bytes | None) -> dict[str, Any]:
    """The import of a file into a library that holds the article (or nothing)."""
    with tempfile.TemporaryDirectory() as folder, seeding.open_library(Path(folder) / "library.db") as lib:
        if article is not None:
            transfer.import_file(lib, article)
        start = time.process_time()
        plan = transfer.read_import(lib, source, format=name)
        read = time.process_time()
        report = transfer.carry_out(lib, plan)
        done = time.process_time()
    return {"reading": read - start, "bringing": done - read, "all": done - start, "annotations": report.annotations}


def files(count: int, name: str) -> Iterator[tuple[str, bytes | Path, bytes | None]]:
    """The files of a format: which case, the file, and the article that the library holds before."""
    format = registry.get(name)
    if format.writes:
        with tempfile.TemporaryDirectory() as folder, seeding.open_library(Path(folder) / "library.db") as lib:
            transfer.import_file(lib, formats.source(count))
            found = formats.written(lib, name, Path(folder))[1]
            yield (
                "ours",
                found[0].parent if format.several_files else found[0],
                exchange.source(0) if name != "json" else None,
            )
    if name in QUOTING:
        made = document()
        for case in ("once", "often", "same") if name in AROUND else ("once", "often"):
            into = 8 + len(exchange.SENTENCE) if case == "same" else 8
            value = QUOTING[name](made, spans(made, count, once=case == "once", into=into))
            yield case, value if isinstance(value, bytes) else json.dumps(value).encode(), native(made)


def main(count: int = 100_000, *names: str) -> None:
    for format in registry.FORMATS:
        if format.reads and (not names or format.name in names) and (format.writes or format.name in QUOTING):
            for case, source, article in files(count, format.name):
                result = measured(source, format.name, article)
                shown = {key: round(value, 2) if isinstance(value, float) else value for key, value in result.items()}
                print(json.dumps({"format": format.name, "case": case, **shown}), flush=True)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]), *sys.argv[2:])
