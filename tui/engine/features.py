"""All that can be seen in a pair of claim and passage: named features, each with a value and a sentence for the reader."""

from __future__ import annotations

import math

from msgspec import Struct

from tui.engine import polarity, quantities, stance
from tui.engine.closeness import Closeness, Side
from tui.engine.facts import Facts
from tui.engine.feature import Feature, listed
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence
from tui.text.spans import Span

_DECIDED = frozenset({
    "negation-claim", "negation-passage", "opens-with-not", "both-negated", "opposed", "but", "but-opens", "contrast-word",
    "limit", "not-yet", "absolute", "related-event", "pledge-event", "trouble", "trouble-both", "trouble-ahead", "record",
    "fulfilled", "figures-agree",
})  # fmt: skip
"""Signs that say nothing more where the passage says the same as the claim, or the opposite, in nearly the same words."""


class Setting(Struct, frozen=True):
    """Where a passage stands, seen from a claim."""

    same_article: bool | None
    """None where nothing is known of either text."""
    published: str = ""
    spoken: frozenset[str] = frozenset()
    """Stems of whoever claims something in the passage; empty when nobody does."""
    place: int | None = None
    """How many passages of its article are nearer to the claim; None where no others were weighed."""
    rivals: int | None = None
    """To how many other claims the passage is nearer; None where no others were weighed."""
    context: float = 0.0
    """How near the sentences beside the passage are to the claim."""
    story: float | None = None
    """How far the two articles name the same, 0 to 2; None where that is not known."""
    alike: float | None = None
    """How like the two articles are in what they speak of, 0 to 1; None where that is not known."""


def pair(one: Side, passage: Sentence, seen: Facts, near: Closeness, setting: Setting, words: Lexicon) -> list[Feature]:
    """The features of a pair; empty when the two have nothing to do with one another."""
    found: list[Feature] = []
    _topic(found, one, passage, seen, near)
    related = stance.events(found, one, passage, seen, near, words)
    stance.contrast(found, one, passage, seen, near, related, words)
    if near.links:
        stance.wording(found, one, passage, seen, near, words)
        stance.outcome(found, one, seen, near, words)
        quantities.compare(found, one, seen, near, words, setting.same_article is True)
        quantities.earlier_case(found, one, seen, near, words)
        found = _brought_up_to_date(found)
        found = _settled(found, one, passage, seen, near, setting.same_article is None, words)
    if setting.same_article and setting.spoken:
        # Two people put one thing in other words: a "not" in only one of them says little.
        found = [f for f in found if f.name not in ("negation-claim", "negation-passage")]
    if not found:
        return found
    _place(found, one, passage, near, setting)
    _voice(found, one, passage, near, setting)
    if any(f.name == "contrast-cue" for f in found):
        # "Despite promises from the council that it would …" tells the promise again, and then what came of it.
        found = [f for f in found if f.name not in ("same-speaker", "looks-ahead", "elsewhere")]
    return found


def _brought_up_to_date(found: list[Feature]) -> list[Feature]:
    """ "Has since recruited 12 more": a figure that moved, and a word that says that it was to."""
    cue = next((f for f in found if f.name == "update"), None)
    if cue is None:
        return found
    return [
        Feature("figures-updated", f.value, f"{f.text}, and {cue.text}", f.claim_spans, f.evidence_spans)
        if f.name == "figures-moved"
        else f
        for f in found
    ]


def _settled(
    found: list[Feature], one: Side, passage: Sentence, seen: Facts, near: Closeness, alone: bool, words: Lexicon
) -> list[Feature]:
    """The features, cleared of guesses where the two say nearly the same or the opposite."""
    sign = polarity.compare(one, passage, seen, near, words, alone)
    if sign is None:
        return found
    figure = next((f for f in found if f.name in ("figures-differ", "figures-moved", "figures-updated")), None)
    if figure and sign.name != "same-denied":
        if not alone:
            return found  # the time between two articles may have moved a figure
        sign = Feature("other-figure", sign.value, figure.text, figure.claim_spans, figure.evidence_spans)
    dropped = _DECIDED - {"figures-agree"} if sign.name == "same-said" else _DECIDED
    return [*(f for f in found if f.name not in dropped and f is not figure), sign]


