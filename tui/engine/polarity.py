"""Two sentences that say nearly the same: do they say that it is so, that it is not, or that it is so only in part?

Natural logic in small: the words of the claim are aligned with the words of one clause of the passage; negators, verbs
that turn round their clause, and opposed words each flip, and an odd number of flips in all makes the two opposed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from msgspec import Struct

from tui.engine.closeness import Closeness, Side
from tui.engine.facts import Facts, cue
from tui.engine.feature import Feature
from tui.engine.lexicon import Lexicon, lexicon
from tui.engine.prepare import Sentence, Token
from tui.engine.relatedness import SYNONYM
from tui.text.spans import Span

_LEAST_SHARE = 0.25
"""A passage that shares less with the claim is not looked at."""
ENOUGH, ENOUGH_IN_ARTICLE = 0.7, 0.8
"""The part of the claim's words that has to come back before two sentences are taken to say the same or the opposite. In an
article more is asked: its sentences are long, and what stands around them is not in view."""
_BY_CHANCE, _SHORT = 3, 6
"""Fewer words of a claim stand together by chance in a clause of an article that holds more than so many."""
_FEW = 6
"""Words of a clause between a negator and what it turns round."""
_MOST_TOKENS = 120
_BEFORE_NOUNS = ("no", "without")
_NEGATIVE_PREFIXES = ("un", "non", "il", "ir")


class Alignment(Struct, frozen=True):
    """The words of a claim found again in one clause."""

    share: float
    """Of the claim's words, 0 to 1."""
    places: Mapping[int, int]
    """Place of a word in the claim to its place in the clause."""
    exact: frozenset[int]
    """The places in the claim whose words come back themselves or as their opposite, not only as a word near in meaning."""
    opposed: tuple[tuple[int, int, bool], ...]
    """The pairs that meet as opposites, and whether there is no third."""


def compare(one: Side, passage: Sentence, seen: Facts, near: Closeness, words: Lexicon, alone: bool) -> Feature | None:
    """One feature where the passage says nearly the same as the claim or the opposite.

    `alone`: the two come from no article. None also where a "not" of the claim is about what the passage does not speak of.
    """
    if near.share < _LEAST_SHARE or len(one.tokens) > _MOST_TOKENS:
        return None
    best: tuple[Alignment, Sequence[Token]] | None = None
    clauses = _clauses(passage.tokens[:_MOST_TOKENS], passage, words)
    for clause in clauses if len(clauses) == 1 else [*clauses, passage.tokens[:_MOST_TOKENS]]:
        aligned = align(one, clause, words)
        if aligned and (best is None or aligned.share > best[0].share + 0.01):
            best = aligned, clause
    if best is None or best[0].share < (ENOUGH if alone else ENOUGH_IN_ARTICLE):
        return None
    aligned, clause = best
    if not alone and len(aligned.exact) < _BY_CHANCE and sum(_tells(t, words) for t in clause) > _SHORT:
        return None
    if not alone and seen.ahead and not one.looks_ahead:
        return None  # what has been, and what is to come
    in_claim = flips(one.tokens, aligned.exact, one.sentence, words)
    if one.negated and not in_claim:
        return None
    in_passage = flips(clause, {aligned.places[i] for i in aligned.exact}, passage, words)
    turned = (len(in_claim) + len(in_passage) + len(aligned.opposed)) % 2 == 1
    signs = [*in_passage, *(clause[j] for _, j, _ in aligned.opposed)]
    own_signs = [*in_claim, *(one.tokens[i] for i, _, _ in aligned.opposed)]
    spans = (_spans(own_signs), _spans(signs))
    shown = " and ".join(f"“{t.text}”" for t in [*signs, *own_signs][:2])
    value = aligned.share
    if turned:
        return Feature("same-denied", value, f"nearly the same words, turned round by {shown}", *spans)
    if not aligned.opposed and _loosely_opposed(one, seen, passage, words):
        return None
    return _agreed(one, passage, seen, aligned.share, words) or _same(
        aligned, bool(in_claim or in_passage), shown if signs else "", spans
    )


def _agreed(one: Side, passage: Sentence, seen: Facts, share: float, words: Lexicon) -> Feature | None:
    """The same words and the same polarity, but another year or a narrower case."""
    other = _other_year(one, seen)
    if other:
        text = f"nearly the same words, with {other[0]} in the claim and {other[1]} here"
        return Feature("other-figure", share, text, (), (other[2],))
    narrowed = _narrowed(one, passage, words)
    if narrowed:
        text = f"nearly the same words, narrowed by “{narrowed[0]}”"
        return Feature("same-narrowed", share, text, (), (narrowed[1],))
    return None


