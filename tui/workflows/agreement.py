"""How far the annotators of exports agree: who they are, on which texts, and what the coefficients say of each layer.

An annotator is a creator; what has no creator goes by the name of its file. (Where that makes one annotator of several
files, each file is one.) The agreed layer of an adjudication is nobody's own work and stays out. An annotator has seen the
texts that they marked something in and, where a file is theirs alone, all of that file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from msgspec import Struct, field

from tui.exchange import native
from tui.library.articles import quote, short
from tui.library.connection import moment
from tui.text.agreement import (
    Continuum,
    Unit,
    alpha,
    character_rows,
    f1,
    kappa,
    mean_of_shares,
    sentence_rows,
    unitized_alpha,
)
from tui.text.errors import CounterpointError
from tui.text.intake import sha256
from tui.text.joins import Joined, joined_rows, near_ones, same
from tui.text.sentences import sentences
from tui.text.spans import Span
from tui.workflows import incoming
from tui.workflows.add import Problem

ADJUDICATED = "adjudicated"
"""The key that marks what an adjudication wrote: the agreed layer."""
LAYERS = {"highlights": "highlight", "claims": "claim", "evidence": "evidence"}
"""The layers of spans, by the kind of annotation they hold. Claims are labelled with their kind."""
NO_KIND = "no kind"


class PairAgreement(Struct, frozen=True):
    """Two annotators in one layer. A coefficient that is not defined for what they marked is None."""

    first: str
    second: str
    f1_exact: float | None
    f1_overlapping: float | None
    kappa_characters: float | None = None
    kappa_sentences: float | None = None
    kappa_relations: float | None = None


class LayerAgreement(Struct, frozen=True):
    """All annotators in one layer; see `PairAgreement`."""

    layer: str
    counts: dict[str, int]
    """How many each annotator made."""
    pairs: tuple[PairAgreement, ...]
    alpha_characters: float | None = None
    alpha_sentences: float | None = None
    alpha_unitized: float | None = None
    alpha_unitized_binary: float | None = None
    alpha_relations: float | None = None


class Compared(Struct, frozen=True):
    """A text that at least two annotators have seen."""

    title: str
    sha256: str
    annotators: tuple[str, ...]


class Agreement(Struct, frozen=True):
    """What there is to say of these files."""

    annotators: tuple[str, ...]
    articles: tuple[Compared, ...]
    layers: tuple[LayerAgreement, ...]
    problems: tuple[Problem, ...] = ()


class _File(Struct, frozen=True):
    name: str
    export: native.Export


class _Mark(Struct, frozen=True):
    """What of an annotation stands in one text."""

    annotation: native.Annotation
    spans: tuple[Span, ...]


class _Text(Struct):
    """A version of an article, and who marked what in it."""

    title: str
    fetched_at: str
    version: native.Version
    seen: set[str] = field(default_factory=set)
    marks: dict[str, list[_Mark]] = field(default_factory=dict)


def read_files(paths: Sequence[Path]) -> Agreement:
    """Compare the annotators of exports of ours. Raises CounterpointError with a sentence where that cannot be done."""
    files = []
    for path in paths:
        try:
            files.append(_File(path.name, native.read(incoming.read_bytes(path))))
        except CounterpointError as error:
            message = str(error)
            raise CounterpointError(message if message.startswith(str(path)) else f"{path}: {message}") from None
    if len(files) > 1 and len({file.name for file in files}) < len(files):
        files = [_File(str(path), file.export) for path, file in zip(paths, files, strict=True)]
    return compare([(file.name, file.export) for file in files])


def compare(exports: Iterable[tuple[str, native.Export]]) -> Agreement:
    """Compare the annotators of exports, each with the name of its file. Raises CounterpointError for fewer than two."""
    files = [_File(name, export) for name, export in exports]
    by_file = False
    names = _annotators(files, by_file)
    if len(names) < 2 and len(files) > 1:
        by_file = True
        names = _annotators(files, by_file)
    if len(names) < 2:
        raise CounterpointError(
            "There is only one annotator in what was given; name the exports of at least two, "
            "or one export in which annotations of several creators stand."
        )
    problems: list[Problem] = []
    texts = _texts(files, by_file, problems)
    compared = {sha: text for sha, text in texts.items() if len(text.seen) > 1}
    if not compared:
        said = " ".join(problem.message for problem in problems[:3])
        raise CounterpointError(
            f"No two annotators have marked the same text: there is nothing to compare. {said}".strip()
        )
    grounds = {sha: _ground(text) for sha, text in compared.items()}
    layers = [_layer(layer, kind, names, compared, grounds) for layer, kind in LAYERS.items()]
    drawn = _drawn(names, texts, files, by_file, problems)
    layers.append(_relations(names, compared, drawn))
    return Agreement(
        annotators=names,
        articles=tuple(
            Compared(text.title, sha, tuple(n for n in names if n in text.seen)) for sha, text in compared.items()
        ),
        layers=tuple(layer for layer in layers if any(layer.counts.values())),
        problems=tuple(problems),
    )


# Who


def _own(one: native.Annotation | native.Relation) -> bool:
    return one.deleted_at is None and ADJUDICATED not in one.unknown


def _who(creator: str, file: _File, by_file: bool) -> str:
    return file.name if by_file or not creator.strip() else creator.strip()


def _authors(file: _File, by_file: bool) -> list[str]:
    """The annotators of a file; of a file without annotations, the one who found nothing."""
    made = Counter(_who(one.creator, file, by_file) for one in file.export.annotations if _own(one))
    return sorted(made) or [file.name]


def _annotators(files: Iterable[_File], by_file: bool) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for file in files for name in _authors(file, by_file)))


# On which texts


def _texts(files: Sequence[_File], by_file: bool, problems: list[Problem]) -> dict[str, _Text]:
    """The texts by their SHA-256, with what each annotator marked. Of an article of which several versions were marked,
    the one that most annotators marked is compared; the rest is said."""
    texts: dict[str, _Text] = {}
    works: dict[str, set[str]] = {}
    """The versions (SHA-256) of one work, by each of them."""
    by_id: dict[str, set[str]] = {}
    read: set[tuple[str, str]] = set()
    """Who has seen which text, marked or not."""
    latest: dict[tuple[str, str], tuple[native.Annotation, dict[str, str], _File]] = {}
    for file in files:
        versions: dict[str, str] = {}
        authors = _authors(file, by_file)
        for article in file.export.articles:
            work = by_id.setdefault(article.id, set())
            for version in article.versions:
                if sha256(version.text) != version.sha256:
                    said = f"The text of {quote(article.title, 60)} is not the one it was exported with; left out."
                    problems.append(Problem(file.name, said))
                    continue
                versions[version.id] = version.sha256
                texts.setdefault(version.sha256, _Text(article.title, version.fetched_at, version))
                work.add(version.sha256)
            for sha in list(work):
                work |= works.get(sha, set())
            works.update(dict.fromkeys(work, work))
            newest = versions.get(article.versions[-1].id)
            if len(authors) == 1 and newest:
                read.add((authors[0], newest))
        for one in file.export.annotations:
            key = (_who(one.creator, file, by_file) if by_file else "", one.id)
            if key not in latest or moment(one.modified_at) > moment(latest[key][0].modified_at):
                latest[key] = (one, versions, file)
    lost: Counter[str] = Counter()
    for one, versions, file in latest.values():
        if not _own(one):
            continue
        spans: dict[str, list[Span]] = defaultdict(list)
        for target in one.targets:
            sha = versions.get(target.version, "")
            if sha in texts and target.start <= target.end <= len(texts[sha].version.text):
                spans[sha].append(Span(target.start, target.end))
        for sha, found in spans.items():
            texts[sha].marks.setdefault(_who(one.creator, file, by_file), []).append(_Mark(one, tuple(found)))
        lost[file.name] += not spans
    for name, count in (+lost).items():
        what = "1 annotation stands" if count == 1 else f"{count} annotations stand"
        problems.append(Problem(name, f"{what} in a text that the file does not hold; left out."))
    for work in {id(one): one for one in works.values()}.values():
        _one_version(work, texts, {name for name, sha in read if sha in work}, problems)
    return texts


def _one_version(work: set[str], texts: dict[str, _Text], readers: set[str], problems: list[Problem]) -> None:
    """Choose the version of a work that is compared, and say whose marks stand in another."""
    marked = {sha: set(texts[sha].marks) for sha in work if texts[sha].marks}
    everyone = readers.union(*marked.values())
    if len(everyone) < 2:
        return
    chosen = max(marked or work, key=lambda sha: (len(texts[sha].marks), texts[sha].fetched_at, sha))
    elsewhere: dict[str, str] = {}
    for sha in marked:
        for name in marked[sha] if sha != chosen else ():
            elsewhere[name] = sha
    text = texts[chosen]
    text.seen = (everyone - elsewhere.keys()) | marked.get(chosen, set())
    if elsewhere:
        where = "; ".join(f"{name} in that of {_day(texts[sha])}" for name, sha in sorted(elsewhere.items()))
        those = ", ".join(sorted(marked[chosen]))
        problems.append(
            Problem(
                short(text.title, 60),
                f"{quote(text.title, 60)} was marked in different versions: {those} in that of {_day(text)}, {where}. "
                "What stands in the others is not compared.",
            )
        )


def _day(text: _Text) -> str:
    return f"{text.fetched_at[:16].replace('T', ' ')} ({text.version.sha256[:8]})"


# How far


def _label(one: native.Annotation) -> str:
    return (one.claim.kind if one.claim and one.claim.kind else NO_KIND) if one.kind == "claim" else one.kind


class _Ground(Struct, frozen=True):
    """What of a text counts: it without its furniture."""

    parts: tuple[Span, ...]
    sentences: tuple[Span, ...]


def _ground(text: _Text) -> _Ground:
    whole = text.version.text
    parts: list[Span] = []
    for p in sorted(text.version.paragraphs, key=lambda p: p.start):
        start = max(p.start, parts[-1].end if parts else 0)
        if p.kind != "furniture" and start < p.end <= len(whole):
            parts.append(Span(start, p.end))
    parts = parts or [Span(0, len(whole))]
    return _Ground(tuple(parts), tuple(one for part in parts for one in sentences(whole, part.start, part.end)))


def _continuum(ground: _Ground, text: _Text, kind: str, names: Sequence[str]) -> Continuum:
    """A text with everybody's units of one kind; each piece of a discontinuous annotation is a unit."""
    return Continuum(
        ground.parts,
        ground.sentences,
        tuple(
            tuple(
                Unit(span.start, span.end, _label(mark.annotation))
                for mark in text.marks.get(name, ())
                if mark.annotation.kind == kind
                for span in mark.spans
                if span.length
            )
            if name in text.seen
            else None
            for name in names
        ),
    )


