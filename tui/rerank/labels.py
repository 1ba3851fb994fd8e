"""Which output of a model of inference means what: as its `config.json` says, in whatever order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.text.errors import CounterpointError

LARGEST = 5_000_000
"""Bytes of a `config.json` that are read; one of many labels has some thousands."""
_AGAINST = ("contradict", "refut", "disagree")
_FOLLOWING = ("entail", "support", "agree")


class ModelError(CounterpointError):
    """A model cannot be used, or does not answer; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Places in the model's output, 0-based."""

    against: int
    following: int
    count: int
    longest: int
    """Tokens that the model takes at most."""


def read_labels(folder: Path) -> Labels:
    """The labels of the model in `folder`. Raises ModelError where they are not those of a model of inference."""
    path = folder / "config.json"
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ModelError(f"{path} is too large for the configuration of a model.")
        config = json.loads(data)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror or error}); a model needs it for its labels."
        ) from None
    except (ValueError, RecursionError):
        raise ModelError(f"{path} is no JSON; a model needs it for its labels.") from None
    names = _names(config)
    against = [place for place, name in names.items() if name.startswith(_AGAINST)]
    following = [place for place, name in names.items() if name.startswith(_FOLLOWING)]
    if len(against) != 1 or len(following) != 1 or set(names) != set(range(len(names))):
        told = ", ".join(f"“{name[:40]}”" for name in list(names.values())[:5]) or "none"
        raise ModelError(
            f"{path} names the labels {told}; a model of inference needs one for contradiction and one for entailment."
        )
    longest = config.get("max_position_embeddings")
    if not isinstance(longest, int) or isinstance(longest, bool) or longest < 16:
        longest = 512
    # RoBERTa and its kin keep two places for themselves: of 514 they take 512.
    return Labels(against[0], following[0], len(names), min(512, longest))


def _names(config: Any) -> dict[int, str]:
    """Place to label, in lower case; empty where the configuration has none that can be read."""
    if not isinstance(config, dict):
        return {}
    raw = config.get("id2label")
    if not isinstance(raw, dict):
        turned = config.get("label2id")
        raw = {str(place): name for name, place in turned.items()} if isinstance(turned, dict) else {}
    try:
        return {int(place): str(name).strip().lower() for place, name in raw.items()}
    except (TypeError, ValueError):
        return {}
