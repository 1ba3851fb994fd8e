"""Syncing in the app: which group, what would come and go, and then doing it, each in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from tui.text.display import visible
from tui.text.errors import CounterpointError
from tui.workflows import syncing
from tui.workflows.progress import Cancelled, Progress
from tui.workflows.sync_report import SyncReport
from tui.workflows.syncing import Take

if TYPE_CHECKING:
    from tui.app import CounterpointApp

_SHOWN = 3
Way = Literal["status", "both"]


def start(app: CounterpointApp, then: Callable[[], None]) -> None:
    """Ask for what is not known, show what differs, and sync when the reader says so; `then` when something was done."""
    from tui.screens.dialogs import TextEntry

    def placed(group: str | None) -> None:
        if group is not None:
            _compare(app, group or None, then)

    try:
        syncing.ready()
        before = syncing.last(app.library)
    except CounterpointError as error:
        app.warn(str(error))
        return
    if before is not None:
        placed("")
        return
    hint = "Its id, or its address on the server: https://hypothes.is/groups/ID/name. It is remembered."
    app.push_screen(TextEntry("Sync with the group", placeholder="Group", hint=hint), placed)


def _compare(app: CounterpointApp, group: str | None, then: Callable[[], None]) -> None:
    from tui.screens.dialogs import Confirm
    from tui.screens.sync_conflicts import Conflicts

    def compared(report: SyncReport) -> None:
        if report.conflicts:
            asking = Conflicts([*report.counts, *_who_reads(report)], [one.sides for one in report.conflicts])
            app.push_screen(asking, lambda side: _sync(app, report, _take(side), then) if side is not None else None)
        elif sum(report.pulled.values()) + sum(report.pushed.values()):
            asked = list(report.lines)
            if who := _who_reads(report):
                asked += ["", *who]
            title = f"Sync with the group “{visible(report.group)[:40]}” on {visible(report.host)[:40]}"
            confirm = Confirm("\n".join(asked), title=title, yes="Sync", no="Not now")
            app.push_screen(confirm, lambda yes: _sync(app, report, None, then) if yes else None)
        else:
            app.say(report.message)
        for problem in report.problems[:_SHOWN]:
            app.warn(f"{problem.source}: {problem.message}")

    _work(app, "Asking the server", None, group, "status", None, compared)


def _who_reads(report: SyncReport) -> list[str]:
    """That others will read it, where something goes."""
    return ["All of the group can read what goes."] if sum(report.pushed.values()) else []


def _take(answer: str) -> Take | None:
    return answer if answer in ("ours", "theirs") else None  # type: ignore[return-value]


def _sync(app: CounterpointApp, before: SyncReport, take: Take | None, then: Callable[[], None]) -> None:
    def done(report: SyncReport) -> None:
        for problem in report.problems[:_SHOWN]:
            app.warn(f"{problem.source}: {problem.message}")
        app.say(report.message, undo=bool(sum(report.pulled.values())))
        then()

    _work(app, "Syncing", before.server, before.group, "both", take, done, failed=then)


def _work(
    app: CounterpointApp,
    what: str,
    server: str | None,
    group: str | None,
    way: Way,
    take: Take | None,
    then: Callable[[SyncReport], None],
    failed: Callable[[], None] | None = None,
) -> None:
    from tui.screens.working import Working

    def job(progress: Progress, cancelled: Cancelled) -> SyncReport:
        address, team = syncing.place(app.library, server, group)
        with syncing.connected(address, cancelled=cancelled) as there:
            sync = syncing.Sync(app.library, there, team, progress=progress, cancelled=cancelled)
            return sync.both(take) if way == "both" else sync.status()

    def done(came: SyncReport | CounterpointError | None) -> None:
        if isinstance(came, CounterpointError):
            app.warn(str(came))
            if failed is not None:
                failed()  # some of it may have been done
        elif came is not None:
            then(came)

    app.push_screen(Working(what, job), done)