def _topic(found: list[Feature], one: Side, passage: Sentence, seen: Facts, near: Closeness) -> None:
    same = {w for w, k, _ in near.links if w == k}
    if same:
        in_claim = [t for t in one.sentence.tokens if t.key in same]
        in_passage = [t for t in passage.tokens[: len(seen.keys)] if t.key in same]
        words_ = list(dict.fromkeys(t.text for t in in_passage))[:4]
        if words_:
            found.append(Feature(
                "shared-terms", min(near.same, 3.0), f"both speak of {listed(words_)}",
                tuple(Span(t.start, t.end) for t in in_claim[:8]), tuple(Span(t.start, t.end) for t in in_passage[:8]),
            ))  # fmt: skip
        names = [t for t in in_passage if t.capital and t.start != passage.span.start and t.key not in one.own_names]
        if names:
            text = f"both name {listed(list(dict.fromkeys(t.text for t in names))[:3])}"
            found.append(Feature("shared-name", float(min(len({t.low for t in names}), 2)), text))
    other = [(w, k) for w, k, _ in near.links if w != k][:3]
    if other:
        told = [
            (one.sentence.tokens[one.all_keys.index(w)], passage.tokens[seen.keys.index(k)])
            for w, k in other
            if w in one.all_keys and k in seen.keys
        ]
        if told:
            text = "; ".join(f"“{a.text}” goes with “{b.text}”" for a, b in told[:2])
            found.append(Feature(
                "related-terms", min(near.related, 3.0), text,
                tuple(Span(a.start, a.end) for a, _ in told), tuple(Span(b.start, b.end) for _, b in told),
            ))  # fmt: skip
    if near.links:
        best = near.links[0]
        word = one.sentence.tokens[one.all_keys.index(best[0])].text if best[0] in one.all_keys else best[0]
        text = f"“{word}” is what most joins them"
        found.append(Feature("strongest-link", min(best[2], 1.0), text))
        if len(near.links) > 1:
            found.append(Feature("more-links", min(near.total - best[2], 2.0), "and more words than one do"))
        taken = len({k for _, k, _ in near.links})
        of_passage = taken / max(4, len(passage.stems))
        found.append(Feature("share-of-passage", of_passage, "what the passage speaks of is in the claim"))
        much = "much" if near.share >= 0.5 else "some" if near.share >= 0.2 else "little"
        found.append(Feature("share-of-claim", near.share, f"{much} of what the claim speaks of comes back here"))
    named = None
    if not one.own_names.isdisjoint(seen.keys):
        named = next(
            (
                t
                for t in passage.tokens[: len(seen.keys)]
                if t.key in one.own_names and t.capital and t.low not in ("the", "a", "of")
            ),
            None,
        )
    if named:
        text = f"the passage names “{named.text}”, whose claim it is"
        found.append(Feature("names-claimant", 1.0, text, (), (Span(named.start, named.end),)))


def _place(found: list[Feature], one: Side, passage: Sentence, near: Closeness, setting: Setting) -> None:
    if setting.place is not None and near.links:
        if setting.place == 0:
            found.append(Feature("nearest", 1.0, "no other passage of its article is nearer to the claim"))
        elif setting.place <= 2:
            found.append(Feature("near", 1.0, "few passages of its article are nearer to the claim"))
    words = len(passage.tokens)
    if words > 20:
        found.append(Feature("long-passage", math.log(words / 20), "the passage is long"))
    elif len(passage.stems) < 4:
        found.append(Feature("short-passage", 1.0, "the passage is short"))
    if passage.index == 0 and setting.same_article is not None:
        found.append(Feature("opening", 1.0, "it only opens its article"))
    if len(one.stems) < 3:
        found.append(Feature("thin-claim", 1.0, "the claim is short"))
    found.append(Feature("claim-worth", one.claim.score, "the claim is one that can be checked"))
    found.append(Feature(f"of-{one.claim.kind}", 1.0, f"the claim is of the kind {one.claim.kind}"))
    if setting.rivals == 0 and near.links:
        found.append(Feature("nearest-claim", 1.0, "to no other claim is the passage nearer"))
    elif setting.rivals is not None and setting.rivals >= 2:
        found.append(Feature("nearer-claims", 1.0, "to several other claims the passage is nearer"))
    if setting.context:
        found.append(Feature("context", min(setting.context, 2.0), "the sentence before it speaks of the same"))
    if setting.same_article is None:
        return
    if not setting.same_article:
        _other_article(found, one, near, setting)
    else:
        found.append(Feature("same-article", 1.0, "it stands in the same article"))
        if not setting.spoken or setting.spoken & one.own_names:
            step = passage.index - one.sentence.index
            if passage.paragraph.n == one.sentence.paragraph.n and abs(step) == 1:
                name, text = ("continues", "goes on from") if step == 1 else ("leads-in", "leads in to")
                found.append(Feature(name, 1.0, f"it only {text} the claim"))
        if passage.paragraph.n == one.sentence.paragraph.n:
            found.append(Feature("same-paragraph", 1.0, "it stands in the same paragraph"))


def _other_article(found: list[Feature], one: Side, near: Closeness, setting: Setting) -> None:
    apart = _apart(setting)
    if apart:
        found.append(Feature("other-story", apart, "the two articles speak of different things"))
    elif setting.story:
        found.append(Feature("same-story", setting.story, "the two articles name the same"))
    if not one.published or not setting.published:
        return
    if setting.published > one.published:
        found.append(Feature("later", 1.0, f"it was published later, on {setting.published}"))
        if one.looks_ahead:
            text = "by then what the claim looks ahead to could be seen"
            found.append(Feature("later-than-promise", 0.3 + near.weight, text))
    else:
        found.append(Feature("not-later", 1.0, "it was not published later"))
        if one.looks_ahead and setting.published < one.published:
            found.append(Feature("before-promise", 1.0, "it was published before the claim was made"))


def _apart(setting: Setting) -> float:
    """How sure it is that the two articles tell of different stories, 0 to 1."""
    if setting.alike is None:
        return 1.0 if setting.story == 0 else 0.0
    # Measured on pairs of news articles: of one story nearly all are more alike than this, of two hardly any.
    most, width = (0.09, 0.04) if setting.story else (0.2, 0.1)
    return min(1.0, max(0.0, (most - setting.alike) / width))


def _voice(found: list[Feature], one: Side, passage: Sentence, near: Closeness, setting: Setting) -> None:
    if setting.spoken and setting.spoken & one.own_names:
        found.append(Feature("same-speaker", 1.0, "the same speaker says both"))
    elif setting.spoken:
        found.append(Feature("other-speaker", 1.0, "another speaker says it"))
        # Two people on one matter: where little of the claim comes back, the other speaks of something else.
        if near.share >= 0.3 and any(f.name == "opposed" for f in found):
            found.append(Feature("disputed", 1.0, "another speaker puts it in opposed words"))
    elif not passage.quotes and setting.same_article is not None:
        found.append(Feature("told-as-fact", 1.0, "the article tells it as a fact"))
