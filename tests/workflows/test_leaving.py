"""Waiting that ends when the reader leaves."""

from __future__ import annotations

import threading
import time

import pytest

from tui.text.errors import CounterpointError
from tui.workflows.leaving import until_left
from tui.workflows.progress import CancelledError, never


def test_what_is_found_or_wrong_comes_back() -> None:
    assert until_left(lambda: 7, never) == 7
    assert until_left(lambda: None, never) is None

    def fail() -> None:
        raise CounterpointError("No.")

    with pytest.raises(CounterpointError, match="No"):
        until_left(fail, never)


def test_it_ends_when_the_reader_leaves() -> None:
    held, left = threading.Event(), threading.Event()
    began = time.monotonic()
    threading.Timer(0.1, left.set).start()
    with pytest.raises(CancelledError):
        until_left(lambda: held.wait(30), left.is_set)
    assert time.monotonic() - began < 10
    held.set()
