"""Annotations whose place in the newest version is in doubt, or lost: look at them, confirm, correct."""

from __future__ import annotations

from dataclasses import dataclass

from tui.library import annotations as marks
from tui.library import articles, resolutions
from tui.library.articles import quote
from tui.library.connection import Library
from tui.library.extra import only_passages
from tui.library.records import Annotation, Resolution, Target
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.text.words import snap
from tui.workflows.lookup import Lookup, Text
from tui.workflows.views import AnnotationKind, ResolutionState

AROUND = 400
"""Code points of the text around a passage that are shown with it."""
DOUBTFUL: tuple[ResolutionState, ...] = ("review", "orphan")


@dataclass(frozen=True, slots=True)
class Passage:
    """A span with what stands around it in its paragraph."""

    version_id: str
    version: str
    """When that version was fetched, to the minute; empty for a passage that came alone, from an import."""
    span: Span
    before: str
    text: str
    after: str
    paragraph: int
    """Its number as the reader shows it; 0 in furniture."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A target of an annotation that the reader is asked about."""

    annotation_id: str
    position: int
    """Which of its targets."""
    kind: AnnotationKind
    body: str
    tags: tuple[str, ...]
    claimant: str | None
    article_id: str
    article_title: str
    state: ResolutionState
    score: float
    old: Passage
    """Where it stood when it was made."""
    candidates: tuple[Passage, ...]
    """Where it may stand now, the likeliest first; none for an orphan."""
    by: str = ""
    """Who made it, where that is not the reader."""

    @property
    def key(self) -> tuple[str, int]:
        return self.annotation_id, self.position


def doubts(lib: Library, article_id: str) -> list[Doubt]:
    """The annotations of an article that are for review, then those that are lost; each in order of its old place."""
    lookup = Lookup(lib)
    article = lookup.article(article_id)
    if article is None:
        raise CounterpointError("This article is no longer in the library.")
    newest = lookup.text(article.newest_version)
    found: list[Doubt] = []
    for annotation, places in marks.of_version(lib, article.newest_version):
        for target, place in places:
            if place.state in DOUBTFUL:
                position = annotation.targets.index(target)
                found.append(_doubt(lookup, annotation, position, target, place, newest, article.title))
    return sorted(found, key=lambda doubt: (DOUBTFUL.index(doubt.state), doubt.old.span))


def _doubt(
    lookup: Lookup, annotation: Annotation, position: int, target: Target, place: Resolution, newest: Text, title: str
) -> Doubt:
    old = lookup.text(target.version_id)
    candidates: list[Span] = []
    if place.start is not None and place.end is not None:
        from tui.text.anchoring import Anchor, resolve  # Here, because most readers never need it.

        anchor = Anchor(target.start, target.end, target.exact, target.prefix, target.suffix)
        known = None if only_passages(old.version.extra) else old.text
        rivals = resolve(anchor, newest.text, old_text=known).rivals
        shown = Span(place.start, place.end)
        candidates = [shown, *(snap(newest.text, r.span) for r in rivals if not r.span.overlap(shown))]
    return Doubt(
        annotation_id=annotation.id,
        position=position,
        kind=annotation.kind,
        body=annotation.body,
        tags=annotation.tags,
        claimant=annotation.claimant,
        article_id=target.article_id,
        article_title=title,
        state=place.state,
        score=place.score,
        old=passage(old, target.span),
        candidates=tuple(passage(newest, span) for span in candidates),
        by=annotation.creator if annotation.creator != lookup.lib.creator else "",
    )


def passage(text: Text, span: Span) -> Passage:
    """The passage in its paragraph, cut at words where that is long."""
    whole = text.text
    first = whole.rfind("\n", 0, span.start) + 1
    last = whole.find("\n", span.end)
    last = len(whole) if last < 0 else last
    before, after = whole[first : span.start], whole[span.end : last]
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + " …"
    version = text.version
    since = "" if only_passages(version.extra) else version.fetched_at[:16].replace("T", " ")
    return Passage(version.id, since, span, before, span.of(whole), after, text.number_at(span.start))


def place(lib: Library, doubt: Doubt, span: Span) -> str:
    """The annotation stands at `span` of the newest version: confirms what was found, or corrects it."""
    article = articles.get(lib, doubt.article_id)
    return _settled(lib, doubt.annotation_id, article.newest_version, {doubt.position: span})


def confirm(lib: Library, annotation_id: str, version_id: str) -> str:
    """An annotation that is for review in a version stands where it was found there."""
    wanted = {
        annotation.targets.index(target): Span(found.start, found.end)
        for annotation, places in marks.of_version(lib, version_id)
        if annotation.id == annotation_id
        for target, found in places
        if found.state == "review" and found.start is not None and found.end is not None
    }
    if not wanted:
        raise CounterpointError("The annotation is not for review: there is nothing to confirm.")
    return _settled(lib, annotation_id, version_id, wanted)


def correct(lib: Library, annotation_id: str, version_id: str, span: Span) -> str:
    """An annotation stands at `span` of a version: the first of its targets that is in doubt there, else its first."""
    found = next(
        (
            (annotation, places)
            for annotation, places in marks.of_version(lib, version_id)
            if annotation.id == annotation_id
        ),
        None,
    )
    if found is None or not found[1]:
        raise CounterpointError("The annotation is no longer in the library.")
    annotation, places = found
    target = next((target for target, place in places if place.state in DOUBTFUL), places[0][0])
    return _settled(lib, annotation_id, version_id, {annotation.targets.index(target): span})


def _settled(lib: Library, annotation_id: str, version_id: str, places: dict[int, Span]) -> str:
    text = articles.version(lib, version_id).text
    snapped = {position: snap(text, span) for position, span in places.items()}
    resolutions.settle(lib, annotation_id, version_id, snapped)
    made = marks.get(lib, annotation_id)
    first = snapped[min(snapped)]
    return f"The {made.kind} stands on {quote(first.of(text), 40)} now."


def told(states: list[ResolutionState]) -> str:
    """`2 for review, 1 lost`; nothing where all were found."""
    parts = [
        f"{count} {word}"
        for state, word in (("review", "for review"), ("orphan", "lost"))
        if (count := sum(one == state for one in states))
    ]
    return ", ".join(parts)


def after_change(lib: Library, article_id: str) -> str:
    """One sentence on the annotations that did not find their place in the newest version; nothing where all did."""
    article = articles.get(lib, article_id)
    states = [place.state for _, places in marks.of_version(lib, article.newest_version) for _, place in places]
    said = told(states)
    return f"Annotations: {said}." if said else ""
