"""Two texts, word by word: what stayed, what moved as a whole, what is new or gone.

Words that stand once in both texts, three in a row, are found first, and the longest run of them that is in order in both
(patience diff, Bram Cohen); the stretches between are compared the same way and then word by word. What is left over is
looked for out of order. So the time grows with the length of the texts, not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

import regex

from tui.text.folding import fold_line
from tui.text.spans import Span

# Scripts without spaces between words are compared character by character.
_TOKEN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*+"
    r"|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])[\w\p{M}])++|[^\w\s]"
)
_SMALL = 120
"""Stretches of up to so many words on either side are compared word by word, without a first foothold."""
_ALIKE = 0.4
"""So much of the shorter line must be found again, or the two have nothing to do with one another."""
_GAP = 8
"""How many changed words may stand inside a passage that moved."""
_SCRAPS, _SCRAP = 0.3, 6
"""Where less than this share of a line is found in order, runs of fewer words than this are by chance."""
_EDGE = 3
"""How many changed words may stand between the end of what moved and the end of its paragraph."""
QUOTES = frozenset("\"'“”„‘’«»‹›「」『』")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text, white space left out."""

    keys: list[str]
    """Folded, in small letters."""
    starts: list[int]
    ends: list[int]
    lines: list[int]
    """The number of the line each stands in, from 0."""

    def first(self, offset: int) -> int:
        """The first token that ends after `offset`."""
        return bisect_left(self.ends, offset + 1)

    def after(self, offset: int) -> int:
        """The first token that begins at or after `offset`."""
        return bisect_left(self.starts, offset)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch that stands out of order: token ranges in the old and in the new text."""

    old: Span
    new: Span
    whole: bool
    """Whole paragraphs, at home again: not words that are now quoted in another paragraph."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the words of two texts belong together."""

    old: Tokens
    new: Tokens
    to_new: list[int]
    """For each old token the new one, or -1."""
    to_old: list[int]
    blocks: list[Block] = field(default_factory=list)
    """What moved, in order of the old text."""

    def block_of(self, token: int) -> Block | None:
        """The moved stretch that an old token lies in."""
        at = bisect_left(self.blocks, token + 1, key=lambda block: block.old.start) - 1
        return self.blocks[at] if at >= 0 and token < self.blocks[at].old.end else None


@lru_cache(maxsize=4)
def compare(old: str, new: str) -> Comparison:
    """How the words of `old` and `new` belong together. Of time and memory in proportion to their length."""
    old_tokens, old_lines = _tokens(old)
    new_tokens, new_lines = _tokens(new)
    found = Comparison(old_tokens, new_tokens, [-1] * len(old_tokens.keys), [-1] * len(new_tokens.keys))
    gaps: list[tuple[int, int, int, int]] = []
    last_old = last_new = 0
    for i, j in [*_lines_in_order(old_tokens, old_lines, new_tokens, new_lines), (len(old_lines), len(new_lines))]:
        a = old_lines[i] if i < len(old_lines) else Span(len(found.to_new), len(found.to_new))
        b = new_lines[j] if j < len(new_lines) else Span(len(found.to_old), len(found.to_old))
        gaps.append((last_old, a.start, last_new, b.start))
        for x, y in zip(range(*a), range(*b), strict=True):
            found.to_new[x], found.to_old[y] = y, x
        last_old, last_new = a.end, b.end
    for gap in gaps:
        for x, y in _in_order(old_tokens, new_tokens, *gap):
            found.to_new[x], found.to_old[y] = y, x
    for line in old_lines:
        _forget_scraps(found, line)
    found.blocks.extend(_moved(found))
    return found


def _tokens(text: str) -> tuple[Tokens, list[Span]]:
    """The tokens of a text, and the range of them that each line has."""
    found = Tokens([], [], [], [])
    lines: list[Span] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        folded = fold_line(line)
        begun = len(found.keys)
        for match in _TOKEN.finditer(folded.text):
            start, end = folded.span(*match.span())
            found.keys.append(match[0].lower())
            found.starts.append(at + start)
            found.ends.append(at + end)
            found.lines.append(number)
        lines.append(Span(begun, len(found.keys)))
        at += len(line) + 1
    return found, lines


def _lines_in_order(old: Tokens, old_lines: list[Span], new: Tokens, new_lines: list[Span]) -> list[tuple[int, int]]:
    """Pairs of lines with the same words that stand once in both texts, in order."""
    a = [tuple(old.keys[s.start : s.end]) for s in old_lines]
    b = [tuple(new.keys[s.start : s.end]) for s in new_lines]
    pairs = _increasing(_once_in_both(a, b))
    return [(i, j) for i, j in pairs if a[i]]


