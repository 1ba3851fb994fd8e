"""Where a key takes the reader: pure functions over an article's paragraphs, sentences, claims and marks.

Offsets are code points in the text of the shown version.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from tui.engine.types import COUNTER
from tui.text.document import Paragraph
from tui.text.sentences import sentences
from tui.text.spans import Span
from tui.workflows.views import ClaimView, EvidenceHere, MarkView, ReaderArticle

HISTORY_LIMIT = 200


class Jump(Struct, frozen=True):
    """A place that the reader can come back to."""

    article_id: str
    offset: int
    claim_key: str | None = None
    """The claim that the pane showed there."""


class JumpHistory(Struct):
    """Where the reader has been, as in a browser: a new jump forgets what lay ahead."""

    behind: list[Jump] = field(default_factory=list)
    ahead: list[Jump] = field(default_factory=list)

    def record(self, here: Jump) -> None:
        """Remember `here`, the place that a jump is about to leave."""
        self.ahead.clear()
        if not self.behind or (self.behind[-1].article_id, self.behind[-1].offset) != (here.article_id, here.offset):
            self.behind.append(here)
            del self.behind[:-HISTORY_LIMIT]

    def back(self, here: Jump) -> Jump | None:
        """The place before the last jump, or None; `here` becomes what lies ahead."""
        return self._move(here, self.behind, self.ahead)

    def forward(self, here: Jump) -> Jump | None:
        """The place that `back` left, or None."""
        return self._move(here, self.ahead, self.behind)

    def _move(self, here: Jump, source: list[Jump], target: list[Jump]) -> Jump | None:
        while source:
            jump = source.pop()
            if (jump.article_id, jump.offset) != (here.article_id, here.offset):
                target.append(here)
                return jump
        return None


class Count(Struct):
    """The number typed before a key, as in `5j`."""

    digits: str = ""

    def feed(self, character: str | None) -> bool:
        """Take in one typed character; False when it is no digit, or a zero with nothing before it."""
        if character is None or len(character) != 1 or character not in "0123456789":
            return False
        if character == "0" and not self.digits:
            return False
        self.digits = (self.digits + character)[-7:]
        return True

    def take(self) -> int | None:
        """The number, once; None when none was typed."""
        number = int(self.digits) if self.digits else None
        self.digits = ""
        return number


# --- paragraphs and sentences -------------------------------------------------------------------------------------


def paragraph_at(paragraphs: Sequence[Paragraph], offset: int) -> Paragraph | None:
    """The paragraph that `offset` stands in; the line feed after a paragraph belongs to it. None in an empty text."""
    if not paragraphs:
        return None
    return paragraphs[max(0, bisect_right(paragraphs, offset, key=lambda p: p.start) - 1)]


def without_furniture(text: str, paragraphs: Sequence[Paragraph], span: Span) -> list[Span]:
    """The pieces of `span` that no furniture lies in, without white space at their ends; `span` where it is all
    furniture."""
    pieces: list[Span] = []
    start: int | None = None
    end = span.start
    for paragraph in paragraphs:
        if paragraph.end < span.start or paragraph.start >= span.end:
            continue
        if paragraph.kind == "furniture":
            if start is not None:
                pieces.append(Span(start, end))
            start = None
        else:
            start = max(span.start, paragraph.start) if start is None else start
            end = min(span.end, paragraph.end)
    if start is not None:
        pieces.append(Span(start, max(start, end)))
    whole = [piece for piece in pieces if piece.of(text).strip()]
    return whole or [span]


def step(stops: Sequence[int], offset: int, count: int) -> int | None:
    """The start that lies `count` items after (or before, when negative) the one that holds `offset`.

    `stops` are sorted starts. Stops at the first and the last; None where there is nowhere to go.
    """
    if not stops:
        return None
    here = bisect_right(stops, offset) - 1
    goal = stops[min(len(stops) - 1, max(0, here + count))]
    if count > 0 and goal <= offset:
        return None
    if count < 0 and goal >= offset:
        return None
    return goal


def sentence_at(text: str, paragraphs: Sequence[Paragraph], offset: int) -> Span | None:
    """The sentence at `offset`, or the nearest one before it in the paragraph, or the paragraph's first."""
    paragraph = paragraph_at(paragraphs, offset)
    if paragraph is None:
        return None
    found = sentences(text, paragraph.start, paragraph.end)
    if not found:
        return None
    return found[max(0, bisect_right(found, offset, key=lambda s: s.start) - 1)]


