"""Text for files that are no JSON: nothing in it moves a terminal's cursor, reorders a line or names a path."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

_TABLE: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
_WILD: Final = re.compile(f"[{''.join(map(chr, _TABLE))}]")
_BLOCK: Final = 1 << 16
_UNSAFE: Final = re.compile(r"[^\w .,()&+'-]+|_+(?=_)")
_DEVICES: Final = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(10))}
"""Names that Windows keeps for itself."""


def tame(text: str) -> str:
    """Text with U+FFFD for control characters (but tab, LF and CR) and those that turn the direction of writing."""
    # What is printable has none of them; to look is several times quicker than to translate.
    return text if text.isprintable() or _WILD.search(text) is None else text.translate(_TABLE)


def one_line(text: str) -> str:
    """Text on one line, white space as single spaces."""
    return " ".join(tame(text).split())


def blocks(parts: Iterable[str]) -> Iterator[bytes]:
    """UTF-8 in blocks of some 64 KiB."""
    gathered: list[str] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size >= _BLOCK:
            yield "".join(gathered).encode()
            gathered.clear()
            size = 0
    if gathered:
        yield "".join(gathered).encode()


def cell(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what could be one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = tame(value)
    # One that begins with an apostrophe already gets another one, so that the way back is the same for both.
    return f"'{text}" if text[:1] in _FORMULA or (text[:1] == "'" and text[1:2] in _FORMULA) else text


_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")


def table(names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8), in blocks."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell(value) for value in row])
        if stream.tell() >= _BLOCK:
            yield stream.getvalue().encode()
            stream.seek(0)
            stream.truncate()
    yield stream.getvalue().encode()


def own_name(name: str, taken: set[str]) -> str:
    """A name for a file that no other has, without a path, which every file system takes."""
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    stem = _UNSAFE.sub("-", stem).strip(" .-")[:100].strip(" .-") or "untitled"
    while len(stem.encode()) > 200:
        stem = stem[:-1]
    if stem.split(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    made, number = f"{stem}{dot}{suffix}", 1
    while made.casefold() in taken:
        number += 1
        made = f"{stem}-{number}{dot}{suffix}"
    taken.add(made.casefold())
    return made
