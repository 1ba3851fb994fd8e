"""Suggestions, verdicts, relations, and what the listing and the ledger count of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.library.conftest import TEXT, document
from tui.library import annotations, articles, check, journal, ledger, listing, relations, suggestions, verdicts
from tui.library.connection import Library
from tui.library.errors import LibraryError, NotFound
from tui.library.listing import ArticleQuery
from tui.library.records import Article, NewClaim, NewEvidence, Target
from tui.text.spans import Span

Quote = Callable[..., Target]
PLEDGE = "no attack would come from its soil"
BOMBED = "a mosque in the north was bombed on Friday"


def suggest(
    lib: Library, article: Article, target: Quote, relation: str = "contradicts", home: Article | None = None
) -> None:
    """One pledge with one piece of evidence, in the same article or in `home`."""
    claim, evidence = target(article, PLEDGE), target(home or article, BOMBED)
    found = NewEvidence(
        evidence.version_id,
        evidence.start,
        evidence.end,
        evidence.exact,
        2,
        relation,
        0.8,
        ({"kind": "cue", "text": "Despite"},),  # type: ignore[arg-type]
    )
    group = Span(0, 9)
    suggestions.replace(
        lib,
        article.newest_version,
        "1",
        [
            NewClaim(
                claim.start,
                claim.end,
                claim.exact,
                Span(0, 58),
                1,
                "pledge",
                "the group",
                group,
                None,
                None,
                0.9,
                (),
                (found,),
            )
        ],
    )


def counts(lib: Library, article: Article) -> tuple[int, int, int]:
    now = articles.get(lib, article.id)
    return now.claims, now.contested, now.annotations


def test_suggestions_come_back(lib: Library, article: Article, target: Quote) -> None:
    assert not suggestions.analysed(lib, article.newest_version, "1")
    assert suggestions.stale_articles(lib, "1") == [article.id]
    suggest(lib, article, target)
    (claim,) = suggestions.of_version(lib, article.newest_version)
    assert (claim.text, claim.kind, claim.claimant, claim.claimant_span) == (PLEDGE, "pledge", "the group", Span(0, 9))
    assert TEXT[claim.start : claim.end] == PLEDGE
    (evidence,) = claim.evidence
    assert (evidence.text, evidence.relation, evidence.reasons[0]["text"]) == (BOMBED, "contradicts", "Despite")
    assert suggestions.pointing_at(lib, article.newest_version) == [(evidence, claim)]
    assert suggestions.get(lib, claim.id) == claim
    assert suggestions.analysed(lib, article.newest_version, "1")
    assert not suggestions.analysed(lib, article.newest_version, "2")
    assert counts(lib, article) == (1, 1, 0)
    suggestions.replace(lib, article.newest_version, "2", [])
    assert counts(lib, article) == (0, 0, 0)
    with pytest.raises(NotFound):
        suggestions.get(lib, claim.id)
    assert journal.last(lib).summary.startswith("Added")  # type: ignore[union-attr]


def test_a_rejected_pair_contests_nothing_also_when_found_again(lib: Library, article: Article, target: Quote) -> None:
    suggest(lib, article, target)
    verdicts.add(
        lib, answer="rejected", relation="contradicts", claim=target(article, PLEDGE), evidence=target(article, BOMBED)
    )
    assert counts(lib, article) == (1, 0, 0)
    suggest(lib, article, target)
    assert counts(lib, article) == (1, 0, 0)
    assert listing.count(lib, ArticleQuery(view="contested")) == 0
    journal.undo(lib)
    assert counts(lib, article) == (1, 1, 0)
    assert listing.count(lib, ArticleQuery(view="contested")) == 1
    journal.redo(lib)
    assert counts(lib, article) == (1, 0, 0)


def test_a_changed_relation_counts_as_the_reader_says(lib: Library, article: Article, target: Quote) -> None:
    suggest(lib, article, target)
    pair = {"claim": target(article, PLEDGE), "evidence": target(article, BOMBED)}
    verdicts.add(lib, answer="changed", relation="supports", **pair)
    assert counts(lib, article) == (1, 0, 0)
    verdicts.add(lib, answer="changed", relation="weakens", **pair)
    assert counts(lib, article) == (1, 1, 0)
    assert len(verdicts.all(lib)) == 1
    journal.undo(lib)
    assert verdicts.all(lib)[0].relation == "supports"


def test_an_accepted_suggestion_is_one_claim(lib: Library, article: Article, target: Quote) -> None:
    suggest(lib, article, target)
    with journal.step(lib, "Accepted"):
        claim = annotations.add(
            lib,
            kind="claim",
            claim_kind="pledge",
            claimant="the group",
            origin="engine",
            targets=[target(article, PLEDGE)],
        )
        evidence = annotations.add(lib, kind="evidence", origin="engine", targets=[target(article, BOMBED)])
        relation = relations.add(
            lib, claim_id=claim.id, evidence_id=evidence.id, relation="contradicts", origin="engine"
        )
        verdicts.add(
            lib, answer="accepted", relation="contradicts", claim=claim.targets[0], evidence=evidence.targets[0]
        )
    assert counts(lib, article) == (1, 1, 2)
    (row,) = ledger.rows(lib)
    assert (row.key, row.claimant, row.contradicts, row.paragraph, row.text) == (
        f"a:{claim.id}",
        "the group",
        1,
        1,
        PLEDGE,
    )
    relations.delete(lib, [relation.id])
    assert counts(lib, article) == (1, 0, 2)
    journal.undo(lib)
    annotations.delete(lib, [evidence.id])
    assert counts(lib, article) == (1, 0, 1)
    assert relations.of_annotations(lib, [claim.id]) == []
    journal.undo(lib)
    assert relations.of_annotations(lib, [evidence.id])[0].id == relation.id
    journal.undo(lib)
    assert counts(lib, article) == (1, 1, 0)
    assert ledger.rows(lib)[0].key.startswith("s:")


def test_evidence_in_another_article_goes_and_comes_with_it(lib: Library, article: Article, target: Quote) -> None:
    home = articles.add(lib, document(title="Other"), location="/other")
    suggest(lib, article, target, home=home)
    assert counts(lib, article) == (1, 1, 0)
    assert suggestions.pointing_at(lib, home.newest_version)[0][1].article_id == article.id
    articles.remove(lib, [home.id])
    assert counts(lib, article) == (1, 0, 0)
    assert suggestions.of_version(lib, article.newest_version)[0].evidence == ()
    journal.undo(lib)
    assert counts(lib, article) == (1, 1, 0)


def test_relations_refuse_what_makes_no_sense(lib: Library, article: Article, target: Quote) -> None:
    one = annotations.add(lib, kind="claim", targets=[target(article, PLEDGE)])
    with pytest.raises(LibraryError, match="itself"):
        relations.add(lib, claim_id=one.id, evidence_id=one.id, relation="contradicts")
    with pytest.raises(NotFound):
        relations.add(lib, claim_id=one.id, evidence_id="absent", relation="contradicts")
    assert journal.last(lib).summary.startswith("Marked as a claim")  # type: ignore[union-attr]


def test_a_verdict_holds_by_half(lib: Library, article: Article, target: Quote) -> None:
    claim, evidence = target(article, PLEDGE), target(article, BOMBED)
    kept = verdicts.add(lib, answer="rejected", relation="contradicts", claim=claim, evidence=evidence)
    at = (article.newest_version, article.newest_version)
    half = Span(claim.start, claim.start + (claim.end - claim.start) // 2)
    judged = verdicts.of_articles(lib, [article.id])
    assert verdicts.matching(judged, half, evidence.span, at) == kept
    beside = Span(claim.start - 20, claim.start + 9)
    assert verdicts.matching(judged, beside, evidence.span, at) is None
    assert verdicts.matching(judged, claim.span, evidence.span, (at[0], "another")) is None
    assert [one.verdict for one in judged] == [kept]
    assert verdicts.of_articles(lib, ["absent"]) == []


def test_the_ledger_goes_by_claimant_and_time(lib: Library, target: Quote) -> None:
    made = []
    for title, published in (("Late", "2022-01-01"), ("Early", "2020-01-01"), ("Unknown", None)):
        one = articles.add(lib, document(title=title, **({"published": published} if published else {})), location="")
        suggest(lib, one, target, "supports" if title == "Early" else "contradicts")
        made.append(one)
    annotations.add(lib, kind="claim", claimant="Ada", claim_kind="denial", targets=[target(made[0], "47 died")])
    annotations.add(lib, kind="claim", targets=[target(made[0], "Friday")])
    rows = ledger.rows(lib)
    assert [(r.claimant, r.article_title) for r in rows] == [
        ("Ada", "Late"),
        ("the group", "Early"),
        ("the group", "Late"),
        ("the group", "Unknown"),
        (None, "Late"),
    ]
    assert [r.article_title for r in ledger.rows(lib, contested=True)] == ["Late", "Unknown"]
    assert [r.claimant for r in ledger.rows(lib, kind="denial")] == ["Ada"]
    assert [r.article_title for r in ledger.rows(lib, text="SOIL early")] == ["Early"]
    assert all(articles.version(lib, r.version_id).text[r.start : r.end] == r.text for r in rows)


def test_annotations_are_listed(lib: Library, article: Article, target: Quote) -> None:
    query = annotations.AnnotationQuery
    one = annotations.add(lib, kind="highlight", colour="green", tags=["x"], targets=[target(article, "mosque")])
    two = annotations.add(
        lib, kind="note", body="Really? 真的", targets=[target(article, "47"), target(article, "died")]
    )
    assert [a.id for a in annotations.rows(lib)] == [two.id, one.id]
    for narrowed, expected in (
        (query(text="mosq"), one),
        (query(text="真的"), two),
        (query(kind="note"), two),
        (query(tag="x"), one),
        (query(colour="green"), one),
    ):
        assert annotations.rows(lib, narrowed) == [expected]
        assert annotations.count(lib, narrowed) == 1
    assert annotations.count(lib, query(article_id="absent")) == 0
    annotations.delete(lib, [one.id])
    assert annotations.count(lib) == 1
    assert annotations.count(lib, query(include_deleted=True)) == 2
    articles.remove(lib, [article.id])
    assert annotations.count(lib) == 0
    with pytest.raises(LibraryError, match="does not say"):
        annotations.add(lib, kind="note", targets=[Target(article.id, article.newest_version, 0, 4, "Thy ")])
    with pytest.raises(LibraryError):
        annotations.add(lib, kind="note", targets=[])
    with pytest.raises(NotFound):
        annotations.add(lib, kind="note", targets=[Target("absent", "absent", 0, 1, "T")])


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "order", ["added", "title", "source", "published", "words", "progress", "claims", "contested", "annotations"]
)
def test_the_list_is_sorted_in_pages(lib: Library, order: str, descending: bool) -> None:
    for i, published in enumerate(["2021-05-01", None, "2019-01-01", "2021-05-01", None]):
        about = {"published": published, "source": f"Paper {i % 2}"} if published else {}
        one = articles.add(
            lib, document("word " * (i * 3 % 5 + 1) + "\nfoot", title=f"{'bACDE'[i]} title", **about), location=""
        )
        articles.save_place(lib, one.id, 1, 0, (i * 2 % 5) / 5)
    query = ArticleQuery(order=order, descending=descending)  # type: ignore[arg-type]
    whole = listing.rows(lib, query)
    assert len(whole) == 5
    assert [a for start in range(0, 6, 2) for a in listing.rows(lib, query, 2, start)] == whole
    assert [listing.position(lib, query, a.id) for a in whole] == [0, 1, 2, 3, 4]
    name = {"added": "added_at"}.get(order, order)
    known = [v.casefold() if isinstance(v, str) else v for v in (getattr(a, name) for a in whole) if v is not None]
    assert known == sorted(known, reverse=descending)
    if order in ("published", "source"):
        assert [getattr(a, name) is None for a in whole] == [False] * 3 + [True] * 2


NEWER = "Updated on Monday by the editors.\n" + TEXT


@pytest.mark.parametrize("answer", ["rejected", "changed"])
def test_a_verdict_holds_in_a_new_version(lib: Library, article: Article, target: Quote, answer: str) -> None:
    kept = verdicts.add(
        lib,
        answer=answer,  # type: ignore[arg-type]
        relation="supports",
        claim=target(article, PLEDGE),
        evidence=target(article, BOMBED),
    )
    articles.add_version(lib, article.id, document(NEWER))
    newer = articles.get(lib, article.id)
    suggest(lib, newer, lambda where, quote: target(where, quote, NEWER))
    assert counts(lib, article)[:2] == (1, 0)
    assert check.check(lib) == []
    (judged,) = verdicts.of_articles(lib, [article.id])
    assert judged.verdict == kept, "it is as it was given"
    (claim,) = suggestions.of_version(lib, newer.newest_version)
    at = (newer.newest_version, newer.newest_version)
    assert verdicts.matching([judged], claim.span, claim.evidence[0].span, at) == kept
    assert verdicts.matching([judged], claim.span, claim.span, at) is None


def test_a_verdict_does_not_hold_where_its_words_are_gone(lib: Library, article: Article, target: Quote) -> None:
    claim, evidence = target(article, PLEDGE), target(article, BOMBED)
    verdicts.add(lib, answer="rejected", relation="contradicts", claim=claim, evidence=evidence)
    other = TEXT.replace(BOMBED, "nobody was harmed anywhere, and every shop stood open")
    articles.add_version(lib, article.id, document(other))
    (judged,) = verdicts.of_articles(lib, [article.id])
    newest = articles.get(lib, article.id).newest_version
    assert newest in judged.claim
    assert newest not in judged.evidence
