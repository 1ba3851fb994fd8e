"""How quick the library is: `python tests/benchmarks/library.py [articles] [--keep FILE]`.

Builds a library of so many articles (100,000 unless told), then measures the listing, the filter, full text (beside the
bare SQLite query), a reader's single changes, an import of as many annotations, and undo and redo of that import.
Prints one line a measurement; nothing here fails.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tui.library import annotations, articles, journal, listing, search, suggestions
from tui.library.connection import Library
from tui.library.listing import ArticleQuery
from tui.library.matching import match_expression
from tui.library.merge import merging
from tui.library.records import Annotation, NewClaim, Target
from tui.text.document import Document, Paragraph
from tui.text.spans import Span

WORDS = [
    f"{a}{b}" for a in ("ka", "lo", "mi", "ter", "sun", "bra", "ven") for b in ("dor", "lin", "ga", "met", "sha", "pol")
]
RARE = [f"{a}{b}{c}" for a in WORDS[:25] for b in ("ix", "or", "um", "et") for c in WORDS[:25]]


def document(rng: random.Random, number: int, paragraphs: int = 6) -> Document:
    """A made-up article of some 250 words."""
    blocks, found, at = [], [], 0
    for n in range(1, paragraphs + 1):
        block = " ".join(rng.choices(WORDS, k=38) + rng.choices(RARE, k=4)) + "."
        found.append(Paragraph(n, "furniture" if n == paragraphs else "body", at, at + len(block)))
        blocks.append(block)
        at += len(block) + 1
    day = f"20{number % 25:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    return Document(
        "\n".join(blocks), tuple(found), f"{rng.choice(RARE)} {number}", f"Paper {number % 50}", published=day
    )


def timed(name: str, work: Callable[[], Any], repeat: int = 1) -> Any:
    """Runs `work` so many times; prints the median in milliseconds."""
    times, result = [], None
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    median = statistics.median(times)
    print(f"{name:58} {median:9.3f} s" if median > 1 else f"{name:58} {median * 1000:9.2f} ms")
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="keep the library in this file, and use it when it is there")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(arguments.keep or Path(folder) / "library.db", arguments.articles)


def run(path: Path, number: int) -> None:
    rng = random.Random(7)
    lib = Library.open(path)
    if lib.created:

        def fill() -> None:
            with journal.step(lib, f"Imported {number} articles"):
                for i in range(number):
                    articles.add(lib, document(rng, i), location=f"/articles/{i}.txt")

        timed(f"add {number:,} articles in one step", fill)
        print(f"{'file':58} {path.stat().st_size / 1e6:9.0f} MB")
    measure_listing(lib)
    measure_search(lib)
    measure_changes(lib)
    measure_import(lib, number)
    timed("open the library again", lambda: Library.open(path).close(), 5)
    lib.close()


def measure_listing(lib: Library) -> None:
    total = timed("listing: count", lambda: listing.count(lib), 9)
    for order in ("added", "title", "published", "claims"):
        query = ArticleQuery(order=order, descending=True)  # type: ignore[arg-type]
        timed(f"listing: first 50 by {order}", lambda q=query: listing.rows(lib, q, 50), 9)
    last = max(0, total - 50)
    timed("listing: last 50 by title", lambda: listing.rows(lib, ArticleQuery(order="title"), 50, last), 5)
    timed("listing: contested view", lambda: listing.rows(lib, ArticleQuery(view="contested"), 50), 5)
    for text in ("k", "kador", "kadorixkador", "kador lolin ven"):
        query = ArticleQuery(text=text)
        timed(
            f"listing: filter “{text}”, count and 50 rows",
            lambda q=query: (listing.count(lib, q), listing.rows(lib, q, 50)),
        )
        timed("listing: the same again, the next page", lambda q=query: listing.rows(lib, q, 50, 50), 5)


def measure_search(lib: Library) -> None:
    sql = "SELECT rowid, rank FROM passage_fts WHERE passage_fts MATCH ? ORDER BY rank LIMIT 50"
    for text in (RARE[17], f"{RARE[3]} kador", '"kador lolin"', "kador"):
        expression = match_expression(text)
        timed(f"search “{text}”: bare query", lambda e=expression: lib.db.conn.execute(sql, [e]).fetchall(), 5)
        timed(f"search “{text}”: search()", lambda t=text: search.search(lib, t), 5)
    terms = (*RARE[:6], "kador")
    timed("passages for the engine, seven terms", lambda: search.passages(lib, terms, 50), 5)


def measure_changes(lib: Library) -> None:
    article = articles.get(lib, 1)
    text = articles.version(lib, article.newest_version).text
    target = Target(article.id, article.newest_version, 0, 5, text[:5], "", text[5:37])
    timed("add a highlight", lambda: annotations.add(lib, kind="highlight", targets=[target], colour="yellow"), 20)
    timed("undo it", lambda: journal.undo(lib), 20)
    timed("save the place", lambda: articles.save_place(lib, article.id, 2, 3, 0.5), 20)
    claims = [
        NewClaim(
            i * 10,
            i * 10 + 9,
            text[i * 10 : i * 10 + 9],
            Span(i * 10, i * 10 + 9),
            1,
            "pledge",
            None,
            None,
            None,
            None,
            0.5,
        )
        for i in range(20)
    ]
    timed("replace 20 suggestions", lambda: suggestions.replace(lib, article.newest_version, "1", claims), 5)
    timed("remove an article", lambda: articles.remove(lib, [article.id]))
    timed("undo it", lambda: journal.undo(lib))


def measure_import(lib: Library, number: int) -> None:
    homes = [
        lib.db.conn.execute(
            "SELECT a.id, v.id, v.text FROM article a JOIN version v ON v.k = a.newest WHERE a.n = ?", [n]
        ).fetchone()
        for n in range(1, min(number, 1000) + 1)
    ]
    made = []
    for i in range(number):
        article, version, text = homes[i % len(homes)]
        start = (i * 7) % (len(text) - 40)
        target = Target(article, version, start, start + 30, text[start : start + 30], "", "")
        time_ = "2026-01-01T00:00:00Z"
        made.append(
            Annotation(
                lib.new_id(),
                "highlight",
                None,
                None,
                None,
                f"note {i}",
                "yellow",
                ("a",),
                "import",
                "",
                time_,
                time_,
                None,
                (target,),
            )
        )

    def bring() -> None:
        with merging(lib, f"Imported {number} annotations") as merge:
            for annotation in made:
                merge.annotation(annotation)

    timed(f"import {number:,} annotations", bring)
    timed("import the same again", bring)
    timed("annotations: first 50", lambda: annotations.rows(lib, limit=50), 5)
    timed("annotations: count", lambda: annotations.count(lib), 5)
    timed("undo the import", lambda: journal.undo(lib))
    timed("redo the import", lambda: journal.redo(lib))


if __name__ == "__main__":
    main()
