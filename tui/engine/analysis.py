"""Articles in, claims with their evidence out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tui.engine import claims as finding
from tui.engine.evidence import Bench
from tui.engine.judge import model
from tui.engine.lexicon import lexicon, served_languages
from tui.engine.prepare import prepare
from tui.engine.types import Article, Candidates, Claim

ENGINE_VERSION = "2"
"""Changes whenever the same text may get other suggestions; suggestions are kept by it."""


def served(article: Article) -> str:
    """Empty, or the sentence that says why the engine has nothing to suggest for this article's language."""
    language = _language(article)
    known = served_languages()
    if language in known:
        return ""
    return f"No suggestions: the engine knows no cues for the language “{language}” (it knows: {', '.join(known)})."


def _language(article: Article) -> str:
    if article.language:
        return article.language.lower().split("-")[0].split("_")[0]
    letters = [c for c in article.text[:4000] if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    return "en" if not letters or latin >= len(letters) / 2 else "und"


def find_claims(article: Article) -> tuple[Claim, ...]:
    """The claims of one article, in reading order, without evidence; none where its language is not served."""
    if served(article):
        return ()
    words = lexicon(_language(article))
    return finding.find(prepare(article, words), words)


def analyze(
    articles: Sequence[Article],
    *,
    candidates: Candidates | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[tuple[Claim, ...]]:
    """The claims of each article, in the order given, with evidence from all of them.

    `candidates` yields passages of further articles; `progress(done, total)` is called after each article; when
    `cancelled()` turns true, the articles not yet reached come back with claims but without evidence.
    """
    language = next((_language(a) for a in articles if not served(a)), "en")
    words = lexicon(language)
    unserved = [bool(served(a)) for a in articles]
    prepared = [
        prepare(replace(a, paragraphs=()) if no else a, words) for a, no in zip(articles, unserved, strict=True)
    ]
    found = [finding.find(p, words) for p in prepared]
    bench = Bench(prepared, found, words, model(language))
    result: list[tuple[Claim, ...]] = []
    for home, claims in enumerate(found):
        if cancelled and cancelled():
            result.append(claims)
            continue
        result.append(tuple(replace(c, evidence=bench.weigh(c, home, candidates)) for c in claims))
        if progress:
            progress(home + 1, len(articles))
    return result


__all__ = ["ENGINE_VERSION", "analyze", "find_claims", "served"]
