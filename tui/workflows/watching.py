"""Watched articles: fetched again, and what was edited in them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from tui.library import articles as store
from tui.library.connection import Library
from tui.library.records import Article, Version
from tui.sources.files import is_address
from tui.workflows.add import AddOutcome, AddReport, Problem, add_sources
from tui.workflows.browsing import ArticleQuery, article_rows
from tui.workflows.progress import Cancelled, Progress, never, silent

WATCHED: Final = "watch"
"""The tag of articles that are fetched again with every refresh."""
_MOST: Final = 4000
"""Paragraphs that are compared one by one."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A place where two versions differ, in whole paragraphs."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What became of the articles that were fetched again."""

    outcomes: list[AddOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    edits: dict[int, list[Edit]] = field(default_factory=dict)
    """By the number of the article."""


def watched(lib: Library) -> list[Article]:
    """The articles that carry the tag `watch`."""
    return list(article_rows(lib, ArticleQuery(tags=(WATCHED,)), limit=100_000))


def refresh_articles(
    lib: Library,
    articles: Sequence[Article],
    *,
    allow_private: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> WatchReport:
    """Fetch, or read, these articles again. A changed one gets a version, and its edits stand in the report."""
    report = WatchReport()
    places = {article.n: _place(article) for article in articles}
    for done, article in enumerate(articles):
        progress(done, len(articles), article.title)
        place = places[article.n]
        if not place:
            report.problems.append(
                Problem(article.title, f"Article {article.n} did not come from a file or address of its own.")
            )
            continue
        came: AddReport = add_sources(
            lib, [place], version_of=str(article.n), allow_private=allow_private, cancelled=cancelled
        )
        report.problems.extend(came.problems)
        for outcome in came.outcomes:
            report.outcomes.append(outcome)
            if outcome.status == "version":
                report.edits[outcome.article.n] = last_edits(lib, outcome.article.id)
    progress(len(articles), len(articles), "")
    return report


def _place(article: Article) -> str:
    """Where an article can be read again; empty for what was pasted, ships with the app, or is a part of a book."""
    place = article.location
    if place.startswith("bundled:") or (not is_address(place) and "#" in place and not os.path.exists(place)):
        return ""
    return place


def last_edits(lib: Library, article_id: str) -> list[Edit]:
    """Where the last two versions of an article differ; none when there is one only."""
    versions = store.texts(lib, article_id)
    if len(versions) < 2:
        return []
    return edits(_paragraphs(lib, versions[-2]), _paragraphs(lib, versions[-1]))


def edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    """Where two lists of paragraphs differ."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if not old and not new:
        return []
    if len(old) > _MOST or len(new) > _MOST:
        return [Edit(tuple(old), tuple(new))]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [Edit(tuple(old[a:b]), tuple(new[c:d])) for what, a, b, c, d in matcher.get_opcodes() if what != "equal"]


def _paragraphs(lib: Library, version: Version) -> list[str]:
    """The paragraphs of a version, furniture left out: a page's teasers change all the time."""
    return [version.text[p.start : p.end] for p in store.paragraphs(lib, version.id) if p.kind != "furniture"]
