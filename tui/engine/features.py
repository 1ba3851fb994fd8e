"""What can be seen in a pair of claim and passage. Each feature has a name, a value, and a sentence for the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tui.engine.figures import Figure, differ, figures
from tui.engine.lexicon import Lexicon, stem
from tui.engine.prepare import Sentence, Token
from tui.engine.types import Claim
from tui.text.spans import Span


@dataclass(frozen=True, slots=True)
class Feature:
    """`value` is what the model weighs, 0 to about 3."""

    name: str
    value: float
    text: str
    claim_spans: tuple[Span, ...] = ()
    evidence_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A claim made ready to be compared with many passages."""

    claim: Claim
    sentence: Sentence
    tokens: tuple[Token, ...]
    stems: frozenset[str]
    figures: tuple[Figure, ...]
    own_names: frozenset[str]
    """Stems of claimant and speaker."""
    negated: bool
    published: str


def side(claim: Claim, sentence: Sentence, published: str, words: Lexicon) -> Side:
    tokens = tuple(t for t in sentence.tokens if claim.span.start <= t.start < claim.span.end)
    stop = words["stop"]
    stems = frozenset(stem(t.low) for t in tokens if t.low not in stop and len(t.low) > 2 and not t.text[0].isdigit())
    names: set[str] = set()
    for mention in (claim.claimant, claim.speaker):
        if mention:
            names |= {stem(word) for word in mention.text.lower().split() if word not in stop}
    base = claim.span.start
    found = tuple(figures(claim.text, 0, len(claim.text), words, base))
    return Side(
        claim, sentence, tokens, stems, found, frozenset(names), any(t.low in words["neg"] for t in tokens), published
    )


def spans_of(tokens: Iterable[Token], test: Callable[[Token], bool], limit: int = 8) -> tuple[Span, ...]:
    found = [Span(t.start, t.end) for t in tokens if test(t)]
    return tuple(found[:limit])


def listed(words: Iterable[str]) -> str:
    """“a”, “b” and “c”."""
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def _phrase(sentence: Sentence, section: str, words: Lexicon) -> tuple[str, Span] | None:
    """The first cue of a section in a sentence, as it stands there."""
    for token in sentence.tokens[:200]:
        if token.low in words[section]:
            return token.text, Span(token.start, token.end)
    low = sentence.text.lower()[:2000]
    for phrase in words[section].phrases:
        cue = " ".join(phrase)
        at = low.find(cue)
        # Whole words only: "not all" does not stand in "would not allow".
        while at >= 0 and (low[at - 1 : at].isalnum() or low[at + len(cue) : at + len(cue) + 1].isalnum()):
            at = low.find(cue, at + 1)
        if at >= 0:
            return cue, Span(sentence.span.start + at, sentence.span.start + at + len(cue))
    return None


