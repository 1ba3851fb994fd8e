"""Who a mention means: full names, titles, pronouns, "the group", "the statement" carried back to a name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from tui.engine.capitals import Person, human, is_office, issued_by, joined, runs_of
from tui.engine.leads import genders, lead, lead_group, lead_person
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Prepared, Sentence, Token
from tui.engine.types import Mention
from tui.text.spans import Span

_NEAR = 500
"""Code points from who spoke last to a pronoun in the next paragraph."""
_AHEAD = 6
"""Words from the beginning of a sentence among which a name is what it is about."""


@dataclass(slots=True)
class Register:
    """Who has been named in one article, up to the sentence that is being read."""

    words: Lexicon
    people: dict[str, Person] = field(default_factory=dict)
    """By surname, lower case."""
    seen: list[tuple[int, Person]] = field(default_factory=list)
    """Persons in the order of their mentions, with the offset."""
    prominent: list[tuple[int, Person, str]] = field(default_factory=list)
    """Persons who spoke, or with whom a sentence begins, in order: whom "he" means in the same paragraph; with the pronoun
    that means somebody else: "Ann Bell asked him"."""
    leads: list[tuple[int, str]] = field(default_factory=list)
    """Groups with which a sentence begins, in order: whom "they" and "it" mean in the same paragraph."""
    groups: list[tuple[int, str]] = field(default_factory=list)
    """Who spoke that is no person, in order."""
    aliases: dict[str, str] = field(default_factory=dict)
    """A common noun, such as "company", to the name that stood beside it."""
    holders: dict[str, set[str]] = field(default_factory=dict)
    """An office, such as "mayor", to the surnames of those who hold it."""
    somebody: list[tuple[int, str, str]] = field(default_factory=list)
    """Unnamed persons with whom a sentence begins ("A nun living in Rome"), and by which pronoun."""
    relatives: dict[str, Person] = field(default_factory=dict)
    """By full name, who has the surname of one in `people`."""
    told: dict[str, str] = field(default_factory=dict)
    """Of which gender a surname is by its office: "the chairwoman, Jo Hark"."""
    offices: list[tuple[int, str, frozenset[str]]] = field(default_factory=list)
    """Unnamed speakers ("a ministry spokesperson"), with the role words in them."""

    def name_tokens(self, tokens: tuple[Token, ...], start: int, end: int) -> list[Token]:
        """The last run of capitals that is no office: the name inside a noun phrase."""
        run: list[Token] = []
        best: list[Token] = []
        for token in tokens[start:end]:
            office = token.low in self.words["role"] or token.low in self.words["title"]
            if (
                token.capital
                and not office
                and token.low not in self.words["not-name"]
                and not token.low.endswith("'s")
            ):
                run.append(token)
                best = run
            elif token.text != "&" or not run:
                run = []
        return best

    def read(self, prepared: Prepared) -> None:
        """First pass: the full names, titles and other names of groups in the whole article."""
        tally: dict[str, int] = {}
        for sentence in prepared.sentences:
            for at, end in runs_of(sentence, self.words):
                run = sentence.tokens[at:end]
                if run[0].low in self.words["title"]:
                    self._titled(sentence, at)
                    continue
                self._alias(sentence, at, end)
                self._holds(sentence, at, end)
                office = max((i for i, t in enumerate(run[:-1]) if t.low in self.words["role"]), default=-1)
                if len(run) - office > 2:
                    run, at = run[office + 1 :], at + office + 1
                if 2 <= len(run) <= 4 and not self._is_group(run):
                    if len(run) == 4 and not any(len(t.text) == 1 for t in run):
                        run, at = run[2:], at + 2  # "the United States Hamdullah Mohib": a place, then a name
                    surname = run[-1].low.removesuffix("'s")
                    tally[surname] = tally.get(surname, 0) + human(sentence, at, end, self.words)
                    name = sentence.slice(run[0].start, run[-1].end).removesuffix("'s").removesuffix("’s")
                    known = self.people.get(surname)
                    if known is None or (run[0].low not in self.words["name-particle"] and
                                         known.name.split(" ")[0].lower() in self.words["name-particle"]):  # fmt: skip
                        self.people[surname] = Person(name)
        for surname, count in self._alone(prepared, tally):
            tally[surname] += count
        for surname, count in tally.items():
            self.people[surname].sure = count > 1
            if count < 1 and not self.people[surname].title:
                del self.people[surname]
        for surname, person in self.people.items():
            first = person.name.split(" ", 1)[0].lower()
            named = "he" if first in self.words["first-he"] else "she" if first in self.words["first-she"] else ""
            person.gender = person.gender or self.told.get(surname, "") or named
        for surname, gender in genders(prepared, self.people, self.words).items():
            person = self.people[surname]
            person.gender = person.gender or gender

    def _alone(self, prepared: Prepared, surnames: Collection[str]) -> Iterator[tuple[str, int]]:
        """Signs that a surname that stands alone is a person's: it speaks, or its age follows."""
        for sentence in prepared.sentences:
            tokens = sentence.tokens
            for at, token in enumerate(tokens[:-1]):
                if token.capital and token.low in surnames and not (at and tokens[at - 1].capital):
                    gap, after = sentence.gap(at, at + 1), tokens[at + 1].low
                    if gap.startswith(",") and after.isdigit() and len(after) == 2:
                        yield token.low, 3
                    elif not gap.strip() and (after in self.words["say"] or after in self.words["commit"]):
                        yield token.low, 1

    def _holds(self, sentence: Sentence, at: int, end: int) -> None:
        """ "President Obama", "the mayor, Jo Hark", "Jo Hark, the trust's chairman,": who holds which office."""
        tokens = sentence.tokens
        roles = {t.low for t in tokens[at : end - 1] if is_office(t.low, self.words)}
        before = at - 1
        while (
            before >= 0
            and at - before < 4
            and not sentence.gap(before, before + 1).strip(" ,")
            and is_office(tokens[before].low, self.words)
        ):
            roles.add(tokens[before].low)
            before -= 1
        if end < len(tokens) and sentence.gap(end - 1, end).startswith(","):
            for token in tokens[end : end + 7]:
                if token.low in self.words["relative"] or token.quoted or token.low in self.words["say"]:
                    break
                if is_office(token.low, self.words):
                    roles.add(token.low)
                    break
        surname = tokens[end - 1].low.removesuffix("'s")
        for role in roles:
            self.holders.setdefault(role, set()).add(surname)
            for gender in ("he", "she"):
                if role in self.words[gender]:
                    self.told.setdefault(surname, gender)

    def _alias(self, sentence: Sentence, at: int, end: int) -> None:
        """ "the company, Wexley Omnibus," and "Lugget, the start-up behind …": what a group may be called later."""
        tokens = sentence.tokens
        name = sentence.slice(tokens[at].start, tokens[end - 1].end)
        if at and tokens[at - 1].low in self.words["preposition"] and not sentence.gap(at - 1, at).strip():
            return
        if (
            end < len(tokens)
            and sentence.gap(end - 1, end).startswith(",")
            and tokens[end].low in self.words["article"]
        ):
            for token in tokens[end + 1 : end + 4]:
                if token.low in self.words["preposition"] or token.low in self.words["relative"]:
                    break
                if token.low in self.words["group"]:
                    self.aliases.setdefault(token.low, name)
        of = at > 2 and tokens[at - 3].low in self.words["preposition"]  # "the leader of the council, Jo Hark"
        if at > 1 and not of and sentence.gap(at - 1, at).startswith(",") and tokens[at - 1].low in self.words["group"]:
            self.aliases.setdefault(tokens[at - 1].low, name)

    def _is_group(self, run: Sequence[Token]) -> bool:
        group = self.words["group"]
        return any(t.low in group or t.low in self.words["month"] for t in run)

    def _titled(self, sentence: Sentence, at: int) -> None:
        tokens = sentence.tokens
        run: list[Token] = []
        while at + 1 + len(run) < len(tokens) and tokens[at + 1 + len(run)].capital and joined(sentence, at + len(run)):
            run.append(tokens[at + 1 + len(run)])
        if not run or len(run) > 3:
            return
        surname = run[-1].low.removesuffix("'s")
        person = self.people.get(surname)
        name = sentence.slice(run[0].start, run[-1].end).removesuffix("'s").removesuffix("’s")
        if person is None or len(run) > person.name.count(" ") + 1:
            person = self.people[surname] = Person(name)
        person.title = tokens[at].text + ("." if sentence.gap(at, at + 1).startswith(".") else "")
        person.gender = (
            "he"
            if tokens[at].low in self.words["he"]
            else "she"
            if tokens[at].low in self.words["she"]
            else person.gender
        )

    def meet(self, sentence: Sentence) -> None:
        """Second pass, in reading order: the people whom this sentence names, and how it calls them."""
        tokens = sentence.tokens
        runs = runs_of(sentence, self.words) if len(tokens) > 2 and tokens[0].capital and tokens[1].capital else []
        name = lead(sentence, runs[0], self.people, self.words) if runs else ""
        if name and not self._is_group(tokens[: runs[0][1]]):
            self.prominent.append((tokens[0].start, Person(name), ""))
        unnamed, pronoun = lead_person(sentence, self.words)
        if unnamed:
            self.somebody.append((tokens[0].start, unnamed, pronoun))
        group = lead_group(sentence, self.people, self.words)
        if group:
            self.leads.append((tokens[0].start, group))
        other = "he" if "him" in sentence.lows and self.words["pronoun-he"].words else ""
        for at, token in enumerate(tokens):
            if token.capital:
                person = self._relative(sentence, at, self.people.get(token.low.removesuffix("'s")))
                if person:
                    self.seen.append((token.start, person))
                    if (
                        at < _AHEAD
                        and (person.sure or person.title)
                        and not token.low.endswith("'s")
                        and not token.quoted
                    ):
                        self.prominent.append((token.start, person, other))
                    before = at - 1
                    while before >= 0 and tokens[before].capital and tokens[before].low in person.name.lower():
                        before -= 1
                    if before >= 0 and tokens[before].capital and tokens[before].low in self.words["title"]:
                        person.title = tokens[before].text + (
                            "." if sentence.gap(before, before + 1)[:1] == "." else ""
                        )
                        person.titled = True
                    elif not person.titled:
                        person.title = ""

    def _relative(self, sentence: Sentence, at: int, person: Person | None) -> Person | None:
        """ "Lucy Bell", where "Luke Bell" is known: another with the same surname; else `person` itself."""
        before = sentence.tokens[at - 1] if at else None
        if person is None or before is None or not before.capital or sentence.gap(at - 1, at) != " ":
            return person
        first = before.low
        gender = "he" if first in self.words["first-he"] else "she" if first in self.words["first-she"] else ""
        if not gender or before.text in person.name.split(" "):
            return person
        last = sentence.tokens[at].text.removesuffix("'s").removesuffix("’s")
        name = f"{before.text} {last}"
        return self.relatives.setdefault(name, Person(name, gender, sure=True))

    def resolve(self, sentence: Sentence, start: int, end: int) -> Mention | None:
        """The mention `tokens[start:end]` as a canonical name; None when it is nobody."""
        tokens = sentence.tokens
        if start >= end:
            return None
        span = Span(tokens[start].start, tokens[end - 1].end)
        first = tokens[start].low
        words = self.words
        head = first.partition("'")[0]
        if head in words["pronoun-he"] or head in words["pronoun-she"] or head in words["pronoun-they"]:
            first = head  # "he'd learned"
        if end - start == 1 and first in words["pronoun-both"]:
            pair = self._pair(span.start)
            if pair:
                return Mention(pair, span)
        if end - start == 1 or first in words["pronoun-he"] or first in words["pronoun-she"]:
            for gender in ("he", "she"):
                if first in words[f"pronoun-{gender}"]:
                    if end - start > 1:
                        break
                    person = self._person(span.start, gender, sentence.paragraph.start)
                    unnamed = self._unnamed(span.start, person, gender, sentence.span.start)
                    if unnamed:
                        return Mention(unnamed, span)
                    if person:
                        return Mention(person.shown, span)
                    spoke = self._bare(span.start)
                    if spoke:
                        return Mention(spoke, span)
                    if first not in words["pronoun-it"]:
                        return Mention(tokens[start].text, span)
        if end - start == 1 and (first in words["pronoun-it"] or first in words["pronoun-they"]):
            group = self._group(span.start, first in words["pronoun-they"]) or (
                self._named_before(sentence, start) if first in words["pronoun-it"] else None
            )
            last = max((at for at, _ in self.groups[-40:] if at < span.start), default=-1)
            begins = next(((at, name) for at, name in reversed(self.leads[-8:]) if at < span.start), None)
            if begins and begins[0] >= sentence.paragraph.start and last < sentence.paragraph.start:
                group = begins[1]
            return Mention(group or tokens[start].text, span)
        owned = self._owned(sentence, start, end) if end - start > 1 else None
        if owned:
            return Mention(owned, span)
        named = self.name_tokens(tokens, start, end)
        if named and (named[-1] is not tokens[end - 1] or self._belongs(tokens, start, named[0])):
            named = []  # "officials of the Reeves administration" are not Reeves
        if named:
            person = self.people.get(named[-1].low)
            if person and len(named) > 1 and named[0].low not in person.shown.lower():
                return Mention(sentence.slice(named[0].start, named[-1].end), Span(named[0].start, named[-1].end))
            if person and (len(named) > 1 or end - start == 1 or tokens[end - 2].low in words["title"]
                           or tokens[start].low not in self.words["article"]):  # fmt: skip
                return Mention(person.shown, Span(named[0].start, named[-1].end))
        return Mention(self._carried(sentence, start, end, span), span)

    def _owned(self, sentence: Sentence, start: int, end: int) -> str | None:
        """ "her office" as "Ann Bell's office"."""
        tokens = sentence.tokens
        for gender in ("he", "she"):
            if tokens[start].low in self.words[f"pronoun-{gender}"] and tokens[end - 1].low in self.words["body"]:
                person = self._person(tokens[start].start, gender)
                if person:
                    return f"{person.shown}'s {sentence.slice(tokens[start + 1].start, tokens[end - 1].end)}"
        return None

    def _belongs(self, tokens: tuple[Token, ...], start: int, name: Token) -> bool:
        """Does a preposition stand between the head of the phrase and the name?"""
        before = tokens[start : next(i for i, t in enumerate(tokens) if t is name)]
        return any(t.low in self.words["preposition"] for t in before)

    def _carried(self, sentence: Sentence, start: int, end: int, span: Span) -> str:
        tokens = sentence.tokens
        lows = [t.low for t in tokens[start:end]]
        text = sentence.slice(span.start, span.end)
        last = tokens[end - 1]
        if (
            len(lows) > 1
            and (lows[0] in self.words["article"] or (lows[0] in self.words["possessive"] and lows[-1] in self.words["issued"]))
            and lows[0] not in self.words["the"]
            and any(low in self.words["issued"] for low in lows[1:3]) and not any(t.capital for t in tokens[start + 1 : end])
        ):  # fmt: skip
            return self._issuer(sentence, span.start) or text
        if (
            lows[0] in self.words["article"]
            and lows[0] not in self.words["the"]
            and last.capital
            and len(lows) > 2
            and not tokens[end - 2].capital
            and lows[-2] not in self.words["preposition"]
        ):
            return last.text  # "an attack X claimed": the name stands at the end
        if lows[0] in self.words["the"] and not any(t.capital for t in tokens[start + 1 : end]) and len(lows) <= 4:
            head = lows[-1]
            if head in self.aliases:
                return self.aliases[head]
            if head in self.words["generic"]:
                return self._like(head, span.start) or text
            if head in self.words["speech-noun"]:
                return self._group(span.start) or text
            if head in self.words["role"]:
                holder = self._holder(head, span.start)
                if holder:
                    return holder if lows[-1] in holder.lower() else f"{last.text} {holder}"
                for at, office, roles in reversed(self.offices):
                    if at < span.start and head in roles:
                        return office
            for at, group in reversed(self.groups):
                if at < span.start and head in group.lower().split():
                    return group
        return text

    def _like(self, head: str, before: int) -> str | None:
        """Whom "the company" means: the last one that spoke with a name of its own, and is by it no other kind of group."""
        for at, name in reversed(self.groups[-40:]):
            lows = name.lower().split()
            other = any(low in self.words["group"] and low != head for low in lows[1:])
            owned = "&" not in lows and not self.words["and"].words.isdisjoint(lows)
            owned = owned or lows[0] in self.words["possessive"] or name.lower() in self.people
            if at < before and not other and not owned and any(word[:1].isupper() for word in name.split()[-2:]):
                return name
        return None

    def _issuer(self, sentence: Sentence, before: int) -> str | None:
        """Whose "a statement" is: the group with which the sentence begins, or else who spoke last that is no person."""
        behind = issued_by(sentence, before, self.words)
        if behind:
            return behind
        begins = next((name for at, name in reversed(self.leads[-8:]) if at == sentence.tokens[0].start), None)
        begins = begins or next(
            (one.shown for at, one in reversed(self.seen[-4:]) if sentence.span.start <= at < before), None
        )
        return begins or self._group(before)

    def _holder(self, role: str, before: int) -> str:
        """The name of the one person who holds an office, unless an unnamed one spoke since."""
        surnames = {name for name in self.holders.get(role, ()) if name in self.people}
        if len(surnames) != 1:
            return ""
        person = self.people[next(iter(surnames))]
        seen = next((at for at, one in reversed(self.seen) if one is person and at < before), -1)
        other = next((at for at, _, roles in reversed(self.offices) if role in roles and at < before), -1)
        return person.shown if seen > other else ""

    def announces(self, sentence: Sentence) -> Mention | None:
        """Who "made three promises", "made the announcement": what follows may be what was promised."""
        nouns = self.words["claim-noun"].words | self.words["announced"].words
        if nouns.isdisjoint(sentence.lows):
            return None
        start = sentence.span.start
        return next((Mention(one.shown) for at, one, _ in reversed(self.prominent[-3:]) if at >= start), None)

    def spoke(self, sentence: Sentence, start: int, end: int, mention: Mention) -> None:
        """Remember who spoke, for later pronouns."""
        lows = frozenset(t.low for t in sentence.tokens[start:end])
        at = sentence.tokens[start].start if start < end else sentence.span.start
        person = self.relatives.get(mention.text) or self.people.get(mention.text.lower().rsplit(" ", 1)[-1])
        if person and person.shown == mention.text:
            other = "he" if not lows.isdisjoint(self.words["pronoun-he"].words) else ""
            self.prominent.append((at, person, other))
            if person.sure or person.title:
                return
        roles = lows & self.words["role"].words
        if roles:
            self.offices.append((at, mention.text, roles))
        elif mention.text.lower().rsplit(" ", 1)[-1] not in self.words["pronoun"] and mention.text[:1].isalpha():
            self.groups.append((at, mention.text))

    def _bare(self, before: int) -> str:
        """ "Brandt said": the last one who spoke and is named by one or two words that are no group's."""
        for at, name in reversed(self.groups[-8:]):
            parts = name.split()
            if at < before and len(parts) <= 2 and all(p[:1].isupper() for p in parts):
                small = {p.lower() for p in parts}
                if small.isdisjoint(self.words["group"].words) and small.isdisjoint(self.words["not-name"].words):
                    return name
        return ""

    def _named_before(self, sentence: Sentence, until: int) -> str | None:
        """The first name of a group that stands in the sentence before the token `until`."""
        for at, end in runs_of(sentence, self.words):
            if end > until:
                break
            run = sentence.tokens[at:end]
            if (
                run[-1].low in self.people
                or run[0].low in self.words["month"]
                or run[0].text.isupper()
                or (at == 0 and len(run) == 1)
                or (at and sentence.gap(at - 1, at).strip()[:1] in ("(", ")", "-", "–", "—") and len(run) == 1)
            ):
                continue
            return sentence.slice(run[0].start, run[-1].end)
        return None

    def _person(self, before: int, gender: str, paragraph: int = -1) -> Person | None:
        if paragraph >= 0:
            for at, person, other in reversed(self.prominent[-12:]):
                if at < paragraph:
                    break
                if at < before and person.gender in ("", gender) and other != gender:
                    return person
            for at, person in reversed(self.seen[-8:]):
                if paragraph <= at < before and person.gender == gender:
                    return person
            for at, person, other in reversed(self.prominent[-4:]):
                if before - _NEAR < at < before and person.gender == gender and other != gender:
                    return person
        for at, person in reversed(self.seen[-40:]):
            if at < before and person.gender in ("", gender):
                return person
        return next((one for at, one, other in reversed(self.prominent[-12:]) if at < before and other != gender), None)

    def _unnamed(self, before: int, person: Person | None, gender: str, sentence: int) -> str:
        """ "A nurse … She said": an official without a name who spoke after the last one with a name."""
        seen = next((at for at, one in reversed(self.seen[-40:]) if one is person and at < before), -1)
        seen = max(
            seen, next((at for at, one, _ in reversed(self.prominent[-12:]) if one is person and at < before), -1)
        )
        spoke = next(
            ((at, one) for at, one, _ in reversed(self.offices[-40:]) if at < before and not self._several(one)), None
        )
        begins = next(
            ((at, one) for at, one, by in reversed(self.somebody[-8:]) if at < sentence and by in ("", gender)), None
        )
        if begins and begins[0] > max(seen, spoke[0] if spoke else -1) and not self._bare(before):
            return begins[1]
        return spoke[1] if spoke and spoke[0] > seen else ""

    def _several(self, office: str) -> bool:
        """ "two officials of the port": more than one."""
        lows = office.lower().split()
        head = next((i for i in range(1, len(lows)) if lows[i] in self.words["preposition"]), len(lows)) - 1
        return lows[head].endswith(tuple(self.words["ending-plural"].words))

    def _pair(self, before: int) -> str:
        """ "both": the last two people who were named."""
        names: list[str] = []
        for at, person in reversed(self.seen[-40:]):
            if at < before and person.name not in names:
                names.append(person.name)
                if len(names) == 2:
                    return f"{names[1]} and {names[0]}"
        return ""

    def _group(self, before: int, several: bool = False) -> str | None:
        """Who spoke last that is no person; for "they" also officials."""
        people = {person.name for person in self.people.values()} if several else set()
        found = next(
            ((at, name) for at, name in reversed(self.groups[-40:]) if at < before and name not in people), None
        )
        if several:
            office = next(
                ((at, name) for at, name, _ in reversed(self.offices[-40:]) if at < before and name.endswith("s")), None
            )
            if office and (found is None or office[0] > found[0]):
                found = office
        return found[1] if found else None
