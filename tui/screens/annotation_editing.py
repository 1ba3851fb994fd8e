"""Editing an annotation from the list of all: each kind in its own dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.workflows import annotating
from tui.workflows.views import COLOURS

if TYPE_CHECKING:
    from tui.screens.annotations import AnnotationsScreen
    from tui.screens.dialogs import ClaimFields
    from tui.workflows.browsing import AnnotationRow


def edit_annotation(screen: AnnotationsScreen, row: AnnotationRow) -> None:
    """Ask for what can be changed in this kind of annotation, and change it."""
    if row.kind == "claim":
        _edit_claim(screen, row)
    elif row.kind == "highlight":
        _edit_highlight(screen, row)
    else:
        _edit_note(screen, row)


def _edit_note(screen: AnnotationsScreen, row: AnnotationRow) -> None:
    from tui.screens.dialogs import NoteEditor

    def written(body: str | None) -> None:
        if body is not None and body != row.body:
            screen.do(lambda: annotating.edit(screen.lib, row.id, body=body))

    screen.app.push_screen(NoteEditor(row.body, title=row.kind.capitalize(), quote=row.quote), written)


def _edit_claim(screen: AnnotationsScreen, row: AnnotationRow) -> None:
    from tui.screens.dialogs import ClaimForm

    def filled(fields: ClaimFields | None) -> None:
        if fields is not None:
            screen.do(
                lambda: annotating.edit(
                    screen.lib,
                    row.id,
                    kind=fields.kind,
                    claimant=fields.claimant or "",
                    speaker=fields.speaker or "",
                )
            )

    form = ClaimForm(
        quote=row.quote, kind=row.claim_kind or "assertion", claimant=row.claimant or "", speaker=row.speaker or ""
    )
    screen.app.push_screen(form, filled)


def _edit_highlight(screen: AnnotationsScreen, row: AnnotationRow) -> None:
    from tui.screens.dialogs import Choice

    def chosen(answer: str | None) -> None:
        colour = next((c for c in COLOURS if c == answer), None)
        if colour is not None:
            screen.do(lambda: annotating.edit(screen.lib, row.id, colour=colour))
        elif answer == "note":
            _edit_note(screen, row)

    options = [
        *((str(n), colour, colour.capitalize()) for n, colour in enumerate(COLOURS, 1)),
        ("a", "note", "Write on it"),
    ]
    screen.app.push_screen(Choice("Change the highlight", options, current=row.colour or ""), chosen)
