"""UIMA CAS JSON 0.4 (https://github.com/apache/uima-uimaj-io-jsoncas): one text, in a folder a file for each.

Offsets count UTF-16 units. A discontinuous annotation is several feature structures with the same `id`. Relations point at
the first of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tui.exchange.bundle import Bundle, bundles
from tui.exchange.jsontext import Aside, encode, joined
from tui.exchange.plain import one_line, own_name
from tui.exchange.view import Object, View
from tui.text.offsets import Offsets

_MARK: Final = "counterpoint.Annotation"
_ARROW: Final = "counterpoint.Relation"
_SEGMENT: Final = "counterpoint.Article"
_ABOUT: Final = ("article", "version", "title", "author", "source", "url", "published", "language")
_ARRAY: Final = "uima.cas.StringArray"
_STRING: Final = "uima.cas.String"
_TEXTS: Final = ("id", "kind", "body", "colour", "origin", "creator", "created_at", "modified_at")
_SAID: Final = {"kind": "claimKind", "claimant": "claimant", "speaker": "speaker"}
_ARROW_TEXTS: Final = ("id", "relation", "note", "origin", "creator", "created_at", "modified_at")


def _types() -> Object:
    def feature(name: str, range: str) -> Object:
        return {"%NAME": name, "%RANGE": range}

    names = (*_TEXTS, *_SAID.values(), "article", "version")
    return {
        _MARK: {
            "%NAME": _MARK,
            "%SUPER_TYPE": "uima.tcas.Annotation",
            **{name: feature(name, _STRING) for name in names},
            "tags": feature("tags", _ARRAY),
        },
        _SEGMENT: {
            "%NAME": _SEGMENT,
            "%SUPER_TYPE": "uima.tcas.Annotation",
            **{name: feature(name, _STRING) for name in _ABOUT},
        },
        _ARROW: {
            "%NAME": _ARROW,
            "%SUPER_TYPE": "uima.cas.TOP",
            **{name: feature(name, _STRING) for name in _ARROW_TEXTS},
            "evidence": feature("evidence", _MARK),
            "claim": feature("claim", _MARK),
            "score": feature("score", "uima.cas.Double"),
        },
    }


def write(view: View) -> Iterator[bytes]:
    """One CAS with all texts one after another, in blocks. (Several views are more than some readers can take.)"""
    made = next(bundles(view, together=True), None)
    return _cas(made or Bundle("empty", "", []))


def files(view: View) -> Iterator[tuple[str, Iterable[bytes]]]:
    """A CAS for each text."""
    taken: set[str] = set()
    for bundle in bundles(view):
        yield own_name(f"{one_line(bundle.name)}.json", taken), _cas(bundle)


def _cas(bundle: Bundle) -> Iterator[bytes]:
    members = Aside()
    yield b'{"%TYPES": ' + encode(_types()) + b',\n"%FEATURE_STRUCTURES": [\n'
    yield from joined(_structures(bundle, members))
    yield b'],\n"%VIEWS": {"_InitialView":{"%SOFA":1,"%MEMBERS":['
    yield from members.blocks()
    yield b"]}}}\n"


def _structures(bundle: Bundle, members: Aside) -> Iterator[Object]:
    """The feature structures; the ids of those that are indexed go to `members`."""
    offsets = Offsets(bundle.text, "utf-16")
    sofa = 1
    language = next((segment["language"] for segment in bundle.segments if segment.get("language")), "x-unspecified")
    yield {"%ID": sofa, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text/plain",
           "sofaString": bundle.text}  # fmt: skip
    last = sofa

    def numbered(*, indexed: bool = True) -> int:
        nonlocal last
        last += 1
        if indexed:
            members.add(b"%d" % last)
        return last

    yield {"%ID": numbered(), "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": sofa, "begin": 0,
           "end": offsets.out(len(bundle.text)), "language": language}  # fmt: skip
    for segment in bundle.segments:
        place = {"begin": offsets.out(segment["start"]), "end": offsets.out(segment["end"])}
        known = {key: segment[key] for key in _ABOUT if segment.get(key)}
        yield {"%ID": numbered(), "%TYPE": _SEGMENT, "@sofa": sofa, **place, **known}
    firsts: dict[str, int] = {}
    for spot in bundle.spots():
        one, said = spot.annotation, spot.annotation["claim"]
        known = {key: one[key] for key in _TEXTS if one[key]}
        if said:
            known |= {ours: said[key] for key, ours in _SAID.items() if said.get(key)}
        known |= {key: one["targets"][0][key] for key in ("article", "version")}
        if one["tags"]:
            known["@tags"] = numbered(indexed=False)
            yield {"%ID": last, "%TYPE": _ARRAY, "%ELEMENTS": one["tags"]}
        if bundle.is_joined(one):
            firsts[one["id"]] = last + 1
        for start, end in sorted(spot.spans):
            place = {"begin": offsets.out(start), "end": offsets.out(end)}
            yield {"%ID": numbered(), "%TYPE": _MARK, "@sofa": sofa, **place, **known}
    for relation in bundle.relations():
        known = {key: relation[key] for key in _ARROW_TEXTS if relation[key]}
        if relation["score"] is not None:
            known["score"] = float(relation["score"])
        ends = {"@evidence": firsts[relation["evidence"]], "@claim": firsts[relation["claim"]]}
        yield {"%ID": numbered(), "%TYPE": _ARROW, **known, **ends}
