"""Claims and counter-evidence: texts in, suggestions out. No screen, no database, no network."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.engine.alone import Judgement, judge_pair
    from tui.engine.analysis import ENGINE_VERSION, analyze, find_claims, served
    from tui.engine.ask import against

_MODULES = {"Judgement": "alone", "judge_pair": "alone", "against": "ask"}
__all__ = ["ENGINE_VERSION", "Judgement", "against", "analyze", "find_claims", "judge_pair", "served"]


def __getattr__(name: str) -> Any:
    """Load the engine when it is first used: the screens need its types at the start, and nothing else."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"tui.engine.{_MODULES.get(name, 'analysis')}"), name)
