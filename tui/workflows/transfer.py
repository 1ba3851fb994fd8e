"""Take the library out, and bring an export in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from tui import __version__
from tui.exchange import native, registry
from tui.library import annotations as marks
from tui.library import articles as store
from tui.library import kept, outgoing, suggestions, verdicts
from tui.library.connection import Library
from tui.library.merge import Merge, Outcome, merging
from tui.library.records import Annotation
from tui.text.errors import CounterpointError
from tui.workflows import incoming
from tui.workflows.add import Problem
from tui.workflows.analysis import plain_reasons
from tui.workflows.browsing import AnnotationQuery
from tui.workflows.objects import Object, annotation_of, article_of, relation_of, verdict_of
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent
from tui.workflows.writing import write_atomically

__all__ = [
    "ImportReport",
    "annotation_objects",
    "article_object",
    "export",
    "export_file",
    "import_file",
    "write_atomically",
]
_UNKNOWN = "unknown"
"""Top-level keys of imports that this version does not know."""
_LEARNED = "learned"
_PAGE = 500


class ImportReport(Struct, frozen=True):
    """What an import brought. All counts are of things added or changed here."""

    articles: int = 0
    versions: int = 0
    annotations: int = 0
    relations: int = 0
    verdicts: int = 0
    unchanged: int = 0
    """Things that were here already, the same or newer."""
    problems: list[Problem] = field(default_factory=list)
    """Things left out, each with why."""

    @property
    def message(self) -> str:
        """One sentence: what was brought, or that there was nothing new."""
        names = ("article", "version", "annotation", "relation", "verdict")
        counts = {name: getattr(self, f"{name}s") for name in names}
        brought = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
        left_out = f" {len(self.problems)} could not be taken." if self.problems else ""
        if not brought:
            return f"Nothing new: all of it was here already.{left_out}" if not self.problems else left_out.strip()
        listed = brought[0] if len(brought) == 1 else f"{', '.join(brought[:-1])} and {brought[-1]}"
        return f"Brought in {listed}.{left_out}"


# Out


def export(
    lib: Library,
    articles: Sequence[str] | None = None,
    *,
    format: str = "json",
    annotations: Sequence[str] | None = None,
    suggestions: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Iterator[bytes]:
    """The library (or these articles, or these annotations with their articles: ids) in an exchange format, in blocks.

    All of it as of one moment, and never all of it in memory. Of chosen articles it holds their annotations and the
    other ends of these annotations' relations. Raises CounterpointError for a format that cannot be written.
    """
    registry.get(format, to_write=True)
    return _export(lib, articles, annotations, suggestions, progress, cancelled)


def _export(
    lib: Library,
    articles: Sequence[str] | None,
    annotations: Sequence[str] | None,
    with_suggestions: bool,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[bytes]:
    with lib.reading():
        if annotations is not None and articles is None:
            named = outgoing.annotations(lib, None, annotations)
            articles = list(dict.fromkeys(target.article_id for one in named for target in one.targets))
        chosen = articles
        done = 0

        def told(objects: Iterable[Object], what: str) -> Iterator[Object]:
            nonlocal done
            for one in objects:
                yield one
                done += 1
                if done % _PAGE == 0:
                    progress(done, 0, what)
                    if cancelled():
                        raise CancelledError

        yield from native.write(
            exported_at=f"{lib.now()[:19]}Z",
            generator=f"counterpoint {__version__}",
            articles=told((article_of(lib, one) for one in outgoing.articles(lib, chosen)), "articles"),
            annotations=told(map(annotation_of, outgoing.annotations(lib, chosen, annotations)), "annotations"),
            relations=told(map(relation_of, outgoing.relations(lib, chosen, annotations)), "relations"),
            verdicts=told(map(verdict_of, outgoing.verdicts(lib, chosen)), "verdicts"),
            learned=_learned(lib),
            suggestions=told(_suggested(lib, chosen), "suggestions") if with_suggestions else None,
            unknown=kept.get(lib, _UNKNOWN, {}),
        )


def _learned(lib: Library) -> Object:
    return {"verdicts": 0, "weights": {}, **kept.get(lib, _LEARNED, {})}


def _suggested(lib: Library, chosen: Sequence[str] | None) -> Iterator[Object]:
    """What the engine suggests and nobody has judged."""
    for article in outgoing.articles(lib, chosen):
        judged = verdicts.of_articles(lib, [article.id])
        for claim in suggestions.of_version(lib, article.newest_version):
            yield {
                "article": claim.article_id,
                "version": claim.version_id,
                "start": claim.start,
                "end": claim.end,
                "text": claim.text,
                "kind": claim.kind,
                "claimant": claim.claimant,
                "speaker": claim.speaker,
                "score": claim.score,
                "reasons": plain_reasons(claim.reasons),
                "evidence": [
                    {
                        "article": evidence.article_id,
                        "version": evidence.version_id,
                        "start": evidence.start,
                        "end": evidence.end,
                        "text": evidence.text,
                        "relation": evidence.relation,
                        "score": evidence.score,
                        "reasons": plain_reasons(evidence.reasons),
                    }
                    for evidence in claim.evidence
                    if verdicts.matching(judged, claim.span, evidence.span, (claim.version_id, evidence.version_id))
                    is None
                ],
            }


def export_file(
    lib: Library,
    path: Path,
    articles: Sequence[str] | None = None,
    *,
    format: str = "json",
    annotations: Sequence[str] | None = None,
    suggestions: bool = False,
    force: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> str:
    """Export into a file, never over the library itself; the sentence that says what was written."""
    chunks = export(
        lib,
        articles,
        format=format,
        annotations=annotations,
        suggestions=suggestions,
        progress=progress,
        cancelled=cancelled,
    )
    write_atomically(path, chunks, force=force, library=lib.path)
    if annotations is not None:
        what = f"{len(annotations)} annotation{'' if len(annotations) == 1 else 's'}"
    elif articles is not None:
        what = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    else:
        what = "the library"
    return f"Wrote {what} to {path}."


def article_object(lib: Library, article_id: str) -> Object:
    """One article as it stands in an export."""
    return article_of(lib, store.get(lib, article_id))


def annotation_objects(lib: Library, query: AnnotationQuery) -> Iterator[Object]:
    """Annotations as they stand in an export, each with the number `n` of its (first) article."""
    numbers: dict[str, int | None] = {}
    offset = 0
    while page := marks.rows(lib, query, _PAGE, offset):
        for annotation in page:
            yield {"n": _number(lib, annotation, numbers), **annotation_of(annotation)}
        offset += len(page)


def _number(lib: Library, annotation: Annotation, numbers: dict[str, int | None]) -> int | None:
    for target in annotation.targets:
        if target.article_id not in numbers:
            try:
                numbers[target.article_id] = store.get(lib, target.article_id).n
            except CounterpointError:
                numbers[target.article_id] = None
        if numbers[target.article_id] is not None:
            return numbers[target.article_id]
    return None


# In


def import_file(
    lib: Library,
    source: Path | bytes,
    *,
    format: str | None = None,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> ImportReport:
    """Bring in an export: one step of the journal. `format` is told from the file when None.

    Merges by id, the later `modified_at` wins. Raises CounterpointError when it cannot be read as what it claims to be;
    nothing is changed then. A thing that cannot be taken becomes a problem of the report; the rest comes in.
    """
    registry.get(format or "json", to_read=True)
    name = source.name if isinstance(source, Path) else "standard input"
    export = native.read(incoming.read_bytes(source))
    total = len(export.articles) + len(export.annotations) + len(export.relations) + len(export.verdicts)
    counts = dict.fromkeys(("articles", "versions", "annotations", "relations", "verdicts", "unchanged"), 0)
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
            fresh = len(merge.fresh_versions)
            outcome = take("articles", lambda one=article: merge.article(*incoming.article(one)))
            counts["versions"] += len(article.versions) if outcome == "added" else len(merge.fresh_versions) - fresh
        for annotation in export.annotations:
            take("annotations", lambda one=annotation: merge.annotation(incoming.annotation(one)))
        for relation in export.relations:
            take("relations", lambda one=relation: merge.relation(incoming.relation(one)))
        for verdict in export.verdicts:
            take("verdicts", lambda one=verdict: merge.verdict(incoming.verdict(one)))
        _keep_top(lib, export)

    with merging(lib, f"Imported {store.short(name)}", [article.id for article in export.articles]) as merge:
        bring(merge)
    return ImportReport(**counts, problems=problems)


def _keep_top(lib: Library, export: native.Export) -> None:
    """What stands beside the lists: unknown keys, and what was learned (from the more verdicts)."""
    held = kept.get(lib, _UNKNOWN, {})
    both = {**held, **export.unknown}
    if both != held:
        kept.set(lib, _UNKNOWN, both)
    if export.learned is not None:
        learned = incoming.learned(export.learned)
        here = kept.get(lib, _LEARNED)
        if learned != {"verdicts": 0, "weights": {}} and learned["verdicts"] > (here or {"verdicts": -1})["verdicts"]:
            kept.set(lib, _LEARNED, learned)
