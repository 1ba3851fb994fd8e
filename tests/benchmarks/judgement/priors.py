"""What each sign was thought to weigh before any pair was counted: the prior of the training."""

from __future__ import annotations

BASES = {"counter": -5.0, "supports": -5.5, "qualifies": -4.6, "updates": -5.6}

PRIORS: dict[str, dict[str, float]] = {
    "counter": {
        "same-denied": 5.0, "other-figure": 4.0, "same-said": -4.0, "same-narrowed": -3.0,
        "nearest": 0.8, "near": 0.4, "nearest-claim": 0.4, "nearer-claims": -0.3, "context": 0.3, "strongest-link": 0.5,
        "more-links": 0.3, "related-terms": 0.5, "shared-terms": 0.4, "share-of-claim": 0.8, "claim-worth": 1.0,
        "thin-claim": -0.5, "short-passage": -0.3, "long-passage": -0.5, "opening": -0.5, "same-article": -0.8,
        "disputed": 1.4,
        "contrast-cue": 2.4,
        "contrast-word": 1.2, "but": 0.4, "but-opens": 0.2, "pledge-event": 3.8,
        "related-event": 0.4, "limit": -1.2, "update": -1.9, "opposed": 1.2,
        "negation-claim": 0.6, "both-negated": -0.3, "absolute": 0.3, "counted": 0.8, "part-of-all": 1.2,
        "part-of-count": 1.2,
        "not-yet": 1.0, "figures-differ": 2.2, "figures-moved": 0.7, "figures-updated": -0.5, "figures-agree": -1.5,
        "earlier-case": 2.0, "rank": 0.3,
        "record": 0.6, "dated": 0.2, "trouble": 0.4, "trouble-ahead": 0.8, "trouble-both": 0.3, "fulfilled": -0.8,
        "looks-ahead": -0.8, "elsewhere": -0.6, "continues": -1.5, "leads-in": -1.2, "same-speaker": -1.0, "later": 0.5,
        "later-than-promise": 0.6, "before-promise": -1.5, "not-later": -0.5, "other-story": -2.0, "at-odds": 2.0,
    },
    "supports": {
        "same-denied": -4.0, "other-figure": -3.5, "same-said": 4.5, "same-narrowed": -2.0,
        "nearest": 0.6, "near": 0.3, "nearest-claim": 0.4, "context": 0.2, "strongest-link": 0.5, "more-links": 0.3,
        "related-terms": 0.3, "shared-terms": 0.7, "share-of-claim": 1.4, "claim-worth": 1.0, "figures-agree": 2.5,
        "part-of-count": -1.0, "figures-differ": -1.2, "figures-moved": -1.0, "figures-updated": -1.0, "opposed": -1.0,
        "negation-claim": -0.4,
        "negation-passage": -0.6, "both-negated": 0.4, "contrast-cue": -1.5, "contrast-word": -0.8, "but": -0.5,
        "but-opens": -0.8, "not-yet": -1.0, "fulfilled": 1.2, "record": 0.4, "trouble-ahead": -0.8, "trouble": -0.4,
        "looks-ahead": -0.6, "elsewhere": -0.6, "same-speaker": -0.8, "other-speaker": 0.2, "continues": -0.8,
        "leads-in": -0.8,
        "pledge-event": -1.0, "earlier-case": -1.0, "counted": -0.3, "part-of-all": -0.6, "other-story": -2.0,
        "before-promise": -1.5, "at-odds": -1.5,
    },
    "qualifies": {
        "same-denied": -2.0, "other-figure": -2.0, "same-said": -1.5, "same-narrowed": 5.0,
        "nearest": 0.4, "strongest-link": 0.4, "shared-terms": 0.5, "related-terms": 0.2, "share-of-claim": 0.8,
        "claim-worth": 0.8, "limit": 2.8, "but": 0.8, "but-opens": 2.0, "part-of-all": 0.5, "opposed": -0.3,
        "figures-differ": -0.6, "same-speaker": -0.6, "contrast-cue": -1.5, "record": 0.2, "looks-ahead": -0.4,
        "other-story": -2.0, "elsewhere": -0.4, "at-odds": 0.8, "near": 0.3,
    },
    "updates": {
        "same-denied": -3.0, "same-said": -3.0, "same-narrowed": -2.0,
        "nearest": 0.6, "near": 0.2, "strongest-link": 0.4, "shared-terms": 0.5, "share-of-claim": 0.8, "claim-worth": 0.6,
        "update": 2.0, "figures-moved": 2.0, "figures-updated": 3.0, "figures-differ": 0.8, "later": 1.5,
        "not-later": -2.5, "opposed": -0.8,
        "negation-passage": -0.6, "contrast-cue": -1.5, "same-article": -1.0, "other-story": -2.0, "record": 0.2,
    },
}  # fmt: skip
