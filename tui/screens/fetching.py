"""Feeds are asked in the background: how far that is, and how it is stopped. Keys go on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING

from tui.text.errors import CounterpointError
from tui.workflows.progress import Cancelled, CancelledError

if TYPE_CHECKING:
    from tui.app import CounterpointApp
    from tui.workflows.feeds import FeedRow
    from tui.workflows.refreshing import Refreshed

SAY_SECONDS = 1.5
"""How often it is said how far it is, on screens that have no place for it."""
SHOW_SECONDS = 0.15
"""How often it is drawn, on those that have."""
MOST_PROBLEMS = 2


class Fetching:
    """What is being fetched. One at a time, held by the app, so that it goes on when its screen is left."""

    def __init__(
        self, app: CounterpointApp, only: Sequence[FeedRow] | None, force: bool, allow_private: bool, watched: bool
    ) -> None:
        self.app = app
        self.only = None if only is None else frozenset(row.n for row in only)
        self._rows = only
        self.force, self.allow_private, self.watched = force, allow_private, watched
        self.begun = app.library.now()
        self.done = self.total = 0
        self._stop = threading.Event()
        self._drawn = self._said = monotonic()

    @property
    def message(self) -> str:
        """How far it is."""
        if self._stop.is_set():
            return "stopping …"
        return f"asking: {self.done:,} of {self.total:,}" if self.total > 1 else "asking …"

    def stop(self) -> None:
        """Stop soon; what came by then stays."""
        self._stop.set()

    def asks(self, row: FeedRow) -> bool:
        """Is this feed still to answer?"""
        from tui.workflows.feeds import moment

        if self.only is not None and row.n not in self.only:
            return False
        if not self.force and row.next_at is not None and moment(row.next_at) > moment(self.begun):
            return False
        return row.checked_at is None or moment(row.checked_at) <= moment(self.begun)

    def work(self, cancelled: Cancelled) -> Refreshed | CounterpointError:
        """Do it. Runs in a worker."""
        from tui.workflows import feeds, refreshing, watching

        def stopped() -> bool:
            return self._stop.is_set() or cancelled()

        lib, how = self.app.library, {"force": self.force, "allow_private": self.allow_private}
        try:
            if self.watched:
                return refreshing.refresh_all(lib, progress=self._went, cancelled=stopped, **how)
            came = feeds.refresh(lib, self._rows, progress=self._went, cancelled=stopped, **how)
            return refreshing.Refreshed(came, watching.WatchReport())
        except CancelledError:
            part = f" after {self.done:,} of {self.total:,}" if self.total > 1 else ""
            return CounterpointError(f"Stopped{part}; what came by then stays.")
        except CounterpointError as error:
            return error
        except Exception as error:  # or it would be held to go on for ever
            return CounterpointError(f"It failed ({type(error).__name__}: {error}); what came before stays.")

    def _went(self, done: int, total: int, what: str) -> None:
        self.done, self.total = done, total
        if monotonic() - self._drawn >= SHOW_SECONDS:
            self._drawn = monotonic()
            self.app.call_later(self._tell)

    def _tell(self) -> None:
        if self.app.fetching is not self or not hasattr(self.app.screen, "refresh_data"):
            return  # A dialog is not to be talked over.
        if not went(self.app) and self.total > 1 and monotonic() - self._said >= SAY_SECONDS:
            self._said = monotonic()
            self.app.say(f"Fetching… {self.done:,} of {self.total:,}")

    def ended(self, came: Refreshed | CounterpointError) -> None:
        """Say what came of it."""
        app = self.app
        app.fetching = None
        if isinstance(came, CounterpointError):
            app.say(str(came))
        else:
            for problem in came.problems[:MOST_PROBLEMS]:
                app.warn(f"{problem.source}: {problem.message}")
            app.say(came.message)
        app.refresh_shown()
        went(app)
        app.analyse_what_is_due()


def went(app: CounterpointApp) -> bool:
    """Have the shown screen draw how far it is; False where it has no place for that."""
    draw: Callable[[], None] | None = getattr(app.screen, "fetch_went", None)
    if draw is None:
        return False
    draw()
    return True


def start(
    app: CounterpointApp,
    only: Sequence[FeedRow] | None = None,
    *,
    force: bool = False,
    allow_private: bool = False,
    watched: bool = False,
) -> None:
    """Ask all feeds, or `only` these, what is new; `watched` fetches the watched articles again too."""
    if app.fetching is not None:
        app.say(f"Feeds are being asked already: {app.fetching.message}.")
        return
    job = app.fetching = Fetching(app, only, force, allow_private, watched)
    # The list of feeds says it itself.
    app.in_background("" if went(app) else "Fetching", job.work, job.ended)
