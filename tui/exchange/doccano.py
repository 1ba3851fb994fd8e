"""doccano JSONL (https://doccano.github.io/doccano/): a text a line, with entities and relations.

doccano counts what JavaScript does, UTF-16 units, or grapheme clusters where a project says so; its files do not tell which.
Ours do, under `counterpoint`, where our own fields and the map of segments are too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tui.exchange.bundle import Bundle, Segment, bundles, own_of, own_relation, relate, segments, take
from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import Taken
from tui.exchange.jsontext import lines
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
    return lines(_documents(view))


def _documents(view: View) -> Iterator[Object]:
    entity = relation = 0
    for number, bundle in enumerate(bundles(view), 1):
        made, entity, relation = _document(bundle, number, entity, relation)
        yield made


def _document(bundle: Bundle, number: int, entity: int, relation: int) -> tuple[Object, int, int]:
    offsets = Offsets(bundle.text, "utf-16")
    entities: list[Object] = []
    arrows: list[Object] = []
    own: Object = {"offsets": "utf-16", "segments": bundle.segments, "annotations": {}, "relations": {}}
    firsts: dict[str, int] = {}
    for spot in bundle.spots:
        ids = []
        for start, end in spot.spans:
            entity += 1
            ids.append(entity)
            label = spot.annotation["kind"]
            entities.append(
                {"id": entity, "label": label, "start_offset": offsets.out(start), "end_offset": offsets.out(end)}
            )
        firsts[spot.annotation["id"]] = ids[0]
        own["annotations"][str(ids[0])] = own_of(spot.annotation) | ({"parts": ids} if len(ids) > 1 else {})
    for one in bundle.relations:
        relation += 1
        ends = {"from_id": firsts[one["evidence"]], "to_id": firsts[one["claim"]]}
        arrows.append({"id": relation, **ends, "type": one["relation"]})
        own["relations"][str(relation)] = own_relation(one)
    made = {"id": number, "text": bundle.text, "entities": entities, "relations": arrows, "Comments": [], OWN: own}
    return made, entity, relation


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
