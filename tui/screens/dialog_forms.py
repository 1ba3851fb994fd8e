"""Forms of several fields: a claim, an article's particulars, adding an article, exporting."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Literal, TypeVar

from msgspec import Struct
from msgspec.structs import asdict
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input

from tui.engine.types import CLAIM_KINDS, ClaimKind
from tui.screens.dialog import Dialog, Key, label, message, quoted
from tui.screens.dialog_entry import PathInput
from tui.sources.files import is_address
from tui.text.display import visible
from tui.widgets.note_area import NoteArea
from tui.widgets.one_of import OneOf

Answer = TypeVar("Answer")


class Form(Dialog[Answer]):
    """A dialog of fields: enter saves from any one-line field, tab and the arrow keys go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "submit", show=False, priority=True),
        Binding("enter", "submit", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def keys(self) -> Iterable[Key]:
        return (("⏎", "Save", "submit"), ("tab", "Next field", ""), ("esc", "Cancel", "cancel"))

    @abstractmethod
    def action_submit(self) -> None:
        """Answer with what stands in the fields, where it can be taken."""

    def on_input_submitted(self) -> None:
        self.action_submit()

    def value(self, field: str) -> str:
        """What stands in a field, without white space at its ends."""
        return self.query_one(f"#{field}", Input).value.strip()


class ClaimFields(Struct, frozen=True):
    """What a reader says about a claim."""

    kind: ClaimKind
    claimant: str | None
    speaker: str | None


class ClaimForm(Form[ClaimFields]):
    """Whose claim it is, and of what kind."""

    WRITES = True

    def __init__(
        self,
        *,
        quote: str = "",
        kind: ClaimKind = "assertion",
        claimant: str = "",
        speaker: str = "",
        names: Sequence[str] = (),
    ) -> None:
        """`names` are offered while the claimant or speaker is typed."""
        super().__init__()
        self.heading = "Claim"
        self.quote, self.kind, self.claimant, self.speaker, self.names = quote, kind, claimant, speaker, names

    def again(self, typed: ClaimFields, problem: str) -> ClaimForm:
        """The same form with what was typed, which could not be kept; why is said below it."""
        form = ClaimForm(
            quote=self.quote,
            kind=typed.kind,
            claimant=typed.claimant or "",
            speaker=typed.speaker or "",
            names=self.names,
        )
        form.unkept = True
        return form

    def body(self) -> Iterable[Widget]:
        suggester = SuggestFromList(self.names, case_sensitive=False) if self.names else None
        yield from quoted(self.quote)
        yield label("Kind")
        yield OneOf(CLAIM_KINDS, self.kind, id="kind")
        yield label("Claimant (empty: the article itself)")
        yield Input(visible(self.claimant), id="claimant", suggester=suggester, select_on_focus=False)
        yield label("Speaker, if another said it")
        yield Input(visible(self.speaker), id="speaker", suggester=suggester, select_on_focus=False)

    def action_submit(self) -> None:
        chosen = self.query_one(OneOf).value
        kind = next(kind for kind in CLAIM_KINDS if kind == chosen)
        self.dismiss(ClaimFields(kind, self.value("claimant") or None, self.value("speaker") or None))


class ArticleFields(Struct, frozen=True):
    """The particulars of an article; empty ones are None, except the title."""

    title: str
    author: str | None
    published: str | None
    source: str | None
    language: str | None


class ArticleForm(Form[ArticleFields]):
    """Title, author, date, source and language of an article."""

    WRITES = True

    HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (36, "-broad")]  # noqa: RUF012
    FIELDS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("title", ""),
        ("author", ""),
        ("published", "2021-10-10"),
        ("source", ""),
        ("language", "en"),
    )
    DEFAULT_CSS = """
    ArticleForm .field { height: auto; }
    ArticleForm.-broad.-short .field, ArticleForm.-broad.-low .field {
        layout: horizontal; height: 1;
        & .label { width: 11; }
        & Input { width: 1fr; }
    }
    """

    def __init__(
        self,
        *,
        title: str,
        author: str | None = None,
        published: str | None = None,
        source: str | None = None,
        language: str | None = None,
    ) -> None:
        super().__init__()
        self.heading = "Article"
        self._bundled = source if source is not None and source.startswith("bundled:") else None
        """The name of a bundled file is no source that a reader could have written; it is kept where none is typed."""
        self.values = {
            "title": title,
            "author": author or "",
            "published": published or "",
            "source": "" if self._bundled else source or "",
            "language": language or "",
        }

    def again(self, typed: ArticleFields, problem: str) -> ArticleForm:
        """The same form with what was typed, which could not be kept; why is said below it."""
        form = ArticleForm(**asdict(typed))
        form.unkept = True
        return form

    def body(self) -> Iterable[Widget]:
        for name, example in self.FIELDS:
            placeholder = f"such as {example}" if example else ""
            field = Input(visible(self.values[name]), id=name, placeholder=placeholder, select_on_focus=False)
            yield Vertical(label(name.capitalize()), field, classes="field")
        yield message()

    def action_submit(self) -> None:
        title = self.value("title")
        if not title:
            self.tell("An article needs a title.", wrong=True)
            self.query_one("#title").focus()
            return
        author, published, source, language = (self.value(name) or None for name, _ in self.FIELDS[1:])
        self.dismiss(ArticleFields(title, author, published, source or self._bundled, language))


