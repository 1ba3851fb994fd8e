from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

from tests.workflows.conftest import PLEDGE, OpenLibrary
from tui.library import annotations as marks
from tui.library import articles as store
from tui.library import relations, suggestions, verdicts
from tui.library.connection import Library
from tui.library.records import NewClaim, NewEvidence
from tui.text.document import Document, Paragraph
from tui.text.errors import CounterpointError
from tui.text.spans import Span
from tui.workflows import add, analysis, annotating, articles, browsing, judging, reading, seeding, undoing
from tui.workflows.browsing import AnnotationQuery, ArticleQuery
from tui.workflows.views import ClaimView, ReaderArticle


@pytest.fixture
def pair(lib: Library, files: tuple[Path, Path]) -> tuple[str, str]:
    """Two articles, and a suggestion for the first one's pledge out of the second."""
    pledge, closed = (one.article for one in add.add_sources(lib, [str(file) for file in files]).outcomes)
    suggest(lib, pledge.id, closed.id)
    return pledge.id, closed.id


def suggest(lib: Library, pledge_id: str, closed_id: str) -> None:
    pledge, closed = reading.open_article(lib, pledge_id), reading.open_article(lib, closed_id)
    claim = span_of(pledge, "the council would not close the bridge")
    against = span_of(closed, "the bridge at Lowfield was closed on Friday")
    weak = span_of(closed, "Lorries now take the long way round.")
    reason = {"kind": "contrast-cue", "text": "“Despite” sets it against promises", "claim_spans": [[0, 3]]}
    found = NewClaim(
        *claim, claim.of(pledge.text), Span(0, 90), 1, "pledge", "the council", None, "Ada Quill", None, 0.9, (reason,),
        (
            NewEvidence(closed.version_id, *against, against.of(closed.text), 1, "contradicts", 0.8, (reason,)),
            NewEvidence(closed.version_id, *weak, weak.of(closed.text), 2, "supports", 0.9),
        ),
    )  # fmt: skip
    key = analysis.analysis_key(lib, pledge.paragraphs)
    suggestions.replace(lib, pledge.version_id, key, [found])


