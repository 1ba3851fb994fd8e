"""Plain text and Markdown become documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.document import Document
from tui.text.errors import IntakeError
from tui.text.markdown import read_markdown
from tui.text.plain import read_plain


def lines(document: Document) -> list[str]:
    for paragraph in document.paragraphs:
        assert "\n" not in document.text[paragraph.start : paragraph.end]
    texts = [document.text[p.start : p.end] for p in document.paragraphs]
    assert "\n".join(texts) == document.text
    assert [p.n for p in document.paragraphs] == list(range(1, len(texts) + 1))
    return texts


def kinds(document: Document) -> list[str]:
    return [p.kind for p in document.paragraphs]


WRAPPED = """The council voted on Tuesday to close the two swimming pools
before the winter. The heating bill had tripled in a year and
no buyer had been found.

Campaigners who had collected 4,000 signatures watched the vote
from the gallery in silence.
"""


def test_one_paragraph_a_line_stays_as_it_came() -> None:
    raw = "First one is here.\r\n  Second, indented. \n\n\nThird."
    assert lines(read_plain(raw)) == ["First one is here.", "  Second, indented. ", "Third."]


def test_hard_wrapped_text_is_unwrapped() -> None:
    assert lines(read_plain(WRAPPED)) == [
        "The council voted on Tuesday to close the two swimming pools before the winter. "
        "The heating bill had tripled in a year and no buyer had been found.",
        "Campaigners who had collected 4,000 signatures watched the vote from the gallery in silence.",
    ]


def test_wrapped_chinese_joins_without_a_space() -> None:
    text = "议会星期二投票决定在冬天之前关闭两个游泳池因为取暖费用一年之内增加了两倍而且没有找到买家" * 3
    raw = "\n".join(text[i : i + 30] for i in range(0, len(text), 30))
    assert lines(read_plain(raw)) == [text]


def test_front_matter_and_titles() -> None:
    raw = (
        "---\ntitle: Pools: the end\nsource: Courier\nauthor: [A. Bell, C. Dow]\n"
        "published: 2024-02-01\nlanguage: en_GB\nx: 1\n---\nBody."
    )
    document = read_plain(raw)
    assert (document.title, document.source, document.published) == ("Pools: the end", "Courier", "2024-02-01")
    document = read_plain(raw.replace("Pools: the end", "Pools"))
    assert (document.title, document.author, document.language) == ("Pools", "A. Bell, C. Dow", "en-gb")
    assert document.extra == {"x": "1"}
    assert document.text == "Body."
    assert read_plain("A " + "word " * 40).title == "A" + " word" * 15
    assert read_markdown("# The *end*\n\nBody.").title == "The end"


@pytest.mark.parametrize(
    "head", ["---\nno mapping at all\n---\n", "---\ntitle: x\n", "---\na: &a [1]\nb: *a\nc\n---\n"]
)
def test_what_is_no_front_matter_stays_in_the_text(head: str) -> None:
    assert read_plain(head + "Body.").text.endswith("Body.")
    assert read_plain(head + "Body.").text.startswith("---")


def test_markdown_marks_leave_the_text_and_kinds_stay() -> None:
    raw = (
        "# Head\n\nOne *two* [three](http://x.y) `four`\nfive.  \nsix\n\n> Quoted.\n\n- a\n- b\n\n"
        "![A pool](p.png)\n\n1. c\n"
    )
    document = read_markdown(raw)
    assert lines(document) == ["Head", "One two three four five. six", "Quoted.", "a", "b", "A pool", "c"]
    assert kinds(document) == ["heading", "body", "quote", "list", "list", "caption", "list"]


def test_markdown_has_furniture_too() -> None:
    document = read_markdown("The pools close on Monday, the council said.\n\nShare this article\n")
    assert kinds(document) == ["body", "furniture"]


@pytest.mark.parametrize("raw", ["", " \n\t\n", "---\ntitle: x\n---\n"])
def test_no_text_is_refused(raw: str) -> None:
    for read in (read_plain, read_markdown):
        with pytest.raises(IntakeError):
            read(raw)


@given(st.text(alphabet=st.sampled_from("aB .\n-#>*[](){}<!`|_\t我\x1b:…\r&;1")))
def test_any_text_gives_paragraphs_that_tile_it(raw: str) -> None:
    for read in (read_plain, read_markdown):
        try:
            document = read(raw)
        except IntakeError:
            continue
        assert all(text.strip() for text in lines(document))
        assert document.title
