"""brat standoff (https://brat.nlplab.org/standoff.html): NAME.txt and NAME.ann for each text, and the types that are used.

Offsets are code points. A span that crosses a line feed goes out as fragments, one a line; fragments are joined by one
space. NAME.segments.json says which part of a text is which article; our own fields are notes of the type `Counterpoint`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from tui.exchange.bundle import Bundle, Spot, bundles, own_of, own_relation, relate, segments, take
from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import KINDS, RELATIONS, Taken
from tui.exchange.jsontext import encode, text
from tui.exchange.plain import blocks, one_line, own_name
from tui.exchange.reading import Input, Object, mapping
from tui.exchange.view import View
from tui.text.intake import clean

OWN: Final = "Counterpoint"
_LINE: Final = re.compile(r"(?:[TRAEMN]\d+|#\d+|\*)\t")
_SPAN: Final = re.compile(r"(\d{1,12}) (\d{1,12})")
_CONF: Final = "annotation.conf"


def files(view: View) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files of a folder that brat serves."""
    yield _CONF, [_conf().encode()]
    taken: set[str] = set()
    for bundle in bundles(view):
        stem = own_name(f"{one_line(bundle.name)}.txt", taken).removesuffix(".txt")
        yield f"{stem}.txt", [bundle.text.encode()]
        yield f"{stem}.ann", blocks(_lines(bundle))
        yield f"{stem}.segments.json", [encode(bundle.segments, pretty=True), b"\n"]


def _conf() -> str:
    entities = "\n".join(kind.capitalize() for kind in KINDS)
    arrows = "\n".join(f"{name.capitalize()} Arg1:<ENTITY>, Arg2:<ENTITY>" for name in RELATIONS)
    kinds = "pledge|denial|assertion|prediction|figure"
    return (
        f"[entities]\n{entities}\n\n[relations]\n{arrows}\n\n[events]\n\n"
        f"[attributes]\nClaimKind Arg:Claim, Value:{kinds}\n"
    )


def _lines(bundle: Bundle) -> Iterator[str]:
    names: dict[str, str] = {}
    attributes = notes = 0
    for number, spot in enumerate(bundle.spots(), 1):
        one = spot.annotation
        name = f"T{number}"
        if bundle.is_joined(one):
            names[one["id"]] = name
        pieces = _fragments(bundle.text, spot)
        where = ";".join([f"{start} {end}" for start, end in pieces])
        words = " ".join([bundle.text[start:end] for start, end in pieces])
        made = f"{name}\t{one['kind'].capitalize()} {where}\t{words}\n"
        if (one["claim"] or {}).get("kind"):
            attributes += 1
            made += f"A{attributes}\tClaimKind {name} {one['claim']['kind']}\n"
        own = own_of(one)
        if pieces != spot.spans:
            own["spans"] = [list(span) for span in spot.spans]
        notes += 1
        made += f"#{notes}\t{OWN} {name}\t{text(own)}\n"
        if one["body"]:
            notes += 1
            made += f"#{notes}\tAnnotatorNotes {name}\t{one_line(one['body'])}\n"
        yield made
    for number, relation in enumerate(bundle.relations(), 1):
        ends = f"Arg1:{names[relation['evidence']]} Arg2:{names[relation['claim']]}"
        yield f"R{number}\t{relation['relation'].capitalize()} {ends}\n"
        notes += 1
        yield f"#{notes}\t{OWN} R{number}\t{text(own_relation(relation))}\n"


def _fragments(text: str, spot: Spot) -> list[tuple[int, int]]:
    """The spans without line feeds, in order of place; white space alone is no fragment."""
    made: list[tuple[int, int]] = []
    for start, end in spot.spans:
        at = start
        for line in text[start:end].split("\n"):
            if line.strip():
                made.append((at, at + len(line)))
            at += len(line) + 1
    return sorted(made) or [(start, end) for start, end in spot.spans]


# In


