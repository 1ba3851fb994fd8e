"""A real ONNX model of inference, small enough to be made by a test: each word of passage or claim votes for a label."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

LABELS = ("contradiction", "entailment", "neutral")
Votes = Mapping[tuple[str, str], Mapping[str, float]]
"""(`passage` or `claim`, word) to label to what the word adds to its logit."""
VOTES: Votes = {
    ("passage", "flooded"): {"contradiction": 9.0},
    ("passage", "dry"): {"entailment": 9.0},
    ("claim", "flooded"): {"entailment": 4.0},
}


def make_model(
    folder: Path,
    *,
    labels: Sequence[str] = LABELS,
    votes: Votes = VOTES,
    file: str = "model.onnx",
    answer: Sequence[float] | None = None,
    integers: int = TensorProto.INT64,
) -> Path:
    """Write a model whose outputs stand in the order of `labels`; `answer`: what is added to every logit."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys(word for _, word in votes)]
    tokenizer = Tokenizer(WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"id2label": {str(n): label for n, label in enumerate(labels)}, "max_position_embeddings": 64}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")

    table = numpy.zeros((2 * len(words), len(labels)), dtype=numpy.float32)
    table[0, :] = 50.0  # padding would spoil everything, were it not masked
    for (side, word), says in votes.items():
        for label, value in says.items():
            if label in labels:
                table[words.index(word) + (len(words) if side == "claim" else 0), list(labels).index(label)] = value
    constants = {
        "table": table,
        "size": numpy.array(len(words), dtype=numpy.int64),
        "last": numpy.array([2], dtype=numpy.int64),
        "middle": numpy.array([1], dtype=numpy.int64),
        "start": numpy.array([answer or [0.0] * len(labels)], dtype=numpy.float32),
    }
    wide = helper.make_node
    nodes = [
        wide("Cast", ["input_ids"], ["ids"], to=TensorProto.INT64),
        wide("Cast", ["token_type_ids"], ["types"], to=TensorProto.INT64),
        wide("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
        wide("Mul", ["types", "size"], ["shift"]),
        wide("Add", ["ids", "shift"], ["rows"]),
        wide("Gather", ["table", "rows"], ["votes"], axis=0),
        wide("Unsqueeze", ["mask", "last"], ["wide_mask"]),
        wide("Mul", ["votes", "wide_mask"], ["counted"]),
        wide("ReduceSum", ["counted", "middle"], ["summed"], keepdims=0),
        wide("Add", ["summed", "start"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [
            helper.make_tensor_value_info(name, integers, ["batch", "length"])
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", len(labels)])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    onnx.save(model, str(path))
    return folder
