"""An annotation whose place is in doubt, as lines: where it stood, and where it may stand now. Nothing here draws."""

from __future__ import annotations

from tui.text.display import visible
from tui.text.wrap import wrap
from tui.widgets.pane_lines import PaneLine, Piece, block, cut, percent
from tui.widgets.preview import heading
from tui.workflows.placing import Doubt, Passage


def old_side(doubt: Doubt, width: int) -> list[PaneLine]:
    """What was annotated, in the version that it was made in."""
    width = max(8, width)
    out = [heading(cut("Where it stood", width), "heading", width)]
    out += block(_where(doubt.old), "where", width)
    out += [PaneLine(), *passage_lines(doubt.old, "claim", width), PaneLine()]
    what = f"{doubt.kind} of {visible(doubt.claimant)}" if doubt.claimant else doubt.kind
    whose = f"{what[:1].upper()}{what[1:]}, by {visible(doubt.by)}" if doubt.by else f"Your {what}"
    out.append(heading(cut(whose, width), "note", width))
    for line in doubt.body.splitlines():
        out += block(visible(line), "note", width) if line.strip() else [PaneLine()]
    if doubt.tags:
        out += block(" ".join(f"#{visible(tag)}" for tag in doubt.tags), "muted", width)
    return out


def new_side(doubt: Doubt, candidate: int, width: int) -> list[PaneLine]:
    """Where it may stand in the newest version; for an orphan, that it was not found."""
    width = max(8, width)
    if not doubt.candidates:
        said = "Its text can no longer be found in the newest version. You can select the text that it stands on now, "
        said += "or leave it here: it is kept, with its old place, as long as you do not delete it."
        return [heading("Lost", "counter", width), PaneLine(), *block(said, "text", width)]
    shown = doubt.candidates[candidate]
    name = "Where it may stand now"
    if len(doubt.candidates) > 1:
        name += f", {candidate + 1} of {len(doubt.candidates)}"
    out = [heading(cut(name, width), "heading", width)]
    score = f" · {percent(doubt.score)} alike" if candidate == 0 else ""
    out += block(_where(shown) + score, "where", width)
    return [*out, PaneLine(), *passage_lines(shown, "added", width)]


def passage_lines(passage: Passage, role: str, width: int) -> list[PaneLine]:
    """A passage in its paragraph, the passage in a role of its own."""
    before, text, after = (visible(part) for part in (passage.before, passage.text, passage.after))
    whole = before + text + after
    start, end = len(before), len(before) + len(text)
    out: list[PaneLine] = []
    for first, until in wrap(whole, 0, len(whole), width):
        last = first + len(whole[first:until].rstrip())
        pieces = [
            Piece(whole[max(first, a) : min(last, b)], ink)
            for a, b, ink in ((0, start, "context"), (start, end, role), (end, len(whole), "context"))
            if max(first, a) < min(last, b)
        ]
        out.append(PaneLine(tuple(pieces)))
    return out


def _where(passage: Passage) -> str:
    if not passage.version:
        return "quoted in an import"
    place = f"paragraph {passage.paragraph}" if passage.paragraph else "page furniture"
    return f"{place}, version of {passage.version}"
