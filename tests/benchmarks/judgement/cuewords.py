"""Which cue words two texts have: what the benchmarks add to the signs of a pair where an author's stance is asked for.

Headlines and lone claims say "reportedly" or "hoax" where an article would tell the event; the engine has no use for that.
"""

from __future__ import annotations

from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence

SECTIONS = ("deny", "neg", "weak", "strong", "seems", "untold", "trouble", "reverser", "reverser-after", "disclaim", "record",
            "accuse", "estimate")  # fmt: skip
"""Sections of the lexicon."""
_HEDGES = """
    reportedly allegedly apparently rumour rumor rumours rumors rumored unconfirmed claim claims claimed claiming
    purported purportedly supposedly supposed may might could possibly perhaps speculation unverified verify verified
    confirm confirmed alleged
"""
HEDGES = frozenset(_HEDGES.split())
_FAKES = """
    fake faked hoax hoaxes fraud bogus false falsely prank satire satirical photoshopped debunk debunked debunks
    untrue myth doubt doubts sceptical skeptical dubious retract retracted retraction misleading spoof viral
"""
FAKES = frozenset(_FAKES.split())
NAMES = (*SECTIONS, "hedge", "fake")


def cues(text: Sentence, words: Lexicon) -> dict[str, bool]:
    """For each of `NAMES` whether the text has one of its words."""
    found = {name: not text.lows.isdisjoint(words[name].words) for name in SECTIONS}
    return found | {"hedge": not text.lows.isdisjoint(HEDGES), "fake": not text.lows.isdisjoint(FAKES)}
