"""doccano JSONL (https://doccano.github.io/doccano/): a text a line, with entities and relations.

doccano counts what JavaScript does, UTF-16 units, or grapheme clusters where a project says so; its files do not tell which.
Ours do, under `counterpoint`, where our own fields and the map of segments are too.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any, Final

from tui.exchange.bundle import Bundle, Segment, bundles, own_of, own_relation, relate, segments, take
from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import Taken
from tui.exchange.jsontext import Aside, encode, joined, member
from tui.exchange.reading import Input, Object, Question, items, mapping, string, whole
from tui.exchange.view import View
from tui.text.offsets import UNITS, Offsets, Unit

OWN: Final = "counterpoint"
_OPTIONS: Final = (
    ("utf-16", "UTF-16 units (doccano unless its project says otherwise)"),
    ("graphemes", "grapheme clusters (a project that counts what a reader sees as one character)"),
    ("code-points", "code points (files made with Python)"),
)


def write(view: View) -> Iterator[bytes]:
    """The lines, in blocks."""
    entity = relation = 0
    for number, bundle in enumerate(bundles(view), 1):
        entity, relation = yield from _document(bundle, number, entity, relation)


def _document(bundle: Bundle, number: int, entity: int, relation: int) -> Generator[bytes, None, tuple[int, int]]:
    """A line. Our own fields, which stand at its end, are put aside while the entities are written."""
    offsets = Offsets(bundle.text, "utf-16")
    annotations, arrows = Aside(), Aside()
    firsts: dict[str, int] = {}

    def entities() -> Iterator[Object]:
        nonlocal entity
        for spot in bundle.spots():
            first, label = entity + 1, spot.annotation["kind"]
            for start, end in spot.spans:
                entity += 1
                yield {
                    "id": entity,
                    "label": label,
                    "start_offset": offsets.out(start),
                    "end_offset": offsets.out(end),
                }
            if bundle.is_joined(spot.annotation):
                firsts[spot.annotation["id"]] = first
            own = own_of(spot.annotation)
            if entity > first:
                own["parts"] = list(range(first, entity + 1))
            annotations.add(*member(str(first), own))

    def relations() -> Iterator[Object]:
        nonlocal relation
        for one in bundle.relations():
            relation += 1
            ends = {"from_id": firsts[one["evidence"]], "to_id": firsts[one["claim"]]}
            arrows.add(*member(str(relation), own_relation(one)))
            yield {"id": relation, **ends, "type": one["relation"]}

    yield encode({"id": number, "text": bundle.text})[:-1] + b',"entities":['
    yield from joined(entities(), b",")
    yield b'],"relations":['
    yield from joined(relations(), b",")
    yield b'],"Comments":[],"counterpoint":{"offsets":"utf-16","segments":' + encode(bundle.segments)
    yield b',"annotations":{'
    yield from annotations.blocks()
    yield b'},"relations":{'
    yield from arrows.blocks()
    yield b"}}}\n"
    return entity, relation


# In


def recognises(file: Input) -> bool:
    """Lines with a text and labels on it."""
    first = mapping(file.first_line)
    return isinstance(first.get("text", first.get("data")), str) and bool(
        {"entities", "label", "labels"} & first.keys()
    )


def read(file: Input) -> Taken:
    """Entities and relations. Raises Question where UTF-16 and graphemes would be read differently."""
    taken = Taken("doccano")
    documents = 0
    for number, line in file.lines():
        if isinstance(line, ExchangeError):
            taken.leave_out(f"Line {number}", str(line).rstrip(".").lower())
            continue
        line = mapping(line)
        text = line.get("text", line.get("data"))
        if not isinstance(text, str) or not text.strip():
            taken.leave_out(f"Line {number}", "it has no text")
            continue
        documents += 1
        _read(taken, file, number, line, text)
    if not documents:
        raise ExchangeError("The file holds no lines of doccano, which have a “text” each.")
    return taken


def _read(taken: Taken, file: Input, number: int, line: Object, text: str) -> None:
    own = mapping(line.get(OWN))
    found = _entities(line)
    unit = _unit(own, file, text, found, number)
    offsets = Offsets(text, unit)
    parts = segments(taken, text, own.get("segments"))
    home = f"{line.get('id', number)} {parts[0].article}"
    said = mapping(own.get("annotations"))
    spans = {id: (label, (offsets.back(start), offsets.back(end))) for id, label, start, end in found}
    # A discontinuous annotation is several entities; what is left of its parts goes with the first.
    followers = {str(part) for one in said.values() for part in items(mapping(one).get("parts"))[1:]}
    known: set[str] = set()
    for id, (label, span) in spans.items():
        if id in followers:
            continue
        mine = mapping(said.get(id))
        rest = [spans[str(part)][1] for part in items(mine.get("parts"))[1:] if str(part) in spans]
        key = f"{home} {id}"
        if _take(taken, text, parts, [span, *rest], key, label, mine):
            known.add(key)
    arrows = mapping(own.get("relations"))
    for index, one in enumerate(items(line.get("relations"))):
        one = mapping(one)
        id = str(one.get("id", index))
        evidence, claim = f"{home} {one.get('from_id')}", f"{home} {one.get('to_id')}"
        label, mine = string(one.get("type")), mapping(arrows.get(id))
        relate(taken, known, key=f"{home} r{id}", label=label, evidence=evidence, claim=claim, own=mine)


def _take(
    taken: Taken, text: str, parts: list[Segment], spans: list[tuple[int, int]], key: str, label: str, own: Object
) -> bool:
    return take(taken, text, parts, spans, key=key, label=label, own=own)


def _entities(line: Object) -> list[tuple[str, str, int, int]]:
    """Id, label, start and end of each entity; older files have lists of start, end, label."""
    made: list[tuple[str, str, int, int]] = []
    for index, one in enumerate(items(line.get("entities") or line.get("label") or line.get("labels"))):
        entry: list[Any]
        if isinstance(one, dict):
            entry = [one.get("start_offset"), one.get("end_offset"), one.get("label")]
        else:
            entry = items(one)
        id = str(one.get("id", index)) if isinstance(one, dict) else str(index)
        start, end = (whole(place) for place in [*entry[:2], None, None][:2])
        label = string(entry[2]) if len(entry) > 2 else ""
        made.append((id, label, start if start is not None else -1, end if end is not None else -1))
    return made


def _unit(own: Object, file: Input, text: str, found: list[tuple[str, str, int, int]], number: int) -> Unit:
    answer = own.get("offsets") or file.answers.get("offsets", "").replace("-points", " points")
    for unit in UNITS:
        if answer == unit:
            return unit
    ways = {
        unit: [(offsets.back(start), offsets.back(end)) for _, _, start, end in found]
        for unit in UNITS
        for offsets in [Offsets(text, unit)]
    }
    if len({tuple(spans) for spans in ways.values()}) > 1:
        raise Question(
            f"The text of line {number} has characters that count as more than one; the file does not say how.",
            "offsets",
            _OPTIONS,
        )
    return "code points"
