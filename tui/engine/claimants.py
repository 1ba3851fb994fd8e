"""Which names of claimants mean the same one, across articles: "Ms Tickell" and "Maureen Tickell", "Taliban" and "the Taliban"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from tui.engine.lexicon import Lexicon, lexicon

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*|&")
_Key = tuple[str, ...]
MOST = 50_000
"""Different names that are compared; further ones stay as they are."""


class _Name(Struct, frozen=True):
    text: str
    words: tuple[str, ...]
    """In lower case, without titles, offices before a name, and articles."""
    person: bool
    titled: bool


def same(names: Iterable[str], language: str = "en") -> dict[str, str]:
    """Each name to the one under which all that mean the same claimant are listed: the fullest of them.

    Names are one when they differ in case, article, title, or the office before a name only; when one is a surname that
    just one full name has; when one is another's beginning and only a word such as "Group" follows; and when one is
    the initials of another. A surname that two people have stays by itself.
    """
    words = lexicon(language)
    distinct = sorted({name for name in names if name.strip()})[:MOST]
    read = {name: _read(name, words) for name in distinct}
    groups: dict[_Key, list[_Name]] = {}
    for name in read.values():
        groups.setdefault(name.words, []).append(name)
    homes = _homes(groups, words)
    best: dict[_Key, str] = {}
    for key in groups:
        home = homes.get(key, key)
        shown = min(groups[home], key=_plainness).text
        best[key] = shown
    return {name: best[one.words] for name, one in read.items()}


def _plainness(name: _Name) -> tuple[bool, int, str]:
    """Without a title first, then the shortest, a small "the" before a capital one."""
    return name.titled, len(name.text), name.text.swapcase()


def _read(name: str, words: Lexicon) -> _Name:
    found = _WORD.findall(name)[:20]
    lows = [word.lower().replace("’", "'").removesuffix("'s") for word in found]
    titled = False
    while len(lows) > 1 and lows[0] in words["article"].words:
        found, lows = found[1:], lows[1:]
    while len(lows) > 1 and lows[0].rstrip(".") in words["title"].words:
        found, lows, titled = found[1:], lows[1:], True
    office = max((i for i, low in enumerate(lows[:-1]) if low in words["role"].words), default=-1)
    capitals = [word[:1].isupper() for word in found]
    if 0 <= office < len(lows) - 2 and all(capitals[office + 1 :]) and len(lows) - office <= 4:
        found, lows, capitals, titled = found[office + 1 :], lows[office + 1 :], capitals[office + 1 :], True
    group = any(low in words["group"].words or low in words["role"].words or low == "&" for low in lows)
    person = titled or (2 <= len(lows) <= 4 and all(capitals) and not group)
    return _Name(name, tuple(lows) or (name.lower(),), person, titled)


def _homes(groups: dict[_Key, list[_Name]], words: Lexicon) -> dict[_Key, _Key]:
    """The key of a short name to the key of the full one that it stands for, where there is just one."""
    surnames: dict[str, set[_Key]] = {}
    beginnings: dict[_Key, set[_Key]] = {}
    initials: dict[str, set[_Key]] = {}
    for key, names in groups.items():
        if len(key) > 1 and any(name.person for name in names):
            surnames.setdefault(key[-1], set()).add(key)
        if len(key) > 1 and key[-1] in words["group"].words | words["incorporated"].words:
            beginnings.setdefault(key[:-1], set()).add(key)
        if len(key) > 2:
            small = words["stop"].words
            initials.setdefault("".join(word[0] for word in key if word not in small), set()).add(key)
    homes: dict[_Key, _Key] = {}
    for key, names in groups.items():
        full: set[_Key] = set()
        if len(key) == 1:
            full = surnames.get(key[0], set())
            if not full and any(name.text.isupper() for name in names):
                full = initials.get(key[0].replace(".", ""), set())
        if not full and not any(name.titled for name in names):
            full = beginnings.get(key, set())
        if len(full) == 1:
            homes[key] = next(iter(full))
    return homes
