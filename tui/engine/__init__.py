"""Claims and counter-evidence: texts in, suggestions out. No screen, no database, no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.engine.analysis import ENGINE_VERSION, analyze, find_claims, served

__all__ = ["ENGINE_VERSION", "analyze", "find_claims", "served"]


def __getattr__(name: str) -> Any:
    """Load the engine when it is first used: the screens need its types at the start, and nothing else."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tui.engine import analysis

    return getattr(analysis, name)
