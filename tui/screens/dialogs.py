"""All dialogs, for import from one place. Each is a `ModalScreen` that answers with a plain value or None."""

from __future__ import annotations

from tui.screens.dialog_choice import Choice, Confirm
from tui.screens.dialog_entry import PathEntry, TagEntry, TextEntry
from tui.screens.dialog_forms import (
    AddAnswer,
    AddArticle,
    ArticleFields,
    ArticleForm,
    ClaimFields,
    ClaimForm,
    ExportAnswer,
    ExportForm,
)
from tui.screens.dialog_note import NoteEditor

__all__ = [
    "AddAnswer", "AddArticle", "ArticleFields", "ArticleForm", "Choice", "ClaimFields", "ClaimForm", "Confirm",
    "ExportAnswer", "ExportForm", "NoteEditor", "PathEntry", "TagEntry", "TextEntry",
]  # fmt: skip
