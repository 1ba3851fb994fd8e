"""Who says what: a reporting verb, its subject before or behind it, and what is said."""

from __future__ import annotations

from collections.abc import Iterator

from tui.engine.according import according
from tui.engine.acts import acts, ranked
from tui.engine.content import (
    ahead,
    before,
    end_of,
    is_clause,
    is_setting,
    opening,
    opens_quotation,
    resumes,
    second_clause,
)
from tui.engine.cues import Cue, cue_at, heads
from tui.engine.grammar import Grammar, grammar
from tui.engine.lexicon import Lexicon
from tui.engine.phrases import noun_phrase
from tui.engine.prepare import Sentence
from tui.engine.report import Attribution
from tui.engine.subjects import Subject, left, right
from tui.text.spans import Span

MOST = 12
"""Attributions read in one sentence."""
LONGEST_HEAD = 14
"""Words of a subject, with what stands beside it, that are kept in the span of an act."""
SAYING = frozenset(("say", "think", "expect", "estimate", "commit"))
OWN = frozenset(
    ("commit", "deny", "refuse", "accuse", "expect", "estimate", "judge", "responsibility", "cause", "tally")
)


def attributions(sentence: Sentence, words: Lexicon) -> Iterator[Attribution]:
    """The attributions of a sentence, in order; at most a dozen."""
    g = grammar(words)
    count = 0
    last: Subject | None = None
    done = 0
    starts = heads(words)
    if starts.isdisjoint(sentence.lows):
        yield from according(sentence, words, g)
        return
    for at, token in enumerate(sentence.tokens):
        if token.low not in starts or at < done or token.quoted or count >= MOST:
            continue
        cue = cue_at(sentence, at, words, g)
        if not cue:
            continue
        for cls in (cue.cls, *cue.also):
            cue.cls = cls
            read = _read(sentence, cue, words, g, last)
            if read:
                found, subject = read
                count += 1
                last = subject or last
                done = cue.end
                yield found
                break
    yield from according(sentence, words, g)


def _attribution(
    sentence: Sentence, cue: Cue, cls: str, subject: Subject, content: Span, shape: str
) -> tuple[Attribution, Subject]:
    first, end = subject.whole
    source = Span(sentence.tokens[first].start, sentence.tokens[end - 1].end)
    return Attribution(cue.at, cls, (subject.start, subject.end), content, shape, source), subject


