"""The library whose export is kept as `golden.json`: `python -m tests.workflows.golden` writes it anew."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.workflows.conftest import CLOSED, PLEDGE, counting, ticking
from tests.workflows.foreign_case import at_noon
from tui.exchange import registry
from tui.library import suggestions
from tui.library.connection import Library
from tui.library.records import NewClaim, NewEvidence
from tui.text.spans import Span
from tui.workflows import add, annotating, articles, judging, reading, transfer
from tui.workflows.views import ReaderArticle

FILE = Path(__file__).with_name("golden.json")
FORMATS = Path(__file__).with_name("formats")
"""The same library in every other format: a file, or a folder where a format makes several."""


def build(folder: Path) -> Library:
    """Every kind of annotation, a deleted one, an accepted and a rejected pair, two versions, tags, a place."""
    lib = Library.open(folder / "golden.db", creator="Ada", clock=ticking(), new_id=counting())
    pledge, closed = folder / "pledge.md", folder / "closed.md"
    pledge.write_text(PLEDGE, encoding="utf-8")
    closed.write_text(CLOSED, encoding="utf-8")
    first, second = (one.article.id for one in add.add_sources(lib, [str(pledge), str(closed)]).outcomes)
    a, b = reading.open_article(lib, first), reading.open_article(lib, second)
    against, weak = span(b, "the bridge at Lowfield was closed"), span(b, "Lorries now take the long way round")
    reason = {"kind": "contrast-cue", "text": "“Despite” sets this against the promises", "weight": 1.5}
    claim = span(a, "the council would not close the bridge")
    made = NewClaim(
        *claim, claim.of(a.text), Span(0, 97), 1, "pledge", "the council", None, "Ada Quill", None, 0.9, (reason,),
        (
            NewEvidence(b.version_id, *against, against.of(b.text), 1, "contradicts", 0.8125, (reason,)),
            NewEvidence(b.version_id, *weak, weak.of(b.text), 2, "weakens", 0.5),
        ),
    )  # fmt: skip
    suggestions.replace(lib, a.version_id, "golden", [made])
    [shown] = reading.open_article(lib, first).claims
    judging.accept(lib, shown, shown.evidence[0])
    judging.reject(lib, shown, shown.evidence[1])
    annotating.highlight(lib, a, [Span(0, 9), Span(11, 19)], "yellow", tags=["person", "two words"])
    annotating.note(lib, a, [span(a, "🙂")], "# Why\n\n“[/b]” \u202e\x1b[31m 日本")
    annotating.bookmark(lib, a, 2)
    annotating.highlight(lib, b, [span(b, "Friday")], "pink")
    annotating.delete(lib, [reading.open_article(lib, second).marks[-1].annotation_id])
    articles.set_tags(lib, first, ["bridge"])
    articles.edit(lib, second, author="B. Line")
    articles.save_place(lib, b, 2, 7)
    closed.write_text(CLOSED.replace("Lorries", "All lorries"), encoding="utf-8")
    add.add_sources(lib, [str(closed)])
    return lib


def span(article: ReaderArticle, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def files(lib: Library, name: str) -> dict[str, bytes]:
    """What the library is in a format: the contents of each file by its name."""
    format = registry.get(name)
    made = {}
    with at_noon(lib), tempfile.TemporaryDirectory() as folder:
        if not format.several_files:
            made[f"{name}{format.suffix}"] = b"".join(transfer.export(lib, format=name))
        if format.several_files or format.in_a_folder:
            transfer.export_file(lib, Path(folder), format=name)
            made |= {f"{name}/{path.name}": path.read_bytes() for path in sorted(Path(folder).iterdir())}
    # The articles lie in a folder that has another name each time.
    return {
        name: re.sub(rb"/[^\s\"<>,(]*/golden[^\s\"/]*/|/tmp/[^/\s\"]+/", b"/golden/", data)
        for name, data in made.items()
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        library = build(Path(name))
        FILE.write_bytes(b"".join(transfer.export(library)))
        for format in registry.FORMATS:
            if format.writes and format.name != "json":
                for file, data in files(library, format.name).items():
                    (FORMATS / file).parent.mkdir(parents=True, exist_ok=True)
                    (FORMATS / file).write_bytes(data)
        library.close()