def recognises(file: Input) -> bool:
    """A folder with .ann files, or one such file."""
    if file.names:
        return any(name.endswith(".ann") for name in file.names)
    return bool(_LINE.match(file.data[:200].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")))


def read(file: Input) -> Taken:
    """The annotations of one text, or of all texts of a folder."""
    taken = Taken("brat")
    names = [name for name in file.names if name.endswith(".ann")] or [file.name]
    for name in names:
        stem = name.removesuffix(".ann")
        data = file.beside(name) if file.names else file.data
        text = file.beside(f"{stem}.txt")
        if text is None:
            if not file.names:
                raise ExchangeError(f"The text of {name} is not beside it: brat keeps it in {stem}.txt.")
            taken.leave_out(name, f"its text {stem}.txt is not beside it")
            continue
        _read(taken, stem, _decoded(text), _decoded(data or b""), file.beside(f"{stem}.segments.json"))
    return taken


def _decoded(data: bytes) -> str:
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _read(taken: Taken, stem: str, raw: str, lines: str, map_: bytes | None) -> None:
    try:
        where = json.loads(map_) if map_ else None
    except (ValueError, RecursionError):
        taken.leave_out(f"{stem}.segments.json", "it is not JSON")
        where = None
    parts = segments(taken, raw, where, stem if where is None else "")
    spans: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    arrows: list[tuple[str, str, str, str]] = []
    notes: dict[str, str] = {}
    own: dict[str, Object] = {}
    kinds: dict[str, str] = {}
    for number, line in enumerate(clean(lines).split("\n"), 1):
        if not line.strip():
            continue
        name, *rest = line.split("\t")
        head = rest[0].split(" ") if rest else [""]
        if name.startswith("T") and (found := [(int(a), int(b)) for a, b in _SPAN.findall(rest[0] if rest else "")]):
            spans[name] = (head[0], found)
        elif name.startswith("R") and len(head) >= 3:
            ends = dict(part.partition(":")[::2] for part in head[1:])
            arrows.append((name, head[0], ends.get("Arg1", ""), ends.get("Arg2", "")))
        elif name.startswith("A") and len(head) >= 3 and head[0] == "ClaimKind":
            kinds[head[1]] = head[2]
        elif name.startswith("#") and len(head) >= 2 and len(rest) >= 2:
            if head[0] == OWN:
                try:
                    own[head[1]] = mapping(json.loads("\t".join(rest[1:])))
                except (ValueError, RecursionError):
                    taken.leave_out(f"Line {number} of {stem}.ann", "what Counterpoint wrote there is damaged")
            else:
                notes[head[1]] = "\n\n".join(filter(None, [notes.get(head[1], ""), rest[1]]))
        else:
            taken.leave_out(f"Line {number} of {stem}.ann", "it is none that is known here, or not whole")
    home = f"{stem} {parts[0].article}"
    known = set()
    for name, (label, found) in spans.items():
        mine = own.get(name, {})
        if name in kinds:
            mine = {**mine, "claim": {**mapping(mine.get("claim")), "kind": kinds[name]}}
        found = _whole(raw, found, mine)
        key = f"{home} {name}"
        body = notes.get(name, "")
        # Our own note has the line feeds that brat's cannot hold.
        written = mine.get("body")
        if isinstance(written, str) and one_line(written) == one_line(body):
            body = written
        if take(taken, raw, parts, found, key=key, label=label, own=mine, body=body):
            known.add(key)
    for name, label, evidence, claim in arrows:
        ends = {"evidence": f"{home} {evidence}", "claim": f"{home} {claim}"}
        relate(taken, known, key=f"{home} {name}", label=label, own=own.get(name, {}), note=notes.get(name, ""), **ends)


def _whole(text: str, fragments: list[tuple[int, int]], own: Object) -> list[tuple[int, int]]:
    """Fragments as the spans that they were: as we wrote it down, else those that only line feeds part as one."""
    written = own.get("spans")
    if isinstance(written, list) and all(
        isinstance(span, list) and len(span) == 2 and all(isinstance(place, int) for place in span) for span in written
    ):
        spans = [(span[0], span[1]) for span in written]
        fit = all(0 <= start < end <= len(text) for start, end in spans)
        if fit and _fragments(text, Spot({}, spans)) == fragments:
            return spans
    if own:
        return fragments
    made: list[tuple[int, int]] = []
    for start, end in fragments:
        between = text[made[-1][1] : start] if made and made[-1][1] <= start else ""
        if "\n" in between and not between.strip():
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made
