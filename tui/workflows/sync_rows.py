"""Annotations and relations as the rows that a server of Hypothesis is sent and gives, and what tells two of them apart.

An article goes by its address; one that has none (a file, a pasted text) by the SHA-256 of its first text, which is the same
for everybody who has that text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from tui.exchange import hypothesis
from tui.exchange.foreign import RELATIONS
from tui.exchange.hypothesis import OWN
from tui.exchange.reading import items, mapping, string, strings
from tui.library import articles as store
from tui.library import held
from tui.library.connection import Library
from tui.library.synced import Kind
from tui.workflows.progress import Cancelled, CancelledError
from tui.workflows.view import LibraryView

Object = dict[str, Any]
BY_TEXT: Final = "urn:x-sha256:"
STRANGER: Final = "somebody"
"""The creator of what the server does not say who made."""
_BY_ID: Final = "urn:uuid:"
_SENT: Final = ("uri", "text", "tags", "target", "document", "references", OWN)
_LOCAL: Final = frozenset({"id", "version", "article"})
_PAGE: Final = 500


def kind_of(row: Object) -> Kind:
    """Is it a relation of ours, or an annotation?"""
    return "relation" if mapping(row.get(OWN)).get("relation") in RELATIONS else "annotation"


def claimed_id(row: Object) -> str:
    """The id of ours that the row says it has; "" where it says none."""
    return string(mapping(row.get(OWN)).get("id"))[:500]


def quote_of(row: Object) -> str:
    """What the reader knows the row by: the passage, else the note."""
    return " ".join((next(iter(_quotes(row)), "") or string(row.get("text"))).split())[:500]


def saying(row: Object | None) -> str:
    """The row in a line: what it is, its note and its tags; "" where there is none."""
    if row is None:
        return ""
    own = mapping(row.get(OWN))
    plain = "note" if string(row.get("text")) else "highlight"
    words = [string(own.get("relation")) or string(own.get("kind")) or plain, string(own.get("colour"))]
    words += ["“" + " ".join(string(row.get("text")).split())[:300] + "”"] if string(row.get("text")) else []
    return " ".join(filter(None, [*words, *(f"#{tag}"[:80] for tag in strings(row.get("tags"))[:10])]))


def digest(row: Object) -> str:
    """What the row says, apart from where, when and by whom."""
    own = {key: value for key, value in mapping(row.get(OWN)).items() if key not in _LOCAL}
    said = [string(row.get("text")), strings(row.get("tags")), _quotes(row), own]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _quotes(row: Object) -> list[str]:
    target = mapping(next(iter(items(row.get("target"))), None))
    selectors = [mapping(one) for one in items(target.get("selector"))]
    return [string(one.get("exact")) for one in selectors if one.get("type") == "TextQuoteSelector"]


def outgoing(
    lib: Library, articles: Sequence[str] | None, remote: Mapping[str, str], cancelled: Cancelled
) -> dict[str, Object]:
    """All that is here (or in these articles), by id, as rows; the ends of relations by their ids of `remote`."""
    made: dict[str, Object] = {}
    places: dict[str, str] = {}

    def told(objects: Iterable[Object], what: str) -> Iterator[Object]:
        for number, one in enumerate(objects):
            if number % _PAGE == 0 and cancelled():
                raise CancelledError
            yield one

    with lib.reading():
        short = short_ids(remote)
        for id, row in hypothesis.rows(LibraryView(lib, articles, None, told)):
            uri = string(row["uri"])
            if uri.startswith(_BY_ID):
                home = uri.removeprefix(_BY_ID)
                if home not in places:
                    places[home] = BY_TEXT + store.versions(lib, home)[0].sha256
                uri = places[home]
            row[OWN]["id"] = id
            join(row, short)
            row["uri"] = uri
            row["target"] = [{**row["target"][0], "source": uri}]
            made[id] = row
    return made


def short_ids(remote: Mapping[str, str]) -> dict[str, str]:
    """The server's ids by the short form of ours, and by themselves, from those by ours."""
    return {key: there for id, there in remote.items() for key in (hypothesis.short_id(id), there)}


def join(row: Object, short: Mapping[str, str]) -> bool:
    """Names the ends of a relation as the server does, where `short` knows them; does it know both?"""
    if kind_of(row) != "relation":
        return True
    own = row[OWN]
    known = all(own[end] in short for end in ("evidence", "claim"))
    for end in ("evidence", "claim"):
        own[end] = short.get(own[end], own[end])
    row["references"] = [own["claim"]]
    return known


def body(row: Object, group: str | None = None, user: str = "") -> Object:
    """What is sent of a row; with a `group` as a new one, for all of the group to read."""
    relation = kind_of(row) == "relation"
    made: Object = {key: row[key] for key in _SENT if key in row and (relation or key != "references")}
    if group is not None:
        made["group"] = group
        made["permissions"] = {"read": [f"group:{group}"], "admin": [user], "update": [user], "delete": [user]}
    return made


def article_of(lib: Library, row: Object) -> str | None:
    """The id of the article here that the row is about; None where there is none."""
    uri = string(row.get("uri"))
    if uri.startswith(BY_TEXT):
        found = store.by_sha256(lib, uri.removeprefix(BY_TEXT))
    else:
        found = held.by_address(lib, uri)
    return found[0].id if found else None


def incoming(
    lib: Library, row: Object, id: str, *, here: Object | None, me: str, updated: Callable[[], str] | None
) -> Object:
    """A row of the server as the reader of the format takes it: as `id`, in the article that is here.

    `here` is what it was here so far; `updated` a time that is later than that.
    """
    made, own = dict(row), dict(mapping(row.get(OWN)))
    if here is not None and not own:
        own = dict(here[OWN])  # the server did not keep what Hypothesis has no words for
    article = string(here[OWN].get("article")) if here is not None else ""
    article = article or article_of(lib, row) or ""
    own.pop("article", None)
    if article:
        own["article"] = article
        if not string(row.get("uri")).startswith(("http://", "https://")):
            made["uri"] = _BY_ID + article
    if row.get(OWN) or here is not None:
        made[OWN] = {**own, "id": id}
    elif article:
        made["uri"] = _BY_ID + article
    if row.get("user") == me:
        made["user_info"] = {"display_name": lib.creator or None}
        made["user"] = ""
    elif hypothesis.creator_of(row).strip() in ("", lib.creator.strip()):
        # Who only calls themselves as the reader does is not the reader: what they made is not the reader's to send.
        made["user_info"] = {"display_name": string(row.get("user")).removeprefix("acct:")[:200] or STRANGER}
    if updated is not None:
        made["updated"] = updated()
    return made
