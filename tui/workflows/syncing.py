"""Sharing annotations through a server of Hypothesis: pull what came, push what was made, and say what differs."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Literal

from tui import __version__
from tui.library import annotations as marks
from tui.library import journal, meta, relations, synced
from tui.library.connection import Library, moment
from tui.library.synced import Synced
from tui.sources.extras import need
from tui.text.errors import CounterpointError
from tui.workflows.add import Problem
from tui.workflows.leaving import until_left
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent
from tui.workflows.sync_report import SyncReport

if TYPE_CHECKING:
    from tui.sync.hypothesis import Hypothesis
    from tui.workflows.sync_plan import Item, SyncPlan
    from tui.workflows.sync_rows import Object

Take = Literal["ours", "theirs"]
Sleep = Callable[[float], None]
_LAST: Final = "sync.last"
_BEFORE: Final = "1970-01-01T00:00:00Z"
_REFUSED: Final = frozenset({400, 404, 409, 413, 422})
"""What the server says of one thing that it does not take; the others go on."""
_GROUP_ADDRESS: Final = re.compile(r"(https?://[^/\s]{1,300})/groups/([^/\s?#]{1,200})(?:[/?#]\S{0,1000})?")
_PUBLIC_HOMES: Final = ("https://hypothes.is", "https://www.hypothes.is", "https://api.hypothes.is")
_SLICE: Final = 0.2
"""How long a wait goes on after the reader stopped it."""


class _NotSent(CounterpointError):
    """One thing cannot be sent; the others can."""


def last(lib: Library) -> tuple[str, str] | None:
    """The server and the group of the last sync; None before the first."""
    found = meta.get(lib, _LAST)
    return (found[0], found[1]) if isinstance(found, list) and len(found) == 2 else None


def place(lib: Library, server: str | None, group: str | None) -> tuple[str, str]:
    """The server and the group that are meant: those given, else those of the last time, else the server that the
    environment names, else the public one.

    A group may be given by the address of its page.
    Raises CounterpointError where no group is known.
    """
    ready()
    from tui.sync.hypothesis import api_root

    before = last(lib)
    if group and (found := _GROUP_ADDRESS.fullmatch(group.strip())):
        there, group = found.groups()
        server = server or (_PUBLIC_HOMES[-1] if there in _PUBLIC_HOMES else there)
    server = api_root(server or (before[0] if before else default_server()))
    if group is None and before is not None and server == before[0]:
        group = before[1]
    if not group:
        raise CounterpointError(
            "Which group? Give its id with --group, as it stands in its address (/groups/ID/…); the next time it is known."
        )
    return server, group


def address(server: str | None) -> str:
    """The address of a server's API; where none is given, of `default_server`. Raises CounterpointError."""
    ready()
    from tui.sync.hypothesis import api_root

    return api_root(server or default_server())


def default_server(environ: Mapping[str, str] = os.environ) -> str:
    """The server that the environment names, else the public one."""
    from tui.sync.hypothesis import PUBLIC_SERVER
    from tui.sync.tokens import SERVER

    return environ.get(SERVER, "").strip() or PUBLIC_SERVER


def log_in(server: str, token: str) -> str:
    """Try a token and put it into the keyring; the reader's name there. Raises CounterpointError, without the token."""
    from tui.sync import tokens

    with connected(server, token=tokens.checked(token)) as there:
        user: str = there.profile()["userid"]
    tokens.keep(server, token)
    return user.removeprefix("acct:")


def log_out(server: str) -> None:
    """Take the token out of the keyring. Raises CounterpointError where there is none."""
    from tui.sync import tokens

    tokens.forget(server)


def ready() -> None:
    """Raises MissingExtra where the extra `sync` is not installed."""
    need("httpx", "sync", "Annotation servers")


