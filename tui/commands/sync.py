"""Commands on annotation servers: sync push, pull, status, login, logout."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tui.commands.console import Session, notice, out, out_json, pass_session, progress, read_stdin, speaks
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.workflows.sync_report import SyncReport
    from tui.workflows.syncing import Sync

F = TypeVar("F", bound=Callable[..., Any])
_LONGEST_TOKEN = 10_000


@click.group("sync")
def sync_command() -> None:
    """Share annotations through a server of Hypothesis: status, pull, push, login, logout.

    The token is taken from the keyring of the system, where `login` puts it, or from $COUNTERPOINT_HYPOTHESIS_TOKEN, which
    is for the public server, for the one that $COUNTERPOINT_HYPOTHESIS_SERVER names, or for the one of --server.
    """


def _where(command: F) -> F:
    """The options that say which group of which server, and what to say at the end."""
    for option in (
        click.argument("references", nargs=-1, metavar="[ARTICLE...]"),
        click.option("--json", "as_json", is_flag=True, help="Say what was done as one JSON object."),
        click.option("--server", metavar="URL", help="The server; else that of the last time, else the public one."),
        click.option("--group", metavar="ID", help="The group, as its address says it; else that of the last time."),
    ):
        command = option(command)
    return command


_TAKE = click.option(
    "--take",
    type=click.Choice(["ours", "theirs"]),
    help="What changed on both sides: what is here is right, or what is there.",
)


@sync_command.command("status")
@_where
@pass_session
@speaks
def status(session: Session, references: tuple[str, ...], as_json: bool, server: str | None, group: str | None) -> None:
    """Say what a pull and a push would do, of all articles or of these; nothing is changed."""
    _run(session, references, as_json, server, group, lambda sync, chosen: sync.status(chosen))


@sync_command.command("pull")
@_where
@_TAKE
@pass_session
@speaks
def pull(
    session: Session,
    references: tuple[str, ...],
    as_json: bool,
    server: str | None,
    group: str | None,
    take: Any,
) -> None:
    """Take in what others (and you, elsewhere) made, changed and deleted; undo takes it back as one step.

    Example: counterpoint sync pull --group iGrEjmvV
    """
    _run(session, references, as_json, server, group, lambda sync, chosen: sync.pull(chosen, take))


@sync_command.command("push")
@_where
@_TAKE
@pass_session
@speaks
def push(
    session: Session,
    references: tuple[str, ...],
    as_json: bool,
    server: str | None,
    group: str | None,
    take: Any,
) -> None:
    """Send what you made, changed and deleted, for all of the group to read.

    Example: counterpoint sync push --group iGrEjmvV 3
    """
    _run(session, references, as_json, server, group, lambda sync, chosen: sync.push(chosen, take))


def _run(
    session: Session,
    references: tuple[str, ...],
    as_json: bool,
    server: str | None,
    group: str | None,
    act: Callable[[Sync, list[str] | None], SyncReport],
) -> None:
    from tui.workflows import articles, syncing

    with session.library() as lib:
        address, group = syncing.place(lib, server, group)
        chosen = [articles.find(lib, reference).id for reference in references] or None
        with progress("Syncing") as show, syncing.connected(address, named=server is not None) as there:
            report = act(syncing.Sync(lib, there, group, progress=show), chosen)
    if as_json:
        out_json(
            {
                "server": report.server,
                "group": report.group,
                "pulled": report.pulled,
                "pushed": report.pushed,
                "same": report.same,
                "theirs": report.theirs,
                "not_sent": report.not_sent,
                "conflicts": [one.sides for one in report.conflicts],
                "problems": [{"source": one.source, "message": one.message} for one in report.problems],
            }
        )
    else:
        out(report.message)
        for one in report.conflicts:
            sides = one.sides
            out(f"? “{sides['quote'][:100]}”")
            out(f"  here:  {sides['here'] or '(deleted)'}")
            out(f"  there: {sides['there'] or '(deleted)'}")
        if report.conflicts:
            notice("--take ours or --take theirs, with the ARTICLEs that it is for, says which is right.")
            session.failed = True
    for problem in report.problems:
        session.fail(f"{problem.source}: {problem.message}")


@sync_command.command("login")
@click.option("--server", metavar="URL", help="The server; else the public one.")
@pass_session
@speaks
def login(session: Session, server: str | None) -> None:
    """Ask for your token, try it, and put it into the keyring of the system: never into the library.

    The server shows it at /account/developer. Where standard input is no terminal, the token is read from it.
    """
    from tui.workflows import syncing

    root = syncing.address(server)
    if sys.stdin is not None and sys.stdin.isatty():
        token = click.prompt(f"Token for {root}", hide_input=True, err=True).strip()
    else:
        token = read_stdin(_LONGEST_TOKEN).decode("utf-8", "replace").strip()
        if not token:
            raise CounterpointError(f"There is no token for {root} in standard input; nothing was kept.")
    name = syncing.log_in(root, token)
    out(f"{name} can sync with {root}; the token is in the keyring.")


@sync_command.command("logout")
@click.option("--server", metavar="URL", help="The server; else the public one.")
@pass_session
@speaks
def logout(session: Session, server: str | None) -> None:
    """Take your token out of the keyring."""
    from tui.workflows import syncing

    root = syncing.address(server)
    syncing.log_out(root)
    out(f"The keyring holds no token for {root} any more.")
    if os.environ.get("COUNTERPOINT_HYPOTHESIS_TOKEN"):
        raise CounterpointError("$COUNTERPOINT_HYPOTHESIS_TOKEN still has one.")
