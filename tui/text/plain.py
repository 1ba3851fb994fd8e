"""Plain text files: one paragraph a line, or hard-wrapped lines with blank lines between paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.frontmatter import metadata, split
from tui.text.intake import clean

WIDEST_WRAP = 120
"""Lines longer than this, in cells, were not wrapped by hand or by a mail program."""

_BULLET = re.compile(r"\s*(?:[-*•‣◦▪]|\d{1,3}[.)])\s+\S")
_FINAL = re.compile(r"[.!?…。！？؟।:;][\"'”’»)\]」』]*\s*$")
_UNSPACED = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)


def read_plain(raw: str, *, name: str = "") -> Document:
    """The document of a plain text, front matter read. `name` is only kept for errors.

    Hard-wrapped lines are joined by one space (by nothing between CJK characters); blank lines go; where a paragraph
    was not wrapped it stays as it came. Raises IntakeError when there is no text.
    """
    found, body = split(clean(raw))
    blocks = _blocks(body.split("\n"))
    width = _wrapped_at(blocks)
    texts: list[str] = []
    alone: list[bool] = []
    for block in blocks:
        lines = _unwrap(block, width) if width and len(block) > 1 else block
        texts.extend(lines)
        alone.extend([len(lines) == 1 and len(blocks) > 1] * len(lines))
    return assemble(_with_kinds(texts, alone), metadata(found))


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    """Runs of lines between blank ones."""
    blocks: list[list[str]] = []
    fresh = True
    for line in lines:
        if not line.strip():
            fresh = True
        elif fresh:
            blocks.append([line])
            fresh = False
        else:
            blocks[-1].append(line)
    return blocks


def _cells(line: str) -> int:
    if line.isascii():
        return len(line)
    return len(line) + sum(unicodedata.east_asian_width(character) in "WF" for character in line)


def _first_word(line: str) -> int:
    """How many cells the next line would have needed on this one: its first word, or one character where none ends."""
    line = line.lstrip()
    if _UNSPACED.match(line):
        return 4  # two characters: closing punctuation is not put at the start of a line
    return _cells(line[: WIDEST_WRAP + 1].split(None, 1)[0])


def _wrapped_at(blocks: Sequence[Sequence[str]]) -> int:
    """The width in cells at which the lines were wrapped; 0 when each line is a paragraph.

    Two signs, over all pairs of neighbouring lines: the first word of the next line had no room on this one; this line
    stops within a sentence and the next goes on in lower case.
    """
    pairs = [(a, b) for block in blocks for a, b in pairwise(block)]
    pairs = [(a, b) for a, b in pairs if not _BULLET.match(b)][:2000]
    if not pairs:
        return 0
    widths = sorted(len(a) if len(a) > 400 else _cells(a.rstrip()) for a, _ in pairs)
    width = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
    if width > WIDEST_WRAP or width < 20:
        return 0
    full = sum(_cells(a.rstrip()) + 1 + _first_word(b) > width for a, b in pairs)
    running = sum(not _FINAL.search(a[-20:]) and _lower_start(b) for a, b in pairs)
    many = len(pairs)
    if full >= 0.7 * many and (running >= 0.2 * many or _caseless(pairs)):
        return width
    return width if running >= 0.4 * many else 0


def _lower_start(line: str) -> bool:
    return line.lstrip()[:1].islower()


def _caseless(pairs: Sequence[tuple[str, str]]) -> bool:
    """Is this a script without capitals, where "goes on in lower case" cannot be seen? Then lines break
    mid-sentence."""
    without = sum(1 for _, b in pairs if (c := b.lstrip()[:1]).isalpha() and not c.isupper() and not c.islower())
    open_ended = sum(1 for a, _ in pairs if not _FINAL.search(a[-20:]))
    return without >= 0.5 * len(pairs) and open_ended >= 0.5 * len(pairs)


def _unwrap(block: Sequence[str], width: int) -> list[str]:
    """The paragraphs of one block of wrapped lines: a bullet, an indent after a short line, or much room left begins
    one."""
    groups: list[list[str]] = []
    for line in block:
        if groups and not _begins(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [join_lines(group) if len(group) > 1 else group[0] for group in groups]


def _begins(before: str, line: str, width: int) -> bool:
    if _BULLET.match(line):
        return True
    if _lower_start(line):
        return False
    room = width - _cells(before.rstrip()) - 1 - _first_word(line)
    indented = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip())
    return room > width // 4 or (indented and bool(_FINAL.search(before[-20:])))


def join_lines(lines: Sequence[str]) -> str:
    """Wrapped lines on one: a space between, none between CJK characters or after a hyphen inside a word."""
    if not lines:
        return ""
    parts = [lines[0].strip()]
    for line in lines[1:]:
        line = line.strip()
        last = parts[-1][-1:]
        tight = _UNSPACED.match(last) and _UNSPACED.match(line)
        hyphen = last in ("-", "\xad") and parts[-1][-2:-1].isalpha() and line[:1].islower()
        parts.append(line if tight or hyphen else " " + line)
    return "".join(parts)


def _with_kinds(texts: Sequence[str], alone: Sequence[bool]) -> list[tuple[str, ParagraphKind]]:
    kinds: list[tuple[str, ParagraphKind]] = []
    for index, text in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        kinds.append((text, _kind_of(text, following, first=index == 0, alone=alone[index])))
    return kinds


def _kind_of(text: str, following: str, *, first: bool, alone: bool) -> ParagraphKind:
    if len(text) <= 3000 and _BULLET.match(text) and (not text.lstrip()[0].isdigit() or _BULLET.match(following)):
        return "list"
    if text.startswith(">"):
        return "quote"
    if _heading(text, following, 110 if first else 60 if not alone else 80):
        return "heading"
    return "body"


def _heading(text: str, following: str, longest: int) -> bool:
    """A short line without a final stop, above a paragraph that is longer and has one."""
    line = text.strip()
    if not 2 <= len(line) <= longest or _FINAL.search(line) or line[-1] in ",”’\"'":
        return False
    if line[0].islower() or not any(character.isalpha() for character in line):
        return False
    return len(following) > max(60, len(line)) and bool(_FINAL.search(following[-20:]))
