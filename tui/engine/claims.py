"""The claims of one article: who asserts what, of which kind, and why the rules think so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tui.engine.acts import ranked
from tui.engine.attribution import attributions
from tui.engine.content import is_clause
from tui.engine.grammar import grammar
from tui.engine.indirect import goes_on
from tui.engine.kinds import kind_of
from tui.engine.lexicon import Lexicon
from tui.engine.names import Register
from tui.engine.prepare import Prepared, Sentence, Token
from tui.engine.report import Attribution
from tui.engine.subjects import left
from tui.engine.types import Claim, ClaimKind, Mention, Reason
from tui.engine.unattributed import nominal, own
from tui.engine.worth import THRESHOLD, within, worth
from tui.text.spans import Span

MOST_CLAIMS = 2000
"""Claims of one article that are kept, in reading order."""
SHORTEST = 8
"""Code points of the shortest claim."""
_SAID, _QUOTED, _CONTINUED, _ACT = 0.55, 0.45, 0.39, 0.25
_ACTS = frozenset(("commit", "deny", "refuse", "expect", "estimate", "accuse"))
_REASONS: dict[str, tuple[str, str]] = {
    "told": ("reported", "“{cue}” reports what was said"),
    "say": ("reported", "“{cue}” reports what {who} says"),
    "think": ("reported", "“{cue}” gives what {who} holds to be so"),
    "commit": ("commitment", "“{cue}” binds {who} to something"),
    "deny": ("denial", "“{cue}” sets {who} against something"),
    "refuse": ("denial", "“{cue}” shuts something out for {who}"),
    "estimate": ("expectation", "“{cue}” gives it as what {who} takes it to be"),
    "expect": ("expectation", "“{cue}” looks ahead for {who}"),
    "accuse": ("accusation", "“{cue}” makes {who} answer for a charge"),
    "judge": ("judgement", "“{cue}” is how {who} rates it"),
    "cause": ("reported", "“{cue}” names what {who} holds to be the cause"),
    "tally": ("reported", "“{cue}” gives what {who} found by counting"),
    "stance": ("reported", "“{cue}” brings the words of {who}"),
    "responsibility": ("responsibility", "“{cue}” is an assertion by {who}"),
}


@dataclass(slots=True)
class _Reading:
    """What is carried from sentence to sentence."""

    register: Register
    words: Lexicon
    found: list[Claim] = field(default_factory=list)
    speaker: Mention | None = None
    """Who spoke last, for a quotation that goes on."""
    paragraph: int = 0
    orphans: list[Sentence] = field(default_factory=list)
    """Quoted sentences at the head of a paragraph, whose speaker may be named behind them."""
    carried: Mention | None = None
    """Who spoke in the paragraph before, if nobody is named behind them."""
    reported: int = -1
    """The sentence that was last known to tell what `teller` said."""
    teller: Mention | None = None
    lister: Mention | None = None
    """Who "also said:", with a list behind."""


def find(prepared: Prepared, words: Lexicon) -> tuple[Claim, ...]:
    """All claims of an article, in reading order, without evidence."""
    register = Register(words)
    register.read(prepared)
    reading = _Reading(register, words)
    for sentence in prepared.sentences:
        if len(reading.found) >= MOST_CLAIMS:
            break
        if sentence.paragraph.n != reading.paragraph:
            _settle(reading, reading.carried)
            reading.paragraph = sentence.paragraph.n
            reading.carried = reading.speaker if _all_quoted(sentence) else None
            reading.speaker = None
        register.meet(sentence)
        _read(sentence, reading)
    _settle(reading, reading.carried)
    return tuple(_distinct(reading.found)[:MOST_CLAIMS])


def _settle(reading: _Reading, speaker: Mention | None) -> None:
    """Give the quoted sentences that wait for one to `speaker`."""
    if speaker:
        for orphan in reading.orphans:
            claim = _continued(orphan, speaker, reading.words)
            if claim:
                reading.found.append(claim)
        reading.speaker = speaker
    reading.orphans = []


def _read(sentence: Sentence, reading: _Reading) -> None:
    words = reading.words
    said: list[Mention] = []
    here = list(_of_sentence(sentence, reading.register, words, said))
    if sentence.paragraph.kind == "list" and reading.lister:
        reading.found.extend(here or _listed(sentence, reading.lister, words))
        return
    reading.lister = _lists(sentence, reading.register, words)
    if said:
        _settle(reading, said[0] if sentence.quotes and sentence.tokens[0].quoted else reading.carried)
        reading.speaker = reading.teller = said[-1]
        reading.reported = sentence.index
        reading.found.extend(here)
    elif here:
        reading.found.extend(here)
    elif _all_quoted(sentence):
        if reading.speaker:
            claim = _continued(sentence, reading.speaker, words)
            if claim:
                reading.found.append(claim)
        else:
            reading.orphans.append(sentence)
    else:
        on = []
        promised = bool(reading.found) and reading.found[-1].kind == "pledge"
        if reading.teller and reading.reported == sentence.index - 1:
            on = goes_on(sentence, reading.teller, words, reading.speaker is None, promised)
        if on and reading.teller:
            reading.reported, reading.speaker = sentence.index, reading.teller
            told = Mention(reading.teller.text, None)
            reading.found.extend(_claim(sentence, span, kind, told, None, score, why) for span, kind, score, why in on)
            return
        teller = reading.register.announces(sentence)
        if teller:
            reading.teller, reading.reported = teller, sentence.index
        mine = own(sentence, words, sentence.paragraph.n <= 2)
        if mine:
            span, kind, who, score, reasons = mine
            if kind == "pledge" and sentence.tokens[0].low in words["one-person"].words:
                who = reading.register.resolve(sentence, 0, 1)  # "She will never race again."
            reading.found.append(_claim(sentence, span, kind, who, None, score, reasons))


def _lists(sentence: Sentence, register: Register, words: Lexicon) -> Mention | None:
    """ "In her letter Ms Bell also said:": who says what the list behind has."""
    at = len(sentence.tokens) - 1
    if at < 1 or not sentence.text.rstrip().endswith(":") or sentence.tokens[at].low not in words["say"].words:
        return None
    subject = left(sentence, at, grammar(words), None)
    return register.resolve(sentence, subject.start, subject.end) if subject else None


def _listed(sentence: Sentence, speaker: Mention, words: Lexicon) -> Iterator[Claim]:
    """A line of a list that somebody is said to have said."""
    tokens = sentence.tokens
    if len(tokens) < 4 or not is_clause(sentence, sentence.span, grammar(words)):
        return
    more, reasons = worth(sentence, sentence.span, tokens, words)
    if _SAID + more < THRESHOLD:
        return
    span = Span(tokens[0].start, tokens[-1].end)
    reason = Reason("reported", f"it stands in a list of what {within(speaker.text, words)} said", _SAID, (span,))
    kind = kind_of(sentence, tokens, words, "say", speaker.text)
    yield _claim(sentence, span, kind, Mention(speaker.text, None), None, _SAID + more, (reason, *reasons))


def _all_quoted(sentence: Sentence) -> bool:
    return bool(sentence.tokens) and all(t.quoted for t in sentence.tokens)


def _of_sentence(sentence: Sentence, register: Register, words: Lexicon, said: list[Mention]) -> Iterator[Claim]:
    """The claims of one sentence; who speaks in it is added to `said`."""
    parts = sorted(attributions(sentence, words), key=lambda part: part.verb)
    passed = _passed_on(sentence, parts, words)
    parts = _outermost(sentence, [part for part in parts if part is not passed])
    through = register.resolve(sentence, *passed.subject) if passed else None
    outer: tuple[Attribution, Mention] | None = None
    for part in parts:
        inside = outer is not None and outer[0].content.contains(sentence.tokens[part.verb].start)
        if part.shape == "asked" or part.cls == "want" or (part.cls == "stance" and not _quotes(sentence, part)):
            named = None if inside else register.resolve(sentence, *part.subject)
            if named:
                register.spoke(sentence, *part.subject, named)
            continue
        if inside and outer and (part.shape == "own" or outer[0].shape == "own"):
            continue  # told by the outer one
        if part.cls == "told":
            yield from _claims(sentence, part, None, None, words)
            continue
        who = register.resolve(sentence, *part.subject)
        if who is None or who.text.lower() in words["relative"].words:
            continue
        if who.text.lower() in words["pronoun-we"].words or who.text.lower() in words["demonstrative"].words:
            if not inside:
                yield from _claims(sentence, part, None, None, words)
            continue
        if who.text.endswith(("'s", "’s")):
            who = Mention(who.text[:-2], who.span)
        if inside:
            is_name = who.text.lower() not in words["pronoun"].words and part.subject[1] - part.subject[0] < 8
            if part.cls == "say" and is_name:
                yield from _claims(sentence, part, who, None, words)
            continue
        register.spoke(sentence, *part.subject, who)
        said.append(who)
        nested = _bound_inside(part, parts, sentence, words)
        bound = register.resolve(sentence, *nested.subject) if nested else None
        if nested and bound:
            same = bound.text.lower() in words["pronoun"].words or bound.text == who.text
            claimant, speaker = (who, None) if same else (bound, who)
            yield from _claims(sentence, part, claimant, speaker, words, cue=nested)
        else:
            until = passed.content.end if passed and passed.verb else None
            yield from _claims(sentence, part, who, None if outer else through, words, until=until)
        outer = outer or (part, who)
    for span, kind, who, score, reasons in nominal(sentence, register, words):
        yield _claim(sentence, span, kind, who, None, score, reasons)


def _quotes(sentence: Sentence, part: Attribution) -> bool:
    """Does an act such as "spoke of" bring words of its own?"""
    behind = sentence.tokens[part.verb].end
    return any(q.start >= behind and q.length > 30 and part.content.contains(q.start) for q in sentence.quotes)


def _outermost(sentence: Sentence, parts: list[Attribution]) -> list[Attribution]:
    """Without those that stand in what another one, behind them, says."""
    return [
        part
        for part in parts
        if not any(
            other is not part and other.shape in ("behind", "around") and other.verb > part.verb
            and other.content.contains(sentence.tokens[part.verb].start)
            for other in parts
        )
    ]  # fmt: skip


def _passed_on(sentence: Sentence, parts: list[Attribution], words: Lexicon) -> Attribution | None:
    """The "according to the paper" behind a sentence that begins with who said it: "The mayor said that …, according to"."""
    heads = words["according"].words | frozenset(words["according"].heads)
    if len(parts) < 2:
        return None
    first, last = parts[0], parts[1]
    if first.verb == 0 and sentence.tokens[0].low in heads and last.shape == "before" and last.cls == "say":
        starts = sentence.tokens[last.subject[0]].start  # "According to the Globe, a spokesman said: …"
        return first if first.content.start <= starts <= first.content.start + 4 else None
    last = parts[-1]
    paper = sentence.tokens[last.subject[1] - 1].low
    prints = any(paper in words[section].words for section in ("written", "speech-noun", "outlet"))
    if last.shape != "behind" or not (sentence.tokens[last.verb].low in heads or (last.cls == "say" and prints)):
        return None
    begins = sentence.tokens[first.subject[0]].start <= last.content.start + 4
    told = (first.shape == "before" and first.cls == "say") or (
        first.shape == "own" and first.cls in ("commit", "deny")
    )
    return last if begins and told and last.content.contains(sentence.tokens[first.verb].start) else None


def _bound_inside(
    part: Attribution, parts: list[Attribution], sentence: Sentence, words: Lexicon
) -> Attribution | None:
    """The commitment with which what is reported begins: "told the agency that the group had promised to …"."""
    if part.shape != "before":
        return None
    for other in parts:
        if (
            other is part
            or other.verb <= part.verb
            or not (
                other.cls == "commit"
                or (other.cls == "want" and sentence.tokens[other.verb].low in words["plans"].words)
            )
        ):
            continue
        start = sentence.tokens[other.subject[0]].start
        that = other.subject[0] > 0 and sentence.tokens[other.subject[0] - 1].low in words["that"].words
        if part.content.contains(sentence.tokens[other.verb].start) and (start <= part.content.start + 4 or that):
            return other
    return None


def _claims(
    sentence: Sentence, part: Attribution, who: Mention | None, speaker: Mention | None, words: Lexicon, *,
    cue: Attribution | None = None, until: int | None = None,
) -> Iterator[Claim]:  # fmt: skip
    """The claims of one attribution. `cue`: the commitment inside it that says of what kind it is; `until`: where it ends at
    the latest."""
    cls = "commit" if cue else part.cls
    said = sentence.tokens[cue.verb if cue else part.verb]
    heard = who if cue else speaker or who
    kind, text = _REASONS[cls]
    cue_reason = Reason(
        kind,
        text.format(cue=said.text, who=within(heard.text, words) if heard else ""),
        0.5,
        (Span(said.start, said.end),),
    )
    for span in _parts(sentence, part, words):
        if until is not None:
            span = Span(span.start, min(span.end, until))
        tokens = [t for t in sentence.tokens if span.start <= t.start < span.end]
        if len(tokens) > 2 and part.shape == "own" and tokens[0].low in words["relative"].words:
            tokens = tokens[1:]  # "who expects it to last"
            span = Span(tokens[0].start, span.end)
        if len(tokens) < 2 or span.length < SHORTEST:
            continue
        last = tokens[-1].low
        if len(tokens) < 4 and (last in words["not"].words or last in grammar(words).auxiliary):
            continue  # "It will not"
        proposition = tokens
        assured = cls == "commit" and said.low in words["assures"].words
        if part.shape == "own" and (assured or cls not in ("commit", "deny", "refuse", "cause")):
            proposition = [t for t in tokens if t.start >= sentence.tokens[part.verb].end] or tokens
        quoted = all(t.quoted for t in tokens)
        more, reasons = worth(sentence, span, proposition, words)
        if cls == "tally" and not any(r.kind == "figure" for r in reasons):
            continue
        score = (_QUOTED if quoted else _SAID) + more + (_ACT if cls in _ACTS else 0)
        elliptical = tokens[0].low in grammar(words).auxiliary or (cls == "told" and _reputed(sentence, part, words))
        bare = cls == "judge" and not ranked(sentence, part.verb + 1, words)
        if (bare or elliptical) and not reasons:
            continue
        if said.low in words["testify"].words and not reasons:
            score = max(score, THRESHOLD)
        if score < THRESHOLD:
            continue
        rated = cls == "judge" and not any(said.low in words[name].words for name in ("put", "dated", "gave"))
        as_said = (
            "say" if assured or rated else "commit" if cls == "told" and said.low in words["commit"].words else cls
        )
        kind_found = kind_of(sentence, proposition, words, as_said, who.text if who else "")
        yield _claim(sentence, span, kind_found, who, speaker, score, (cue_reason, *reasons))


def _reputed(sentence: Sentence, part: Attribution, words: Lexicon) -> bool:
    """ "is said to have": hearsay, a claim only if there is something to check in it."""
    following = sentence.tokens[part.verb + 1 : part.verb + 2]
    if sentence.tokens[part.verb].low not in words["hearsay"].words:
        return False
    return bool(following) and following[0].low in words["infinitive"].words


def _parts(sentence: Sentence, part: Attribution, words: Lexicon) -> list[Span]:
    """The content, parted where a second "that" begins another assertion, and what goes on behind "he said"."""
    span = part.content
    more = [part.more] if part.more else []
    tokens = sentence.tokens
    if part.shape == "around":
        for at in range(part.verb + 1, len(tokens) - 3):
            if ";" in sentence.gap(at, at + 1) and span.contains(tokens[at].start) and not tokens[at].quoted:
                return [Span(span.start, tokens[at].end), Span(tokens[at + 1].start, span.end), *more]
    if part.shape not in ("before", "own"):
        return [span, *more]
    that = words["that"].words
    spans: list[Span] = []
    start = span.start
    for at in range(part.verb + 4, len(tokens) - 2):
        joins = tokens[at].low in words["and"].words and not tokens[at].quoted
        if joins and tokens[at + 1].low in that and span.contains(tokens[at].start) and len(spans) < 3:
            spans.append(Span(start, tokens[at - 1].end))
            start = min(tokens[at + 2].start, span.end)
    return [*spans, Span(start, span.end), *more]


def _continued(sentence: Sentence, speaker: Mention, words: Lexicon) -> Claim | None:
    """A sentence that stands wholly in a quotation whose speaker is known."""
    if not sentence.quotes:
        return None
    span = sentence.quotes[0]
    tokens: Sequence[Token] = [t for t in sentence.tokens if span.start <= t.start < span.end]
    span = Span(span.start, min(span.end, tokens[-1].end if tokens else span.end))
    if span.length < SHORTEST or len(tokens) < 4:
        return None
    more, reasons = worth(sentence, span, tokens, words)
    if _CONTINUED + more < THRESHOLD:
        return None
    reason = Reason("quotation", f"it stands in a quotation of {within(speaker.text, words)}", _CONTINUED, (span,))
    kind = kind_of(sentence, tokens, words, "say", speaker.text)
    return _claim(
        sentence, span, kind, Mention(speaker.text, speaker.span), None, _CONTINUED + more, (reason, *reasons)
    )


def _claim(
    sentence: Sentence, span: Span, kind: ClaimKind, who: Mention | None, speaker: Mention | None, score: float,
    reasons: tuple[Reason, ...],
) -> Claim:  # fmt: skip
    text = sentence.slice(span.start, span.end).rstrip(" \xa0\u202f,;:—–-")
    lead = len(text) - len(text.lstrip())
    text, span = text[lead:], Span(span.start + lead, span.start + len(text))
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