def _once_in_both(a: Sequence[object], b: Sequence[object]) -> list[tuple[int, int]]:
    """Places of what stands once in `a` and once in `b`, in order of `a`."""
    here, there = _once(a), _once(b)
    return [(i, there[key]) for key, i in here.items() if i >= 0 and there.get(key, -1) >= 0]


def _once(items: Sequence[object]) -> dict[object, int]:
    found: dict[object, int] = {}
    for i, item in enumerate(items):
        found[item] = -1 if item in found else i
    return found


def _increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most pairs that are in order on both sides (they come in order of the first)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        at = bisect_left(tops, j)
        before.append(ends[at - 1] if at else -1)
        if at == len(tops):
            tops.append(j)
            ends.append(n)
        else:
            tops[at] = j
            ends[at] = n
    found: list[tuple[int, int]] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _in_order(old: Tokens, new: Tokens, a0: int, a1: int, b0: int, b1: int) -> Iterator[tuple[int, int]]:
    """Pairs of equal tokens of `old[a0:a1]` and `new[b0:b1]`, none crossing another."""
    a, b = old.keys, new.keys
    stack = [(a0, a1, b0, b1)]
    while stack:
        a0, a1, b0, b1 = stack.pop()
        if a0 >= a1 or b0 >= b1:
            continue
        footholds = _footholds(a, b, a0, a1, b0, b1)
        if not footholds:
            # As where everything is said several times: what is the same from either end on.
            while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
                yield a0, b0
                a0, b0 = a0 + 1, b0 + 1
            while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
                a1, b1 = a1 - 1, b1 - 1
                yield a1, b1
            yield from _word_by_word(old, new, a0, a1, b0, b1)
            continue
        x, y = a0, b0
        for i, j in footholds:
            if i < x or j < y:
                continue  # taken in by the one before
            end = 0
            while i + end < a1 and j + end < b1 and a[i + end] == b[j + end]:
                end += 1
            back = 0
            while i - back > x and j - back > y and a[i - back - 1] == b[j - back - 1]:
                back += 1
            stack.append((x, i - back, y, j - back))
            yield from ((i + n, j + n) for n in range(-back, end))
            x, y = i + end, j + end
        stack.append((x, a1, y, b1))


def _footholds(a: list[str], b: list[str], a0: int, a1: int, b0: int, b1: int) -> list[tuple[int, int]]:
    for size in (3, 1):
        if size == 1 and a1 - a0 <= _SMALL and b1 - b0 <= _SMALL:
            break
        once = _once_in_both(_runs(a, a0, a1, size), _runs(b, b0, b1, size))
        if size == 1:
            once = [(i, j) for i, j in once if a[a0 + i][:1].isalnum()]
        if pairs := _increasing(once):
            return [(a0 + i, b0 + j) for i, j in pairs]
    return []


def _runs(keys: list[str], start: int, end: int, size: int) -> list[object]:
    part = keys[start:end]
    return list(zip(*(part[n:] for n in range(size)), strict=False)) if size > 1 else list(part)


def _word_by_word(old: Tokens, new: Tokens, a0: int, a1: int, b0: int, b1: int) -> list[tuple[int, int]]:
    if a1 - a0 > _SMALL or b1 - b0 > _SMALL:
        return []
    here, there = old.keys[a0:a1], new.keys[b0:b1]
    pairs = [
        (a0 + i + n, b0 + j + n)
        for i, j, size in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
        for n in range(size)
    ]
    if not pairs:
        return []
    # A few words that all texts have in common do not make two lines one.
    before, after, kept = Counter[int](), Counter[int](), Counter[tuple[int, int]]()
    for at in range(a0, a1):
        before[old.lines[at]] += len(old.keys[at])
    for at in range(b0, b1):
        after[new.lines[at]] += len(new.keys[at])
    for i, j in pairs:
        kept[old.lines[i], new.lines[j]] += len(old.keys[i])
    alike = {(i, j) for (i, j), size in kept.items() if size >= _ALIKE * min(before[i], after[j])}
    return [(i, j) for i, j in pairs if (old.lines[i], new.lines[j]) in alike]


# What stands out of order


def _forget_scraps(found: Comparison, line: Span) -> None:
    """Takes back the few words in a row that a line has in common with what stands at its place now, where that is all:
    such as one phrase of a paragraph that moved."""
    pairs = [i for i in range(*line) if found.to_new[i] >= 0]
    if not pairs or len(pairs) >= _SCRAPS * line.length:
        return
    begun = 0
    for n in range(1, len(pairs) + 1):
        if n < len(pairs) and pairs[n] == pairs[n - 1] + 1 and found.to_new[pairs[n]] == found.to_new[pairs[n - 1]] + 1:
            continue
        if n - begun < _SCRAP:
            for i in pairs[begun:n]:
                found.to_old[found.to_new[i]] = -1
                found.to_new[i] = -1
        begun = n


