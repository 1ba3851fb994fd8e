"""Cutting text for the full-text index, so that scripts written without spaces are found by phrase.

SQLite's tokenizer takes a whole run of Chinese as one word. Each such run is stored as its overlapping pairs and, to
end it, its last character: 中国人 becomes 中国 国人 人. A phrase of the same pairs then finds exactly the texts that
hold the run, and a single character is found by prefix. Text of other scripts is stored as it is.
"""

from __future__ import annotations

import re
from functools import cache

# Letters, marks and digits only: what the tokenizer would drop (as the middle dot of kana) must divide runs here too.
_RUN = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf"  # Thai, Lao
    "\u1000-\u1049\u1050-\u109d"  # Myanmar
    "\u1780-\u17d3\u17d7\u17dc\u17e0-\u17e9"  # Khmer
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035"  # iteration marks, ideographic numbers
    "\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)


@cache
def runs() -> re.Pattern[str]:
    """A run of characters of scripts that are written without spaces. Made when it is first needed, for a quick start."""
    return re.compile(f"[{_RUN}]+")


def has_runs(text: str) -> bool:
    """Does the text hold a script that is written without spaces?"""
    return not text.isascii() and runs().search(text) is not None


def _pairs(match: re.Match[str]) -> str:
    run = match.group()
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return f" {' '.join([*pairs, run[-1]])} "


def segment(text: str) -> str:
    """The text as it goes into the index. (Changing this needs a migration that fills the index anew.)"""
    if not has_runs(text):
        return text
    return runs().sub(_pairs, text)
