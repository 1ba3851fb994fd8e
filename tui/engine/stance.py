"""Signs that a passage speaks against a claim, for it, or past it."""

from __future__ import annotations

from tui.engine.closeness import Closeness, Side
from tui.engine.facts import Facts
from tui.engine.feature import Feature, listed
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence
from tui.text.spans import Span

_ABOUT = 0.15
"""How near a passage has to be for its "despite promises" to be about the promise that is looked at."""

_SINGLE = 0.25
"""How near a passage has to be for a single word in it to be news about what was promised."""


def contrast(found: list[Feature], one: Side, passage: Sentence, seen: Facts, near: Closeness, related: bool,
             words: Lexicon) -> None:  # fmt: skip
    """ "Despite promises", "in fact", "however"."""
    word = seen.against
    if word:
        after = [t for t in passage.tokens if word[1].start < t.start < word[1].end + 90]
        noun = next((t for t in after[:5] if t.low in words["claim-noun"] or t.low in words["assert-noun"]), None)
        named = any(t.capital and t.key in one.own_names for t in after[:9])
        others = bool(noun) and not named and any(t.capital for t in after[1:6])
        if others:
            return  # the promise that is meant is somebody else's
        bound = one.looks_ahead or one.claim.kind == "denial" or (noun and noun.low in words["assert-noun"])
        if noun and bound and one.claim.kind != "figure" and (near.weight >= _ABOUT or (named and related)):
            at = word[1]
            text = f"“{word[0]}” sets this against the {noun.text.lower()}"
            found.append(
                Feature(
                    "contrast-cue", (1.5 if named else 0.4) + near.weight, text, (), (at, Span(noun.start, noun.end))
                )
            )
            return
    if seen.strong and near.links:
        text = f"“{seen.strong[0]}” may set this against what was said"
        found.append(Feature("contrast-word", near.weight, text, (), (seen.strong[1],)))
    elif seen.weak and near.links:
        name = "but-opens" if seen.weak_opens else "but"
        found.append(Feature(name, near.weight, f"“{seen.weak[0]}” marks a contrast", (), (seen.weak[1],)))


def events(found: list[Feature], one: Side, passage: Sentence, seen: Facts, near: Closeness, words: Lexicon) -> bool:
    """News of the very kind that a promise or a denial shuts out."""
    if one.claim.kind == "figure":
        return False
    hits: dict[str, str] = {}
    spans: list[Span] = []
    topics: list[Span] = []
    topic = ""
    for token in one.topics:
        for key in sorted(passage.stems & words.related[token.key]):
            if key not in one.stems and key not in hits and key in seen.keys:
                other = passage.tokens[seen.keys.index(key)]
                topic = topic or token.text
                hits[key] = other.low
                spans.append(Span(other.start, other.end))
                topics.append(Span(token.start, token.end))
    if len(hits) == 1 and near.weight < _SINGLE:
        return False
    if hits:
        bound = one.claim.kind == "pledge" or one.negated
        both = one.negated and any(t.low in words["deny"] for t in passage.tokens)
        order = sorted(hits.values())
        found.append(Feature(
            "pledge-event" if bound else "related-event", (0.9 + 0.5 * near.weight) * min(len(hits), 3) ** 0.5 * (0.3 if both else 1.0),
            f"{listed(order[:3])} may bear on what was said of “{topic}”", tuple(dict.fromkeys(topics))[:4], tuple(spans[:6]),
        ))  # fmt: skip
    return bool(hits)


