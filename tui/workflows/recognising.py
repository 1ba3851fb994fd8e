"""Which annotations of a file are here already, where the file has no ids: what Counterpoint wrote for another program and
takes in again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tui.exchange.foreign import ForeignAnnotation
from tui.exchange.plain import tame
from tui.library import outgoing
from tui.library.connection import Library

_Key = tuple[str, str, tuple[str, ...]]


class Recognised:
    """The annotations here, each taken for at most one of the file."""

    def __init__(self, lib: Library, others: Iterable[str]) -> None:
        """`others` are ids of annotations that the file has by themselves."""
        self._lib = lib
        self._others = frozenset(others)
        self._here: dict[str, Counter[_Key]] = {}

    def take(self, article_id: str, one: ForeignAnnotation) -> bool:
        """Is there an annotation of the article that was made at the same second, on the same words and with the same note
        and tags? It answers for this one alone."""
        if one.id is not None or one.created_at is None or not one.passages:
            return False
        if article_id not in self._here:
            self._here[article_id] = Counter(
                _key((target.exact for target in held.targets), held.created_at, held.body, held.tags)
                for held in outgoing.annotations(self._lib, [article_id])
                if held.id not in self._others and held.deleted_at is None and held.targets[0].article_id == article_id
            )
        key = _key((passage.exact for passage in one.passages), one.created_at, one.body, one.tags)
        found = self._here[article_id][key] > 0
        if found:
            self._here[article_id][key] -= 1
        return found


def _key(quotes: Iterable[str], created_at: str, body: str, tags: Iterable[str]) -> _Key:
    # Formats that have no tags carry them as words of the note (`exchange.readwise`), so both are compared as one.
    words = [*tame(body).split(), *(f".{'-'.join(tame(tag).split())}" for tag in dict.fromkeys(tags))]
    return " ".join(tame(" … ".join(quotes)).split()), created_at[:19], tuple(sorted(words))
