"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): strict on the way out, lenient on the way in.

Out: one AnnotationCollection with one embedded page. Selectors count code points. A relation is an annotation with the
motivation `linking` whose target is the claim's annotation; its bodies are the evidence's (purpose `linking`) and the
relation as a property of CiTO (http://purl.org/spar/cito, purpose `classifying`). What the model has no words for stands
under `counterpoint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote as percent
from uuid import UUID, uuid5

from msgspec import Raw

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import KINDS, RELATIONS, ForeignAnnotation, ForeignRelation, Kind, Passage, Taken, Unit
from tui.exchange.jsontext import encode, joined
from tui.exchange.reading import Input, Object, items, mapping, string, strings, time, whole
from tui.exchange.view import View, address

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
CITO: Final = "http://purl.org/spar/cito/"
OWN: Final = "counterpoint"
# A term that is null is passed over by programs that read the file as linked data.
_CONTEXT: Final[list[Any]] = [CONTEXT, {"cito": CITO, OWN: None}]
_NAMES: Final = UUID("3b8f7c6e-6a1d-5c0b-8d2f-5e1c9a7b4d10")
_URN: Final = "urn:uuid:"
TO_CITO: Final = {
    "contradicts": "refutes",
    "weakens": "disputes",
    "qualifies": "qualifies",
    "supports": "supports",
    "updates": "updates",
}
_FROM_CITO: Final = {
    **{there: here for here, there in TO_CITO.items()},
    "disagreesWith": "contradicts",
    "critiques": "weakens",
    "agreesWith": "supports",
    "confirms": "supports",
    "corrects": "updates",
}
_MOTIVATIONS: Final = {
    "highlight": "highlighting",
    "note": "commenting",
    "claim": "assessing",
    "evidence": "describing",
    "bookmark": "bookmarking",
}
_FIELDS: Final = ("kind", "claim", "colour", "origin")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#$%&'()*+,/0-9:;=?@A-Z\[\]_a-z~.-]+")


# Out


def write(view: View) -> Iterator[bytes]:
    """The collection, in blocks."""
    page = str(uuid5(_NAMES, f"page {view.exported_at}"))
    collection = f"{_URN}{uuid5(_NAMES, f'collection {view.exported_at}')}"
    head: Object = {
        "@context": _CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Annotations",
        "generator": _generator(view),
        "created": view.exported_at,
    }
    yield encode(head)[:-1]
    first = encode(
        {
            "@context": _CONTEXT,
            "id": f"{_URN}{page}",
            "type": "AnnotationPage",
            "partOf": {"id": collection, "type": "AnnotationCollection"},
            "startIndex": 0,
            "items": [],
        }
    )[:-2]
    total = 0

    def counted() -> Iterator[Object]:
        nonlocal total
        for one in _items(view):
            total += 1
            yield one

    opened = False
    for block in joined(counted()):
        if not opened:
            yield b',\n"first": ' + first + b"\n"
            opened = True
        yield block
    if opened:
        yield b"\n]}"
    yield b',\n"total": ' + str(total).encode() + b"}\n"


def _items(view: View) -> Iterator[Object]:
    shared = _Shared(view)
    for annotation in view.annotations():
        yield _annotation(annotation, shared)
    for relation in view.relations():
        yield _link(relation, shared)


class _Shared:
    """What stands in many annotations of one export, encoded once."""

    def __init__(self, view: View) -> None:
        self.context = _raw(_CONTEXT)
        self.generator = _raw(_generator(view))
        self._view = view
        self._places: dict[tuple[str, str], tuple[Raw, Raw | None, Raw]] = {}
        self._times = {one["id"]: one["fetched_at"] for article in view.articles() for one in article["versions"]}

    def place(self, article: str, version: str) -> tuple[Raw, Raw | None, Raw]:
        """Source, state and our own fields of the targets in this version."""
        found = self._places.get((article, version))
        if found is None:
            place, fetched = _place(self._view, article), self._times.get(version)
            state = _raw({"type": "TimeState", "sourceDate": fetched}) if fetched else None
            own = {"article": article, "version": version, **place["about"]}
            found = self._places[article, version] = (_raw(place["source"]), state, _raw(own))
        return found


def _raw(value: Any) -> Raw:
    return Raw(encode(value))


def _generator(view: View) -> Object:
    return {"id": "urn:counterpoint:app", "type": "Software", "name": view.generator}


def _annotation(one: Object, shared: _Shared) -> Object:
    bodies: list[Object] = []
    if one["body"]:
        bodies.append({"type": "TextualBody", "value": one["body"], "format": "text/markdown", "purpose": "commenting"})
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in one["tags"]]
    whole = bool(one.get("whole_article"))
    targets = [_target(target, shared, whole=whole) for target in one["targets"]]
    made = _head(one, shared, _MOTIVATIONS[one["kind"]])
    if bodies:
        made["body"] = bodies
    made["target"] = targets[0] if len(targets) == 1 else targets
    own = made[OWN] = {name: value for name in _FIELDS if (value := one[name]) is not None}
    if made["id"] != f"{_URN}{one['id']}":
        own["id"] = one["id"]
    return made


def _target(target: Object, shared: _Shared, *, whole: bool) -> Object:
    source, state, own = shared.place(target["article"], target["version"])
    made: Object = {"source": source}
    if not whole:
        made["selector"] = (
            {
                "type": "TextQuoteSelector",
                "exact": target["exact"],
                "prefix": target["prefix"],
                "suffix": target["suffix"],
            },
            {"type": "TextPositionSelector", "start": target["start"], "end": target["end"]},
        )
    if state is not None:
        made["state"] = state
    made[OWN] = own
    return made


def _link(one: Object, shared: _Shared) -> Object:
    bodies: list[Object] = [
        {"type": "SpecificResource", "source": _iri(one["evidence"]), "purpose": "linking"},
        {"type": "SpecificResource", "source": f"cito:{TO_CITO[one['relation']]}", "purpose": "classifying"},
    ]
    if one["note"]:
        bodies.append({"type": "TextualBody", "value": one["note"], "format": "text/markdown", "purpose": "commenting"})
    own = {"relation": one["relation"], "origin": one["origin"], "score": one["score"], "reasons": one["reasons"]}
    return {
        **_head(one, shared, "linking"),
        "body": bodies,
        "target": _iri(one["claim"]),
        OWN: {key: value for key, value in own.items() if value not in (None, [])} | _id(one["id"]),
    }


def _head(one: Object, shared: _Shared, motivation: str) -> Object:
    made: Object = {
        "@context": shared.context,
        "id": _iri(one["id"]),
        "type": "Annotation",
        "motivation": motivation,
        "created": one["created_at"],
        "modified": one["modified_at"],
        "generator": shared.generator,
    }
    if one["creator"]:
        made["creator"] = {"type": "Person", "name": one["creator"]}
    return made


def _place(view: View, id: str) -> Object:
    article = view.article(id) or {}
    uri = _uri(address(article)) or _iri(id)
    about = {name: article.get(name) for name in ("title", "author", "source", "url", "published", "language")}
    return {"source": uri, "about": {name: value for name, value in about.items() if value}}


def _uri(url: str | None) -> str | None:
    """The address in the characters that RFC 3986 allows; None where it is none all the same."""
    if not url:
        return None
    made = percent(url, safe="!#$%&'()*+,/:;=?@[]~")
    # A bracket stands in an address only around an IPv6 host; "%" begins two hexadecimal digits; "#" stands once.
    made = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", made)
    head, mark, fragment = made.partition("#")
    made = head + mark + fragment.replace("#", "%23")
    host, slash, rest = made.partition("://")[2].partition("/")
    if "[" in host or "]" in host:
        return None
    scheme = made.partition("://")[0]
    made = f"{scheme}://{host}{slash}{rest.replace('[', '%5B').replace(']', '%5D')}"
    return made if _URI.fullmatch(made) and host else None


def _iri(id: str) -> str:
    return f"{_URN}{id}" if _UUID.fullmatch(id) else f"{_URN}{uuid5(_NAMES, id)}"


def _id(id: str) -> Object:
    return {} if _UUID.fullmatch(id) else {"id": id}


# In


def recognises(file: Input) -> bool:
    """JSON with the model's context, or objects of its types."""
    if not file.is_json:
        return False
    value = file.json
    first = mapping(value[0] if isinstance(value, list) and value else value)
    named = any(CONTEXT in string(one) or one == CONTEXT for one in items(first.get("@context")))
    typed = {"Annotation", "AnnotationPage", "AnnotationCollection"} & {*strings(first.get("type"))}
    return named or bool(typed)


def read(file: Input) -> Taken:
    """Annotations, pages and collections, alone or in lists; what has no passage stands on its article."""
    taken = Taken("w3c")
    found = list(_found(file.json, taken))
    if not found and not recognises(file):
        raise ExchangeError("The file holds no Web Annotations.")
    links = []
    for number, one in enumerate(found, 1):
        if _is_link(one):
            links.append((number, one))
        else:
            _take(taken, number, one)
    known = {annotation.key for annotation in taken.annotations}
    for number, one in links:
        _take_link(taken, number, one, known)
    return taken


def _found(value: Any, taken: Taken, depth: int = 0) -> Iterator[Object]:
    if isinstance(value, list):
        for one in value:
            yield from _found(one, taken, depth)
        return
    if not isinstance(value, dict) or depth > 8:
        if value is not None:
            taken.leave_out("A part of the file", "it is no annotation")
        return
    kinds = strings(value.get("type")) + strings(value.get("@type"))
    if "AnnotationCollection" in kinds:
        if isinstance(value.get("first"), str):
            taken.leave_out("A page", "it is not in the file but at an address")
        else:
            yield from _found(value.get("first"), taken, depth + 1)
    elif "AnnotationPage" in kinds:
        yield from _found(value.get("items"), taken, depth + 1)
    elif "@graph" in value:
        yield from _found(value["@graph"], taken, depth + 1)
    elif "target" in value:
        yield value
    else:
        taken.leave_out("An object", "it has no target")


def _is_link(one: Object) -> bool:
    return "linking" in strings(one.get("motivation")) and not any(
        mapping(target).get("selector") for target in items(one.get("target"))
    )


def _name(one: Object) -> str:
    """The id of an annotation without the scheme, so that `#x`, `x` and `urn:uuid:x` are one."""
    return (string(one.get("id")) or string(one.get("@id"))).removeprefix(_URN).removeprefix("#")


def _reference(value: Any) -> str:
    value = value.get("source", value.get("id")) if isinstance(value, dict) else value
    return _name(value if isinstance(value, dict) else {"id": value})


def _own_id(one: Object, key: str) -> str | None:
    return string(mapping(one.get(OWN)).get("id"))[:500] or (key if _UUID.fullmatch(key) else None)


def _unit(one: Object) -> Unit:
    return "code points" if mapping(one.get("generator")).get("id") == "urn:counterpoint:app" else "unknown"


def _take(taken: Taken, number: int, one: Object) -> None:
    key = _name(one) or f"number {number} of {taken.format}: {string(one.get('created'))} {one.get('target')!r}"[:400]
    own = mapping(one.get(OWN))
    passages: list[Passage] = []
    home = ""
    for target in items(one.get("target")):
        source, about = _source(target)
        if not source:
            continue
        mine = mapping(mapping(target).get(OWN))
        article = string(mine.get("article")) or source.removeprefix(_URN)
        if home and article != home:
            taken.leave_out(f"A passage of annotation {number}", "it is in another article than the first one")
            continue
        home = article
        url = source if source.startswith(("http://", "https://")) else None
        if url and _uri(said := string(mine.get("url"))) == url:
            url = said  # as it was before it was put in the characters of an IRI
        taken.article(
            article,
            id=article if mine or source.startswith(_URN) else None,
            url=url,
            **{name: string(about.get(name) or mine.get(name)) or None for name in _ABOUT},
        )
        if (passage := _passage(mapping(target), _unit(one))) is not None:
            passage.version = string(mine.get("version")) or None
            passages.append(passage)
    if not home:
        taken.leave_out(f"Annotation {number}", "it does not say which page it is on")
        return
    body, tags = _bodies(one)
    kind: Kind = "note" if body else "highlight"
    if own.get("kind") in KINDS:
        kind = own["kind"]
    elif not body and "bookmarking" in strings(one.get("motivation")):
        kind = "bookmark"
    creator = one.get("creator")
    creator = string(creator) or string(mapping(creator).get("name")) or string(mapping(creator).get("nickname"))
    created = time(one.get("created"))
    taken.annotations.append(
        ForeignAnnotation(
            key=key,
            article=home,
            passages=passages,
            kind=kind,
            body=body,
            tags=tags,
            colour=string(own.get("colour")) or None,
            claim=mapping(own["claim"]) if own.get("claim") is not None else None,
            origin=string(own.get("origin")) or "import",
            creator=creator,
            created_at=created,
            modified_at=time(one.get("modified")) or created,
            id=_own_id(one, key),
        )
    )


_ABOUT = ("title", "author", "source", "published", "language")


def _source(target: Any) -> tuple[str, Object]:
    if isinstance(target, str):
        return target.split("#", 1)[0], {}
    target = mapping(target)
    source = target.get("source") or target.get("hasSource") or target.get("id") or target.get("@id")
    if isinstance(source, dict):
        return string(source.get("id") or source.get("@id")), source
    return string(source), {}


def _passage(target: Object, unit: Unit) -> Passage | None:
    """What the selectors say, those that refine others too."""
    made = Passage("", unit=unit)
    waiting, steps = items(target.get("selector") or target.get("hasSelector")), 0
    while waiting and steps < 32:
        selector, steps = mapping(waiting.pop(0)), steps + 1
        kinds = strings(selector.get("type")) + strings(selector.get("@type"))
        if any(kind.endswith("TextQuoteSelector") for kind in kinds) and not made.exact:
            made.exact = string(selector.get("exact"))
            made.prefix, made.suffix = string(selector.get("prefix")), string(selector.get("suffix"))
        elif any(kind.endswith("TextPositionSelector") for kind in kinds) and made.start is None:
            made.start, made.end = whole(selector.get("start")), whole(selector.get("end"))
            if made.end is None or made.start is None or made.end < made.start:
                made.start = made.end = None
        waiting += items(selector.get("refinedBy"))
    return made if made.exact or made.start is not None else None


def _bodies(one: Object) -> tuple[str, list[str]]:
    notes, tags = strings(one.get("bodyValue")), []
    for body in items(one.get("body")):
        if isinstance(body, str):
            notes.append(string(body))
            continue
        body = mapping(body)
        value = string(body.get("value")) or string(body.get("chars"))
        if "tagging" in strings(body.get("purpose")) or "oa:Tag" in strings(body.get("@type")):
            tags.append(value or string(body.get("label")) or string(body.get("source")))
        elif value:
            notes.append(value)
    return "\n\n".join(notes), [tag for tag in tags if tag]


def _take_link(taken: Taken, number: int, one: Object, known: set[str]) -> None:
    own = mapping(one.get(OWN))
    ends, named, notes = [], [string(own.get("relation"))], []
    for body in items(one.get("body")):
        purposes = strings(mapping(body).get("purpose"))
        value = string(mapping(body).get("value"))
        if "classifying" in purposes or "tagging" in purposes:
            named.append(_reference(body) or value)
        elif isinstance(body, dict) and value:
            notes.append(value)
        else:
            ends.append(_reference(body))
    ends += [_reference(target) for target in items(one.get("target"))]
    kinds = [name.removeprefix("cito:").removeprefix(CITO) for name in named]
    relation = next((_FROM_CITO.get(kind, kind) for kind in kinds if _FROM_CITO.get(kind, kind) in RELATIONS), "")
    if not relation:
        taken.leave_out(f"Link {number}", f"“{next(filter(None, kinds), '')[:40]}” is no relation that is known here")
        return
    if len(ends) != 2 or not known.issuperset(ends):
        taken.leave_out(f"Link {number}", "it does not join two annotations of the file")
        return
    key = _name(one) or f"{ends[0]} {relation} {ends[1]}"
    creator = one.get("creator")
    created = time(one.get("created"))
    score = own.get("score")
    taken.relations.append(
        ForeignRelation(
            key=key,
            relation=relation,
            evidence=ends[0],
            claim=ends[1],
            note="\n\n".join(notes),
            origin=string(own.get("origin")) or "import",
            score=float(score) if isinstance(score, (int, float)) and not isinstance(score, bool) else None,
            reasons=[mapping(reason) for reason in items(own.get("reasons"))],
            creator=string(creator) or string(mapping(creator).get("name")),
            created_at=created,
            modified_at=time(one.get("modified")) or created,
            id=_own_id(one, key),
        )
    )