def _moved(found: Comparison) -> list[Block]:
    """Finds again what is left over, wherever it stands now, and adds it to the pairs."""
    a, b = found.old.keys, found.new.keys
    here = _left(a, found.to_new)
    there = _left(b, found.to_old)
    pairs = sorted(
        (here_at, there_at) for run, here_at in here.items() if here_at >= 0 and (there_at := there.get(run, -1)) >= 0
    )
    chains: list[list[tuple[int, int]]] = []
    for i, j in pairs:
        if found.to_new[i] >= 0 or found.to_old[j] >= 0:
            continue
        back, end = _length(found, i - 1, j - 1, -1), _length(found, i, j, 1)
        run = [(i + n, j + n) for n in range(-back, end)]
        for x, y in run:
            found.to_new[x], found.to_old[y] = y, x
        first, last = run[0], chains[-1][-1] if chains else (-1, -1)
        if chains and _follows(found, last, first):
            for x, y in _word_by_word(found.old, found.new, last[0] + 1, first[0], last[1] + 1, first[1]):
                if found.to_new[x] < 0 and found.to_old[y] < 0:
                    found.to_new[x], found.to_old[y] = y, x
            chains[-1] += run
        else:
            chains.append(run)
    blocks: list[Block] = []
    for block in (_block(found, chain) for chain in chains):
        before = blocks[-1] if blocks else None
        if before is not None and (before.old.end, before.new.end) == (block.old.start, block.new.start):
            # Paragraphs that moved together.
            whole = before.whole and block.whole
            blocks[-1] = Block(Span(before.old.start, block.old.end), Span(before.new.start, block.new.end), whole)
        else:
            blocks.append(block)
    return blocks


def _length(found: Comparison, i: int, j: int, step: int) -> int:
    """How many words from here on are the same, left over, and in the same lines."""
    count = 0
    home, there = found.old.lines[i - min(0, step)], found.new.lines[j - min(0, step)]
    while (
        0 <= i < len(found.to_new)
        and 0 <= j < len(found.to_old)
        and found.old.keys[i] == found.new.keys[j]
        and found.to_new[i] < 0
        and found.to_old[j] < 0
        and found.old.lines[i] == home
        and found.new.lines[j] == there
    ):
        count += 1
        i += step
        j += step
    return count


def _follows(found: Comparison, last: tuple[int, int], first: tuple[int, int]) -> bool:
    """Does a run go on where another ended, in the same lines, after a few changed words?"""
    return (
        0 < first[0] - last[0] <= _GAP
        and 0 < first[1] - last[1] <= _GAP
        and found.old.lines[last[0]] == found.old.lines[first[0]]
        and found.new.lines[last[1]] == found.new.lines[first[1]]
    )


def _left(keys: list[str], taken: list[int]) -> dict[tuple[str, str, str], int]:
    """Where three words in a row that are left over stand; -1 where they do so more than once."""
    found: dict[tuple[str, str, str], int] = {}
    for i in range(len(keys) - 2):
        if taken[i] < 0 and taken[i + 1] < 0 and taken[i + 2] < 0:
            run = (keys[i], keys[i + 1], keys[i + 2])
            found[run] = -1 if run in found else i
    return found


def _block(found: Comparison, chain: list[tuple[int, int]]) -> Block:
    old = Span(chain[0][0], chain[-1][0] + 1)
    new = Span(chain[0][1], chain[-1][1] + 1)
    # What was a whole paragraph, and is not set into strange words or between quotation marks that it did not have.
    whole = (
        _fits(found, old.start - 1, new.start - 1, -1)
        and _fits(found, old.end, new.end, 1)
        and not (_quoted(found.new, new) and not _quoted(found.old, old))
    )
    return Block(old, new, whole)


def _fits(found: Comparison, i: int, j: int, step: int) -> bool:
    """Is what the stretch ends with in the old text the end of a paragraph, and nothing more than that in the new?"""
    rest = _rest(found.old, i, step)
    return rest <= _EDGE and _rest(found.new, j, step, found.to_old) <= rest + 1


def _rest(tokens: Tokens, at: int, step: int, taken: list[int] | None = None) -> int:
    """How many tokens stand from `at` to the edge of the line; with `taken`, or to the next that has a counterpart."""
    home = tokens.lines[at - step]
    count = 0
    while 0 <= at < len(tokens.keys) and tokens.lines[at] == home and count <= _EDGE + 1:
        if taken is not None and taken[at] >= 0:
            break
        count += 1
        at += step
    return count


def _quoted(tokens: Tokens, span: Span) -> bool:
    """Do quotation marks stand right around the stretch?"""
    if tokens.keys[span.start] in QUOTES:
        return True
    before = span.start - 1
    return before >= 0 and tokens.lines[before] == tokens.lines[span.start] and tokens.keys[before] in QUOTES
