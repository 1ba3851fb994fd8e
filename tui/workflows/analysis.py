"""Let the engine read: find claims, weigh evidence from the article and from the library, keep what is suggested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from zlib import crc32

from tui import engine
from tui.engine import types
from tui.library import articles, search, suggestions
from tui.library.connection import Library
from tui.library.records import Article, NewClaim, NewEvidence, SuggestedClaim
from tui.text.document import Document, Paragraph
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.workflows.learning import learned
from tui.workflows.lookup import Lookup
from tui.workflows.many import FEW, each
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent

Json = dict[str, Any]
ENDED = "its analysis was ended by the system; there may be too little memory for it."
"""What is said of an article whose analysis took its process with it."""


def analyse_article(
    lib: Library,
    article_id: str,
    *,
    force: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> bool:
    """Find the claims of the newest version and keep them as suggestions; False when that was done before.

    `force` does it again. Verdicts stay: they hold for a recomputed suggestion by overlap. May run in a worker thread.
    Raises CancelledError when stopped (nothing is kept then), CounterpointError when the library cannot be written.
    """
    lookup = Lookup(lib)
    article = articles.get(lib, article_id)
    due = _due(lookup, article)
    if due is None and not force:
        return False
    progress(0, 1, article.title)
    key = due or analysis_key(lib, lookup.text(article.newest_version).paragraphs)
    found = _analyse(lookup, article, cancelled)
    if cancelled():
        raise CancelledError
    keep(lib, Read(article.newest_version, key, found))
    progress(1, 1, article.title)
    return True


def length(lib: Library, article_id: str) -> int:
    """Code points of the newest version. Raises CounterpointError when there is no such article."""
    version = articles.get(lib, article_id).newest_version
    row = lib.conn.execute("SELECT length(text) FROM version WHERE id = ?", (version,)).fetchone()
    return int(row[0]) if row else 0


def is_due(lib: Library, article_id: str) -> bool:
    """Whether the newest version was not analysed yet, or something came since that may speak against it."""
    return _due(Lookup(lib), articles.get(lib, article_id)) is not None


def _due(lookup: Lookup, article: Article) -> str | None:
    """The key under which the newest version is to be analysed; None where that was done."""
    text = lookup.text(article.newest_version)
    key = analysis_key(lookup.lib, text.paragraphs)
    return None if suggestions.analysed(lookup.lib, text.version.id, key) else key


@dataclass(frozen=True, slots=True)
class Read:
    """What an analysis came to: for which version, under which key."""

    version: str
    key: str
    claims: list[NewClaim]


def keep(lib: Library, read: Read) -> None:
    """Keep what an analysis came to as the suggestions of that version."""
    suggestions.replace(lib, read.version, read.key, read.claims)


def analyse_articles(lib: Library, article_ids: Sequence[str], progress: Progress = silent) -> None:
    """The same for many articles, by several processes where there are many; each is kept as soon as it is done.

    The processes only read the library. Raises CounterpointError as `analyse_article` does.
    """
    if len(article_ids) <= FEW:
        for done, article_id in enumerate(article_ids):
            progress(done, len(article_ids), "")
            analyse_article(lib, article_id)
        return
    for done, (article_id, read) in enumerate(each(article_ids, partial(_read_due, lib.path), _broken)):
        progress(done, len(article_ids), "")
        if isinstance(read, Read):
            keep(lib, read)
        elif read:
            raise CounterpointError(f"{articles.get(lib, article_id).title}: {read}")


def _read_due(path: Path, article_id: str) -> Read | None:
    """In a process of its own. None where nothing is due."""
    return read_article(path, article_id) if is_due(_opened(path), article_id) else None


def read_article(path: Path, article_id: str) -> Read:
    """Analyse the newest version and keep nothing: for a process of its own, which only reads the library.

    Raises CounterpointError when there is no such article.
    """
    lib = _opened(path)
    lookup = Lookup(lib)
    article = articles.get(lib, article_id)
    key = analysis_key(lib, lookup.text(article.newest_version).paragraphs)
    return Read(article.newest_version, key, _analyse(lookup, article, never))


@cache
def _opened(path: Path) -> Library:
    return Library.open(path, read_only=True)


def _broken(article_id: str) -> Read | str | None:
    return ENDED


def analysis_key(lib: Library, paragraphs: Sequence[Paragraph]) -> str:
    """What an analysis depends on: the engine, what it learned, the texts it could look into, the paragraphs that the
    reader overruled.

    Another key makes an article due: evidence may have come in with an article that was added since.
    """
    latest = lib.conn.execute("SELECT coalesce(max(k), 0) FROM version").fetchone()[0]
    overruled = ";".join(f"{p.n}{p.kind}" for p in paragraphs if p.origin == "reader")
    weights = learned(lib).key
    parts = (f"~{weights}" if weights else "", f"+{crc32(overruled.encode()):08x}" if overruled else "")
    return f"{engine.ENGINE_VERSION}@{latest}" + "".join(parts)


def unserved(lib: Library, article_id: str) -> str:
    """Why the engine cannot serve this article (such as its language), in one sentence; "" when it can."""
    article = articles.get(lib, article_id)
    return served(Lookup(lib), article, article.newest_version)


def served(lookup: Lookup, article: Article, version_id: str) -> str:
    """The same for one version that is being read already."""
    return engine.served(_engine_article(lookup, article, version_id))


def analyse_documents(documents: Sequence[tuple[Document, str]], scorer: types.Scorer | None = None) -> Json:
    """Analyse documents (each with where it came from) together, with no library: what `analyze --json` prints."""
    read = [
        types.Article(
            key=str(index),
            title=document.title,
            text=document.text,
            paragraphs=document.paragraphs,
            source=document.source or location,
            published=document.published,
            language=document.language,
        )
        for index, (document, location) in enumerate(documents)
    ]
    found = engine.analyze(read, scorer=scorer) if read else []
    index_of = {article.key: index for index, article in enumerate(read)}
    numbers = _numbers()
    return {
        "articles": [
            _article_json(article, [_claim_json(one, next(numbers), index_of) for one in _records(claims, {})])
            for article, claims in zip(read, found, strict=True)
        ]
    }


def analysed_json(lib: Library, article_ids: Sequence[str], scorer: types.Scorer | None = None) -> Json:
    """What the engine suggests for articles of the library, as the same object.

    Articles that only hold evidence for them stand at the end, without claims. What was not analysed yet is analysed
    now; nothing is kept. With a `scorer` all are analysed now.
    """
    lookup = Lookup(lib)
    found: dict[str, Sequence[NewClaim | SuggestedClaim]] = {}
    homes: dict[str, str] = {}
    for article_id in dict.fromkeys(article_ids):
        article = articles.get(lib, article_id)
        version = article.newest_version
        homes[version] = article_id
        done = scorer is None and suggestions.analysed(lib, version, analysis_key(lib, lookup.text(version).paragraphs))
        found[version] = suggestions.of_version(lib, version) if done else _analyse(lookup, article, never, scorer)
    for claims in list(found.values()):
        for claim in claims:
            for evidence in claim.evidence:
                homes.setdefault(evidence.version_id, lookup.text(evidence.version_id).version.article_id)
    index_of = {version: index for index, version in enumerate(homes)}
    numbers = _numbers()
    return {
        "articles": [
            _article_json(
                _engine_article(lookup, articles.get(lib, article_id), version),
                [_claim_json(claim, next(numbers), index_of) for claim in found.get(version, ())],
            )
            for version, article_id in homes.items()
        ]
    }


# The engine and the library


def _engine_article(lookup: Lookup, article: Article, version_id: str) -> types.Article:
    text = lookup.text(version_id)
    return types.Article(
        key=article.id,
        title=article.title,
        text=text.text,
        paragraphs=text.paragraphs,
        source=article.source,
        published=article.published,
        language=article.language,
        copy_of=article.copy_of,
    )


def _analyse(
    lookup: Lookup, article: Article, cancelled: Cancelled, scorer: types.Scorer | None = None
) -> list[NewClaim]:
    """The claims of an article's newest version, with evidence from it and from the rest of the library."""
    met: dict[str, types.Article] = {article.id: _engine_article(lookup, article, article.newest_version)}
    versions = {article.id: article.newest_version}

    candidates = library_candidates(lookup, met, versions, [article.id], cancelled)
    weights = learned(lookup.lib).weights
    found = engine.analyze(
        [met[article.id]], candidates=candidates, learned=weights, scorer=scorer, cancelled=cancelled
    )
    return _records(found[0], versions) if found else []


