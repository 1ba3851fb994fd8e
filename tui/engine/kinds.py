"""Of which kind a claim is: read from the proposition, since "said" reports pledges, denials and figures alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tui.engine.figures import figures
from tui.engine.grammar import grammar
from tui.engine.lexicon import Lexicon
from tui.engine.measures import is_figure
from tui.engine.phrases import hit
from tui.engine.prepare import Sentence, Token
from tui.engine.types import ClaimKind

_BY_CUE: dict[str, ClaimKind] = {
    "commit": "pledge",
    "refuse": "pledge",
    "deny": "denial",
    "responsibility": "assertion",
}
_MOST_TOKENS = 120
_EMPHATIC = 20
"""Words from the beginning in which a denial shows itself."""


def kind_of(sentence: Sentence, tokens: Sequence[Token], words: Lexicon, cue: str = "say", who: str = "") -> ClaimKind:
    """The kind of the proposition `tokens`, said by `who` with a cue of the class `cue`."""
    if cue == "refuse" and any(t.low in words["link"].words for t in tokens[:12]):
        return "denial"  # "ruled out any link with the fire"
    if cue in _BY_CUE:
        return _BY_CUE[cue]
    tokens = _first_clause(sentence, tokens[:_MOST_TOKENS])
    lows = ["" if t.text == "May" else t.low for t in tokens]
    if not lows:
        return "assertion"
    has_figure = is_figure(sentence, tokens, lows, words) or (
        lows[0] in words["only"].words and words.numbers.get(_next(lows, 1), 0) > 1
    )
    if cue == "expect":
        return "prediction"
    if cue == "estimate" and _modal(lows, words) is None:
        ahead = (
            any(a in words["infinitive"].words and b not in words["be"].words for a, b in pairwise(lows[:13]))
            or hit(lows, words, "counts-on", 0, 4) is not None
        )
        number = has_figure or any(words.numbers.get(t.low, 1) != 1 or t.text[0].isdigit() for t in tokens)
        return "prediction" if ahead else "figure" if number else "assertion"
    base = sentence.span.start
    if cue == "judge" and lows[0] in words["dated"].words:
        return "figure"
    if cue == "judge" and figures(sentence.text, tokens[0].start - base, tokens[-1].end - base, words, base):
        return "figure"
    if _plans(lows, words):
        return "pledge"
    if _share(lows, words) or (
        (lows[0] in words["part"].words and _next(lows, 1) in words["the"].words)
        or (
            lows[0] in words["article"].words
            and _next(lows, 1) in words["fraction"].words
            and _next(lows, 2) in words["of"].words
        )
    ):
        return "figure"
    at = _modal(lows, words)
    if at is not None and cue == "say" and _polled(lows, words):
        return "figure"
    polite = at is not None and lows[at] in words["would"].words and _next(lows, at + 1) in words["polite"].words
    if at is not None and polite and not words["one-self"].words.isdisjoint(lows[max(0, at - 2) : at + 1]):
        at = None  # "I would say"
    if at is not None and not _own(lows, at, words) and hit(lows, words, "doubtful", 0, at) is not None:
        return "prediction"
    if (
        at is not None
        and hit(lows, words, "never-at-all", 0, at) is not None
        and any(low in words["and"].words for low in lows[:at])
    ):
        return "denial"  # "had never sold the wood and would not do so"
    if (
        at is not None
        and not _own(lows, at, words)
        and (any(low in words["if"].words for low in lows[at + 1 :]) or _onlooker(who, words))
    ) or (at is not None and lows[0] in words["whenever"].words and not _speaks_for_itself(lows, at, words)):
        return "prediction"
    if at is not None and cue == "think" and not _own(lows, at, words):
        return "prediction"
    if (
        at is not None
        and (has_figure or _holds(tokens[at + 1 :], words))
        and _next(lows, at + 1) in words["costs"].words
    ):
        return "figure"
    if at is not None:
        after = tokens[at + 1 :]
        if (
            has_figure
            and hit(lows, words, "measure-money", at + 1, at + 4) is not None
            and after
            and is_figure(sentence, after, lows[at + 1 :], words)
            and not _own(lows, at, words)
            and any(t.text[0] in "£$€" or t.low in words["currency"].words for t in after)
        ):
            return "figure"
        return "pledge" if _in_hand(tokens, lows, at, words, who) or _no_later(lows, at, words) else "prediction"
    if _foreseen(lows, words):
        return "prediction"
    if _disclaims(lows, words):
        return "denial"
    if _denies(sentence, tokens, lows, words):
        return "denial"
    return "figure" if has_figure else "assertion"


def _modal(lows: Sequence[str], words: Lexicon) -> int | None:
    """The modal of the main clause: one behind "if" or "who" counts only when there is no other."""
    found = None
    endings = tuple(words["ending-will"].words)
    for at, low in enumerate(lows):
        if (
            low in words["will"].words
            or _about_to(lows, at, words)
            or (endings and len(low) > 4 and low.endswith(endings))
        ):
            clause = next((i for i in range(at - 1, max(-1, at - 6), -1) if lows[i] in words["clause"].words), None)
            if low in words["would"].words and perfect(lows, at + 1, words):
                continue
            if (
                at
                and lows[at - 1] in words["than"].words | words["as"].words | words["own"].words
                and _than(lows, at, words)
            ):
                continue
            if at and lows[at - 1] in words["nor"].words:
                continue
            if at > 1 and lows[at - 1] in words["say"].words and lows[at - 2] in words["pronoun"].words:
                continue  # "a cure that he said would help"
            if clause is None or clause < 1:
                return at
            if lows[clause] in words["condition"].words and lows[clause] not in words["reason"].words:
                found = at if found is None else found
    return found


def perfect(lows: Sequence[str], at: int, words: Lexicon) -> bool:
    """ "would have gone", not "would have three wardens"."""
    following = _next(lows, at + 1)
    return _next(lows, at) in words["have"].words and not (
        following in words["determiner"].words
        or following in words["near"].words
        or following in words.numbers
        or following[:1].isdigit()
    )


def _than(lows: Sequence[str], modal: int, words: Lexicon) -> bool:
    """ "more than it would": a comparison whose verb is left out."""
    behind = words["than"].words.isdisjoint(lows[max(0, modal - 3) : modal])
    after = _next(lows, modal + 1)
    return not behind and (not after or after in words["comma-word"].words)


def _no_later(lows: Sequence[str], modal: int, words: Lexicon) -> bool:
    """ "The hall will close in May, and no usher will be dismissed"."""
    for at in range(modal + 2, len(lows)):
        if lows[at] in words["will"].words:
            start = _clause_start(lows, at, words)
            return start > modal and any(low in words["no-subject"].words for low in lows[start:at])
    return False


def _share(lows: Sequence[str], words: Lexicon) -> bool:
    """ "seven bakers in ten"."""
    at = hit(lows, words, "in-ten", 1, 6)
    return at is not None and any(low in words.numbers or low[:1].isdigit() for low in lows[max(0, at - 2) : at])


def _polled(lows: Sequence[str], words: Lexicon) -> bool:
    """ "only 9 percent of guests said they would": a share of those who were asked."""
    share = next(
        (i for i in range(1, min(5, len(lows))) if hit(lows, words, "percent", i, i + 1) is not None or
         (lows[i] in words["in-or-of"].words and (_next(lows, i + 1) in words.numbers or _next(lows, i + 1)[:1].isdigit()))),
        None,
    )  # fmt: skip
    if share is not None and lows[share - 1] in words["out"].words:
        share -= 1
    if share is None or not (lows[share - 1][:1].isdigit() or lows[share - 1] in words.numbers):
        return False
    return any(low in words["answered"].words for low in lows[share + 1 : share + 10])


def _holds(tokens: Sequence[Token], words: Lexicon) -> bool:
    """ "would seat 310 people"."""
    if not tokens or tokens[0].low not in words["holds"].words:
        return False
    return any(t.text[0].isdigit() or words.numbers.get(t.low, 0) >= 10 for t in tokens[1:4])


def _onlooker(who: str, words: Lexicon) -> bool:
    """Analysts and the like, who promise nothing for others."""
    return not words["onlooker"].words.isdisjoint(who.lower().split())


def _about_to(lows: Sequence[str], at: int, words: Lexicon) -> bool:
    """ "going to"."""
    return any(tuple(lows[at : at + len(phrase)]) == phrase for phrase in words["will"].heads.get(lows[at], ()))


def _own(lows: Sequence[str], modal: int, words: Lexicon) -> bool:
    subject = lows[max(0, modal - 3) : modal + 1]
    return any(low in words["own"].words for low in subject)


def _speaks_for_itself(lows: Sequence[str], modal: int, words: Lexicon) -> bool:
    """ "we will", "they will": not "it will"."""
    subject = lows[max(0, modal - 3) : modal + 1]
    return any(low in words["own"].words and low not in words["pronoun-it"].words for low in subject)


def _first_clause(sentence: Sentence, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens before a semicolon, which parts two assertions."""
    base = sentence.span.start
    for one, other in pairwise(tokens):
        if ";" in sentence.text[one.end - base : other.start - base]:
            return tokens[: tokens.index(other)]
    return tokens


