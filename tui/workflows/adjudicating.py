"""Adjudication: two annotators of an article side by side, and the agreed layer that comes of it.

The agreed layer is made of annotations and relations of whoever adjudicates. Each carries the tag `agreed` (annotations)
and, under the key `adjudicated`, between whom, from which ids and by which answer. What was answered is kept in the
library's journalled values, so that an answer is one step, undo asks again, and it is known after a restart.

The layer has everything once: what two walks, or two answers of one, agree on is written by the first and held by both, and
taken back with the last of them. Where what two people have has come to belong together otherwise than when it was answered,
it is asked about again, and the new answer takes the place of the old ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, get_args

from msgspec import Struct, structs

from tui.library import annotations as marks
from tui.library import articles, journal, kept
from tui.library import relations as store
from tui.library.articles import short
from tui.library.connection import Library
from tui.library.records import Annotation, Relation, Target
from tui.text.errors import CounterpointError
from tui.workflows import annotating
from tui.workflows.agreement import ADJUDICATED
from tui.workflows.disagreements import Item, Join, Mark, One, Stand, Step, steps
from tui.workflows.lookup import Lookup
from tui.workflows.placing import Passage, passage

Answer = Literal["first", "second", "both", "neither"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
AGREED = "agreed"
"""The tag of what an adjudication wrote."""
KINDS = ("highlight", "claim", "evidence")
"""What is adjudicated. Notes and bookmarks are everybody's own."""
Json = dict[str, Any]
_ALL = "adjudication/"
"""How the names begin under which answers are kept."""


class Walk(Struct, frozen=True):
    """An adjudication as it stands."""

    article_id: str
    title: str
    first: str
    second: str
    """The creators; "" is one without a name."""
    steps: tuple[Step, ...]
    answers: dict[str, Answer]
    """By the key of an item."""
    agreed: int
    """How many annotations and relations the agreed layer of the article has."""
    lost: int = 0
    """How many annotations stand on text that the newest version no longer has; they are left out."""

    def answer(self, step: Step) -> Answer | None:
        """What was answered; None while some of it is open."""
        given = [self.answers.get(item.key) for item in step.items]
        return given[0] if all(given) else None

    @property
    def settled(self) -> int:
        return sum(self.answer(step) is not None for step in self.steps)

    def open_after(self, index: int) -> int:
        """The index of the next open step after this one, else of one before it; the number of steps when all are settled."""
        order = [*range(index + 1, len(self.steps)), *range(min(index + 1, len(self.steps)))]
        return next((n for n in order if self.answer(self.steps[n]) is None), len(self.steps))


def named(creator: str) -> str:
    """A creator as it is shown."""
    return creator or "(no name)"


def creators(lib: Library, article_id: str) -> list[tuple[str, int]]:
    """Who annotated an article, and how many highlights, claims and evidence each has; most first. The agreed layer is
    nobody's."""
    newest = articles.get(lib, article_id).newest_version
    made = Counter(one.creator for one, _ in marks.of_version(lib, newest) if _theirs(one))
    return sorted(made.items(), key=lambda one: (-one[1], one[0]))


def _theirs(one: Annotation) -> bool:
    return one.kind in KINDS and ADJUDICATED not in one.extra


def walk(lib: Library, article_id: str, first: str, second: str) -> Walk:
    """What there is to adjudicate between two creators. Raises CounterpointError when the article is gone."""
    with lib.reading():
        article = articles.get(lib, article_id)
        if article.deleted_at is not None:
            raise CounterpointError("This article is no longer in the library.")
        found: dict[str, Mark] = {}
        agreed: set[str] = set()
        lost = 0
        for one, places in marks.of_version(lib, article.newest_version):
            if ADJUDICATED in one.extra:
                agreed.add(one.id)
            spans = [place.span for _, place in places if place.span is not None]
            if not spans and _theirs(one) and one.creator in (first, second):
                lost += 1
            elif spans and one.kind in KINDS:
                found[one.id] = _mark(one, [Stand(article_id, article.newest_version, span) for span in spans])
        theirs = [one for one in found.values() if one.id not in agreed]
        joins: list[Join] = []
        agreed_relations: set[str] = set()
        for relation in store.of_annotations(lib, found):
            if ADJUDICATED in relation.extra:
                agreed_relations.add(relation.id)
            elif relation.creator in (first, second):
                joins.append(_join(lib, relation, found))
    answers = _answers(lib, article_id, agreed | agreed_relations)
    return Walk(
        article_id,
        article.title,
        first,
        second,
        tuple(
            steps(
                [one for one in theirs if one.creator == first],
                [one for one in theirs if one.creator == second],
                [one for one in joins if one.creator == first],
                [one for one in joins if one.creator == second],
            )
        ),
        answers,
        len(agreed) + len(agreed_relations),
        lost,
    )


