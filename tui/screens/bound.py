"""What every screen of the app stands on: the app that owns the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from tui.widgets.bindings import ActionScreen

if TYPE_CHECKING:
    from tui.app import CounterpointApp
    from tui.library.connection import Library

Answer = TypeVar("Answer")


class BoundScreen(ActionScreen[Answer]):
    """A screen that is shown by `CounterpointApp` and by no other app."""

    @property
    def counterpoint(self) -> CounterpointApp:
        return cast("CounterpointApp", self.app)

    @property
    def lib(self) -> Library:
        return self.counterpoint.library
