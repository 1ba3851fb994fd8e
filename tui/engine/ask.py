"""What speaks against any sentence, and what for it."""

from __future__ import annotations

from tui.engine import claims as finding
from tui.engine.alone import LONGEST, as_claim
from tui.engine.evidence import Bench
from tui.engine.judge import model
from tui.engine.learning import Adjustments, adjusted
from tui.engine.lexicon import lexicon
from tui.engine.prepare import prepare
from tui.engine.relatedness import relatedness
from tui.engine.types import Article, Candidates, Claim, Evidence, Scorer
from tui.text.document import Paragraph
from tui.text.spans import Span

ASKED = 0.5
"""What is asked for is shown from this part of the usual score on."""


def against(
    sentence: str,
    candidates: Candidates,
    *,
    language: str = "en",
    limit: int = 20,
    least: float = ASKED,
    learned: Adjustments | None = None,
    scorer: Scorer | None = None,
) -> tuple[Claim, tuple[Evidence, ...]]:
    """The claim that a sentence makes, and the evidence that bears on it, counter-evidence first, each by its score.

    `candidates` yields the passages to weigh; `least` is the part of the usual thresholds from which on one is given;
    `learned` is added to the shipped weights; `scorer` adds its features to the likeliest pairs.
    Only the first sentence is the claim, and of it at most `LONGEST` code points.
    """
    words = lexicon(language)
    text = " ".join(sentence.split())[:LONGEST]
    article = Article("", text, text, (Paragraph(1, "body", 0, len(text)),), language=language)
    prepared = prepare(article, words)
    if not prepared.sentences:
        whole = Span(0, len(text))
        return Claim(whole, text, whole, 1, "assertion", None, None, 0.0), ()
    first = prepared.sentences[0]
    told = [claim for claim in finding.find(prepared, words) if claim.sentence == first.span]
    # "The mayor promised that …" is a claim with a claimant; "The river is clean." is one of nobody's.
    claim = max(told, key=lambda one: one.span.length, default=None) or as_claim(first, words)
    weighing = adjusted(model(language), learned or {})
    bench = Bench([prepared], [(claim,)], words, relatedness(language), weighing, scorer)
    return claim, bench.asked(claim, candidates, limit, least)
