"""Take the library out; `importing` brings files in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tui import __version__
from tui.exchange import native, registry
from tui.exchange.registry import Format
from tui.library import annotations as marks
from tui.library import articles as store
from tui.library import kept, outgoing, suggestions, verdicts
from tui.library.connection import Library
from tui.library.records import Annotation
from tui.text.errors import CounterpointError
from tui.workflows import learning
from tui.workflows.analysis import plain_reasons
from tui.workflows.browsing import AnnotationQuery
from tui.workflows.importing import (
    UNKNOWN,
    ImportPlan,
    ImportReport,
    carry_out,
    import_file,
    read_import,
    rehearsed,
)
from tui.workflows.objects import Object, annotation_of, article_of, relation_of, verdict_of
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent
from tui.workflows.view import LibraryView
from tui.workflows.writing import write_atomically, write_folder

__all__ = [
    "ImportPlan",
    "ImportReport",
    "annotation_objects",
    "article_object",
    "carry_out",
    "export",
    "export_file",
    "import_file",
    "read_import",
    "rehearsed",
    "write_atomically",
]
_PAGE = 500


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
    chosen = registry.get(format, to_write=True)
    if chosen.several_files:
        raise CounterpointError(f"{chosen.label} makes several files; name a folder for them with -o.")
    return _export(lib, chosen, articles, annotations, suggestions, progress, cancelled)


def _export(
    lib: Library,
    format: Format,
    articles: Sequence[str] | None,
    annotations: Sequence[str] | None,
    with_suggestions: bool,
    progress: Progress,
    cancelled: Cancelled,
) -> Iterator[bytes]:
    with lib.reading():
        chosen = _articles_of(lib, articles, annotations)
        told = _teller(progress, cancelled)
        if format.name != "json":
            yield from format.write(LibraryView(lib, chosen, annotations, told))
            return
        yield from native.write(
            exported_at=f"{lib.now()[:19]}Z",
            generator=f"counterpoint {__version__}",
            articles=told((article_of(lib, one) for one in outgoing.articles(lib, chosen)), "articles"),
            annotations=told(map(annotation_of, outgoing.annotations(lib, chosen, annotations)), "annotations"),
            relations=told(map(relation_of, outgoing.relations(lib, chosen, annotations)), "relations"),
            verdicts=told(map(verdict_of, outgoing.verdicts(lib, chosen)), "verdicts"),
            learned=learning.exported(lib),
            suggestions=told(_suggested(lib, chosen), "suggestions") if with_suggestions else None,
            unknown=kept.get(lib, UNKNOWN, {}),
        )


def _articles_of(
    lib: Library, articles: Sequence[str] | None, annotations: Sequence[str] | None
) -> Sequence[str] | None:
    if annotations is None or articles is not None:
        return articles
    named = outgoing.annotations(lib, None, annotations)
    return list(dict.fromkeys(target.article_id for one in named for target in one.targets))


def _teller(progress: Progress, cancelled: Cancelled) -> Callable[[Iterable[Object], str], Iterator[Object]]:
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

    return told


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
    folder: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> str:
    """Export into a file, never over the library itself; the sentence that says what was written.

    Formats of several files write into a folder; those that can do either do so where `folder` says so or `path` is
    one; where `folder` says so, those of one file are refused.
    """
    chosen = registry.get(format, to_write=True)
    if chosen.several_files or (chosen.in_a_folder and (folder or path.expanduser().is_dir())):
        with lib.reading():
            ids = _articles_of(lib, articles, annotations)
            files = chosen.files(LibraryView(lib, ids, annotations, _teller(progress, cancelled)))
            count = write_folder(path, files, force=force, library=lib.path)
        return f"Wrote {_what(articles, annotations)} to {count} file{'' if count == 1 else 's'} in {path}."
    if folder:
        raise CounterpointError(f"{path}{os.sep} is a folder; give the name of a file in it.")
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
    return f"Wrote {_what(articles, annotations)} to {path}."


def _what(articles: Sequence[str] | None, annotations: Sequence[str] | None) -> str:
    if annotations is not None:
        return f"{len(annotations)} annotation{'' if len(annotations) == 1 else 's'}"
    if articles is not None:
        return f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    return "the library"


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
