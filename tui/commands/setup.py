"""Commands on the library file and the settings: backup, check, config, keys, and what was learned."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands.console import Session, notice, out, out_array, out_json, pass_session, speaks, table
from tui.text.errors import CounterpointError


@click.command("backup")
@click.argument("file")
@pass_session
@speaks
def backup_command(session: Session, file: str) -> None:
    """Copy the library to FILE, also while it is in use.

    Example: counterpoint backup ~/library-copy.db
    """
    from tui.workflows.checking import backup

    if not file:
        raise click.UsageError("FILE needs the name of a file.")
    with session.library(read_only=True, allow_newer=True) as lib:
        out(backup(lib, Path(file)))


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@pass_session
@speaks
def check_command(session: Session, as_json: bool) -> None:
    """Look whether the library is whole. Changes nothing; reads a newer library too."""
    from tui.workflows.add import Problem
    from tui.workflows.browsing import ArticleQuery, article_count
    from tui.workflows.checking import check

    count = 0
    try:
        with session.library(read_only=True, allow_newer=True) as lib:
            problems = check(lib)
            if not problems:
                count = article_count(lib, ArticleQuery())
    except CounterpointError as error:
        problems = [Problem("", str(error))]
    if as_json:
        found = [{"source": problem.source, "message": problem.message} for problem in problems]
        out_json({"articles": count, "problems": found})
    elif not problems:
        out(f"The library is whole: {count} article{'' if count == 1 else 's'}.")
    for problem in problems:
        session.fail(f"{problem.source}: {problem.message}" if problem.source else problem.message)


@click.command("config")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@pass_session
@speaks
def config_command(session: Session, as_json: bool) -> None:
    """Say where things are, and what is set."""
    from msgspec.structs import asdict

    from tui.config import config_path

    values = {**asdict(session.config), "library": str(session.library_path)}
    values["keys"] = {name: list(keys) for name, keys in session.config.keys.items()}
    if as_json:
        out_json({"config_file": str(config_path()), **values})
        return
    out(f"configuration  {config_path()}")
    for name, value in values.items():
        if name == "keys":
            for action, keys in session.config.keys.items():
                out(f"keys           {action} = {' '.join(keys) or 'none'}")
        else:
            out(f"{name:<14} {value if value != '' else '(not set)'}")


@click.command("keys")
@click.option("--json", "as_json", is_flag=True, help="One JSON array.")
@pass_session
def keys_command(session: Session, as_json: bool) -> None:
    """List every action with its keys, as they are set."""
    from tui.actions import ACTIONS

    keymap = session.config.keymap
    if as_json:
        out_array(
            {
                "action": action.name,
                "context": action.context,
                "keys": list(keymap.keys(action.name)),
                "label": action.label,
                "help": action.help,
            }
            for action in ACTIONS
        )
        return
    table(
        ["action", "keys", "what"],
        ([one.name, keymap.all_shown(one.name) or "none", one.help] for one in ACTIONS),
        cut=(2,),
    )


@click.command("learned")
@click.option("--reset", is_flag=True, help="Forget it; the verdicts stay, and the shipped weights hold again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what the export says under “learned”.")
@pass_session
@speaks
def learned_command(session: Session, reset: bool, as_json: bool) -> None:
    """Say from how many of your verdicts the engine learned, and which of its weights moved most.

    Example: counterpoint learned --reset
    """
    from tui.workflows import learning

    with session.library(read_only=not reset) as lib:
        if reset:
            notice(learning.forget(lib))
        found = learning.exported(lib)
    if as_json:
        out_json(found)
        return
    if not reset:
        out(learning.told(found["verdicts"]))
    moved = sorted(found["weights"].items(), key=lambda one: (-abs(one[1]), one[0]))
    for name, value in moved[:_MOST_WEIGHTS]:
        out(f"{value:+.3f}  {name}")


_MOST_WEIGHTS = 12
