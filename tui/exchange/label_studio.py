"""Label Studio JSON (https://labelstud.io/guide/export): a task for each text, with regions and relations.

Offsets are code points. Our own fields and the map of segments are in the task's data, which Label Studio hands back as it
got it; the id of a region is that of its annotation.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from tui.exchange.bundle import Bundle, Segment, bundles, own_of, own_relation, relate, segments, take
from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import Taken
from tui.exchange.jsontext import Aside, encode, encoded, gathered, member
from tui.exchange.reading import Input, Object, items, mapping, string, strings, whole
from tui.exchange.view import View

OWN: Final = "counterpoint"
_PART: Final = "~"


def write(view: View) -> Iterator[bytes]:
    """The tasks, in blocks."""
    before = b"[\n"
    for number, bundle in enumerate(bundles(view), 1):
        yield before
        yield from _task(bundle, number)
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _task(bundle: Bundle, number: int) -> Iterator[bytes]:
    """A task. Its regions stand after our own fields: they are put aside while those are written."""
    result = Aside()
    yield encode({"id": number, "data": {"text": bundle.text}})[:-2]
    yield b',"counterpoint":{"segments":' + encode(bundle.segments) + b',"annotations":{'
    yield from gathered(_regions(bundle, result))
    yield b'},"relations":{'
    yield from gathered(_arrows(bundle, result))
    yield b'}}},"annotations":[{"id":' + encode(number) + b',"result":['
    yield from result.blocks()
    yield b"]}]}"


def _regions(bundle: Bundle, result: Aside) -> Iterator[bytes]:
    """Our own fields of the annotations; their regions go to `result`."""
    before = b""
    for spot in bundle.spots():
        one = spot.annotation
        yield before + b"".join(member(one["id"], own_of(one)))
        before = b","
        for part, (start, end) in enumerate(spot.spans):
            id = one["id"] if not part else f"{one['id']}{_PART}{part}"
            label = {"start": start, "end": end, "text": bundle.text[start:end], "labels": [one["kind"]]}
            head = {"id": id, "to_name": "text"}
            result.add(encoded({**head, "from_name": "label", "type": "labels", "value": label}))
            if one["body"] and not part:
                note = {"start": start, "end": end, "text": [one["body"]]}
                result.add(encoded({**head, "from_name": "note", "type": "textarea", "value": note}))


def _arrows(bundle: Bundle, result: Aside) -> Iterator[bytes]:
    """Our own fields of the relations; these go to `result`."""
    taken: set[str] = set()
    before = b""
    for relation in bundle.relations():
        name = _arrow(relation["evidence"], relation["claim"], relation["relation"], taken)
        taken.add(name)
        yield before + b"".join(member(name, own_relation(relation)))
        before = b","
        result.add(
            encoded(
                {
                    "from_id": relation["evidence"],
                    "to_id": relation["claim"],
                    "type": "relation",
                    "direction": "right",
                    "labels": [relation["relation"]],
                }
            )
        )


def _arrow(evidence: str, claim: str, label: str, taken: Container[str]) -> str:
    """The name of a relation; relations have no ids, and the same one can stand there twice."""
    name = base = f"{evidence} {claim} {label}"
    number = 1
    while name in taken:
        number += 1
        name = f"{base} {number}"
    return name


# In


def recognises(file: Input) -> bool:
    """A list of tasks."""
    if not file.is_json or not isinstance(file.json, list) or not file.json:
        return False
    first = mapping(file.json[0])
    return isinstance(first.get("data"), dict) and bool({"annotations", "completions", "predictions"} & first.keys())


def read(file: Input) -> Taken:
    """Regions with labels and notes, and relations, of everybody who annotated a task."""
    taken = Taken("label-studio")
    tasks = 0
    for number, task in enumerate(items(file.json), 1):
        data = mapping(mapping(task).get("data"))
        text = data.get("text")
        if not isinstance(text, str):
            text = next((value for key, value in data.items() if isinstance(value, str) and key != OWN), "")
        if not text.strip():
            taken.leave_out(f"Task {number}", "it has no text")
            continue
        tasks += 1
        own = mapping(data.get(OWN))
        parts = segments(taken, text, own.get("segments"))
        for annotator in items(mapping(task).get("annotations", mapping(task).get("completions"))):
            _read(taken, text, parts, own, mapping(annotator), number)
    if not tasks:
        raise ExchangeError("The file holds no tasks of Label Studio, which have a “text” among their data.")
    return taken


def _read(taken: Taken, text: str, parts: list[Segment], own: Object, annotator: Object, number: int) -> None:
    said = mapping(own.get("annotations"))
    spans: dict[str, list[tuple[int, int]]] = {}
    labels: dict[str, str] = {}
    notes: dict[str, str] = {}
    arrows: list[Object] = []
    for one in map(mapping, items(annotator.get("result"))):
        kind, value = string(one.get("type")), mapping(one.get("value"))
        id, _, part = string(one.get("id")).partition(_PART)
        if kind == "relation":
            arrows.append(one)
        elif kind == "textarea":
            notes[id] = "\n\n".join(strings(value.get("text")))
        elif (start := whole(value.get("start"))) is not None and (end := whole(value.get("end"))) is not None:
            spans.setdefault(id, []).append((start, end))
            if not part:
                named = value.get("labels", value.get("hypertextlabels", value.get("choices")))
                labels[id] = next(iter(strings(named)), "")
        elif id:
            taken.leave_out(f"A region of task {number}", "it has no start and end")
    who = annotator.get("completed_by")
    creator = string(who) or string(mapping(who).get("email")) or (f"annotator {who}" if isinstance(who, int) else "")
    home = f"{number} {annotator.get('id')} {parts[0].article}"
    known: set[str] = set()
    for id, found in spans.items():
        key = f"{home} {id}"
        mine, label = mapping(said.get(id)), labels.get(id, "")
        if take(taken, text, parts, found, key=key, label=label, own=mine, body=notes.get(id, ""), creator=creator):
            known.add(key)
    written = mapping(own.get("relations"))
    seen: set[str] = set()
    for one in arrows:
        ends = [string(one.get("from_id")), string(one.get("to_id"))]
        if one.get("direction") == "left":
            ends.reverse()
        label = next(iter(strings(one.get("labels"))), "")
        name = _arrow(ends[0], ends[1], label, seen)
        seen.add(name)
        mine, key = mapping(written.get(name)), f"{home} {name}"
        relate(taken, known, key=key, label=label, evidence=f"{home} {ends[0]}", claim=f"{home} {ends[1]}", own=mine)
