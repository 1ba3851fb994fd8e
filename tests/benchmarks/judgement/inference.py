"""What a model of natural language inference adds to the judgement of the news pairs, and what weights would suit it.

    python -m tests.benchmarks.judgement.inference FOLDER_WITH_DEV_JSON MODEL_FOLDER

The model is one as the extra `nli` reads it. It is asked about the passages of each claim that come first without it, as in
the app; its two probabilities are two more signs, and all weights are fitted again, cross-validated by story. Needs numpy
and the extra `nli`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.judgement.newspairs import Item, figures
from tests.benchmarks.judgement.train import (
    PRIORS,
    STORIES,
    WITHIN,
    Floats,
    Row,
    fit,
    held_out,
    matrix,
    read,
    rows,
    show,
    wanted,
)
from tui.engine.inference import MOST_OF_CLAIM, of_inference
from tui.rerank.nli import Nli

THRESHOLD = 0.2


def ask(found: Sequence[Row], items: Sequence[Item], scores: Floats, model: Nli) -> int:
    """Add the model's signs to the pairs that come first; how many those are."""
    of_claim: dict[object, list[int]] = defaultdict(list)
    for i, row in enumerate(found):
        if row.number >= 0:
            of_claim[(row.item, row.key)].append(i)
    stories = {item.id: item for item in items}
    asked = [i for those in of_claim.values() for i in sorted(those, key=lambda i: -scores[i])[:MOST_OF_CLAIM]]
    pairs = []
    for i in asked:
        home, number = found[i].key
        pairs.append((found[i].text, stories[found[i].item].claims[home][number].text))
    for i, (against, following) in zip(asked, model(pairs), strict=True):
        found[i].features |= {f.name: f.value for f in of_inference(against, following)}
    return len(asked)


def told(title: str, items: list[Item], found: Sequence[Row], scores: Floats) -> None:
    ids = {item.id for item in items}
    here = [i for i, row in enumerate(found) if row.item in ids]
    those, values = [found[i] for i in here], scores[here]
    every = figures(items, show(those, values, 0.0, 6))
    one = figures(items, show(those, values, THRESHOLD, within=WITHIN))
    right = [wanted(those[i], "counter") for i in (-values).argsort()]
    precise = sum(sum(right[: n + 1]) / (n + 1) for n, hit in enumerate(right) if hit) / max(1, sum(right))
    print(
        f"{title}: average precision {precise:.3f}; first right {every['p1']:.3f}; shown from {THRESHOLD}: "
        f"P@1 {one['p1']:.3f} precision {one['precision']:.3f} recall {one['recall']:.3f} false {one['false']:.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("model", type=Path)
    given = parser.parse_args()
    model = Nli(given.model)
    dev, own = [given.folder / "dev.json"], sorted(STORIES.glob("*.json"))
    learned = read([*dev, *own], "gold")
    gold = rows(learned)
    names = sorted({name for row in gold for name in row.features} | {n for column in PRIORS.values() for n in column})
    pairs, stories = read(dev, "found"), read(own, "found")
    found = rows(pairs) + rows(stories)
    before = held_out(gold, gold, names, "counter", 0), held_out(gold, found, names, "counter", 0)
    told("news pairs without the model", pairs, found, before[1])
    told("stories without the model", stories, found, before[1])
    print(f"{ask(gold, learned, before[0], model) + ask(found, [*pairs, *stories], before[1], model)} pairs asked")
    more = ["nli-contradicts", "nli-follows"]
    after = held_out(gold, found, [*names, *more], "counter", 0)
    told("news pairs with it", pairs, found, after)
    told("stories with it", stories, found, after)
    alone = matrix(found, more)
    told("news pairs by the model alone", pairs, found, alone[:, 0] - 0.001 * alone[:, 1])
    weights = fit(gold, [*names, *more], "counter").table()
    print("weights that suit it:", {name: weights.get(name, 0.0) for name in more})


if __name__ == "__main__":
    main()
