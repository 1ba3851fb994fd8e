"""Triage: open suggestions one after another, each judged with one key."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.app.ferry import NEVER, STOPPED, WARNED
from tests.app.reader_case import Case, reading
from tui.screens.reader import ReaderScreen
from tui.screens.triage import TriageScreen
from tui.widgets.progress_header import ProgressHeader
from tui.workflows import judging


class Triage(Case):
    @property
    def triage(self) -> TriageScreen:
        assert isinstance(self.top, TriageScreen)
        return self.top

    @property
    def head(self) -> str:
        return self.triage.query_one(ProgressHeader).text()

    @property
    def claim(self) -> str:
        return " ".join(self.triage.claim_view.text().split())

    @property
    def evidence(self) -> str:
        return " ".join(self.triage.evidence_view.text().split())

    async def settled(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def open(self, article_id: str | None = None) -> int:
        return len(judging.open_pairs(self.ferry.lib, article_id))


@asynccontextmanager
async def triage(folder: Path, *, everything: bool = False, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Triage]:
    async with reading(folder, size=size) as case:
        it = Triage(case.app, case.pilot, case.ferry)
        await it.do("app.triage_all" if everything else "reader.triage")
        await it.settled()
        yield it


async def test_the_suggestions_of_an_article(tmp_path: Path) -> None:
    async with triage(tmp_path) as case:
        assert "The ferry is back" in case.head
        assert "1 of 4" in case.head
        assert "The mayor pledges" in case.claim
        assert NEVER in case.claim
        assert "She added that fares" in case.claim, "the claim is shown in its paragraph"
        assert STOPPED in case.evidence
        assert "Both name the ferry" in case.evidence


async def test_accept_reject_change_and_skip(tmp_path: Path) -> None:
    async with triage(tmp_path) as case:
        await case.do("triage.accept")
        assert "takes it back" in case.said
        assert "2 of 4 · 1 accepted" in case.head
        assert WARNED in case.evidence
        await case.do("triage.reject")
        assert "1 rejected" in case.head
        await case.do("triage.change")
        await case.press("q")
        assert "1 changed" in case.head
        assert case.open(case.ferry.home) == 1
        await case.do("triage.skip")
        assert "1 suggestion is left open" in case.claim
        await case.do("triage.previous")
        assert "4 of 4" in case.head
        await case.do("triage.previous")
        assert "qualifies" in case.evidence
        states = {e.place.text: (e.relation, e.state) for e in case.article().claims[0].evidence}
        assert states[STOPPED] == ("contradicts", "accepted")
        assert states[WARNED] == ("weakens", "rejected")


async def test_all_judged(tmp_path: Path) -> None:
    async with triage(tmp_path) as case:
        for _ in range(4):
            await case.do("triage.reject")
        assert "All 4 are judged" in case.claim
        await case.do("triage.reject")
        assert case.open(case.ferry.home) == 0
        await case.do("triage.close")
        assert isinstance(case.top, ReaderScreen)
        assert "Rejected" in case.pane or "No claim" in case.pane


async def test_the_relation_that_it_has_is_accepted(tmp_path: Path) -> None:
    async with triage(tmp_path) as case:
        await case.do("triage.change")
        await case.press("enter")
        assert "2 of 4 · 1 accepted" in case.head
        assert "changed" not in case.head


async def test_undo_asks_again(tmp_path: Path) -> None:
    async with triage(tmp_path) as case:
        await case.do("triage.accept", "triage.reject")
        await case.do("app.undo")
        await case.settled()
        assert "2 of 4 · 1 accepted" in case.head
        assert "rejected" not in case.head
        assert WARNED in case.evidence


async def test_an_answer_is_changed_by_going_back(tmp_path: Path) -> None:
    async with triage(tmp_path) as case:
        await case.do("triage.accept", "triage.previous", "triage.reject")
        states = {e.place.text: e.state for e in case.article().claims[0].evidence}
        assert states[STOPPED] == "rejected"


async def test_all_of_the_library_and_open_in_its_article(tmp_path: Path) -> None:
    async with triage(tmp_path, everything=True) as case:
        assert "the library" in case.head or "of 5" in case.head
        assert "of 5" in case.head
        await case.do("triage.open")
        await case.settled()
        assert isinstance(case.top, ReaderScreen)
        assert case.after.startswith(NEVER[:10])
        await case.do("reader.close")
        assert "of 5" in case.head


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)])
async def test_both_sides_are_in_sight(tmp_path: Path, size: tuple[int, int]) -> None:
    async with triage(tmp_path, size=size) as case:
        assert case.triage.claim_view.region.height >= 4
        assert case.triage.evidence_view.region.height >= 4
        assert NEVER.split()[0] in case.claim


async def test_nothing_to_judge(tmp_path: Path) -> None:
    async with reading(tmp_path) as first:
        ferry = first.ferry
        for pair in judging.open_pairs(ferry.lib):
            judging.reject(ferry.lib, pair.claim, pair.evidence)
    async with reading(tmp_path, ferry=ferry) as base:
        case = Triage(base.app, base.pilot, ferry)
        await case.do("reader.triage")
        await case.settled()
        assert "Nothing to judge" in case.claim
        await case.do("triage.accept", "triage.change", "triage.skip", "triage.previous", "triage.open")
        assert isinstance(case.top, TriageScreen)