class AddAnswer(Struct, frozen=True):
    """What to add: a file, a folder or a web address, or else a pasted text."""

    path: str = ""
    """A path or an address."""
    text: str = ""
    title: str = ""
    """For a pasted text; empty lets the text say it."""


class AddArticle(Form[AddAnswer]):
    """An article from a file or the web, all articles of a folder, or an article from pasted text."""

    WRITES = True

    def __init__(self, path: str = "", *, text: str = "", problem: str = "") -> None:
        """`problem` is why the path or text could not be added, when it is asked for again."""
        super().__init__()
        self.heading = "Add an article"
        self.path, self.text, self.problem = path, text, problem

    def on_mount(self) -> None:
        if self.problem:
            self.tell(self.problem, wrong=True)
        if self.text:
            self.query_one(NoteArea).text = self.text

    def body(self) -> Iterable[Widget]:
        yield label("A file, a folder, or a web address")
        yield PathInput(visible(self.path), id="path", placeholder="~/articles/… or https://…", select_on_focus=False)
        yield message()
        yield label("or its text, pasted here")
        yield NoteArea()

    def keys(self) -> Iterable[Key]:
        yield from (("⏎", "Add", "submit"), ("^s", "Add text", "submit"), ("tab", "Complete", ""))
        yield ("esc", "Cancel", "cancel")

    @on(PathInput.Completed)
    def _show_names(self, event: PathInput.Completed) -> None:
        self.tell("  ".join(event.names[:24]))

    @on(PathInput.PastedText)
    def _take_paste(self, event: PathInput.PastedText) -> None:
        area = self.query_one(NoteArea)
        area.insert(event.text)
        area.focus()
        self.tell("^s adds the pasted text.")

    def action_submit(self) -> None:
        path, text = self.value("path"), self.query_one(NoteArea).text
        if path and text.strip():
            self.tell("There is a path and a text: empty one of the two.", wrong=True)
        elif path and not is_address(path) and not Path(path).expanduser().exists():
            self.tell("There is no such file; a web address begins with https://.", wrong=True)
        elif path or text.strip():
            self.dismiss(AddAnswer(path=path) if path else AddAnswer(text=text))
        else:
            self.tell("Name a file or an address, or paste a text.", wrong=True)


class ExportAnswer(Struct, frozen=True):
    """Where to write, and whether existing files may be replaced."""

    path: str
    force: bool
    folder: bool = False


class ExportForm(Form[ExportAnswer]):
    """Where an export goes. An existing file, and what is in a folder, is replaced only after a second enter."""

    def __init__(self, path: str, *, what: str = "the library", folder: Literal["no", "may", "must"] = "no") -> None:
        """`what` completes the title "Export …"; `folder` says whether it can or must go into a folder."""
        super().__init__()
        self.heading = f"Export {what}"
        self.path = path
        self.folder = folder
        self._replace = ""

    def body(self) -> Iterable[Widget]:
        where = {
            "no": "To the file",
            "may": "To the file, or into a folder (a file an article)",
            "must": "Into the folder",
        }
        yield label(where[self.folder])
        yield PathInput(visible(self.path), id="path", select_on_focus=False)
        yield message()

    def keys(self) -> Iterable[Key]:
        yield ("⏎", "Replace" if self._replace else "Export", "submit")
        yield from (("tab", "Complete", ""), ("esc", "Cancel", "cancel"))

    def on_input_changed(self) -> None:
        if self._replace:
            self._replace = ""
            self.tell("")
            self.show_keys()

    @on(PathInput.Completed)
    def _show_names(self, event: PathInput.Completed) -> None:
        self.tell("  ".join(event.names[:24]))

    def action_submit(self) -> None:
        typed = self.value("path")
        path = Path(typed).expanduser()
        into = self.folder == "must" or (self.folder == "may" and (path.is_dir() or typed.endswith("/")))
        if not typed:
            self.tell("Name a file." if self.folder != "must" else "Name a folder.", wrong=True)
        elif not into and (path.is_dir() or typed.endswith("/")):
            self.tell("This is a folder; name a file in it.", wrong=True)
        elif path.is_file() and into:
            self.tell("This is a file; this format makes several, so name a folder.", wrong=True)
        elif not path.absolute().parent.is_dir():
            self.tell("There is no such folder.", wrong=True)
        elif self._would_replace(path) and self._replace != typed:
            self._replace = typed
            what = "There are files in this folder" if into else "This file is there already"
            self.tell(
                f"{what}: ⏎ once more {'writes over those of the same name' if into else 'replaces it'}.", wrong=True
            )
            self.show_keys()
        else:
            self.dismiss(ExportAnswer(str(path), force=self._would_replace(path), folder=into))

    @staticmethod
    def _would_replace(path: Path) -> bool:
        return any(path.iterdir()) if path.is_dir() else path.exists()
