"""The pane of the current claim as lines of styled text. Widths are terminal cells; nothing here draws."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len, set_cell_size

from tui.engine.types import ClaimKind, Reason, Relation
from tui.text.display import visible
from tui.text.wrap import wrap
from tui.widgets.glyphs import UNICODE
from tui.workflows.views import ClaimView, EvidenceHere, EvidenceView, MarkView, Place, ResolutionState

SIGNS: dict[Relation, str] = {
    "contradicts": UNICODE.signs["counter"],
    "weakens": UNICODE.signs["weakens"],
    "qualifies": UNICODE.signs["qualifies"],
    "supports": UNICODE.signs["supports"],
    "updates": UNICODE.signs["updates"],
}
"""One cell each; a relation is never told by its colour alone."""
ROLES: dict[Relation, str] = {
    "contradicts": "counter",
    "weakens": "counter",
    "qualifies": "qualify",
    "supports": "support",
    "updates": "update",
}
GROUPS: dict[Relation, str] = {
    "contradicts": "Against it",
    "weakens": "Against it",
    "qualifies": "Qualifies it",
    "supports": "For it",
    "updates": "What came later",
}
SAYS: dict[Relation, str] = {
    "contradicts": "contradicts a claim",
    "weakens": "weakens a claim",
    "qualifies": "qualifies a claim",
    "supports": "supports a claim",
    "updates": "updates a claim",
}
STATES = {"open": "suggested", "accepted": "accepted", "rejected": "rejected", "made": "yours"}
KINDS: dict[ClaimKind, str] = {
    "pledge": "pledges",
    "denial": "denies",
    "assertion": "asserts",
    "prediction": "predicts",
    "figure": "gives a figure",
}

STANDING: dict[ResolutionState, str] = {
    "exact": "",
    "moved": "moved: the same text at another place",
    "fuzzy": "changed: it was made on",
    "review": "for review: does it stand here? It was made on",
    "orphan": "lost: its text can no longer be found",
}
"""How one of the reader's marks stands in the shown version."""

NOTE = UNICODE.signs["note"]
_A_CELL = 20
"""More code points than this are in no cell, but of those who would break the line."""
MOST_REASONS = 3
CHOSEN = "▸ "
"""Before the reason that the reader stepped into."""
Row = EvidenceView | EvidenceHere
"""What can be selected in the pane: evidence for its claim, or evidence in this paragraph for a claim elsewhere."""


class PaneContent(Struct, frozen=True):
    """What the pane shows."""

    article_id: str = ""
    """The article that is being read: what stands in it is said to be "here"."""
    claim: ClaimView | None = None
    nth: int = 1
    of: int = 1
    """The claim is the `nth` of `of` in its paragraph."""
    here: tuple[EvidenceHere, ...] = ()
    selected: int | None = None
    """Index into `rows`."""
    message: str = ""
    """Said where there is no claim."""
    notes: tuple[MarkView, ...] = ()
    """The reader's marks in this paragraph that have words or tags of theirs."""
    reason: int | None = None
    """Which of the reasons of the selected row is selected; of the claim, where no row is."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The claim's evidence, then the evidence in this paragraph for claims elsewhere."""
        return (*(self.claim.evidence if self.claim else ()), *self.here)


class Piece(Struct, frozen=True):
    """Some text in one role; roles are the pane's component classes."""

    text: str
    role: str = ""


class PaneLine(Struct, frozen=True):
    """One line: its pieces, and the index of the row that it belongs to, and of the reason in that."""

    pieces: tuple[Piece, ...] = ()
    row: int | None = None
    reason: int | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def who_says(claim: ClaimView) -> str:
    """`The mayor pledges`."""
    who = visible(claim.claimant) if claim.claimant else "The article itself"
    return f"{who[:1].upper()}{who[1:]} {KINDS[claim.kind]}"


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, with an ellipsis where something is left out."""
    # A note of megabytes is measured only as far as it can be seen.
    head = text[: max(0, width) * _A_CELL + 1]
    if len(head) == len(text) and cell_len(text) <= width:
        return text
    return set_cell_size(head, max(0, width - 1)).rstrip() + "…" if width > 0 else ""


def percent(score: float | None) -> str:
    """`82 %`, or nothing. What is suggested is never said to be quite certain."""
    return "" if score is None else f"{min(99, round(score * 100))} %"


def numbered(place: Place) -> str:
    """`paragraph 7`, by the number that the header of its article gives it."""
    return f"paragraph {place.number}" if place.number else "page furniture"


def where(place: Place, article_id: str) -> str:
    """Where a span stands: this article or the title of another, the paragraph, the date."""
    if place.article_id == article_id:
        return f"here, {numbered(place)}"
    parts = [f"“{visible(place.article_title)}”", numbered(place)]
    if place.published:
        parts.append(visible(place.published))
    return " · ".join(parts)


def quoted(text: str) -> str:
    """A span's text between quotation marks, unless it has its own."""
    text = visible(text.strip())
    return text if text[:1] in '“"«„「' and text[-1:] in '”"»“」' else f"“{text}”"


