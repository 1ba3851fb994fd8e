"""Bring a file of any exchange format in: read it, say what it holds, merge it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tui.exchange import native, registry
from tui.exchange.reading import Input, nothing_beside
from tui.library import articles as store
from tui.library import held, kept
from tui.library.connection import Library
from tui.library.extra import only_passages
from tui.library.merge import Merge, Outcome, merging
from tui.text.errors import CounterpointError
from tui.workflows import incoming, learning
from tui.workflows.add import Problem
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent

UNKNOWN = "unknown"
"""Top-level keys of imports that this version does not know."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought. All counts are of things added or changed here."""

    articles: int = 0
    versions: int = 0
    annotations: int = 0
    relations: int = 0
    verdicts: int = 0
    unchanged: int = 0
    """Things that were here already, the same or newer."""
    waiting: int = 0
    """Annotations of the file that stand in no article that is here: they wait for it, out of sight."""
    problems: list[Problem] = field(default_factory=list)
    """Things left out, each with why."""
    notes: tuple[str, ...] = ()
    """What else there is to know, a sentence each."""

    @property
    def message(self) -> str:
        """One sentence: what was brought, or that there was nothing new; then what else there is to know."""
        names = ("article", "version", "annotation", "relation", "verdict")
        brought = _listed({name: getattr(self, f"{name}s") for name in names})
        left_out = f" {len(self.problems)} could not be taken." if self.problems else ""
        said = " ".join(["", *self.notes])
        if not brought:
            return f"{'' if self.problems else 'Nothing new: all of it was here already.'}{said}{left_out}".strip()
        return f"Brought in {brought}.{said}{left_out}"


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A file that was read and not yet brought in."""

    name: str
    format: str
    """The label of its format."""
    export: native.Export
    unchanged: int = 0
    notes: tuple[str, ...] = ()
    only_passages: frozenset[str] = frozenset()
    """Articles that are here already: they stand in `export` only for passages that found no place in them."""
    refused: tuple[Problem, ...] | None = None
    """What would not be taken, each with why; None where that was not tried (see `rehearsed`)."""

    @property
    def message(self) -> str:
        """What the file holds, in sentences."""
        return " ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """What the file holds, a sentence each."""
        export = self.export
        counts = {
            "article": sum(article.id not in self.only_passages for article in export.articles),
            "annotation": len(export.annotations),
            "relation": len(export.relations),
            "verdict": len(export.verdicts),
        }
        listed = _listed(counts) or "nothing new"
        parts = [f"{self.format}: {listed}.", *self.notes]
        if self.unchanged:
            parts.append(f"{_counted(self.unchanged, 'annotation')} {_are(self.unchanged)} here already.")
        left_out = export.left_out if self.refused is None else [problem.message for problem in self.refused]
        if left_out:
            parts.append(f"{_counted(len(left_out), 'thing')} cannot be taken: {left_out[0]}")
        return parts

    def samples(self, most: int = 4) -> list[str]:
        """The first passages that would be taken in, a line each; where there are none, titles."""
        found = [store.short(one.targets[0].exact or "", 56) for one in self.export.annotations[:most]]
        return [f"“{quote}”" for quote in found if quote] or [
            f"“{store.short(one.title, 56)}”" for one in self.export.articles[:most]
        ]

    @property
    def holds_nothing(self) -> bool:
        export = self.export
        return not (export.articles or export.annotations or export.relations or export.verdicts or export.unknown)


def _listed(counts: Mapping[str, int]) -> str:
    named = [_counted(count, name) for name, count in counts.items() if count]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}" if named else ""


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _come(count: int) -> str:
    return "comes" if count == 1 else "come"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def read_import(
    lib: Library, source: Path | bytes, *, format: str | None = None, answers: Mapping[str, str] | None = None
) -> ImportPlan:
    """Read a file and find the place of everything in it; nothing is changed. `format` is told from the file when None.

    Raises CounterpointError when it cannot be read as what it claims to be, and `Question` where only the reader can say
    how to read it; `answers` are theirs, by the name of the question.
    """
    name = source.name if isinstance(source, Path) else "standard input"
    names = incoming.names_in(source) if isinstance(source, Path) else ()
    data = b"" if names else incoming.read_bytes(source)
    beside = incoming.beside(source) if isinstance(source, Path) else nothing_beside
    file = Input(data, name, beside, names, answers or {})
    chosen = registry.get(format, to_read=True) if format else registry.recognise(file)
    if chosen.name == "json":
        return ImportPlan(name, chosen.label, native.read(data))
    from tui.workflows.settling import settle

    settled = settle(lib, chosen.read(file))
    notes = []
    if addressed := settled.without_text - settled.without_address:
        notes.append(
            f"{_counted(addressed, 'article')} {_come(addressed)} without the text, which can be added from the same address."
        )
    if settled.without_address:
        notes.append(
            f"{_counted(settled.without_address, 'article')} {_come(settled.without_address)} without the text, and without"
            " an address: `counterpoint add FILE --version-of N` adds it, N being the number in `counterpoint list`."
        )
    if settled.unsure:
        notes.append(
            f"{_counted(settled.unsure, 'passage')} {_are(settled.unsure)} not found beyond doubt: kept with the"
            " quotation, to be confirmed or as orphans."
        )
    return ImportPlan(
        name, chosen.label, settled.export, settled.unchanged, tuple(notes), frozenset(settled.only_passages)
    )


def import_file(
    lib: Library,
    source: Path | bytes,
    *,
    format: str | None = None,
    answers: Mapping[str, str] | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ImportReport:
    """Bring a file in: one step of the journal; see `read_import` and `carry_out`."""
    return carry_out(lib, read_import(lib, source, format=format, answers=answers), progress, cancelled)


def carry_out(
    lib: Library, plan: ImportPlan, progress: Progress = silent, cancelled: Cancelled = never
) -> ImportReport:
    """Merge what was read: by id, the later `modified_at` wins. A thing that cannot be taken becomes a problem of the
    report; the rest comes in."""
    return _merge(lib, plan, progress, cancelled, keep=True)


def rehearsed(lib: Library, plan: ImportPlan, cancelled: Cancelled = never) -> ImportPlan:
    """The plan with what would be refused, and what would wait for its article, if it were carried out now. It is carried
    out and taken back in one transaction: nothing is changed."""
    report = _merge(lib, plan, silent, cancelled, keep=False)
    return replace(plan, refused=tuple(report.problems), notes=report.notes)


class _TakenBackError(Exception):
    """Ends a rehearsal: what was written is rolled back."""


def _merge(lib: Library, plan: ImportPlan, progress: Progress, cancelled: Cancelled, *, keep: bool) -> ImportReport:
    export, name = plan.export, plan.name
    total = len(export.articles) + len(export.annotations) + len(export.relations) + len(export.verdicts)
    counts = dict.fromkeys(("articles", "versions", "annotations", "relations", "verdicts", "unchanged"), 0)
    counts["unchanged"] = plan.unchanged
    problems = [Problem(name, sentence) for sentence in export.left_out]
    done = 0

    def take(kind: str, put: Any) -> Outcome | None:
        nonlocal done
        if done % _PAGE == 0:
            progress(done, total, kind)
            if cancelled():
                raise CancelledError
        done += 1
        try:
            outcome: Outcome = put()
        except CounterpointError as error:
            problems.append(Problem(name, str(error)))
            return None
        counts["unchanged" if outcome == "unchanged" else kind] += 1
        return outcome

    def bring(merge: Merge) -> None:
        for article in export.articles:
            outcome = take("articles", lambda one=article: merge.article(*incoming.article(one)))
            if article.id in plan.only_passages:
                counts["articles"] -= outcome == "changed"
            elif outcome == "added":
                counts["versions"] += sum(not only_passages(version.unknown) for version in article.versions)
            else:
                counts["versions"] += merge.fresh_texts
            merge.fresh_texts = 0
        for annotation in export.annotations:
            take("annotations", lambda one=annotation: merge.annotation(incoming.annotation(one)))
        for relation in export.relations:
            take("relations", lambda one=relation: merge.relation(incoming.relation(one)))
        for verdict in export.verdicts:
            take("verdicts", lambda one=verdict: merge.verdict(incoming.verdict(one)))
        _keep_top(lib, export, before)

    before = learning.taught(lib)
    notes, waiting = plan.notes, 0
    with (
        contextlib.suppress(_TakenBackError),
        merging(lib, f"Imported {store.short(name)}", [article.id for article in export.articles]) as merge,
    ):
        bring(merge)
        if waiting := held.waiting(lib, [annotation.id for annotation in export.annotations]):
            wait = "waits" if waiting == 1 else "wait"
            notes += (f"{_counted(waiting, 'annotation')} {wait} for an article that is not here.",)
        if not keep:
            raise _TakenBackError
    return ImportReport(**counts, waiting=waiting, problems=problems, notes=notes)


def _keep_top(lib: Library, export: native.Export, before: int) -> None:
    """What stands beside the lists: unknown keys, and what was learned (from more verdicts than the `before` of here)."""
    held = kept.get(lib, UNKNOWN, {})
    both = {**held, **export.unknown}
    if both != held:
        kept.set(lib, UNKNOWN, both)
    if export.learned is not None:
        learning.take(lib, incoming.learned(export.learned), before)
