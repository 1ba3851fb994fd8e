"""Hypothesis (https://h.readthedocs.io/en/latest/api-reference/): its client's export, and the rows of its API.

Its position selectors count UTF-16 units. It knows no relations: one goes out as a reply to the claim that links to the
evidence. What it has no words for stands under `counterpoint`, what we have no words for is kept under `hypothesis`.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID, uuid5

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import KINDS, RELATIONS, ForeignAnnotation, ForeignRelation, Passage, Taken
from tui.exchange.jsontext import encode, joined
from tui.exchange.reading import Input, Object, items, mapping, string, strings, time, whole
from tui.exchange.view import Counting, Pair, View, address, quote

OWN: Final = "counterpoint"
KEPT: Final = "hypothesis"
_NAMES: Final = UUID("a3f0a1c8-57c6-5c9b-bb0b-0c9c5b8f2f77")
_KEPT: Final = ("group", "permissions", "user", "user_info", "references", "flagged", "hidden", "moderation", "links")
_FIELDS: Final = ("kind", "claim", "colour", "origin")
_PUBLIC: Final = "__world__"
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")


# Out


def write(view: View) -> Iterator[bytes]:
    """The client's export format, in blocks."""
    head: Object = {
        "export_date": view.exported_at,
        "export_userid": "",
        "client_version": view.generator,
    }
    yield encode(head)[:-1] + b',\n"annotations": ['
    yield from joined(row for _, row in rows(view))
    yield b"]}\n"


def rows(view: View) -> Iterator[tuple[str, Object]]:
    """The annotations and then the relations as rows of the API, each with its own id."""
    counting, pages = Counting(view, "utf-16"), _Pages(view)
    for annotation in view.annotations():
        yield annotation["id"], _row(annotation, counting, pages)
    for pair in view.pairs():
        yield pair.relation["id"], _reply(view, pair, pages)


class _Pages:
    """What many rows of one export share: address and document of an article, who may read it."""

    def __init__(self, view: View) -> None:
        self.permissions: Object = {"read": [], "admin": [], "update": [], "delete": []}
        self.links: Object = {}
        self._view = view
        self._found: dict[str, tuple[str, Object]] = {}

    def of(self, article: str) -> tuple[str, Object]:
        found = self._found.get(article)
        if found is None:
            known = self._view.article(article) or {}
            title = known.get("title")
            uri = address(known) or f"urn:uuid:{article}"
            found = self._found[article] = (uri, {"title": [title] if title else []})
        return found


def _row(one: Object, counting: Counting, pages: _Pages) -> Object:
    kept = mapping(one.get(KEPT))
    first = one["targets"][0]
    uri, document = pages.of(first["article"])
    id, own_id = _ids(one["id"])
    made = _head(one, id, uri, document, pages, kept)
    made["text"] = one["body"]
    made["tags"] = one["tags"]
    whole = bool(kept.get("references") or one.get("whole_article"))
    made["target"] = [_target(one, uri, counting, whole=whole)]
    own = {name: value for name in _FIELDS if (value := one[name]) is not None}
    own["version"] = first["version"]
    own["article"] = first["article"]
    own.update(own_id)
    made[OWN] = own
    return made


def _target(one: Object, uri: str, counting: Counting, *, whole: bool) -> Object:
    if whole:
        return {"source": uri}
    selectors: list[Object] = []
    for target in one["targets"]:
        offsets = counting.of(target["version"])
        if offsets is not None:
            start, end = offsets.out(target["start"]), offsets.out(target["end"])
            selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": target["exact"],
                "prefix": target["prefix"],
                "suffix": target["suffix"],
            }
        )
    return {"source": uri, "selector": selectors}