def _plans(lows: Sequence[str], words: Lexicon) -> bool:
    """A plan in so many words: not "a promise", not "was promised"."""
    at = hit(lows, words, "plan")
    return at is not None and (at == 0 or lows[at - 1] not in words["no-plan"].words)


def _in_hand(tokens: Sequence[Token], lows: Sequence[str], modal: int, words: Lexicon, who: str) -> bool:
    """Is what will be in the hands of whoever says so?"""
    g = grammar(words)
    verb = modal + 1
    while verb < len(lows) and (lows[verb] in words["not"].words or g.adverb(lows[verb]) or lows[verb] in g.to):
        verb += 1
    negated = lows[modal] in words["will-not"].words or any(low in words["not"].words for low in lows[modal + 1 : verb])
    if hit(lows, words, "keep", verb, verb + 1) is not None:
        return True
    if hit(lows, words, "everybody", 0, min(modal, 3)) == 0:
        return True
    if lows[max(0, modal - 1)] in words["there"].words:
        return any(low in words["not"].words for low in lows[verb : verb + 4])
    subject_lows = lows[_clause_start(lows, modal, words) : modal]
    if any(low in words["no-subject"].words for low in subject_lows):
        return True
    if any(low in words["effect"].words for low in lows[verb + 1 : verb + 4]):
        return False  # "would have no impact on"
    if _next(lows, verb + 1) in words["no"].words and hit(lows, words, "happen", verb, verb + 1) is None:
        return True
    if lows[modal] in words["shall"].words:
        return True
    if any(low in words["set-price"].words for low in lows[max(0, modal - 12) : modal]):
        stays = _next(lows, verb) in words["be"].words
        if stays or negated:
            return negated != stays or hit(lows, words, "happen", verb, verb + 1) is None
    if any(
        low in words["agent"].words and after.endswith(tuple(words["ending-participle"].words))
        for low, after in pairwise(lows[verb:])
    ):
        return True  # "will go ahead by scrapping its own"
    happens = hit(lows, words, "happen", verb, verb + 1) is not None
    if lows[max(0, modal - 1)] in words["pronoun-it"].words and _next(lows, verb) in words["takes"].words:
        happens = True  # "it will take courage"
    thing = _next(lows, verb + 1)
    if (
        _next(lows, verb) in words["either"].words
        and _own(lows, modal, words)
        and (thing in g.determiner or thing[:1].isdigit())
    ):
        happens = False  # "it will return all of them"
    if any(low in words["first-person"].words for low in lows[max(0, modal - 3) : modal + 1]):
        return not happens or negated
    if happens:
        return False
    passive = _next(lows, verb) in words["be"].words and any(
        low.endswith(g.participles) or low in g.participle_words for low in lows[verb + 1 : verb + 4]
    )
    if _own(lows, modal, words):
        return passive or _next(lows, verb) not in words["stative"].words
    if _about_to(lows, modal, words):
        return False
    subject = tokens[max(0, modal - 8) : modal]
    deadline = _deadline(lows[verb + 1 : verb + 9], words)
    if subject and subject[-1].capital and subject[-1].text in who:
        return True
    if (
        subject and subject[0].capital and subject[-1].capital and subject[0].low not in g.determiner
        and (len(subject) > 1 or not g.many(subject[0].low))
    ):  # fmt: skip
        # "Washington will not recognize", says somebody else; "Brannock will refund", says its chief.
        return not negated and _next(lows, verb) in words["deed"].words and not _onlooker(who, words)
    if subject and subject[-1].low in words["measure-taken"].words and not passive:
        return False  # "her proposals would simplify"
    if negated or any(t.low in words["group"].words for t in subject):
        return True
    if _next(lows, verb) in words["stative"].words:
        return passive
    return bool(subject) and g.many(subject[-1].low) and not deadline


