"""Many files are read by several processes at once, and handed out in their order."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from typing import Final

from tui.sources.files import read_all
from tui.sources.loading import Loaded
from tui.text.errors import CounterpointError, IntakeError

FEW: Final = 12
"""So many files are read here: to start other processes would take longer."""
_AHEAD: Final = 4
"""Files in work for each process."""

Came = list[Loaded] | CounterpointError
"""What is in a file, or why it cannot be read."""


def _read(path: str) -> Came:
    try:
        return read_all(path)
    except CounterpointError as error:
        return error


def read_files(paths: Sequence[str], read: Callable[[str], Came] = _read) -> Generator[tuple[str, Came], None, None]:
    """Each path with what came of it, in order. A file that kills the process that reads it becomes an error.

    Closing the generator ends the processes. `read` runs in them.
    """
    if len(paths) <= FEW:
        for path in paths:
            yield path, read(path)
        return
    # Not by fork: whoever calls this may have threads.
    context = multiprocessing.get_context("spawn")
    _start_tracker()
    workers = max(1, min(os.cpu_count() or 1, 8))
    waiting = deque(paths)
    while waiting:
        pool = ProcessPoolExecutor(workers, mp_context=context)
        running: deque[tuple[str, Future[Came]]] = deque()
        try:
            while waiting or running:
                while waiting and len(running) < workers * _AHEAD:
                    running.append((waiting[0], pool.submit(read, waiting[0])))
                    waiting.popleft()
                came = running[0][1].result()
                path, _ = running.popleft()
                yield path, came
        except BrokenProcessPool:
            # One of those in work did it: each of them alone tells which.
            for path, _ in running:
                yield path, _alone(path, read)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _start_tracker() -> None:
    """Starts what multiprocessing keeps beside its processes. It wants a standard error with a descriptor, which the
    app's is not."""
    if os.name == "posix":
        with contextlib.redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()


def _alone(path: str, read: Callable[[str], Came]) -> Came:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(read, path).result()
        except BrokenProcessPool:
            return IntakeError(f"{path}: reading this file failed; it may be damaged.")