def lines(content: PaneContent, width: int, *, compact: bool = False) -> list[PaneLine]:
    """Lay the pane out for `width` cells; `compact` says of the claim only what the text beside it does not show."""
    width = max(8, width)
    out: list[PaneLine] = []
    if content.claim is None:
        if content.message:
            out += block(content.message, "muted", width)
        out += _notes(content.notes, width, compact)
    else:
        out += _brief(content, content.claim, width) if compact else _claim(content, content.claim, width)
        out += _notes(content.notes, width, compact)
        out += _bearing(content, content.claim, width, compact)
    if content.here:
        if out:
            out.append(PaneLine())
        out.append(_heading("In this paragraph", "heading", width))
        for index, row in enumerate(content.here, len(content.claim.evidence) if content.claim else 0):
            out += _here(row, index, content, width)
    return out


def _notes(notes: Sequence[MarkView], width: int, compact: bool) -> list[PaneLine]:
    """What the reader wrote in this paragraph; one line each where room is to be saved."""
    if not notes:
        return []
    out = [] if compact else [PaneLine(), _heading("Yours, in this paragraph", "note", width)]
    for mark in notes:
        tags = " ".join(f"#{visible(tag)}" for tag in mark.tags)
        if compact:
            state = f"{mark.state}:" if mark.state in ("fuzzy", "review") else ""
            said = " ".join([state, *mark.body.split(), tags]).strip()
            out.append(PaneLine((Piece(cut(f"{NOTE} {visible(said)}", width), "note"),)))
            continue
        for number, part in enumerate(part for part in mark.body.splitlines() if part.strip()):
            out += block(visible(part.strip()), "note", width, indent="  " if number else f"{NOTE} ")
        if tags:
            out += block(tags, "muted", width, indent="  " if mark.body else f"{NOTE} ")
        if mark.state != "exact":
            out += _standing(mark, width)
    return out


def _standing(mark: MarkView, width: int) -> list[PaneLine]:
    """How a mark of an older version stands here: what it was made on, where that is not what stands here now."""
    said = STANDING[mark.state]
    if mark.state in ("fuzzy", "review"):
        said = f"{said} {quoted(cut(' '.join(mark.quote.split()), 300))}"
    indent = "  " if mark.body.strip() or mark.tags else f"{UNICODE.signs['review']} "
    return block(said, "counter" if mark.state == "review" else "muted", width, indent=indent)


def block(text: str, role: str, width: int, *, indent: str = "", row: int | None = None) -> list[PaneLine]:
    """A wrapped run of text in one role. The first line hangs out by the bullet, if `indent` has one."""
    inner = max(4, width - cell_len(indent))
    out = []
    for n, (start, end) in enumerate(wrap(text, 0, len(text), inner)):
        lead = indent if n == 0 else " " * cell_len(indent)
        out.append(PaneLine((Piece(lead, role), Piece(text[start:end].rstrip(), role)), row))
    return out


def _heading(text: str, role: str, width: int) -> PaneLine:
    rule = "─" * max(0, width - cell_len(text) - 1)
    return PaneLine((Piece(f"{text} ", role), Piece(rule, "rule")))


def _spread(left: Sequence[Piece], right: Piece, width: int, row: int | None = None) -> list[PaneLine]:
    """Left and right on one line, or on two where they do not fit."""
    used = sum(cell_len(piece.text) for piece in left)
    gap = width - used - cell_len(right.text)
    if gap >= 1:
        return [PaneLine((*left, Piece(" " * gap), right), row)]
    return [PaneLine(tuple(left), row), PaneLine((right,), row)]


