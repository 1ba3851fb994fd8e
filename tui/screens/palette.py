"""The command palette, as Textual has it, in less room."""

from __future__ import annotations

from textual.command import CommandPalette

from tui.widgets.bindings import keymap_of


class Palette(CommandPalette):
    """Every action by its name. On a low terminal the field and its results take all of it."""

    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    Palette {
        & SearchIcon { display: none; }
        & CommandInput, & CommandInput:focus { padding-left: 0; }
    }
    Palette.-short {
        & > Vertical { margin-top: 0; }
        & #--input, & #--input.--list-visible { border: none; }
        & CommandInput, & CommandInput:focus { border: none; height: 1; }
        & CommandList, & CommandList:focus { border: none; max-height: 100vh; padding: 0 0 1 0; }
        & CommandList > .option-list--option { padding: 0 1; }
    }
    """

    def on_mount(self) -> None:
        for key in keymap_of(self.app).keys("app.quit"):
            self._bindings.bind(key, "leave_app", show=False)

    async def action_leave_app(self) -> None:
        await self.app.action_quit()
