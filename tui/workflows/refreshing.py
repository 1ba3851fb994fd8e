"""All that can be fetched again: what feeds announce, and the watched articles."""

from __future__ import annotations

from dataclasses import dataclass

from tui.library.connection import Library
from tui.workflows import feeds, watching
from tui.workflows.add import AddOutcome, Problem
from tui.workflows.progress import Cancelled, Progress, never, silent


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh came to."""

    came: feeds.RefreshReport
    again: watching.WatchReport

    @property
    def new(self) -> list[AddOutcome]:
        """The articles that feeds brought."""
        return [one for one in self.came.outcomes if one.status in ("added", "copy")]

    @property
    def problems(self) -> list[Problem]:
        """What could not be fetched."""
        return [*self.came.problems, *self.again.problems]

    @property
    def message(self) -> str:
        """One sentence on all of it."""
        asked = self.came.asked + self.came.waiting
        if not asked and not self.again.outcomes and not self.again.problems:
            return "Nothing to fetch: “counterpoint feed add URL” follows a feed, the tag “watch” watches an article."
        new, changed, failed = len(self.new), len(self.again.edits), len(self.problems)
        parts = [f"{new:,} new {'article' if new == 1 else 'articles'}" if new else "nothing new"]
        if changed:
            parts.append(f"{changed:,} watched {'article was' if changed == 1 else 'articles were'} edited")
        if failed:
            parts.append(f"{failed:,} could not be fetched")
        if self.came.waiting:
            parts.append(
                f"{self.came.waiting:,} that failed lately {'was' if self.came.waiting == 1 else 'were'} left alone"
            )
        sentence = ", ".join(parts)
        return f"{sentence[:1].upper()}{sentence[1:]}."


def refresh_all(
    lib: Library,
    *,
    force: bool = False,
    allow_private: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Refreshed:
    """Ask all feeds what is new, and fetch the articles tagged `watch` again. Raises CancelledError."""
    came = feeds.refresh(lib, force=force, allow_private=allow_private, progress=progress, cancelled=cancelled)
    again = watching.refresh_articles(
        lib, watching.watched(lib), allow_private=allow_private, progress=progress, cancelled=cancelled
    )
    return Refreshed(came, again)