def _reply(view: View, pair: Pair, pages: _Pages) -> Object:
    one, claim = pair.relation, pair.claim["targets"][0]["article"]
    evidence = view.article(pair.evidence["targets"][0]["article"]) or {}
    said = " ".join(quote(pair.evidence).split())
    where = address(evidence) or ""
    lines = [f"**{one['relation']}**: “{said}”", f"— {evidence.get('title', '')} {where}".rstrip(" —")]
    own = {
        "relation": one["relation"],
        "evidence": short_id(pair.evidence["id"]),
        "claim": short_id(pair.claim["id"]),
        "note": one["note"],
        "origin": one["origin"],
        "score": one["score"],
        "reasons": one["reasons"],
    }
    uri, _ = pages.of(claim)
    id, own_id = _ids(one["id"])
    return {
        **_head(one, id, uri, {"title": []}, pages, mapping(one.get(KEPT))),
        "text": "\n\n".join([*filter(None, lines), *filter(None, [one["note"]])]),
        "tags": [one["relation"]],
        "references": [short_id(pair.claim["id"])],
        "target": [{"source": uri}],
        OWN: {key: value for key, value in own.items() if value not in (None, "", [])} | own_id,
    }


def _head(one: Object, id: str, uri: str, document: Object, pages: _Pages, kept: Object) -> Object:
    made: Object = {
        "id": id,
        "created": one["created_at"],
        "updated": one["modified_at"],
        "user": "",
        "user_info": {"display_name": one["creator"] or None},
        "uri": uri,
        "group": _PUBLIC,
        "permissions": pages.permissions,
        "document": document,
        "links": pages.links,
        "flagged": False,
        "hidden": False,
    }
    if kept:
        made |= {key: kept[key] for key in _KEPT if key in kept}
    return made


def short_id(id: str) -> str:
    """An id as Hypothesis writes a UUID."""
    return _ids(id)[0]


def _ids(id: str) -> tuple[str, Object]:
    """An id as Hypothesis writes a UUID; and, where that does not lead back to it, as one of our own fields."""
    if _UUID.fullmatch(id):
        return urlsafe_b64encode(bytes.fromhex(id.replace("-", "")))[:22].decode(), {}
    return urlsafe_b64encode(uuid5(_NAMES, id).bytes)[:22].decode(), {"id": id}


# In


def recognises(file: Input) -> bool:
    """The client's export, or rows of the API."""
    if not file.is_json:
        return False
    value = file.json
    if isinstance(value, dict) and {"export_date", "annotations"} <= value.keys():
        return True
    rows = value.get("rows") if isinstance(value, dict) else value
    first = mapping(rows[0]) if isinstance(rows, list) and rows else {}
    return {"uri", "target", "created"} <= first.keys()


def read(file: Input) -> Taken:
    """Annotations, page notes and replies."""
    value = file.json
    rows = mapping(value).get("annotations", mapping(value).get("rows")) if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise ExchangeError("The file holds no annotations of Hypothesis (neither “annotations” nor “rows”).")
    return take(rows)


def take(rows: list[Any]) -> Taken:
    """What rows of the API hold."""
    taken = Taken("hypothesis")
    relations = []
    replies: list[tuple[ForeignAnnotation, list[str]]] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not string(row.get("uri")):
            taken.leave_out(f"Annotation {number}", "it does not say which page it is on")
        elif mapping(row.get(OWN)).get("relation") in RELATIONS:
            relations.append((number, row))
        else:
            made = _take(taken, number, row)
            if parents := strings(row.get("references")):
                replies.append((made, parents))
    by_key = {one.key: one for one in taken.annotations}
    for reply, parents in replies:
        # A reply stands where what it answers stands.
        parent = next((by_key[key] for key in reversed(parents) if key in by_key and by_key[key].passages), None)
        if parent is not None and not reply.passages:
            reply.passages = [_copy(passage) for passage in parent.passages]
    for number, row in relations:
        _relate(taken, number, row, by_key)
    return taken


def _copy(passage: Passage) -> Passage:
    return Passage(
        passage.exact, passage.prefix, passage.suffix, passage.start, passage.end, passage.unit, passage.version
    )