@contextmanager
def connected(
    server: str,
    *,
    token: str | None = None,
    named: bool = False,
    environ: Mapping[str, str] = os.environ,
    sleep: Sleep = time.sleep,
    cancelled: Cancelled = never,
    read_seconds: float | None = None,
) -> Iterator[Hypothesis]:
    """A server, with the reader's token for it. Waits end soon after the reader stops them, as CancelledError.

    `named`: the reader named the server just now, so that it gets the token of the environment whatever that says.
    """
    ready()
    from tui.exchange.native import decoded
    from tui.sync import tokens
    from tui.sync.hypothesis import PUBLIC_SERVER, READ_SECONDS, Hypothesis, api_root

    def waiting(seconds: float) -> None:
        while seconds > 0 and not cancelled():
            sleep(min(seconds, _SLICE))
            seconds -= _SLICE
        if cancelled():
            raise CancelledError

    root, default = api_root(server), default_server(environ)
    meant = {root} if named else {api_root(one) for one in ((default,) if default != PUBLIC_SERVER else _PUBLIC_HOMES)}
    token = token or tokens.find(root, environ, meant=meant)
    with Hypothesis(
        server,
        token,
        decode=decoded,
        sleep=waiting,
        read_seconds=read_seconds or READ_SECONDS,
        agent=f"Counterpoint/{__version__}",
        wait_for=(lambda ask: ask()) if cancelled is never else lambda ask: until_left(ask, cancelled),
    ) as made:
        yield made


