"""What changed between two texts, line by line and within a line word by word: for somebody who reads both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tui.text.comparing import Comparison, Tokens, compare
from tui.text.spans import Span

Kind = Literal["same", "changed", "moved", "added", "removed"]
State = Literal["kept", "added", "removed"]
_HOME = 0.3
"""So much of the shorter line must be in both, or they are not the same one."""
_PART = 0.7
"""So much of a line must be in another, to be a part of it: split off from it, or joined to it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, with the white space after them."""

    text: str
    state: State


@dataclass(frozen=True, slots=True)
class Change:
    """A line of one or of both texts."""

    kind: Kind
    old: int | None
    """The number of the line in the old text, from 0; None for an added one."""
    new: int | None
    pieces: tuple[Piece, ...]
    """Its words in both texts: those kept and removed make up the old line, those kept and added the new one."""

    @property
    def added(self) -> int:
        """How many words came."""
        return sum(len(piece.text.split()) for piece in self.pieces if piece.state == "added")

    @property
    def removed(self) -> int:
        return sum(len(piece.text.split()) for piece in self.pieces if piece.state == "removed")


def differences(old: str, new: str) -> list[Change]:
    """The lines of both texts in reading order, those of the old text where they stood. Lines without words are left
    out."""
    return _Differences(old, new).found()


def _lines(tokens: Tokens) -> dict[int, Span]:
    """The range of tokens that each line has; lines without any are left out."""
    found: dict[int, Span] = {}
    for at, line in enumerate(tokens.lines):
        found[line] = Span(found[line].start if line in found else at, at + 1)
    return found


class _Differences:
    """Two texts, and which of their lines belong together."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.both: Comparison = compare(old, new)
        self.old_lines, self.new_lines = _lines(self.both.old), _lines(self.both.new)
        self.homes: dict[int, int] = {}
        """For a new line the old one that most of it comes from."""
        self.first: dict[int, int] = {}
        """For an old line the first new one whose home it is."""
        self.together: set[tuple[int, int]] = set()
        """Old and new lines of which one has a part of the other; words that went elsewhere went from the paragraph."""
        self._pair_lines()

    def _pair_lines(self) -> None:
        old_sizes = {i: sum(map(len, self.both.old.keys[slice(*line)])) for i, line in self.old_lines.items()}
        for j, line in self.new_lines.items():
            size = sum(map(len, self.both.new.keys[slice(*line)]))
            count: Counter[int] = Counter()
            for at in range(*line):
                if self.both.to_old[at] >= 0:
                    count[self.both.old.lines[self.both.to_old[at]]] += len(self.both.new.keys[at])
            for i, kept in sorted(count.items(), key=lambda item: (-item[1], item[0])):
                again = i in self.first
                if j not in self.homes and kept >= (_PART * size if again else _HOME * min(size, old_sizes[i])):
                    self.homes[j] = i
                    self.first.setdefault(i, j)
                    self.together.add((i, j))
                elif kept >= _PART * old_sizes[i]:
                    self.together.add((i, j))

    def found(self) -> list[Change]:
        gone = self._gone()
        found = [self._alone(i) for i in gone.get(-1, ())]
        for j in self.new_lines:
            found.append(self._change(j))
            found += [self._alone(i) for i in gone.get(j, ())]
        return found

    def _gone(self) -> dict[int, list[int]]:
        """The old lines that are no new one's home, by the new line after which they stood."""
        found: dict[int, list[int]] = {}
        last = -1
        for i, line in self.old_lines.items():
            if i not in self.first:
                found.setdefault(last, []).append(i)
            elif self.both.block_of(line.start) is None:
                last = max(last, self.first[i])
        return found

    def _new_home(self, at: int) -> bool:
        """Is the old word in a line that has a part of its own?"""
        j = self.both.to_new[at]
        return j >= 0 and (self.both.old.lines[at], self.both.new.lines[j]) in self.together

    def _old_home(self, at: int) -> bool:
        i = self.both.to_old[at]
        return i >= 0 and (self.both.old.lines[i], self.both.new.lines[at]) in self.together

    def _alone(self, i: int) -> Change:
        """An old line that is gone, or was joined to another."""
        line = self.old_lines[i]
        joined = any((i, j) in self.together for j in self.new_lines) if i not in self.first else False
        return Change(
            "moved" if joined else "removed",
            i,
            None,
            _joined(
                Piece(_text(self.old, self.both.old, at, line), "kept" if joined and self._new_home(at) else "removed")
                for at in range(*line)
            ),
        )

    def _change(self, j: int) -> Change:
        here, i = self.new_lines[j], self.homes.get(j)
        if i is None:
            return Change(
                "added",
                None,
                j,
                _joined(Piece(_text(self.new, self.both.new, at, here), "added") for at in range(*here)),
            )
        there, again = self.old_lines[i], self.first[i] != j
        pieces = _joined(self._merged(there, here, again=again))
        if self.both.block_of(next(at for at in self.both.to_old[slice(*here)] if at in range(*there))) is not None:
            return Change("moved", i, j, pieces)
        same = not again and all(piece.state == "kept" for piece in pieces) and self._one_to_one(there, here, j)
        return Change("same" if same else "changed", None if again else i, j, pieces)

    def _one_to_one(self, there: Span, here: Span, j: int) -> bool:
        """Is all of the old line in this one, and nothing else?"""
        return there.length == here.length and all(
            at >= 0 and self.both.new.lines[at] == j for at in self.both.to_new[slice(*there)]
        )

    def _merged(self, there: Span, here: Span, *, again: bool) -> Iterator[Piece]:
        """The words of a line in both texts, in order. `again`: the old line was told of already, beside an earlier
        part of it."""
        i = there.start
        for j in range(*here):
            home = self.both.to_old[j]
            if home in range(i, there.end):
                if not again:
                    yield from self._lost(range(i, home), there)
                before, after = _text(self.old, self.both.old, home, there), _text(self.new, self.both.new, j, here)
                if before.strip() == after.strip():
                    yield Piece(max(before, after, key=len), "kept")
                else:
                    yield Piece(before, "removed")
                    yield Piece(after, "added")
                i = home + 1
            else:
                yield Piece(_text(self.new, self.both.new, j, here), "kept" if self._old_home(j) else "added")
        if not again:
            yield from self._lost(range(i, there.end), there)

    def _lost(self, places: range, line: Span) -> Iterator[Piece]:
        """Old words that are not in this line any more; those of a part that was split off are not lost."""
        for at in places:
            if not self._new_home(at):
                yield Piece(_text(self.old, self.both.old, at, line), "removed")


def _text(text: str, tokens: Tokens, at: int, line: Span) -> str:
    """A word with what stands between it and the next one of its line."""
    return text[tokens.starts[at] : tokens.starts[at + 1] if at + 1 < line.end else tokens.ends[at]]


def _joined(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    """Pieces of one state in a row as one; between two changes what was removed stands before what was added."""
    runs: list[Piece] = []
    removed, added = "", ""

    def flush() -> None:
        nonlocal removed, added
        if removed:
            runs.append(Piece(removed, "removed"))
        if added:
            runs.append(Piece(added, "added"))
        removed = added = ""

    for piece in pieces:
        if piece.state == "removed":
            removed += piece.text
        elif piece.state == "added":
            added += piece.text
        else:
            flush()
            if runs and runs[-1].state == "kept":
                runs[-1] = Piece(runs[-1].text + piece.text, "kept")
            else:
                runs.append(piece)
    flush()
    return tuple(runs)
