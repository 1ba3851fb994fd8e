"""The reader's own models beside the engine: found, loaded, and where they fail, said in one sentence and left out."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import platformdirs

from tui.config import Config
from tui.engine.feature import Feature
from tui.engine.inference import of_inference, of_opinion
from tui.rerank.labels import ModelError
from tui.rerank.opinions import Model, Opinions
from tui.sources.extras import need
from tui.text.errors import CounterpointError
from tui.text.spans import Span

if TYPE_CHECKING:
    from tui.rerank.nli import Nli

HUB_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
"""Owner and name of a model on the hub."""
WITHOUT: Final = "The engine goes on without it."
MOST_OF_CLAIM: Final = 3
"""Passages of one claim that a language model is asked about."""
MOST_ASKED: Final = 100
"""Pairs that a language model is asked about in one run."""


Features = Sequence[Sequence[Feature]]
Pairs = Sequence[tuple[str, str]]


class Scorer:
    """Models for the engine that never fail: one that breaks says so once and answers nothing from then on."""

    def __init__(self, models: Sequence[Callable[[Pairs], Features]], say: Callable[[str], None]) -> None:
        self._models = list(models)
        self._say = say

    def __call__(self, pairs: Pairs) -> Features:
        found: list[list[Feature]] = [[] for _ in pairs]
        for model in list(self._models):
            try:
                answers = model(pairs)
            except ModelError as error:
                self._models.remove(model)
                self._say(f"{error} {WITHOUT}")
                continue
            for one, more in zip(found, answers, strict=True):
                one += more
        return found


class _Inference:
    """A model of inference, as features."""

    def __init__(self, model: Nli) -> None:
        self._model = model

    def __call__(self, pairs: Pairs) -> Features:
        return [of_inference(*answer) for answer in self._model(pairs)]


class _Opinions:
    """A language model, as features: asked about the first pairs only, since each takes its time and may cost."""

    def __init__(self, opinions: Opinions, most_at_once: int, say: Callable[[str], None]) -> None:
        self._opinions = opinions
        self._most_at_once = most_at_once
        self._left = MOST_ASKED
        self._say = say

    def __call__(self, pairs: Pairs) -> Features:
        return [self._of(*pair) if place < self._most_at_once else [] for place, pair in enumerate(pairs)]

    def _of(self, passage: str, claim: str) -> list[Feature]:
        if self._left <= 0:
            return []
        before = self._opinions.costs.asked
        opinion = self._opinions.of(claim, passage)
        self._left -= self._opinions.costs.asked - before
        if self._left <= 0:
            self._say(
                f"The language model was asked about {MOST_ASKED} pairs, the most at once; ask again for the rest."
            )
        if opinion is None:
            return []
        quote = Span(opinion.start, opinion.start + len(opinion.quote)) if opinion.quote else None
        return of_opinion(self._opinions.model.name, opinion.relation, quote, opinion.reason)


@contextmanager
def beside(
    config: Config, *, nli: bool, llm: bool, fail: Callable[[str], None], say: Callable[[str], None], each: bool = False
) -> Iterator[Scorer | None]:
    """The models that were asked for, for the engine; None where there are none. At the end `say` gets what was spent.

    What cannot be used goes to `fail` in a sentence. `each`: a language model is asked about all pairs that come, not only
    the first of each claim.
    """
    models: list[Callable[[Pairs], Features]] = []
    opinions: Opinions | None = None
    try:
        if nli:
            models.append(_Inference(load_nli(config.nli_model)))
    except CounterpointError as error:
        fail(f"{error} {WITHOUT}")
    try:
        if llm:
            opinions = load_llm(config)
            models.append(_Opinions(opinions, MOST_ASKED if each else MOST_OF_CLAIM, say))
    except CounterpointError as error:
        fail(f"{error} {WITHOUT}")
    try:
        yield Scorer(models, fail) if models else None
    finally:
        if opinions is not None:
            say(opinions.costs.told(opinions.model.name, price(config)))


def load_llm(config: Config, environ: Mapping[str, str] = os.environ) -> Opinions:
    """The language model that is set. Raises CounterpointError where there is none, or none that can be used."""
    name = config.llm_model.strip()
    if not name:
        raise CounterpointError(
            "No language model is set; put its name as “llm_model” into the configuration, and for a server “llm_address”."
        )
    model: Model
    if config.llm_address:
        need("httpx", "llm", "Language models")
        from tui.rerank.chat import Chat

        model = Chat(config.llm_address, name, environ.get("COUNTERPOINT_LLM_KEY", "").strip())
    else:
        need("llm", "llm", "Language models")
        from tui.rerank.plugged import Plugged

        model = Plugged(name)
    return Opinions(model, platformdirs.user_cache_path("counterpoint") / "opinions")


def second_opinion(config: Config, claim: str, passage: str) -> str:
    """What the language model says of one pair, with its quote, and what that cost. Raises CounterpointError."""
    opinions = load_llm(config)
    found = opinions.of(claim, passage)
    costs = "It is known from before, and cost nothing now."
    if opinions.costs.asked:
        costs = opinions.costs.told(opinions.model.name, price(config))
    if found is None:
        return f"The answer of {opinions.model.name} does not count. {costs}"
    (feature,) = of_opinion(opinions.model.name, found.relation, None, found.reason)
    quote = f" It quotes “{found.quote}”." if found.quote else ""
    return f"{feature.text.rstrip('.')}.{quote} {costs}"


def price(config: Config) -> tuple[float, float] | None:
    """What a million tokens cost, in and out; None where nothing is set."""
    found = (config.llm_price_in, config.llm_price_out)
    return found if any(found) else None


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
