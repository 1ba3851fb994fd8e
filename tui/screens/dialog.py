"""What all dialogs share: a box in the middle, a title, and their keys in its last line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.screen import ModalScreen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.text.display import visible
from tui.widgets.bindings import keymap_of, shown

Answer = TypeVar("Answer")
GAP = 3
"""Cells between two keys in the line of keys."""
Key = tuple[str, str, str]
"""A key as it is shown, what it does, and the action of the dialog that a click does (may be empty)."""


LOW = 12
"""A terminal of fewer rows has none for a border, nor for a second line of keys."""


class KeyLine(Widget):
    """Keys and what they do, each of them clickable: in one line, or in several where they do not fit."""

    DEFAULT_CSS = "KeyLine { dock: bottom; width: 1fr; height: auto; margin: 1 0 0 0; background: $panel; }"

    def __init__(self, keys: Iterable[Key]) -> None:
        super().__init__(classes="keys")
        self._keys = tuple(keys)

    def set_keys(self, keys: Iterable[Key]) -> None:
        """Show other keys."""
        self._keys = tuple(keys)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(map(self._line, self._lines(self.content_size.width)))

    def _lines(self, width: int) -> list[list[Key]]:
        """Broken between keys, never between a key and its word; where there is room for one line, the last key is kept."""
        if self.app.size.height < LOW:
            *first, last = self._keys
            room = width - _cells(last)
            kept = []
            for key in first:
                room -= _cells(key) + GAP
                if room < 0:
                    break
                kept.append(key)
            return [[*kept, last]]
        lines: list[list[Key]] = [[]]
        for key in self._keys:
            if lines[-1] and sum(_cells(one) + GAP for one in lines[-1]) + _cells(key) > width:
                lines.append([])
            lines[-1].append(key)
        return lines

    @staticmethod
    def _line(keys: Iterable[Key]) -> Content:
        # Not Textual's "@click": that would draw the keys in the style of links.
        return Content(" " * GAP).join(
            Content.assemble((key, "bold $footer-key-foreground"), (f" {label}", "$text-muted")).stylize(
                Style.from_meta({"does": action})
            )
            for key, label, action in keys
        )

    async def on_click(self, event: events.Click) -> None:
        action = event.style.meta.get("does")
        if action:
            event.stop()
            await self.screen.run_action(action)


def _cells(key: Key) -> int:
    return cell_len(key[0]) + 1 + cell_len(key[1])


class Box(Vertical):
    """Scrolls at once, and no farther than it must: to move a field to the middle would hide the name over it."""

    def scroll_to_region(self, region: Region, **options: Any) -> Offset:
        return super().scroll_to_region(region, **{**options, "animate": False, "center": False})


class Dialog(ModalScreen[Answer | None]):
    """A modal that answers with a value, or None when it was left."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        & > .box {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            padding: 1 2 0 2; background: $panel; border: round $rule;
            overflow-y: auto; scrollbar-size-vertical: 1;
        }
        & .title { color: $accent; text-style: bold; height: 1; margin-bottom: 1; }
        & .label { color: $text-muted; height: 1; }
        & .quote { color: $text-muted; max-height: 4; margin-bottom: 1; padding-left: 1; border-left: outer $rule; }
        & .message { color: $text-muted; height: auto; min-height: 1; max-height: 3; }
        & .message.-wrong { color: $text-error; }
        &.-message-last .keys { margin: 0; }
        & Input, & TextArea {
            background: $surface; color: $foreground; border: none; padding: 0 1; border-left: outer $rule;
        }
        & Input:focus, & TextArea:focus { border: none; border-left: outer $accent; background-tint: transparent; }
        & Input { height: 1; margin-bottom: 1; }
        & Input > .input--placeholder { color: $text-muted; }
        & TextArea { height: 8; }
        & OptionList {
            background: $panel; border: none; padding: 0; height: auto; max-height: 50vh; scrollbar-size-vertical: 1;
        }
        & OptionList:focus { border: none; background-tint: transparent; }
    }
    Dialog.-short, Dialog.-low {
        & > .box { padding: 0 1; }
        & .title, & Input, & .quote { margin-bottom: 0; }
        & .quote { max-height: 2; }
        & .keys { margin: 0; }
        & TextArea { height: 5; }
        & OptionList { max-height: 9; }
    }
    Dialog.-low {
        & > .box { border: none; border-left: outer $rule; }
        & .quote { display: none; }
        & .message { min-height: 0; }
        & TextArea { height: 3; }
    }
    """
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - an instance variable in Textual
        (0, "-low"),
        (LOW, "-short"),
        (20, "-tall"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel", show=False)]
    WRITES: ClassVar[bool] = False
    """What is typed here goes into the library; it does not open where that is read-only."""
    heading: str = ""
    on_answer: Callable[[Any], Any] | None = None
    """What the app does with the answer."""
    unkept = False
    """What stands in the fields was typed before, and could not be kept."""
    _begun: tuple[str, ...] = ()
    """What stood in the fields when they were shown."""
    _leaving: tuple[str, ...] | None = None
    """What stood in them when the reader wanted to leave the app, and was asked."""

    def body(self) -> Iterable[Widget]:
        """What stands between the title and the keys."""
        return ()

    def keys(self) -> Iterable[Key]:
        """The keys of the last line."""
        return (("⏎", "OK", "submit"), ("esc", "Cancel", "cancel"))

    def compose(self) -> ComposeResult:
        # Textual sets these after a first layout; what that one drew would stay where the next one is smaller.
        width, height = self.app.size
        for along, breakpoints in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            self.add_class(*[name for least, name in sorted(breakpoints or ())[::-1] if least <= along][:1])
        with Box(classes="box"):
            if self.heading:
                yield Static(Content(visible(self.heading)), classes="title")
            body = list(self.body())
            yield from body
            # An empty message line parts the fields from the keys already.
            self.set_class(bool(body) and body[-1].has_class("message"), "-message-last")
            yield KeyLine(self.keys())

    def on_mount(self) -> None:
        self._show_focused()
        # The app's own keys stop at a dialog; this one must not, or the reader would have to find the way back first.
        for key in keymap_of(self.app).keys("app.quit"):
            self._bindings.bind(key, "leave_app", show=False)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self._begun = () if self.unkept else self.typed()

    def on_resize(self) -> None:
        self._show_focused()

    def _show_focused(self) -> None:
        """Where the box scrolls, begin at the field that is typed into: others may have scrolled to themselves."""

        def show() -> None:
            if self.focused is not None:
                self.query_one(Box).scroll_to(y=0, animate=False, immediate=True)
                self.focused.scroll_visible(animate=False, immediate=True)

        self.call_after_refresh(show)

    def show_keys(self) -> None:
        """Draw the line of keys anew."""
        self.query_one(KeyLine).set_keys(self.keys())

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say something in the dialog's message line, where it has one."""
        for message in self.query(".message").results(Static):
            message.update(Content(visible(sentence)))
            message.set_class(wrong, "-wrong")

    def typed(self) -> tuple[str, ...]:
        """What stands in the fields."""
        return tuple(
            field.value if isinstance(field, Input) else field.text
            for field in self.query("Input, TextArea")
            if isinstance(field, (Input, TextArea))
        )

    def keep(self) -> None:
        """The app ends, and nobody can be asked: keep what would be a loss. Not what a few keys bring back."""

    async def action_leave_app(self) -> None:
        """Leave at once where nothing was typed; else ask first."""
        typed = self.typed()
        if typed in (self._begun, self._leaving):
            await self.app.action_quit()
            return
        self._leaving = typed
        sentence = f"Not saved yet: {shown(self.app, 'app.quit')} once more leaves without it."
        if self.query(".message"):
            self.tell(sentence, wrong=True)
        else:
            self.app.notify(sentence)

    def action_cancel(self) -> None:
        self.dismiss(None)


def quoted(quote: str) -> Iterable[Widget]:
    """The quote that a dialog is about, where there is one."""
    if quote:
        shown = visible(quote if len(quote) <= 400 else quote[:399].rstrip() + "…")
        yield Static(Content(shown), classes="quote")


def label(text: str) -> Static:
    """The name of a field."""
    return Static(Content(text), classes="label")


def message(text: str = "") -> Static:
    """The line in which a dialog says what is wrong."""
    return Static(Content(visible(text)), classes="message")