def _read(
    sentence: Sentence, cue: Cue, words: Lexicon, g: Grammar, last: Subject | None
) -> tuple[Attribution, Subject] | None:
    tokens = sentence.tokens
    cls = cue.cls
    at, after = cue.at, cue.end
    if after - at > 1 and after < len(tokens) and tokens[after].low in g.to and cls == "say":
        return None  # "went on to win"
    low = tokens[at].low
    group = _group_start(sentence, at, words)
    before_gap = sentence.gap(group - 1, group) if group else ""
    closed = before_gap.strip(" ’'.")
    marked = (bool(before_gap.strip(" ’'")) and closed != ")") or (group > 0 and tokens[group - 1].quoted)
    joined = next((i for i in (at, at - 1) if i >= group and tokens[i].low in words["inverted"].words), None)
    if marked and joined is not None and cls == "say":
        who = Subject(joined, joined + 1, (joined, joined + 1), at)
        said = before(sentence, group)
        return _attribution(sentence, cue, cls, who, said, "behind") if said else None
    # 1. "…," said NAME
    if (
        marked
        and group > 0
        and (
            cls == "say"
            or (cls == "think" and tokens[group - 1].quoted)
            or (cls == "commit" and (tokens[group - 1].quoted or group < at or _promised(sentence, at, g)))
        )
    ):
        subject = right(sentence, after - 1, g, turns=group < at)
        if subject and _inverted(sentence, group, subject, words, g):
            behind = subject.end
            amid = not tokens[group - 1].quoted and behind < len(tokens) - 1 and "," in sentence.gap(behind - 1, behind)
            if amid and tokens[behind].low in g.auxiliary:  # "The bridge, says its designer, will last"
                span = Span(tokens[opening(sentence)].start, tokens[-1].end)
                return _attribution(sentence, cue, cls, subject, span, "around")
            content = before(sentence, group)
            quoted = tokens[group - 1].quoted
            stands = low not in words["inverts-not"].words and is_clause(sentence, content, g) if content else False
            if content and (quoted or (stands and not is_setting(sentence, group, words, g))):
                turned = _attribution(sentence, cue, cls, subject, content, "behind")
                on = 0 if quoted else second_clause(sentence, subject.whole[1], content, g)
                if on:
                    turned[0].more = Span(on, tokens[-1].end)
                return turned
    bound = low in words["commits-to"].words and after < len(tokens) and tokens[after].low in g.to
    found = left(sentence, at, g, last, passive=cls == "feel" or bound)
    if found is None:
        return _told(sentence, cue, words, g)
    subject = found
    if cls in OWN and tokens[at].low.endswith(g.participial) and _gerund(sentence, at, g):
        return None
    name = tokens[subject.start : subject.end]
    if name[-1].low in words["anybody"].words:
        return None
    if tokens[subject.whole[0]].low in words["no-subject"].words:
        return None  # "No minister confirmed it"
    if (len(name) < 3 and name[0].text[0].isdigit()) or name[-1].low in g.preposition:
        return None
    negated = any(t.low in g.negation for t in tokens[subject.verb : at])
    if cls in OWN and any(t.low in words["shuns"].words for t in tokens[subject.verb : at]):
        return None
    opens = subject.whole[0]
    if opens and tokens[opens - 1].low in words["as"].words:
        opens -= 1
    if opens and tokens[opens - 1].low in words["what"].words:
        if cls != "judge" or not ranked(sentence, after, words):
            return None
        span = Span(tokens[after].start, end_of(sentence, at, words, g))
        return _attribution(sentence, cue, cls, subject, span, "before")
    opener = sentence.gap(opens - 1, opens) if opens else ""
    left_quote = opens > 0 and tokens[opens - 1].quoted
    relative = tokens[opens].low in g.relative
    aside = left_quote or "," in opener or "—" in opener
    start, how = ahead(sentence, after, cls, low, words, g)
    if (
        low in words["past-too"].words and subject.verb == at and cls in ("think", "say") and after < len(tokens)
        and tokens[after].low in words["for-as"].words and how != "that" and not sentence.gap(at, after).strip()
    ):  # fmt: skip
        return None  # "a grower known for her pears"
    if negated and cls == "say" and how == "clause":
        return None  # "would not reveal his source, but said"
    if cls == "say" and "judge" in cue.also and how != "that":
        return None
    if how == "that" and aside and not left_quote and not relative and start is not None and start - after > 3:
        told = before(sentence, opens)
        verbal = tokens[start].low in g.finite or tokens[start].low in g.auxiliary or tokens[start].low.endswith(g.past)
        if told and verbal and is_clause(sentence, told, g) and not is_setting(sentence, opens, words, g):
            start, how = None, ""  # "…, the rector told the hall in a speech that drew laughter"
    if opens > 1 and tokens[opens - 1].low in g.relative and after < len(tokens) - 2 and cls in SAYING and (
        tokens[after].low in g.auxiliary and not sentence.gap(after - 1, after).strip()
    ):  # fmt: skip
        span = Span(
            tokens[after].start, end_of(sentence, at, words, g)
        )  # "a dam which he said would be finished in May"
        return _attribution(sentence, cue, cls, subject, span, "before")
    # 2. "…", NAME said "…": the quotation that follows is its own
    if (
        how == "quote"
        and low in words["inverts-not"].words
        and not sentence.gap(start - 1 if start else 0, start or 0).strip(" ’'\"“")
    ):
        how = "asked"
    if how == "quote" and cls == "say" and start is not None and not left_quote:
        quote = next((q for q in sentence.quotes if q.contains(tokens[start].start)), None)
        if quote and quote.start <= tokens[start].start and opens_quotation(sentence, start):
            if quote.length > 8:
                around = (
                    _goes_on_quoted(sentence, cue, cls, subject, quote, words, g) if aside and not relative else None
                )
                if around:
                    return around
                return _attribution(sentence, cue, cls, subject, quote, "before")
            if not aside:
                return None
    # 3. "…, NAME said" with what is said before it
    if cls in SAYING and how != "that" and not subject.elided and aside and not (relative and not left_quote):
        content = before(sentence, opens)
        gap_after = sentence.gap(after - 1, after).strip()
        closes = (
            after >= len(tokens) or bool(gap_after) or tokens[after].low in words["deferring"].words
            or low in words["tell"].words or start is None
        )  # fmt: skip
        if cls != "say" and after < len(tokens) and tokens[after].low in g.to:
            closes = False
        if low in words["tell"].words and how == "clause" and start is not None and start > after and not left_quote:
            closes = False  # "When they complained, the firm told them the line was down"
        stop = tokens[-1].end
        if closes and not left_quote and opens and resumes(sentence, after, words, g):
            on = second_clause(sentence, after, content, g)
            if on and content:
                found_part = _attribution(sentence, cue, cls, subject, content, "behind")
                found_part[0].more = Span(on, stop)
                return found_part
            parted = (i for i in range(opens - 1, 1, -1) if sentence.gap(i - 1, i).strip()[:1] in (";", ":"))
            whole = next(parted, opening(sentence))
            if tokens[opens - 1].low in g.relative and opens > 1:  # "a stream that, he says, runs dry"
                head = opens - 2 if tokens[opens - 2].low in g.preposition else opens - 1
                whole = min(noun_phrase(sentence, head, g)[0], opens - 1)
            return _attribution(sentence, cue, cls, subject, Span(tokens[whole].start, stop), "around")
        if not left_quote and (
            (
                (
                    (
                        low in words["quote-only"].words
                        and not (after < len(tokens) and tokens[after].low in words["deferring"].words)
                    )
                    or low in words["inverts-not"].words
                )
                and after < len(tokens)
                and not gap_after
            )
            or (after < len(tokens) and is_setting(sentence, opens, words, g) and not gap_after.startswith(","))
        ):
            closes = False
        if closes and not left_quote and opens >= 2 and tokens[opens - 1].low in g.be and gap_after.startswith(","):
            return _attribution(sentence, cue, cls, subject, Span(tokens[opening(sentence)].start, stop), "around")
        if content and closes and (left_quote or is_clause(sentence, content, g) or (opens >= 5 and cls == "say")):
            if not left_quote and after < len(tokens) and gap_after.startswith(",") and not tokens[after].quoted:
                return _attribution(sentence, cue, cls, subject, Span(content.start, stop), "around")
            return _attribution(sentence, cue, cls, subject, content, "behind")
    end = end_of(sentence, at, words, g)
    first = subject.whole[0] if at - subject.whole[0] <= LONGEST_HEAD else subject.start
    if subject.elided or at - first > LONGEST_HEAD:
        first = at if subject.elided else subject.verb
    if how == "that" and cls in ("expect", "estimate") and at - first > 3:
        first = subject.verb
    begin = tokens[first].start
    if (
        cls == "say"
        and low in words["claims-to"].words
        and [t.low in g.to for t in tokens[after : after + 1]] == [True]
    ):
        of_self = any(t.low in words["have"].words or t.low in g.be for t in tokens[after + 1 : after + 3])
        return _attribution(sentence, cue, cls, subject, Span(begin, end), "own") if of_self else None
    # 4. the act itself: "denied X", "promised to"
    if cls in OWN or cls in ("want", "stance"):
        if not acts(sentence, cue, cls, negated, how, words, g):
            return None
        return _attribution(sentence, cue, cls, subject, Span(begin, max(end, tokens[at].end)), "own")
    if start is None or start >= len(tokens):
        return None
    if cls == "feel":
        if tokens[subject.end - 1].low in words["dummy"].words:
            return None
        if tokens[start].low not in words["felt"].words and how not in ("that", "clause", "asked"):
            return None
        how = "asked" if tokens[after].low in words["felt"].words else how
        cls = "think"
    if how == "to" and cls == "say":
        return None  # "told the firm to pay": an order
    if how == "that" and low in words["asks"].words:
        how = "asked"
    if how == "asked" or (
        how == "loose"
        and low not in words["that-only"].words
        and low not in words["quote-only"].words
        and not subject.elided
    ):
        return _attribution(
            sentence, cue, cls, subject, Span(tokens[start].start, max(end, tokens[start].end)), "asked"
        )
    # 5. "said that …"
    if low in words["quote-only"].words and how not in ("that", "quote"):
        return None
    if how == "loose":
        return None
    content = Span(tokens[start].start, max(end, tokens[start].end))
    if content.length < 8:
        return None
    if low in words["heard"].words and tokens[subject.end - 1].low in words["audience"].words:
        cls = "told"
    shape = "own" if cls == "think" and how != "that" else "before"
    if shape == "own":
        content = Span(begin, content.end)
    return _attribution(sentence, cue, cls, subject, content, shape)


