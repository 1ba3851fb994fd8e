"""Entering one line: words, a path, tags."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.screens.dialog import Dialog, Key, message
from tui.text.display import visible

MANY = 2000
"""Names of a folder that completion looks at."""


class TextEntry(Dialog[str]):
    """One line of text."""

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        placeholder: str = "",
        hint: str = "",
        check: Callable[[str], str] | None = None,
        allow_empty: bool = False,
    ) -> None:
        """`hint` stands under the field; `check` returns what is wrong with an entry, or an empty string."""
        super().__init__()
        self.heading = title
        self.value, self.placeholder, self.hint, self.check = value, placeholder, hint, check
        self.allow_empty = allow_empty

    def body(self) -> Iterable[Widget]:
        yield Input(visible(self.value), placeholder=self.placeholder, select_on_focus=False)
        if self.hint or self.check:
            yield message(self.hint)

    def on_input_submitted(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        value = self.query_one(Input).value.strip()
        if not value and not self.allow_empty:
            return
        wrong = self.check(value) if self.check else ""
        if wrong:
            self.tell(wrong, wrong=True)
        else:
            self.dismiss(value)


def complete(typed: str) -> tuple[str, list[str]]:
    """What can be added to a path that is being typed: the path as far as it is sure, and the names that fit."""
    expanded = os.path.expanduser(typed)
    folder, start = os.path.split(expanded)
    try:
        with os.scandir(folder or ".") as entries:
            names = []
            for _, entry in zip(range(MANY), entries, strict=False):
                if entry.name.startswith(start) and (start.startswith(".") or not entry.name.startswith(".")):
                    names.append(entry.name + (os.sep if entry.is_dir() else ""))
    except OSError:
        return typed, []
    names.sort()
    common = _shared_start(names) if names else start
    return typed[: len(typed) - len(start)] + common if common.startswith(start) else typed, names


def _shared_start(names: list[str]) -> str:
    """The start that all names share; they are sorted, so the first and the last one decide it."""
    first, last = names[0], names[-1]
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:length]


class PathInput(Input):
    """A field for a path: tab completes it. A paste of several lines is not a path and is handed on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class Completed(Message):
        """Tab was pressed: the names that fit what is typed."""

        def __init__(self, names: list[str]) -> None:
            super().__init__()
            self.names = names

    class PastedText(Message):
        """Several lines were pasted."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def action_complete(self) -> None:
        completed, names = complete(self.value)
        if completed == self.value and len(names) <= 1:
            self.screen.focus_next()
            return
        self.value = completed
        self.cursor_position = len(completed)
        self.post_message(self.Completed(names))

    def _on_paste(self, event: events.Paste) -> None:
        if "\n" in event.text.strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.PastedText(event.text))
        else:
            super()._on_paste(event)


class PathEntry(TextEntry):
    """The path of a file; with `must_exist`, of one that is there."""

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        hint: str = "",
        must_exist: bool = True,
        folder: bool = False,
        problem: str = "",
    ) -> None:
        """`folder`: a folder will do as well. `problem` is what was wrong with `value`, when it is asked for again."""
        self.folder = folder
        super().__init__(title, value=value, hint=hint, placeholder="~/…", check=self._wrong if must_exist else None)
        self.problem = problem

    def on_mount(self) -> None:
        if self.problem:
            self.tell(self.problem, wrong=True)

    def body(self) -> Iterable[Widget]:
        yield PathInput(visible(self.value), placeholder=self.placeholder, select_on_focus=False)
        yield message(self.hint)

    def keys(self) -> Iterable[Key]:
        return (("⏎", "OK", "submit"), ("tab", "Complete", ""), ("esc", "Cancel", "cancel"))

    def _wrong(self, value: str) -> str:
        path = Path(value).expanduser()
        if path.is_dir() and not self.folder:
            return "This is a folder; name a file in it."
        return "" if path.exists() else "There is no such file."

    @on(PathInput.Completed)
    def _show_names(self, event: PathInput.Completed) -> None:
        self.tell("  ".join(event.names[:24]))


class TagEntry(Dialog[list[str]]):
    """The tags of one thing, all in one line; known ones are offered while one types."""

    WRITES = True

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False, priority=True)]
    OFFERED = 12

    def __init__(self, current: Iterable[str] = (), known: Sequence[str] = (), *, title: str = "Tags") -> None:
        """Answers with all tags that the thing is to have, in order."""
        super().__init__()
        self.heading = title
        self.tags = list(current)
        self.known = list(known)

    def body(self) -> Iterable[Widget]:
        value = "".join(f"{tag}, " for tag in self.tags)
        yield Input(visible(value), placeholder="elections, to check", select_on_focus=False)
        yield message()

    def keys(self) -> Iterable[Key]:
        yield from (("⏎", "Save", "submit"), (",", "Next tag", ""), ("tab", "Complete", "complete"))
        yield ("esc", "Cancel", "cancel")

    def on_mount(self) -> None:
        field = self.query_one(Input)
        field.cursor_position = len(field.value)
        self._offer(field.value)

    @staticmethod
    def parse(value: str) -> list[str]:
        """The tags in a line, without repetitions and without the # that some write before them."""
        tags = (" ".join(part.split()).removeprefix("#") for part in value.split(","))
        return list(dict.fromkeys(tag for tag in tags if tag))

    def _matches(self, value: str) -> list[str]:
        *done, typed = value.split(",")
        have = set(self.parse(",".join(done)))
        start = typed.strip().removeprefix("#").casefold()
        known = [tag for tag in self.known if tag not in have]
        first = [tag for tag in known if tag.casefold().startswith(start)]
        return (first + [tag for tag in known if start in tag.casefold() and tag not in first])[: self.OFFERED]

    def on_input_changed(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, value: str) -> None:
        offers = [
            Content(visible(tag)).stylize(Style.from_meta({"@click": ("screen.take", (tag,))}))
            for tag in self._matches(value)
        ]
        self.query_one(".message", Static).update(Content("  ").join(offers))

    def action_complete(self) -> None:
        if matches := self._matches(self.query_one(Input).value):
            self.action_take(matches[0])

    def action_take(self, tag: str) -> None:
        """Put a known tag in the place of the one that is being typed."""
        field = self.query_one(Input)
        done = field.value.rpartition(",")[0]
        field.value = f"{done}, {tag}, " if done else f"{tag}, "
        field.cursor_position = len(field.value)

    def on_input_submitted(self) -> None:
        self.action_submit()

    def action_submit(self) -> None:
        self.dismiss(self.parse(self.query_one(Input).value))
