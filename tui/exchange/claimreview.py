"""ClaimReview of schema.org (https://schema.org/ClaimReview), JSON-LD: a review for each claim on which evidence bears.

The rating is what the relations say, by a fixed rule (see `_RATINGS`); a claim without evidence has none and no review.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.exchange.jsontext import array
from tui.exchange.view import Object, Pair, View, address, publication, quote

_RATINGS: Final = {1: "Contradicted", 2: "Weakened", 3: "Disputed", 4: "Qualified", 5: "Supported"}


def write(view: View) -> Iterator[bytes]:
    """An array of reviews."""
    yield from array(_reviews(view))
    yield b"\n"


def _reviews(view: View) -> Iterator[Object]:
    found: dict[str, list[Pair]] = {}
    for pair in view.pairs():
        found.setdefault(pair.claim["id"], []).append(pair)
    for pairs in found.values():
        yield _review(view, pairs)


def _review(view: View, pairs: list[Pair]) -> Object:
    claim = pairs[0].claim
    said = claim["claim"] or {}
    article = view.article(claim["targets"][0]["article"]) or {}
    creator = claim["creator"] or next((pair.relation["creator"] for pair in pairs if pair.relation["creator"]), "")
    rating = _rating({pair.relation["relation"] for pair in pairs})
    author = said.get("claimant") or said.get("speaker") or article.get("author") or publication(article)
    reviewed: Object = {
        "@type": "Claim",
        "author": {"@type": "Thing", "name": author} if author else None,
        "datePublished": article.get("published"),
        "appearance": _work(article),
    }
    made: Object = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"urn:uuid:{claim['id']}",
        "url": f"urn:uuid:{claim['id']}",
        "datePublished": max(pair.relation["modified_at"] for pair in pairs)[:10],
        "claimReviewed": quote(claim),
        "author": {"@type": "Person", "name": creator} if creator else None,
        "itemReviewed": _known(reviewed),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": rating,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": _RATINGS[rating],
        },
        "reviewBody": claim["body"] or None,
        "citation": [_citation(view, pair) for pair in pairs],
    }
    return _known(made)


def _rating(relations: set[str]) -> int:
    """1 to 5, by what kinds of evidence there are."""
    if "supports" in relations:
        return 3 if relations & {"contradicts", "weakens"} else 4 if relations & {"qualifies", "updates"} else 5
    return 1 if "contradicts" in relations else 2 if "weakens" in relations else 4


def _citation(view: View, pair: Pair) -> Object:
    article = view.article(pair.evidence["targets"][0]["article"]) or {}
    description = " ".join(filter(None, [pair.relation["relation"], pair.relation["note"]]))
    return _known({**_work(article), "text": quote(pair.evidence), "description": description})


def _work(article: Object) -> Object:
    source = publication(article)
    author = article.get("author")
    return _known(
        {
            "@type": "Article",
            "headline": article.get("title"),
            "url": address(article),
            "datePublished": article.get("published"),
            "author": {"@type": "Person", "name": author} if author else None,
            "publisher": {"@type": "Organization", "name": source} if source else None,
            "inLanguage": article.get("language"),
        }
    )


def _known(value: Object) -> Object:
    return {name: one for name, one in value.items() if one not in (None, "", [], {})}