def _goes_on_quoted(
    sentence: Sentence, cue: Cue, cls: str, subject: Subject, quote: Span, words: Lexicon, g: Grammar
) -> tuple[Attribution, Subject] | None:
    """ "The road is open, he went on, “and it stays open”": what is said stands before the verb, and goes on quoted."""
    opens = subject.whole[0]
    content = before(sentence, opens)
    first = next(t for t in sentence.tokens if t.start >= quote.start)
    if (
        first.capital
        or first.low in g.complementizer - g.both
        or not content
        or not is_clause(sentence, content, g)
        or is_setting(sentence, opens, words, g)
    ):
        return None
    found = _attribution(sentence, cue, cls, subject, content, "behind")
    if is_clause(sentence, quote, g):
        found[0].more = quote
    else:
        found[0].content, found[0].shape = Span(content.start, quote.end), "around"
    return found


def _to_follows(sentence: Sentence, after: int, g: Grammar) -> bool:
    """ "to", or "never to"."""
    lows = [t.low for t in sentence.tokens[after : after + 2]]
    return bool(lows) and (lows[0] in g.to or (len(lows) > 1 and lows[0] in g.negation and lows[1] in g.to))


def _group_start(sentence: Sentence, at: int, words: Lexicon) -> int:
    """Where the verb group begins, in languages that turn all of it round: "« … », a déclaré le maire"."""
    auxiliaries = words["inverts-group"].words
    if auxiliaries:
        auxiliaries |= words["inverted"].words
    while at > 0 and sentence.tokens[at - 1].low in auxiliaries and not sentence.gap(at - 1, at).strip():
        at -= 1
    return at