def library_candidates(
    lookup: Lookup,
    met: dict[str, types.Article],
    versions: dict[str, str],
    excluded: Sequence[str] = (),
    cancelled: Cancelled = never,
) -> types.Candidates:
    """Candidate search in the library, for the engine. `met` and `versions` take the articles that it comes upon.

    The search raises CancelledError when `cancelled()` turns true.
    """

    def candidates(query: types.Query) -> Iterator[types.Passage]:
        if cancelled():
            raise CancelledError
        for article_id, version_id, paragraph, _ in search.passages(lookup.lib, query.terms, query.limit, excluded):
            other = lookup.article(article_id)
            if other is None:
                continue
            if article_id not in met:
                met[article_id] = _engine_article(lookup, other, version_id)
                versions[article_id] = version_id
            if versions[article_id] == version_id:
                yield types.Passage(met[article_id], paragraph)

    return candidates


def _records(claims: Iterable[types.Claim], versions: dict[str, str]) -> list[NewClaim]:
    """Claims as the library keeps them; an article without a version in `versions` goes by its key."""
    return [
        NewClaim(
            start=claim.span.start,
            end=claim.span.end,
            text=claim.text,
            sentence=claim.sentence,
            paragraph=claim.paragraph,
            kind=claim.kind,
            claimant=claim.claimant.text if claim.claimant else None,
            claimant_span=claim.claimant.span if claim.claimant else None,
            speaker=claim.speaker.text if claim.speaker else None,
            speaker_span=claim.speaker.span if claim.speaker else None,
            score=_share(claim.score),
            reasons=tuple(map(reason_object, claim.reasons)),
            evidence=tuple(
                NewEvidence(
                    version_id=versions.get(evidence.article, evidence.article),
                    start=evidence.span.start,
                    end=evidence.span.end,
                    text=evidence.text,
                    paragraph=evidence.paragraph,
                    relation=evidence.relation,
                    score=_share(evidence.score),
                    reasons=tuple(map(reason_object, evidence.reasons)),
                )
                for evidence in sorted(claim.evidence, key=lambda one: -one.score)
            ),
        )
        for claim in claims
    ]


