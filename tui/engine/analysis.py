"""Articles in, claims with their evidence out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from tui.engine import claims as finding
from tui.engine.evidence import Bench
from tui.engine.judge import model as weights_of
from tui.engine.languages import UNKNOWN, language_of
from tui.engine.learning import Adjustments, adjusted
from tui.engine.lexicon import lexicon, served_languages
from tui.engine.prepare import prepare
from tui.engine.relatedness import relatedness
from tui.engine.types import Article, Candidates, Claim, Scorer

ENGINE_VERSION = "8"
"""Changes whenever the same text may get other suggestions; suggestions are kept by it."""

_LANGUAGES = {"en": "English", "fr": "French"}


def served(article: Article) -> str:
    """Empty, or the sentence that says why the engine has nothing to suggest for this article's language."""
    language = language_of(article)
    known = served_languages()
    if language in known:
        return ""
    reads = f"it reads {' and '.join(_LANGUAGES.get(one, one) for one in known)}; you can mark claims yourself"
    if language == UNKNOWN:
        return f"No suggestions: this article is in no language that the engine reads ({reads})."
    return f"No suggestions: the engine does not read the language “{language}” ({reads})."


def find_claims(article: Article) -> tuple[Claim, ...]:
    """The claims of one article, in reading order, without evidence; none where its language is not served."""
    if served(article):
        return ()
    words = lexicon(language_of(article))
    return finding.find(prepare(article, words), words)


def analyze(
    articles: Sequence[Article],
    *,
    candidates: Candidates | None = None,
    learned: Adjustments | None = None,
    scorer: Scorer | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[tuple[Claim, ...]]:
    """The claims of each article, in the order given, with evidence from all of them.

    `candidates` yields passages of further articles; `learned` is added to the shipped weights; `scorer` adds its features
    to the likeliest pairs; `progress(done, total)` is called after each article; when `cancelled()` turns true, the
    articles not yet reached come back with claims but without evidence.
    """
    languages = [language_of(article) for article in articles]
    found: list[tuple[Claim, ...]] = [() for _ in articles]
    benches: dict[str, Bench] = {}
    for language in dict.fromkeys(languages):
        if language in served_languages():
            mine = [
                replace(a, paragraphs=()) if other != language else a
                for a, other in zip(articles, languages, strict=True)
            ]
            words = lexicon(language)
            prepared = [prepare(article, words) for article in mine]
            claims = [finding.find(article, words) for article in prepared]
            model = adjusted(weights_of(language), learned or {})
            benches[language] = Bench(prepared, claims, words, relatedness(language), model, scorer)
            found = [one or other for one, other in zip(found, claims, strict=True)]
    result: list[tuple[Claim, ...]] = []
    for home, claims_here in enumerate(found):
        if cancelled and cancelled():
            result.append(claims_here)
            continue
        bench = benches.get(languages[home])
        if bench:
            claims_here = tuple(replace(c, evidence=bench.weigh(c, home, candidates)) for c in claims_here)
        result.append(claims_here)
        if progress:
            progress(home + 1, len(articles))
    return result
