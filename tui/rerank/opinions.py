"""Opinions of a language model on pairs: asked once for each pair of texts, kept, counted."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from tui.rerank.chat import Reply
from tui.rerank.question import SCHEMA, SYSTEM, VERSION, Opinion, question, read_answer

_LARGEST: Final = 100_000
_LEAST: Final = 0.0001
"""A smaller sum is told as smaller than this."""


class Model(Protocol):
    """Whatever answers: `Chat` or `Plugged`."""

    name: str
    where: str
    identity: str
    """What its answers are kept by."""

    def ask(self, system: str, user: str, schema: dict[str, Any]) -> Reply: ...


@dataclass(slots=True)
class Costs:
    """What was asked so far."""

    asked: int = 0
    kept: int = 0
    """Answers that were there already, and cost nothing."""
    failed: int = 0
    """Questions that no answer came to; what those cost, only the server knows."""
    dropped: int = 0
    """Answers that were malformed, or quoted what does not stand in the passage."""
    tokens_in: int = 0
    tokens_out: int = 0

    def told(self, name: str, price: tuple[float, float] | None) -> str:
        """One sentence. `price`: of a million tokens in and out; None where it is not known."""
        pairs = "pair" if self.asked == 1 else "pairs"
        parts = [f"The language model {name} was asked about {self.asked:,} {pairs}"]
        parts.append(f"{self.tokens_in:,} tokens in, {self.tokens_out:,} out")
        if price is not None and self.asked:
            cost = (self.tokens_in * price[0] + self.tokens_out * price[1]) / 1_000_000
            parts.append(f"{f'about {cost:.4f}' if cost >= _LEAST or not cost else f'less than {_LEAST}'} by its price")
        if self.failed:
            parts.append(f"{self.failed:,} without an answer, which may have cost something too")
        if self.kept:
            parts.append(f"{self.kept:,} more known from before")
        if self.dropped:
            parts.append(f"{self.dropped:,} dropped, as the answer was malformed or its quote not in the passage")
        return "; ".join(parts) + "."


class Opinions:
    """A language model with the answers it gave before, in a folder of small files named by hashes of the texts."""

    def __init__(self, model: Model, folder: Path) -> None:
        self.model = model
        self.costs = Costs()
        self._folder = folder

    def of(self, claim: str, passage: str) -> Opinion | None:
        """What the model says of a pair; None where its answer does not count. Raises ModelError when it cannot answer."""
        asked = question(claim, passage)
        path = self._folder / f"{_hash(VERSION, self.model.identity, SYSTEM, asked)}.json"
        answer = _kept(path)
        if answer is not None:
            self.costs.kept += 1
        else:
            self.costs.asked += 1
            self.costs.failed += 1
            reply = self.model.ask(SYSTEM, asked, SCHEMA)
            self.costs.failed -= 1
            self.costs.tokens_in += reply.tokens_in
            self.costs.tokens_out += reply.tokens_out
            answer = reply.text
            if read_answer(answer, passage) is not None:
                _keep(path, answer)
        found = read_answer(answer, passage)
        if found is None:
            self.costs.dropped += 1
        return found


def _hash(*texts: str) -> str:
    return hashlib.sha256(json.dumps(texts).encode("ascii")).hexdigest()


def _kept(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            found = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def _keep(path: Path, answer: str) -> None:
    """Keep an answer for the next time. What cannot be kept is asked again, and that is all."""
    new = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new.write_text(json.dumps(answer), encoding="ascii")
        new.replace(path)