def _layer(
    layer: str, kind: str, names: Sequence[str], texts: dict[str, _Text], grounds: dict[str, _Ground]
) -> LayerAgreement:
    continua = [_continuum(grounds[sha], text, kind, names) for sha, text in texts.items()]
    characters = [row for one in continua for row in character_rows(one)]
    by_sentence = [row for one in continua for row in sentence_rows(one)]
    pairs = []
    for a, b in combinations(range(len(names)), 2):
        both = [one for one in continua if one.units[a] is not None and one.units[b] is not None]
        if not both:
            continue
        mine, yours = _in_a_row(both, a), _in_a_row(both, b)
        pairs.append(
            PairAgreement(
                names[a],
                names[b],
                f1(mine, yours),
                f1(mine, yours, overlapping=True),
                kappa(characters, a, b),
                kappa(by_sentence, a, b),
            )
        )
    return LayerAgreement(
        layer,
        {name: sum(len(one.units[n] or ()) for one in continua) for n, name in enumerate(names)},
        tuple(pairs),
        alpha(characters),
        alpha(by_sentence),
        unitized_alpha(continua),
        unitized_alpha(continua, binary=True),
    )


def _in_a_row(continua: Sequence[Continuum], annotator: int) -> list[Unit]:
    """The units of several texts as if these stood one after another."""
    found, shift = [], 0
    for one in continua:
        units = one.units[annotator] or ()
        found += [Unit(unit.start + shift, unit.end + shift, unit.label) for unit in units]
        shift += max((unit.end for units in one.units for unit in units or ()), default=0)
    return found