def pair(one: Side, passage: Sentence, published: str, same_article: bool, rarity: Callable[[str], float],
         words: Lexicon, spoken: frozenset[str]) -> list[Feature]:  # fmt: skip
    """All features of a pair; empty when the two have nothing to do with one another.

    `spoken`: stems of whoever claims something in the passage; empty when nobody does.
    """
    found: list[Feature] = []
    claim = one.claim
    common = one.stems & passage.stems
    shared = common - one.own_names
    weight = sum(rarity(s) for s in shared)
    whole = sum(rarity(s) for s in one.stems - one.own_names) or 1.0
    in_claim = [t for t in one.tokens if stem(t.low) in shared]
    in_passage = [t for t in passage.tokens if stem(t.low) in shared]
    names = [t for t in in_passage if t.capital and t.start != passage.span.start]
    seen = list(dict.fromkeys(t.text for t in in_passage))[:4]
    if shared:
        found.append(Feature(
            "shared-terms", min(weight, 3.0), f"both speak of {listed(seen)}",
            tuple(Span(t.start, t.end) for t in in_claim[:8]), tuple(Span(t.start, t.end) for t in in_passage[:8]),
        ))  # fmt: skip
        share = min(1.0, weight / whole)
        much = "much" if share >= 0.5 else "some" if share >= 0.2 else "little"
        found.append(Feature("share-of-claim", share, f"{much} of the claim’s wording comes back here"))
    if names:
        text = f"both name {listed(list(dict.fromkeys(t.text for t in names))[:3])}"
        found.append(Feature("shared-name", min(len({t.low for t in names}), 2), text))
    named = [
        t for t in passage.tokens if t.capital and stem(t.low) in one.own_names and t.low not in ("the", "a", "of")
    ]
    if named:
        text = f"the passage names {listed([named[0].text])}, whose claim it is"
        found.append(Feature("names-claimant", 1.0, text, (), (Span(named[0].start, named[0].end),)))
    looks_ahead = claim.kind in ("pledge", "prediction")
    related = _events(found, one, passage, words) if shared or named or same_article else False
    _contrast(found, one, passage, shared, related, words)
    if shared:
        _words(found, one, passage, shared, words)
        _numbers(found, one, passage, shared, words)
    if same_article and spoken:
        # Two people put one thing in other words: a "not" in only one of them says little.
        found = [f for f in found if f.name not in ("negation-claim", "negation-passage")]
    if not found:
        return found
    if not same_article:
        found.append(Feature("other-article", 1.0, "it stands in another article"))
        if one.published and published and published > one.published:
            found.append(Feature("later", 1.0, f"it was published later, on {published}"))
            if looks_ahead:
                found.append(Feature("later-than-promise", 1.0, "by then what the claim looks ahead to could be seen"))
        elif one.published and published and published < one.published and looks_ahead:
            found.append(Feature("before-promise", 1.0, "it was published before the claim was made"))
        if published and published <= one.published:
            found.append(Feature("not-later", 1.0, "it was not published later"))
    else:
        if not spoken or spoken & one.own_names:
            _neighbours(found, one, passage)
    if spoken and spoken & one.own_names:
        found.append(Feature("same-speaker", 1.0, "the same speaker says both"))
    elif spoken:
        found.append(Feature("other-speaker", 1.0, "another speaker says it"))
    elif not passage.quotes:
        found.append(Feature("record", 1.0, "the article tells it as a fact"))
    return found


def _contrast(
    found: list[Feature], one: Side, passage: Sentence, shared: frozenset[str], related: bool, words: Lexicon
) -> None:
    word = _phrase(passage, "against-word", words)
    if word:
        after = [t for t in passage.tokens if word[1].start < t.start < word[1].end + 90]
        noun = next((t for t in after[:5] if t.low in words["claim-noun"] or t.low in words["assert-noun"]), None)
        named = any(t.capital and stem(t.low) in one.own_names for t in after[:9])
        others = bool(noun) and not named and any(t.capital for t in after[1:6])
        if others:
            return  # the promise that is meant is somebody else's
        if noun and one.claim.kind != "figure" and (shared or (named and related)):
            at = word[1]
            text = f"“{word[0]}” sets this against the {noun.text.lower()}"
            found.append(Feature("contrast-cue", 1.0 + 0.6 * named, text, (), (at, Span(noun.start, noun.end))))
            return
    strong = _phrase(passage, "strong", words)
    if strong and shared:
        found.append(
            Feature("contrast-word", 1.0, f"“{strong[0]}” may set this against what was said", (), (strong[1],))
        )
        return
    weak = _phrase(passage, "weak", words)
    if weak and shared:
        found.append(Feature("but", 1.0, f"“{weak[0]}” marks a contrast", (), (weak[1],)))


def _events(found: list[Feature], one: Side, passage: Sentence, words: Lexicon) -> bool:
    if one.claim.kind == "figure":
        return False
    hits: dict[str, str] = {}
    spans: list[Span] = []
    topics: list[Span] = []
    for token in one.tokens:
        related = words.related.get(stem(token.low))
        if related:
            for other in passage.tokens[:200]:
                key = stem(other.low)
                if key in related and key not in one.stems and key not in hits:
                    hits[key] = other.low
                    spans.append(Span(other.start, other.end))
                    topics.append(Span(token.start, token.end))
    if hits:
        topic = next(t.text for t in one.tokens if Span(t.start, t.end) == topics[0])
        bound = one.claim.kind == "pledge" or one.negated
        name = "pledge-event" if bound else "related-event"
        both = one.negated and any(t.low in words["deny"] for t in passage.tokens)
        text = f"{listed(list(hits.values())[:3])} may bear on what was said of “{topic}”"
        found.append(
            Feature(
                name,
                min(len(hits), 3) ** 0.5 * (0.3 if both else 1.0),
                text,
                tuple(dict.fromkeys(topics))[:4],
                tuple(spans[:6]),
            )
        )
    return bool(hits)


