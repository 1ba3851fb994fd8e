"""A small app to put the shell's widgets and screens on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.command import Provider
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.actions import ACTIONS, Context
from tui.keymap import Keymap
from tui.themes import VARIABLE_DEFAULTS, register_themes
from tui.widgets.bindings import ActionProvider, ActionScreen
from tui.widgets.hints import HintBar


class Stage(App[None]):
    """The app's themes and keymap, and one screen."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {ActionProvider}

    def __init__(self, screen: Screen[Any] | None = None, *, keymap: Keymap | None = None, theme: str = "") -> None:
        super().__init__()
        self.keymap = keymap or Keymap()
        self.first = screen
        self.first_theme = theme
        self.done: list[str] = []
        self.said: list[str] = []
        self.answers: list[Any] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return VARIABLE_DEFAULTS

    def on_mount(self) -> None:
        register_themes(self, *([self.first_theme] if self.first_theme else []))
        if self.first is not None:
            self.push_screen(self.first, self.answers.append)

    def notify(self, message: str, **options: Any) -> None:  # type: ignore[override]
        assert options.get("markup") is False, "a sentence may hold the words of an article"
        self.said.append(message)

    def action_help(self) -> None:
        self.done.append("app.help")

    def action_undo(self) -> None:
        self.done.append("app.undo")

    def action_palette(self) -> None:
        self.action_command_palette()


class Acting(ActionScreen[None]):
    """Notes which of its actions were done."""

    off: ClassVar[set[str]] = set()

    def __init__(self, contexts: Sequence[Context], *widgets: Widget) -> None:
        super().__init__()
        self.first_contexts = tuple(contexts)
        self.widgets = widgets

    def compose(self) -> ComposeResult:
        yield from self.widgets
        yield HintBar()

    def on_mount(self) -> None:
        self.use_contexts(*self.first_contexts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in self.off


def _note(method: str) -> Callable[[Acting], None]:
    def act(screen: Acting) -> None:
        names = [a.name for a in ACTIONS if a.method == method and a.context in screen.contexts]
        screen.app.done.append(names[0])  # type: ignore[attr-defined]

    return act


for _action in ACTIONS:
    if _action.context != "app":
        setattr(Acting, f"action_{_action.method}", _note(_action.method))


def still(monkeypatch: Any) -> None:
    """Cursors that do not blink, so that a screen looks the same whenever it is looked at."""
    for widget in (Input, TextArea):
        blink = widget.__dict__["cursor_blink"]
        assert isinstance(blink, Reactive)
        monkeypatch.setattr(blink, "_default", False)


def lines_of(widget: Widget) -> list[str]:
    """What a widget of the line API shows."""
    return ["".join(segment.text for segment in widget.render_line(y)) for y in range(widget.size.height)]
