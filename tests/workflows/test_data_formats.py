"""Formats for argument maps and data sets: Argdown, AIF, FEVER, SciFact, UIMA."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from cassis import load_cas_from_json
from hypothesis import given, settings

from tests.workflows.foreign_case import Json, bring, exports, libraries
from tui.exchange.plain import one_line
from tui.library.connection import Library
from tui.workflows import transfer


def written(export: Json, name: str) -> str:
    with libraries(1) as (_, [lib]):
        bring(lib, export)
        return b"".join(transfer.export(lib, format=name)).decode()


def folder(export: Json, name: str) -> dict[str, list[Json]]:
    with libraries(1) as (place, [lib]):
        bring(lib, export)
        transfer.export_file(lib, place / "out", format=name)
        return {
            path.name: [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
            for path in (place / "out").iterdir()
        }


def quotes(export: Json) -> dict[str, str]:
    return {one["id"]: one["targets"][0]["exact"] for one in export["annotations"]}


@given(export=exports())
@settings(max_examples=15)
def test_a_cas_is_read_by_cassis_with_every_span(export: Json) -> None:
    cas: Any = load_cas_from_json(written(export, "uima"))
    quoted = quotes(export)
    seen: dict[str, int] = {}
    arrows = []
    texts = {version["id"]: version["text"] for one in export["articles"] for version in one["versions"]}
    for segment in cas.select("counterpoint.Article"):
        assert segment.get_covered_text() == texts.pop(segment.version)
    assert not texts
    for mark in cas.select("counterpoint.Annotation"):
        assert mark.get_covered_text() == quoted[mark.id]
        seen[mark.id] = mark.xmiID
    for fs in cas._find_all_fs():
        if fs.type.name == "counterpoint.Relation":
            arrows.append((fs.id, fs.relation, fs.evidence.id, fs.claim.id))
        elif fs.type.name == "counterpoint.Annotation":
            [one] = [one for one in export["annotations"] if one["id"] == fs.id]
            assert list(fs.tags.elements if fs.tags else []) == one["tags"]
            assert (fs.kind, fs.body or "") == (one["kind"], one["body"])
    assert seen.keys() == quoted.keys()
    wanted = [(one["id"], one["relation"], one["evidence"], one["claim"]) for one in export["relations"]]
    assert sorted(arrows) == sorted(wanted)


def test_a_folder_has_a_cas_for_each_text(full: Library, tmp_path: Path) -> None:
    transfer.export_file(full, tmp_path / "cas", format="uima", folder=True)
    [path] = (tmp_path / "cas").iterdir()
    cas: Any = load_cas_from_json(path.read_text("utf-8"))
    assert [mark.get_covered_text() for mark in cas.select("counterpoint.Annotation") if mark.kind == "highlight"] == [
        "The mayor",
        "f Lowfie",
    ]


@given(export=exports())
@settings(max_examples=15)
def test_a_graph_is_whole(export: Json) -> None:
    graph = json.loads(written(export, "aif"))
    nodes = {node["nodeID"]: node for node in graph["nodes"]}
    assert len(nodes) == len(graph["nodes"])
    into: dict[str, list[str]] = {}
    out: dict[str, list[str]] = {}
    for edge in graph["edges"]:
        assert {edge["fromID"], edge["toID"]} <= nodes.keys()
        out.setdefault(edge["fromID"], []).append(edge["toID"])
        into.setdefault(edge["toID"], []).append(edge["fromID"])
    quoted = quotes(export)
    schemes = {"contradicts": "CA", "weakens": "CA", "supports": "RA", "qualifies": "MA", "updates": "MA"}
    found = []
    for id, node in nodes.items():
        if node["type"] in ("CA", "RA", "MA"):
            [start], [end] = into[id], out[id]
            assert nodes[start]["type"] == nodes[end]["type"] == "I"
            assert schemes[node["relation"]] == node["type"]
            ends = (nodes[start]["source"]["annotation"], nodes[end]["source"]["annotation"])
            assert (nodes[start]["text"], nodes[end]["text"]) == (quoted[ends[0]], quoted[ends[1]])
            found.append((node["relation"], *ends))
    assert sorted(found) == sorted((one["relation"], one["evidence"], one["claim"]) for one in export["relations"])
    for locution in graph["locutions"]:
        assert nodes[locution["nodeID"]]["type"] == "L"
        assert nodes[out[locution["nodeID"]][0]]["type"] == "YA"


@given(export=exports())
@settings(max_examples=15)
def test_an_argument_map_has_each_statement_once(export: Json) -> None:
    text = written(export, "argdown")
    body = text.split("===\n")[2]
    statements = re.findall(r"(?m)^(\s*)(?:(><|\+|-) |// (\w+): )?\[([CE]\d+)\](: .*)?$", body)
    marks = {"><": "contradicts", "-": "weakens", "+": "supports"}
    made = [marks.get(mark) or word for _, mark, word, _, _ in statements if mark or word]
    assert sorted(made) == sorted(one["relation"] for one in export["relations"])
    names = [name for _, _, _, name, full in statements if full]
    assert (
        len(names) == len(set(names)) == len({one[end] for one in export["relations"] for end in ("claim", "evidence")})
    )
    for _, _, _, _, full in statements:
        plain = re.sub(r"\\.", "", full.rpartition(" {")[0] or full)
        assert not re.search(r"[\[\]<>{}#@*]", plain)
        assert full.count("}") == full.count("\\}") + (1 if " {" in full else 0)


@given(export=exports())
@settings(max_examples=15)
def test_sentences_of_data_sets_hold_the_evidence(export: Json) -> None:
    made, quoted = folder(export, "fever"), quotes(export)
    ids = {one["claim"]: one["annotation"] for one in made["ids.jsonl"] if "claim" in one}
    pages = {
        page["id"]: dict(line.split("\t", 1) for line in page["lines"].split("\n")) for page in made["wiki-pages.jsonl"]
    }
    relations: dict[str, list[Json]] = {}
    for one in export["relations"]:
        relations.setdefault(one["claim"], []).append(one)
    assert {ids[claim["id"]] for claim in made["claims.jsonl"]} == set(relations)
    for claim in made["claims.jsonl"]:
        bearing = relations[ids[claim["id"]]]
        kinds = {one["relation"] for one in bearing} & {"contradicts", "supports"}
        wanted = {"contradicts": "REFUTES", "supports": "SUPPORTS"}
        assert claim["label"] == (wanted[min(kinds)] if len(kinds) == 1 else "NOT ENOUGH INFO")
        sets = [one for one in claim["evidence"] if one[0][2] is not None]
        assert len(sets) == (sum(one["relation"] in kinds for one in bearing) if len(kinds) == 1 else 0)
        counted = [one for one in bearing if one["relation"] in kinds]
        for group, one in zip(sets, counted, strict=False):
            text = " ".join(pages[page][str(line)] for _, _, page, line in group)
            assert _bare(quoted[one["evidence"]]) in _bare(text)
    science = folder(export, "scifact")
    corpus = {one["doc_id"]: one for one in science["corpus.jsonl"]}
    for claim in science["claims.jsonl"]:
        assert set(claim["cited_doc_ids"]) <= corpus.keys()
        for document, found in claim["evidence"].items():
            assert all(n < len(corpus[int(document)]["abstract"]) for one in found for n in one["sentences"])
            assert {one["label"] for one in found} <= {"SUPPORT", "CONTRADICT"}


def _bare(text: str) -> str:
    return one_line(text).replace(" ", "")
