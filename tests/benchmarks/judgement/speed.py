"""How long the engine takes, on one core.

    python -m tests.benchmarks.judgement.speed [ARTICLES] [--texts FOLDER] [--keep FILE]

Articles are made from sentences of the sample articles, with other names in them; with FOLDER, also from those of the data
sets `gum`, `newspairs` and `fnc-1` in it. A library of ARTICLES of them (1,000 unless told) is made in a temporary folder,
or in FILE, which is used as it is when it is there. Prints seconds of CPU and rates; fails on none.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tui import resources
from tui.engine import analyze, judge_pair
from tui.engine.lexicon import lexicon
from tui.engine.prepare import prepare
from tui.engine.types import Article
from tui.text.document import Paragraph
from tui.text.markdown import read_markdown
from tui.text.sentences import sentences as split

BATCH = 60
"""Articles of the library that are analysed by one process and by several."""
QUESTIONS = (
    "No patient has waited four hours at the hospital.",
    "The government said on Monday that it will not pay a ransom to the group.",
    "The Taliban promised that terrorism will not take root in Afghanistan again.",
)


def sentences() -> list[str]:
    found = []
    for path in resources.sample_files():
        document = read_markdown(path.read_text("utf-8"))
        for p in document.paragraphs:
            found += [part.strip() + "." for part in document.text[p.start : p.end].split(". ") if len(part) > 40]
    return found


def texts_of(folder: Path) -> Iterator[str]:
    """The texts of public data sets, a paragraph a line."""
    for path in sorted((folder / "gum").glob("*.conllu")):
        yield "\n".join(re.findall(r"^# text = (.*)$", path.read_text("utf-8"), re.M))
    for item in json.loads((folder / "newspairs" / "dev.json").read_text("utf-8")):
        for one in item["articles"]:
            yield one["text"]
    with (folder / "fnc-1" / "train_bodies.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row["articleBody"]


def made(draw: random.Random, pool: list[str], names: list[str], length: int) -> str:
    """A text of so many sentences, with other names in it."""
    lines = []
    for _ in range(length):
        line = draw.choice(pool).rstrip(".") + "."
        words = line.split(" ")
        words = [
            draw.choice(names) if w[:1].isupper() and i and draw.random() < 0.6 else w for i, w in enumerate(words)
        ]
        lines.append(" ".join(words))
    return "\n".join(" ".join(lines[i : i + 3]) for i in range(0, length, 3))


def article(key: str, text: str, published: str) -> Article:
    paragraphs, at = [], 0
    for n, line in enumerate(text.split("\n"), 1):
        paragraphs.append(Paragraph(n, "body", at, at + len(line)))
        at += len(line) + 1
    return Article(key, "", text, tuple(paragraphs), published=published, language="en")


def timed(name: str, work: object, count: int = 0) -> None:
    start = time.process_time()
    result = work()  # type: ignore[operator]
    took = time.process_time() - start
    rate = f", {count / took:,.0f} a second" if count else ""
    print(f"{name}: {took * 1000:,.0f} ms{rate}{f' ({result})' if isinstance(result, str) else ''}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=1000)
    parser.add_argument("--texts", type=Path, metavar="FOLDER")
    parser.add_argument("--keep", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "from tui.engine.analysis import analyze"], check=True)
    loaded = time.perf_counter() - start
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    print(f"import of the engine: {(loaded - (time.perf_counter() - start)) * 1000:.0f} ms")
    draw, pool = random.Random(7), sentences()
    names = [
        "".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(3)).capitalize() for _ in range(3000)
    ]
    home = next(p for p in resources.sample_files() if p.stem.startswith("03")).read_text("utf-8")
    document = read_markdown(home)
    alone = Article("home", document.title, document.text, document.paragraphs, None, document.published, "en")
    timed("the first analysis, with reading the lexicons", lambda: analyze([alone]))
    claims = analyze([alone])[0]
    timed(f"an article of {len(claims)} claims alone", lambda: analyze([alone]))
    batch = [article(str(n), made(draw, pool, names, 30), "2023-01-01") for n in range(40)]
    timed("40 articles of 30 sentences, one by one", lambda: [analyze([one]) for one in batch] and "", 1200)
    if arguments.texts:
        real(arguments.texts)
        for text in texts_of(arguments.texts):
            pool += [found for line in text.split("\n") for span in split(line) if len(found := span.of(line)) > 40]
    # Each text once: what came before is kept, and would flatter the figure.
    texts = list(dict.fromkeys(made(draw, pool, names, 1) for _ in range(20_000)))[:6000]
    pairs = list(zip(texts[::2], texts[1::2], strict=True))
    timed(f"{len(pairs):,} pairs alone", lambda: [judge_pair(*one) for one in pairs] and "", len(pairs))
    with tempfile.TemporaryDirectory() as folder:
        file = arguments.keep or Path(folder) / "library.db"
        library(file, arguments.articles, draw, pool, names, home)


def real(folder: Path) -> None:
    """The texts as they are, one by one, and the pairs of SNLI's development part through the whole of `judge`."""
    from tui.workflows.asking import judge_lines

    batch = [article(str(n), text, "2023-01-01") for n, text in enumerate(islice(texts_of(folder), 70))]
    count = sum(len(prepare(one, lexicon("en")).sentences) for one in batch)
    for again in ("", ", again"):
        timed(
            f"{len(batch)} articles of the data sets, one by one{again}",
            lambda: str(len([analyze([one]) for one in batch])),
            count,
        )
    sides = [(folder / "snli-dev" / f"{name}.dev").read_text("utf-8").splitlines() for name in ("s2", "s1")]
    lines = [json.dumps({"claim": c, "evidence": e}).encode() for c, e in zip(*sides, strict=True)]
    for again in ("", ", again"):
        timed(f"SNLI, line by line{again}", lambda: str(len(list(judge_lines(lines, lambda n, m: None)))), len(lines))


def library(file: Path, count: int, draw: random.Random, pool: list[str], names: list[str], home: str) -> None:
    from tui.library import articles, journal
    from tui.workflows import add, analysis, asking
    from tui.workflows.seeding import open_library

    lib = open_library(file, creator="")
    try:
        if lib.created:
            with journal.step(lib, f"Made {count} articles"):
                for n in range(count):
                    text = f"# Text {n}\n\n" + made(draw, pool, names, 18).replace("\n", "\n\n")
                    articles.add(lib, read_markdown(text), location=f"/texts/{n}.md")
        first = add.add_bytes(lib, home.encode(), "home.md", new=True)
        what = f"against a library of {count:,} articles"
        for again in ("", ", again"):
            timed(
                f"one article {what}{again}", lambda: str(analysis.analyse_article(lib, first.article.id, force=True))
            )
        for question in QUESTIONS:
            timed(f"“{question}” {what}", lambda q=question: f"{len(asking.against(lib, q))} found")
        ids = [row[0] for row in lib.conn.execute("SELECT id FROM article ORDER BY n LIMIT ?", [BATCH])]
        spent: list[float] = []
        for work in (
            lambda: [analysis.analyse_article(lib, one) for one in ids],
            lambda: analysis.analyse_articles(lib, ids),
        ):
            with lib.write() as conn:
                conn.execute("DELETE FROM analysis")
            start = time.perf_counter()
            work()
            spent.append(time.perf_counter() - start)
        print(
            f"{len(ids)} articles {what}: {spent[0]:.1f} s by one process, {spent[1]:.1f} s by several (by the clock)"
        )
    finally:
        lib.close()


if __name__ == "__main__":
    main()
