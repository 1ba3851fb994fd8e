"""The command that fetches again, or reads again what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.commands.console import Session, notice, out, out_json, pass_session, progress, speaks
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.workflows.add import AddOutcome, Problem
    from tui.workflows.feeds import RefreshReport
    from tui.workflows.watching import WatchReport


@click.command("refresh")
@click.argument("references", nargs=-1, metavar="[ARTICLE...]")
@click.option("--force", is_flag=True, help="Ask feeds too that failed lately and are left alone for a while.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@click.option(
    "--reread",
    is_flag=True,
    help="Fetch nothing: read the pages that are kept again, with the extractor of today; of all articles, or of these.",
)
@click.option("--json", "as_json", is_flag=True, help="Say what was done as one JSON object.")
@pass_session
@speaks
def refresh_command(
    session: Session, references: tuple[str, ...], force: bool, allow_private: bool, reread: bool, as_json: bool
) -> None:
    """Ask all feeds what is new, and fetch the articles tagged “watch” again; or only these ARTICLEs.

    What was edited in them is shown, paragraph by paragraph: - as it was, + as it is now.

    Example: counterpoint refresh
    """
    from tui.workflows import articles, feeds, refreshing, rereading, watching
    from tui.workflows.add import Problem

    if reread and (force or allow_private):
        raise click.UsageError("--reread fetches nothing; leave --force and --allow-private away.")
    with session.library() as lib:
        came = feeds.RefreshReport()
        found = []
        missing = []
        for reference in references:
            try:
                found.append(articles.find(lib, reference))
            except CounterpointError as error:
                missing.append(Problem(reference, str(error)))
                session.fail(str(error))
        said = ""
        with progress("Reading" if reread else "Fetching") as show:
            if reread:
                again = rereading.reread(lib, found if references else rereading.readable(lib), progress=show)
                said = rereading.said(again) if not references else ""
            elif references:
                again = watching.refresh_articles(lib, found, allow_private=allow_private, progress=show)
            else:
                whole = refreshing.refresh_all(lib, force=force, allow_private=allow_private, progress=show)
                came, again = whole.came, whole.again
                said = whole.message if not (came.outcomes or again.outcomes or whole.problems) else ""
        if as_json:
            out_json(_object(came, again, missing))
        else:
            # Of all that is kept, only what reads differently now.
            shown = [one for one in again.outcomes if references or not reread or one.status == "version"]
            _tell([*came.outcomes, *shown], again)
            if said:
                notice(said)
        for problem in (*came.problems, *again.problems):
            session.fail(f"{problem.source}: {problem.message}")


def _object(came: RefreshReport, again: WatchReport, missing: list[Problem]) -> dict[str, object]:
    problems = [*missing, *came.problems, *again.problems]
    return {
        "feeds": came.asked,
        "waiting": came.waiting,
        "skipped": came.skipped,
        "added": sum(one.status in ("added", "copy") for one in came.outcomes),
        "refreshed": len(again.outcomes),
        "changed": [
            {"n": n, "edits": [{"before": list(edit.before), "after": list(edit.after)} for edit in edits]}
            for n, edits in again.edits.items()
        ],
        "problems": [{"source": one.source, "message": one.message} for one in problems],
    }


def _tell(outcomes: list[AddOutcome], again: WatchReport) -> None:
    for outcome in outcomes:
        out(outcome.message)
        for edit in again.edits.get(outcome.article.n, []):
            for line in edit.before:
                out(f"- {line}")
            for line in edit.after:
                out(f"+ {line}")
