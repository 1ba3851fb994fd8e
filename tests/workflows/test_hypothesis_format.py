"""Hypothesis: rows of its client and of its API, replies, page notes, and how ours look there."""

from __future__ import annotations

import json
from time import process_time
from typing import Any

import pytest

from tests.workflows.foreign_case import TIME, Json, bring, native
from tui.exchange.errors import ExchangeError
from tui.exchange.reading import Input
from tui.exchange.readwise import read as read_readwise
from tui.library.connection import Library
from tui.text.intake import sha256
from tui.workflows import transfer

TEXT = "👩‍👩‍👧 The family said no 🙂.\nThe council said no."
URL = "https://example.org/family"


def with_article(lib: Library) -> None:
    version = {"id": "v", "sha256": sha256(TEXT), "fetched_at": TIME, "text": TEXT}
    article = {"id": "a", "title": "Family", "url": URL, "added_at": TIME, "modified_at": TIME, "versions": [version]}
    bring(lib, {"format": "counterpoint", "version": 1, "articles": [article]})


def row(id: str, *selectors: Json, **more: Any) -> Json:
    target = {"source": URL, **({"selector": list(selectors)} if selectors else {})}
    return {
        "id": id,
        "created": "2024-05-01T10:00:00.123456+00:00",
        "updated": "2024-05-02T10:00:00+02:00",
        "user": "acct:ada@hypothes.is",
        "uri": URL,
        "text": "",
        "tags": [],
        "group": "__world__",
        "target": [target],
        "document": {"title": ["Family"]},
        **more,
    }


def at(quote: str, start: int) -> tuple[Json, Json]:
    units = len(TEXT[:start].encode("utf-16-le")) // 2
    end = units + len(quote.encode("utf-16-le")) // 2
    return {"type": "TextPositionSelector", "start": units, "end": end}, {"type": "TextQuoteSelector", "exact": quote}


@pytest.mark.parametrize("wrap", ["client", "api", "list"])
def test_rows_with_utf_16_positions_replies_and_page_notes(lib: Library, wrap: str) -> None:
    with_article(lib)
    second = TEXT.rindex("said no")
    rows = [
        row("q", *at("said no", second), text="Both?", tags=["who"], group="xYz", permissions={"read": ["group:xYz"]}),
        row("r", text="Yes.", references=["q"], user="acct:grace@hypothes.is", user_info={"display_name": "Grace"}),
        row("p", text="A note on the page."),
        row("h", {"type": "TextQuoteSelector", "exact": "never said"}),
        {"id": "x", "uri": 7},
    ]
    whole: dict[str, Any] = {
        "client": {"export_date": TIME, "export_userid": "", "client_version": "1", "annotations": rows},
        "api": {"total": 5, "rows": rows},
        "list": rows,
    }
    report = transfer.import_file(lib, json.dumps(whole[wrap]).encode())
    assert (report.annotations, len(report.problems)) == (4, 1)
    quoted, reply, page, orphan = native(lib)["annotations"]
    assert (quoted["targets"][0]["start"], quoted["creator"], quoted["tags"]) == (second, "ada", ["who"])
    assert quoted["created_at"] == "2024-05-01T10:00:00.123456Z"
    assert quoted["modified_at"] == "2024-05-02T08:00:00Z"
    assert quoted["hypothesis"]["group"] == "xYz"
    assert quoted["hypothesis"]["permissions"] == {"read": ["group:xYz"]}
    assert (reply["targets"][0]["start"], reply["creator"]) == (second, "Grace")
    assert reply["hypothesis"]["references"] == ["q"]
    assert page["whole_article"] is True
    assert (page["kind"], page["targets"][0]["exact"]) == ("note", TEXT.split("\n")[0])
    assert (orphan["kind"], orphan["targets"][0]["exact"]) == ("highlight", "never said")
    again = json.loads(b"".join(transfer.export(lib, format="hypothesis")))["annotations"]
    assert "selector" not in again[1]["target"][0]
    assert (again[1]["references"], again[0]["group"], again[2]["target"]) == (["q"], "xYz", [{"source": URL}])
    start = again[0]["target"][0]["selector"][0]["start"]
    assert TEXT.encode("utf-16-le")[2 * start :].decode("utf-16-le").startswith("said no.")


def test_a_relation_is_a_reply_that_people_can_read(full: Library) -> None:
    made = json.loads(b"".join(transfer.export(full, format="hypothesis")))
    assert {"export_date", "export_userid", "client_version", "annotations"} == made.keys()
    [reply] = [one for one in made["annotations"] if one.get("references")]
    assert reply["text"] == "**contradicts**: “the bridge at Lowfield was closed”\n\n— Bridge shut"
    assert reply["tags"] == ["contradicts"]
    ids = [one["id"] for one in made["annotations"]]
    assert reply["references"][0] in ids
    assert all(len(id) == 22 for id in ids)


def test_what_is_none_of_it(lib: Library) -> None:
    for data in (b"{}", b'{"annotations": 3}', b'"x"', b"3"):
        with pytest.raises(ExchangeError):
            transfer.import_file(lib, data, format="hypothesis")


def test_what_nests_too_deep_is_left_out_alone(lib: Library) -> None:
    with_article(lib)
    deep: Any = 1
    for _ in range(90):
        deep = [deep]
    report = transfer.import_file(
        lib, json.dumps([row("q", *at("said no", TEXT.rindex("said no")), permissions=deep)]).encode()
    )
    assert (report.annotations, [problem.message for problem in report.problems]) == (
        1,
        ["What else is said of annotation q nests too deep and was left out."],
    )


def test_notes_of_readwise_are_read_at_once_whatever_stands_in_them() -> None:
    note = ".a" * 50_000 + "!\nx"
    start = process_time()
    taken = read_readwise(Input(f'Highlight,Title,Note\nq,t,"{note}"\n'.encode()))
    assert process_time() - start < 2
    assert taken.annotations[0].body == note
