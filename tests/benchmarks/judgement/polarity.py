"""Sentence pairs of public data sets: is a contradiction told from what is none?

    python -m tests.benchmarks.judgement.polarity FOLDER

FOLDER holds the data sets `snli-dev`, `mnli-dev`, `fever-pairs` and `med`, as their authors published them. Measure only:
nothing that ships is trained on them. A pair counts as a contradiction where `contradicts` and `weakens` together are
likelier than every other relation and than none.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tui.engine import judge_pair
from tui.engine.types import COUNTER

Pair = tuple[str, str, str]
"""Claim, evidence, gold label: `contradiction` or another."""


def snli(folder: Path) -> Iterator[Pair]:
    """The development part."""
    lines = [(folder / "snli-dev" / f"{name}.dev").read_text("utf-8").splitlines() for name in ("s2", "s1", "labels")]
    yield from zip(*lines, strict=True)


def mnli(folder: Path) -> Iterator[Pair]:
    """The matched development part."""
    with (folder / "mnli-dev" / "dev_part.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row["hypothesis"], row["premise"], row["label"]


def fever(folder: Path) -> Iterator[Pair]:
    """FEVER-symmetric: each claim with evidence for it and against it."""
    for line in (folder / "fever-pairs" / "fever_symmetric_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["claim"], row["evidence"], "contradiction" if row["gold_label"] == "REFUTES" else "other"


def med(folder: Path) -> Iterator[Pair]:
    """Monotonicity: entailed or neutral, never a contradiction."""
    with (folder / "med" / "MED.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield row["sentence2"], row["sentence1"], row["gold_label"]


SETS: dict[str, Callable[[Path], Iterator[Pair]]] = {"SNLI": snli, "MNLI": mnli, "FEVER-symmetric": fever, "MED": med}


def contradicted(claim: str, evidence: str) -> bool:
    """Is counter-evidence the likeliest?"""
    scores = judge_pair(claim, evidence).scores
    counter = sum(scores[name] for name in COUNTER)
    return all(counter > value for name, value in scores.items() if name not in COUNTER)


def measure(pairs: Iterator[Pair]) -> dict[str, float]:
    """Shares of all pairs, except precision (of those called so) and recall (of the contradictions)."""
    told = [(contradicted(claim, evidence), label == "contradiction") for claim, evidence, label in pairs]
    called, gold = sum(said for said, _ in told), sum(is_so for _, is_so in told)
    right = sum(said and is_so for said, is_so in told)
    return {
        "pairs": len(told),
        "accuracy": sum(said == is_so for said, is_so in told) / len(told),
        "all called none": 1 - gold / len(told),
        "precision": right / called if called else 0.0,
        "recall": right / gold if gold else 0.0,
    }


def main() -> None:
    for name, read in SETS.items():
        found = measure(read(Path(sys.argv[1])))
        print(f"{name}: " + ", ".join(f"{what} {value:.3f}".rstrip("0").rstrip(".") for what, value in found.items()))


if __name__ == "__main__":
    main()
