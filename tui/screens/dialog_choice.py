"""Choosing one of several, and saying yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.screens.dialog import Dialog, Key
from tui.text.display import visible


class Choice(Dialog[str]):
    """One of several by its own key, by the arrow keys and enter, or by a click; with `find`, by typing too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,ctrl+n", "move(1)", show=False, priority=True),
        Binding("up,ctrl+p", "move(-1)", show=False, priority=True),
    ]

    def __init__(
        self, title: str, options: Sequence[tuple[str, str, str]], *, current: str = "", find: bool = False
    ) -> None:
        """`options` are (key, value, label); the key may be empty. Answers with the value.

        `find` puts a field above a long list in which the reader types a part of what is wanted; keys of options are
        then not used.
        """
        super().__init__()
        self.heading = title
        self.options = list(options)
        self.current = current
        self.find = find
        self._shown = self.options

    def body(self) -> Iterable[Widget]:
        if self.find:
            yield Input(placeholder="Type to find")
        yield OptionList(*self._lines(), markup=False)

    def keys(self) -> Iterable[Key]:
        return (("↑↓", "Move", ""), ("⏎", "Choose", "submit"), ("esc", "Cancel", "cancel"))

    def _lines(self) -> list[Option]:
        width = 0 if self.find else max((len(key) for key, _, _ in self._shown), default=0)
        return [
            Option(
                Content.assemble((f" {key:<{width}}  " if width else " ", "bold"), visible(text)),
                disabled=False,
            )
            for key, _, text in self._shown
        ]

    def on_mount(self) -> None:
        options = self.query_one(OptionList)
        if self.find:
            options.can_focus = False
            self.query_one(Input).focus()
        else:
            options.focus()
        values = [value for _, value, _ in self._shown]
        if values:
            options.highlighted = values.index(self.current) if self.current in values else 0

    def on_input_changed(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        self._shown = [option for option in self.options if all(word in option[2].casefold() for word in words)]
        options = self.query_one(OptionList)
        options.clear_options().add_options(self._lines())
        options.highlighted = 0 if self._shown else None

    def on_key(self, event: events.Key) -> None:
        if self.find or event.character is None:
            return
        for key, value, _ in self.options:
            if key and event.character == key:
                event.stop()
                self.dismiss(value)
                return

    def typed(self) -> tuple[str, ...]:
        return ()  # It narrows the choice, and is nothing to keep.

    def action_move(self, step: int) -> None:
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_submit(self) -> None:
        index = self.query_one(OptionList).highlighted
        if index is not None and index < len(self._shown):
            self.dismiss(self._shown[index][1])

    def on_input_submitted(self) -> None:
        self.action_submit()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._shown[event.option_index][1])


class Confirm(Dialog[bool]):
    """A question to be answered with y or n; leaving it means no (the answer is then None, which is false too)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "submit", show=False),
        Binding("n,q", "no", show=False),
    ]

    def __init__(self, question: str, *, title: str = "", yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self.heading = title
        self.question, self.yes, self.no = question, yes, no

    def body(self) -> Iterable[Widget]:
        yield Static(Content(visible(self.question, keep_newlines=True)))

    def keys(self) -> Iterable[Key]:
        return (("y", self.yes, "submit"), ("n", self.no, "no"))

    def action_submit(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)
