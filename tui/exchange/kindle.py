"""Kindle's `My Clippings.txt`: title, a line that says what and where, the text; in the language of the device."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from typing import Final

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import ForeignAnnotation, Kind, Passage, Taken
from tui.exchange.reading import Input

_LONGEST: Final = 500
"""Of a title, and of the line under it, what is read."""
_RULE: Final = "=========="
_NOTES: Final = ("note", "notiz", "nota", "notitie", "anteckning", "メモ", "笔记", "筆記", "замет", "notatka", "메모")
_BOOKMARKS: Final = (
    "bookmark", "lesezeichen", "signet", "marcador", "segnalibro", "bladwijzer", "bokmärke", "ブックマーク", "书签",
    "書籤", "закладк", "zakładka", "북마크",
)  # fmt: skip
_MONTHS: Final = (
    ("jan", "ene", "gen", "янв", "sty"), ("feb", "fév", "fev", "фев", "lut"), ("mar", "mär", "maa", "мар"),
    ("apr", "avr", "abr", "апр", "kwi"), ("may", "mai", "mag", "mei", "maj", "ма"), ("jun", "juin", "giu", "июн", "cze"),
    ("jul", "juil", "lug", "июл", "lip"), ("aug", "aoû", "ago", "авг", "sie"), ("sep", "set", "сен", "wrz"),
    ("oct", "okt", "ott", "out", "окт", "paź"), ("nov", "ноя", "lis"), ("dec", "dez", "déc", "dic", "дек", "gru"),
)  # fmt: skip
"""How the names of months begin, in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Russian and
Polish."""
_DATE: Final = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_TIME: Final = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AaPp]\.?[Mm])?")
_LATE: Final = re.compile(r"下午|午後|오후|[Pp]\.?[Mm]\b")
_EARLY: Final = re.compile(r"上午|午前|오전|[Aa]\.?[Mm]\b")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_RANGE: Final = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")
_AUTHOR: Final = re.compile(r"(.*?)\s*\(([^()]*)\)\s*$")


@dataclass(slots=True)
class _Clip:
    title: str
    author: str
    about: str
    text: str
    number: int

    @property
    def kind(self) -> Kind:
        # Where Latin letters are written, what it is stands before where it is, so that no title of a month misleads.
        said = self.about.casefold()
        head = said.split("|")[0] if said.isascii() or "|" in said else said
        words = head if any(word in head for word in (*_NOTES, *_BOOKMARKS)) else said
        if any(word in words for word in _BOOKMARKS):
            return "bookmark"
        return "note" if any(word in words for word in _NOTES) else "highlight"

    @property
    def where(self) -> tuple[int, int] | None:
        """First and last location (or page); the last range before the date."""
        parts = [part for part in self.about.split("|") if not _TIME.search(part)] or [self.about.split("|")[0]]
        found = [match for part in parts for match in _RANGE.finditer(part)]
        if not found:
            return None
        first = int(found[-1][1])
        return first, int(found[-1][2] or first)

    @property
    def key(self) -> str:
        return hashlib.sha256("\0".join((self.title, self.about, self.text)).encode()).hexdigest()


def recognises(file: Input) -> bool:
    """Rules of ten equal signs, and a line with a dash under a title."""
    start = file.data[:8192]
    if b"\n" + _RULE.encode() not in start.replace(b"\r", b""):
        return False
    lines = [line.strip() for line in start.decode("utf-8", "replace").lstrip("\ufeff").splitlines()]
    return len(lines) > 1 and lines[1].startswith(("-", "–"))


def read(file: Input) -> Taken:
    """Highlights; a note stands with the highlight that ends where it does."""
    taken = Taken("kindle")
    clips = []
    parts = re.split(r"(?m)^={10}[ \t]*$", file.text)
    for number, part in enumerate(parts, 1):
        lines = part.strip("\n").lstrip("\ufeff").split("\n")
        if not "".join(lines).strip():
            continue
        if len(lines) < 2 or not lines[1].strip().startswith(("-", "–")):
            taken.leave_out(f"Clipping {number}", "the line under its title does not say what it is")
            continue
        title = lines[0].strip().lstrip("\ufeff")[:_LONGEST]
        match = _AUTHOR.match(title)
        name, author = (match[1], match[2]) if match and match[1] else (title, "")
        clips.append(_Clip(name, author, lines[1].strip()[:_LONGEST], "\n".join(lines[2:]).strip(), number))
    if not clips:
        raise ExchangeError("The file holds no clippings of a Kindle.")
    _take(taken, clips)
    return taken


def _take(taken: Taken, clips: list[_Clip]) -> None:
    highlights: list[tuple[_Clip, ForeignAnnotation]] = []
    for clip in clips:
        if clip.kind == "highlight" and not clip.text:
            taken.leave_out(f"Clipping {clip.number}", "it has no text")
        elif clip.kind != "note":
            made = _annotation(taken, clip)
            taken.annotations.append(made)
            highlights.append((clip, made))
    homes = _homes([clip for clip in clips if clip.kind == "note"], highlights)
    for clip in clips:
        if clip.kind != "note":
            continue
        home = homes.get(clip.number)
        if home is None:
            taken.annotations.append(_annotation(taken, clip))
        else:
            home.body = "\n\n".join(filter(None, [home.body, clip.text]))
            home.kind = "note"


def _homes(notes: list[_Clip], highlights: list[tuple[_Clip, ForeignAnnotation]]) -> dict[int, ForeignAnnotation]:
    """By the number of each note the highlight that it belongs to: of those around its place the last in the file. Places
    are gone through in order, so that many notes on many highlights are as quick as few."""
    ranges: dict[str, list[tuple[int, int, int]]] = {}
    for index, (clip, _) in enumerate(highlights):
        if clip.kind == "highlight" and (there := clip.where) is not None:
            ranges.setdefault(clip.title, []).append((*there, index))
    places: dict[str, list[tuple[int, int]]] = {}
    for note in notes:
        if (place := note.where) is not None:
            places.setdefault(note.title, []).append((place[0], note.number))
    found: dict[int, ForeignAnnotation] = {}
    for title, wanted in places.items():
        begun: list[tuple[int, int]] = []  # a heap: the last in the file first, with where it ends
        coming = sorted(ranges.get(title, ()), reverse=True)
        for at, number in sorted(wanted):
            while coming and coming[-1][0] <= at:
                _, last, index = coming.pop()
                heappush(begun, (-index, last))
            while begun and begun[0][1] < at:
                heappop(begun)
            if begun:
                found[number] = highlights[-begun[0][0]][1]
    return found


def _annotation(taken: Taken, clip: _Clip) -> ForeignAnnotation:
    article = f"{clip.title} ({clip.author})"
    taken.article(article, title=clip.title, author=clip.author)
    when = _moment(clip.about)
    quoted = clip.kind == "highlight"
    place = clip.about.strip("-– ").split("|")[0].strip()
    return ForeignAnnotation(
        key=clip.key,
        article=article,
        passages=[Passage(clip.text)] if quoted else [],
        kind=clip.kind,
        body="" if quoted else clip.text or place,
        created_at=when,
        modified_at=when,
    )


def _moment(about: str) -> str | None:
    """When it was made: the device's own time, of which the zone is not known. RFC 3339."""
    match, numbers = _DATE.search(about), re.findall(r"\d+", about.split("|")[-1])
    if match:
        year, month, day = (int(part) for part in match.groups())
    else:
        words = [word.casefold() for word in _WORD.findall(about.split("|")[-1])]
        named = [
            n for word in words for n, starts in enumerate(_MONTHS, 1) if word.startswith(starts) and not _weekday(word)
        ]
        years = [int(one) for one in numbers if len(one) == 4]
        days = [int(one) for one in numbers if len(one) <= 2 and 1 <= int(one) <= 31]
        if not named or not years or not days:
            return None
        year, month, day = years[0], named[-1], days[0]
    hour = minute = second = 0
    if clock := _TIME.search(about.split("|")[-1]):
        hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        if _LATE.search(about) and hour < 12:
            hour += 12
        elif _EARLY.search(about) and hour == 12:
            hour = 0
    try:
        return datetime(year, month, day, hour, minute, second).isoformat() + "Z"
    except ValueError:
        return None


def _weekday(word: str) -> bool:
    """Days of the week that begin like a month: mardi, martes, martedì, lunes …"""
    return word.startswith(("mard", "marte", "maan", "mart")) and word not in ("mart", "марта")