def _told(sentence: Sentence, cue: Cue, words: Lexicon, g: Grammar) -> tuple[Attribution, Subject] | None:
    """ "…, the board was told", "the jury heard that …", "it was announced that …": said by somebody who is not named."""
    tokens = sentence.tokens
    at = cue.at
    if at < 1 or tokens[at - 1].low not in g.be:
        return None
    if cue.cls == "deny" and cue.end < len(tokens) - 1 and tokens[cue.end].low in g.agent:
        return _denied_by(sentence, cue, g)
    if tokens[at].low in words["said-to-have"].words:
        reputed = _reputed(sentence, cue, words, g)
        if reputed:
            return reputed
    if tokens[at].low not in words["untold"].words:
        return None
    subject = left(sentence, at - 1, g, None)
    if not subject:
        return None
    hearer = tokens[at].low in words["tell"].words
    if hearer and tokens[subject.end - 1].low in words["pronoun-we"].words:
        return None
    if not hearer and tokens[subject.end - 1].low not in words["dummy"].words:
        return None
    first, _ = subject.whole
    subject.whole = (at, at + 1)
    start, how = ahead(sentence, cue.end, "say", "", words, g)
    impersonal = how == "clause" and tokens[subject.end - 1].low in words["dummy"].words
    if (how == "that" or impersonal) and start is not None and start < len(tokens):
        return _attribution(sentence, cue, "told", subject, Span(tokens[start].start, tokens[-1].end), "before")
    content = before(sentence, first)
    if not content or "," not in sentence.gap(first - 1, first):
        return None
    if resumes(sentence, cue.end, words, g):
        span = Span(tokens[opening(sentence)].start, tokens[-1].end)
        return _attribution(sentence, cue, "told", subject, span, "around")
    if not is_clause(sentence, content, g):
        return None
    return _attribution(sentence, cue, "told", subject, content, "behind")


def _denied_by(sentence: Sentence, cue: Cue, g: Grammar) -> tuple[Attribution, Subject] | None:
    """ "Reports of a sale were dismissed by the palace as gossip"."""
    subject = right(sentence, cue.end, g)
    if not subject:
        return None
    content = Span(sentence.tokens[opening(sentence)].start, sentence.tokens[-1].end)
    return _attribution(sentence, cue, "deny", subject, content, "before")


