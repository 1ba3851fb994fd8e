"""Measure attribution, claims, furniture and sentences on a folder that holds `gum`, `polnear` and `newspairs`.

    python -m tests.benchmarks.attribution FOLDER [-v]

Parts of the folder that are missing are left out. Nothing here fails on a figure.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks.attribution import newspairs
from tests.benchmarks.attribution.corpora import Gold, Range, gum, polnear
from tests.benchmarks.sentences import ends, gold, splitters
from tui.engine.attribution import attributions
from tui.engine.claims import find
from tui.engine.lexicon import lexicon
from tui.engine.prepare import Sentence, prepare
from tui.engine.report import Attribution
from tui.engine.types import Article

ATTITUDES = frozenset(("stance", "want", "accuse", "judge", "responsibility", "cause", "tally"))
"""Classes of cue that bring no clause, which GUM marks otherwise than as attribution."""


def read(article: Article) -> Iterator[tuple[Sentence, Attribution]]:
    words = lexicon("en")
    for sentence in prepare(article, words).sentences:
        for found in attributions(sentence, words):
            yield sentence, found


def line(name: str, hit: int, said: int, true: int) -> str:
    precision, recall = hit / max(1, said), hit / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{name:34} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({hit} of {said} found, {true} gold)"


def of_gum(texts: Iterable[Gold], show: bool) -> tuple[int, int, int]:
    """A cue is right that stands in an attribution unit; a unit counts once."""
    hit = said = true = 0
    for text in texts:
        cues = {s.tokens[a.verb].start for s, a in read(text.article) if a.cls not in ATTITUDES}
        met = [unit for unit in text.units if any(unit.holds(at) for at in cues)]
        inside = sum(any(unit.holds(at) for unit in text.units) for at in cues)
        hit, true = hit + len(met), true + len(text.units)
        said += len(cues) - (inside - len(met))
        for unit in text.units if show else ():
            if unit not in met:
                start, end = unit.pieces[0]
                print(f"    missed: {text.article.text[start : end + 40]!r}")
    return hit, said, true


def of_polnear(texts: Iterable[Gold]) -> tuple[int, int, int]:
    """A source is right whose span is the gold one, marks and white space at its end aside."""
    hit = said = true = 0
    for text in texts:
        whole = text.article.text

        def bare(span: Range, whole: str = whole) -> Range:
            return span[0], span[0] + len(whole[span[0] : span[1]].rstrip(" ,;:"))

        found = {bare((a.source.start, a.source.end)) for _, a in read(text.article)}
        want = {bare(source) for source in text.sources}
        hit, said, true = hit + len(found & want), said + len(found), true + len(want)
    return hit, said, true


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder, show = Path(sys.argv[1]), "-v" in sys.argv
    if (folder / "gum").is_dir():
        for genre in ("news", "speech"):
            print(line(f"GUM {genre}, attribution", *of_gum(gum(folder / "gum", genre), show and genre == "news")))
        paragraphs = [g for g in gold(folder / "gum") if "_news_" in g[0]]
        for name, split in splitters():
            hit = said = true = 0
            began = time.process_time()
            for _, text, want in paragraphs:
                got = ends(text, split(text))
                hit, said, true = hit + len(got & want), said + len(got), true + len(want)
            print(line(f"GUM news, sentences, {name}", hit, said, true), f"{time.process_time() - began:.2f} s")
    if (folder / "polnear").is_dir():
        texts = list(polnear(folder / "polnear"))
        print(line("PolNeAR dev, source exact", *of_polnear(texts)))
        words = lexicon("en")
        began = time.process_time()
        count = 0
        for text in texts:
            prepared = prepare(text.article, words)
            find(prepared, words)
            count += len(prepared.sentences)
        print(f"sentences a second of one core      {count / (time.process_time() - began):,.0f}")
    if (folder / "newspairs" / "dev.json").is_file():
        for name, value in newspairs.score(folder / "newspairs" / "dev.json", show).items():
            print(f"newspairs, {name:23} {value:.3f}")


if __name__ == "__main__":
    main()
