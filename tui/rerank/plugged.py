"""A language model of the library `llm` (https://llm.datasette.io), with any of its plugins. Needs the extra `llm`.

Keys are `llm`'s own business (`llm keys set`). Nothing is logged: its log is written by its command line only.
"""

from __future__ import annotations

import threading
from typing import Any, Final

from tui.rerank.chat import WHOLE_SECONDS, Reply
from tui.rerank.labels import ModelError

_RETRIES: Final = 1


class Plugged:
    """One model that `llm` knows."""

    def __init__(self, name: str, *, seconds: float = WHOLE_SECONDS) -> None:
        """Raises ModelError where `llm` knows no model of that name."""
        import llm

        try:
            self._model = llm.get_model(name)
        except Exception as error:  # plugins raise what they like
            raise ModelError(
                f"`llm` knows no model “{name}” ({_told(error)}); `llm models` lists them, `llm install` adds plugins."
            ) from None
        self.name = name
        self.where = "llm"
        self.identity = f"llm#{self._model.model_id}"
        self._seconds = seconds

    def ask(self, system: str, user: str, schema: dict[str, Any]) -> Reply:
        """One answer. Raises ModelError in one sentence."""
        for left in range(_RETRIES, -1, -1):
            try:
                return self._once(system, user, schema)
            except ModelError:
                raise
            except Exception as error:  # plugins raise what they like
                if not left:
                    raise ModelError(f"The language model “{self.name}” does not answer ({_told(error)}).") from None
        raise AssertionError("unreachable")

    def _once(self, system: str, user: str, schema: dict[str, Any]) -> Reply:
        # A plugin may wait for ever; a thread that is no longer waited for does not hold up the end of the program.
        found: list[Reply | Exception] = []

        def work() -> None:
            try:
                structured = schema if getattr(self._model, "supports_schema", False) else None
                answer = self._model.prompt(user, system=system, stream=False, schema=structured)
                text = answer.text()
                usage = answer.usage()
                found.append(Reply(text, usage.input or 0, usage.output or 0))
            except Exception as error:
                found.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self._seconds)
        if not found:
            raise ModelError(f"The language model “{self.name}” did not answer within {self._seconds:.0f} seconds.")
        if isinstance(found[0], Exception):
            raise found[0]
        return found[0]


def _told(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:160].rstrip(". ")
