from __future__ import annotations

import time

import pytest

from tests.web_server import article_page
from tui.sources.pages.blocks import blocks_of
from tui.sources.pages.facts import facts_of, web_address
from tui.sources.pages.reading import read_page
from tui.sources.pages.tree import decode_page, parse
from tui.text.document import Document
from tui.text.errors import IntakeError


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs]


def test_a_news_page_becomes_its_article() -> None:
    document = read_page(article_page(canonical="https://gazette.example/bridge#top"))
    assert [kind for kind, _ in kinds(document)] == [
        "heading", "body", "caption", "quote", "heading", "body", "list", "list", "furniture", "body",
    ]  # fmt: skip
    assert document.title == "The bridge stays open"
    assert document.author == "Ada Quill, Bo Stern"
    assert document.published == "2024-03-01"
    assert document.extra == {"modified": "2024-03-02"}
    assert document.source == "The Gazette"
    assert document.language == "en-gb"
    assert document.url == "https://gazette.example/bridge"
    assert "“Nobody will be cut off,” Quill said, to applause, 🙂 and the café" in document.text
    for left_out in ("Sport", "Secret", "alert", "Pier closed", "color", "All rights"):
        assert left_out not in document.text
    assert kinds(document)[8] == ("furniture", "Share on Facebook Share on Twitter")
    assert "county said about its northern pier" in document.text  # a line break in the source is a space


def test_what_the_page_marks_is_said_to_be_the_page_s_own() -> None:
    origins = {p.kind: p.origin for p in read_page(article_page()).paragraphs}
    assert origins["quote"] == origins["caption"] == "import"
    assert origins["furniture"] == origins["body"] == "engine"


def page_of(body: str, head: str = "") -> str:
    filler = "The council, the mayor and the engineers met, spoke, and parted without a word to the press. " * 4
    return f"<html><head>{head}</head><body><article><p>{filler}</p>{body}<p>{filler}</p></article></body></html>"


def lines(body: str) -> list[str]:
    return [text for _, text in kinds(read_page(page_of(body)))][1:-1]


def test_line_breaks_tables_and_code() -> None:
    assert lines("<p>One line<br>goes on.<br><br>A new paragraph.</p>") == ["One line goes on.", "A new paragraph."]
    rows = "<table><tr><th>Year</th><th>Dead</th></tr><tr><td>2020</td><td>17</td></tr></table>"
    assert lines(rows) == ["Year | Dead", "2020 | 17"]
    assert lines("<table><tr><td><p>A page laid out in tables.</p><p>Two of them.</p></td></tr></table>") == [
        "A page laid out in tables.",
        "Two of them.",
    ]
    assert lines("<pre>def a():\n    pass\n</pre>") == ["def a():", " pass"]


def test_inline_elements_do_not_part_words() -> None:
    assert lines("<p>Wa<b>ter</b> and <a href='x'>wine</a>, H<sub>2</sub>O &amp; more &lt;here&gt;.</p>") == [
        "Water and wine, H2O & more <here>."
    ]


def test_a_page_without_any_article_is_still_text() -> None:
    assert read_page("<html><body><div>Short note.</div></body></html>").text == "Short note."


_SAID = "The mayor said on Monday that the river is clean, and that the mill stays open."
_ANSWERED = "The laboratory found in June that the river is not clean, and that it has not been."


@pytest.mark.parametrize(
    "page",
    [
        "<main><p>{a}</p><p>{b}</p></main>",
        "<html lang=en><meta charset=utf-8><title>t</title><main><p>{a}</p><p>{b}</p></main>",
        "<title>t</title><section><p>{a}</p></section><p>{b}</p>",
        "<title>t</title><article>{a}</article> {b}",
        "<title>t</title><article>{a}</article><link rel=x href=y><article>{b}</article>",
        "<head><title>t</title><figure><img src=x><figcaption>{a}</figcaption></figure><main>{b}",
        "<head><title>t</title></head><main><p>{a}</p></main><x-part>{b}</x-part>",
        "<title>t</title><main><body class=q><p>{a}</p></body></main><section>{b}</section>",
        "<title>t</title><main>{a}</main><body><p>{b}</p></body>",
        "<html><head><title>t</title></head><body><p>{a}</p></body><body><p>{b}</p></body></html>",
        "<html><body><p>{a}</p></body></html><p>{b}</p>",
        "<html><body><p>{a}</p></body><p>{b}</p></html>",
        "<html><body><p>{a}</p></body> {b} </html>",
        "<html><body><p>{a}</p></body></html><html><head><title>u</title><main>{b}</main></html>",
        "<title>t</title>{a}<main>{b}</main>",
    ],
)
def test_a_page_may_leave_out_the_tags_of_head_and_body(page: str) -> None:
    tree = parse("<!doctype html>" + page.format(a=_SAID, b=_ANSWERED))
    assert [block.text for block in blocks_of(tree.body)] == [_SAID, _ANSWERED]