def _same(aligned: Alignment, negated: bool, shown: str, spans: tuple[tuple[Span, ...], tuple[Span, ...]]) -> Feature:
    value = aligned.share
    if negated and any(not whole for _, _, whole in aligned.opposed):
        value *= 0.6  # what did not fall has not always risen
    text = (
        f"nearly the same words, and with {shown} they agree" if shown else "it says the same in nearly the same words"
    )
    return Feature("same-said", value, text, *spans)


def _loosely_opposed(one: Side, seen: Facts, passage: Sentence, words: Lexicon) -> bool:
    """Does a word of the claim that does not come back meet one that seldom goes with it ("agreed", "discussed")?"""
    return any(
        token.key not in passage.stems and not words.opposed[token.key].isdisjoint(seen.keys) for token in one.opposable
    )


def _spans(tokens: Sequence[Token]) -> tuple[Span, ...]:
    return tuple(sorted({Span(t.start, t.end) for t in tokens}, key=lambda span: span.start))[:4]


def _clauses(tokens: Sequence[Token], passage: Sentence, words: Lexicon) -> list[Sequence[Token]]:
    """The passage parted where something is set against what stands before; what a relative clause adds left out."""
    parts: list[list[Token]] = [[]]
    aside = False
    divides, base = words["parts"], passage.span.start
    last = tokens[0].start if tokens else 0
    for token in tokens:
        mark = passage.text[last - base : token.start - base]
        last = token.end
        if mark != " ":
            if aside and "," in mark:
                aside = False
            elif "," in mark and token.low in ("who", "which", "whose"):
                aside = True
        if token.low in divides or (mark != " " and (";" in mark or "." in mark or "!" in mark or "?" in mark)):
            parts.append([])
            aside = False
        if not aside:
            parts[-1].append(token)
    return [part for part in parts if part] or [tokens]


def _between(sentence: Sentence, one: Token, other: Token) -> str:
    base = sentence.span.start
    return sentence.text[one.end - base : other.start - base]


def align(one: Side, clause: Sequence[Token], words: Lexicon) -> Alignment | None:
    """Each word of the claim with the same word of the clause, else with its opposite."""
    where: dict[str, int] = {}
    for j, there in enumerate(clause):
        where.setdefault(there.key, j)
    places: dict[int, int] = {}
    exact: set[int] = set()
    opposed: list[tuple[int, int, bool]] = []
    have = whole = 0.0
    for i, (token, key) in enumerate(zip(one.tokens, one.keys, strict=True)):
        if not _tells(token, words):
            continue
        counts = 1.5 if token.capital and i else 1.0
        whole += counts
        if key in where:
            places[i] = where[key]
            exact.add(i)
            have += counts
            continue
        met = _opposite(key, where, words)
        if met:
            places[i] = met[0]
            opposed.append((i, *met))
            exact.add(i)
            have += counts
        elif (synonym := _synonym(one, key, where)) is not None and synonym not in places.values():
            places[i] = synonym  # a word of the clause stands for one of the claim
            have += 0.6 * counts
    # Names alone only say who is spoken of.
    if all(one.tokens[i].capital and i for i in exact) and whole > 1.5:
        return None
    if len(opposed) == len(places) and len(places) > 1:
        return None
    # A single word that comes back is not yet the same matter.
    return Alignment(have / whole if whole > 1 else 0.6, places, frozenset(exact), tuple(opposed))


def _tells(token: Token, words: Lexicon) -> bool:
    """Does the word say what a sentence is about?"""
    if not token.content:
        return False
    low = token.low
    return (
        low not in words.numbers and low not in words["negator"] and low not in words["reverser"] and low[-3:] != "n't"
    )


def _synonym(one: Side, key: str, where: Mapping[str, int]) -> int | None:
    known = one.kin.near(key)
    if known.keys().isdisjoint(where):
        return None
    best = max(((value, k) for k, value in known.items() if k in where and value >= SYNONYM), default=None)
    return where[best[1]] if best else None