def _mark(one: Annotation, stands: Sequence[Stand]) -> Mark:
    return Mark(
        one.id,
        one.creator,
        one.kind,
        tuple(sorted(stands, key=lambda stand: stand.span)),
        one.claim_kind,
        one.claimant,
        one.speaker,
        one.colour,
        one.body,
        one.tags,
    )


def _join(lib: Library, relation: Relation, here: dict[str, Mark]) -> Join:
    """A relation with its ends: where they stand in this article's newest version, or in another article's version."""

    def end(id_: str) -> Mark:
        if id_ not in here:
            one = marks.get(lib, id_)
            return _mark(one, [Stand(t.article_id, t.version_id, t.span) for t in one.targets])
        return here[id_]

    return Join(
        relation.id,
        relation.creator,
        relation.relation,
        end(relation.evidence_id),
        end(relation.claim_id),
        relation.note,
    )


def passages(lib: Library, one: One) -> list[Passage]:
    """The text that it stands on, each piece in its paragraph: of a relation first its evidence, then its claim."""
    lookup = Lookup(lib)
    return [passage(lookup.text(stand.version_id), stand.span) for stand in one.stands]


# Answers


def answer(lib: Library, going: Walk, step: Step, given: Answer) -> str:
    """Answer a step: takes what was written for it before out of the agreed layer, and writes what is agreed now. One
    step of the journal; the sentence says what was done."""
    quote = short(text_of(lib, step.items[0].some), 40)
    count = len(step.items)
    what = f"what both agree on ({count})" if step.alike else f"“{quote}”"
    who = {"first": named(going.first), "second": named(going.second), "both": "both", "neither": "neither"}[given]
    layer = _Layer(lib, going, given)
    with journal.step(lib, f"Adjudicated {what}: {who}"):
        _make_room(lib, going, step)
        made = 0
        for item in step.items:
            sides: list[One | None] = {
                "first": [item.first],
                "second": [item.second],
                # What both agree on is written once.
                "both": [item.first] if step.alike else [item.first, item.second],
                "neither": [],
            }[given]
            record: Json = {"answer": given, "made": [], "ends": [], "between": [going.first, going.second]}
            for side in sides:
                if side is not None:
                    layer.write(item, side, record)
            made += len(record["made"])
            kept.set(lib, _name(going.article_id) + item.key, record)
    if step.alike:
        return f"Took the {count} that both agree on." if made else f"Left out the {count} that both agree on."
    if given in ("first", "second"):
        return f"Took {who}'s {what}." if made else f"{who} has nothing here: nothing was taken."
    return f"Took {who}: {what}."


def _name(article_id: str) -> str:
    return f"{_ALL}{article_id}/"


def _records(lib: Library, prefix: str) -> dict[str, Json]:
    """What was answered, by the rest of its name."""
    return {key: record for key, record in kept.under(lib, prefix).items() if record is not None}


def _make_room(lib: Library, going: Walk, step: Step) -> None:
    """Take back what was written for a step before, and for answers about the same that the walk no longer asks for."""
    name = _name(going.article_id)
    now = {item.key for one in going.steps for item in one.items}
    ids = {one.id for item in step.items for one in (item.first, item.second) if one is not None}
    between = [going.first, going.second]
    before = {_ALL + rest: record for rest, record in _records(lib, _ALL).items()}
    mine = {name + item.key for item in step.items}
    past = {
        key
        for key, record in before.items()
        if key.startswith(name)
        and record.get("between") == between
        and key.removeprefix(name) not in now
        and not ids.isdisjoint(key.removeprefix(name).split("|"))
    }
    held = {
        id_ for key, record in before.items() if key not in mine | past for id_ in (*record["made"], *record["ends"])
    }
    for key in sorted((mine | past) & before.keys()):
        _take_back(lib, before[key], held)
    for key in sorted(past):
        kept.set(lib, key, None)


def _answers(lib: Library, article_id: str, agreed: set[str]) -> dict[str, Answer]:
    """The answers that hold: all that was written for them is still there."""
    return {
        key: record["answer"]
        for key, record in _records(lib, _name(article_id)).items()
        if agreed.issuperset(record["made"])
    }


def _take_back(lib: Library, record: Json, held: set[str]) -> None:
    """Delete what was written for an answer, and the ends that were written for its relation alone; not what is `held`."""
    for id_ in record["made"]:
        if id_ in held:
            continue
        if annotating.exists(lib, id_):
            marks.delete(lib, [id_])
        elif lib.conn.execute("SELECT 1 FROM relation WHERE id = ?", [id_]).fetchone():
            store.delete(lib, [id_])
    ends = [id_ for id_ in record["ends"] if id_ not in held and annotating.exists(lib, id_)]
    marks.delete(lib, [id_ for id_ in ends if not store.of_annotations(lib, [id_])])