def _take(taken: Taken, number: int, row: Object) -> ForeignAnnotation:
    own = mapping(row.get(OWN))
    key = string(row.get("id")) or f"{row.get('uri')} {row.get('created')} {number}"[:400]
    uri = string(row["uri"])
    article = string(own.get("article")) or uri
    title = next(iter(strings(mapping(row.get("document")).get("title"))), "")
    known = article if own.get("article") else uri.removeprefix("urn:uuid:") if uri.startswith("urn:uuid:") else None
    taken.article(article, id=known, url=uri if uri.startswith(("http://", "https://")) else None, title=title)
    passages: list[Passage] = []
    for target in items(row.get("target"))[:1]:
        passages = _passages(items(mapping(target).get("selector")), string(own.get("version")) or None)
    body = string(row.get("text"))
    kind = own.get("kind")
    created = time(row.get("created"))
    made = ForeignAnnotation(
        key=key,
        article=article,
        passages=passages,
        kind=kind if kind in KINDS else "note" if body or not passages else "highlight",
        body=body,
        tags=strings(row.get("tags")),
        colour=string(own.get("colour")) or None,
        claim=mapping(own["claim"]) if own.get("claim") is not None else None,
        origin=string(own.get("origin")) or "import",
        creator=creator_of(row),
        created_at=created,
        modified_at=time(row.get("updated")) or created,
        id=_long(row, key),
        extra=_extra(row),
    )
    taken.annotations.append(made)
    return made


def _passages(selectors: list[Any], version: str | None) -> list[Passage]:
    """Quotations with the positions beside them: one of each as Hypothesis writes them, several as we do."""
    quotes = [mapping(one) for one in selectors if mapping(one).get("type") == "TextQuoteSelector"]
    places = [mapping(one) for one in selectors if mapping(one).get("type") == "TextPositionSelector"]
    made: list[Passage] = []
    for index, one in enumerate(quotes):
        place = places[index] if len(places) == len(quotes) else {}
        start, end = whole(place.get("start")), whole(place.get("end"))
        if start is None or end is None or end < start:
            start = end = None
        exact, prefix, suffix = (string(one.get(name)) for name in ("exact", "prefix", "suffix"))
        if exact:
            made.append(Passage(exact, prefix, suffix, start, end, "utf-16", version))
    return made


def _relate(taken: Taken, number: int, row: Object, known: dict[str, ForeignAnnotation]) -> None:
    own = mapping(row.get(OWN))
    evidence, claim = string(own.get("evidence")), string(own.get("claim"))
    if evidence not in known or claim not in known:
        taken.leave_out(f"Relation {number}", "it does not join two annotations of the file")
        return
    key = string(row.get("id")) or f"{evidence} {own['relation']} {claim}"
    score = own.get("score")
    created = time(row.get("created"))
    taken.relations.append(
        ForeignRelation(
            key=key,
            relation=own["relation"],
            evidence=evidence,
            claim=claim,
            note=string(own.get("note")),
            origin=string(own.get("origin")) or "import",
            score=float(score) if isinstance(score, (int, float)) and not isinstance(score, bool) else None,
            reasons=[mapping(reason) for reason in items(own.get("reasons"))],
            creator=creator_of(row),
            created_at=created,
            modified_at=time(row.get("updated")) or created,
            id=_long(row, key),
            extra=_extra(row),
        )
    )


def creator_of(row: Object) -> str:
    """Who made it: by the name that is shown, else by that of the account."""
    named = string(mapping(row.get("user_info")).get("display_name"))
    return named or string(row.get("user")).removeprefix("acct:").split("@", 1)[0]


def _extra(row: Object) -> Object:
    """What we have no words for, but for what every row of the public group says."""
    plain = {"group": _PUBLIC, "user": "", "links": {}, "flagged": False, "hidden": False, "references": []}
    plain["permissions"] = {"read": [], "admin": [], "update": [], "delete": []}
    plain["user_info"] = {"display_name": string(mapping(row.get("user_info")).get("display_name")) or None}
    kept = {key: row[key] for key in _KEPT if key in row and row[key] != plain.get(key)}
    if mapping(row.get(OWN)).get("relation"):
        kept.pop("references", None)
    return {KEPT: kept} if kept else {}


def _long(row: Object, key: str) -> str | None:
    """The UUID that Hypothesis's short form stands for, in files of ours; else None."""
    own = mapping(row.get(OWN))
    if own.get("id"):
        return string(own["id"])[:500] or None
    if not own or not _ID.fullmatch(key):
        return None
    try:
        return str(UUID(bytes=urlsafe_b64decode(f"{key}==")))
    except ValueError:
        return None
