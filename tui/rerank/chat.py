"""A language model behind an OpenAI-compatible address, such as a local Ollama. Needs the extra `llm`.

https://platform.openai.com/docs/api-reference/chat is the interface; of it only `chat/completions` is used.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from tui.rerank.labels import ModelError

CONNECT_SECONDS: Final = 10.0
WHOLE_SECONDS: Final = 120.0
"""How long one answer may take; a local model may have to be loaded first."""
RETRIES: Final = 2
MOST_BYTES: Final = 1_000_000
MOST_TOKENS: Final = 400
_LONGEST_WAIT: Final = 30.0
_AGAIN: Final = frozenset({408, 429, 500, 502, 503, 504, 529})
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model wrote, and what it cost."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0


class Chat:
    """One model at one address. No proxy or key of the environment is used but the key that is given."""

    def __init__(
        self,
        address: str,
        model: str,
        key: str = "",
        *,
        sleep: Callable[[float], None] = time.sleep,
        seconds: float = WHOLE_SECONDS,
    ) -> None:
        """Raises ModelError where the address is none, or would carry a key in the clear."""
        try:
            parts = urlsplit(address)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname)
            fits = fits and not ("@" in parts.netloc or parts.query or parts.fragment)
            _ = parts.port
        except ValueError:
            fits = False
        if not fits:
            # What stands before an @ or behind a ? may be a secret.
            shown = re.sub(r"//[^/]*@", "//…@", address.partition("?")[0])[:200]
            raise ModelError(f"“{shown}” is no address of a language model; give one like http://localhost:11434/v1.")
        if key and parts.scheme == "http" and parts.hostname not in _LOCAL:
            raise ModelError(f"The key is not sent to {parts.hostname} without encryption; give an https address.")
        if not key.isascii() or not key.isprintable():
            raise ModelError("The key of the language model holds what no key has; look at COUNTERPOINT_LLM_KEY.")
        if not model.strip():
            raise ModelError("Which language model is to be asked? Put its name as “llm_model” into the configuration.")
        self.name = model
        self.where = parts.hostname or ""
        self.identity = f"{address.rstrip('/')}#{model}"
        self._url = f"{address.rstrip('/')}/chat/completions"
        self._key = key
        self._sleep = sleep
        self._seconds = seconds
        self._plain = False
        """The server knows no structured answers."""

    def ask(self, system: str, user: str, schema: dict[str, Any]) -> Reply:
        """One answer. Raises ModelError, after retries, in one sentence."""
        waited = 0
        while True:
            status, body, after = self._post(self._request(system, user, schema))
            if status == 200:
                return _reply(body, self.where)
            if status in (400, 422) and not self._plain:
                self._plain = True
                continue
            if status in _AGAIN and waited < RETRIES:
                self._sleep(min(_LONGEST_WAIT, after if after is not None else 4.0**waited))
                waited += 1
                continue
            raise ModelError(f"The language model at {self.where} does not answer: {_said(status)}.")

    def _request(self, system: str, user: str, schema: dict[str, Any]) -> dict[str, Any]:
        request: dict[str, Any] = {
            "model": self.name,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "stream": False,
        }
        if not self._plain:
            request["temperature"] = 0
            request["max_tokens"] = MOST_TOKENS
            request["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "judgement", "strict": True, "schema": schema},
            }
        return request

    def _post(self, request: dict[str, Any]) -> tuple[int, bytes, float | None]:
        """Status (599 where the connection failed), body, and in how many seconds to ask again."""
        import httpx

        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        until = time.monotonic() + self._seconds
        timeout = httpx.Timeout(self._seconds, connect=min(CONNECT_SECONDS, self._seconds))
        try:
            with (
                httpx.Client(timeout=timeout, trust_env=False, follow_redirects=False) as client,
                client.stream("POST", self._url, json=request, headers=headers) as answer,
            ):
                body = bytearray()
                for chunk in answer.iter_raw(65536):
                    body += chunk
                    if len(body) > MOST_BYTES:
                        raise ModelError(f"The language model at {self.where} answers with more than can be read.")
                    if time.monotonic() > until:
                        raise httpx.ReadTimeout("too slow")
                said = answer.headers.get("retry-after", "")
                return answer.status_code, bytes(body), float(said) if said.isdigit() and len(said) < 6 else None
        except httpx.TimeoutException:
            raise ModelError(
                f"The language model at {self.where} did not answer within {self._seconds:.0f} seconds."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError):
            raise ModelError(
                f"There is no language model at {self._url.removesuffix('/chat/completions')}; is its server running?"
            ) from None


def _reply(body: bytes, where: str) -> Reply:
    try:
        found = json.loads(body)
        text = found["choices"][0]["message"]["content"]
        usage = found.get("usage") or {}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ModelError(f"What is at {where} does not answer as a language model does.") from None
    counts = [usage.get(key) if isinstance(usage, dict) else 0 for key in ("prompt_tokens", "completion_tokens")]
    taken, given = (n if isinstance(n, int) and 0 <= n < 10_000_000 else 0 for n in counts)
    return Reply(text if isinstance(text, str) else "", taken, given)


def _said(status: int) -> str:
    if 300 <= status < 400:
        return f"it leads elsewhere ({status}); put the address that it leads to into the configuration"
    if status in (401, 403):
        return f"it refuses the key ({status}); it is taken from COUNTERPOINT_LLM_KEY"
    if status == 404:
        return "it has no such model or no such address (404)"
    if status == 429:
        return "it asks to come back later (429)"
    return f"it is in trouble ({status})" if status >= 500 else f"it does not take the question ({status})"
