"""The command `counterpoint`: without a command it is the app, otherwise one of the commands."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from typing import Any

import click

from tui import __version__
from tui.commands.console import Session, let_go, notice

COMMANDS: dict[str, str] = {
    "add": "articles",
    "list": "articles",
    "show": "articles",
    "edit": "articles",
    "tag": "articles",
    "remove": "articles",
    "analyze": "analysis",
    "against": "asking",
    "judge": "asking",
    "learned": "setup",
    "search": "finding",
    "annotations": "finding",
    "export": "transfer",
    "import": "transfer",
    "formats": "transfer",
    "agreement": "agreement",
    "model": "models",
    "feed": "feeds",
    "refresh": "refresh",
    "later": "later",
    "sync": "sync",
    "backup": "setup",
    "check": "setup",
    "config": "setup",
    "keys": "setup",
    "open": "start",
}
"""Each command and the module of this package that holds it. Modules are imported when they are needed."""


class Commands(click.Group):
    """The commands, imported one by one; a first word that is none of them is a path to read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        loaded = import_module(f"tui.commands.{module}")
        command: click.Command = getattr(loaded, f"{cmd_name}_command")
        return command

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        try:
            return super().make_context(*args, **kwargs)
        except BrokenPipeError:
            # `--help` and `--version` are written while the options are read.
            let_go(sys.stdout)
            raise click.exceptions.Exit(0) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever reads has enough: no failure. (Click itself would end with 1.)
            let_go(sys.stdout)
            raise click.exceptions.Exit(int(isinstance(ctx.obj, Session) and ctx.obj.failed)) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and (os.path.exists(name) or "/" in name or "." in name):
            from tui.commands.start import read_command

            return "read", read_command, args
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="An ARTICLE is its number in `counterpoint list`, its id, or the path or URL it came from.",
)
@click.option(
    "--library", "library", metavar="FILE", help="The library to use (else $COUNTERPOINT_LIBRARY, else your own)."
)
@click.version_option(__version__, "--version", message="counterpoint %(version)s")
@click.pass_context
def cli(ctx: click.Context, library: str | None) -> None:
    """Close reading in the terminal: every claim beside the evidence that speaks against it.

    Without a command this is the app. `counterpoint PATH` opens a file in it.
    """
    if library == "":
        raise click.UsageError("--library needs the name of a file.")
    ctx.obj = Session(library_option=library)
    if ctx.invoked_subcommand is None:
        from tui.commands.start import start

        start(ctx.obj)


@cli.result_callback()
@click.pass_context
def _end(ctx: click.Context, *_: Any, **__: Any) -> None:
    if isinstance(ctx.obj, Session) and ctx.obj.failed:
        ctx.exit(1)


def main() -> None:
    """The command line. A broken pipe ends it silently, an interrupt with one line."""
    # A stream that was closed before we started: what goes there is lost, and nothing else.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A title may hold what the terminal's encoding cannot carry: better a substitute than a traceback.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli.main(prog_name="counterpoint", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        status = end.exit_code
    except click.ClickException as error:
        status = error.exit_code
        try:
            error.show()
        except OSError:
            let_go(sys.stderr)
    except (click.Abort, KeyboardInterrupt):
        notice("Stopped; what was done before stays.")
        status = 130
    except BrokenPipeError:
        let_go(sys.stdout)
        status = 0  # Whoever reads has enough.
    except OSError as error:
        let_go(sys.stdout)
        notice(f"Writing failed: {(error.strerror or str(error)).lower()}.")
        status = 1
    except MemoryError:
        let_go(sys.stdout)
        notice("There is not enough memory for this; what was done before stays.")
        status = 1
    # All is done: an interrupt while the interpreter ends would take the status back.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status if isinstance(status, int) else 0)
