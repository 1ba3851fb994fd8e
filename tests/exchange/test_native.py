from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from tui import resources
from tui.exchange import native, registry
from tui.exchange.errors import ExchangeError

TIME = "2026-01-01T00:00:00Z"
ARTICLE: dict[str, Any] = {
    "id": "a",
    "title": "T",
    "added_at": TIME,
    "modified_at": TIME,
    "versions": [{"id": "v", "sha256": "0" * 64, "fetched_at": TIME, "text": "x"}],
}
HEAD: dict[str, Any] = {"format": "counterpoint", "version": 1}


def test_the_schema_in_data_is_that_of_the_types() -> None:
    kept = json.loads(resources.read_text("schema/counterpoint-1.json"))
    assert kept == json.loads(json.dumps(native.schema()))
    jsonschema.Draft202012Validator.check_schema(kept)


def test_unknown_keys_are_kept_at_every_level() -> None:
    raw = {
        **HEAD,
        "x-top": {"deep": [1, {"a": None}]},
        "articles": [
            {
                **ARTICLE,
                "x": 1,
                "place": {"paragraph": 1, "offset": 0, "x": 2},
                "versions": [
                    {
                        **ARTICLE["versions"][0],
                        "x": 3,
                        "paragraphs": [{"n": 1, "kind": "body", "start": 0, "end": 1, "x": 4}],
                    }
                ],
            }
        ],
        "learned": {"verdicts": 1, "weights": {"a": 0.5}, "x": 5},
    }
    export = native.read(json.dumps(raw).encode())
    article = export.articles[0]
    assert export.unknown == {"x-top": {"deep": [1, {"a": None}]}}
    assert article.unknown == {"x": 1}
    assert article.place is not None
    assert article.place.unknown == {"x": 2}
    assert article.versions[0].unknown == {"x": 3}
    assert article.versions[0].paragraphs[0].unknown == {"x": 4}
    assert export.learned is not None
    assert export.learned.unknown == {"x": 5}


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"{", "The file is not JSON"),
        (b"\xff\xfe", "The file is not JSON"),
        (b"\x89PNG\r\n", "The file is not JSON"),
        (b'{"format": "counterpoint", "version": 1, "x": 1e999}', "number out of range"),
        (b"[]", "no export of Counterpoint"),
        (b'"text"', "no export of Counterpoint"),
        (b'{"format": "other"}', "no export of Counterpoint"),
        (b'{"format": "counterpoint", "version": 2}', "a newer one can import it"),
        (b'{"format": "counterpoint"}', "missing required field `version`"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (json.dumps({**HEAD, "articles": 3}).encode(), "articles: expected a list, got a whole number"),
        (json.dumps({**HEAD, "articles": [{**ARTICLE, "id": 7}]}).encode(), "articles[0].id: expected text"),
        (json.dumps({**HEAD, "articles": [{**ARTICLE, "added_at": "yesterday"}]}).encode(), "articles[0].added_at:"),
        (json.dumps({**HEAD, "articles": [{**ARTICLE, "versions": []}]}).encode(), "articles[0].versions:"),
        (json.dumps({**HEAD, "annotations": [{"id": "x", "kind": "poem"}]}).encode(), "annotations[0].kind:"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_names_the_place(data: bytes, sentence: str) -> None:
    with pytest.raises(ExchangeError) as error:
        native.read(data)
    said = str(error.value)
    assert sentence in said
    assert said.endswith(".")
    assert "\n" not in said


def test_what_nests_too_deep_is_left_out_alone() -> None:
    deep = {"kept": nested(62), "deep": nested(63), "deeper": {"a": nested(80)}}
    version = {**ARTICLE["versions"][0], **deep}
    other = {**ARTICLE, "id": "b"}
    export = native.read(json.dumps({**HEAD, **deep, "articles": [{**ARTICLE, "versions": [version]}, other]}).encode())
    assert export.left_out == [
        "Unknown keys of the file nest more than 64 deep and were left out: deep, deeper.",
        "Unknown keys of the article “T” nest more than 64 deep and were left out: deep, deeper.",
    ]
    assert export.unknown == export.articles[0].versions[0].unknown == {"kept": nested(62)}
    assert [article.id for article in export.articles] == ["a", "b"]
    assert native.read(json.dumps(HEAD).encode()).left_out == []


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "MAX_BYTES", 10)
    with pytest.raises(ExchangeError, match="larger than"):
        native.read(json.dumps(HEAD).encode())


def test_a_mark_at_the_beginning_is_passed_over() -> None:
    assert native.read(b"\xef\xbb\xbf" + json.dumps(HEAD).encode()).version == 1


def test_formats_by_name() -> None:
    assert registry.get("JSON", to_read=True, to_write=True).suffix == ".json"
    with pytest.raises(ExchangeError, match="Did you mean json"):
        registry.get("jason")
    with pytest.raises(ExchangeError, match="no format called"):
        registry.get("wordperfect")
