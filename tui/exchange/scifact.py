"""SciFact (https://github.com/allenai/scifact/blob/master/doc/data.md): claims with evidence by document and sentence,
and the documents.

`contradicts` is CONTRADICT, `supports` SUPPORT; documents whose evidence is of another relation are cited only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tui.exchange.jsontext import lines
from tui.exchange.plain import one_line
from tui.exchange.verification import Numbered, Verification
from tui.exchange.view import Object, View

_LABELS: Final = {"contradicts": "CONTRADICT", "supports": "SUPPORT"}


def files(view: View) -> Iterator[tuple[str, Iterable[bytes]]]:
    """claims.jsonl, corpus.jsonl and ids.jsonl."""
    found = Verification(view)
    yield "claims.jsonl", lines(_claim(found, claim) for claim in found.claims.values())
    yield "corpus.jsonl", lines(_corpus(found))
    yield "ids.jsonl", lines(found.ids())


def _claim(found: Verification, claim: Numbered) -> Object:
    evidence: dict[str, list[Object]] = {}
    for bearing in claim.evidence:
        if label := _LABELS.get(bearing.relation):
            evidence.setdefault(str(bearing.document), []).append({"sentences": found.lines(bearing), "label": label})
    cited = sorted({bearing.document for bearing in claim.evidence})
    return {"id": claim.number, "claim": one_line(claim.text), "evidence": evidence, "cited_doc_ids": cited}


def _corpus(found: Verification) -> Iterator[Object]:
    for number, article, texts in found.texts():
        title = one_line(article.get("title") or "Untitled")
        yield {"doc_id": number, "title": title, "abstract": [one_line(text) for text in texts], "structured": False}