def near(shared: frozenset[str]) -> float:
    """How far a sign counts: the more the two passages share, the surer that it is about the same matter."""
    return 1.7 if len(shared) >= 3 else 1.0 if len(shared) == 2 else 0.6


def _words(found: list[Feature], one: Side, passage: Sentence, shared: frozenset[str], words: Lexicon) -> None:
    closeness = near(shared)
    for token in one.tokens:
        opposed = words.opposed.get(stem(token.low))
        others = [t for t in passage.tokens[:200] if stem(t.low) in opposed] if opposed else []
        # The same form first ("agreed", "discussed"): a noun from the same root may only be setting the scene.
        other = next((t for t in others if t.low[-2:] == token.low[-2:]), others[0] if others else None)
        if other and stem(token.low) not in passage.stems:
            text = f"“{token.text}” in the claim meets “{other.text}” here"
            found.append(
                Feature("opposed", closeness, text, (Span(token.start, token.end),), (Span(other.start, other.end),))
            )
            break
    negative = next((t for t in passage.tokens if t.low in words["neg"]), None)
    if len(shared) >= 2:
        if one.negated and not negative:
            own = next(t for t in one.tokens if t.low in words["neg"])
            text = f"the claim says “{own.text}”, the passage does not"
            found.append(
                Feature(
                    "negation-claim", {1: 1.0, 2: 1.0, 3: 2.7}.get(len(shared), 3.6), text, (Span(own.start, own.end),)
                )
            )
        elif negative and not one.negated:
            text = f"the passage says “{negative.text}”, the claim does not"
            opens = negative in passage.tokens[:3]
            sure = (3.6 if opens else 2.0) if len(shared) >= 3 else 1.0
            found.append(Feature("negation-passage", sure, text, (), (Span(negative.start, negative.end),)))
        absolute = next((t for t in one.tokens if t.low in words["all"]), None)
        if absolute:
            text = f"“{absolute.text}” leaves no exception, and this may be one"
            found.append(Feature("absolute", 1.0, text, (Span(absolute.start, absolute.end),)))
    waiting = _phrase(passage, "still-waiting", words)
    if waiting and one.claim.kind in ("pledge", "prediction"):
        found.append(Feature("not-yet", 1.0, f"“{waiting[0]}” says that it has not come about", (), (waiting[1],)))
    for name, kind, text in (("limit", "limit", "narrows it"), ("update", "update", "brings it up to date")):
        cue = _phrase(passage, name, words)
        if cue:
            found.append(Feature(kind, closeness, f"“{cue[0]}” {text}", (), (cue[1],)))


def _numbers(found: list[Feature], one: Side, passage: Sentence, shared: frozenset[str], words: Lexicon) -> None:
    if not one.figures:
        return
    others = figures(passage.text, 0, len(passage.text), words, passage.span.start)
    for mine in one.figures[:8]:
        for theirs in others[:12]:
            same = mine.kind == theirs.kind and (
                mine.noun == theirs.noun and (mine.kind != "count" or bool(mine.noun) or len(shared) >= 3)
            )
            if not same:
                continue
            if mine.kind in ("money", "time") and len(shared) < 2:
                continue
            if differ(mine.value, theirs.value):
                text = f"{mine.text} in the claim, {theirs.text} here"
                found.append(
                    Feature("figures-differ", 1.8 if len(shared) >= 3 else 1.0, text, (mine.span,), (theirs.span,))
                )
            else:
                text = f"{mine.text} in the claim, {theirs.text} here: the same or nearly so"
                found.append(Feature("figures-agree", 1.0, text, (mine.span,), (theirs.span,)))
            return


def _neighbours(found: list[Feature], one: Side, passage: Sentence) -> None:
    step = passage.index - one.sentence.index
    if step == 1 and passage.paragraph.n == one.sentence.paragraph.n:
        found.append(Feature("continues", 1.0, "it only goes on from the claim"))
    elif step == -1 and passage.paragraph.n == one.sentence.paragraph.n:
        found.append(Feature("leads-in", 1.0, "it only leads in to the claim"))
