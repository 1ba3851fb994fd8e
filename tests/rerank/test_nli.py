"""A model of inference from a folder: a real one, with its labels in any order, and broken in every way."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto

from tests.rerank.small_model import LABELS, make_model
from tui.rerank.labels import ModelError, read_labels
from tui.rerank.nli import FILES, Nli

AGAINST = ("The cellar is flooded.", "The cellar has no water.")
FOR = ("The cellar is dry.", "The cellar has no water.")
NEITHER = ("Ann has a cat.", "The cellar has no water.")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Nli:
    return Nli(make_model(tmp_path_factory.mktemp("model")))


@pytest.mark.parametrize("labels", itertools.permutations(LABELS))
def test_labels_count_in_whatever_order_they_stand(tmp_path: Path, labels: tuple[str, ...]) -> None:
    answers = Nli(make_model(tmp_path, labels=labels))([AGAINST, FOR, NEITHER])
    assert answers[0][0] > 0.99 > 0.01 > answers[0][1]
    assert answers[1][1] > 0.99 > 0.01 > answers[1][0]
    assert answers[2] == (pytest.approx(1 / 3), pytest.approx(1 / 3))


def test_passage_and_claim_are_told_apart(model: Nli) -> None:
    (there,) = model([("A cellar.", "It is flooded.")])
    (here,) = model([("It is flooded.", "A cellar.")])
    assert there[1] > 0.9
    assert here[0] > 0.9


def test_batches_of_any_size_and_order_answer_as_single_pairs_do(model: Nli, tmp_path: Path) -> None:
    texts = ["flooded", "dry cellar", "x " * 40, "", "🙂 水 ‮", "flooded dry flooded"]
    pairs = [(a, b) for a in texts for b in texts] * 2
    single = [Nli(model.folder)([pair])[0] for pair in pairs[:36]]
    assert [pytest.approx(one) for one in single * 2] == model(pairs)
    assert model([]) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80)), max_size=5))
def test_any_text_is_answered_with_probabilities(model: Nli, pairs: list[tuple[str, str]]) -> None:
    answers = model([*pairs, ("\ud800", "\udfff\0")])
    assert len(answers) == len(pairs) + 1
    assert all(0 <= a <= 1 and 0 <= b <= 1 and a + b <= 1.000001 for a, b in answers)


def test_long_texts_are_cut_to_what_the_model_takes(model: Nli) -> None:
    assert model.labels.longest == 64
    (answer,) = model([("flooded " * 100_000, "word " * 100_000)])
    assert answer[0] > 0.99


@pytest.mark.parametrize("file", FILES)
def test_the_model_is_found_where_the_hub_puts_it(tmp_path: Path, file: str) -> None:
    assert Nli(make_model(tmp_path, file=file))([AGAINST])[0][0] > 0.99


def test_narrow_integers_are_fed_as_the_model_wants_them(tmp_path: Path) -> None:
    assert Nli(make_model(tmp_path, integers=TensorProto.INT32))([AGAINST])[0][0] > 0.99


@pytest.mark.parametrize(
    "config",
    [
        {"id2label": {"0": "ENTAILMENT", "1": "NEUTRAL", "2": "CONTRADICTION"}},
        {"label2id": {"entailment": 0, "neutral": 1, "contradiction": 2}},
        {"id2label": {"0": "SUPPORTS", "1": "NOT ENOUGH INFO", "2": "REFUTES"}, "max_position_embeddings": 514},
        {"id2label": {"0": "entailment", "1": "neutral", "2": "contradiction"}, "max_position_embeddings": True},
    ],
)
def test_labels_are_read_as_models_name_them(tmp_path: Path, config: object) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    found = read_labels(tmp_path)
    assert (found.following, found.against, found.count, found.longest) == (0, 2, 3, 512)


@pytest.mark.parametrize(
    "config",
    [
        "[]",
        "{",
        "[" * 100_000,
        "\xff",
        "{}",
        '{"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}',
        '{"id2label": {"0": "entailment", "1": "not_entailment"}}',
        '{"id2label": {"0": "entailment", "5": "contradiction"}}',
        '{"id2label": {"x": "entailment", "1": "contradiction"}}',
        '{"id2label": {"0": "entailment", "1": "contradiction", "2": "contradictory"}}',
        '{"label2id": {"entailment": [], "contradiction": {}}}',
        '{"id2label": ["entailment"]}',
    ],
)
def test_other_labels_are_refused_in_a_sentence(tmp_path: Path, config: str) -> None:
    make_model(tmp_path)
    (tmp_path / "config.json").write_bytes(config.encode("latin-1"))
    with pytest.raises(ModelError, match=r"config\.json .*\.$"):
        Nli(tmp_path)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.onnx"])
@pytest.mark.parametrize("how", ["gone", "empty", "cut", "noise"])
def test_a_broken_folder_is_one_sentence(tmp_path: Path, name: str, how: str) -> None:
    path = make_model(tmp_path) / name
    data = path.read_bytes()
    path.unlink()
    if how != "gone":
        path.write_bytes({"empty": b"", "cut": data[: len(data) // 2], "noise": b"\x00\xff\x1b[2J" * 500}[how])
    with pytest.raises(ModelError) as caught:
        Nli(tmp_path)
    told = str(caught.value)
    assert told.endswith(".")
    assert "\n" not in told


def test_a_model_that_answers_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no folder"):
        Nli(tmp_path / "none")
    with pytest.raises(ModelError, match="no numbers"):
        Nli(make_model(tmp_path / "nan", answer=[float("nan"), 0.0, 0.0]))
    folder = make_model(tmp_path / "shape")
    (folder / "config.json").write_text('{"id2label": {"0": "entailment", "1": "contradiction"}}')
    with pytest.raises(ModelError, match=r"shape \(1, 3\)"):
        Nli(folder)


def test_the_runtime_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = make_model(tmp_path) / "model.onnx"
    # Found by a search over damaged files: the runtime's own message then holds what is no UTF-8.
    path.write_bytes(path.read_bytes().replace(b"Unsqueeze", b"Unsqu\xcbeze"))
    with pytest.raises(ModelError, match="cannot be loaded"):
        Nli(tmp_path)
    assert capfd.readouterr() == ("", "")


def test_labels_are_told_cut(tmp_path: Path) -> None:
    make_model(tmp_path)
    (tmp_path / "config.json").write_text('{"id2label": {"0": "' + "x" * 1_000_000 + '"}}')
    with pytest.raises(ModelError) as caught:
        Nli(tmp_path)
    assert len(str(caught.value)) < 1000