def span_of(article: ReaderArticle, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def only_claim(lib: Library, article_id: str) -> ClaimView:
    [claim] = reading.open_article(lib, article_id).claims
    return claim


def test_counter_evidence_stands_first(lib: Library, pair: tuple[str, str]) -> None:
    article = reading.open_article(lib, pair[0])
    [claim] = article.claims
    assert article.analysed
    assert (claim.kind, claim.claimant, claim.speaker, claim.origin) == ("pledge", "the council", "Ada Quill", "engine")
    assert [(e.relation, e.state, e.place.article_n) for e in claim.evidence] == [
        ("contradicts", "open", 2),
        ("supports", "open", 2),
    ]
    assert claim.contested
    assert claim.evidence[0].reasons[0].claim_spans == (Span(0, 3),)
    assert claim.place.span.of(article.text) == claim.place.text
    other = reading.open_article(lib, pair[1])
    assert [(e.relation, e.claim.article_n, e.claim_key) for e in other.evidence_here] == [
        ("contradicts", 1, claim.key),
        ("supports", 1, claim.key),
    ]


def test_accepting_makes_two_annotations_a_relation_and_a_verdict_in_one_step(
    lib: Library, pair: tuple[str, str]
) -> None:
    claim = only_claim(lib, pair[0])
    said = judging.accept(lib, claim, claim.evidence[0])
    assert said.startswith("Accepted: “the bridge at Lowfield")
    made = marks.rows(lib, AnnotationQuery())
    assert sorted((one.kind, one.origin) for one in made) == [("claim", "engine"), ("evidence", "engine")]
    [relation] = relations.of_annotations(lib, [made[0].id])
    assert (relation.relation, relation.origin, relation.score) == ("contradicts", "engine", 0.8)
    assert relation.reasons == ({"kind": "contrast-cue", "text": "“Despite” sets it against promises"},)
    [verdict] = verdicts.all(lib)
    assert (verdict.answer, verdict.relation) == ("accepted", "contradicts")
    assert verdict.evidence.exact == "the bridge at Lowfield was closed on Friday"

    again = only_claim(lib, pair[0])
    assert again.annotation_id is not None
    assert [(e.state, e.relation) for e in again.evidence] == [("accepted", "contradicts"), ("open", "supports")]
    assert reading.claim_like(reading.open_article(lib, pair[0]), claim) == again
    assert reading.evidence_like(again, claim.evidence[0]) == again.evidence[0]

    undoing.undo(lib)
    assert only_claim(lib, pair[0]) == claim
    assert verdicts.all(lib) == []
    assert marks.rows(lib, AnnotationQuery()) == []


def test_a_second_piece_of_evidence_joins_the_same_claim(lib: Library, pair: tuple[str, str]) -> None:
    for _ in range(2):
        claim = only_claim(lib, pair[0])
        judging.accept(lib, claim, next(e for e in claim.evidence if e.state == "open"))
    kinds = sorted(one.kind for one in marks.rows(lib, AnnotationQuery()))
    assert kinds == ["claim", "evidence", "evidence"]


def test_rejecting_makes_only_a_verdict(lib: Library, pair: tuple[str, str]) -> None:
    claim = only_claim(lib, pair[0])
    judging.reject(lib, claim, claim.evidence[0])
    again = only_claim(lib, pair[0])
    assert [(e.relation, e.state) for e in again.evidence] == [("supports", "open"), ("contradicts", "rejected")]
    assert not again.contested
    assert marks.rows(lib, AnnotationQuery()) == []
    assert [row.contested for row in browsing.article_rows(lib, ArticleQuery(ids=(pair[0],)))] == [0]
    assert reading.open_article(lib, pair[1]).evidence_here[0].relation == "supports"


def test_rejecting_what_was_accepted_takes_everything_away_again(lib: Library, pair: tuple[str, str]) -> None:
    claim = only_claim(lib, pair[0])
    judging.accept(lib, claim, claim.evidence[0])
    accepted = only_claim(lib, pair[0])
    judging.reject(lib, accepted, accepted.evidence[0])
    assert marks.rows(lib, AnnotationQuery()) == []
    assert [e.state for e in only_claim(lib, pair[0]).evidence] == ["open", "rejected"]
    assert [one.answer for one in verdicts.all(lib)] == ["rejected"]
    undoing.undo(lib)
    assert only_claim(lib, pair[0]) == accepted


def test_changing_the_relation(lib: Library, pair: tuple[str, str]) -> None:
    claim = only_claim(lib, pair[0])
    judging.change(lib, claim, claim.evidence[0], "weakens")
    again = only_claim(lib, pair[0])
    assert (again.evidence[0].relation, again.evidence[0].state) == ("weakens", "accepted")
    judging.change(lib, again, again.evidence[0], "qualifies")
    assert [(one.answer, one.relation) for one in verdicts.all(lib)] == [("changed", "qualifies")]
    assert not only_claim(lib, pair[0]).contested


def test_why_is_written_on_a_relation_only(lib: Library, pair: tuple[str, str]) -> None:
    claim = only_claim(lib, pair[0])
    with pytest.raises(CounterpointError, match="Accept the suggestion first"):
        judging.set_note(lib, claim.evidence[0], "because")
    judging.accept(lib, claim, claim.evidence[0])
    judging.set_note(lib, only_claim(lib, pair[0]).evidence[0], " because ")
    assert only_claim(lib, pair[0]).evidence[0].note == "because"


def test_verdicts_survive_recomputing(lib: Library, pair: tuple[str, str]) -> None:
    claim = only_claim(lib, pair[0])
    judging.reject(lib, claim, claim.evidence[0])
    judging.accept(lib, only_claim(lib, pair[0]), claim.evidence[1])
    before = only_claim(lib, pair[0])
    suggest(lib, *pair)
    after = only_claim(lib, pair[0])
    assert [(e.relation, e.state, e.place) for e in after.evidence] == [
        (e.relation, e.state, e.place) for e in before.evidence
    ]
    assert judging.open_pairs(lib) == []


def test_open_pairs_of_an_article_and_of_the_library(lib: Library, pair: tuple[str, str]) -> None:
    assert [p.evidence.relation for p in judging.open_pairs(lib, pair[0])] == ["contradicts", "supports"]
    assert judging.open_pairs(lib, pair[1]) == []
    assert judging.open_pairs(lib) == judging.open_pairs(lib, pair[0])


def test_own_evidence_for_a_suggested_claim(lib: Library, pair: tuple[str, str]) -> None:
    claim, closed = only_claim(lib, pair[0]), reading.open_article(lib, pair[1])
    annotating.mark_evidence(lib, closed, span_of(closed, "Lorries now take"), claim, "weakens")
    again = only_claim(lib, pair[0])
    # It is the suggested passage too: the pair is shown once, as the reader made it.
    assert [(e.relation, e.state) for e in again.evidence] == [("weakens", "made"), ("contradicts", "open")]
    assert [(m.kind, m.origin) for m in reading.open_article(lib, pair[0]).marks] == [("claim", "engine")]
    assert ("weakens", "made") in [(e.relation, e.state) for e in reading.open_article(lib, pair[1]).evidence_here]
    with pytest.raises(CounterpointError, match="no evidence for itself"):
        annotating.mark_evidence(lib, reading.open_article(lib, pair[0]), again.place.span, again, "supports")


def test_annotating(lib: Library, pair: tuple[str, str]) -> None:
    article = reading.open_article(lib, pair[0])
    face = article.text.index("🙂")
    assert annotating.highlight(lib, article, [Span(face, face + 1)], "green", tags=["joy"]).endswith("tagged joy.")
    annotating.highlight(lib, article, [Span(0, 3), Span(10, 20)], "pink")
    annotating.note(lib, article, [span_of(article, "Naïve café")], "**really?**")
    annotating.mark_claim(lib, article, span_of(article, "We will keep the bridge open"), "pledge", "Ada Quill")
    annotating.bookmark(lib, article, 2)
    with pytest.raises(CounterpointError, match="Nothing is selected"):
        annotating.highlight(lib, article, [Span(5, 5)], "blue")
    with pytest.raises(CounterpointError, match="note is empty"):
        annotating.note(lib, article, [Span(0, 3)], " ")
    shown = reading.open_article(lib, pair[0])
    assert [mark.kind for mark in shown.marks] == ["highlight", "highlight", "note", "claim", "bookmark"]
    assert shown.marks[1].quote.count(" … ") == 1
    assert len(shown.claims) == 2
    assert [m.kind for m in reading.marks_at(shown, face)] == ["highlight", "bookmark"]
    assert annotating.bookmark(lib, shown, 2).startswith("Took away")
    [note] = [mark for mark in shown.marks if mark.kind == "note"]
    annotating.edit(lib, note.annotation_id, body="Yes.")
    annotating.set_tags(lib, note.annotation_id, ["a b", "c"])
    annotating.tag(lib, note.annotation_id, remove=["c"])
    [row] = browsing.annotation_rows(lib, AnnotationQuery(kind="note"))
    assert (row.body, row.tags, row.article_n, row.paragraph, row.quote) == ("Yes.", ("a b",), 1, 2, "Naïve café")
    assert browsing.annotation_tags(lib) == [("a b", 1), ("joy", 1)]
    annotating.delete(lib, [note.annotation_id])
    assert browsing.annotation_count(lib, AnnotationQuery(kind="note")) == 0
    undoing.undo(lib)
    assert browsing.annotation_count(lib, AnnotationQuery(kind="note")) == 1


def test_an_annotation_whose_text_is_gone_is_an_orphan(
    lib: Library, pair: tuple[str, str], files: tuple[Path, Path]
) -> None:
    article = reading.open_article(lib, pair[0])
    annotating.note(lib, article, [span_of(article, "Naïve café-goers 🙂 cheered")], "gone soon")
    annotating.note(lib, article, [span_of(article, "“We will keep the bridge open,” Quill said.")], "stays")
    files[0].write_text(
        PLEDGE.replace(" Naïve café-goers 🙂 cheered.", "").replace("on Monday", "late on Monday"), encoding="utf-8"
    )
    add.add_sources(lib, [str(files[0])])
    gone, stays = sorted(browsing.annotation_rows(lib, AnnotationQuery()), key=lambda row: row.body)
    newest = reading.open_article(lib, pair[0])
    assert (gone.orphan, gone.version_id) == (True, article.version_id)
    assert (stays.orphan, stays.version_id) == (False, newest.version_id)
    assert newest.text[stays.start : stays.end] == stays.quote
    assert {mark.body: (mark.state, bool(mark.spans)) for mark in newest.marks} == {
        "gone soon": ("orphan", False),
        "stays": ("moved", True),
    }
    old = reading.open_article(lib, pair[0], article.version_id)
    assert not old.newest
    assert {mark.state for mark in old.marks} == {"exact"}


def test_furniture_is_overruled_and_analysis_is_due(lib: Library, pair: tuple[str, str]) -> None:
    article = reading.open_article(lib, pair[0])
    articles.toggle_furniture(lib, article, 2)
    shown = reading.open_article(lib, pair[0])
    assert (shown.paragraphs[1].kind, shown.paragraphs[1].origin) == ("furniture", "reader")
    assert not shown.analysed
    undoing.undo(lib)
    assert reading.open_article(lib, pair[0]).analysed


def test_the_place_is_kept(lib: Library, pair: tuple[str, str]) -> None:
    article = reading.open_article(lib, pair[0])
    articles.save_place(lib, article, 2, 5)
    shown = reading.open_article(lib, pair[0])
    assert (shown.place_paragraph, shown.place_offset) == (2, 5)
    [row] = browsing.article_rows(lib, ArticleQuery(ids=(pair[0],)))
    assert row.progress == 1.0
    articles.save_place(lib, article, 99, 10_000)
    assert reading.open_article(lib, pair[0]).place_paragraph == 2


def test_the_claim_to_show(lib: Library, pair: tuple[str, str]) -> None:
    article = reading.open_article(lib, pair[0])
    claim = article.claims[0]
    assert reading.claim_at(article, claim.place.span.start) == claim
    assert reading.claim_at(article, 0) == claim  # its sentence
    assert reading.claim_at(article, len(article.text) - 1) is None
    assert reading.best_claim_in_paragraph(article, 1) == claim
    assert reading.best_claim_in_paragraph(article, 2) is None


def test_analysis_is_kept_until_something_new_came(lib: Library, files: tuple[Path, Path], tmp_path: Path) -> None:
    pledge, closed = (one.article.id for one in add.add_sources(lib, [str(file) for file in files]).outcomes)
    assert analysis.analyse_article(lib, pledge)
    assert not analysis.analyse_article(lib, pledge)
    assert analysis.analyse_article(lib, pledge, force=True)
    claims = reading.open_article(lib, pledge).claims
    assert "Ada Quill" in {name for claim in claims for name in (claim.claimant, claim.speaker)}
    (tmp_path / "third.txt").write_text("A third text about something else.", encoding="utf-8")
    add.add_sources(lib, [str(tmp_path / "third.txt")])
    assert not reading.open_article(lib, pledge).analysed
    with pytest.raises(CounterpointError, match="Stopped"):
        analysis.analyse_article(lib, closed, cancelled=lambda: True)
    assert not reading.open_article(lib, closed).analysed


def test_a_first_start_brings_the_bundled_articles(tmp_path: Path) -> None:
    ids = []
    for name in ("one.db", "two.db"):
        lib = seeding.open_for_app(tmp_path / name)
        assert lib.created
        rows = browsing.article_rows(lib, ArticleQuery(order="added", descending=True))
        assert rows[0].n == 1
        assert rows[0].title.startswith("Following the recent face-to-face talks")
        assert len(rows) >= 7
        assert all(UUID(row.id).version == UUID(row.newest_version).version == 5 for row in rows)
        assert undoing.last(lib) == ""
        ids.append([(row.id, row.newest_version) for row in rows])
        lib.close()
    assert ids[0] == ids[1]
    lib = seeding.open_for_app(tmp_path / "one.db")
    assert not lib.created
    lib.close()


def test_a_first_start_that_was_cut_off_is_made_up_for_once(tmp_path: Path) -> None:
    Library.open(tmp_path / "cut.db", to_seed=True).close()  # as it is when the process is killed at this moment
    for _ in range(2):
        lib = seeding.open_for_app(tmp_path / "cut.db")
        rows = browsing.article_rows(lib, ArticleQuery())
        assert len(rows) >= 7
        articles.remove(lib, [rows[0].id])
        lib.close()
    lib = seeding.open_for_app(tmp_path / "cut.db")
    assert len(browsing.article_rows(lib, ArticleQuery())) == len(rows) - 1
    lib.close()


def test_commands_make_an_empty_library(tmp_path: Path) -> None:
    lib = seeding.open_library(tmp_path / "new.db")
    assert browsing.article_count(lib, ArticleQuery()) == 0
    lib.close()
    lib = seeding.open_for_app(tmp_path / "new.db")
    assert browsing.article_count(lib, ArticleQuery()) == 0
    lib.close()


def test_the_seed_shows_kunduz_first(tmp_path: Path, open_library: OpenLibrary) -> None:
    lib = seeding.open_for_app(tmp_path / "seeded.db")
    seed = articles.find(lib, "1")
    analysis.analyse_article(lib, seed.id)
    shown = reading.open_article(lib, seed.id)
    claim = reading.best_claim_in_paragraph(shown, 7)
    assert claim is not None
    assert (claim.kind, claim.claimant, claim.speaker) == ("pledge", "the Taliban", "Suhail Shaheen")
    assert "Kunduz" in claim.evidence[0].place.text
    furniture = {p.n for p in shown.paragraphs if p.kind == "furniture"}
    assert len(furniture) == 6
    assert not any(e.place.article_id == seed.id and e.place.paragraph in furniture for e in claim.evidence)
    lib.close()


def test_an_older_version_shows_its_own_evidence(lib: Library) -> None:
    """What the pane quotes stands in the text beside it, not in a newer one."""
    home = add.add_text(lib, "The mayor promised peace.\nDespite that, a bomb went off in Kunduz.").article
    first = reading.open_article(lib, home.id)
    annotating.mark_claim(lib, first, Span(0, 24), kind="pledge", claimant="the mayor", speaker=None)
    first = reading.open_article(lib, home.id)
    [claim] = [one for one in first.claims if one.origin == "reader"]
    at = first.text.index("a bomb")
    annotating.mark_evidence(lib, first, Span(at, len(first.text)), claim, "contradicts")
    changed = first.text.replace("in Kunduz", "in Kandahar")
    paragraphs = (Paragraph(1, "body", 0, 25), Paragraph(2, "body", 26, len(changed)))
    store.add_version(lib, home.id, Document(changed, paragraphs, home.title))
    now = reading.open_article(lib, home.id)
    then = reading.open_article(lib, home.id, first.version_id)
    for shown, town in ((then, "Kunduz"), (now, "Kandahar")):
        [evidence] = [one for claim in shown.claims for one in claim.evidence if one.state == "made"]
        assert (evidence.place.text, evidence.place.version_id) == (f"a bomb went off in {town}.", shown.version_id)
    assert [mark.state for mark in now.marks if mark.kind == "evidence"] == ["review"]
