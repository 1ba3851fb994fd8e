"""The library's records as the objects of the export. Keys that came with an import are put back where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tui.exchange import native
from tui.library import articles as store
from tui.library import extra
from tui.library.connection import Library
from tui.library.records import Annotation, Article, Relation, Target, Verdict, Version
from tui.text.document import Paragraph

Object = dict[str, Any]

_KNOWN: Final[dict[type[native.Kept], frozenset[str]]] = {
    kind: frozenset(kind.__struct_fields__) for kind in native.Kept.__subclasses__()
}
FRONT_MATTER: Final = "front_matter"
"""The key of an article for what its front matter calls like a key of ours."""


def article_of(lib: Library, article: Article) -> Object:
    """An article with all its versions, the newest last."""
    versions = [_version(version, store.paragraphs(lib, version.id)) for version in store.versions(lib, article.id)]
    return {**article_head(article), "versions": versions, **_of_article(article.extra)}


def article_head(article: Article) -> Object:
    """An article without its versions and unknown keys."""
    return {
        "id": article.id,
        "title": article.title,
        "author": article.author,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "added_at": article.added_at,
        "modified_at": article.modified_at,
        "tags": list(article.tags),
        "place": {
            "paragraph": article.place_paragraph,
            "offset": article.place_offset,
            **_foreign(extra.inside(article.extra, "place"), native.Place),
        },
        "progress": article.progress,
        "copy_of": article.copy_of,
    }


def _of_article(kept: Mapping[str, Any]) -> Object:
    """The unknown keys of an article; those of a front matter that are called like one of ours stand in one of their
    own."""
    if not kept:
        return {}
    keys = extra.unknown(kept)
    alike = {key: value for key, value in keys.items() if key in _KNOWN[native.Article]}
    if alike:
        own = keys.get(FRONT_MATTER, {})
        keys[FRONT_MATTER] = {**alike, **(own if isinstance(own, dict) else {FRONT_MATTER: own})}
    return _foreign(keys, native.Article)


def _version(version: Version, paragraphs: tuple[Paragraph, ...]) -> Object:
    inside = extra.inside(version.extra, "paragraphs")
    return {
        "id": version.id,
        "sha256": version.sha256,
        "fetched_at": version.fetched_at,
        "text": version.text,
        "paragraphs": [
            {
                "n": p.n,
                "kind": p.kind,
                "start": p.start,
                "end": p.end,
                "origin": p.origin,
                **(_foreign(inside.get(str(p.n)), native.Paragraph) if inside else {}),
            }
            for p in paragraphs
        ],
        **_unknown(version.extra, native.Version),
    }


def annotation_of(annotation: Annotation) -> Object:
    """An annotation."""
    kept = annotation.extra
    made: Object = {
        "id": annotation.id,
        "kind": annotation.kind,
        "claim": _said(annotation),
        "body": annotation.body,
        "tags": list(annotation.tags),
        "colour": annotation.colour,
        "origin": annotation.origin,
        "creator": annotation.creator,
        "created_at": annotation.created_at,
        "modified_at": annotation.modified_at,
        "deleted_at": annotation.deleted_at,
        "targets": [target_of(target) for target in annotation.targets],
    }
    return {**made, **_unknown(kept, native.Annotation)} if kept else made


def _said(annotation: Annotation) -> Object | None:
    """What it says of a claim; None where it is none and says nothing."""
    kind, claimant, speaker = annotation.claim_kind, annotation.claimant, annotation.speaker
    more = _foreign(extra.inside(annotation.extra, "claim"), native.ClaimOf) if annotation.extra else None
    if not more:
        if kind is None and claimant is None and speaker is None and annotation.kind != "claim":
            return None
        return {"kind": kind, "claimant": claimant, "speaker": speaker}
    return {"kind": kind, "claimant": claimant, "speaker": speaker, **more}


def target_of(target: Target) -> Object:
    """Where an annotation, or an end of a verdict, stands."""
    made = {
        "article": target.article_id,
        "version": target.version_id,
        "start": target.start,
        "end": target.end,
        "exact": target.exact,
        "prefix": target.prefix,
        "suffix": target.suffix,
    }
    return {**made, **_unknown(target.extra, native.Target)} if target.extra else made


def relation_of(relation: Relation) -> Object:
    """A relation between two annotations."""
    return {
        "id": relation.id,
        "relation": relation.relation,
        "evidence": relation.evidence_id,
        "claim": relation.claim_id,
        "note": relation.note,
        "origin": relation.origin,
        "score": relation.score,
        "reasons": list(relation.reasons),
        "creator": relation.creator,
        "created_at": relation.created_at,
        "modified_at": relation.modified_at,
        "deleted_at": relation.deleted_at,
        **_unknown(relation.extra, native.Relation),
    }


def verdict_of(verdict: Verdict) -> Object:
    """The reader's answer to a suggested pair."""
    return {
        "id": verdict.id,
        "answer": verdict.answer,
        "relation": verdict.relation,
        "claim": target_of(verdict.claim),
        "evidence": target_of(verdict.evidence),
        "at": verdict.at,
        **_unknown(verdict.extra, native.Verdict),
    }


def _unknown(kept: Mapping[str, Any], kind: type[native.Kept]) -> Object:
    return _foreign(extra.unknown(kept), kind) if kept else {}


def _foreign(keys: Any, kind: type[native.Kept]) -> Object:
    """The keys that the object does not have by itself: what came from outside never stands in for what is known."""
    return {key: value for key, value in keys.items() if key not in _KNOWN[kind]} if isinstance(keys, dict) else {}
