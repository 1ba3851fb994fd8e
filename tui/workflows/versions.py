"""The versions of an article, and what changed from one to another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tui.library import articles
from tui.library.connection import Library
from tui.text.anchoring import describe, resolve
from tui.text.differing import Kind, Piece, differences
from tui.text.document import Paragraph


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version, as a reader chooses among them."""

    id: str
    number: int
    """1 for the first."""
    fetched_at: str
    """To the minute, UTC."""
    newest: bool

    @property
    def name(self) -> str:
        """`version 2, 2026-11-24 09:00`."""
        return f"version {self.number}, {self.fetched_at}"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A paragraph of one or of both versions."""

    kind: Kind
    pieces: tuple[Piece, ...]
    old_number: int
    """Its number in the older version, as the reader shows it; 0 for none, or in furniture."""
    new_number: int
    furniture: bool
    """Page furniture in whichever version it stands in."""
    version_id: str
    """The version to open it in: the newer one, unless it is gone from there."""
    offset: int
    """Where it begins in that version."""
    added: int = 0
    """Words."""
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two versions."""

    older: VersionView
    newer: VersionView
    rows: tuple[ChangeView, ...]

    def count(self, kind: Kind) -> int:
        """How many paragraphs of the article itself are of this kind."""
        return sum(row.kind == kind and not row.furniture for row in self.rows)


def versions(lib: Library, article_id: str) -> list[VersionView]:
    """The versions of an article, the oldest first; passages that an import brought without the text are none."""
    found = articles.texts(lib, article_id)
    return [
        VersionView(one.id, number, one.fetched_at[:16].replace("T", " "), number == len(found))
        for number, one in enumerate(found, 1)
    ]


def changes(lib: Library, article_id: str, older: str, newer: str) -> Changes:
    """What changed from one version of an article to another, paragraph by paragraph. Takes a while for long texts.

    Raises CounterpointError when a version is not there (any more).
    """
    known = {one.id: one for one in versions(lib, article_id)}
    old, new = articles.version(lib, older), articles.version(lib, newer)
    before, after = _Side(lib, older, old.text), _Side(lib, newer, new.text)
    rows = []
    for change in differences(old.text, new.text):
        i, j = change.old, change.new
        side, line = (before, i or 0) if j is None else (after, j)
        rows.append(
            ChangeView(
                kind=change.kind,
                pieces=change.pieces,
                old_number=before.number(i) if i is not None else 0,
                new_number=after.number(j) if j is not None else 0,
                furniture=all(s.furniture(at) for s, at in ((before, i), (after, j)) if at is not None),
                version_id=newer if j is not None else older,
                offset=side.starts[line],
                added=change.added,
                removed=change.removed,
            )
        )
    return Changes(known[older], known[newer], tuple(rows))


def carried(old: str, new: str, offset: int) -> int:
    """Where somebody who reads at `offset` of one text goes on in another."""
    end = min(len(old), max(offset + 1, old.find("\n", offset)))
    found = resolve(describe(old, (offset, min(end, offset + 80))), new, old_text=old)
    return found.span.start if found.span is not None else min(offset, len(new))


class _Side:
    """One of the two versions: where its lines begin, and in which paragraphs they lie."""

    def __init__(self, lib: Library, version_id: str, text: str) -> None:
        self.paragraphs: Sequence[Paragraph] = articles.paragraphs(lib, version_id)
        self._begins = [p.start for p in self.paragraphs]
        self._own = [p.start for p in self.paragraphs if p.kind != "furniture"]
        self.starts: list[int] = []
        at = 0
        for line in text.split("\n"):
            self.starts.append(at)
            at += len(line) + 1

    def _paragraph(self, line: int) -> Paragraph | None:
        at = bisect_right(self._begins, self.starts[line]) - 1
        return self.paragraphs[at] if at >= 0 else None

    def furniture(self, line: int) -> bool:
        paragraph = self._paragraph(line)
        return paragraph is not None and paragraph.kind == "furniture"

    def number(self, line: int) -> int:
        return 0 if self.furniture(line) else bisect_right(self._own, self.starts[line])
