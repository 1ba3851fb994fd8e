"""The news-pair gold file as the engine reads it: articles, claims, and the label of every pair.

Matching is that of the gold file's own scorer: same article, half of the shorter and three tenths of the longer quote.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tui.engine import claims as finding
from tui.engine.lexicon import lexicon
from tui.engine.prepare import Prepared, prepare
from tui.engine.types import COUNTER, Article, Claim, Mention
from tui.text.markdown import read_markdown
from tui.text.spans import Span

_USUAL = 0.6
"""The score of a claim that was not found."""

Key = tuple[int, int]
"""Number of the article, number of the claim in it."""
Shown = dict[Key, list[tuple[float, int, str, str]]]
"""For each claim what is shown: score, number of the article, text, relation; the best first."""


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def overlap(one: str, other: str, text: str) -> bool:
    """Do two quotes of `text` share enough to be the same?"""
    one, other = squeezed(one), squeezed(other)
    i, j = text.find(one), text.find(other)
    if not one or not other or i < 0 or j < 0:
        return False
    shared = min(i + len(one), j + len(other)) - max(i, j)
    return shared >= min(len(one), len(other)) / 2 and shared >= 0.3 * max(len(one), len(other))


@dataclass
class Item:
    """One story: its articles, what the engine claims in them, and what the gold says."""

    id: str
    gold: list[dict[str, Any]]
    names: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    prepared: list[Prepared] = field(default_factory=list)
    claims: list[tuple[Claim, ...]] = field(default_factory=list)
    match: dict[Key, list[int]] = field(default_factory=dict)
    """Each claim of the engine to the gold claims that it matches."""

    @property
    def clean(self) -> bool:
        return not any(e["relation"] in COUNTER for g in self.gold for e in g["evidence"])

    def relations(self, key: Key, number: int, text: str) -> list[str]:
        """The gold relations of a claim and a passage of article `number`."""
        name = self.names[number]
        return [
            e["relation"]
            for g in self.match[key]
            for e in self.gold[g]["evidence"]
            if e["article"] == name and overlap(e["quote"], text, self.texts[name])
        ]


def load(path: Path, claims: Literal["found", "gold"] = "found") -> list[Item]:
    """Read a gold file, and let the engine find its claims; or take those of the gold, as if it had found them."""
    words = lexicon("en")
    items: list[Item] = []
    for raw in json.loads(path.read_text("utf-8")):
        item = Item(raw["id"], raw["claims"])
        for number, one in enumerate(raw["articles"]):
            head = "".join(f"{k}: {json.dumps(one[k])}\n" for k in ("title", "source", "published") if one.get(k))
            document = read_markdown(f"---\n{head}---\n\n" + "\n\n".join(one["text"].split("\n")) + "\n")
            article = Article(
                f"{item.id}/{number}", document.title, document.text, document.paragraphs, document.source, document.published,
                document.language,
            )  # fmt: skip
            item.names.append(one["name"])
            item.texts[one["name"]] = squeezed(one["text"])
            item.prepared.append(prepare(article, words))
            item.claims.append(finding.find(item.prepared[-1], words))
        for home, found in enumerate(item.claims):
            name = item.names[home]
            for number, claim in enumerate(found):
                item.match[(home, number)] = [
                    g
                    for g, gold in enumerate(item.gold)
                    if gold["article"] == name and overlap(gold["quote"], claim.text, item.texts[name])
                ]
        if claims == "gold":
            _take_gold(item)
        items.append(item)
    return items


def _take_gold(item: Item) -> None:
    """Put the claims of the gold in the place of those that were found; a found one lends its score."""
    worth = {g: item.claims[home][number].score for (home, number), those in item.match.items() for g in those}
    taken: list[list[Claim]] = [[] for _ in item.prepared]
    item.match = {}
    for number, gold in enumerate(item.gold):
        home = item.names.index(gold["article"])
        text = item.prepared[home].article.text
        place = re.search(r"\s+".join(map(re.escape, gold["quote"].split())), text)
        sentences = item.prepared[home].sentences
        sentence = place and next((s for s in sentences if s.span.start <= place.start() < s.span.end), None)
        if not place or not sentence:
            continue
        span = Span(place.start(), place.end())
        claimant = Mention(gold["claimant"]) if gold["claimant"] else None
        item.match[(home, len(taken[home]))] = [number]
        taken[home].append(
            Claim(span, span.of(text), sentence.span, sentence.paragraph.n, gold["kind"], claimant, None,
                  worth.get(number, _USUAL))
        )  # fmt: skip
    item.claims = [tuple(one) for one in taken]


def figures(items: list[Item], shown: dict[str, Shown]) -> dict[str, float]:
    """The figures of the gold file's scorer for what is shown of each item."""
    has = first = third = links = good = gold_links = found = clean = false = 0
    for item in items:
        mine = shown.get(item.id, {})
        clean += item.clean
        for number, gold in enumerate(item.gold):
            counters = [e for e in gold["evidence"] if e["relation"] in COUNTER]
            if not counters:
                continue
            has += 1
            gold_links += len(counters)
            here = [e for key, g in item.match.items() if number in g for e in mine.get(key, []) if e[3] in COUNTER]
            here.sort(key=lambda e: -e[0])

            def hits(e: tuple[float, int, str, str], want: dict[str, Any], item: Item = item) -> bool:
                name = item.names[e[1]]
                return name == want["article"] and overlap(want["quote"], e[2], item.texts[name])

            right = [any(hits(e, want) for want in counters) for e in here]
            first += bool(right[:1] and right[0])
            third += any(right[:3])
            found += sum(any(hits(e, want) for e in here) for want in counters)
        for key, pieces in mine.items():
            for piece in pieces:
                if piece[3] in COUNTER:
                    links += 1
                    good += any(r in COUNTER for r in item.relations(key, piece[1], piece[2]))
                    false += item.clean
    return {
        "p1": first / has,
        "r3": third / has,
        "precision": good / links if links else 0.0,
        "recall": found / gold_links,
        "false": false / clean,
        "links": float(links),
    }