def sentence_step(text: str, shown: Sequence[Paragraph], offset: int, count: int) -> int | None:
    """The start of the sentence `count` away from the one at `offset`, over the `shown` paragraphs; None at the end."""
    if not shown or count == 0:
        return None
    index = first = max(0, bisect_right(shown, offset, key=lambda p: p.start) - 1)
    goal: int | None = None
    left = abs(count)
    while 0 <= index < len(shown) and left > 0:
        starts = [s.start for s in sentences(text, shown[index].start, shown[index].end)]
        if index == first:
            passed = bisect_right(starts, offset)
            starts = starts[passed:] if count > 0 else starts[: max(0, passed - 1)]
        if starts:
            taken = min(left, len(starts))
            goal = starts[taken - 1] if count > 0 else starts[-taken]
            left -= taken
        index += 1 if count > 0 else -1
    return goal


# --- claims and marks ---------------------------------------------------------------------------------------------


def claim_step(claims: Sequence[ClaimView], offset: int, current: str | None, count: int) -> ClaimView | None:
    """The claim `count` away, in order of place.

    `current` is the key of the claim in the pane: while the cursor stands in its sentence, the next claim is the one
    after it, even when several share a sentence. None where there is no more; otherwise it stops at the last.
    """
    if not claims or count == 0:
        return None
    for index, claim in enumerate(claims):
        if claim.key == current and (claim.place.span.start == offset or claim.sentence.contains(offset)):
            goal = min(len(claims) - 1, max(0, index + count))
            return claims[goal] if goal != index else None
    starts = [claim.place.span.start for claim in claims]
    if count > 0:
        first = bisect_right(starts, offset)
        return claims[min(len(claims) - 1, first + count - 1)] if first < len(claims) else None
    last = bisect_left(starts, offset) - 1
    return claims[max(0, last + count + 1)] if last >= 0 else None


def contested(claims: Sequence[ClaimView]) -> tuple[ClaimView, ...]:
    """The claims that counter-evidence stands against."""
    return tuple(claim for claim in claims if claim.contested)


def mark_starts(marks: Sequence[MarkView]) -> list[int]:
    """Where the reader's own marks begin, in order of place, each place once; orphans have none."""
    return sorted({mark.spans[0].start for mark in marks if mark.spans})


def mark_step(starts: Sequence[int], offset: int, count: int) -> int | None:
    """The `count`th start after `offset` (before it, when negative); the last there is; None where there is none."""
    if count > 0:
        first = bisect_right(starts, offset)
        return starts[min(len(starts), first + count) - 1] if first < len(starts) else None
    last = bisect_left(starts, offset)
    return starts[max(0, last + count)] if last > 0 else None


def written_in(marks: Sequence[MarkView], paragraph: Paragraph) -> tuple[MarkView, ...]:
    """The marks in a paragraph that have words or tags of the reader's, or were found again in a new version, in order
    of place."""
    here = [
        mark
        for mark in marks
        if (mark.body.strip() or mark.tags or mark.state in ("fuzzy", "review"))
        and any(paragraph.start <= s.start <= paragraph.end for s in mark.spans)
    ]
    return tuple(sorted(here, key=lambda mark: mark.spans[0]))


def marks_at(marks: Sequence[MarkView], offset: int, within: Span | None = None) -> list[MarkView]:
    """The marks at `offset`, the shortest first; else those that overlap `within` (such as the current sentence)."""

    def length(mark: MarkView) -> int:
        return sum(span.length for span in mark.spans)

    here = [m for m in marks if any(s.contains(offset) or s.start == offset for s in m.spans)]
    if not here and within is not None:
        here = [m for m in marks if any(s.overlap(within) for s in m.spans)]
    return sorted(here, key=length)