def _claim(content: PaneContent, claim: ClaimView, width: int) -> list[PaneLine]:
    out: list[PaneLine] = []
    nth = f"claim {content.nth} of {content.of}" if content.of > 1 else "claim"
    origin = {"engine": "suggested", "reader": "yours", "import": "imported"}[claim.origin]
    if claim.origin == "engine" and claim.annotation_id is not None:
        origin = "accepted"
    elif claim.score is not None:
        origin = f"{origin} · {percent(claim.score)}"
    out += _spread([Piece(f"{nth} · {claim.kind}", "heading")], Piece(origin, "muted"), width)
    out += block(who_says(claim), "claimant", width)
    if claim.speaker and claim.speaker != claim.claimant:
        out += block(f"through {visible(claim.speaker)}", "muted", width)
    out += block(quoted(claim.place.text), "claim", width)
    return out + _reasons(claim.reasons, width, chosen=content.reason if content.selected is None else None)


def _brief(content: PaneContent, claim: ClaimView, width: int) -> list[PaneLine]:
    """Who says it, in one line where there is room: the claim itself stands marked in the text."""
    nth = f"claim {content.nth} of {content.of}" if content.of > 1 else claim.kind
    who = who_says(claim)
    if claim.speaker and claim.speaker != claim.claimant:
        who += f" through {visible(claim.speaker)}"
    return _spread([Piece(cut(who, width), "claimant")], Piece(nth, "muted"), width)


def _bearing(content: PaneContent, claim: ClaimView, width: int, compact: bool) -> list[PaneLine]:
    """The evidence of the claim, in groups."""
    out: list[PaneLine] = []
    if not claim.evidence:
        if not compact:
            out.append(PaneLine())
        out += block("Nothing found so far that bears on it.", "muted", width)
    group = ""
    for index, row in enumerate(claim.evidence):
        name = "Rejected" if row.state == "rejected" else GROUPS[row.relation]
        if compact:
            out += [PaneLine()] if index else []
        elif name != group:
            out.append(PaneLine())
            role = "muted" if row.state == "rejected" else ROLES[row.relation]
            out.append(_heading(name, role, width))
        elif index:
            out.append(PaneLine())
        group = name
        out += _evidence(row, index, content, width)
    return out


def _evidence(row: EvidenceView, index: int, content: PaneContent, width: int) -> list[PaneLine]:
    width -= 2
    bar = index == content.selected
    role = "muted" if row.state == "rejected" else ROLES[row.relation]
    state = STATES[row.state]
    if row.state in ("open", "accepted") and row.score is not None:
        state = f"{state} · {percent(row.score)}"
    out = _spread([Piece(f"{SIGNS[row.relation]} {row.relation}", role)], Piece(state, "muted"), width, index)
    out += block(where(row.place, content.article_id), "where", width, row=index)
    out += block(quoted(row.place.text), "rejected" if row.state == "rejected" else "text", width, row=index)
    out += _reasons(row.reasons, width, row=index, chosen=content.reason if bar else None)
    if row.note:
        out += block(visible(" ".join(row.note.split())), "note", width, indent=f"{NOTE} ", row=index)
    return _barred(out, bar)


def _reasons(
    reasons: Sequence[Reason], width: int, row: int | None = None, chosen: int | None = None
) -> list[PaneLine]:
    """The reasons that count most; how many more there are is said, triage shows all. All, where one is `chosen`."""
    shown = reasons if len(reasons) <= MOST_REASONS + 1 or chosen is not None else reasons[:MOST_REASONS]
    out: list[PaneLine] = []
    for index, reason in enumerate(shown):
        sign, role = (CHOSEN, "evidence") if index == chosen else ("· ", "muted")
        out += [
            PaneLine(line.pieces, row, index) for line in block(visible(reason.text), role, width, indent=sign, row=row)
        ]
    if len(shown) < len(reasons):
        out += block(f"and {len(reasons) - len(shown)} that count less", "muted", width, indent="· ", row=row)
    return out


def _here(row: EvidenceHere, index: int, content: PaneContent, width: int) -> list[PaneLine]:
    width -= 2
    sign = Piece(f"{SIGNS[row.relation]} {SAYS[row.relation]}", ROLES[row.relation])
    out = _spread([sign], Piece(STATES[row.state], "muted"), width, index)
    out += block(where(row.claim, content.article_id), "where", width, row=index)
    out += block(quoted(row.claim.text), "text", width, row=index)
    return _barred(out, index == content.selected)


def _barred(block_lines: list[PaneLine], selected: bool) -> list[PaneLine]:
    """The bar at the left tells the selected row; the others keep its room."""
    bar = Piece("▌ ", "bar") if selected else Piece("  ")
    return [PaneLine((bar, *line.pieces), line.row, line.reason) for line in block_lines]