def _opposite(key: str, where: Mapping[str, int], words: Lexicon) -> tuple[int, bool] | None:
    for opposites, whole in ((words.complement, True), (words.contrary, False)):
        hits = [where[other] for other in opposites.get(key, ()) if other in where]
        if hits:
            return min(hits), whole
    for prefix in _NEGATIVE_PREFIXES:
        if len(key) > 3 and prefix + key in where:
            return where[prefix + key], True
        bare = key.removeprefix(prefix)
        if bare != key and len(bare) > 3 and bare in where:
            return where[bare], True
    return None


def flips(tokens: Sequence[Token], matched: Collection[int], sentence: Sentence, words: Lexicon) -> list[Token]:
    """The words that turn round what the `matched` ones of a clause say."""
    if not matched:
        return []
    turning = _turning(words.language)
    return [
        token
        for i, token in enumerate(tokens)
        if (token.low in turning or token.low.endswith("n't")) and _flips(tokens, i, matched, sentence, words)
    ]


@cache
def _turning(language: str) -> frozenset[str]:
    """All the words that may turn round what is said."""
    words = lexicon(language)
    return frozenset().union(*(words[name] for name in ("negator", "reverser", "reverser-to", "reverser-after")))


def _flips(tokens: Sequence[Token], i: int, matched: Collection[int], sentence: Sentence, words: Lexicon) -> bool:
    low = tokens[i].low
    first, last = min(matched), max(matched)
    if low in words["negator"] or low.endswith("n't"):
        return _reaches(tokens, i, matched, sentence, words)
    if low in words["reverser"] or (low in words["reverser-to"] and i + 1 < len(tokens) and tokens[i + 1].low == "to"):
        before = i < last and i not in matched and not _parted(tokens, i, first, sentence)
        return before or _after(tokens, i, last, words)
    return low in words["reverser-after"] and _after(tokens, i, last, words)


def _after(tokens: Sequence[Token], i: int, last: int, words: Lexicon) -> bool:
    """ "… is false", right after the clause."""
    return last < i <= last + 4 and any(t.low in words["be"] for t in tokens[last + 1 : i])


def _parted(tokens: Sequence[Token], i: int, first: int, sentence: Sentence) -> bool:
    """Does a comma stand between a word and the clause that comes after it?"""
    return i < first and any("," in _between(sentence, tokens[k], tokens[k + 1]) for k in range(i, first))


def _reaches(tokens: Sequence[Token], i: int, matched: Collection[int], sentence: Sentence, words: Lexicon) -> bool:
    """Does the negator at `i` turn round a matched word, or a verb that passes it on to the clause?"""
    last = max(matched)
    following = tokens[i + 1 : i + 1 + _FEW]
    if following and (following[0].low in words["no-negation"] or following[0].low in words["whole"]):
        return False
    if i > last:
        return i <= last + 3 and not any(
            set(_between(sentence, tokens[k], tokens[k + 1])) & set(",;:.") for k in range(last, i)
        )
    for k, token in enumerate(following, i + 1):
        if "," in _between(sentence, tokens[k - 1], token):
            return False
        if k in matched or token.low in words["raises"] or token.low in words["reverser"]:
            return True
        if token.low in words["reverser-to"]:
            return True
        if _tells(token, words):
            if tokens[i].low in _BEFORE_NOUNS and k + 1 in matched:
                return True  # "no untreated sewage"
            # "No doctor denies that", "no trace of": the word it stands with is not in the claim.
            return any(t.low in words["reverser"] for t in tokens[k + 1 : k + 3])
    return False


def _narrowed(one: Side, passage: Sentence, words: Lexicon) -> tuple[str, Span] | None:
    low = passage.text[:2000].lower()
    hit = cue(passage, words["narrows"], low, passage.lows)
    lows = one.lows
    if hit and not lows & set(hit[0].lower().split()):
        return hit
    for i, token in enumerate(passage.tokens[:_MOST_TOKENS]):
        if i > 1 and token.low in words["parts"] and token.low not in ("because",) and token.low not in lows:
            return token.text, Span(token.start, token.end)
    return None


def _other_year(one: Side, seen: Facts) -> tuple[str, str, Span] | None:
    """A year in the claim that none of the passage's is."""
    if not seen.years:
        return None
    own = [t.text for t in one.tokens if len(t.text) == 4 and t.text.isdigit() and 1500 <= int(t.text) <= 2099]
    if len(own) != 1 or any(str(year) == own[0] for year, _ in seen.years):
        return None
    year, span = seen.years[0]
    return own[0], str(year), span
