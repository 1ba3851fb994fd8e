"""The library as writers see it: the objects of the export (see `native`), read as often as a writer asks.

Writers import nothing of the library; `workflows` gives them a `View` of it. What was deleted is not in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tui.text.offsets import Offsets, Unit

Object = dict[str, Any]
Place = tuple[str, str]
"""A version and its article."""


@dataclass(frozen=True, slots=True)
class Stand:
    """An annotation with where it stands in one version of an article."""

    annotation: Object
    spans: tuple[tuple[int, int], ...]
    """Code points in that version's text; empty where its text was not found."""
    pairs: tuple[Pair, ...] = ()
    """The relations of which it is an end, in the order in which they came."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A relation with both of its annotations."""

    relation: Object
    evidence: Object
    claim: Object


class View(Protocol):
    """What is exported, as of one moment."""

    @property
    def exported_at(self) -> str:
        """RFC 3339, in UTC."""

    @property
    def generator(self) -> str:
        """Which program writes, and its version."""

    def articles(self) -> Iterator[Object]:
        """The articles that were asked for, with all their versions."""

    def article(self, id: str) -> Object | None:
        """Any article (evidence may stand in one that was not asked for), without its versions."""

    def text(self, version: str) -> str | None:
        """The text of a version; None where it is not here."""

    def annotations(self, article: str | None = None) -> Iterator[Object]:
        """The annotations, in the order in which they came; of one article those whose first passage is in it."""

    def joints(self) -> Iterator[tuple[Place, Place]]:
        """Versions that belong together: two in which one annotation stands, or the ends of a relation (their first
        passages). A version stands beside itself for its annotations. Each pair once, in the order in which they came."""

    def relations(self, articles: Sequence[str] | None = None) -> Iterator[Object]:
        """The relations, in the order in which they came, their annotations by id; of articles those of which an end has
        a passage in one of them."""

    def pairs(self) -> Iterator[Pair]:
        """The relations with their annotations, in the same order."""

    def standing(self, version: str, *kinds: str, paired: bool = True) -> Iterator[Stand]:
        """The annotations (of these kinds) of a version's article, with where they stand in it, in order of place; with
        their relations, unless `paired` says no."""

    def named(self, ids: Sequence[str]) -> Iterator[Stand]:
        """These annotations with their relations, in the order in which they came."""


class Counting:
    """The offsets of versions in another unit; the last text is kept."""

    def __init__(self, view: View, unit: Unit) -> None:
        self._view, self._unit = view, unit
        self._version: str | None = None
        self._offsets: Offsets | None = None

    def of(self, version: str) -> Offsets | None:
        """The offsets of this version; None where its text is not here."""
        if version != self._version:
            text = self._view.text(version)
            self._offsets = Offsets(text, self._unit) if text is not None else None
            self._version = version
        return self._offsets


def quote(annotation: Object) -> str:
    """The text that an annotation stands on; the parts of a discontinuous one joined by " … "."""
    first, *rest = annotation["targets"]
    text: str = first["exact"]
    return " … ".join([text, *(target["exact"] for target in rest)]) if rest else text


def address(article: Object) -> str | None:
    """Where the article is on the web."""
    for name in ("url", "source"):
        value = article.get(name)
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value
    return None


def publication(article: Object) -> str | None:
    """Who published the article; None where only its place on a disk or an address is known."""
    source = article.get("source")
    if not source or source.startswith(("/", "bundled:", "http://", "https://")) or "\\" in source:
        return None
    return str(source)