def test_a_page_without_the_tags_of_head_and_body_becomes_an_article() -> None:
    for tag in ("main", "article", "section"):
        document = read_page(f"<!doctype html><title>t</title><{tag}><p>{_SAID}</p></{tag}><p>{_ANSWERED}</p>")
        assert (document.title, document.text) == ("t", f"{_SAID}\n{_ANSWERED}")


def test_what_belongs_in_a_head_stays_there() -> None:
    tree = parse("<title>t</title><style>p {}</style><noscript><p>No</p></noscript><main>Yes</main><meta name=a>")
    assert [child.tag for child in tree.head] == ["title", "style", "noscript", "meta"]
    assert [child.tag for child in tree.body] == ["main"]


def test_scripts_of_all_the_world() -> None:
    for text in (
        "北京时间下午三点，市长宣布大桥将继续开放，并且不会关闭。",
        "أعلن رئيس البلدية أن الجسر سيبقى مفتوحا",
        "नगर परिषद ने कहा कि पुल खुला रहेगा",
    ):
        assert text in read_page(page_of(f"<p>{text}</p>")).text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', "cp932"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("", "utf-16"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    text = {"cp1251": "Мост остаётся", "cp932": "橋は開いたまま", "cp1252": "“Brücke”", "utf-16": "橋 Мост"}[encoding]
    assert text in decode_page(f"<html><head>{head}</head><body><p>{text}</p></body></html>".encode(encoding))


def test_what_the_server_says_goes_before_the_page() -> None:
    data = '<meta charset="utf-8"><p>Straße</p>'.encode("cp1252")
    assert "Straße" in decode_page(data, "iso-8859-1")
    assert "Straße" in decode_page('<meta charset="hex"><p>Straße'.encode(), "no-such-encoding")


def test_facts_are_bounded_and_never_trusted() -> None:
    deep = "[" * 100_000
    page = page_of(
        "",
        f'<script type="application/ld+json">{deep}</script><meta name="author" content="javascript:">'
        '<meta property="article:published_time" content="2024-13-31"><link rel="canonical" href="file:///etc/passwd">'
        f'<meta property="og:title" content="{"x" * 9000}"><title>A title</title>',
    )
    facts = facts_of(parse(page))
    assert facts.published is None
    assert facts.url is None
    assert facts.title == "A title"


def test_addresses() -> None:
    assert web_address("/a?b=c#d", "https://x.example/y/") == "https://x.example/a?b=c"
    for bad in (None, "", "javascript:alert(1)", "http://user:pw@x.example/", "http://[::1", "ftp://x/", "x" * 3000):
        assert web_address(bad) is None


def refused(data: bytes | str) -> str:
    with pytest.raises(IntakeError) as caught:
        read_page(data)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_hostile_pages_end_in_a_sentence_or_in_text_and_soon() -> None:
    begun = time.monotonic()
    assert "empty" in refused(b" \n")
    assert "too large" in refused(b"<p>" + b"x" * 20_000_001)
    assert "elements" in refused("<p>a</p>" * 200_000)
    refused("<html><head></head><body><script>only code</script></body></html>")
    assert "no text" in refused("<div>" * 3_900_000 + "Hello")  # nesting ends at 255 levels, and the text with it
    assert read_page("<p>Hello, [/b] \x1b]0;title\x07 &#0; &#xD800; world</p>").text.startswith("Hello, [/b]")
    entity = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><p>Text &b;</p>'
    assert len(read_page(entity).text) < 100
    assert "root:" not in read_page('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>Is &x; here</p>').text
    read_page("<a href='" + "x" * 1_000_000 + "'>" * 50 + "Text " * 100)
    read_page("<table>" + "<tr><td>" * 3000 + "text, and more of it. " * 20)
    assert time.monotonic() - begun < 60
