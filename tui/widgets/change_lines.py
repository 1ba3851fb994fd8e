"""What changed between two versions, as lines: in two columns where there is room, else in one. Nothing here draws."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from tui.text.differing import Piece as Words
from tui.text.differing import State
from tui.text.display import visible
from tui.text.wrap import wrap
from tui.widgets.pane_lines import PaneLine, Piece, block, cut
from tui.workflows.versions import Changes, ChangeView

COLUMNS = 96
"""From this many cells on, the versions stand side by side."""
_GAP = 3
_ROLES: dict[State, str] = {"kept": "text", "added": "added", "removed": "removed"}


def change_lines(changes: Changes, width: int, *, everything: bool = False) -> list[PaneLine]:
    """The changed paragraphs, with what lies between them in one line; `everything` shows that too, and furniture.

    A line's row is the index of its change in `shown`.
    """
    width = max(16, width)
    out: list[PaneLine] = []
    same = 0
    furniture = 0
    number = 0

    def flush() -> None:
        nonlocal same
        if same:
            what = "paragraph" if same == 1 else "paragraphs"
            out.extend([PaneLine((Piece(cut(f"⋯ {same} {what} unchanged", width), "muted"),)), PaneLine()])
        same = 0

    for row in changes.rows:
        if row.kind == "same" or (row.furniture and not everything):
            if row.furniture and row.kind != "same":
                furniture += 1
            elif everything:
                out += [*_text(row, width, "context"), PaneLine()]
            elif not row.furniture:
                same += 1
            continue
        flush()
        out += [*_change(row, width, number), PaneLine()]
        number += 1
    flush()
    if not number:
        out = [
            *block("No paragraph of the article changed between these two versions.", "text", width),
            PaneLine(),
            *out,
        ]
    if furniture:
        what = "change" if furniture == 1 else "changes"
        out.append(PaneLine((Piece(cut(f"⋯ {furniture} {what} in page furniture", width), "muted"),)))
    return out


def shown(changes: Changes, *, everything: bool = False) -> list[ChangeView]:
    """The changes that can be selected."""
    return [row for row in changes.rows if row.kind != "same" and (everything or not row.furniture)]


def heading(row: ChangeView) -> str:
    """`paragraph 7 changed · 2 words out, 4 in`."""
    number = row.new_number or row.old_number
    name = f"paragraph {number}" if number else "page furniture" if row.furniture else "a paragraph"
    if row.kind == "moved" and row.old_number and row.new_number:
        said = f"paragraph {row.old_number} moved to {row.new_number}"
    elif row.kind == "moved":
        said = f"{name} went into others"
    else:
        said = f"{name} {row.kind}"
    counts = []
    if row.kind in ("changed", "moved"):
        if row.removed:
            counts.append(f"{row.removed} {'word' if row.removed == 1 else 'words'} out")
        if row.added:
            words = "" if row.removed else "word " if row.added == 1 else "words "
            counts.append(f"{row.added} {words}in")
    if row.kind == "changed" and not counts:
        counts.append("cut or joined elsewhere")
    return f"{said} · {', '.join(counts)}" if counts else said


def _change(row: ChangeView, width: int, number: int) -> list[PaneLine]:
    role = {"added": "support", "removed": "counter", "moved": "update"}.get(row.kind, "heading")
    said = cut(heading(row), width - 1)
    rule = "─" * max(0, width - cell_len(said) - 1)
    out = [PaneLine((Piece(f"{said} ", role), Piece(rule, "rule")), number)]
    if width < COLUMNS:
        return [*out, *(PaneLine(line, number) for line in _wrapped(row.pieces, width))]
    column = (width - _GAP) // 2
    left = _wrapped([p for p in row.pieces if p.state != "added"], column) if row.kind != "added" else []
    right = _wrapped([p for p in row.pieces if p.state != "removed"], column) if row.kind != "removed" else []
    for n in range(max(len(left), len(right))):
        a = left[n] if n < len(left) else ()
        b = right[n] if n < len(right) else ()
        filled = " " * (column - sum(cell_len(piece.text) for piece in a))
        out.append(PaneLine((*a, Piece(filled), Piece(" │ ", "rule"), *b), number))
    return out


def _text(row: ChangeView, width: int, role: str) -> list[PaneLine]:
    """An unchanged paragraph, once: both versions have it."""
    return block(visible("".join(piece.text for piece in row.pieces)), role, width)


def _wrapped(pieces: Sequence[Words], width: int) -> list[tuple[Piece, ...]]:
    """Words in their roles, cut into lines of a width in cells."""
    text = ""
    ends: list[tuple[int, str]] = []
    for piece in pieces:
        if piece.state == "added" and ends and ends[-1][1] == "removed" and not text[-1:].isspace():
            text += " "  # what went was the end of its paragraph
        text += visible(piece.text)
        ends.append((len(text), _ROLES[piece.state]))
    out: list[tuple[Piece, ...]] = []
    for start, end in wrap(text, 0, len(text), max(4, width)):
        line: list[Piece] = []
        at, stop = start, start + len(text[start:end].rstrip())
        for until, role in ends:
            if until > at and at < stop:
                part = text[at : min(until, stop)]
                line += _inked(part, role)
                at = min(until, stop)
        out.append(tuple(line))
    return out


def _inked(part: str, role: str) -> list[Piece]:
    """A line through the space after the last removed word would reach into the next one."""
    bare = part.rstrip()
    if role == "text" or bare == part:
        return [Piece(part, role)]
    return [Piece(bare, role), Piece(part[len(bare) :], "text")]
