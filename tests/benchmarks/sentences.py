"""Measure sentence splitters on the written cases and on gold sentences (CoNLL-U files of a folder).

    python -m tests.benchmarks.sentences FOLDER

Packages that are not installed are left out. A boundary is the end of a sentence, white space ignored; the last one of
each text is not counted, since nobody can miss it. Only the splitter in tui.text.sentences ships.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.text.sentence_cases import CASES, spans_of, text_of
from tui.text.sentences import sentences

Splitter = Callable[[str], list[tuple[int, int]]]


def own(text: str) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in sentences(text)]


def splitters() -> Iterable[tuple[str, Splitter]]:
    yield "own rules", own
    for name, make in (
        ("nupunkt", _nupunkt),
        ("pysbd", _pysbd),
        ("syntok", _syntok),
        ("sentencex", _sentencex),
        ("blingfire", _blingfire),
    ):
        try:
            yield name, make(import_module(name))
        except ImportError as error:
            print(f"{name}: left out ({error})")


def _nupunkt(module: Any) -> Splitter:
    return lambda text: [(a, b) for a, b in module.sent_spans(text)]


def _pysbd(module: Any) -> Splitter:
    segmenter = module.Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(s.start, s.end) for s in segmenter.segment(text)]


def _syntok(_: Any) -> Splitter:
    segmenter = import_module("syntok.segmenter")

    def split(text: str) -> list[tuple[int, int]]:
        found = [s for p in segmenter.analyze(text) for s in p]
        return [(s[0].offset, s[-1].offset + len(s[-1].value)) for s in found if s]

    return split


def _sentencex(module: Any) -> Splitter:
    def split(text: str) -> list[tuple[int, int]]:
        found, at = [], 0
        for piece in module.segment("en", text):
            start = text.find(piece, at)
            found.append((start, start + len(piece)))
            at = start + len(piece)
        return found

    return split


def _blingfire(module: Any) -> Splitter:
    return lambda text: [tuple(s) for s in module.text_to_sentences_and_offsets(text)[1]]


def ends(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    """Where sentences end, counted in characters that are no white space, the last left out."""
    seen = [0]
    for character in text:
        seen.append(seen[-1] + (not character.isspace()))
    return {seen[end] for _, end in spans} - {0, seen[-1]}


def gold(folder: Path) -> list[tuple[str, str, set[int]]]:
    """Paragraphs of the CoNLL-U files in `folder`: (file name, text, gold ends)."""
    found: list[tuple[str, str, set[int]]] = []
    for path in sorted(folder.glob("*.conllu")):
        paragraphs: list[list[str]] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                paragraphs.append([])
            elif line.startswith("# text = "):
                (paragraphs or [[]])[-1].append(line.removeprefix("# text = ").strip())
        for lines in paragraphs:
            text = " ".join(lines)
            at, spans = 0, []
            for line in lines:
                spans.append((at, at + len(line)))
                at += len(line) + 1
            if lines:
                found.append((path.name, text, ends(text, spans)))
    return found


def main() -> None:
    texts = gold(Path(sys.argv[1])) if len(sys.argv) > 1 else []
    news = [t for t in texts if re.search(r"_news_", t[0])]
    speech = [t for t in texts if not re.search(r"_news_", t[0])]
    counts = [sum(len(ends) for _, _, ends in group) for group in (news, speech)]
    print(f"{len(CASES)} cases; gold boundaries: news {counts[0]}, other {counts[1]}")
    for name, split in splitters():
        right, wrong = 0, []
        began = time.perf_counter()
        for case in CASES:
            text = text_of(case)
            try:
                fits = ends(text, split(text)) == ends(text, spans_of(case))
            except Exception as error:  # a package may fail on a case; that is a finding
                fits = False
                print(f"  {name}: {type(error).__name__} on {text!r}")
            right += fits
            if not fits:
                wrong.append(text)
        line = f"{name:10} cases {right}/{len(CASES)}"
        for label, group in (("news", news), ("other", speech)):
            hit = said = true = 0
            for _, text, want in group:
                got = ends(text, split(text))
                hit, said, true = hit + len(got & want), said + len(got), true + len(want)
            if true:
                f1 = 2 * hit / (said + true)
                line += f"  {label} P {hit / max(1, said):.3f} R {hit / true:.3f} F1 {f1:.3f}"
        print(f"{line}  {time.perf_counter() - began:.2f} s")
        if "-v" in sys.argv:
            for text in wrong:
                print("   ", [text[a:b] for a, b in split(text)])


if __name__ == "__main__":
    main()
