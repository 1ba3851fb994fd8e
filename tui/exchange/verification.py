"""What data sets for the verification of claims need: numbered claims and texts, and texts as numbered sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from tui.exchange.view import Object, View, quote
from tui.text.sentences import sentences
from tui.text.spans import Span


@dataclass(frozen=True, slots=True)
class Bearing:
    """Evidence that bears on a claim."""

    relation: str
    document: int
    """The number of the text that it stands in."""
    spans: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Numbered:
    """A claim with its number and its evidence."""

    number: int
    id: str
    text: str
    evidence: list[Bearing] = field(default_factory=list)

    @property
    def relations(self) -> set[str]:
        return {bearing.relation for bearing in self.evidence}


class Verification:
    """The claims on which evidence bears, and the texts in which it stands. Texts are read one at a time."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.documents: dict[str, int] = {}
        """Version → its number, from 1."""
        self.homes: dict[str, str] = {}
        """Version → its article."""
        self.claims: dict[str, Numbered] = {}
        self._versions: list[str] = []
        """The same by number."""
        self._lines: tuple[str, tuple[list[Span], list[int]]] = ("", ([], []))
        for pair in view.pairs():
            claim = self.claims.setdefault(
                pair.claim["id"], Numbered(len(self.claims) + 1, pair.claim["id"], quote(pair.claim))
            )
            first = pair.evidence["targets"][0]
            version = first["version"]
            if view.text(version) is None:
                continue
            self.homes.setdefault(version, first["article"])
            if version not in self.documents:
                self._versions.append(version)
                self.documents[version] = len(self._versions)
            number = self.documents[version]
            spans = tuple((t["start"], t["end"]) for t in pair.evidence["targets"] if t["version"] == version)
            claim.evidence.append(Bearing(pair.relation["relation"], number, spans))

    def texts(self) -> Iterator[tuple[int, Object, list[str]]]:
        """The number of each text, its article, and its sentences."""
        for version, number in self.documents.items():
            text = self.view.text(version) or ""
            article = self.view.article(self.homes[version]) or {"title": "Untitled"}
            yield number, article, [span.of(text) for span in self.sentences(version)]

    def sentences(self, version: str) -> list[Span]:
        """The sentences of a text, in order; a line feed always ends one."""
        return self._sentences(version)[0]

    def _sentences(self, version: str) -> tuple[list[Span], list[int]]:
        """The sentences, and where each begins."""
        if version != self._lines[0]:
            text = self.view.text(version) or ""
            found: list[Span] = []
            start = 0
            for line in text.split("\n"):
                found += sentences(text, start, start + len(line))
                start += len(line) + 1
            self._lines = (version, (found, [span.start for span in found]))
        return self._lines[1]

    def lines(self, bearing: Bearing) -> list[int]:
        """The numbers, from 0, of the sentences that evidence stands in."""
        found, starts = self._sentences(self._versions[bearing.document - 1])
        numbers: set[int] = set()
        for start, end in bearing.spans:
            first, last = max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)
            numbers.update(n for n in range(first, last) if found[n].end > start)
        return sorted(numbers)

    def ids(self) -> Iterator[Object]:
        """Which number is which annotation and version."""
        for claim in self.claims.values():
            yield {"claim": claim.number, "annotation": claim.id}
        for version, number in self.documents.items():
            yield {"document": number, "version": version, "article": self.homes[version]}