class _Layer:
    """Writes into the agreed layer, for one answer."""

    def __init__(self, lib: Library, going: Walk, given: Answer) -> None:
        self.lib, self.going, self.given = lib, going, given
        self._sources: dict[str, dict[str, str]] = {}
        """By article: the annotation of the agreed layer that was made from each id."""
        self._there: dict[str, list[Mark]] = {}
        """By article: what its agreed layer has."""

    def write(self, item: Item, side: One, record: Json) -> None:
        """One side of an item; the ids of what is written go into `record`."""
        sources = [one.id for one in (item.first, item.second) if one is not None]
        if isinstance(side, Mark):
            record["made"].append(self._copy(side, sources))
            return
        evidence, claim = self._end(item, side, "evidence", record), self._end(item, side, "claim", record)
        extra = {ADJUDICATED: self._said(sources)}
        what = (evidence, claim, side.relation)
        made = next(
            (
                one
                for one in store.of_annotations(self.lib, [claim])
                if ADJUDICATED in one.extra and (one.evidence_id, one.claim_id, one.relation) == what
            ),
            None,
        ) or store.add(
            self.lib, claim_id=claim, evidence_id=evidence, relation=side.relation, note=side.note, extra=extra
        )
        record["made"].append(made.id)

    def _copy(self, one: Mark, sources: Sequence[str]) -> str:
        """The annotation of the agreed layer that says the same of the same text; it is written where there is none."""
        there = self._layer(one.stands[0].article_id)
        found = next((agreed.id for agreed in there if agreed.alike(one)), None)
        if found is None:
            found = self._write(one, sources)
            there.append(structs.replace(one, id=found))
        return found

    def _write(self, one: Mark, sources: Sequence[str]) -> str:
        made = marks.add(
            self.lib,
            kind=one.kind,
            targets=[_target(self.lib, stand) for stand in one.stands],
            body=one.body,
            colour=one.colour,
            tags=[*one.tags, AGREED],
            claim_kind=one.claim_kind,
            claimant=one.claimant,
            speaker=one.speaker,
            extra={ADJUDICATED: self._said(sources)},
        )
        return made.id

    def _said(self, sources: Sequence[str]) -> Json:
        return {"between": [self.going.first, self.going.second], "from": list(sources), "answer": self.given}

    def _end(self, item: Item, side: Join, name: Literal["evidence", "claim"], record: Json) -> str:
        """The annotation of the agreed layer that an end of a relation became; it is written where there is none."""
        own: Mark = getattr(side, name)
        ends = [getattr(one, name).id for one in (side, item.first, item.second) if isinstance(one, Join)]
        made = self._of_article(own.stands[0].article_id)
        found = next((made[id_] for id_ in ends if id_ in made), None)
        if found is None:
            found = self._copy(own, list(dict.fromkeys(ends)))
            made.update(dict.fromkeys(ends, found))
            record["ends"].append(found)
        return found

    def _of_article(self, article_id: str) -> dict[str, str]:
        self._layer(article_id)
        return self._sources[article_id]

    def _layer(self, article_id: str) -> list[Mark]:
        """What the agreed layer has of an article when it is first asked for; what is written is to be added."""
        if article_id not in self._there:
            newest = articles.get(self.lib, article_id).newest_version
            sources, there = self._sources.setdefault(article_id, {}), self._there.setdefault(article_id, [])
            for one, places in marks.of_version(self.lib, newest):
                if ADJUDICATED in one.extra:
                    sources.update(dict.fromkeys(_sources(one), one.id))
                    spans = [place.span for _, place in places if place.span is not None]
                    there.append(_mark(one, [Stand(article_id, newest, span) for span in spans]))
        return self._there[article_id]


def _sources(one: Annotation) -> Sequence[str]:
    """What an annotation of the agreed layer was made from; nothing for others."""
    said = one.extra.get(ADJUDICATED)
    found = said.get("from") if isinstance(said, dict) else None
    return [id_ for id_ in found if isinstance(id_, str)] if isinstance(found, list) else ()


def _target(lib: Library, stand: Stand) -> Target:
    version = articles.version(lib, stand.version_id)
    return annotating.target(version.text, stand.article_id, stand.version_id, stand.span)


def text_of(lib: Library, one: One) -> str:
    """The text that it stands on, or begins with."""
    stand = one.stands[0]
    return stand.span.of(articles.version(lib, stand.version_id).text)