def _share(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 4)


def reason_object(reason: types.Reason) -> Json:
    """A reason as the library keeps it."""
    kept: Json = {"kind": reason.kind, "text": reason.text}
    if reason.weight:
        kept["weight"] = round(reason.weight, 4)
    if reason.value:
        kept["value"] = round(reason.value, 4)
    if reason.claim_spans:
        kept["claim_spans"] = [list(span) for span in reason.claim_spans]
    if reason.evidence_spans:
        kept["evidence_spans"] = [list(span) for span in reason.evidence_spans]
    return kept


# JSON


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _article_json(article: types.Article, claims: list[Json]) -> Json:
    return {
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "text": article.text,
        "paragraphs": [{"n": p.n, "kind": p.kind, "start": p.start, "end": p.end} for p in article.paragraphs],
        "claims": claims,
    }


def _claim_json(claim: NewClaim | SuggestedClaim, number: int, index_of: dict[str, int]) -> Json:
    return {
        "id": f"c{number}",
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "sentence": list(claim.sentence),
        "paragraph": claim.paragraph,
        "kind": claim.kind,
        "claimant": _mention(claim.claimant, claim.claimant_span),
        "speaker": _mention(claim.speaker, claim.speaker_span),
        "score": claim.score,
        "reasons": plain_reasons(claim.reasons),
        "evidence": [
            {
                "article": index_of[evidence.version_id],
                "start": evidence.start,
                "end": evidence.end,
                "text": evidence.text,
                "paragraph": evidence.paragraph,
                "relation": evidence.relation,
                "score": evidence.score,
                "reasons": plain_reasons(evidence.reasons),
            }
            for evidence in claim.evidence
        ],
    }


def _mention(name: str | None, span: Span | None) -> Json | None:
    if name is None:
        return None
    return {"text": name, "start": span.start if span else None, "end": span.end if span else None}


def plain_reasons(reasons: Iterable[Json]) -> list[Json]:
    """Reasons as they leave the app: kind and words."""
    return [{"kind": reason["kind"], "text": reason["text"]} for reason in reasons]
