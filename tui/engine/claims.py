"""The claims of one article: who asserts what, of which kind, and why the rules think so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tui.engine.attribution import Attribution, attributions
from tui.engine.figures import figures
from tui.engine.kinds import kind_of
from tui.engine.lexicon import Lexicon
from tui.engine.names import Register
from tui.engine.prepare import Prepared, Sentence, Token
from tui.engine.types import Claim, ClaimKind, Mention, Reason
from tui.text.spans import Span

MOST_CLAIMS = 2000
"""Claims of one article that are kept, in reading order."""
SHORTEST = 8
_QUOTE_THRESHOLD = 0.5

_FIRST = re.compile(r"\b(?:first time|first ever|first [a-z]+ (?:since|in)|for the first time)\b", re.I)
_THIRD = frozenset(
    [
        "it",
        "they",
        "he",
        "she",
        "the",
        "this",
        "these",
        "those",
        "mr",
        "mrs",
        "ms",
        "dr",
        "everyone",
        "everybody",
    ]
)
_CLASS_REASONS: dict[str, tuple[str, str]] = {
    "told": ("reported", "“{cue}” reports what was said"),
    "say": ("reported", "“{cue}” reports what {who} says"),
    "think": ("reported", "“{cue}” gives what {who} holds to be so"),
    "commit": ("commitment", "“{cue}” binds {who} to something"),
    "deny": ("denial", "“{cue}” sets {who} against something"),
    "refuse": ("denial", "“{cue}” shuts something out for {who}"),
    "expect": ("expectation", "“{cue}” looks ahead for {who}"),
    "accuse": ("accusation", "“{cue}” makes {who} answer for a charge"),
    "judge": ("judgement", "“{cue}” is how {who} rates it"),
    "responsibility": ("responsibility", "“{cue}” is an assertion by {who}"),
}


def find(prepared: Prepared, words: Lexicon) -> tuple[Claim, ...]:
    """All claims of an article, in reading order, without evidence."""
    register = Register(words)
    register.read(prepared)
    found: list[Claim] = []
    speaker: Mention | None = None
    paragraph = 0
    orphans: list[Sentence] = []
    for sentence in prepared.sentences:
        if len(found) >= MOST_CLAIMS:
            break
        if sentence.paragraph.n != paragraph:
            paragraph, orphans = sentence.paragraph.n, []
            carried = speaker if _all_quoted(sentence) else None
            speaker = carried
        register.meet(sentence)
        here = list(_of_sentence(sentence, register, words))
        if here:
            said = here[-1].speaker or here[-1].claimant
            if sentence.quotes and orphans and any(_all_quoted(o) for o in orphans) and said:
                found.extend(claim for o in orphans if (claim := _continued(o, said, words)))
            orphans = []
            speaker = said or speaker
            found.extend(here)
        elif _all_quoted(sentence):
            if speaker:
                claim = _continued(sentence, speaker, words)
                if claim:
                    found.append(claim)
            else:
                orphans.append(sentence)
        else:
            own = _of_the_article(sentence)
            if own:
                found.append(own)
    return tuple(_distinct(found)[:MOST_CLAIMS])


def _all_quoted(sentence: Sentence) -> bool:
    return bool(sentence.tokens) and all(t.quoted for t in sentence.tokens)


def _of_sentence(sentence: Sentence, register: Register, words: Lexicon) -> Iterator[Claim]:
    parts = list(attributions(sentence, words))
    outer: tuple[Attribution, Mention] | None = None
    for part in parts:
        if outer and part.shape == "own" and outer[0].content.contains(sentence.tokens[part.verb].start):
            continue  # nested: told by the outer one
        if (
            outer
            and part.shape == "before"
            and outer[0].content.contains(sentence.tokens[part.verb].start)
            and outer[0].shape != "own"
        ):
            if part.cls == "say" and sentence.tokens[part.verb].low not in words["commit"]:
                who = register.resolve(sentence, *part.subject)
                if (
                    who
                    and who.text.lower() not in ("it", "he", "she", "they")
                    and part.subject[1] - part.subject[0] < 8
                ):
                    yield from _claims(sentence, part, who, None, words)
            continue
        if part.cls == "told":
            yield from _claims(sentence, part, None, None, words)
            continue
        who = register.resolve(sentence, *part.subject)
        if who is None:
            continue
        # A "said" amid a quotation's other verbs speaks for the same person.
        register.spoke(sentence, *part.subject, who)
        nested = _bound_inside(part, parts, sentence)
        if nested:
            bound = register.resolve(sentence, *nested.subject)
            if bound:
                pronoun = bound.text.lower() in ("it", "he", "she", "they", "i", "we")
                same = pronoun or bound.text == who.text
                yield from _claims(
                    sentence,
                    replace(part, cls="commit"),
                    who if same else bound,
                    None if same else who,
                    words,
                    cue=nested.verb,
                )
                outer = (part, who)
                continue
        yield from _claims(sentence, part, who, None, words)
        outer = outer or (part, who)
    yield from _nominal(sentence, register, words)


def _bound_inside(part: Attribution, parts: list[Attribution], sentence: Sentence) -> Attribution | None:
    """The commitment with which what is reported begins: "told the agency that the group had promised to …"."""
    if part.shape != "before":
        return None
    for other in parts:
        verb = sentence.tokens[other.verb].start
        opens = sentence.tokens[other.subject[0]].start <= part.content.start + 4
        if (
            other is not part
            and other.cls == "commit"
            and other.verb > part.verb
            and opens
            and part.content.contains(verb)
        ):
            return other
    return None


def _claims(
    sentence: Sentence,
    part: Attribution,
    who: Mention | None,
    speaker: Mention | None,
    words: Lexicon,
    *,
    cue: int | None = None,
) -> Iterator[Claim]:
    """The claims of one attribution. `cue`: the token that says of what kind, where that is not the reporting verb."""
    said = sentence.tokens[part.verb if cue is None else cue]
    heard = who if cue is not None else speaker or who
    reasons = []
    kind, text = _CLASS_REASONS[part.cls]
    reasons.append(
        Reason(
            kind,
            text.format(cue=said.text, who=heard.text if heard else ""),
            0.5,
            (_token_span(said),),
        )
    )
    for span in _parts(sentence, part):
        tokens = [t for t in sentence.tokens if span.start <= t.start < span.end]
        if len(tokens) < 2 or span.length < SHORTEST:
            continue
        quoted = all(t.quoted for t in tokens)
        worth, more = _worth(sentence, span, tokens, words)
        score = (
            (0.55 if not quoted else 0.38)
            + worth
            + (0.25 if part.cls in ("commit", "deny", "refuse", "expect", "accuse") else 0)
        )
        if score < _QUOTE_THRESHOLD:
            continue
        yield _claim(sentence, span, _kind(sentence, part, tokens, words, who), who, speaker, score, (*reasons, *more))


def _token_span(token: Token) -> Span:
    return Span(token.start, token.end)


def _claim(
    sentence: Sentence, span: Span, kind: ClaimKind, who: Mention | None, speaker: Mention | None, score: float,
    reasons: tuple[Reason, ...],
) -> Claim:  # fmt: skip
    text = sentence.slice(span.start, span.end)
    trimmed = text.rstrip(" ,;:—–-")
    text, span = trimmed, Span(span.start, span.start + len(trimmed))
    following = sentence.slice(span.end, span.end + 2)
    for opening, closing in ("“”", "‘’", '""'):
        odd = text.count(opening) % 2 if opening == closing else text.count(opening) > text.count(closing)
        at = following.find(closing)
        if odd and at >= 0 and not following[:at].strip(".,!?"):
            span = Span(span.start, span.end + at + 1)
            text = sentence.slice(span.start, span.end)
            break
    return Claim(
        span, text, sentence.span, sentence.paragraph.n, kind, who, speaker, round(min(score, 0.98), 3), reasons
    )


def _parts(sentence: Sentence, part: Attribution) -> list[Span]:
    """The content, parted where a second "that" begins another assertion."""
    span = part.content
    if part.shape not in ("before", "own"):
        return [span]
    tokens = [(i, t) for i, t in enumerate(sentence.tokens) if span.start <= t.start < span.end]
    cuts = [
        (sentence.tokens[i - 1], sentence.tokens[i + 1]) for i, t in tokens
        if t.low == "and"
        and not t.quoted
        and i > part.verb + 3
        and i + 2 < len(sentence.tokens)
        and sentence.tokens[i + 1].low == "that"
    ]  # fmt: skip
    spans, start = [], span.start
    for before, that in cuts[:3]:
        spans.append(Span(start, before.end))
        start = min(that.end + 1, span.end)
    return [*spans, Span(start, span.end)]


def _worth(sentence: Sentence, span: Span, tokens: list[Token], words: Lexicon) -> tuple[float, tuple[Reason, ...]]:
    """How much there is to check in a stretch, and what shows it."""
    found: list[Reason] = []
    lows = {t.low for t in tokens}
    for name, kind, text in (
        ("all", "absolute", "“{word}” leaves no exception"),
        ("neg", "negation", "“{word}” says that something is not so"),
        ("future", "future", "“{word}” speaks of what is to come"),
    ):
        word = next((t for t in tokens if t.low in words[name] and t.text != "May"), None)
        if word:
            found.append(Reason(kind, text.format(word=word.text), 0.12, (_token_span(word),)))
    if figures(sentence.text, span.start - sentence.span.start, span.end - sentence.span.start, words):
        found.append(Reason("figure", "it gives a figure that can be checked", 0.12, (span,)))
    if tokens[0].quoted and lows and tokens[0].low in _THIRD:
        found.append(Reason("fact", "it says how things are, beyond the speaker's own plans", 0.12, (span,)))
    worth = sum(reason.weight for reason in found)
    if "?" in sentence.slice(span.start, min(span.end + 1, sentence.span.end)):
        worth -= 0.4
    if len(tokens) < 5:
        worth -= 0.05
    return worth, tuple(found)


def _kind(sentence: Sentence, part: Attribution, tokens: list[Token], words: Lexicon, who: Mention | None) -> ClaimKind:
    """For a verb that is itself the act, the proposition is what stands behind it."""
    if part.shape == "own" and part.cls not in ("commit", "deny", "refuse"):
        behind = sentence.tokens[part.verb].end
        tokens = [t for t in tokens if t.start >= behind] or tokens
    return kind_of(sentence, tokens, words, part.cls, who.text if who else "")


def _continued(sentence: Sentence, speaker: Mention, words: Lexicon) -> Claim | None:
    """A sentence that stands wholly in a quotation whose speaker is known."""
    if not sentence.quotes:
        return None
    span = sentence.quotes[0]
    tokens = [t for t in sentence.tokens if span.start <= t.start < span.end]
    end = tokens[-1].end if tokens else span.end
    span = Span(span.start, min(span.end, end))
    if span.length < SHORTEST or len(tokens) < 4:
        return None
    worth, more = _worth(sentence, span, tokens, words)
    if 0.39 + worth < _QUOTE_THRESHOLD:
        return None
    kind = kind_of(sentence, tokens, words)
    reason = Reason("quotation", f"it stands in a quotation of {speaker.text}", 0.39, (span,))
    return _claim(sentence, span, kind, Mention(speaker.text, speaker.span), None, 0.39 + worth, (reason, *more))


def _nominal(sentence: Sentence, register: Register, words: Lexicon) -> Iterator[Claim]:
    """ "promises from the council that …", "an assurance by the firm that …"."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if token.quoted or (token.low not in words["claim-noun"] and token.low not in words["assert-noun"]):
            continue
        if at + 3 < len(tokens) and at >= 2 and tokens[at + 1].low == "that" and tokens[at - 1].low.endswith("'s"):
            start = next((i for i in range(at - 1, max(-1, at - 5), -1) if not tokens[i].capital), at - 5) + 1
            who = register.resolve(sentence, start, at)
            name = " ".join(t.text for t in tokens[start:at]).removesuffix("'s").removesuffix("’s")
            if who and start < at:
                found = register.people.get(name.lower().split()[-1]) if name else None
                mention = Mention(found.shown if found else name, Span(tokens[start].start, tokens[at - 1].end))
                span = Span(tokens[at + 2].start, tokens[-1].end)
                noun: ClaimKind = "pledge" if token.low in words["claim-noun"] else "assertion"
                said = f"“{token.text}” names it as what {mention.text} holds"
                reasons = (Reason("reported", said, 0.6, (_token_span(token),)),)
                yield _claim(sentence, span, noun, mention, None, 0.6, reasons)
                return
        if at + 2 >= len(tokens) or tokens[at + 1].low not in ("by", "from", "of"):
            continue
        that = next((i for i in range(at + 2, min(len(tokens), at + 10)) if tokens[i].low == "that"), None)
        if that is None or that + 2 >= len(tokens) or any("," in sentence.gap(i, i + 1) for i in range(at, that)):
            continue
        who = register.resolve(sentence, at + 2, that)
        if who is None:
            continue
        end = next(
            (i for i in range(that + 2, len(tokens)) if sentence.gap(i - 1, i).strip().startswith((",", ";"))),
            len(tokens),
        )
        span = Span(tokens[that + 1].start, tokens[end - 1].end)
        kind: ClaimKind = (
            "pledge" if token.low in words["claim-noun"] else kind_of(sentence, tokens[that + 1 : end], words)
        )
        reason = Reason(
            "commitment", f"“{token.text}” names it as what {who.text} has said", 0.6, (_token_span(token),)
        )
        yield _claim(sentence, span, kind, who, None, 0.6, (reason,))
        return


def _of_the_article(sentence: Sentence) -> Claim | None:
    """What the article itself asserts without exception; only firsts, since they can be wrong."""
    first = _FIRST.search(sentence.text[:1000])
    if not first or sentence.quotes or sentence.paragraph.n > 2 or len(sentence.tokens) < 8:
        return None
    span = Span(sentence.tokens[0].start, sentence.tokens[-1].end)
    at = Span(sentence.span.start + first.start(), sentence.span.start + first.end())
    reason = Reason("absolute", f"“{first.group()}” leaves no exception, in the article's own words", 0.55, (at,))
    return _claim(sentence, span, "assertion", None, None, 0.55, (reason,))


def _distinct(claims: list[Claim]) -> list[Claim]:
    """In reading order; of two that stand for the same words, the better reasoned one."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.span.start, -c.score)):
        rival = next(
            (k for k in kept[-4:] if k.span.overlap(claim.span) > 0.6 * min(k.span.length, claim.span.length)), None
        )
        if rival is None:
            kept.append(claim)
        elif claim.score > rival.score and claim.span.length >= rival.span.length * 0.5:
            kept[kept.index(rival)] = claim
    return sorted(kept, key=lambda c: c.span)
