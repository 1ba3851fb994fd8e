"""The evidence for one claim: candidates, filters, judgement."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import Struct
from msgspec.structs import replace

from tui.engine.closeness import Closeness, Rarity, Side, all_wanted, closeness, relatives, side
from tui.engine.facts import Facts, facts
from tui.engine.feature import Feature
from tui.engine.features import Setting, pair
from tui.engine.inference import MOST_OF_ANALYSIS, MOST_OF_CLAIM, inferred
from tui.engine.judge import Model, judge, logit, squash
from tui.engine.lexicon import Lexicon, stem
from tui.engine.prepare import Prepared, Sentence, prepare
from tui.engine.relatedness import Relatedness
from tui.engine.story import Story, likeness, shared_names, story_of
from tui.engine.topic import Index, query
from tui.engine.types import COUNTER, Article, Candidates, Claim, Evidence, Scorer
from tui.text.spans import Span

MOST_SHOWN = 6
"""Pieces of evidence for one claim."""
MOST_COUNTER = 3
"""Of which so many speak against it: what comes after the strongest is seldom right."""
MOST_PAIRS = 200_000
"""Pairs weighed in one analysis."""
_MOST_KIN = 50_000
"""Pairs of articles that are remembered."""
_MOST_FETCHED = 200
"""Articles of the library that are kept ready."""
_MOST_OF_ARTICLE = 400
"""Sentences of one article of the library that are looked at for one claim."""
_MOST_SEARCHED = 20
"""Articles of the library that are read for one claim, those that the search puts first."""
_OF_STORY, _OF_OTHER = 8, 2
"""Passages of one of them that are weighed, where it names the same as the claim's article, and where not."""
_MOST_ODDS = 4
_CONTEXT = 0.4
"""What the sentence before a passage counts."""


class Weighed(Struct, frozen=True):
    """A passage that was weighed for a claim."""

    article: Article
    number: int
    """The article's place among those given; -1 for one that a search yielded."""
    passage: Sentence
    features: list[Feature]


@dataclass(slots=True)
class _Reading:
    """One claim and what is near to it."""

    one: Side
    near: dict[tuple[int, int], Closeness]
    before: dict[tuple[int, int], float]
    """How near the sentence before a passage is."""
    rank: dict[tuple[int, int], float]
    """By what the passages of one article are put in order."""
    place: dict[tuple[int, int], int]
    """Where a passage stands in that order; 0 is the nearest."""


