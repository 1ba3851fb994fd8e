"""Long work that the reader waits for: how far it is, and a key that stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from textual import work
from textual.message import Message
from textual.widget import Widget
from textual.widgets import ProgressBar

from tui.screens.dialog import Dialog, Key, message
from tui.text.display import visible
from tui.text.errors import CounterpointError
from tui.workflows.progress import Cancelled, Progress

Job = Callable[[Progress, Cancelled], Any]


class Working(Dialog[Any]):
    """Does a job in a thread and answers with its result; with the error, as `CounterpointError`, where it failed."""

    DEFAULT_CSS = """
    Working ProgressBar { width: 100%; height: 1; margin-bottom: 1; }
    Working ProgressBar Bar { width: 1fr; }
    """

    class Went(Message):
        """How far the job is."""

        def __init__(self, done: int, total: int, what: str) -> None:
            super().__init__()
            self.done, self.total, self.what = done, total, what

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Working.Went)

    class Ended(Message):
        """The job is over."""

        def __init__(self, came: Any) -> None:
            super().__init__()
            self.came = came

    def __init__(self, title: str, job: Job) -> None:
        super().__init__()
        self.heading = title
        self.job = job
        self._stop = threading.Event()

    def body(self) -> Iterable[Widget]:
        yield ProgressBar(show_eta=False)
        yield message()

    def keys(self) -> Iterable[Key]:
        return (("esc", "Stop; what is done by then stays", "cancel"),)

    def on_mount(self) -> None:
        self._work()

    @work(thread=True, group="job", exit_on_error=False)
    def _work(self) -> None:
        try:
            came = self.job(self._went, self._stop.is_set)
        except CounterpointError as error:
            came = error
        except Exception as error:  # or the reader would wait for ever
            came = CounterpointError(f"It failed ({type(error).__name__}: {error}); what was done before stays.")
        self.post_message(self.Ended(came))

    def _went(self, done: int, total: int, what: str) -> None:
        self.post_message(self.Went(done, total, what))

    def on_working_went(self, event: Went) -> None:
        if self._stop.is_set():
            return
        self.query_one(ProgressBar).update(total=event.total or None, progress=event.done)
        number = f"{event.done + 1:,} of {event.total:,}  " if event.total > 1 and event.done < event.total else ""
        self.tell(f"{number}{visible(event.what)[:200]}")

    def on_working_ended(self, event: Ended) -> None:
        self.dismiss(event.came)

    def action_cancel(self) -> None:
        self._stop.set()
        self.tell("Stopping…")

    def on_unmount(self) -> None:
        self._stop.set()
