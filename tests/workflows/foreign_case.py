"""Libraries to be sent through a format and back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.workflows.conftest import counting, ticking
from tui.exchange import registry
from tui.library.connection import Library
from tui.text.intake import sha256
from tui.text.words import snap
from tui.workflows import transfer

Json = dict[str, Any]
TIME = "2026-01-01T00:00:00Z"
LINES = st.lists(
    st.lists(
        st.sampled_from(
            ["The council", "said", "🙂", "l'été", "“no”", "日本語", "e\u0301", "👩‍👩‍👧", "not", "42 %", "=SUM(A1)",
             "<b>&amp;", "שלום", "a, b;", "\t", "[[x]]", "*so*"]
        ),
        min_size=2, max_size=7,
    ).map(" ".join),
    min_size=1, max_size=5,
)  # fmt: skip


@st.composite
def exports(draw: st.DrawFn) -> Json:
    """An export with a few articles, annotations of every kind and relations between and inside articles."""
    articles, annotations, relations = [], [], []
    for a in range(draw(st.integers(1, 3))):
        text = "\n".join(f"{a}{n} {line}" for n, line in enumerate(draw(LINES)))
        version = {"id": uuid(1, a), "sha256": sha256(text), "fetched_at": TIME, "text": text}
        articles.append(
            {
                "id": uuid(0, a),
                "title": f"Article {a}",
                "author": draw(st.sampled_from([None, "B. Line", "Ана; Ruiz"])),
                "url": draw(st.sampled_from([None, f"https://example.org/{a}?x=1&y=é"])),
                "added_at": TIME,
                "modified_at": TIME,
                "versions": [version],
            }
        )
        for _ in range(draw(st.integers(0, 4))):
            target = draw(spans(text)) | {"article": uuid(0, a), "version": uuid(1, a)}
            annotations.append(draw(marks(len(annotations))) | {"targets": [target]})
    claims = [one["id"] for one in annotations if one["kind"] == "claim"]
    evidence = [one["id"] for one in annotations if one["kind"] == "evidence"]
    if claims and evidence:
        for r in range(draw(st.integers(0, 3))):
            relations.append(
                {
                    "id": uuid(3, r),
                    "relation": draw(st.sampled_from(["contradicts", "weakens", "qualifies", "supports", "updates"])),
                    "claim": draw(st.sampled_from(claims)),
                    "evidence": draw(st.sampled_from(evidence)),
                    "note": draw(st.sampled_from(["", "because\nso"])),
                    "origin": "reader",
                    "created_at": TIME,
                    "modified_at": TIME,
                }
            )
    head = {"format": "counterpoint", "version": 1}
    return {**head, "articles": articles, "annotations": annotations, "relations": relations}


@st.composite
def spans(draw: st.DrawFn, text: str) -> Json:
    start = draw(st.integers(0, len(text) - 1))
    start, end = snap(text, (start, draw(st.integers(start + 1, min(len(text), start + 40)))))
    if not text[start:end].strip():
        start, end = 0, len(text.split("\n")[0])
    around = {"prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
    return {"start": start, "end": end, "exact": text[start:end], **around}


@st.composite
def marks(draw: st.DrawFn, number: int) -> Json:
    kind = draw(st.sampled_from(["highlight", "note", "claim", "evidence", "bookmark"]))
    claim = None
    if kind == "claim":
        claim = {"kind": draw(st.sampled_from(["pledge", "figure", None])), "claimant": "the council", "speaker": None}
    return {
        "id": uuid(2, number),
        "kind": kind,
        "claim": claim,
        "body": draw(st.sampled_from(["", "Why?", "=1+1", "two\n\nlines “so” 🙂"])) if kind != "note" else "A note.",
        "tags": draw(st.sampled_from([[], ["to check"], ["a", "b/c"]])),
        "colour": draw(st.sampled_from([None, "yellow", "pink"])) if kind == "highlight" else None,
        "origin": "reader",
        "creator": draw(st.sampled_from(["", "Ada"])),
        "created_at": TIME,
        "modified_at": f"2026-01-02T00:00:{number:02d}Z",
    }


def uuid(kind: int, number: int) -> str:
    return f"00000000-000{kind}-7000-8000-{number:012d}"


@contextmanager
def libraries(count: int) -> Iterator[tuple[Path, list[Library]]]:
    """Empty libraries in a folder of their own; no clock of theirs stands still."""
    with tempfile.TemporaryDirectory() as name:
        opened = [Library.open(Path(name) / f"{n}.db", clock=ticking(), new_id=counting(n % 10)) for n in range(count)]
        try:
            yield Path(name), opened
        finally:
            for lib in opened:
                lib.close()


def bring(lib: Library, export: Json) -> transfer.ImportReport:
    return transfer.import_file(lib, json.dumps(export).encode())


def native(lib: Library) -> Json:
    made: Json = json.loads(b"".join(transfer.export(lib)))
    return {name: value for name, value in made.items() if name not in ("exported_at", "generator")}


def send(lib: Library, name: str, folder: Path) -> Path:
    """Export into a new file or folder, always at the same time; what to import."""
    with at_noon(lib):
        return _send(lib, name, folder)


@contextmanager
def at_noon(lib: Library) -> Iterator[None]:
    """The library's clock stands still."""
    clock = lib._clock
    lib._clock = lambda: datetime(2026, 2, 3, 12, tzinfo=UTC)
    try:
        yield
    finally:
        lib._clock = clock


def _send(lib: Library, name: str, folder: Path) -> Path:
    format = registry.get(name)
    if format.several_files:
        target = folder / f"{lib.path.stem}-{name}"
        transfer.export_file(lib, target, format=name)
        return target
    target = folder / f"{lib.path.stem}-{name}{format.suffix}"
    transfer.export_file(lib, target, format=name)
    return target


def contents(path: Path) -> dict[str, bytes]:
    """What was written."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return {file.name if path.is_dir() else "file": file.read_bytes() for file in files}
