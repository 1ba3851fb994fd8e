"""Texts with spans on them, for tools that annotate one text at a time (brat, doccano, Label Studio).

A document is the text of one version. Documents that relations join are one bundle: their texts, one after another with a
separator between, and a map of which segment is which, so that a relation between articles can be drawn in one text and
everything finds its way back. What a tool has no words for travels beside it as our own fields (`own_of`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tui.exchange.foreign import KINDS, RELATIONS, ForeignAnnotation, ForeignRelation, Kind, Passage, Taken
from tui.exchange.reading import Object, items, mapping, string, strings, time, whole
from tui.exchange.view import View
from tui.text.intake import sha256

SEPARATOR: Final = "\n\n"
_ANNOTATION: Final = ("id", "kind", "claim", "colour", "tags", "body", "origin", "creator", "created_at", "modified_at")
_RELATION: Final = ("id", "note", "origin", "score", "reasons", "creator", "created_at", "modified_at")


@dataclass(slots=True)
class Spot:
    """An annotation with its spans in the bundle's text."""

    annotation: Object
    spans: list[tuple[int, int]]


@dataclass(slots=True)
class Bundle:
    """A text to be annotated. What stands on it is read as it is asked for, and not held."""

    name: str
    text: str
    segments: list[Object]
    """Each with `start` and `end` (code points), and which article and version it is."""
    view: View | None = None
    _joined: dict[str, bool] = field(default_factory=dict)
    """The ids of the annotations that relations join; True for those that were found to stand here."""

    def __post_init__(self) -> None:
        for one in self._relations():
            self._joined[one["evidence"]] = self._joined[one["claim"]] = False

    @property
    def _articles(self) -> list[str]:
        return list(dict.fromkeys(segment["article"] for segment in self.segments))

    def _relations(self) -> Iterator[Object]:
        return iter(()) if self.view is None else self.view.relations(self._articles)

    def spots(self) -> Iterator[Spot]:
        """The annotations, by article in the order in which they came."""
        if self.view is None:
            return
        starts = {segment["version"]: segment["start"] for segment in self.segments}
        for article in self._articles:
            for one in self.view.annotations(article):
                try:
                    spans = [
                        ((at := starts[target["version"]]) + target["start"], at + target["end"])
                        for target in one["targets"]
                    ]
                except KeyError:  # a part stands in a version that is not here
                    continue
                if one["id"] in self._joined:
                    self._joined[one["id"]] = True
                yield Spot(one, spans)

    def is_joined(self, annotation: Object) -> bool:
        """Does a relation of this bundle join it, so that its name is needed again?"""
        return annotation["id"] in self._joined

    def relations(self) -> Iterator[Object]:
        """The relations between annotations of this bundle, once its spots were read; their ends by id."""
        for one in self._relations():
            if self._joined[one["evidence"]] and self._joined[one["claim"]]:
                yield one


class _Joined:
    """Versions that are to be one bundle (disjoint sets)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, version: str) -> str:
        self._above.setdefault(version, version)
        while self._above[version] != version:
            self._above[version] = self._above[self._above[version]]
            version = self._above[version]
        return version

    def join(self, one: str, other: str) -> None:
        a, b = self.root(one), self.root(other)
        if a != b:
            self._above[max(a, b)] = min(a, b)

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._above))


def bundles(view: View, *, together: bool = False) -> Iterator[Bundle]:
    """What is exported, one bundle after another; one text is held at a time. `together`: all in one."""
    joined, homes = _Joined(), dict[str, str]()
    for (one, home), (other, its) in view.joints():
        homes.setdefault(one, home)
        homes.setdefault(other, its)
        joined.join(one, other)
    for article in view.articles():  # articles that nothing stands on yet are to be annotated, too
        newest = article["versions"][-1]["id"]
        if not any(version["id"] in homes for version in article["versions"]):
            homes[newest] = article["id"]
            joined.root(newest)
    if together:
        versions = list(joined)
        for version in versions[1:]:
            joined.join(versions[0], version)
    members: dict[str, list[str]] = {}
    for version in joined:
        members.setdefault(joined.root(version), []).append(version)
    for versions in members.values():
        made = _bundle(view, [(version, homes[version]) for version in versions])
        if made is not None:
            yield made


def _bundle(view: View, versions: list[tuple[str, str]]) -> Bundle | None:
    texts: list[str] = []
    segments: list[Object] = []
    at = 0
    for version, article in versions:
        text, about = view.text(version), view.article(article)
        if text is None or about is None:
            continue
        known = {name: about[name] for name in ("title", "author", "source", "url", "published", "language")}
        segments.append(
            {
                "start": at,
                "end": at + len(text),
                "article": article,
                "version": version,
                **{name: value for name, value in known.items() if value},
            }
        )
        texts.append(text)
        at += len(text) + len(SEPARATOR)
    if not segments:
        return None
    return Bundle(segments[0].get("title") or "untitled", SEPARATOR.join(texts), segments, view)


def own_of(annotation: Object) -> Object:
    """The fields of an annotation that its spans do not say."""
    made = {name: value for name in _ANNOTATION if (value := annotation[name])}
    return {**made, "whole_article": True} if annotation.get("whole_article") else made


def own_relation(relation: Object) -> Object:
    """The fields of a relation that a labelled arrow does not say."""
    return {name: relation[name] for name in _RELATION if relation[name] not in (None, "", [])}


# In


@dataclass(slots=True)
class Segment:
    """A part of a text that is read, and the article that it is."""

    start: int
    end: int
    article: str
    version: str | None = None
    gone: list[int] = field(default_factory=list)
    """Where its characters are that the article's text is without: the CR of each CR LF, and a BOM."""

    def within(self, place: int) -> int:
        """The offset in the article's text of a place in the text that was read."""
        at = place - self.start
        return at - bisect_left(self.gone, at)