def _clause_start(lows: Sequence[str], modal: int, words: Lexicon) -> int:
    """Where the clause of a modal begins, at most eight words before it."""
    for at in range(modal - 1, max(-1, modal - 9), -1):
        if lows[at] in words["and"].words or lows[at] in words["clause"].words:
            return at
    return max(0, modal - 8)


def _deadline(lows: Sequence[str], words: Lexicon) -> bool:
    """ "by Easter", "within a month": not "by other carriers"."""
    for at, low in enumerate(lows):
        if low in words["deadline"].words and low not in words["agent"].words:
            return True
        if low in words["agent"].words and any(
            after[:1].isdigit() or after in words["day"].words or after in words["month"].words
            or after in words["deadline-time"].words
            for after in lows[at + 1 : at + 5]
        ):  # fmt: skip
            return True
    return False


def _next(lows: Sequence[str], at: int) -> str:
    return lows[at] if at < len(lows) else ""


def _foreseen(lows: Sequence[str], words: Lexicon) -> bool:
    at = hit(lows, words, "could", 0, 24)
    if at is not None and hit(lows, words, "happen", at + 1, at + 3) is not None:
        return True
    at = hit(lows, words, "may", 0, 14)
    if at is not None and lows[at] in words["due"].words and _next(lows, at + 2) in words["determiner"].words:
        return False  # "is due to the frost"
    if (
        at is not None
        and any(low in words["told-past"].words for low in lows[:at])
        and lows[at] in words["perhaps"].words
    ):
        return False
    if at is None or (at and lows[at - 1] in words["perfect"].words | words["did-not"].words):
        return False
    if lows[at] in words["surely"].words and any(low in words["be"].words for low in lows[max(0, at - 1) : at + 2]):
        return False  # "are probably exaggerated"
    behind = at + 1 + (_next(lows, at + 1) in words["not"].words)
    return lows[behind : behind + 1] != ["have"]