class Sync:
    """A group of a server, and the library."""

    def __init__(
        self,
        lib: Library,
        server: Hypothesis,
        group: str,
        *,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> None:
        self.lib, self.server, self.group = lib, server, group
        self.progress, self.cancelled = progress, cancelled
        self.me = ""

    def status(self, articles: Sequence[str] | None = None) -> SyncReport:
        """What a pull and a push would do; nothing is changed. `articles` are ids; None stands for all."""
        plan = self._compare(articles)
        report = self._report(plan, dry=True)
        for item in plan.pull:
            report.pulled[item.change] += 1
        for item in plan.push:
            report.pushed[item.change] += 1
        report.conflicts = plan.conflicts
        return report

    def pull(self, articles: Sequence[str] | None = None, take: Take | None = None) -> SyncReport:
        """Take in what came: one step of the journal. Conflicts stay, unless `take` says which side is right."""
        plan = self._compare(articles)
        report = self._report(plan)
        self._settle_conflicts(plan, report, take)
        self._take_in(plan, plan.pull, report)
        return report

    def push(self, articles: Sequence[str] | None = None, take: Take | None = None) -> SyncReport:
        """Send what was made, changed and deleted here, one after another; what is sent is remembered at once."""
        plan = self._compare(articles)
        report = self._report(plan)
        theirs = self._settle_conflicts(plan, report, take)
        self._take_in(plan, theirs, report)
        self._send(plan, report)
        return report

    def both(self, take: Take | None = None) -> SyncReport:
        """Pull, then push."""
        came = self.pull(take=take)
        went = self.push(take=take)
        went.pulled = {name: count + went.pulled[name] for name, count in came.pulled.items()}
        said = {(one.source, one.message) for one in came.problems}
        went.problems = came.problems + [one for one in went.problems if (one.source, one.message) not in said]
        return went

    # How it is done

    def _compare(self, articles: Sequence[str] | None) -> SyncPlan:
        from tui.workflows.sync_plan import compare

        profile = self.server.profile()
        self.me = profile["userid"]
        self._check_group(profile)
        plan = compare(self.lib, self.server, self.group, self.me, articles, self.progress, self.cancelled)
        if not self.lib.read_only:  # or what differs could not even be looked at
            synced.forget(self.lib, plan.server, self.group, plan.gone)
            synced.remember(self.lib, plan.server, self.group, plan.known)
            meta.set(self.lib, _LAST, [self.server.root, self.group])
        return plan

    def _check_group(self, profile: Object) -> None:
        from tui.sync.hypothesis import PUBLIC_GROUP

        groups = [one for one in profile.get("groups") or [] if isinstance(one, dict)]
        ids = [one["id"] for one in groups if isinstance(one.get("id"), str)]
        if self.group not in (*ids, PUBLIC_GROUP):
            listed = ", ".join(id[:60] for id in ids[:20]) or "none"
            raise CounterpointError(f"You are in no group “{self.group[:100]}” there; your groups: {listed}.")

    def _report(self, plan: SyncPlan, dry: bool = False) -> SyncReport:
        report = SyncReport(self.group, self.server.root, dry=dry)
        report.same, report.theirs, report.not_sent = plan.same, plan.theirs, plan.not_sent
        report.problems = [Problem(report.host, sentence) for sentence in plan.left_out]
        return report

    def _settle_conflicts(self, plan: SyncPlan, report: SyncReport, take: Take | None) -> list[Item]:
        """Puts the conflicts where `take` says that they belong; returns those that are to be taken in."""
        from tui.workflows.sync_rows import digest

        if take is None:
            report.conflicts = plan.conflicts
            return []
        settled: list[Item] = []
        based: list[Synced] = []
        for item in plan.conflicts:
            if take == "theirs":
                item.change = "changed" if item.there else "deleted"
                settled.append(item)
            elif not item.mine:
                report.theirs += 1
                if item.there is not None:
                    based.append(Synced(item.remote, item.id, item.kind, "", digest(item.there)))
            else:
                item.change = "deleted" if item.here is None else "changed" if item.there else "new"
                plan.push.append(item)
                if item.there is not None:
                    # Whatever it says there is known from now on: what is here is newer.
                    based.append(Synced(item.remote, item.id, item.kind, "", digest(item.there)))
        synced.remember(self.lib, plan.server, self.group, based)
        if take == "ours":
            synced.forget(self.lib, plan.server, self.group, [one.id for one in plan.conflicts if not one.there])
        plan.pull += settled
        return settled

    def _take_in(self, plan: SyncPlan, chosen: list[Item], report: SyncReport) -> None:
        from tui.exchange import hypothesis
        from tui.exchange.hypothesis import OWN
        from tui.exchange.reading import mapping, string
        from tui.workflows.importing import ImportPlan, carry_out
        from tui.workflows.settling import settle
        from tui.workflows.sync_rows import digest, incoming, outgoing

        if not chosen:
            return
        lib, host = self.lib, report.host
        rows: list[Object] = []
        taken = {item.remote: item for item in chosen if item.there is not None}
        for item in taken.values():
            assert item.there is not None
            rows.append(incoming(lib, item.there, item.id, here=item.here, me=self.me, updated=self._later(item)))
        rows += self._ends(plan, taken)
        settled = settle(lib, hypothesis.take(rows))
        gone = {
            kind: [one.id for one in chosen if one.there is None and one.kind == kind]
            for kind in ("relation", "annotation")
        }
        with journal.step(lib, f"Pulled group {self.group[:40]} from {host}"):
            came = carry_out(
                lib, ImportPlan(host, "Hypothesis", settled.export), progress=self.progress, cancelled=self.cancelled
            )
            relations.delete(lib, gone["relation"])
            marks.delete(lib, gone["annotation"])
            report.problems += came.problems
            known = {one.id: one.remote for one in synced.entries(lib, plan.server, self.group)}
            remote = {**known, **{item.id: item.remote for item in taken.values()}}
            articles = list({t.article for one in settled.export.annotations for t in one.targets})
            articles += [one for row in rows if (one := string(mapping(row.get(OWN)).get("article")))]
            now = outgoing(lib, list(dict.fromkeys(articles)), remote, self.cancelled)
            made = []
            for item in chosen:
                if item.there is not None and item.id not in now:
                    continue  # it could not be taken: a problem of the report says why
                report.pulled[item.change] += 1
                if item.there is not None:
                    made.append(Synced(item.remote, item.id, item.kind, digest(now[item.id]), digest(item.there)))
            synced.remember(lib, plan.server, self.group, made)
            synced.forget(lib, plan.server, self.group, [one.id for one in chosen if one.there is None])

    def _later(self, item: Item) -> Callable[[], str] | None:
        """A time for what came that is later than what is here, whatever the clocks say."""
        from tui.exchange.reading import time as read_time

        state = synced.states(self.lib, item.kind, [item.id]).get(item.id)
        if state is None or item.there is None:
            return None
        given = read_time(item.there.get("updated"))
        if given is not None and moment(given) > moment(state.modified_at):
            return None
        return lambda: self.lib.later(state.modified_at)

    def _ends(self, plan: SyncPlan, taken: Mapping[str, Item]) -> list[Object]:
        """The annotations that the relations to be taken in join, as they are here already."""
        from tui.exchange.hypothesis import OWN
        from tui.exchange.reading import mapping
        from tui.workflows.sync_rows import incoming

        known = {one.remote: one.id for one in synced.entries(self.lib, plan.server, self.group)}
        ends: dict[str, Object] = {}
        for item in taken.values():
            own = mapping((item.there or {}).get(OWN)) or mapping((item.here or {}).get(OWN))
            for remote in (own.get("evidence"), own.get("claim")) if item.kind == "relation" else ():
                if isinstance(remote, str) and remote in known and remote not in taken and remote in plan.rows:
                    row = {**plan.rows[remote], OWN: dict(mapping(plan.rows[remote].get(OWN)))}
                    ends[remote] = incoming(
                        self.lib, row, known[remote], here={OWN: {"id": ""}}, me=self.me, updated=lambda: _BEFORE
                    )
        return list(ends.values())

    def _send(self, plan: SyncPlan, report: SyncReport) -> None:
        from tui.workflows.sync_rows import short_ids

        order = {"annotation": 0, "relation": 1}
        items = sorted(plan.push, key=lambda one: (one.change == "deleted", order[one.kind]))
        # What is deleted goes the other way round: relations before the annotations that they join.
        items = [one for one in items if one.change != "deleted"] + [
            one for one in reversed(items) if one.change == "deleted"
        ]
        known = synced.entries(self.lib, plan.server, self.group)
        short = short_ids({one.id: one.remote for one in known if not one.sending})
        for number, item in enumerate(items):
            if self.cancelled():
                raise CancelledError
            self.progress(number, len(items), item.quote)
            try:
                if self._send_one(plan, item, short):
                    report.pushed[item.change] += 1
                else:
                    report.theirs += 1
            except CounterpointError as error:
                if not isinstance(error, _NotSent) and getattr(error, "status", 0) not in _REFUSED:
                    raise _with_count(error, sum(report.pushed.values()), len(items)) from error
                report.problems.append(Problem(f"“{item.quote[:60]}”", str(error)))
        for id in plan.surplus:
            self.server.delete(id)

    def _send_one(self, plan: SyncPlan, item: Item, short: dict[str, str]) -> bool:
        """Sends one thing, and remembers what the server answers; False where the server lets the reader not."""
        from tui.workflows.sync_plan import sending
        from tui.workflows.sync_rows import body, claimed_id, digest, join, short_ids

        lib, there = self.lib, None
        if item.change == "deleted":
            done = self.server.delete(item.remote)
            if not done and self.server.holds(item.remote):
                return False
            synced.forget(lib, plan.server, self.group, [item.id])
            return True
        assert item.here is not None
        if not join(item.here, short):
            raise _NotSent("A relation was not sent: an annotation that it joins is not on the server.")
        if item.change == "changed":
            there = self.server.change(item.remote, body(item.here))
            if there is None and self.server.holds(item.remote):
                return False
        if there is None:
            # Remembered first: if the answer never comes, the next push looks for it before it makes another.
            synced.remember(lib, plan.server, self.group, [sending(item)])
            there = self.server.create(
                body(item.here, self.group, self.me),
                lambda row: claimed_id(row) == item.id and row.get("user") == self.me,
            )
        short |= short_ids({item.id: there["id"]})
        synced.remember(
            lib, plan.server, self.group, [Synced(there["id"], item.id, item.kind, digest(item.here), digest(there))]
        )
        return True


def _with_count(error: CounterpointError, sent: int, of: int) -> CounterpointError:
    """The same error; where something was sent before, with how much."""
    from tui.sync.errors import SyncError

    if not sent or not isinstance(error, SyncError):
        return error
    sentence = f"{error} {sent} of {of} changes were sent before that; the next push sends the rest."
    return type(error)(sentence, status=error.status)