class Bench:
    """Weighs claims against the sentences of the given articles, and of those that a search yields."""

    def __init__(
        self,
        articles: Sequence[Prepared],
        claims: Sequence[tuple[Claim, ...]],
        words: Lexicon,
        kin: Relatedness,
        model: Model,
        scorer: Scorer | None = None,
    ) -> None:
        self.articles = articles
        self.words = words
        self.kin = kin
        self.model = model
        self.scorer = scorer
        self._inferred_pairs = 0
        self.index = Index(articles, words)
        self.pairs = 0
        self.spoken = [self._voices(found) for found in claims]
        self._facts: dict[tuple[str, int], Facts] = {}
        self._fetched: dict[str, tuple[Prepared, Story]] = {}
        self._stories = [story_of(p, words, kin) for p in articles]
        self._kinships: dict[tuple[int, int | str], tuple[float | None, float | None]] = {}
        """Of two given articles by number, or of one and a fetched one by its key: what `_kinship` says of them."""
        self._sentences = [{s.span: s for s in p.sentences} for p in articles]
        self._readings: dict[int, dict[Span, _Reading]] = {}
        self._ranks: dict[int, dict[tuple[int, int], list[float]]] = {}
        """By article and passage: its rank for each claim of the article, in rising order."""
        self._claims = claims
        self._compared: dict[int, dict[Span, list[Weighed]]] = {}

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

    def _read(self, home: int) -> dict[Span, _Reading]:
        """Every claim of an article, and how near each candidate is to it."""
        found = self._readings.get(home)
        if found is not None:
            return found
        found = self._readings[home] = {}
        prepared = self.articles[home]
        rarity = self.index.rarity
        for claim in self._claims[home]:
            sentence = self._sentences[home].get(claim.sentence)
            if sentence is None or self.pairs > MOST_PAIRS:
                continue
            published = prepared.article.published or ""
            one = side(claim, sentence, published, self.words, self.kin, among=self.index.places.keys())
            whole = all_wanted(one, rarity)
            reading = found[claim.span] = _Reading(one, {}, {}, {}, {})
            for number, passage in self.index.candidates(one, home):
                self.pairs += 1
                if number == home and passage.span == claim.sentence:
                    continue
                key = (number, passage.index)
                near = reading.near[key] = closeness(one, passage.stems, rarity, whole)
                before = reading.before[key] = _before(one, self.articles[number], passage, rarity, whole)
                reading.rank[key] = _rank(near, before, passage)
        ranks = self._ranks[home] = {}
        for reading in found.values():
            reading.place = _places(reading.rank)
            for key, rank in reading.rank.items():
                ranks.setdefault(key, []).append(rank)
        for ordered in ranks.values():
            ordered.sort()
        return found

    def weighed(self, claim: Claim, home: int) -> Iterator[Weighed]:
        """The passages of the given articles that have something to do with a claim of `articles[home]`."""
        readings = self._read(home)
        reading = readings.get(claim.span)
        if reading is None:
            return
        here = self.articles[home]
        ranks = self._ranks[home]
        for (number, index), near in reading.near.items():
            other = self.articles[number]
            passage = other.sentences[index]
            same = number == home
            if not same and _one_text(other.article, here.article):
                continue  # a copy is never independent
            seen = self._seen(other, passage)
            if repeats(reading.one, passage, seen):
                continue
            ordered = ranks[(number, index)]
            setting = Setting(
                same,
                other.article.published or "",
                self.spoken[number].get(passage.span.start, frozenset()),
                reading.place[(number, index)],
                len(ordered) - bisect_right(ordered, reading.rank[(number, index)]),
                reading.before[(number, index)],
                *((0.0, None) if same else self._kinship(home, number, self._stories[number])),
            )
            features = pair(reading.one, passage, seen, near, setting, self.words)
            if features:
                yield Weighed(other.article, number, passage, features)

    def _seen(self, prepared: Prepared, passage: Sentence) -> Facts:
        key = (prepared.article.key, passage.index)
        found = self._facts.get(key)
        if found is None:
            if len(self._facts) > 50_000:
                self._facts.clear()
            found = self._facts[key] = facts(passage, self.words)
        return found

    def compared(self, home: int) -> Mapping[Span, list[Weighed]]:
        """All pairs of an article's claims; last among a pair's features, how far its two articles are at odds."""
        found = self._compared.get(home)
        if found is None:
            found = {claim.span: list(self.weighed(claim, home)) for claim in self._claims[home]}
            self._compared[home] = found
            at_odds(found, home, self.model.odds)
        return found

    def weigh(self, claim: Claim, home: int, candidates: Candidates | None) -> tuple[Evidence, ...]:
        """The evidence for a claim of `articles[home]`, the strongest first."""
        weighed = list(self.compared(home).get(claim.span, ()))
        reading = self._read(home).get(claim.span)
        if candidates and reading:
            weighed += self._searched(reading.one, home, candidates)
        key = self.articles[home].article.key
        weighed = self._inferred(claim, weighed)
        found = [evidence for one in weighed if (evidence := _judged(one, self.model))]
        found.sort(key=lambda e: (-e.score, e.article != key, e.article, e.span))
        return tuple(_chosen(found))

    def asked(self, claim: Claim, candidates: Candidates, limit: int, least: float) -> tuple[Evidence, ...]:
        """What a search yields for a claim of the first article, counter-evidence first, each by its score."""
        reading = self._read(0).get(claim.span)
        if reading is None:
            return ()
        weighed = self._inferred(claim, self._searched(reading.one, 0, candidates, _OF_STORY))
        found = [evidence for one in weighed if (evidence := _judged(one, self.model, least))]
        found.sort(key=lambda e: (e.relation not in COUNTER, -e.score, e.article, e.span))
        return tuple(_chosen(found, limit, limit))

    def _inferred(self, claim: Claim, weighed: Iterable[Weighed]) -> list[Weighed]:
        """The same pairs; with the scorer's features, where there is one, those that come first without it."""
        found = list(weighed)
        if self.scorer is None or self._inferred_pairs >= MOST_OF_ANALYSIS:
            return found
        counter, supports = self.model.weights["counter"], self.model.weights["supports"]
        found.sort(key=lambda one: -max(logit(one.features, counter), logit(one.features, supports)))
        first = found[:MOST_OF_CLAIM]
        pairs = [(one.passage.text, claim.text) for one in first]
        starts = [one.passage.span.start for one in first]
        self._inferred_pairs += len(pairs)
        for place, more in enumerate(inferred(pairs, starts, self.scorer)):
            found[place] = replace(found[place], features=[*found[place].features, *more])
        return found

    def _searched(self, one: Side, home: int, candidates: Candidates, of_other: int = _OF_OTHER) -> Iterator[Weighed]:
        asked = query(one, self.index)
        if not asked.terms:
            return
        here = self.articles[home].article
        given = {p.article.key for p in self.articles}
        found: dict[str, Article] = {}
        for passage in candidates(asked):
            key = passage.article.key
            if key not in given and not _one_text(passage.article, here):
                found.setdefault(key, passage.article)
            if len(found) >= _MOST_SEARCHED:
                break
        whole = all_wanted(one, _even)
        fetched = [(article, *self._fetch(article)) for article in found.values()]
        stems = {key for _, prepared, _ in fetched for s in prepared.sentences[:_MOST_OF_ARTICLE] for key in s.stems}
        one = replace(one, near=relatives(one.wanted, self.kin, stems))
        for article, prepared, told in fetched:
            story, alike = self._kinship(home, article.key, told)
            near: dict[int, Closeness] = {}
            before: dict[int, float] = {}
            rank: dict[int, float] = {}
            for s in prepared.sentences[:_MOST_OF_ARTICLE]:
                near[s.index] = closeness(one, s.stems, _even, whole)
                if near[s.index].links:
                    before[s.index] = _before(one, prepared, s, _even, whole)
                    rank[s.index] = _rank(near[s.index], before[s.index], s)
            self.pairs += len(near)
            order = sorted(rank, key=lambda i: (-rank[i], i))
            for place, index in enumerate(order[: _OF_STORY if story or story is None else of_other]):
                passage_ = prepared.sentences[index]
                # To what somebody asks, the same sentence in an article is an answer.
                if here.key and repeats(one, passage_, self._seen(prepared, passage_)):
                    continue
                setting = Setting(False, article.published or "", frozenset(), place, None, before[index], story, alike)
                features = pair(one, passage_, self._seen(prepared, passage_), near[index], setting, self.words)
                if features:
                    yield Weighed(article, -1, passage_, features)

    def _fetch(self, article: Article) -> tuple[Prepared, Story]:
        found = self._fetched.get(article.key)
        if found is None:
            if len(self._fetched) >= _MOST_FETCHED:
                self._fetched.clear()
            prepared = prepare(article, self.words)
            found = self._fetched[article.key] = (prepared, story_of(prepared, self.words, self.kin))
        return found

    def _kinship(self, home: int, key: int | str, other: Story) -> tuple[float | None, float | None]:
        """How far two articles name the same, and how like they are in what they speak of; None where it is not known."""
        found = self._kinships.get((home, key))
        if found is None:
            if len(self._kinships) >= _MOST_KIN:
                self._kinships.clear()
            one = self._stories[home]
            found = (shared_names(one, other) if one.names else None), likeness(one, other)
            self._kinships[home, key] = found
        return found


