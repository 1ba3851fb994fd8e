"""The library as the writers of exchange formats see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from tui import __version__
from tui.exchange.view import Object, Pair, Place, Stand
from tui.library import articles as store
from tui.library import outgoing, placed
from tui.library.connection import Library
from tui.library.records import Annotation, Relation
from tui.text.errors import CounterpointError
from tui.workflows.objects import annotation_of, article_head, article_of, relation_of

_BATCH: Final = 400
Told = Callable[[Iterable[Object], str], Iterator[Object]]


class LibraryView:
    """A `View` of the library, or of chosen articles or annotations; make it inside `Library.reading()`."""

    def __init__(
        self, lib: Library, articles: Sequence[str] | None, annotations: Sequence[str] | None, told: Told
    ) -> None:
        self.lib = lib
        self.exported_at = f"{lib.now()[:19]}Z"
        self.generator = f"counterpoint {__version__}"
        self._chosen, self._annotations, self._told = articles, annotations, told
        self._heads: dict[str, Object | None] = {}
        self._text: tuple[str, str | None] = ("", None)

    def articles(self) -> Iterator[Object]:
        return self._told((article_of(self.lib, one) for one in outgoing.articles(self.lib, self._chosen)), "articles")

    def article(self, id: str) -> Object | None:
        if id not in self._heads:
            try:
                found = store.get(self.lib, id)
            except CounterpointError:
                self._heads[id] = None
            else:
                self._heads[id] = article_head(found) if found.deleted_at is None else None
        return self._heads[id]

    def text(self, version: str) -> str | None:
        if version != self._text[0]:
            try:
                self._text = (version, store.version(self.lib, version).text)
            except CounterpointError:
                self._text = (version, None)
        return self._text[1]

    def annotations(self, article: str | None = None) -> Iterator[Object]:
        if article is not None:
            return self._told(map(annotation_of, self._standing_in(article)), "annotations")
        every = outgoing.annotations(self.lib, self._chosen, self._annotations)
        found = (one for one in every if one.deleted_at is None)
        return self._told(map(annotation_of, found), "annotations")

    def _standing_in(self, article: str) -> Iterator[Annotation]:
        named = set(self._annotations) if self._annotations is not None else None
        found = outgoing.first_in(self.lib, article)
        return found if named is None else (one for one in found if one.id in named)

    def joints(self) -> Iterator[tuple[Place, Place]]:
        for version, article, other, its in outgoing.joints(self.lib, self._chosen, self._annotations):
            yield (version, article), (other, its)

    def relations(self, articles: Sequence[str] | None = None) -> Iterator[Object]:
        return map(relation_of, self._relations(articles))

    def _relations(self, articles: Sequence[str] | None = None) -> Iterator[Relation]:
        return outgoing.relations(self.lib, self._chosen, self._annotations, live=True, within=articles)

    def pairs(self) -> Iterator[Pair]:
        live = self._relations()
        while batch := list(islice(live, _BATCH)):
            yield from self._paired(batch)

    def _paired(self, batch: Sequence[Relation], known: Mapping[str, Object] | None = None) -> Iterator[Pair]:
        """Relations with their ends, as far as these are not known already."""
        ends = dict(known or {})
        ids = dict.fromkeys(id for one in batch for id in (one.evidence_id, one.claim_id) if id not in ends)
        ends |= {one.id: annotation_of(one) for one in outgoing.annotations(self.lib, None, list(ids))}
        for one in batch:
            yield Pair(relation_of(one), ends[one.evidence_id], ends[one.claim_id])

    def standing(self, version: str, *kinds: str, paired: bool = True) -> Iterator[Stand]:
        named = set(self._annotations) if self._annotations is not None else None
        found = (
            Stand(annotation_of(one), spans)
            for one, spans in placed.standing(self.lib, version, kinds)
            if named is None or one.id in named
        )
        return self._with_pairs(found) if paired else found

    def named(self, ids: Sequence[str]) -> Iterator[Stand]:
        found = outgoing.annotations(self.lib, None, ids)
        return self._with_pairs(Stand(annotation_of(one), ()) for one in found)

    def _with_pairs(self, stands: Iterator[Stand]) -> Iterator[Stand]:
        while batch := list(islice(stands, _BATCH)):
            here = {one.annotation["id"]: one.annotation for one in batch}
            bearing: dict[str, list[Pair]] = {}
            relations = list(outgoing.relations(self.lib, self._chosen, self._annotations, live=True, of=here))
            for pair in self._paired(relations, here):
                for id in {pair.claim["id"], pair.evidence["id"]} & here.keys():
                    bearing.setdefault(id, []).append(pair)
            for one in batch:
                found = bearing.get(one.annotation["id"])
                yield Stand(one.annotation, one.spans, tuple(found)) if found else one
