"""Offsets of other programs: UTF-16 units (JavaScript, Java) and grapheme clusters, to and from code points."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Literal

import regex

Unit = Literal["code points", "utf-16", "graphemes"]
UNITS: tuple[Unit, ...] = ("code points", "utf-16", "graphemes")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_CLUSTER = regex.compile(r"\X")


class Offsets:
    """The offsets of one text in another unit. Those past its ends are moved to them."""

    def __init__(self, text: str, unit: Unit) -> None:
        self.unit = unit
        self._length = len(text)
        self._astral: Sequence[int] = ()
        """utf-16: where the characters of two units stand, in code points."""
        self._starts: Sequence[int] = ()
        """graphemes: where each begins, in code points; empty where each is one character."""
        if unit == "utf-16":
            self._astral = () if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
            self._units = [place + index for index, place in enumerate(self._astral)]
        elif unit == "graphemes":
            starts = [match.start() for match in _CLUSTER.finditer(text)]
            self._starts = starts if len(starts) != len(text) else ()

    @property
    def differs(self) -> bool:
        """Is there an offset that is another one in this unit?"""
        return bool(self._astral or self._starts)

    def out(self, offset: int) -> int:
        """The offset in this unit of a place in code points."""
        if not 0 <= offset <= self._length:
            offset = max(0, min(offset, self._length))
        if self._starts:
            return bisect_left(self._starts, offset)
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def back(self, offset: int) -> int:
        """The place in code points of an offset in this unit; one inside a character stands for its start."""
        offset = max(0, offset)
        if self._starts:
            return self._starts[offset] if offset < len(self._starts) else self._length
        if self._astral:
            offset -= bisect_right(self._units, offset - 1)
        return min(offset, self._length)
