"""The same work for many things, done by several processes at once, and handed out in order."""

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
from typing import Final, TypeVar

FEW: Final = 12
"""So many are done here: to start other processes would take longer."""
_AHEAD: Final = 4
"""Pieces in work for each process."""

Result = TypeVar("Result")


def each(
    names: Sequence[str], work: Callable[[str], Result], broken: Callable[[str], Result]
) -> Generator[tuple[str, Result], None, None]:
    """Each name with what `work` made of it, in order; `broken` says what is made of one that kills its process.

    Closing the generator ends the processes. `work` runs in them, so that it is pickled: a function of a module, or a
    `functools.partial` of one. What it raises is raised here.
    """
    if len(names) <= FEW:
        for name in names:
            yield name, work(name)
        return
    # Not by fork: whoever calls this may have threads.
    context = multiprocessing.get_context("spawn")
    start_tracker()
    workers = max(1, min(os.cpu_count() or 1, 8))
    waiting = deque(names)
    while waiting:
        pool = ProcessPoolExecutor(workers, mp_context=context)
        running: deque[tuple[str, Future[Result]]] = deque()
        try:
            while waiting or running:
                while waiting and len(running) < workers * _AHEAD:
                    running.append((waiting[0], pool.submit(work, waiting[0])))
                    waiting.popleft()
                result = running[0][1].result()
                name, _ = running.popleft()
                yield name, result
        except BrokenProcessPool:
            # One of those in work did it: each of them alone tells which.
            for name, _ in running:
                yield name, _alone(name, work, broken)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def start_tracker() -> None:
    """Starts what multiprocessing keeps beside its processes. It wants a standard error with a descriptor, which the
    app's is not."""
    if os.name == "posix":
        with contextlib.redirect_stderr(sys.__stderr__):
            resource_tracker.ensure_running()


def _alone(name: str, work: Callable[[str], Result], broken: Callable[[str], Result]) -> Result:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            return pool.submit(work, name).result()
        except BrokenProcessPool:
            return broken(name)
