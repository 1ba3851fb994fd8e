"""What is to be done so that a group on a server and the library say the same: both are compared with what they said when
they were the same the last time. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from tui.library import synced
from tui.library.connection import Library
from tui.library.synced import SENDING, Kind, State, Synced
from tui.sync.hypothesis import PUBLIC_GROUP, Hypothesis
from tui.workflows.progress import Cancelled, CancelledError, Progress
from tui.workflows.settling import own_id
from tui.workflows.sync_rows import (
    Object,
    article_of,
    claimed_id,
    digest,
    join,
    kind_of,
    outgoing,
    quote_of,
    saying,
    short_ids,
)

Change = Literal["new", "changed", "deleted"]


@dataclass(slots=True)
class Item:
    """One annotation or relation that differs."""

    kind: Kind
    id: str
    """Ours; for what is new there, the one that it will have."""
    change: Change
    """What was done to it on the side that it comes from; for a conflict, here."""
    remote: str = ""
    here: Object | None = None
    """What it is here, as a row; None where it is not."""
    there: Object | None = None
    mine: bool = True
    """May the reader change it on the server?"""

    @property
    def quote(self) -> str:
        return quote_of(self.here or self.there or {})

    @property
    def sides(self) -> dict[str, str]:
        """The passage (`quote`), and what is said `here` and `there`; empty where it was deleted."""
        return {"quote": self.quote, "here": saying(self.here), "there": saying(self.there)}


@dataclass(slots=True)
class SyncPlan:
    """What differs between a group and the library."""

    server: str
    group: str
    me: str
    """The reader, as the server calls them."""
    pull: list[Item] = field(default_factory=list)
    push: list[Item] = field(default_factory=list)
    conflicts: list[Item] = field(default_factory=list)
    """Changed on both sides, or new on both and not the same."""
    same: int = 0
    theirs: int = 0
    """Changed or deleted here, but somebody else's on the server: that stays as it is there."""
    not_sent: int = 0
    """Made by others, here only: sent by those who made them."""
    known: list[Synced] = field(default_factory=list)
    """What turned out to be the same, to be remembered."""
    gone: list[str] = field(default_factory=list)
    """What is on neither side any more, to be forgotten."""
    surplus: list[str] = field(default_factory=list)
    """The server's ids of second copies that a broken-off push of the reader's made."""
    rows: dict[str, Object] = field(default_factory=dict)
    """All that the server has, by its ids."""
    left_out: list[str] = field(default_factory=list)


def compare(
    lib: Library,
    server: Hypothesis,
    group: str,
    me: str,
    articles: Sequence[str] | None,
    progress: Progress,
    cancelled: Cancelled,
) -> SyncPlan:
    """Ask the server for the group, and compare. Of the public group only what the reader made is looked at."""
    plan = SyncPlan(server.root, group, me)
    for row in server.rows(group, me if group == PUBLIC_GROUP else None):
        plan.rows[row["id"]] = row
        if len(plan.rows) % 100 == 0:
            progress(len(plan.rows), 0, "asking the server")
            if cancelled():
                raise CancelledError
    comparing = _Comparing(lib, server, plan, articles, cancelled)
    comparing.known_ones()
    comparing.new_there()
    comparing.new_here()
    plan.left_out = list(server.left_out)
    return plan


