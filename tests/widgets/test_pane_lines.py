"""What the pane of the current claim says, at every width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.engine.types import RELATIONS, Reason
from tui.text.spans import Span
from tui.widgets import pane_lines
from tui.widgets.pane_lines import SIGNS, PaneContent, cut, lines, quoted
from tui.workflows.views import ClaimView, EvidenceHere, EvidenceView, Place


def place(
    text: str, *, article: str = "a", paragraph: int = 7, title: str = "The ferry", when: str | None = None
) -> Place:
    # Furniture stands before it: on screens the number is one less.
    span = Span(100, 100 + len(text))
    return Place(article, 1, title, when, f"v-{article}", span, text, paragraph, paragraph - 1)


CONTRADICTS = EvidenceView(
    "s:1", place("On Monday it stopped.", paragraph=10), "contradicts", "open", "engine", 0.823,
    (Reason("contrary-event", "It tells of what was promised not to happen"),),
)  # fmt: skip
SUPPORTS = EvidenceView(
    "r:2", place("It ran all June.", article="b", title="June", when="2024-06-30"), "supports", "made", "reader", None,
    note="From the\nharbour log",
)  # fmt: skip
REJECTED = EvidenceView("s:3", place("It is a big ferry."), "weakens", "rejected", "engine", 0.4)
CLAIM = ClaimView(
    "s:c", place("it would never stop"), Span(80, 130), "pledge", "The mayor", "Ana Ruiz", "engine", 0.9,
    evidence=(CONTRADICTS, SUPPORTS, REJECTED),
)  # fmt: skip
HERE = EvidenceHere(Span(100, 110), "contradicts", "open", place("no delays", article="b", title="June"), "s:x")


def said(content: PaneContent, width: int = 50) -> str:
    return "\n".join(line.text.rstrip() for line in lines(content, width))


def test_who_says_what_of_what_kind() -> None:
    text = said(PaneContent("a", CLAIM, 1, 2))
    assert "claim 1 of 2 · pledge" in text
    assert "suggested · 90 %" in text
    assert "The mayor pledges" in text
    assert "through Ana Ruiz" in text
    assert "“it would never stop”" in text


def test_each_piece_of_evidence_says_what_it_does_where_it_stands_and_why() -> None:
    text = said(PaneContent("a", CLAIM))
    assert "✕ contradicts" in text
    assert "suggested · 82 %" in text
    assert "here, paragraph 9" in text, "paragraphs of the open article carry the number of the header"
    assert "· It tells of what was promised" in text
    assert "+ supports" in text
    assert "yours" in text
    assert "“June” · paragraph 6 · 2024-06-30" in text
    assert "✎ From the harbour log" in text
    order = [
        text.index(word) for word in ("Against it", "✕ contradicts", "For it", "+ supports", "Rejected", "− weakens")
    ]
    assert order == sorted(order)


def test_a_claim_alone_says_so() -> None:
    alone = ClaimView(
        "s:c", place("it runs"), Span(80, 130), "assertion", None, None, "reader", None, annotation_id="x"
    )
    text = said(PaneContent("a", alone))
    assert "The article itself asserts" in text
    assert "yours" in text
    assert "Nothing found" in text
    assert "claim 1 of 1" not in text


def test_evidence_of_this_paragraph_for_a_claim_elsewhere_is_said_too() -> None:
    content = PaneContent("a", CLAIM, here=(HERE,))
    assert content.rows == (CONTRADICTS, SUPPORTS, REJECTED, HERE)
    text = said(content)
    assert "In this paragraph" in text
    assert "✕ contradicts a claim" in text
    assert "“no delays”" in text
    rows = {line.row for line in lines(content, 50)}
    assert rows == {None, 0, 1, 2, 3}


def test_where_there_is_no_claim_the_pane_says_why() -> None:
    assert said(PaneContent("a", message="No claim in this paragraph.")) == "No claim in this paragraph."


def test_the_selected_row_is_told_by_a_bar_not_by_colour_alone() -> None:
    marked = [line.row for line in lines(PaneContent("a", CLAIM, selected=1), 50) if line.text.startswith("▌")]
    assert marked
    assert set(marked) == {1}


def test_every_relation_has_a_sign_of_one_cell() -> None:
    assert len(set(SIGNS.values())) == len(RELATIONS)
    assert all(cell_len(SIGNS[relation]) == 1 for relation in RELATIONS)


@pytest.mark.parametrize(
    ("text", "shown"), [("x", "“x”"), ("“x”", "“x”"), (" x ", "“x”"), ("「x」", "「x」"), ("a\x1b[1mb", "“a␛[1mb”")]
)
def test_a_quote_is_quoted_once_and_made_harmless(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
    st.integers(20, 120),
    st.sampled_from([None, 0, 2, 3]),
)
def test_no_line_is_wider_than_the_pane_and_none_escapes(text: str, width: int, selected: int | None) -> None:
    evidence = EvidenceView("s:1", place(text, title=text), "updates", "accepted", "engine", 0.5, (Reason("k", text),))
    claim = ClaimView(
        "s:c", place(text), Span(0, 1), "figure", text, text + "!", "engine", 0.9, evidence=(evidence, SUPPORTS)
    )
    here = EvidenceHere(Span(0, 1), "updates", "open", place(text, article="b", title=text), "s:x")
    for line in lines(PaneContent("a", claim, here=(here,), selected=selected), width):
        assert "\n" not in line.text
        assert "\x1b" not in line.text
        assert cell_len(line.text) <= width + 1, "a grapheme wider than the room may stand out by itself"


def test_what_is_cut_is_measured_no_further_than_it_is_seen() -> None:
    assert cut("✎ " + "word " * 400_000, 10) == "✎ word wo…"
    assert cut("日本語" * 100_000, 8) == "日本語…"
    assert cut("e\u0301" * 9, 9) == "e\u0301" * 9
    assert cut("a" + "\u0301" * 1_000_000, 5).endswith("…")
    assert cut("x", 0) == ""
    assert cut("", 0) == ""
    measured = []

    def measuring(text: str) -> int:
        measured.append(len(text))
        return cell_len(text)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pane_lines, "cell_len", measuring)
        patch.setattr(pane_lines, "set_cell_size", lambda text, size: text[: measuring(text) and size])
        cut("✎ " + "word " * 400_000, 10)
    assert max(measured) < 1000
