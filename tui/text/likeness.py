"""How much one text repeats another, and a short sketch of a text by which those that repeat it are found.

The sketch is MinHash by one permutation (Li, Owen and Zhang 2012, “One Permutation Hashing”; empty bins borrow from the
next, Shrivastava and Li 2014), cut into bands: texts that share at least `RESEMBLANCE` of their word 5-grams agree in one
band at least, in more than 999 of 1,000 cases; those that share a quarter, in 5 of 100.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

RESEMBLANCE = 0.8
"""From this share of common word 5-grams on, one text repeats the other."""
GRAM = 5
SHORTEST = 4 * GRAM
"""Texts of fewer words are too short to say."""
MOST_WORDS = 20_000
"""Words of a text that are looked at."""
BANDS, ROWS = 14, 4
_BINS = BANDS * ROWS
_MASK = (1 << 64) - 1
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")


def words_of(parts: Iterable[str]) -> list[str]:
    """The words of the paragraphs `parts`, without case; in scripts written without spaces, the characters."""
    words: list[str] = []
    for part in parts:
        words += _WORD.findall(part.casefold())
        if len(words) >= MOST_WORDS:
            break
    return words[:MOST_WORDS]


def grams(words: list[str]) -> set[int]:
    """A number for each word 5-gram; the same in every process. Empty for texts that are too short to say."""
    if len(words) < SHORTEST:
        return set()
    a = [zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words]
    p = 0x9E3779B97F4A7C15
    whole = {
        ((((v * p + w) * p + x) * p + y) * p + z) & _MASK
        for v, w, x, y, z in zip(a, a[1:], a[2:], a[3:], a[4:], strict=False)
    }
    # Mixed, so that all bits of a number depend on all of the words (the finalizer of SplitMix64).
    return {_mixed(gram) for gram in whole}


def _mixed(number: int) -> int:
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & _MASK
    return number ^ (number >> 31)


def resemblance(one: set[int], other: set[int]) -> float:
    """The share of common 5-grams, 0 to 1 (Jaccard)."""
    return len(one & other) / len(one | other) if one or other else 0.0


def sketch(numbers: set[int]) -> list[int]:
    """`BANDS` numbers of 63 bits that stand for these 5-grams; none for none."""
    if not numbers:
        return []
    least: list[int | None] = [None] * _BINS
    for number in numbers:
        place = number * _BINS >> 64
        held = least[place]
        if held is None or number < held:
            least[place] = number
    filled: list[int] = []
    for place in range(_BINS):
        step = 0
        while (found := least[(place + step) % _BINS]) is None:
            step += 1
        filled.append(_mixed((found + step * 0x632BE59BD9B4E019) & _MASK))
    made: list[int] = []
    for band in range(BANDS):
        key = band + 1
        for row in filled[band * ROWS : (band + 1) * ROWS]:
            key = _mixed((key * 0x9E3779B97F4A7C15 + row) & _MASK)
        made.append(key >> 1)
    return made