_GONE: Final = re.compile(r"\r(?=\n)|\A\ufeff")


def _segment(text: str, start: int, end: int, key: str, version: str | None = None) -> Segment:
    return Segment(start, end, key, version, [match.start() for match in _GONE.finditer(text[start:end])])


def segments(taken: Taken, text: str, value: Any, title: str = "") -> list[Segment]:
    """The articles of a text, from a map of segments as far as it fits; without one the whole text is an article."""
    made: list[Segment] = []
    for one in map(mapping, items(value)):
        start, end, article = whole(one.get("start")), whole(one.get("end")), string(one.get("article"))[:500]
        if start is None or end is None or not article or not start < end <= len(text):
            taken.leave_out("A segment", "it does not lie in the text")
            continue
        version = string(one.get("version"))[:500] or None
        known = {name: string(one.get(name)) for name in ("title", "author", "source", "url", "published", "language")}
        key = f"{article} {version}"
        taken.article(key, id=article, version=version, text=text[start:end], **known)
        made.append(_segment(text, start, end, key, version))
    if not made:
        key = f"text {sha256(text)}"
        first = next((line.strip() for line in text.split("\n") if line.strip()), "")
        taken.article(key, title=title or first[:80], text=text)
        made.append(_segment(text, 0, len(text), key))
    return made


def take(
    taken: Taken,
    text: str,
    parts: list[Segment],
    spans: list[tuple[int, int]],
    *,
    key: str,
    label: str,
    own: Object,
    body: str = "",
    creator: str = "",
) -> bool:
    """An annotation from its spans in a text; False, with a sentence in `taken`, when it cannot be taken."""
    home = next((part for part in parts if spans and part.start <= spans[0][0] < part.end), None)
    within = [(start, end) for start, end in spans if home is not None and home.start <= start < end <= home.end]
    if home is None or not within:
        taken.leave_out(
            f"“{label[:40]}” ({key.rpartition(' ')[2][:40]})", "its span does not lie in an article of the text"
        )
        return False
    if len(within) < len(spans):
        taken.leave_out(
            f"A part of “{label[:40]}” ({key.rpartition(' ')[2][:40]})",
            "it does not lie in the article of the first part",
        )
    named = label.strip().casefold()
    plain: Kind = "note" if body and not own else "highlight"
    # The label first: somebody may have changed it since we wrote our fields.
    kind: Kind = next((one for said in (named, own.get("kind")) for one in KINDS if one == said), plain)
    tags = strings(own.get("tags"))
    if named and named not in KINDS and not own:
        tags.append(label)
    passages = [
        Passage(text[start:end], start=home.within(start), end=home.within(end), version=home.version)
        for start, end in within
    ]
    created = time(own.get("created_at"))
    taken.annotations.append(
        ForeignAnnotation(
            key=key,
            article=home.article,
            passages=[] if own.get("whole_article") else passages,
            kind=kind,
            body=body or string(own.get("body")),
            tags=tags,
            colour=string(own.get("colour")) or None,
            claim=mapping(own["claim"]) if own.get("claim") is not None else None,
            origin=string(own.get("origin")) or "import",
            creator=string(own.get("creator")) or creator,
            created_at=created,
            modified_at=time(own.get("modified_at")) or created,
            id=string(own.get("id"))[:500] or None,
        )
    )
    return True


def relate(
    taken: Taken, known: set[str], *, key: str, label: str, evidence: str, claim: str, own: Object, note: str = ""
) -> None:
    """A relation from a labelled arrow between keys of annotations; a sentence in `taken` when it cannot be taken."""
    relation = label.strip().casefold()
    if relation not in RELATIONS:
        taken.leave_out(
            f"A relation ({key.rpartition(' ')[2][:40]})", f"“{label[:40]}” is no relation that is known here"
        )
        return
    if evidence not in known or claim not in known:
        taken.leave_out(f"A relation ({key.rpartition(' ')[2][:40]})", "it does not join two annotations of the file")
        return
    score = own.get("score")
    created = time(own.get("created_at"))
    taken.relations.append(
        ForeignRelation(
            key=key,
            relation=relation,
            evidence=evidence,
            claim=claim,
            note=note or string(own.get("note")),
            origin=string(own.get("origin")) or "import",
            score=float(score) if isinstance(score, (int, float)) and not isinstance(score, bool) else None,
            reasons=[mapping(reason) for reason in items(own.get("reasons"))],
            creator=string(own.get("creator")),
            created_at=created,
            modified_at=time(own.get("modified_at")) or created,
            id=string(own.get("id"))[:500] or None,
        )
    )
