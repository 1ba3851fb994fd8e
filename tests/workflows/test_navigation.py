"""Where keys take the reader: paragraphs, sentences, claims, marks, jumps, counts, selections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tui.text.document import Paragraph
from tui.text.spans import Span
from tui.workflows.navigation import (
    Count,
    Jump,
    JumpHistory,
    Outline,
    claim_for,
    claim_step,
    claims_in,
    contested,
    mark_step,
    marks_at,
    paragraph_at,
    sentence_at,
    sentence_step,
    step,
)
from tui.workflows.selecting import Selection, Unit, grow
from tui.workflows.views import ClaimView, EvidenceHere, EvidenceView, MarkView, Place, ReaderArticle

TEXT = "\n".join(
    [
        "The ferry sails again. The mayor promised it would never stop. Nobody asked her why.",
        "On Monday it stopped.",
        "渡轮又停了。市长没有说话。",
        "Share this story",
        "Café owners 👩‍👩‍👧 said “We told you so. It leaks.” The rest said nothing.",
    ]
)
KINDS = ["body", "body", "body", "furniture", "body"]


def paragraphs(text: str = TEXT, kinds: list[str] | None = None) -> tuple[Paragraph, ...]:
    out, start = [], 0
    for n, line in enumerate(text.split("\n"), 1):
        kind = (kinds or KINDS)[n - 1] if text == TEXT or kinds else "body"
        out.append(Paragraph(n, kind, start, start + len(line)))  # type: ignore[arg-type]
        start += len(line) + 1
    return tuple(out)


PARAGRAPHS = paragraphs()


def place(quote: str, text: str = TEXT) -> Place:
    start = text.index(quote)
    here = paragraph_at(PARAGRAPHS, start)
    assert here is not None
    return Place("a", 1, "Ferry", None, "v", Span(start, start + len(quote)), quote, here.n)


def claim(key: str, quote: str, relation: str | None = None, state: str = "open") -> ClaimView:
    where = place(quote)
    sentence = sentence_at(TEXT, PARAGRAPHS, where.span.start)
    assert sentence is not None
    evidence = ()
    if relation is not None:
        evidence = (EvidenceView("s:e", place("it stopped"), relation, state, "engine", 0.8),)  # type: ignore[arg-type, assignment]
    return ClaimView(key, where, sentence, "pledge", None, None, "engine", 0.9, evidence=evidence)


FERRY = claim("ferry", "The ferry sails")
NEVER = claim("never", "it would never stop", "contradicts")
NOBODY = claim("nobody", "Nobody asked her", "supports")
LEAKS = claim("leaks", "It leaks", "weakens", "rejected")
CLAIMS = (FERRY, NEVER, NOBODY, LEAKS)


def article(**changes: object) -> ReaderArticle:
    base = ReaderArticle(
        id="a", n=1, title="Ferry", source=None, url=None, author=None, published=None, language="en", tags=(),
        version_id="v", newest=True, text=TEXT, paragraphs=PARAGRAPHS, claims=CLAIMS, evidence_here=(), marks=(),
        place_paragraph=1, place_offset=0, analysed=True,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def at(quote: str) -> int:
    return TEXT.index(quote)


# --- paragraphs and sentences ---


def test_the_line_feed_after_a_paragraph_belongs_to_it() -> None:
    first, second = PARAGRAPHS[0], PARAGRAPHS[1]
    assert paragraph_at(PARAGRAPHS, first.end) == first
    assert paragraph_at(PARAGRAPHS, second.start) == second
    assert paragraph_at(PARAGRAPHS, len(TEXT) + 5) == PARAGRAPHS[-1]
    assert paragraph_at((), 0) is None


@pytest.mark.parametrize(
    ("start", "count", "goal"),
    [(0, 1, 1), (0, 2, 2), (0, 99, 4), (4, 1, None), (4, -1, 2), (2, -2, 0), (0, -1, None), (2, 1, 4)],
)
def test_paragraphs_go_by_count_and_pass_folded_furniture(start: int, count: int, goal: int | None) -> None:
    offset = Outline(article()).paragraph_step(PARAGRAPHS[start].start, count, furniture=False)
    assert offset == (None if goal is None else PARAGRAPHS[goal].start)


def test_shown_furniture_is_stopped_at() -> None:
    assert Outline(article()).paragraph_step(PARAGRAPHS[2].start, 1, furniture=True) == PARAGRAPHS[3].start


def test_back_from_the_middle_of_the_first_paragraph_goes_to_its_start() -> None:
    assert step([0, 50], 20, -1) == 0
    assert step([0, 50], 0, -1) is None
    assert step([], 0, 1) is None


@pytest.mark.parametrize(
    ("start", "count", "goal"),
    [
        ("The ferry", 1, "The mayor"),
        ("The ferry", 3, "On Monday"),
        ("ferry sails", 1, "The mayor"),
        ("The mayor", -1, "The ferry"),
        ("promised", -1, "The ferry"),
        ("On Monday", -1, "Nobody asked"),
        ("On Monday", 1, "渡轮"),
        ("渡轮", 1, "市长"),
        ("市长", 1, "Café"),
        ("Café", -1, "市长"),
        ("Café", -3, "On Monday"),
        ("The ferry", -1, None),
        ("The rest", 1, None),
    ],
)
def test_sentences_go_over_paragraphs_and_pass_folded_furniture(start: str, count: int, goal: str | None) -> None:
    shown = Outline(article()).stops(furniture=False)
    assert sentence_step(TEXT, shown, at(start), count) == (None if goal is None else at(goal))


def test_every_sentence_is_reached_forward_and_back() -> None:
    shown = Outline(article()).stops(furniture=True)
    forward, offset = [0], 0
    while (following := sentence_step(TEXT, shown, offset, 1)) is not None:
        forward.append(offset := following)
    back = [offset]
    while (before := sentence_step(TEXT, shown, offset, -1)) is not None:
        back.append(offset := before)
    assert forward == back[::-1]
    assert len(forward) >= 8
    assert sentence_step(TEXT, shown, 0, 10_000) == forward[-1]


# --- claims ---


def test_claims_go_in_order_of_place() -> None:
    assert claim_step(CLAIMS, 0, "ferry", 1) == NEVER
    assert claim_step(CLAIMS, at("On Monday"), None, 1) == LEAKS
    assert claim_step(CLAIMS, at("On Monday"), None, -1) == NOBODY
    assert claim_step(CLAIMS, at("On Monday"), None, -2) == NEVER
    assert claim_step(CLAIMS, at("It leaks"), "leaks", 1) is None
    assert claim_step(CLAIMS, 0, "ferry", 99) == LEAKS
    assert claim_step((), 0, None, 1) is None


def test_claims_that_share_a_sentence_are_reached_one_after_another() -> None:
    twin = replace(NEVER, key="twin")
    claims = (FERRY, NEVER, twin, NOBODY)
    start = NEVER.place.span.start
    assert claim_step(claims, start, "never", 1) == twin
    assert claim_step(claims, start, "twin", 1) == NOBODY
    assert claim_step(claims, start, "twin", -1) == NEVER


def test_a_rejected_weakening_leaves_a_claim_uncontested() -> None:
    assert contested(CLAIMS) == (NEVER,)


def test_the_pane_shows_the_contested_claim_of_a_paragraph_that_is_entered() -> None:
    assert claims_in(CLAIMS, PARAGRAPHS[0]) == [FERRY, NEVER, NOBODY]
    assert claim_for(CLAIMS, PARAGRAPHS[0], 0) == NEVER


def test_inside_a_paragraph_the_pane_shows_the_claim_of_the_sentence() -> None:
    assert claim_for(CLAIMS, PARAGRAPHS[0], at("ferry sails")) == FERRY
    assert claim_for(CLAIMS, PARAGRAPHS[0], at("Nobody")) == NOBODY
    assert claim_for(CLAIMS, PARAGRAPHS[1], PARAGRAPHS[1].start) is None
    assert claim_for((FERRY,), PARAGRAPHS[0], at("Nobody")) == FERRY


def test_the_evidence_of_a_paragraph_shows_what_contradicts_first() -> None:
    supports = EvidenceHere(place("On Monday").span, "supports", "open", FERRY.place, "ferry")
    contradicts = EvidenceHere(place("it stopped").span, "contradicts", "open", NEVER.place, "never")
    rejected = EvidenceHere(place("stopped.").span, "contradicts", "rejected", NEVER.place, "x")
    shape = Outline(article(evidence_here=(rejected, contradicts, supports)))
    assert shape.evidence_in(PARAGRAPHS[1]) == [contradicts, supports]
    assert shape.evidence_in(PARAGRAPHS[0]) == []


# --- marks ---


def mark(key: str, *quotes: str) -> MarkView:
    spans = tuple(place(quote).span for quote in quotes)
    return MarkView(key, "highlight", spans, "exact" if quotes else "orphan", "", "", "yellow", (), "reader", "")


def test_own_marks_are_stopped_at_once_a_place() -> None:
    marks = (mark("late", "It leaks"), mark("one", "The mayor"), mark("two", "The mayor promised"), mark("orphan"))
    stops = Outline(article(marks=marks)).marks
    assert stops == [at("The mayor"), at("It leaks")]
    assert mark_step(stops, 0, 1) == at("The mayor")
    assert mark_step(stops, 0, 5) == at("It leaks")
    assert mark_step(stops, at("It leaks"), 1) is None
    assert mark_step(stops, len(TEXT), -2) == at("The mayor")
    assert mark_step(stops, at("The mayor"), -1) is None


def test_the_mark_at_a_place_is_the_shortest_then_one_of_the_sentence() -> None:
    long, short = mark("long", "The mayor promised it would never stop"), mark("short", "promised")
    assert [m.annotation_id for m in marks_at((long, short), at("promised"))] == ["short", "long"]
    assert marks_at((short,), at("The mayor")) == []
    assert marks_at((short,), at("The mayor"), sentence_at(TEXT, PARAGRAPHS, at("The mayor"))) == [short]


# --- where one is ---


def test_the_header_counts_the_articles_own_paragraphs() -> None:
    shape = Outline(article())
    last = shape.whereabouts(len(TEXT))
    assert (last.paragraph, last.paragraphs, last.claims, last.contested, last.progress) == (4, 4, 4, 1, 1.0)
    first = shape.whereabouts(0)
    assert (first.paragraph, first.progress) == (1, 0.25)
    furniture = shape.whereabouts(PARAGRAPHS[3].start)
    assert (furniture.paragraph, furniture.progress) == (0, 0.75)
    assert shape.numbered(4) == PARAGRAPHS[4]
    assert shape.numbered(99) == PARAGRAPHS[4]


def test_an_article_of_furniture_only_can_still_be_moved_through() -> None:
    only = tuple(replace(p, kind="furniture") for p in PARAGRAPHS)
    shape = Outline(article(paragraphs=only))
    assert shape.paragraph_step(0, 1, furniture=False) == PARAGRAPHS[1].start
    assert shape.whereabouts(0).paragraphs == 0


def test_an_empty_article_has_nowhere_to_go() -> None:
    shape = Outline(article(text="", paragraphs=(), claims=()))
    assert shape.paragraph_step(0, 1, furniture=False) is None
    assert shape.numbered(1) is None
    assert shape.whereabouts(0).progress == 0


# --- jumps and counts ---


def test_back_and_forward_go_through_the_jumps() -> None:
    history = JumpHistory()
    one, two, three = Jump("a", 1), Jump("a", 2), Jump("b", 3)
    history.record(one)
    history.record(two)
    assert history.back(three) == two
    assert history.back(two) == one
    assert history.back(one) is None
    assert history.forward(one) == two
    assert history.forward(two) == three
    assert history.forward(three) is None


def test_a_new_jump_forgets_what_lay_ahead() -> None:
    history = JumpHistory()
    history.record(Jump("a", 1))
    assert history.back(Jump("a", 2)) == Jump("a", 1)
    history.record(Jump("a", 1))
    assert history.forward(Jump("a", 9)) is None
    assert history.back(Jump("a", 9)) == Jump("a", 1)


@given(st.lists(st.integers(0, 5), max_size=30))
def test_as_many_steps_forward_undo_the_steps_back(places: list[int]) -> None:
    history = JumpHistory()
    here = Jump("a", 99)
    for place_ in places:
        history.record(here)
        here = Jump("a", place_)
    start, steps = here, 0
    while (before := history.back(here)) is not None:
        here, steps = before, steps + 1
    for _ in range(steps):
        after = history.forward(here)
        assert after is not None
        here = after
    assert here == start


def test_a_count_takes_digits_and_is_used_up() -> None:
    count = Count()
    assert not count.feed("0")
    assert count.feed("1")
    assert count.feed("0")
    assert not count.feed("j")
    assert not count.feed("٣")
    assert not count.feed(None)
    assert count.take() == 10
    assert count.take() is None


# --- selecting ---


def selected(selection: Selection) -> str:
    return selection.span.of(TEXT)


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [
        ("character", "The f", "The fe"),
        ("word", "The ferry", "The ferry sails"),
        ("sentence", "The ferry sails again.", "The ferry sails again. The mayor promised it would never stop."),
        ("paragraph", TEXT[: PARAGRAPHS[0].end], TEXT[: PARAGRAPHS[1].end]),
    ],
)
def test_the_end_of_a_selection_moves_by_units(unit: Unit, first: str, second: str) -> None:
    start = Selection(0, len("The "))
    once = grow(TEXT, PARAGRAPHS, start, unit)
    assert selected(once) == first
    assert selected(grow(TEXT, PARAGRAPHS, once, unit)) == second
    assert grow(TEXT, PARAGRAPHS, start, unit, 2) == grow(TEXT, PARAGRAPHS, once, unit)
    assert selected(grow(TEXT, PARAGRAPHS, grow(TEXT, PARAGRAPHS, once, unit), unit, -1)) == first


def test_the_other_end_moves_after_a_swap() -> None:
    selection = Selection(at("The mayor"), at("The mayor") + len("The mayor")).swapped()
    assert selected(grow(TEXT, PARAGRAPHS, selection, "word")) == "mayor"
    assert selected(grow(TEXT, PARAGRAPHS, selection, "word", -1)) == "again. The mayor"
    assert selected(grow(TEXT, PARAGRAPHS, selection, "sentence", -1)) == "The ferry sails again. The mayor"


def test_a_cluster_is_never_cut() -> None:
    family = at("👩")
    selection = grow(TEXT, PARAGRAPHS, Selection(family, family), "character")
    assert selected(selection) == "👩‍👩‍👧"
    cafe = "Cafe\u0301 x"
    assert grow(cafe, paragraphs(cafe), Selection(0, 3), "character").span.of(cafe) == "Cafe\u0301"


def test_a_selection_stops_at_the_ends_of_the_text() -> None:
    whole = Selection(0, len(TEXT))
    for unit in ("character", "word", "sentence", "paragraph"):
        assert grow(TEXT, PARAGRAPHS, whole, unit).head == len(TEXT)  # type: ignore[arg-type]
        assert grow(TEXT, PARAGRAPHS, Selection(0, 0), unit, -1).head == 0  # type: ignore[arg-type]


def test_shrinking_past_the_anchor_selects_the_other_way() -> None:
    start = at("The mayor")
    selection = grow(TEXT, PARAGRAPHS, Selection(start, start), "word", -1)
    assert selected(selection) == "again. "


@given(
    st.integers(0, len(TEXT)),
    st.lists(
        st.tuples(st.sampled_from(["character", "word", "sentence", "paragraph"]), st.sampled_from([-2, -1, 1, 3]))
    ),
)
def test_however_it_grows_the_head_stays_in_the_text(offset: int, steps: list[tuple[Unit, int]]) -> None:
    selection = Selection(offset, offset)
    for unit, count in steps:
        before = selection.head
        selection = grow(TEXT, PARAGRAPHS, selection, unit, count)
        assert 0 <= selection.head <= len(TEXT)
        assert (selection.head - before) * count >= 0
        assert selection.anchor == offset
