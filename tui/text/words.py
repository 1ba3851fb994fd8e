"""Words and grapheme clusters: what a reader moves by and selects."""

from __future__ import annotations

from functools import lru_cache

import regex

from tui.text.spans import Span

# Chinese and Japanese are written without spaces: a Han character is a word, a run of kana is one.
_WORD = regex.compile(
    r"\p{Han}\p{M}*+|\p{Hiragana}++|[\p{Katakana}ー]++"
    r"|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\w\p{M}])++"
    r"(?:['’\-‐‑.·](?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\w\p{M}])++)*+"
)
_CLUSTER = regex.compile(r"\X")
_FAR = 512
"""How far back a cluster is looked for; a longer one is no writing."""
_WINDOW = 32


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The words that lie in `text[start:end]`, in order; punctuation and symbols are none."""
    return [Span(*match.span()) for match in _WORD.finditer(text, start, len(text) if end is None else end)]


def next_grapheme(text: str, offset: int) -> int:
    """The end of the grapheme cluster that begins at `offset`; the length of `text` at its end."""
    if offset >= len(text):
        return len(text)
    offset = max(0, offset)
    # In a slice, because the pattern looks back over a run of flags, however long; one that fills it may go on.
    size = _WINDOW
    while True:
        match = _CLUSTER.match(text[offset : offset + size])
        length = match.end() if match else 1
        if length < size or offset + size >= len(text):
            return offset + length
        size *= 4


def previous_grapheme(text: str, offset: int) -> int:
    """The start of the grapheme cluster that ends at `offset` (or that `offset` is inside of); 0 at the start."""
    offset = min(offset, len(text))
    if offset <= 0:
        return 0
    place = _safe_start(text, offset - 1)
    while True:
        end = next_grapheme(text, place)
        if end >= offset:
            return place
        place = end


def snap(text: str, span: tuple[int, int]) -> Span:
    """The smallest span around `span` that splits no grapheme cluster, within the bounds of `text`."""
    start = max(0, min(span[0], len(text)))
    end = max(start, min(span[1], len(text)))
    start = _boundary_before(text, start)
    before = _boundary_before(text, end)
    return Span(start, end if before == end or end == start else next_grapheme(text, before))


def _boundary_before(text: str, offset: int) -> int:
    """`offset` when a cluster begins there, else the start of the cluster around it."""
    if offset >= len(text) or offset <= 0 or _plain(text, offset):
        return offset
    place = _safe_start(text, offset)
    while True:
        end = next_grapheme(text, place)
        if end > offset:
            return place
        if end == offset:
            return offset
        place = end


@lru_cache(maxsize=4096)
def _simple(character: str) -> bool:
    """Does this character neither extend what stands before nor take in what comes after? (Letters of most scripts.)"""
    return character < "\u0300" and character != "\n" and character != "\r" and character != "\xad" and character != "©"


def _plain(text: str, offset: int) -> bool:
    return _simple(text[offset]) and _simple(text[offset - 1])


def _safe_start(text: str, offset: int) -> int:
    """A cluster boundary at or before `offset`, found without reading the text from its start."""
    place = offset
    stop = max(0, offset - _FAR)
    while place > stop and not _plain(text, place):
        place -= 1
    return place
