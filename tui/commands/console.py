"""What all commands share: the library they work on, what goes to which stream, and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import chain
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, ParamSpec, TextIO, TypeVar

import click
from msgspec import Struct, field

from tui.config import Config, library_path, load
from tui.text.display import visible
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.library.connection import Library
    from tui.workflows.progress import Progress
    from tui.workflows.reranking import Scorer

P = ParamSpec("P")
R = TypeVar("R")


class Session(Struct):
    """One run of the command line."""

    library_option: str | None = None
    failed: bool = False
    """Something could not be done; the exit status will be 1."""
    _config: Config | None = field(default=None)

    @property
    def config(self) -> Config:
        """The settings; what is wrong in them is said once, on standard error."""
        if self._config is None:
            for problem in self.load_config():
                notice(problem)
        assert self._config is not None
        return self._config

    def load_config(self) -> tuple[str, ...]:
        """Read the settings, and return what is wrong in them, for the app to say."""
        loaded = load()
        self._config = loaded.config
        return tuple(loaded.problems)

    @property
    def library_path(self) -> Path:
        return library_path(self.library_option, os.environ, self.config)

    @contextmanager
    def library(self, *, read_only: bool = False, allow_newer: bool = False) -> Iterator[Library]:
        """The library, made empty when it is not there."""
        from tui.workflows.seeding import open_library

        path = self.library_path
        reading = read_only and os.path.exists(path)
        lib = open_library(path, creator=self.config.creator, read_only=reading, allow_newer=allow_newer)
        if lib.created and read_only and self.library_option:
            notice(f"There was no library at {path}: made an empty one.")
        try:
            yield lib
        finally:
            lib.close()

    @contextmanager
    def beside(self, *, nli: bool, llm: bool, each: bool = False) -> Iterator[Scorer | None]:
        """The models that the options ask for; one that cannot be used is said, and the rest goes on."""
        if not nli and not llm:
            yield None
            return
        from tui.workflows.reranking import beside

        with beside(self.config, nli=nli, llm=llm, fail=self.fail, say=notice, each=each) as scorer:
            yield scorer

    def fail(self, message: str) -> None:
        """One thing failed: a line on standard error, and the rest goes on."""
        self.failed = True
        notice(message)


pass_session = click.make_pass_decorator(Session, ensure=True)


def notice(message: str) -> None:
    """One line on standard error, whatever is in it. Where that cannot be written, it is lost and the work goes on."""
    try:
        click.echo(visible(message), err=True)
    except OSError:
        let_go(sys.stderr)


def let_go(stream: TextIO) -> None:
    """Send nowhere what could not be written: the interpreter would try, and complain, once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def out(line: str = "") -> None:
    """One line of data on standard output, safe for a terminal."""
    click.echo(visible(line))


def out_text(text: str) -> None:
    """Text of several lines on standard output, safe for a terminal."""
    click.echo(visible(text, keep_newlines=True))


def out_bytes(chunks: Iterable[bytes]) -> None:
    """Bytes as they are on standard output. Whatever makes them is let go of before this returns or raises."""
    sys.stdout.flush()
    stream = sys.stdout.buffer
    try:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
    finally:
        if isinstance(chunks, Generator):
            chunks.close()


def out_json(value: Any) -> None:
    """One JSON value on standard output."""
    from tui.exchange.jsontext import encode

    out_bytes([encode(value, pretty=True), b"\n"])


def out_array(values: Iterable[Any]) -> None:
    """One JSON array on standard output, written as it is made."""
    from tui.exchange.jsontext import array

    out_bytes(array(values))
    out_bytes([b"\n"])


def read_stdin(most: int) -> bytes:
    """Standard input, and of what is longer than `most` bytes one byte more. Raises CounterpointError when it cannot be
    read."""
    if sys.stdin is None:
        raise CounterpointError("Standard input is closed; there is nothing to read.")
    try:
        return sys.stdin.buffer.read(most + 1)
    except OSError as error:
        raise CounterpointError(f"Standard input cannot be read: {(error.strerror or str(error)).lower()}.") from None


def read_source(name: str) -> bytes:
    """The bytes of a file, or of standard input for -. Raises CounterpointError when it cannot be read."""
    from tui.sources.files import read_file
    from tui.text.intake import MAX_BYTES

    return read_stdin(MAX_BYTES) if name == "-" else read_file(name)


def named(name: str, error: CounterpointError | str) -> str:
    """The sentence of an error, behind the name of what it is about unless that stands in front already."""
    sentence = str(error)
    return sentence if not name or sentence.startswith((f"{name}: ", f"{name} ")) else f"{name}: {sentence}"


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """A bar on standard error for work that takes long; nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        from tui.workflows.progress import silent

        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def show(done: int, total: int, what: str) -> None:
            name = Text(visible(what))
            name.truncate(40, overflow="ellipsis")
            bar.update(task, completed=done, total=total or None, description=f"{title} {name.plain}".rstrip())

        yield show


def table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Iterable[int] = (),
    cut: Iterable[int] = (),
    empty: str = "",
) -> None:
    """Rows in columns; parted by tabs, unpadded and without a head, when standard output is not a terminal.

    Where the terminal is too narrow, the columns `cut` are shortened and all others stay whole. `empty` is said on
    standard error where there are no rows.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        if empty:
            notice(empty)
        return
    rows = chain([first], coming)
    if not sys.stdout.isatty():
        for row in rows:
            click.echo("\t".join(visible(cell) for cell in row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    numbers, flexible = set(right), set(cut)
    made = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for index, title in enumerate(head):
        made.add_column(
            Text(title, no_wrap=True),
            justify="right" if index in numbers else "left",
            overflow="ellipsis",
            # Rich shrinks the columns that may wrap before any other; the cells themselves keep to one line.
            no_wrap=index not in flexible,
            max_width=None if index in flexible else _WHOLE,
        )
    for row in rows:
        made.add_row(*(Text(visible(cell), no_wrap=True, overflow="ellipsis") for cell in row))
    size = get_terminal_size()  # Rich takes every terminal with TERM=dumb for one of 80 columns.
    Console(width=size.columns, height=size.lines).print(made)


_WHOLE = 32
"""No column that stays whole is wider, whatever an article says of itself."""


def speaks(command: Callable[P, R]) -> Callable[P, R]:
    """An error that a person can be told ends the command with its sentence and status 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except CounterpointError as error:
            notice(str(error))
            raise click.exceptions.Exit(1) from error

    return run
