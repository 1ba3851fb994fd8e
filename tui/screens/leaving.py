"""Leaving the app while something is typed: it is asked about, and kept where nobody can be asked any more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.app import CounterpointApp

LAST_SECONDS: Final = 2.0
"""A terminal that is gone may hold up what would tidy it; after this the process ends all the same."""


def keep_typed(app: CounterpointApp) -> None:
    """Save the note that is being written, as if it had been submitted."""
    from tui.screens.dialog import Dialog

    for screen in reversed(app.screen_stack):
        if isinstance(screen, Dialog):
            screen.keep()


def watch_for_the_end(app: CounterpointApp) -> None:
    """From now on, when the terminal is closed or the system ends the app, what is being written is saved first."""
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            # Neither Windows nor a thread other than the first one can have such handlers.
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, _end, app, number)


def may_suspend(app: CounterpointApp) -> bool:
    """Whether somebody could wake the app again: a shell with job control puts what it runs into a group of its own."""
    driver = app._driver
    return driver is not None and driver.can_suspend and os.getsid(0) != os.getpid()


def _end(app: CounterpointApp, number: int) -> None:
    keep_typed(app)
    last = threading.Timer(LAST_SECONDS, os._exit, (128 + number,))
    last.daemon = True
    last.start()
    app.exit(return_code=128 + number)
