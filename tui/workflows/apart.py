"""Analysis while somebody reads: long work is done by a process of its own, so that no key has to wait for it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from multiprocessing import connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from tui.library.connection import Library
from tui.text.errors import CounterpointError
from tui.workflows import analysis
from tui.workflows.many import FEW, start_tracker
from tui.workflows.progress import Cancelled, CancelledError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LONG: Final = 30_000
"""Code points. Python runs one thread at a time, and one regular expression over a long paragraph takes seconds."""
_LOOK_SECONDS: Final = 0.1
"""How often it is asked whether the work is still wanted."""
_POLITE: Final = 10
"""How far the process stands back (in the sense of `nice`) behind the one that somebody types into."""


class Analyst:
    """Analyses one article after another: short ones here, long ones and the many apart. Used by one thread."""

    def __init__(self, lib: Library) -> None:
        self._lib = lib
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def analyse(self, article_id: str, *, force: bool, waiting: int, cancelled: Cancelled) -> bool:
        """As `analysis.analyse_article`; `waiting` is how many articles come after this one.

        Raises CancelledError and CounterpointError as that does, the latter too when the process is ended from outside.
        """
        lib = self._lib
        if lib.read_only or not (waiting >= FEW or analysis.length(lib, article_id) >= LONG):
            return analysis.analyse_article(lib, article_id, force=force, cancelled=cancelled)
        if not force and not analysis.is_due(lib, article_id):
            return False
        read = self._ask(article_id, cancelled)
        if isinstance(read, analysis.Read):
            analysis.keep(lib, read)
        elif read:
            raise CounterpointError(read)
        return True

    def rest(self) -> None:
        """End the process, which keeps what it has read in memory; the next long article starts another one."""
        if self._process is not None and self._pipe is not None:
            self._pipe.close()
            self._process.terminate()
            self._process.join()
        self._process = self._pipe = None

    def _ask(self, article_id: str, cancelled: Cancelled) -> analysis.Read | str:
        pipe = self._pipe or self._start()
        try:
            pipe.send(article_id)
            while not pipe.poll(_LOOK_SECONDS):
                if cancelled():
                    self.rest()
                    raise CancelledError
            read: analysis.Read | str = pipe.recv()
        except (EOFError, OSError):
            self.rest()
            return analysis.ENDED
        return read

    def _start(self) -> Connection:
        # Not by fork: the app has threads.
        context = multiprocessing.get_context("spawn")
        start_tracker()
        here, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there, self._lib.path), daemon=True)
        self._process.start()
        there.close()
        self._pipe = here
        return here


def _serve(pipe: Connection, path: Path) -> None:
    """In the process: read the articles that are named, until nobody names any more."""
    _stand_back()
    with contextlib.suppress(EOFError, OSError):
        while True:
            article_id: str = pipe.recv()
            try:
                read: analysis.Read | str = analysis.read_article(path, article_id)
            except CounterpointError as error:
                read = str(error)
            except Exception as error:
                read = f"The analysis failed ({type(error).__name__}: {error}); the article can be read all the same."
            pipe.send(read)


def _stand_back() -> None:
    """Leave processor, keys and screen to the app, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_POLITE)
    with open(os.devnull, "wb") as nowhere:
        for descriptor in (1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel

        def leave() -> None:
            connection.wait([sentinel])
            os._exit(0)

        Thread(target=leave, daemon=True).start()