def wording(found: list[Feature], one: Side, passage: Sentence, seen: Facts, near: Closeness, words: Lexicon) -> None:
    """Opposed words, a "not" on one side only, a claim without exceptions."""
    for token in one.opposable:
        opposed = words.opposed[token.key]
        if token.key in passage.stems or opposed.isdisjoint(seen.keys):
            continue
        others = [t for t in passage.tokens[: len(seen.keys)] if t.key in opposed]
        # The same form first ("agreed", "discussed"): a noun from the same root may only be setting the scene.
        other = next((t for t in others if t.low[-2:] == token.low[-2:]), others[0] if others else None)
        if other:
            text = f"“{token.text}” in the claim meets “{other.text}” here"
            spans = ((Span(token.start, token.end),), (Span(other.start, other.end),))
            found.append(Feature("opposed", 0.3 + near.weight, text, *spans))
            break
    if one.negated and not seen.negation:
        no = next(t for t in one.tokens if t.low in words["neg"])
        text = f"the claim says “{no.text}”, the passage does not"
        found.append(Feature("negation-claim", near.weight, text, (Span(no.start, no.end),)))
    elif seen.negation and not one.negated:
        text = f"the passage says “{seen.negation.text}”, the claim does not"
        span = (Span(seen.negation.start, seen.negation.end),)
        found.append(
            Feature("opens-with-not" if seen.negation_opens else "negation-passage", near.weight, text, (), span)
        )
    elif seen.negation and one.negated:
        span = (Span(seen.negation.start, seen.negation.end),)
        found.append(
            Feature("both-negated", near.weight, f"both say that it is not so (“{seen.negation.text}”)", (), span)
        )
    absolute = one.absolute
    if absolute:
        own_span = (Span(absolute.start, absolute.end),)
        text = f"“{absolute.text}” leaves no exception, and this may be one"
        found.append(Feature("absolute", near.weight, text, own_span))
        if seen.figures and not one.figures:
            text = f"“{absolute.text}” leaves no exception; here {seen.figures[0].text} are counted"
            value = (0.3 + near.weight) * (1.0 if seen.figures[0].digits else 0.6)
            found.append(Feature("counted", value, text, own_span, (seen.figures[0].span,)))
        if seen.part:
            text = f"“{absolute.text}” leaves no exception; here it is “{seen.part[0]}”"
            found.append(Feature("part-of-all", 0.3 + near.weight, text, own_span, (seen.part[1],)))


def outcome(found: list[Feature], one: Side, seen: Facts, near: Closeness, words: Lexicon) -> None:
    """What has become of it: went wrong, came about, is still to come; and whether it is on record."""
    if seen.trouble:
        texts = listed(list(dict.fromkeys(t for t, _ in seen.trouble))[:3])
        spans = tuple(span for _, span in seen.trouble)
        value = near.weight * min(len(seen.trouble), 3) ** 0.5
        troubled = one.negated or not one.lows.isdisjoint(words["trouble"])
        name = "trouble-both" if troubled else "trouble-ahead" if one.looks_ahead else "trouble"
        found.append(Feature(name, value, f"{texts}: something went otherwise", (), spans))
    if seen.fulfilled:
        text = f"“{seen.fulfilled[0]}” may say that it came about"
        found.append(Feature("fulfilled", near.weight, text, (), (seen.fulfilled[1],)))
    if seen.record:
        text = f"“{seen.record[0]}”: it is written down, measured or found"
        found.append(Feature("record", near.weight, text, (), (seen.record[1],)))
    if seen.dated:
        found.append(Feature("dated", near.weight, f"“{seen.dated[0]}” says when it happened", (), (seen.dated[1],)))
    if seen.ahead:
        found.append(Feature("looks-ahead", 1.0, f"“{seen.ahead[0]}” only looks ahead", (), (seen.ahead[1],)))
    if seen.waiting and one.looks_ahead:
        text = f"“{seen.waiting[0]}” says that it has not come about"
        found.append(Feature("not-yet", 0.3 + near.weight, text, (), (seen.waiting[1],)))
    if seen.elsewhere:
        text = f"“{seen.elsewhere[0]}” may speak of another case"
        found.append(Feature("elsewhere", 1.0, text, (), (seen.elsewhere[1],)))
    for name, hit, text in (("limit", seen.limit, "narrows it"), ("update", seen.update, "brings it up to date")):
        if hit:
            found.append(Feature(name, near.weight, f"“{hit[0]}” {text}", (), (hit[1],)))
