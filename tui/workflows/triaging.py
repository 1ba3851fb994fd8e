"""The order in which open suggestions are judged, and how far the reader is. Pure: the pairs come from `judging`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field

from tui.text.spans import Span
from tui.workflows.judging import Pair

Answer = Literal["accepted", "rejected", "changed"]
ANSWERS: tuple[Answer, ...] = ("accepted", "changed", "rejected")
PairId = tuple[str, Span, str, Span]


def pair_id(pair: Pair) -> PairId:
    """What a pair is known by, whatever becomes of its keys: where claim and evidence stand."""
    claim, evidence = pair.claim.place, pair.evidence.place
    return claim.version_id, claim.span, evidence.version_id, evidence.span


class Queue(Struct):
    """The pairs of one sitting. Judged ones stay in it, so that one can go back to them."""

    pairs: list[Pair] = field(default_factory=list)
    answers: dict[PairId, Answer] = field(default_factory=dict)
    index: int = 0

    @property
    def current(self) -> Pair | None:
        """The pair that is shown; None at the end."""
        return self.pairs[self.index] if 0 <= self.index < len(self.pairs) else None

    @property
    def left(self) -> int:
        """How many have no answer yet."""
        return sum(pair_id(pair) not in self.answers for pair in self.pairs)

    def count(self, answer: Answer) -> int:
        return sum(given == answer for given in self.answers.values())

    def answer(self, answer: Answer, pair: Pair | None = None) -> None:
        """`pair`, else the one that is shown, is judged; when it is the one shown, on to the next that is open."""
        pair = pair or self.current
        if pair is None:
            return
        self.answers[pair_id(pair)] = answer
        if self.current is not None and pair_id(self.current) == pair_id(pair):
            self.skip()

    def skip(self) -> None:
        """On to the next open pair, whether the one that is shown is judged or not; the end when there is none."""
        self.index += 1
        while self.current is not None and pair_id(self.current) in self.answers:
            self.index += 1

    def previous(self) -> bool:
        """Back to the pair before, judged or not; False at the first."""
        if self.index <= 0:
            return False
        self.index = min(self.index, len(self.pairs)) - 1
        return True

    def refresh(self, open_now: Sequence[Pair]) -> None:
        """Take in what is open now: an answer that was taken back is open again, and shown; new pairs come last.

        A pair that is open no more, and was not answered here, was answered elsewhere: it leaves the queue.
        """
        opened = {pair_id(pair): pair for pair in open_now}
        known = {pair_id(pair) for pair in self.pairs}
        shown = self.current
        kept = [pair for pair in self.pairs if pair_id(pair) in self.answers or pair_id(pair) in opened]
        self.pairs = [opened.get(pair_id(pair), pair) for pair in kept]
        if shown is not None:
            ids = [pair_id(pair) for pair in self.pairs]
            self.index = ids.index(pair_id(shown)) if pair_id(shown) in ids else min(self.index, len(ids))
        else:
            self.index = len(self.pairs)
        again = self.answers.keys() & opened.keys()
        taken_back = [n for n, pair in enumerate(self.pairs) if pair_id(pair) in again]
        for key in again:
            del self.answers[key]
        self.pairs += [pair for key, pair in opened.items() if key not in known]
        if taken_back:
            self.index = taken_back[0]
