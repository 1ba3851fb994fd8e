"""Starting the app: at the list of articles, at a file, or at an article of the library."""

from __future__ import annotations

import gc
import os
import re
import sys

import click

from tui.commands.console import Session, notice, pass_session, speaks
from tui.text.errors import CounterpointError


@speaks
def start(session: Session, *, path: str | None = None, article: str | None = None) -> None:
    """Run the app; `path` is added first unless its text is held already."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CounterpointError(
            "The app needs a terminal; run it in one, or use a command (`counterpoint --help` lists them)."
        )
    if os.environ.get("TERM") == "dumb":
        raise CounterpointError(
            "The app needs a terminal that can place text, and this one says that it cannot (TERM is “dumb”); run it in "
            "another, or use a command (`counterpoint --help` lists them)."
        )
    from tui.workflows.seeding import open_for_app

    place: tuple[str, int] | None = None
    # The app's screen would cover what stands on standard error.
    problems = list(session.load_config())
    if path is not None:
        from tui.workflows.add import add_to_read, load_to_read

        loaded = load_to_read(path)  # What cannot be read is said before a library is made for it.
    lib = open_for_app(session.library_path, creator=session.config.creator)
    try:
        if path is not None:
            outcome = add_to_read(lib, path, loaded)
            place = (outcome.article.id, 0)
            problems += [outcome.notice] if outcome.notice else []
        elif article is not None:
            from tui.workflows import articles

            reference, number = _place(article)
            place = (articles.find(lib, reference).id, number)
        # What is made until the first screen is painted stays, so there is no garbage to look for; the app turns this on
        # again.
        gc.disable()
        from tui.app import run

        status = run(lib, session.config, start=place, problems=problems)
    finally:
        lib.close()
    if status:
        raise click.exceptions.Exit(status)


def _place(article: str) -> tuple[str, int]:
    """ARTICLE[#PARAGRAPH] as an article and a paragraph number; 0 where none is given."""
    found = re.fullmatch(r"(.+)#(\d{1,9})", article)
    return (found[1], int(found[2])) if found else (article, 0)


@click.command("open")
@click.argument("article", metavar="ARTICLE[#PARAGRAPH]")
@pass_session
def open_command(session: Session, article: str) -> None:
    """Start the app at an article.

    Example: counterpoint open 3#7
    """
    start(session, article=article)


@click.command("read", hidden=True)
@click.argument("path")
@click.argument("more", nargs=-1)
@pass_session
def read_command(session: Session, path: str, more: tuple[str, ...]) -> None:
    """Start the app at a file or a web page."""
    if more:
        notice("Give one file to read; `counterpoint add` takes several.")
        raise click.exceptions.Exit(2)
    start(session, path=path)
