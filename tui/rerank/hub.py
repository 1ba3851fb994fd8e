"""Fetching a model from the Hugging Face hub, when the reader says so. Needs the extra `nli`.

Only what is run is fetched: the configuration, the tokenizer and one model in ONNX format, no code. Nothing that identifies
the reader is sent, and no token. `HF_ENDPOINT` names another hub, as for the hub's own tools.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tui.rerank.labels import ModelError
from tui.rerank.nli import FILES, Nli

NEEDED: Final = ("config.json", "tokenizer.json")
LARGEST: Final = 3_000_000_000
"""Bytes of one file."""
_SECONDS: Final = 20.0


def fetch_model(hub_id: str, folder: Path, *, revision: str = "main", say: Callable[[str], None]) -> Nli:
    """Fetch a model into `folder`, load it to see that it runs, and return it; `say` gets a line for each file.

    Raises ModelError, and leaves a former model of that name as it was, when it cannot be fetched or is no model of
    inference.
    """
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["HF_HUB_DISABLE_XET"] = "1"  # plain HTTP, which any mirror speaks

    new = folder.with_name(f"{folder.name}.new")
    try:
        new.mkdir(parents=True, exist_ok=True)  # what an interrupted fetch left is gone on with
        for name in NEEDED:
            if not _fetch(hub_id, name, new, revision, say):
                raise ModelError(f"{hub_id} has no {name} on the hub; it cannot be run here.")
        for name in FILES:
            if _fetch(hub_id, name, new, revision, say):
                break
        else:
            raise ModelError(f"{hub_id} has no model in ONNX format on the hub; it cannot be run here.")
        Nli(new)
        shutil.rmtree(new / ".cache", ignore_errors=True)
        old = folder.with_name(f"{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ModelError(f"{folder} cannot be written ({error.strerror or error}).") from None
    return Nli(folder)


def _fetch(hub_id: str, name: str, folder: Path, revision: str, say: Callable[[str], None]) -> bool:
    """Fetch one file; False when the hub has none of that name."""
    from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url
    from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    endpoint = os.environ.get("HF_ENDPOINT") or None
    try:
        url = hf_hub_url(hub_id, name, revision=revision, endpoint=endpoint)
        size = get_hf_file_metadata(url, token=False, timeout=_SECONDS, endpoint=endpoint).size or 0
        if size > LARGEST:
            raise ModelError(f"{name} of {hub_id} is too large (the most is {LARGEST // 1_000_000_000} GB).")
        say(f"{name}, {size / 1_000_000:,.1f} MB")
        hf_hub_download(
            hub_id, name, revision=revision, local_dir=folder, token=False, endpoint=endpoint, etag_timeout=_SECONDS
        )
    except LocalEntryNotFoundError:
        raise ModelError(f"{hub_id} cannot be fetched: there is no connection to the hub.") from None
    except EntryNotFoundError:
        return False
    except (HfHubHTTPError, HFValidationError) as error:
        status = getattr(getattr(error, "response", None), "status_code", None)
        told = "there is no such model that all may read" if status in (401, 403, 404) else _first_line(error)
        raise ModelError(f"{hub_id} cannot be fetched: {told}.") from None
    except ModelError:
        raise
    except Exception as error:  # which HTTP library it raises from depends on the version of the hub's
        raise ModelError(f"{hub_id} cannot be fetched: {_first_line(error)}.") from None
    return True


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:160].rstrip(". ")
