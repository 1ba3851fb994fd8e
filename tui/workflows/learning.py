"""What the engine learned from the reader's verdicts: adjustments of the shipped weights, on this machine.

Each verdict keeps what was seen in its pair, so that the adjustments follow from the verdicts themselves: undo unlearns,
an import brings its lessons with it, two copies on one file agree. The library keeps beside them only what does not
follow: adjustments that came with an export of a part of a library, and when the reader had it all forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from msgspec import Struct

from tui.library import journal, kept, verdicts
from tui.library.connection import Library, moment, stamp

if TYPE_CHECKING:
    from tui.engine.types import Reason, Relation

Json = dict[str, Any]
LEARNED: Final = "learned"
"""The name of what is kept, and the key of the export."""
FORGOTTEN: Final = "forgotten"
"""The key of what is forgotten by name: verdicts dated later than the moment in which all was forgotten."""
_CLOCKS: Final = timedelta(days=1)
"""So far the clocks of two machines may be apart."""
NOTHING: Final[Json] = {"verdicts": 0, "weights": {}}


class Learned(Struct, frozen=True):
    """From how many verdicts, and what came of it."""

    verdicts: int = 0
    weights: Mapping[str, float] = {}
    """`column/feature` to what is added to the shipped weight."""
    until: str = ""
    """When the last of them was given."""

    @property
    def key(self) -> str:
        """Changes with the weights; empty where nothing is learned."""
        return f"{crc32(repr(sorted(self.weights.items())).encode()):08x}" if self.weights else ""

    @property
    def sentence(self) -> str:
        """`learned from 34 verdicts`; empty where nothing is learned."""
        return f"learned from {counted(self.verdicts)}" if self.verdicts else ""


def learned(lib: Library) -> Learned:
    """What is learned now."""
    record: Json = kept.get(lib, LEARNED, {})
    return _learned(_lessons(lib, record), _held(record), _time(record, "since"), _time(record, "until"))


def taught(lib: Library) -> int:
    """From how many verdicts; -1 where nothing was ever learned, or forgotten."""
    return -1 if kept.get(lib, LEARNED) is None and not verdicts.lessons(lib) else learned(lib).verdicts


def forget(lib: Library) -> str:
    """Forget what was learned: verdicts given so far teach nothing any more. A step of the journal; verdicts stay."""
    before = learned(lib)
    if not before.verdicts:
        return told(0)
    with journal.step(lib, f"Forgot what was learned from {counted(before.verdicts)}"):
        record = kept.get(lib, LEARNED, {})
        others = {name: value for name, value in record.items() if name not in ("until", FORGOTTEN)}
        # A verdict of a machine whose clock is ahead is forgotten by name: what is given from now on teaches again.
        since = _not_ahead(lib, before.until) or lib.now()
        ahead = [_name(lesson) for lesson in verdicts.lessons(lib) if lesson.at > since]
        kept.set(lib, LEARNED, {**others, **NOTHING, "since": since, **({FORGOTTEN: ahead} if ahead else {})})
    return f"Forgot what was learned from {counted(before.verdicts)}; the verdicts stay, and the shipped weights hold."


def told(number: int) -> str:
    """What was learned, as a sentence."""
    return f"Learned from {counted(number)}." if number else "Nothing was learned yet; the shipped weights hold."


def counted(number: int) -> str:
    """`34 verdicts`."""
    return f"{number:,} verdict{'' if number == 1 else 's'}"


def lesson_of(suggested: Relation, reasons: Iterable[Reason]) -> Json:
    """What a verdict keeps of the suggestion that it answers; nothing where the suggestion says no values."""
    seen = {reason.kind: round(reason.value, 4) for reason in reasons if reason.value}
    return {"suggested": suggested, "features": seen} if seen else {}


def exported(lib: Library) -> Json:
    """What the export says under `learned`."""
    record: Json = kept.get(lib, LEARNED, {})
    now = learned(lib)
    made = {**record, "verdicts": now.verdicts, "weights": dict(now.weights)}
    if now.verdicts != record.get("verdicts", 0) and now.until:
        made["until"] = now.until
    return made


def take(lib: Library, came: Json, before: int) -> None:
    """Keep what an import says under `learned`, where it was learned from more verdicts than the `before` of here.

    Runs in the import's step, after its verdicts: where these are all that it was learned from, they say it themselves.
    """
    if came == NOTHING or came["verdicts"] <= before:
        return
    came = {**came, **{name: _not_ahead(lib, came[name], _CLOCKS) for name in ("since", "until") if _time(came, name)}}
    since = _time(came, "since")
    own = sum(lesson.at > since for lesson in _lessons(lib, came))
    if came["weights"] and own >= came["verdicts"]:
        came = {**{name: value for name, value in came.items() if name != "until"}, **NOTHING}
    if came != NOTHING:
        kept.set(lib, LEARNED, came)


def _lessons(lib: Library, record: Json) -> tuple[verdicts.Lesson, ...]:
    """Those that are not forgotten by name."""
    names = record.get(FORGOTTEN)
    given = verdicts.lessons(lib)
    if not isinstance(names, list) or not names:
        return given
    forgotten = {name for name in names if isinstance(name, str)}
    return tuple(lesson for lesson in given if _name(lesson) not in forgotten)


def _name(lesson: verdicts.Lesson) -> str:
    """What a lesson is forgotten by; another answer to the same pair is another one."""
    return f"{lesson.id} {lesson.at}"


def _not_ahead(lib: Library, time: str, slack: timedelta = timedelta()) -> str:
    """A time, but no later one than now (and the slack)."""
    return min(time, stamp(moment(lib.now()) + slack))


def _held(record: Json) -> tuple[int, tuple[tuple[str, float], ...]]:
    return record.get("verdicts", 0), tuple(sorted(record.get("weights", {}).items()))


def _time(record: Json, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""


@lru_cache(8)
def _learned(
    lessons: tuple[verdicts.Lesson, ...], held: tuple[int, tuple[tuple[str, float], ...]], since: str, until: str
) -> Learned:
    number, weights = held
    after = max(since, until) if number else since
    own = [lesson for lesson in lessons if lesson.at > after]
    if not own:
        return Learned(number, dict(weights), until)
    # Here, because most libraries are opened without a lesson in them, and the engine takes time to load.
    from tui.engine.judge import model
    from tui.engine.learning import Lesson, adjusted, bounded, learn

    start = bounded(dict(weights), number)
    found = learn([Lesson(one.suggested, one.right, dict(one.features)) for one in own], adjusted(model("en"), start))
    names = sorted(start.keys() | found.keys())
    both = {name: round(start.get(name, 0.0) + found.get(name, 0.0), 4) for name in names}
    return Learned(number + len(own), both, own[-1].at)
