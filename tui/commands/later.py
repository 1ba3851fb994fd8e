"""The command later: what was saved elsewhere to be read."""

from __future__ import annotations

import click

from tui.commands.console import Session, named, notice, out, out_json, pass_session, progress, read_source, speaks
from tui.text.errors import CounterpointError


@click.command("later")
@click.argument("files", nargs=-1, metavar="[LIST...]")
@click.option("--failed", is_flag=True, help="Try again what could not be fetched.")
@click.option("--no-fetch", is_flag=True, help="Only note what is in the lists.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@click.option("--json", "as_json", is_flag=True, help="Say what was done as one JSON object.")
@pass_session
@speaks
def later_command(
    session: Session, files: tuple[str, ...], failed: bool, no_fetch: bool, allow_private: bool, as_json: bool
) -> None:
    """Fetch what you saved elsewhere to read later; - is standard input.

    A LIST is an export of Pocket, Instapaper (CSV), Omnivore, wallabag, linkding (JSON), or a bookmarks file of a
    browser (HTML). What was interrupted goes on with the next call; tags and folders become tags.

    Example: counterpoint later pocket.csv
    """
    from tui.workflows import saved
    from tui.workflows.add import Problem, without_name

    report = saved.SavedReport()
    unread: list[Problem] = []
    noted = dropped = before = 0
    with session.library() as lib:
        for file in files:
            try:
                fresh, number, left_out = saved.remember(lib, read_source(file))
            except CounterpointError as error:
                session.fail(named(file, error))
                unread.append(Problem(file, without_name(str(error), file)))
            else:
                noted += fresh
                dropped += left_out
                if not as_json:
                    out(f"{file}: {number:,} links, {fresh:,} of them new.")
                if left_out:
                    notice(
                        f"{file}: {left_out:,} without the address of a web page {'was' if left_out == 1 else 'were'} left out."
                    )
        if not no_fetch:
            with progress("Fetching") as show:
                before = 0 if failed else saved.failed_before(lib)
                report = saved.fetch_saved(lib, failed=failed, allow_private=allow_private, progress=show)
        if as_json:
            out_json(
                {
                    "noted": noted,
                    "left_out": dropped,
                    "added": sum(one.status in ("added", "copy") for one in report.outcomes),
                    "problems": [{"source": one.source, "message": one.message} for one in (*unread, *report.problems)],
                }
            )
        else:
            for outcome in report.outcomes:
                out(outcome.message)
        for problem in report.problems:
            session.fail(f"{problem.source}: {problem.message}")
        if before:
            notice(f"{before:,} could not be fetched before; `counterpoint later --failed` tries again.")
        elif not files and not report.outcomes and not report.problems and not no_fetch:
            notice("Nothing waits to be fetched.")