class _Comparing:
    def __init__(
        self, lib: Library, server: Hypothesis, plan: SyncPlan, articles: Sequence[str] | None, cancelled: Cancelled
    ) -> None:
        self.lib, self.server, self.plan, self.cancelled = lib, server, plan, cancelled
        self.chosen = None if articles is None else set(articles)
        entries = synced.entries(lib, plan.server, plan.group)
        sending = {one.id: one for one in entries if one.sending}
        self.entries = [one for one in entries if not one.sending] + list(self._arrived(sending))
        self.known = {one.id: one for one in self.entries}
        self.remotes = {one.remote for one in self.entries}
        remote = {one.id: one.remote for one in self.entries}
        self.here = outgoing(lib, articles, remote, cancelled)
        ids: dict[Kind, set[str]] = {"annotation": set(), "relation": set()}
        for id, row in self.here.items():
            ids[kind_of(row)].add(id)
        for one in self.entries:
            ids[one.kind].add(one.id)
        for row in plan.rows.values():
            ids[kind_of(row)] |= {claimed_id(row), self._own(row)}
        self.states: dict[str, State] = {}
        for kind, wanted in ids.items():
            self.states |= synced.states(lib, kind, wanted)

    def _arrived(self, sending: dict[str, Synced]) -> Iterable[Synced]:
        """What was sent, and broke off before the server answered, and is there."""
        for remote, row in self.plan.rows.items():
            one = sending.get(claimed_id(row))
            if one is not None and self._mine(row):
                del sending[one.id]
                arrived = Synced(remote, one.id, one.kind, one.here, digest(row))
                self.plan.known.append(arrived)
                yield arrived

    def _mine(self, row: Object) -> bool:
        return row.get("user") == self.plan.me

    def _own(self, row: Object) -> str:
        return own_id("hypothesis", kind_of(row), row["id"])

    def known_ones(self) -> None:
        """Those that were the same once."""
        plan = self.plan
        for one in self.entries:
            if self.cancelled():
                raise CancelledError
            state, here = self.states.get(one.id), self.here.get(one.id)
            if state is None:  # the pull that brought it was undone: as if it had never been
                plan.gone.append(one.id)
                self.remotes.discard(one.remote)
                self.known.pop(one.id, None)
                continue
            if here is None and not state.deleted:
                continue  # in an article that was not asked for, or is removed
            if state.deleted and self.chosen is not None:
                continue
            there = plan.rows.get(one.remote)
            if there is None and one.remote not in self.server.unread:
                there = self.server.get(one.remote)
            if one.remote in self.server.unread:
                continue  # it is there, whatever it says; that it was left out is said
            if there is not None:
                plan.rows[one.remote] = there
            self._sort_in(one, here, there)

    def _sort_in(self, one: Synced, here: Object | None, there: Object | None) -> None:
        plan = self.plan
        now_here, now_there = digest(here) if here else "", digest(there) if there else ""
        changed_here, changed_there = now_here != one.here, now_there != one.there
        mine = there is None or self._mine(there)
        change: Change = "changed" if here else "deleted"
        if here is None and there is None:
            plan.gone.append(one.id)
        elif not changed_here and not changed_there:
            plan.same += 1
        elif not changed_there or (here is None and not mine):
            if mine:
                plan.push.append(Item(one.kind, one.id, change, one.remote, here, there))
            else:
                plan.theirs += 1
        elif not changed_here:
            came: Change = "changed" if there else "deleted"
            plan.pull.append(Item(one.kind, one.id, came, one.remote, here, there, mine))
        elif now_here == now_there:
            plan.same += 1
            plan.known.append(Synced(one.remote, one.id, one.kind, now_here, now_there))
        else:
            plan.conflicts.append(Item(one.kind, one.id, change, one.remote, here, there, mine))

    def new_there(self) -> None:
        """What the server has that was not known."""
        plan = self.plan
        fresh = [row for remote, row in plan.rows.items() if remote not in self.remotes]
        # Annotations first: what they turn out to be names the ends of the relations.
        for one in ("annotation", "relation"):
            short = short_ids({known.id: known.remote for known in self.known.values()})
            for there in fresh:
                if kind_of(there) == one:
                    self._meet(there, short)

    def _meet(self, there: Object, short: dict[str, str]) -> None:
        """One row that the server has and that was not known."""
        plan, remote = self.plan, there["id"]
        kind, mine, claimed = kind_of(there), self._mine(there), claimed_id(there)
        id = claimed or self._own(there)
        known, here, state = self.known.get(id), self.here.get(id), self.states.get(id)
        first = plan.rows.get(known.remote) if known is not None and mine else None
        if here is not None:
            join(here, short)
        if first is not None and digest(first) == digest(there):
            plan.surplus.append(remote)
            return
        if known is None and here is not None and digest(here) == digest(there):
            self._know(Synced(remote, id, kind, digest(here), digest(there)))
            plan.same += 1
            return
        if known is not None or (state is not None and claimed and not mine):
            # Nobody else's row is taken for one of ours, whatever it says of itself.
            id = own_id("hypothesis", kind, f"{plan.server} {remote}")
            here, state = self.here.get(id), None
        if here is not None:
            plan.conflicts.append(Item(kind, id, "new", remote, here, there, mine))
            self._know(Synced(remote, id, kind, "", ""), found_same=False)
        elif (state is None or state.deleted) and self._asked_for(there):
            plan.pull.append(Item(kind, id, "new", remote, None, there, mine))

    def _know(self, one: Synced, *, found_same: bool = True) -> None:
        self.known[one.id] = one
        if found_same:
            self.plan.known.append(one)

    def _asked_for(self, row: Object) -> bool:
        return self.chosen is None or article_of(self.lib, row) in self.chosen

    def new_here(self) -> None:
        """What was made here and never sent."""
        for id, row in self.here.items():
            if id in self.known:
                continue
            if self.states[id].creator in ("", self.lib.creator):
                self.plan.push.append(Item(kind_of(row), id, "new", "", row))
            else:
                self.plan.not_sent += 1


def sending(item: Item) -> Synced:
    """What is remembered before something is sent."""
    assert item.here is not None
    return Synced(SENDING + item.id, item.id, item.kind, digest(item.here), "")
