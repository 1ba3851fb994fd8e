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
    both = compare(old, new)
    old_lines, new_lines = _lines(both.old), _lines(both.new)
    homes = {j: _home(both, old_lines, line) for j, line in new_lines.items()}
    first: dict[int, int] = {}
    for j, i in homes.items():
        if i is not None:
            first.setdefault(i, j)
    gone = _gone(both, old_lines, first)
    found: list[Change] = [_alone(old, both, old_lines[i], i) for i in gone.get(-1, ())]
    for j, line in new_lines.items():
        i = homes[j]
        found.append(_pair(old, new, both, old_lines.get(i) if i is not None else None, line, i, j, first))
        found += [_alone(old, both, old_lines[k], k) for k in gone.get(j, ())]
    return found


def _lines(tokens: Tokens) -> dict[int, Span]:
    """The range of tokens that each line has; lines without any are left out."""
    found: dict[int, Span] = {}
    for at, line in enumerate(tokens.lines):
        found[line] = Span(found[line].start if line in found else at, at + 1)
    return found


def _home(both: Comparison, old_lines: dict[int, Span], line: Span) -> int | None:
    """The old line that most of a new one comes from."""
    count: Counter[int] = Counter()
    for j in range(*line):
        if both.to_old[j] >= 0:
            count[both.old.lines[both.to_old[j]]] += len(both.new.keys[j])
    if not count:
        return None
    home, kept = max(count.items(), key=lambda item: (item[1], -item[0]))
    there = sum(len(key) for key in both.old.keys[slice(*old_lines[home])])
    here = sum(len(key) for key in both.new.keys[slice(*line)])
    return home if kept >= _HOME * min(there, here) else None


def _gone(both: Comparison, old_lines: dict[int, Span], first: dict[int, int]) -> dict[int, list[int]]:
    """The old lines that are no new one's home, by the new line after which they stood."""
    found: dict[int, list[int]] = {}
    last = -1
    for i, line in old_lines.items():
        if i not in first:
            found.setdefault(last, []).append(i)
        elif both.block_of(line.start) is None:
            last = max(last, first[i])
    return found


def _alone(old: str, both: Comparison, line: Span, i: int) -> Change:
    """An old line that is gone, or of which a part went into another line."""
    pieces = [
        Piece(_text(old, both.old, at, line), "removed" if both.to_new[at] < 0 else "kept") for at in range(*line)
    ]
    kept = sum(len(p.text) for p in pieces if p.state == "kept")
    if kept < 0.5 * sum(len(p.text) for p in pieces):
        return Change("removed", i, None, _joined([Piece(p.text, "removed") for p in pieces]))
    return Change("moved", i, None, _joined(pieces))


def _pair(
    old: str,
    new: str,
    both: Comparison,
    there: Span | None,
    here: Span,
    i: int | None,
    j: int,
    first: dict[int, int],
) -> Change:
    if there is None or i is None:
        return Change(
            "added", None, j, _joined([Piece(_text(new, both.new, at, here), "added") for at in range(*here)])
        )
    again = first[i] != j
    pieces = _joined(_merged(old, new, both, there, here, again=again))
    block = both.block_of(next(both.to_old[at] for at in range(*here) if both.to_old[at] in range(*there)))
    if block is not None:
        return Change("moved", i, j, pieces)
    whole = all(piece.state == "kept" for piece in pieces) and not again
    return Change("same" if whole and _all_here(both, there, j) else "changed", None if again else i, j, pieces)


def _all_here(both: Comparison, there: Span, j: int) -> bool:
    return all(both.to_new[at] >= 0 and both.new.lines[both.to_new[at]] == j for at in range(*there))


def _merged(old: str, new: str, both: Comparison, there: Span, here: Span, *, again: bool) -> Iterator[Piece]:
    """The words of a line in both texts, in order. `again`: the old line was told of already, beside an earlier part."""
    i = there.start
    for j in range(*here):
        home = both.to_old[j]
        if home in range(i, there.end):
            if not again:
                yield from _lost(old, both, range(i, home), there)
            before, after = _text(old, both.old, home, there), _text(new, both.new, j, here)
            if before.strip() == after.strip():
                yield Piece(after, "kept")
            else:
                yield Piece(before, "removed")
                yield Piece(after, "added")
            i = home + 1
        else:
            yield Piece(_text(new, both.new, j, here), "kept" if home >= 0 else "added")
    if not again:
        yield from _lost(old, both, range(i, there.end), there)


def _lost(old: str, both: Comparison, places: range, line: Span) -> Iterator[Piece]:
    """Old words that are not in this line any more; those that went into another line are not lost."""
    for at in places:
        if both.to_new[at] < 0:
            yield Piece(_text(old, both.old, at, line), "removed")


def _text(text: str, tokens: Tokens, at: int, line: Span) -> str:
    """A word with what stands between it and the next one of its line."""
    return text[tokens.starts[at] : tokens.starts[at + 1] if at + 1 < line.end else tokens.ends[at]]


def _joined(pieces: list[Piece] | Iterator[Piece]) -> tuple[Piece, ...]:
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