def _drawn(
    names: Sequence[str], texts: dict[str, _Text], files: Sequence[_File], by_file: bool, problems: list[Problem]
) -> dict[str, list[Joined]]:
    """The relations of each annotator between texts that are compared. How many could not be, and why, goes to `problems`;
    what stands in texts that are not compared at all needs no word."""
    places: dict[tuple[str, str], tuple[str, int, int]] = {}
    for sha, text in sorted(texts.items(), key=lambda item: len(item[1].seen) < 2):  # what is compared first
        for name, made in text.marks.items():
            for mark in made:
                span = mark.spans[0]
                places.setdefault((name if by_file else "", mark.annotation.id), (sha, span.start, span.end))
    deleted = {one.id for file in files for one in file.export.annotations if one.deleted_at is not None}
    latest: dict[tuple[str, str], tuple[native.Relation, str, str]] = {}
    for file in files:
        for relation in file.export.relations:
            name = _who(relation.creator, file, by_file)
            key = (name if by_file else "", relation.id)
            if key not in latest or moment(relation.modified_at) > moment(latest[key][0].modified_at):
                latest[key] = (relation, name, file.name)
    joined: dict[str, list[Joined]] = defaultdict(list)
    left_out: Counter[tuple[str, str]] = Counter()
    for (scope, _), (relation, name, file_name) in latest.items():
        if not _own(relation):
            continue
        evidence, claim = places.get((scope, relation.evidence)), places.get((scope, relation.claim))
        if evidence is None or claim is None:
            gone = {relation.evidence, relation.claim} & deleted
            left_out[file_name, "without an annotation at an end"] += not gone
            continue
        compared = [len(texts[sha].seen) > 1 for sha, _, _ in (evidence, claim)]
        if not all(compared):
            left_out[file_name, "with an end in a text that is not compared"] += any(compared)
        elif name not in names:
            left_out[file_name, f"by {name}, who marked no text"] += 1
        else:
            joined[name].append(Joined(evidence, claim, relation.relation))
    for (file_name, why), count in (+left_out).items():
        problems.append(Problem(file_name, f"{count} relation{'' if count == 1 else 's'} {why}; left out."))
    return joined


def _relations(names: Sequence[str], texts: dict[str, _Text], joined: dict[str, list[Joined]]) -> LayerAgreement:
    """Relations are compared as pairs of passages. F1: exact with the same ends and relation, overlapping where both ends
    have a code point in common. κ and α: over the pairs of passages that two annotators joined, which relation."""
    pairs = []
    for a, b in combinations(names, 2):
        both = {sha for sha, text in texts.items() if a in text.seen and b in text.seen}
        mine, yours = ([one for one in joined[n] if {one.evidence[0], one.claim[0]} <= both] for n in (a, b))
        if not both:
            continue
        pairs.append(
            PairAgreement(
                a,
                b,
                mean_of_shares(same(mine, yours), len(mine), same(yours, mine), len(yours)),
                mean_of_shares(near_ones(mine, yours), len(mine), near_ones(yours, mine), len(yours)),
                kappa_relations=kappa(joined_rows([mine, yours])),
            )
        )
    return LayerAgreement(
        "relations",
        {name: len(joined[name]) for name in names},
        tuple(pairs),
        alpha_relations=alpha(joined_rows([joined[name] for name in names])),
    )