def at_odds(found: Mapping[Span, list[Weighed]], home: int, weights: Mapping[str, float]) -> None:
    """Add to each pair of two articles how much of the one speaks against the other claims of the other, 0 to 1.

    An article that belies one claim of another is likelier to belie the next.
    """
    best: dict[int, dict[Span, float]] = {}
    for span, weighed in found.items():
        for one in weighed:
            if one.number != home:
                held = best.setdefault(one.number, {})
                held[span] = max(held.get(span, 0.0), squash(logit(one.features, weights) + 1))
    for span, weighed in found.items():
        for one in weighed:
            if one.number == home:
                continue
            others = sorted((v for key, v in best[one.number].items() if key != span), reverse=True)[:_MOST_ODDS]
            value = sum(others) / max(2, len(others))
            value *= _nearness(one)
            if value:
                one.features.append(
                    Feature("at-odds", value, "its article speaks against other claims of this one as well")
                )


def _nearness(one: Weighed) -> float:
    shared: float = sum(f.value for f in one.features if f.name in ("shared-terms", "related-terms"))
    return 0.1 + min(0.9, shared / 1.2)


def _even(key: str) -> float:
    return 1.0


def _places(rank: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], int]:
    """The place of each passage among those of its article, the highest rank first."""
    passed: dict[int, int] = {}
    places: dict[tuple[int, int], int] = {}
    for key in sorted(rank, key=lambda key: (-rank[key], key)):
        places[key] = passed.get(key[0], 0)
        passed[key[0]] = places[key] + 1
    return places


