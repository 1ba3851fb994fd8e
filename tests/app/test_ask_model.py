"""A language model is asked about the selected evidence, and about nothing before that."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from tests.app.reader_case import Case, reading
from tests.rerank.chat_server import Json, Said, chat_server, completion
from tui.config import Config


async def asked(case: Case) -> None:
    await case.do("pair.ask_model")
    await case.app.workers.wait_for_complete()
    await case.pilot.pause()


async def test_the_selected_evidence_is_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    answers = [{"relation": "contradicts", "quote": "ferry", "reason": "[/b] It stopped \x1b]0;x\x07."}]
    with chat_server(lambda sent: (200, completion(answers[-1] | {"quote": sent["passage"].split()[0]}))) as server:
        config = Config(llm_model="small", llm_address=server.address)
        async with reading(tmp_path, config=config) as case:
            await case.do("pair.ask_model")
            assert server.requests == []
            await case.do("reader.next_contested", "pair.next_evidence")
            assert server.requests == []
            await asked(case)
            assert len(server.requests) == 1
            assert "small says that the passage contradicts the claim: [/b] It stopped" in case.said
            assert "100 tokens in, 20 out" in case.said
            assert not set(case.said) & set("\x1b\x07")
            await asked(case)
            assert len(server.requests) == 1
            assert "It is known from before, and cost nothing now." in case.said


async def test_without_a_model_the_reader_is_told(tmp_path: Path) -> None:
    async with reading(tmp_path) as case:
        await case.do("reader.next_contested", "pair.next_evidence")
        await asked(case)
        assert "No language model is set" in case.said


async def test_it_is_asked_once_at_a_time_and_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    held = threading.Event()

    def silent(_: Json) -> Said:
        held.wait(30)
        return 200, completion("none")

    with chat_server(silent) as server:
        config = Config(llm_model="small", llm_address=server.address)
        async with reading(tmp_path, config=config) as case:
            await case.do("reader.next_contested", "pair.next_evidence")
            key = case.app.keymap.keys("pair.ask_model")[0]
            await case.pilot.press(key)
            while not server.requests:
                await case.pilot.pause()
            await case.press(key)
            assert "being asked already" in case.screen.remark
            began = time.monotonic()
            case.app.workers.cancel_all()  # as when the app is left
            while case.app.workers:
                await case.pilot.pause()
            assert time.monotonic() - began < 20
        assert len(server.requests) == 1
        held.set()