def _reputed(sentence: Sentence, cue: Cue, words: Lexicon, g: Grammar) -> tuple[Attribution, Subject] | None:
    """ "He is said to have left", "she was said by a colleague to have known": the second names whose words they are."""
    tokens = sentence.tokens
    at, after = cue.at, cue.end
    about = left(sentence, at - 1, g, None)
    if not about or after + 3 >= len(tokens) or sentence.gap(at, after).strip():
        return None
    content = Span(tokens[about.whole[0]].start, end_of(sentence, at, words, g))
    if tokens[after].low in g.agent:
        to = next((i for i in range(after + 2, min(after + 12, len(tokens) - 1)) if tokens[i].low in g.to), 0)
        if not to or "," in sentence.gap(to - 1, to):
            return None
        subject = Subject(after + 1, to, (after + 1, to), at)
        return _attribution(sentence, cue, "say", subject, content, "before")
    if g.adverb(tokens[after].low) or tokens[after].low in g.negation:
        after += 1  # "is said never to have"
    if tokens[after].low in g.to and tokens[after + 1].low in words["have"].words:
        about.whole = (at, at + 1)
        return _attribution(sentence, cue, "told", about, content, "before")
    return None


def _promised(sentence: Sentence, at: int, g: Grammar) -> bool:
    """ "…, promised the mayor": does a subject stand behind the verb, and a clause before it?"""
    tokens = sentence.tokens
    if at + 1 >= len(tokens) or sentence.gap(at, at + 1).strip():
        return False
    content = before(sentence, at)
    begins = tokens[at + 1].capital or tokens[at + 1].low in g.determiner or tokens[at + 1].low in g.pronoun
    return begins and content is not None and any(t.low in g.auxiliary for t in tokens[:at])


def _inverted(sentence: Sentence, group: int, subject: Subject, words: Lexicon, g: Grammar) -> bool:
    """Is what stands behind the verb its subject, rather than the beginning of what is said?"""
    tokens = sentence.tokens
    first = tokens[subject.start]
    if first.low in g.that or first.low in g.object_pronoun or first.low in g.adjunct:
        return False
    if first.low in words["tell"].words:
        return False
    quoted = tokens[group - 1].quoted
    if not quoted and (tokens[group].low.endswith(g.participial) or _thing(sentence, subject, words, g)):
        return False
    following = tokens[subject.end] if subject.end < len(tokens) else None
    begins = (
        first.capital
        or first.low in g.determiner
        or first.low in words["role"].words
        or first.low in g.pronoun
        or (g.many(tokens[subject.end - 1].low) and (quoted or following is None))
        or (tokens[subject.end - 1].capital and quoted)
    )
    closing = (
        following is None
        or bool(sentence.gap(subject.end - 1, subject.end).strip())
        or following.quoted
        or following.low in g.complementizer
        or following.low in g.day
        or (quoted and following.low in g.adjunct)
    )
    if (
        following is not None
        and following.low in g.auxiliary
        and not sentence.gap(subject.end - 1, subject.end).strip()
    ):
        return False
    heard = tokens[group].low in words["tell"].words and not quoted
    heard = heard and (following is not None or tokens[group].low in words["tell-only"].words)
    return begins and closing and not heard


def _gerund(sentence: Sentence, at: int, g: Grammar) -> bool:
    """ "or blaming others", "in promising directions": a noun or an adjective, rather than what its subject does."""
    before = sentence.tokens[at - 1].low if at else ""
    if not before or sentence.gap(at - 1, at).strip():
        return False
    return before in g.joins or (before in g.preposition and before not in g.agent)


def _thing(sentence: Sentence, subject: Subject, words: Lexicon, g: Grammar) -> bool:
    """ "…, announced a truce with the rebels": something unnamed that cannot speak."""
    tokens = sentence.tokens[subject.start : subject.end]
    if tokens[0].low not in g.articles or tokens[0].low in words["the"].words or any(t.capital for t in tokens):
        return False
    head = next((i for i in range(1, len(tokens)) if tokens[i].low in g.preposition), len(tokens)) - 1
    low = tokens[head].low
    speaks = (words[name].words for name in ("role", "group", "written", "speech-noun", "companions"))
    return not (low.endswith(g.persons) or any(low in section for section in speaks))


__all__ = ["Attribution", "attributions"]
