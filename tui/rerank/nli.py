"""A model of natural language inference in a local folder: how likely a passage contradicts a claim, or entails it.

The folder is as the Hugging Face hub lays one out: `config.json` (which output means what), `tokenizer.json`, and
`model.onnx` (or `model_quantized.onnx`, `model_int8.onnx`) beside them or in `onnx/`. Needs the extra `nli`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tui.rerank.labels import ModelError, read_labels

FILES: Final = (
    "onnx/model_quantized.onnx",
    "onnx/model_int8.onnx",
    "onnx/model.onnx",
    "model_quantized.onnx",
    "model_int8.onnx",
    "model.onnx",
)
"""Where the model itself is looked for; the first that is there is taken (the small ones are about as good)."""
BATCH: Final = 16
"""Pairs that the model reads at once."""
LONGEST: Final = 3000
"""Code points of each text that are read."""
_LARGEST: Final = 4_000_000_000
_MOST_KEPT: Final = 50_000
_INPUTS: Final = ("input_ids", "attention_mask", "token_type_ids")
_FATAL: Final = 4
"""Only what ends the program is logged: the rest would go over the screen."""


class Nli:
    """A model, loaded. Called with pairs of passage and claim; answers with pairs of probabilities."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelError where the folder holds no model of inference that can be run."""
        self.folder = folder
        if not folder.is_dir():
            raise ModelError(f"{folder} is no folder; the model of inference is not there.")
        self.labels = read_labels(folder)
        self._tokenizer = _tokenizer(folder, self.labels.longest)
        self._session = _session(folder)
        self._inputs: dict[str, str] = {one.name: one.type for one in self._session.get_inputs()}
        if unknown := [name for name in self._inputs if name not in _INPUTS]:
            raise ModelError(f"{folder}: the model wants the input “{unknown[0]}”, which no model of inference needs.")
        self._kept: dict[tuple[str, str], tuple[float, float]] = {}
        self([("A cat sleeps.", "No cat sleeps.")])  # what loads may still not run

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
        """For each pair of passage and claim: how likely the passage contradicts the claim, and entails it (0 to 1).

        Raises ModelError when the model fails, or answers with what are no numbers.
        """
        cut = [(passage[:LONGEST], claim[:LONGEST]) for passage, claim in pairs]
        new = [pair for pair in dict.fromkeys(cut) if pair not in self._kept]
        if len(self._kept) + len(new) > _MOST_KEPT:
            self._kept.clear()
            new = list(dict.fromkeys(cut))
        # Those of like length together: a batch is as long as its longest pair.
        new.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            self._kept.update(zip(batch, self._answers(batch), strict=True))
        return [self._kept[pair] for pair in cut]

    def _answers(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[float, float]]:
        import numpy

        try:
            encoded = self._tokenizer.encode_batch([_clean(pair) for pair in pairs])
            given = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}
            feed = {
                name: numpy.array(
                    [getattr(one, given[name]) for one in encoded],
                    dtype=numpy.int32 if "int32" in kind else numpy.int64,
                )
                for name, kind in self._inputs.items()
            }
            logits = numpy.asarray(self._session.run(None, feed)[0], dtype=numpy.float64)
        except Exception as error:  # the runtime's own errors have no common base
            raise ModelError(f"{self.folder}: the model of inference does not run ({_told(error)}).") from None
        if logits.shape != (len(pairs), self.labels.count):
            raise ModelError(
                f"{self.folder}: the model answers in the shape {logits.shape}, not with {self.labels.count} labels a pair."
            )
        if not numpy.isfinite(logits).all():
            raise ModelError(f"{self.folder}: the model of inference answers with what are no numbers.")
        odds = numpy.exp(logits - logits.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        return [(float(row[self.labels.against]), float(row[self.labels.following])) for row in shares]


def model_file(folder: Path) -> Path | None:
    """The model of a folder; None where there is none."""
    return next((folder / name for name in FILES if (folder / name).is_file()), None)


def _clean(pair: tuple[str, str]) -> tuple[str, str]:
    """Without lone surrogates, which a tokenizer cannot take."""
    passage, claim = (text.encode("utf-8", "replace").decode("utf-8") for text in pair)
    return passage, claim


def _tokenizer(folder: Path, longest: int) -> Any:
    from tokenizers import Tokenizer

    path = folder / "tokenizer.json"
    if not path.is_file():
        raise ModelError(f"{path} is missing; a model needs its fast tokenizer.")
    try:
        found = Tokenizer.from_file(str(path))
        padding = found.padding or {}
        pad = padding.get("pad_token") or next(
            (t for t in ("[PAD]", "<pad>") if found.token_to_id(t) is not None), None
        )
        number = found.token_to_id(pad) if pad else 0
        found.enable_padding(pad_id=number or 0, pad_token=pad or "[PAD]")
        found.enable_truncation(max_length=longest, strategy="longest_first")
    except Exception as error:  # the library raises bare Exception
        raise ModelError(f"{path} cannot be read ({_told(error)}).") from None
    return found


def _session(folder: Path) -> Any:
    import onnxruntime

    path = model_file(folder)
    if path is None:
        raise ModelError(f"{folder} has no model.onnx (nor one in onnx/); only models in that format can be run.")
    if path.stat().st_size > _LARGEST:
        raise ModelError(f"{path} is too large (the most is {_LARGEST // 1_000_000_000} GB).")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _FATAL
    options.intra_op_num_threads = min(4, os.cpu_count() or 1)
    try:
        # Without its fallback, which prints on standard output what goes wrong and tries the same again.
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], enable_fallback=0)
    except Exception as error:  # the runtime's own errors have no common base
        raise ModelError(f"{path} cannot be loaded ({_told(error)}).") from None


def _told(error: Exception) -> str:
    """The first line of what a library says, cut."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:160].rstrip(". ")
