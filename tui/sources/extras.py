"""The parts that are installed only where they are wanted."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from tui.text.errors import CounterpointError


class MissingExtra(CounterpointError):
    """A library that an extra brings is not installed."""


def need(module: str, extra: str, what: str) -> ModuleType:
    """The library `module` of the extra `extra`. Raises MissingExtra: “Web pages need … ”, with the command to run.

    `what` begins that sentence, in the plural.
    """
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtra(
            f"{what} need the extra “{extra}”, which is not installed: pip install 'counterpoint[{extra}]'."
        ) from None
