"""Lines on pages become paragraphs: columns in their order, page furniture left out, words that a line end broke
joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from tui.text.document import ParagraphKind
from tui.text.plain import join_lines


@dataclass(slots=True)
class Line:
    """A run of text on a page. Sides in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    hyphen: bool
    """It ends in a hyphen that the file marks as one of a line end."""
    page: int = 0
    """1-based."""
    column: int = 0


@dataclass(slots=True)
class Part:
    """A paragraph."""

    text: str
    kind: ParagraphKind
    page: int
    """The page that it begins on, 1-based."""


_NUMBER = re.compile(
    r"(?i)\W{0,4}(?:(?:page|seite|s\.|p\.|página|стр\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|von|de|/|\|)\s*\d{1,4})?\W{0,4}"
)
_DIGITS = re.compile(r"\d+")
_FINAL = re.compile(r"[.!?…。！？؟।:;][\"'”’»)\]」』]*\s*$")
_BULLET = re.compile(r"\s*(?:[•‣◦▪–*·‐-]|\d{1,3}[.)]|\(?[a-z]\))\s+\S")
_BREAK = re.compile(r"(\w+)[-\u00ad\u2010]$")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")


def parts_of(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[Part]:
    """The paragraphs of pages (height, lines in the order of the file), in reading order."""
    kept = _without_furniture(pages)
    ordered = [line for lines in kept for line in _in_order(lines)]
    if not ordered:
        return []
    body = _usual_size(ordered)
    words = Counter(word.casefold() for line in ordered for word in _WORD.findall(line.text))
    groups = _paragraphs(ordered, body)
    return [_part(group, body, words) for group in groups]


def _without_furniture(pages: Sequence[tuple[float, Sequence[Line]]]) -> list[list[Line]]:
    """Pages without running heads and feet: what stands again and again at the edges, and page numbers."""
    edges: list[tuple[list[Line], list[Line]]] = []
    seen: Counter[tuple[str, int]] = Counter()
    for _, lines in pages:
        by_height = sorted(lines, key=lambda line: -line.top)
        heads, feet = _outermost(by_height), _outermost(by_height[::-1])
        edges.append((heads, feet))
        for line in {id(line): line for line in (*heads, *feet)}.values():
            seen[_mask(line)] += 1
    least = 2 if len(pages) <= 4 else max(3, len(pages) // 5)
    found: list[list[Line]] = []
    for (height, lines), (heads, feet) in zip(pages, edges, strict=True):
        gone = {id(line) for line in (*heads, *feet) if seen[_mask(line)] >= least and len(pages) > 1}
        # A number alone at the very edge is the page's, also where it stands once.
        for group in (heads, feet):
            for line in group:
                edge = height and (line.bottom < 0.1 * height or line.top > 0.92 * height)
                if edge and _NUMBER.fullmatch(line.text.strip()):
                    gone.add(id(line))
        if len(gone) < len(lines) or len(pages) > 1:
            lines = [line for line in lines if id(line) not in gone]
        found.append(list(lines))
    return found


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """The first two lines from an edge, with all that stands at the same height."""
    found: list[Line] = []
    heights: list[float] = []
    for line in lines[:12]:
        if not any(abs(line.bottom - height) < 3 for height in heights):
            if len(heights) == 2:
                break
            heights.append(line.bottom)
        found.append(line)
    return found


def _mask(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", " ".join(line.text.casefold().split())), round(line.bottom / 12)


def _usual_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] or 10.0


def _in_order(lines: list[Line]) -> list[Line]:
    """Column by column between whatever spans them, from the top."""
    gutters = _gutters(lines)
    if not gutters:
        return _merged(sorted(lines, key=lambda line: (-round(line.top / 3), line.left)))
    waiting: list[list[Line]] = [[] for _ in range(len(gutters) + 1)]
    ordered: list[Line] = []

    def flush() -> None:
        for column in waiting:
            ordered.extend(_merged(column))
            column.clear()

    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        if any(line.left < gutter - 1 and line.right > gutter + 1 for gutter in gutters):
            flush()
            ordered.append(line)
        else:
            line.column = sum(line.left >= gutter - 1 for gutter in gutters)
            waiting[line.column].append(line)
    flush()
    return ordered


def _merged(lines: list[Line]) -> list[Line]:
    """Runs at one height become one line, from left to right."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and abs(last.bottom - line.bottom) < 0.4 * line.size and line.left >= last.right - 1:
            last.text = f"{last.text} {line.text}"
            last.right, last.top, last.hyphen = line.right, max(last.top, line.top), line.hyphen
        else:
            found.append(line)
    return found


def _gutters(lines: list[Line]) -> list[float]:
    """Where the white strips between columns are: nearly nothing crosses them, and lines stand on both sides."""
    if len(lines) < 8:
        return []
    low, high = min(line.left for line in lines), max(line.right for line in lines)
    width = high - low
    if width < 150:
        return []
    step = 2.0
    crossing = [0] * (int(width / step) + 2)
    for line in lines:
        for place in range(int((line.left - low) / step), int((line.right - low) / step) + 1):
            crossing[place] += 1
    few = max(1, int(0.15 * len(lines)))
    found: list[float] = []
    place = int(0.15 * width / step)
    while place < int(0.85 * width / step):
        if crossing[place] > few:
            place += 1
            continue
        start = place
        while place < len(crossing) and crossing[place] <= few:
            place += 1
        # Of the strip its emptiest part: lines that span the columns cross all of it alike.
        if (place - start) * step >= 6:
            middle = low + (start + place) / 2 * step
            left = [line for line in lines if line.right <= middle]
            right = [line for line in lines if line.left >= middle]
            if _beside(left, right, len(lines)):
                found.append(middle)
    return found[:4]


def _beside(left: list[Line], right: list[Line], number: int) -> bool:
    if min(len(left), len(right)) < max(3, 0.15 * number):
        return False
    overlap = min(max(x.top for x in left), max(x.top for x in right)) - max(
        min(x.bottom for x in left), min(x.bottom for x in right)
    )
    shorter = min(
        max(x.top for x in left) - min(x.bottom for x in left), max(x.top for x in right) - min(x.bottom for x in right)
    )
    # Columns of prose, not of a table: their lines are long.
    prose = median([len(line.text) for line in (*left, *right)]) >= 18
    return prose and overlap > 0.5 * shorter


def _paragraphs(lines: list[Line], body: float) -> list[list[Line]]:
    leads = [
        before.bottom - line.bottom
        for before, line in pairwise(lines)
        if before.page == line.page and before.column == line.column and 0 < before.bottom - line.bottom < 4 * body
    ]
    lead = min(median_low(leads), 1.6 * body) if leads else 1.2 * body
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get((line.page, line.column), (line.left, line.right))
        edges[(line.page, line.column)] = (min(left, line.left), max(right, line.right))
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins(groups[-1], line, lead, edges):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _begins(group: list[Line], line: Line, lead: float, edges: dict[tuple[int, int], tuple[float, float]]) -> bool:
    before = group[-1]
    if abs(before.size - line.size) > 0.12 * before.size or _BULLET.match(line.text):
        return True
    left = edges[(line.page, line.column)][0]
    indented = line.left - left > 0.7 * line.size and line.left - before.left > 0.7 * line.size
    if before.page == line.page and before.column == line.column and before.bottom > line.bottom:
        if before.bottom - line.bottom > 1.35 * lead:
            return True
        _, full = edges[(before.page, before.column)]
        short = before.right < full - 0.2 * (full - left) and bool(_FINAL.search(before.text[-20:]))
        return indented or short
    # Over the end of a column or a page a paragraph goes on, unless it was ended or the next one is plainly new.
    return bool(_FINAL.search(before.text[-20:])) or (indented and not line.text[:1].islower())


def _part(group: list[Line], body: float, words: Counter[str]) -> Part:
    texts = [line.text for line in group]
    for index in range(len(texts) - 1):
        broken = _BREAK.search(texts[index])
        following = _WORD.match(texts[index + 1])
        if broken and following and following[0][:1].islower():
            joined, kept = broken[1] + following[0], f"{broken[1]}-{following[0]}"
            # A word that is written with its hyphen elsewhere, and never without, keeps it.
            if not words[kept.casefold()] or words[joined.casefold()]:
                texts[index] = texts[index][:-1]
                rest = texts[index + 1]
                texts[index] += following[0]
                texts[index + 1] = rest[following.end() :].lstrip()
                if texts[index + 1][:1] and not texts[index + 1][:1].isalnum() and texts[index + 1][0] in ".,;:!?)”’":
                    mark = re.match(r"[.,;:!?)”’\"]+", texts[index + 1])
                    if mark:
                        texts[index] += mark[0]
                        texts[index + 1] = texts[index + 1][mark.end() :].lstrip()
    text = " ".join(join_lines([one for one in texts if one]).split())
    return Part(text, _kind(text, group, body), group[0].page)


def _kind(text: str, group: list[Line], body: float) -> ParagraphKind:
    if _BULLET.match(text):
        return "list"
    size = median([line.size for line in group])
    if size >= 1.12 * body and len(text) <= 200 and not text.endswith((".", ",", ";")):
        return "heading"
    return "body"
