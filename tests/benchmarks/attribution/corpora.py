"""Gold attributions of GUM (CoNLL-U with discourse relations) and of PolNeAR (brat standoff), as spans of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui.engine.types import Article
from tui.text.document import Paragraph

Range = tuple[int, int]


@dataclass
class Unit:
    """A discourse unit that says who says what its neighbour says, in one or more pieces."""

    pieces: list[Range]

    def holds(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.pieces)


@dataclass
class Gold:
    """One text with what its annotators marked; which lists are filled depends on the corpus."""

    name: str
    article: Article
    units: list[Unit]
    sources: set[Range]
    cues: set[Range]


def _article(name: str, paragraphs: list[str]) -> Article:
    at, marks = 0, []
    for n, text in enumerate(paragraphs, 1):
        marks.append(Paragraph(n, "body", at, at + len(text)))
        at += len(text) + 1
    return Article(name, "", "\n".join(paragraphs), tuple(marks), language="en")


def gum(folder: Path, genre: str = "news") -> Iterator[Gold]:
    """The texts of one genre. A unit reaches from its `Discourse` mark to the next one; pieces that are marked
    `same-unit` are one. The credit of a picture ("Image: NAME.") is marked as an attribution too; it is left out."""
    for path in sorted(folder.glob(f"GUM_{genre}_*.conllu")):
        paragraphs: list[str] = []
        marks: list[tuple[int, int, int, str]] = []
        base = at = 0
        sentence = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                paragraphs.append("")
            elif line.startswith("# text = "):
                sentence, at = line.removeprefix("# text = ").strip(), 0
                paragraphs = paragraphs or [""]
                paragraphs[-1] += " " if paragraphs[-1] else ""
                base = sum(len(p) + 1 for p in paragraphs[:-1]) + len(paragraphs[-1])
                paragraphs[-1] += sentence
            elif re.match(r"\d+\t", line):
                fields = line.split("\t")
                found = sentence.find(fields[1], at)
                if found < 0:
                    continue
                mark = re.search(r"(?:^|\|)Discourse=([a-z_-]+):(\d+)->(\d+)", fields[9])
                if mark or "Discourse=ROOT" in fields[9]:
                    number, parent = (int(mark[2]), int(mark[3])) if mark else (len(marks) + 1, 0)
                    marks.append((number, parent, base + found, mark[1] if mark else "ROOT"))
                at = found + len(fields[1])
        article = _article(path.stem, paragraphs)
        yield Gold(path.stem, article, _units(marks, article.text), set(), set())


def _units(marks: list[tuple[int, int, int, str]], text: str) -> list[Unit]:
    ends = [start for _, _, start, _ in marks[1:]] + [len(text)]
    units: dict[int, Unit] = {}
    for (number, parent, start, relation), end in zip(marks, ends, strict=True):
        if relation.startswith("attribution"):
            credit = re.search(r"Image:\s*$|\bImage: [^.]*/ ?$", text[max(0, start - 40) : start])
            if not credit:
                units[number] = Unit([(start, end)])
        elif relation.startswith("same-unit") and parent in units:
            units[parent].pieces.append((start, end))
    return list(units.values())


def polnear(folder: Path, part: str = "dev") -> Iterator[Gold]:
    """The texts of one part; sources and cues as marked, a source in several pieces left out."""
    for path in sorted((folder / part / "attributions").glob("*.ann")):
        text = folder / part / "text" / f"{path.stem}.txt"
        if not text.is_file():
            text = next((folder / part / "text").glob(f"{path.stem.rsplit('_', 1)[0]}*"))
        raw = text.read_text(encoding="utf-8")
        article = _article(path.stem, raw.split("\n"))
        gold = Gold(path.stem, article, [], set(), set())
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.match(r"T\d+\t(Source|Cue) (\d+) (\d+)\t", line)
            if found:
                (gold.sources if found[1] == "Source" else gold.cues).add((int(found[2]), int(found[3])))
        yield gold