def _before(one: Side, prepared: Prepared, passage: Sentence, rarity: Rarity, whole: float) -> float:
    """How near the sentence before is, where it stands in the same paragraph: a passage goes on from it."""
    if passage.index == 0:
        return 0.0
    last = prepared.sentences[passage.index - 1]
    if last.paragraph.n != passage.paragraph.n or last.span == one.claim.sentence:
        return 0.0
    return closeness(one, last.stems - passage.stems, rarity, whole).total


def _rank(near: Closeness, before: float, passage: Sentence) -> float:
    return float((near.total + _CONTEXT * before) / (4 + len(passage.stems)) ** 0.25)


def _one_text(article: Article, other: Article) -> bool:
    return (article.copy_of or article.key) == (other.copy_of or other.key)


def _judged(weighed: Weighed, model: Model, least: float = 1.0) -> Evidence | None:
    verdict = judge(weighed.features, model, least)
    if verdict is None:
        return None
    passage = weighed.passage
    return Evidence(
        weighed.article.key,
        passage.span,
        passage.span.of(weighed.article.text),
        passage.paragraph.n,
        verdict.relation,
        verdict.score,
        verdict.reasons,
    )


def repeats(one: Side, passage: Sentence, seen: Facts) -> bool:
    """Is the passage the claim over again: a near-duplicate, or the same quotation elsewhere?"""
    if (one.negated or seen.negation) and not (one.negated and seen.negation):
        return False  # "The council denied that …" says the claim's words, and not the claim
    if len(one.claim.text) > 25 and one.claim.text in passage.text:
        return True
    words, others = one.lows, passage.lows
    if len(words) < 4 or not others:
        return False
    shared = len(words & others)
    return shared / (len(words) + len(others) - shared) > 0.75


def _chosen(found: list[Evidence], most: int = MOST_SHOWN, counters: int = MOST_COUNTER) -> list[Evidence]:
    """The strongest, each passage told once (the same event in another paper's words adds nothing)."""
    kept: list[tuple[Evidence, set[str]]] = []
    for evidence in found:
        if len(kept) >= most:
            break
        words = set(evidence.text.lower().split())
        if evidence.relation in COUNTER and counters <= 0:
            continue
        if any(len(words & others) > 0.7 * min(len(words), len(others)) for _, others in kept):
            continue
        counters -= evidence.relation in COUNTER
        kept.append((evidence, words))
    return [evidence for evidence, _ in kept]
