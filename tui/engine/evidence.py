"""The evidence for one claim: candidates, filters, judgement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tui.engine.features import Side, pair, side
from tui.engine.judge import Model, judge
from tui.engine.lexicon import Lexicon, stem
from tui.engine.prepare import Prepared, Sentence, prepare
from tui.engine.topic import Index, query
from tui.engine.types import COUNTER, Article, Candidates, Claim, Evidence

MOST_SHOWN = 6
"""Pieces of evidence for one claim."""
MOST_PAIRS = 200_000
"""Pairs weighed in one analysis."""


class Bench:
    """Weighs claims against the sentences of the given articles, and of those that a search yields."""

    def __init__(
        self, articles: Sequence[Prepared], claims: Sequence[tuple[Claim, ...]], words: Lexicon, model: Model
    ) -> None:
        self.articles = articles
        self.words = words
        self.model = model
        self.index = Index(articles, words)
        self.pairs = 0
        self.spoken: list[dict[int, frozenset[str]]] = []
        self.origin: dict[str, str] = {p.article.key: p.article.copy_of or p.article.key for p in articles}
        self._fetched: dict[str, Prepared] = {}
        for found in claims:
            self.spoken.append(self._voices(found))

    def _voices(self, claims: Iterable[Claim]) -> dict[int, frozenset[str]]:
        voices: dict[int, frozenset[str]] = {}
        stop = self.words["stop"]
        for claim in claims:
            names = {
                stem(word)
                for m in (claim.claimant, claim.speaker)
                if m
                for word in m.text.lower().split()
                if word not in stop
            }
            voices[claim.sentence.start] = voices.get(claim.sentence.start, frozenset()) | names
        return voices

    def weigh(self, claim: Claim, home: int, candidates: Candidates | None) -> tuple[Evidence, ...]:
        """The evidence for a claim of `articles[home]`, the strongest first."""
        prepared = self.articles[home]
        sentence = next((s for s in prepared.sentences if s.span == claim.sentence), None)
        if sentence is None:
            return ()
        one = side(claim, sentence, prepared.article.published or "", self.words)
        found: list[Evidence] = []
        for number, passage in self.index.near(one.stems, home):
            other = self.articles[number]
            evidence = self._pair(one, passage, other.article, number == home, prepared.article, self.spoken[number])
            if evidence:
                found.append(evidence)
        if candidates:
            for article, passage in self._searched(one, candidates):
                evidence = self._pair(one, passage, article, False, prepared.article, {})
                if evidence:
                    found.append(evidence)
        found.sort(key=lambda e: (-e.score, e.article != prepared.article.key, e.article, e.span))
        return tuple(_chosen(found))

    def _searched(self, one: Side, candidates: Candidates) -> Iterator[tuple[Article, Sentence]]:
        terms = [(t.text, stem(t.low)) for t in one.tokens if stem(t.low) in one.stems]
        if not terms:
            return
        for passage in candidates(query(one.claim, terms, self.index)):
            key = passage.article.key
            if key in self.origin and any(p.article.key == key for p in self.articles):
                continue
            if key not in self._fetched:
                if len(self._fetched) > 200:
                    self._fetched.clear()
                self._fetched[key] = prepare(passage.article, self.words)
            for sentence in self._fetched[key].sentences:
                if sentence.paragraph.n == passage.paragraph:
                    yield passage.article, sentence

    def _pair(self, one: Side, passage: Sentence, article: Article, same: bool, home: Article,
              voices: Mapping[int, frozenset[str]]) -> Evidence | None:  # fmt: skip
        self.pairs += 1
        if self.pairs > MOST_PAIRS or (same and passage.span == one.claim.sentence):
            return None
        if not same and (article.copy_of or article.key) == (home.copy_of or home.key):
            return None  # a copy is never independent
        if repeats(one, passage):
            return None
        features = pair(
            one,
            passage,
            article.published or "",
            same,
            self.index.rarity,
            self.words,
            voices.get(passage.span.start, frozenset()),
        )
        verdict = judge(features, self.model) if features else None
        if verdict is None:
            return None
        return Evidence(
            article.key,
            passage.span,
            passage.span.of(article.text),
            passage.paragraph.n,
            verdict.relation,
            verdict.score,
            verdict.reasons,
        )


def repeats(one: Side, passage: Sentence) -> bool:
    """Is the passage the claim over again: a near-duplicate, or the same quotation elsewhere?"""
    if len(one.claim.text) > 25 and one.claim.text in passage.text:
        return True
    words = {t.low for t in one.tokens}
    others = {t.low for t in passage.tokens}
    if len(words) < 4 or not others:
        return False
    return len(words & others) / len(words | others) > 0.75


def _chosen(found: list[Evidence]) -> list[Evidence]:
    """The strongest, each passage told once (the same event in another paper's words adds nothing)."""
    kept: list[Evidence] = []
    counters = 0
    for evidence in found:
        if len(kept) >= MOST_SHOWN:
            break
        words = set(evidence.text.lower().split())
        if any(len(words & (o := set(k.text.lower().split()))) > 0.7 * min(len(words), len(o)) for k in kept):
            continue
        counters += evidence.relation in COUNTER
        kept.append(evidence)
    return kept
