"""How well and how fast the article is taken out of web pages, against trafilatura and readability-lxml in the same run.

`python -m tests.benchmarks.pages FOLDER [PAGES]`: FOLDER holds one folder a page, with `source.html` and `expected.html`
(the layout of Mozilla's Readability test pages). Token F1 is over lower-case words with repetition, mean of all pages;
furniture recall is the share of the words of a page outside the expected article that are not in the kept text.
readability-lxml is measured where it is installed. Throughput is of PAGES pages (1,000), the folder's again and again.
"""

from __future__ import annotations

import argparse
import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import lxml.html
import trafilatura

from tui.sources.pages.reading import read_page

WORD = re.compile(r"\w+")
Method = Callable[[bytes], str]


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text.lower()))


def text_of(html: str) -> str:
    """All words of a piece of HTML, code left out."""
    if not html.strip():
        return ""
    tree = lxml.html.document_fromstring(html)
    for element in tree.iter("script", "style", "head", "noscript", "template"):
        element.clear(keep_tail=True)
    return " ".join(tree.itertext())


def own(data: bytes) -> str:
    document = read_page(data)
    return "\n".join(document.text[p.start : p.end] for p in document.paragraphs if p.kind != "furniture")


def trafilatura_alone(data: bytes) -> str:
    return trafilatura.extract(data, include_comments=False) or ""


def trafilatura_with_facts(data: bytes) -> str:
    found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    return found.text or "" if found is not None else ""


def readability(data: bytes) -> str:
    from readability import Document

    return text_of(Document(data.decode("utf-8", "replace")).summary())


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    if not found and not wanted:
        return 1.0
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values()))


def left_out(found: Counter[str], wanted: Counter[str], page: Counter[str]) -> tuple[int, int]:
    """Words of the page that are not of the article, and how many of them are not kept."""
    around = page - wanted
    kept = (found - wanted) & around
    return sum(around.values()) - sum(kept.values()), sum(around.values())


def measure(name: str, method: Method, pages: list[tuple[str, bytes, Counter[str], Counter[str]]]) -> list[float]:
    scores: list[float] = []
    dropped = around = 0
    for folder, data, wanted, page in pages:
        try:
            found = words(method(data))
        except Exception as error:
            print(f"  {name} fails on {folder}: {error}")
            found = Counter()
        scores.append(f1(found, wanted))
        one, of = left_out(found, wanted, page)
        dropped, around = dropped + one, around + of
    print(f"{name:28} token F1 {sum(scores) / len(scores):.3f}   furniture recall {dropped / max(1, around):.3f}")
    return scores


def pace(method: Method, pages: list[bytes], number: int) -> float:
    """Pages a second, in one process."""
    begun = time.perf_counter()
    for index in range(number):
        method(pages[index % len(pages)])
    return number / (time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int, nargs="?", default=1000)
    parser.add_argument("--each", action="store_true", help="the score of each page too")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    pages = []
    for folder in sorted(one for one in chosen.folder.iterdir() if (one / "source.html").is_file()):
        data = (folder / "source.html").read_bytes()
        wanted = words(text_of((folder / "expected.html").read_text(encoding="utf-8")))
        pages.append((folder.name, data, wanted, words(text_of(data.decode("utf-8", "replace")))))
    print(f"{len(pages)} pages")
    scores = measure("counterpoint", own, pages)
    measure("trafilatura alone", trafilatura_alone, pages)
    try:
        import readability as _
    except ImportError:
        print("readability-lxml is not installed: not measured")
    else:
        measure("readability-lxml", readability, pages)
    if chosen.each:
        for score, (name, *_) in sorted(zip(scores, pages, strict=True), key=lambda one: one[0]):
            print(f"  {score:.3f} {name}")
    sources = [data for _, data, *_ in pages]
    part = max(len(sources), chosen.pages // 4)
    rounds = [(pace(own, sources, part), pace(trafilatura_alone, sources, part)) for _ in range(2)]
    mine, theirs = (max(one) for one in zip(*rounds, strict=True))
    facts = pace(trafilatura_with_facts, sources, part)
    print(f"one core: {mine:.0f} pages/s; {mine / theirs:.2f} times trafilatura alone without metadata", end="")
    print(f", {mine / facts:.2f} times with it")
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(own, (sources[index % len(sources)] for index in range(chosen.pages)), chunksize=16))
    both = chosen.pages / (time.perf_counter() - begun)
    print(f"{chosen.pages} pages on two cores: {both:.0f} pages/s, {both / mine:.2f} times one")


if __name__ == "__main__":
    main()