def _denies(sentence: Sentence, tokens: Sequence[Token], lows: Sequence[str], words: Lexicon) -> bool:
    """Is what is said that something is not so, rather than a record of what has not been?"""
    if hit(lows, words, "no-denial", 0, _EMPHATIC) is not None:
        return False
    if hit(lows, words, "never-at-all", 0, _EMPHATIC) is not None:
        return hit(lows, words, "unshared", 0, _EMPHATIC) is None and hit(lows, words, "contest") is None
    least = _not_a_penny(lows, words)
    if least is not None:
        return not _so_long(lows[least:], words) and hit(lows, words, "unshared", 0, _EMPHATIC) is None
    at = next((i for i, low in enumerate(lows[:14]) if low in words["not"].words), None)
    if at is None or _next(lows, at + 1) in words["not-so"].words or _next(lows, at + 2) in words["not-so"].words:
        return False
    rest = lows[at:]
    if lows[at] in words["not"].words and _next(lows, at + 1) in words["infinitive"].words:
        return False  # "it was a pity not to have won"
    if _in_relative(sentence, tokens, lows, at, words):
        return False  # "people whose names we are not releasing"
    if at <= 1 and hit(lows, words, "nobody", 0, 2) is not None:
        return hit(rest, words, "harm", 1, 14) is None
    if (
        hit(rest, words, "record", 1, 14) is not None
        or hit(rest, words, "harm", 1, 14) is not None
        or _so_long(rest, words)
    ):
        return False
    if lows[at] in words["no"].words:
        return False
    if (
        at
        and sentence.text[tokens[at - 1].end - sentence.span.start] == ","
        and _next(lows, at + 1) in words["article"].words
    ):
        return True
    before = lows[at - 1] if at else ""
    if before in words["be"].words and _next(lows, at + 1) in words["wronged"].words:
        return False  # "growers were not warned": a charge against others
    if before in words["be"].words or lows[at] in words["be"].words:
        return True
    if at == 0 and lows[0] in words["nor"].words:
        return True
    did = before in words["did"].words or lows[at] in words["did-not"].words
    if did and words["clause"].words.isdisjoint(lows[:at]):
        return True
    if before in words["told-perfect"].words or lows[at] in words["told-perfect-not"].words:
        return lows[max(0, at - 2)] not in words["there"].words
    if any(low in words["own"].words for low in lows[max(0, at - 3) : at]):
        return lows[at] not in words["unable"].words
    return lows[at] in words["at-all"].words


def _in_relative(sentence: Sentence, tokens: Sequence[Token], lows: Sequence[str], at: int, words: Lexicon) -> bool:
    """Does the token `at` stand in a clause that begins with "who" or "whose", and no comma between?"""
    begin = next((i for i in range(at - 1, 0, -1) if lows[i] in words["relative-clause"].words), 0)
    return begin > 0 and "," not in sentence.slice(tokens[begin].end, tokens[at].start)


def _disclaims(lows: Sequence[str], words: Lexicon) -> bool:
    """ "is a lie", "baseless": not "tells lies", "the rumour that"."""
    start = 0
    while (at := hit(lows, words, "disclaim", start)) is not None:
        if lows[at] not in words["told-lies"].words or at < 2:
            return True
        if not words["be"].words.isdisjoint(lows[max(0, at - 5) : at]):
            return True
        start = at + 1
    return False


def _not_a_penny(lows: Sequence[str], words: Lexicon) -> int | None:
    """ "owed nobody a cent", "without a drop": where the smallest thing stands behind a negation."""
    if words["smallest"].words.isdisjoint(lows):
        return None
    negations = words["not"].words | words["without"].words
    for at, low in enumerate(lows[:24]):
        if low in words["smallest"].words and not negations.isdisjoint(lows[max(0, at - 5) : at]):
            return at
    return None


def _so_long(lows: Sequence[str], words: Lexicon) -> bool:
    """ "for five years", "since 2016"."""
    return any(
        low in words["so-long"].words
        and (
            following[:1].isdigit()
            or following in words.numbers
            or following in words["so-long-of"].words
            or following in words["month"].words
            or following in words["day"].words
        )
        for low, following in pairwise(lows)
    )
