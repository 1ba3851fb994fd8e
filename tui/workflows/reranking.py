"""The reader's own models beside the engine: found, loaded, and where they fail, said in one sentence and left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from tui.rerank.labels import ModelError
from tui.sources.extras import need
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.rerank.nli import Nli

HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
"""Owner and name of a model on the hub."""


class Scorer:
    """A model for the engine that never fails: where it breaks, it says so once and answers nothing from then on."""

    def __init__(self, model: Nli, say: Callable[[str], None]) -> None:
        self._model = model
        self._say = say
        self._broken = False

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[float, float]]:
        if self._broken:
            return ()
        try:
            return self._model(pairs)
        except ModelError as error:
            self._broken = True
            self._say(f"{error} The engine goes on without it.")
            return ()


def open_nli(named: str, say: Callable[[str], None]) -> Scorer | None:
    """The model that the setting `nli_model` names, for the engine; None where it cannot be used, after a sentence."""
    try:
        return Scorer(load_nli(named), say)
    except CounterpointError as error:
        say(f"{error} The engine goes on without it.")
        return None


def load_nli(named: str) -> Nli:
    """The model that `named` stands for. Raises CounterpointError where there is none, or none that can be used."""
    folder = model_folder(named)
    for module in ("onnxruntime", "tokenizers"):
        need(module, "nli", "Models of inference")
    from tui.rerank.nli import Nli

    return Nli(folder)


def model_folder(named: str) -> Path:
    """Where a model is: a folder, or the place of a fetched one. Raises CounterpointError; nothing is ever fetched here."""
    if not named.strip():
        raise CounterpointError(
            "No model of inference is set; put its folder, or its name on the hub, as “nli_model” into the configuration."
        )
    try:
        folder = Path(named).expanduser()
        if folder.is_dir():
            return folder
        if HUB_ID.fullmatch(named):
            if (fetched := fetched_folder(named)).is_dir():
                return fetched
            raise CounterpointError(f"The model {named} is not here yet; `counterpoint model get {named}` fetches it.")
    except (OSError, ValueError, RuntimeError):
        pass
    raise CounterpointError(f"There is no model of inference at “{named}”; give a folder, or OWNER/NAME on the hub.")


def fetched_folder(hub_id: str) -> Path:
    """Where the model of that name on the hub is kept."""
    return models_folder() / hub_id.replace("/", "--")


def models_folder() -> Path:
    """Where fetched models are kept, each in a folder of its own."""
    return platformdirs.user_data_path("counterpoint") / "models"


def fetched_models() -> list[str]:
    """The names of the fetched models."""
    try:
        names = [
            one.name for one in models_folder().iterdir() if one.is_dir() and not one.name.endswith((".new", ".old"))
        ]
    except OSError:
        return []
    return sorted(name.replace("--", "/", 1) for name in names)


def get_model(hub_id: str, *, revision: str = "main", say: Callable[[str], None]) -> Path:
    """Fetch a model from the hub and return its folder; the only place that does. Raises CounterpointError."""
    if not HUB_ID.fullmatch(hub_id) or ".." in hub_id or "--" in hub_id:
        raise CounterpointError(f"“{hub_id}” is no name of a model on the hub; give OWNER/NAME.")
    for module in ("onnxruntime", "tokenizers", "huggingface_hub"):
        need(module, "nli", "Models of inference")
    from tui.rerank.hub import fetch_model

    return fetch_model(hub_id, fetched_folder(hub_id), revision=revision, say=say).folder
