"""Claims, kinds, claimants and furniture of the news items with gold claims (a list of items in one JSON file)."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from tui.engine import find_claims
from tui.engine.types import Article, Claim
from tui.text.markdown import read_markdown

_NO_NAME = {"the", "a", "an", "of", "his", "her", "its", "their"}


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _same_place(one: str, other: str, text: str) -> bool:
    """Do two quotes of `text` share half of the shorter and three tenths of the longer one?"""
    one, other = _flat(one), _flat(other)
    i, j = text.find(one), text.find(other)
    if not one or not other or min(i, j) < 0:
        return False
    shared = min(i + len(one), j + len(other)) - max(i, j)
    return shared >= min(len(one), len(other)) / 2 and shared >= 0.3 * max(len(one), len(other))


def _words(name: str | None) -> set[str]:
    return {w for w in re.findall(r"\w+", (name or "").lower()) if w not in _NO_NAME}


def _right(claim: Claim, gold: str | None) -> bool:
    """Is the claimant or the speaker the gold one: all words of the shorter name in the other?"""
    if gold is None:
        return claim.claimant is None
    want = _words(gold)
    for mention in (claim.claimant, claim.speaker):
        said = _words(mention.text) if mention else set()
        if mention and (said == want if not said or not want else said <= want or want <= said):
            return True
    return False


def _article(raw: dict[str, Any], key: str) -> Article:
    head = "".join(f"{k}: {json.dumps(raw[k])}\n" for k in ("title", "source", "published") if raw.get(k))
    body = "\n\n".join(raw["text"].split("\n"))
    d = read_markdown(f"---\n{head}---\n\n{body}\n")
    return Article(key, d.title, d.text, d.paragraphs, d.source, d.published, d.language)


def score(path: Path, show: bool = False) -> dict[str, float]:
    """Precision, recall and F1 of claims; accuracy of kind and claimant on those that were found; furniture F1."""
    n: Counter[str] = Counter()
    for item in json.loads(path.read_text(encoding="utf-8")):
        texts = {raw["name"]: _flat(raw["text"]) for raw in item["articles"]}
        found: list[tuple[str, Claim]] = []
        dim: set[tuple[str, str]] = set()
        for raw in item["articles"]:
            article = _article(raw, raw["name"])
            found += [(raw["name"], claim) for claim in find_claims(article)]
            dim |= {
                (raw["name"], _flat(article.text[p.start : p.end])) for p in article.paragraphs if p.kind == "furniture"
            }
        lines = {(line["article"], _flat(line["line"])) for line in item.get("furniture", [])}
        n.update(furniture_gold=len(lines), furniture=len(dim), furniture_hit=len(lines & dim))
        matched: set[int] = set()
        for gold in item["claims"]:
            here = [
                i for i, (name, claim) in enumerate(found)
                if name == gold["article"] and _same_place(gold["quote"], claim.text, texts[name])
            ]  # fmt: skip
            matched |= set(here)
            kind = any(found[i][1].kind == gold["kind"] for i in here)
            who = any(_right(found[i][1], gold["claimant"]) for i in here)
            n.update(gold=1, hit=bool(here), kind=kind, who=who)
            if show and not (here and kind and who):
                what = "missed" if not here else "kind" if not kind else "claimant"
                print(f"    {what}: {gold['quote'][:100]!r}")
        n.update(found=len(found), matched=len(matched))
    precision, recall = n["matched"] / max(1, n["found"]), n["hit"] / max(1, n["gold"])
    return {
        "claim P": precision,
        "claim R": recall,
        "claim F1": 2 * precision * recall / max(1e-9, precision + recall),
        "kind": n["kind"] / max(1, n["hit"]),
        "claimant": n["who"] / max(1, n["hit"]),
        "furniture F1": 2 * n["furniture_hit"] / max(1, n["furniture"] + n["furniture_gold"]),
    }
