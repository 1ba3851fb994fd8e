"""Both sides of an adjudication as lines: what each annotator has at a place. Nothing here draws."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from tui.text.display import visible
from tui.widgets.pane_lines import ROLES, SIGNS, PaneLine, Piece, block, cut
from tui.widgets.preview import heading
from tui.widgets.review_lines import passage_lines
from tui.workflows.disagreements import Join, Mark, Step
from tui.workflows.placing import Passage

MOST = 50
"""Of what both agree on, so many are listed."""


class Half(Struct, frozen=True):
    """One annotator's side of a step."""

    letter: str
    """`A` or `B`."""
    name: str
    other: str
    """Who has the other side."""
    one: Mark | Join | None
    passages: tuple[Passage, ...] = ()
    """Of a mark the pieces that it stands on; of a relation those of its evidence, then of its claim."""
    taken: bool | None = None
    """Was it taken into the agreed layer? None while the step is open."""


def side_lines(half: Half, width: int) -> list[PaneLine]:
    """What one annotator has here, in its paragraph."""
    width = max(8, width)
    state = {True: " · taken", False: " · not taken", None: ""}[half.taken]
    out = [heading(cut(f"{half.letter} · {visible(half.name)}{state}", width), _role(half.taken), width)]
    if half.one is None:
        out.append(PaneLine())
        return out + block(f"Nothing here: only {visible(half.other)} marked it.", "muted", width)
    if isinstance(half.one, Join):
        return out + _relation(half.one, half.passages, width)
    out += block(_what(half.one), "claimant", width)
    role = "evidence" if half.one.kind == "evidence" else "claim"
    for passage in half.passages:
        out += [*block(_where(passage), "where", width), PaneLine(), *passage_lines(passage, role, width)]
    return out + _note(half.one.body, width)


def alike_lines(step: Step, texts: Sequence[str], first: str, second: str, keys: str, width: int) -> list[PaneLine]:
    """What both agree on, a quotation each; `texts` are those of the first ones, `keys` the sentence on what to press."""
    width = max(8, width)
    relations = isinstance(step.items[0].some, Join)
    what = "relation" if relations else "annotation"
    count = len(step.items)
    names = f"{visible(first)} and {visible(second)}"
    out = [heading(cut("Both agree", width), "heading", width)]
    several = "" if count == 1 else "s"
    out += block(f"{names} have {count} {what}{several} in common. {keys}", "text", width)
    out.append(PaneLine())
    for item, text in zip(step.items, texts, strict=False):
        one = item.some
        if isinstance(one, Join):
            sign = Piece(f"{SIGNS[one.relation]} ", ROLES[one.relation])
            out.append(PaneLine((sign, Piece(cut(f"{one.relation}: {text}", width - 2), "text"))))
        else:
            out.append(PaneLine((Piece("· ", "muted"), Piece(cut(f"{_what(one)}: {text}", width - 2), "text"))))
    if count > len(texts):
        out += block(f"and {count - len(texts)} more", "muted", width)
    return out


def _role(taken: bool | None) -> str:
    return "support" if taken else "heading"


def _what(one: Mark) -> str:
    """`Pledge of the mayor, through Ada Quill`; of others the kind, with the colour of a highlight."""
    if one.kind != "claim":
        return f"{one.kind.capitalize()} in {one.colour}" if one.colour else one.kind.capitalize()
    said = (one.claim_kind or "claim").capitalize()
    said += f" of {visible(one.claimant)}" if one.claimant else " of the article itself"
    return said + (f", through {visible(one.speaker)}" if one.speaker and one.speaker != one.claimant else "")


def _relation(one: Join, passages: Sequence[Passage], width: int) -> list[PaneLine]:
    out = [PaneLine((Piece(cut(f"{SIGNS[one.relation]} {one.relation}", width), ROLES[one.relation]),))]
    parts = len(one.evidence.stands)
    for name, some, role in (("Evidence", passages[:parts], "evidence"), ("Claim", passages[parts:], "claim")):
        for passage in some:
            out.append(PaneLine((Piece(f"{name}, ", "heading"), Piece(cut(_where(passage), width - 10), "where"))))
            out += [*passage_lines(passage, role, width), PaneLine()]
    return out + _note(one.note, width)


def _note(body: str, width: int) -> list[PaneLine]:
    out: list[PaneLine] = []
    for line in body.splitlines():
        out += block(visible(line), "note", width, indent="" if out else "✎ ") if line.strip() else [PaneLine()]
    return [PaneLine(), *out] if out else []


def _where(passage: Passage) -> str:
    return f"paragraph {passage.paragraph}" if passage.paragraph else "page furniture"
