"""FEVER (https://fever.ai/dataset/fever.html): claims with labels and evidence by page and sentence, and the pages.

`contradicts` alone is REFUTES, `supports` alone SUPPORTS; all else, also both, is NOT ENOUGH INFO, without evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.exchange.jsontext import lines
from tui.exchange.plain import one_line
from tui.exchange.verification import Numbered, Verification
from tui.exchange.view import Object, View


def files(view: View) -> Iterator[tuple[str, Iterable[bytes]]]:
    """claims.jsonl, wiki-pages.jsonl (as FEVER calls its texts) and ids.jsonl."""
    found = Verification(view)
    pages: dict[int, str] = {}
    taken: set[str] = set()
    for version, number in found.documents.items():
        article = view.article(found.homes[version]) or {}
        base = name = "_".join(one_line(article.get("title") or "Untitled").split()) or "Untitled"
        count = 1
        while name in taken:
            count += 1
            name = f"{base}_({count})"
        taken.add(name)
        pages[number] = name
    yield "claims.jsonl", lines(_claim(found, claim, pages) for claim in found.claims.values())
    yield "wiki-pages.jsonl", lines(_pages(found, pages))
    yield "ids.jsonl", lines(found.ids())


def _claim(found: Verification, claim: Numbered, pages: dict[int, str]) -> Object:
    both = claim.relations & {"contradicts", "supports"}
    label = {"contradicts": "REFUTES", "supports": "SUPPORTS"}[next(iter(both))] if len(both) == 1 else None
    evidence: list[list[list[object]]] = []
    for number, bearing in enumerate(claim.evidence, 1):
        if bearing.relation in both and label:
            evidence.append([[claim.number, number, pages[bearing.document], line] for line in found.lines(bearing)])
    return {
        "id": claim.number,
        "verifiable": "VERIFIABLE" if label else "NOT VERIFIABLE",
        "label": label or "NOT ENOUGH INFO",
        "claim": one_line(claim.text),
        "evidence": evidence or [[[claim.number, None, None, None]]],
    }


def _pages(found: Verification, pages: dict[int, str]) -> Iterator[Object]:
    for number, _, texts in found.texts():
        numbered = "\n".join(f"{line}\t{one_line(text)}" for line, text in enumerate(texts))
        yield {"id": pages[number], "text": " ".join(one_line(text) for text in texts), "lines": numbered}
