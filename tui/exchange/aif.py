"""The Argument Interchange Format as AIFdb's JSON (http://www.arg.tech/aif.owl): claims and evidence are I-nodes.

Evidence that contradicts or weakens is I → CA → I, that supports I → RA → I, that qualifies or updates I → MA → I. What a
claimant says is L → YA → I.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.exchange.jsontext import array
from tui.exchange.plain import one_line
from tui.exchange.view import Object, View, quote

_SCHEMES: Final = {
    "contradicts": ("CA", "Default Conflict"),
    "weakens": ("CA", "Default Conflict"),
    "supports": ("RA", "Default Inference"),
    "qualifies": ("MA", "Default Rephrase"),
    "updates": ("MA", "Default Rephrase"),
}


class _Graph:
    """Numbers for the nodes, and the edges and speakers that belong to them."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.numbers: dict[str, str] = {}
        self.edges: list[tuple[str, str]] = []
        self.people: dict[str, str] = {}
        self.locutions: list[Object] = []
        self._last = 0

    def nodes(self) -> Iterator[Object]:
        ends = {id for pair in self.view.pairs() for id in (pair.claim["id"], pair.evidence["id"])}
        for one in self.view.annotations():
            if one["kind"] in ("claim", "evidence") or one["id"] in ends:
                yield from self._information(one)
        for pair in self.view.pairs():
            if pair.evidence["id"] in self.numbers and pair.claim["id"] in self.numbers:
                kind, scheme = _SCHEMES[pair.relation["relation"]]
                node = self._node(kind, scheme, pair.relation["created_at"])
                yield {**node, "relation": pair.relation["relation"]}
                self.edges.append((self.numbers[pair.evidence["id"]], node["nodeID"]))
                self.edges.append((node["nodeID"], self.numbers[pair.claim["id"]]))

    def _information(self, one: Object) -> Iterator[Object]:
        target = one["targets"][0]
        article = self.view.article(target["article"]) or {}
        made = self._node("I", quote(one), one["created_at"])
        self.numbers[one["id"]] = made["nodeID"]
        place = {"annotation": one["id"], "article": target["article"], "version": target["version"]}
        yield {
            **made,
            "source": {**place, "start": target["start"], "end": target["end"], "title": article.get("title")},
        }
        said = one["claim"] or {}
        who = one_line(said.get("speaker") or said.get("claimant") or "")
        if who:
            uttered = self._node("L", f"{who} : {quote(one)}", one["created_at"])
            asserting = self._node("YA", "Asserting", one["created_at"])
            yield uttered
            yield asserting
            self.edges += [
                (uttered["nodeID"], asserting["nodeID"]),
                (asserting["nodeID"], made["nodeID"]),
            ]
            person = self.people.setdefault(who, str(len(self.people) + 1))
            self.locutions.append({"nodeID": uttered["nodeID"], "personID": person, "timestamp": made["timestamp"]})

    def _node(self, kind: str, text: str, time: str) -> Object:
        self._last += 1
        return {"nodeID": str(self._last), "text": text, "type": kind, "timestamp": time[:19].replace("T", " ")}


def write(view: View) -> Iterator[bytes]:
    """The graph, in blocks."""
    graph = _Graph(view)
    yield b'{"nodes": '
    yield from array(graph.nodes())
    yield b',\n"edges": '
    yield from array(
        {"edgeID": str(number), "fromID": start, "toID": end, "formEdgeID": None}
        for number, (start, end) in enumerate(graph.edges, 1)
    )
    yield b',\n"locutions": '
    yield from array(graph.locutions)
    yield b',\n"participants": '
    yield from array({"participantID": id, "firstname": who, "surname": ""} for who, id in graph.people.items())
    yield b',\n"schemefulfillments": []}\n'
