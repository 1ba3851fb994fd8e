"""Keys that this version does not know, in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.workflows.conftest import OpenLibrary
from tests.workflows.test_transfer import bring, exported, timeless
from tui.library.connection import Library
from tui.workflows import add, undoing


def test_unknown_keys_outlive_a_later_change_without_them(full: Library, lib: Library) -> None:
    export = exported(full)
    named = {"articles": "modified_at", "annotations": "modified_at", "relations": "modified_at", "verdicts": "at"}
    for name in named:
        export[name][0]["mood"] = "grim"
    export["articles"][0]["place"]["x"] = 1
    later = json.loads(json.dumps(exported(full)))
    later["articles"][0]["place"]["y"] = 2
    for name, at in named.items():
        later[name][0][at] = "2030-01-01T00:00:00Z"
    bring(lib, export)
    bring(lib, later)
    here = exported(lib)
    assert [here[name][0]["mood"] for name in named] == ["grim"] * 4
    assert [here[name][0][at][:4] for name, at in named.items()] == ["2030"] * 4
    assert {"x": 1, "y": 2}.items() <= here["articles"][0]["place"].items()


def test_what_a_highlight_says_of_a_claim_is_kept(full: Library, lib: Library) -> None:
    export = exported(full)
    marked = [one for one in export["annotations"] if one["kind"] != "claim"]
    marked[0]["claim"] = {"kind": None, "claimant": None, "speaker": None, "z": 1}
    marked[1]["claim"] = {"kind": None, "claimant": "", "speaker": None}
    bring(lib, export)
    assert exported(lib)["annotations"] == export["annotations"]


def test_keys_from_outside_never_pass_for_our_own(full: Library, open_library: OpenLibrary, tmp_path: Path) -> None:
    lib = open_library("other.db", prefix=9)
    for inner in ("$inner:\n  place: evil", "$inner:\n  place:\n    paragraph: evil", "$inner: 5", "$$inner: [a]"):
        path = tmp_path / f"{len(inner)}.md"
        path.write_text(f"---\ntitle: X\n{inner}\n---\nText {len(inner)}.\n", encoding="utf-8")
        add.add_sources(lib, [str(path)])
    kept = {"$inner": 5, "$$inner": {"place": {"offset": "evil"}}}
    export = exported(full)
    export["articles"][0] |= kept
    export["articles"][0]["place"] |= kept
    export["articles"][0]["versions"][0] |= kept
    export["articles"][0]["versions"][0]["paragraphs"][0] |= kept
    for one in (export["annotations"][0], export["annotations"][0]["targets"][0], export["relations"][0]):
        one |= kept
    export["verdicts"][0] |= kept
    assert bring(lib, export).problems == []
    first = exported(lib)
    assert [{k: v for k, v in one.items() if "$" in k} for one in first["articles"][:4]] == [
        {"$inner": {"place": "evil"}},
        {"$inner": {"place": {"paragraph": "evil"}}},
        {"$inner": "5"},
        {"$$inner": ["a"]},
    ]
    for name in ("articles", "annotations", "relations", "verdicts"):
        assert first[name][4 if name == "articles" else 0 :] == export[name]


def test_keys_that_nest_too_deep_are_a_problem_of_their_article_alone(full: Library, lib: Library) -> None:
    export = exported(full)
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]
    export["articles"][0]["x"] = deep
    report = bring(lib, export)
    [problem] = report.problems
    assert "“The bridge”" in problem.message
    del export["articles"][0]["x"]
    assert timeless(exported(lib)) == timeless(export)


def test_an_import_is_undone_with_what_stands_beside_its_lists(full: Library, lib: Library) -> None:
    export = exported(full)
    empty = timeless(exported(lib))
    first = {**export, "x": 1, "learned": {"verdicts": 5, "weights": {"a": 1.0}}}
    second = {**export, "x": 2, "y": [3], "learned": {"verdicts": 6, "weights": {"a": 2.0}}}
    bring(lib, first)
    bring(lib, second)
    undoing.undo(lib)
    assert timeless(exported(lib)) == timeless(first)
    undoing.undo(lib)
    assert timeless(exported(lib)) == empty
    undoing.redo(lib)
    undoing.redo(lib)
    assert timeless(exported(lib)) == timeless(second)


def test_front_matter_that_is_called_like_a_key_of_ours(
    lib: Library, open_library: OpenLibrary, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    lines = ["tags: [a, b  c, a]", "id: '5'", "versions: {x: y}", "mood: grim", "place: Paris"]
    path.write_text("\n".join(["---", *lines, "---", "Text."]), encoding="utf-8")
    add.add_sources(lib, [str(path)])
    export = exported(lib)
    [article] = export["articles"]
    assert article["tags"] == ["a", "b c"]
    assert article["front_matter"] == {"id": "5", "versions": {"x": "y"}, "place": "Paris"}
    assert article["mood"] == "grim"
    other = open_library("other.db", prefix=9)
    bring(other, export)
    assert timeless(exported(other)) == timeless(export)
    path.write_text("---\nid: '6'\nfront_matter: mine\ntags: d, e\n---\nAnother text.", encoding="utf-8")
    add.add_sources(lib, [str(path)], new=True)
    article = exported(lib)["articles"][1]
    assert article["front_matter"] == {"id": "6", "front_matter": "mine"}
    assert article["tags"] == ["d", "e"]