def claims_in(claims: Sequence[ClaimView], paragraph: Paragraph) -> list[ClaimView]:
    """The claims of one paragraph, in order of place."""
    first = bisect_left(claims, paragraph.start, key=lambda c: c.place.span.start)
    last = bisect_right(claims, paragraph.end, key=lambda c: c.place.span.start)
    return list(claims[first:last])


def claim_for(claims: Sequence[ClaimView], paragraph: Paragraph, offset: int) -> ClaimView | None:
    """The claim that the pane shows when the cursor stands at `offset` of `paragraph`.

    At the paragraph's beginning: the nearest contested claim, else the first. Further in: the claim whose sentence the
    cursor is in, else the nearest at or after it (contested first), else the paragraph's last.
    """
    here = claims_in(claims, paragraph)
    if not here:
        return None
    if offset > paragraph.start:
        at = [c for c in here if c.sentence.contains(offset) or c.place.span.contains(offset)]
        if at:
            return next((c for c in at if c.contested), at[0])
    after = [c for c in here if c.place.span.end > offset]
    if not after:
        return here[-1]
    return next((c for c in after if c.contested), after[0])


# --- where one is -------------------------------------------------------------------------------------------------


class Whereabouts(Struct, frozen=True):
    """What the header says."""

    paragraph: int
    """The number among the article's own paragraphs; 0 in furniture."""
    paragraphs: int
    claims: int
    contested: int
    progress: float
    """0 to 1: how far the current paragraph is into the article."""


class Outline:
    """What movement needs of one article, worked out once: a key press costs the same in a page and in a long book."""

    def __init__(self, article: ReaderArticle) -> None:
        self.paragraphs = article.paragraphs
        self.own = tuple(p for p in article.paragraphs if p.kind != "furniture")
        """The article's own paragraphs: those that the header counts."""
        self.numbers = {p.n: index for index, p in enumerate(self.own, 1)}
        """Paragraph n → the number that the header gives it."""
        self.claims = article.claims
        self.contested = contested(article.claims)
        self.marks = mark_starts(article.marks)
        self._starts = {True: [p.start for p in self.paragraphs], False: [p.start for p in self.own or self.paragraphs]}
        self._evidence = sorted(article.evidence_here, key=lambda e: e.span.start)

    def stops(self, *, furniture: bool) -> tuple[Paragraph, ...]:
        """The paragraphs that movement stops at: all of them, or all but the folded furniture."""
        return self.paragraphs if furniture or not self.own else self.own

    def paragraph_step(self, offset: int, count: int, *, furniture: bool) -> int | None:
        """The start of the paragraph `count` away from the one at `offset`; None at the end of the article."""
        return step(self._starts[furniture], offset, count)

    def numbered(self, number: int) -> Paragraph | None:
        """The paragraph that the header calls `number`; past the end it is the last one."""
        stops = self.own or self.paragraphs
        return stops[min(len(stops), max(1, number)) - 1] if stops else None

    def evidence_in(self, paragraph: Paragraph) -> list[EvidenceHere]:
        """The evidence that stands in one paragraph, counter-evidence first, the rejected left out."""
        first = bisect_left(self._evidence, paragraph.start, key=lambda e: e.span.start)
        last = bisect_right(self._evidence, paragraph.end, key=lambda e: e.span.start)
        here = [e for e in self._evidence[first:last] if e.state != "rejected"]
        return sorted(here, key=lambda e: e.relation not in COUNTER)

    def whereabouts(self, offset: int) -> Whereabouts:
        """Where `offset` is in the article, furniture not counted."""
        here = paragraph_at(self.paragraphs, offset)
        passed = bisect_right(self.own, offset, key=lambda p: p.start) if here is not None else 0
        number = passed if here is not None and here.kind != "furniture" else 0
        progress = passed / len(self.own) if self.own else 0.0
        return Whereabouts(number, len(self.own), len(self.claims), len(self.contested), progress)
