from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.makers import CHAPTERS, archive, column, docx, epub, mail, odt, pdf, word
from tui.sources.files import read_all, read_bytes, read_path
from tui.text.document import Document
from tui.text.errors import IntakeError


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.paragraphs]


XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'lol'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)
) + "]>"  # fmt: skip
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O ({'x' * 32}) /U ({'y' * 32}) >> /ID [(a) (b)]"
DRM = '<e><EncryptedData><EncryptionMethod Algorithm="aes"/></EncryptedData></e>'
PROSE = [
    "The council met on Monday to hear the engi-",
    "neers, and it sat until late in the evening of",
    "that day, because the report was long and well-",
    "known to nobody. It asked for more steel.",
    "",
    "A second paragraph began here, and it went on",
    "for a while before it, too, came to an end.",
]
OTHER = [
    "In the second column the mayor spoke, and she",
    "said that the bridge would not be closed, even",
    "though the report asked for it, and for more.",
    "",
    "Nobody in the hall believed the mayor when she",
    "said so, and many of them laughed out loud now.",
    "The meeting ended without any vote being taken.",
]


def test_pdf_columns_hyphens_heads_and_numbers() -> None:
    pages = []
    for number in range(1, 4):
        head = [(60.0, 800.0, 8.0, f"The Gazette, No. {number}"), (290.0, 30.0, 8.0, str(number))]
        edge = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"][2 * number - 2 :]
        body = column([*PROSE[:-1], f"for a while before it, too, came to {edge[0]}."], left=60)
        body += column([*OTHER[:-1], f"The meeting ended without any {edge[1]} taken."], left=320)
        if number > 1:
            body = [
                (x, y, size, f"{text[:2]} {edge[0]} {text}") if y == 700 else (x, y, size, text)
                for x, y, size, text in body
            ]
        title = [(60.0, 740.0, 18.0, "A bridge over the river Low, and what became of it")] if number == 1 else []
        pages.append([*head, *title, *body])
    loaded = read_bytes(
        pdf(pages, info="/Title (The bridge) /Author (Ada Quill) /CreationDate (D:20240301090000Z)"), "a.pdf"
    )
    document = loaded.document
    first = [
        ("heading", "A bridge over the river Low, and what became of it"),
        (
            "body",
            "The council met on Monday to hear the engineers, and it sat until late in the evening of that day, because the "
            "report was long and wellknown to nobody. It asked for more steel.",
        ),
        ("body", "A second paragraph began here, and it went on for a while before it, too, came to alpha."),
        (
            "body",
            "In the second column the mayor spoke, and she said that the bridge would not be closed, even though the report "
            "asked for it, and for more.",
        ),
        (
            "body",
            "Nobody in the hall believed the mayor when she said so, and many of them laughed out loud now. The meeting "
            "ended without any beta taken.",
        ),
    ]
    assert blocks(document)[:5] == first
    assert len(document.paragraphs) == 13
    assert document.pages == (1,) * 5 + (2,) * 4 + (3,) * 4
    assert (document.title, document.author, document.published) == ("The bridge", "Ada Quill", "2024-03-01")
    assert "Gazette" not in document.text


def test_pdf_a_word_that_has_its_hyphen_elsewhere_keeps_it() -> None:
    lines = ["She is a well-known engineer in the county.", "", "He, too, is a well-", "known engineer in it."]
    document = read_bytes(pdf([column(lines)]), "a.pdf").document
    assert blocks(document)[1] == ("body", "He, too, is a well-known engineer in it.")


def test_pdf_a_paragraph_goes_on_over_the_page() -> None:
    pages = [
        [
            *column(
                ["The report was read aloud to the council, and", "it was long, so that it took them until the"],
                top=100,
            )
        ],
        [*column(["evening to hear the end of it. They then left.", "", "The next day nobody came."], top=780)],
    ]
    document = read_bytes(pdf(pages), "a.pdf").document
    assert [text for _, text in blocks(document)] == [
        "The report was read aloud to the council, and it was long, so that it took them until the evening to hear the end "
        "of it. They then left.",
        "The next day nobody came.",
    ]
    assert document.pages == (1, 2)


def test_pdf_lists_and_symbols() -> None:
    lines = ["Three things were asked for:", "• steel for the pier", "• paint, “white” – much of it", "• time"]
    assert blocks(read_bytes(pdf([column(lines)]), "a.pdf").document)[1:] == [
        ("list", "• steel for the pier"),
        ("list", "• paint, “white” – much of it"),
        ("list", "• time"),
    ]


def test_epub_each_chapter_is_an_article_of_the_book(tmp_path: Path) -> None:
    ncx = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>I. The river</text></navLabel>
<content src="one.xhtml#start"/></navPoint></navMap></ncx>"""
    manifest = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    path = tmp_path / "book.epub"
    path.write_bytes(epub(manifest=manifest, more={"OEBPS/toc.ncx": ncx}))
    first, second = read_all(path)
    assert (first.location, second.location) == (f"{path}#OEBPS/one.xhtml", f"{path}#OEBPS/two.xhtml")
    assert (first.document.title, second.document.title) == ("I. The river", "The bridge")
    for one in (first, second):
        document = one.document
        assert (document.source, document.author) == ("Water & stone", "Ada Quill, Bo Stern")
        assert (document.language, document.published) == ("en-gb", "2021-05-04")
    assert [kind for kind, _ in blocks(first.document)] == ["heading", "body", "quote"]
    assert [kind for kind, _ in blocks(second.document)] == ["heading", "body", "list"]
    assert read_path(path) == first


def test_docx() -> None:
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>".format(word("2020"), word("17 dead"))
    tracked = (
        "<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> rains.</w:t></w:r></w:p>"
    )
    notes = (
        f'<w:footnotes {NS}><w:footnote w:type="separator"><w:p/></w:footnote>'
        '<w:footnote w:id="1">{}</w:footnote></w:footnotes>'
    )
    body = (
        word("The report", "Heading1") + word("Findings", "berschrift2") + word("A 🙂 line & more.") + word("Said so.", "Mine")
        + word("A point.", more="<w:numPr/>") + word("Body.", "Loop") + table + tracked
    )  # fmt: skip
    loaded = read_bytes(docx(body, more={"word/footnotes.xml": notes.format(word("See there."))}), "a.docx")
    assert blocks(loaded.document) == [
        ("heading", "The report"),
        ("heading", "Findings"),
        ("body", "A 🙂 line & more."),
        ("quote", "Said so."),
        ("list", "A point."),
        ("body", "Body."),
        ("body", "2020 | 17 dead"),
        ("body", "It always rains."),
        ("list", "See there."),
    ]
    document = loaded.document
    assert (document.title, document.author, document.published) == ("The report", "Ada Quill", "2024-03-01")


def test_odt() -> None:
    body = (
        '<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes><text:h>The minutes</text:h>'
        '<text:p>One<text:s/>line<text:tab/>here<text:note><text:note-body><text:p>A note.</text:p></text:note-body></text:note>'
        ', and <text:span>more</text:span>.</text:p><text:p text:style-name="P1">Said so.</text:p>'
        "<text:list><text:list-item><text:p>A point.</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>2020</text:p></table:table-cell><table:table-cell>"
        "<text:p>17</text:p></table:table-cell></table:table-row></table:table>"
    )  # fmt: skip
    document = read_bytes(odt(body), "a.odt").document
    assert blocks(document) == [
        ("heading", "The minutes"),
        ("body", "One line here, and more."),
        ("quote", "Said so."),
        ("list", "A point."),
        ("body", "2020 | 17"),
        ("list", "A note."),
    ]
    assert (document.title, document.author, document.published) == ("The minutes", "Bo Stern", "2024-03-01")


def test_mail() -> None:
    html = "<div style='display:none'>Preview \u034f\u200c\u034f</div><table><tr><td><h2>Bridge shut</h2><p>It is shut. 🙂</p>" \
        "<a href='x'>Read in browser</a></td></tr></table>"  # fmt: skip
    document = read_bytes(mail(html, "It is shut."), "a.eml").document
    assert blocks(document) == [
        ("heading", "Bridge shut"),
        ("body", "It is shut. 🙂"),
        ("furniture", "Read in browser"),
    ]
    assert (document.title, document.author, document.published) == ("Brücke gesperrt", "The Gazette", "2024-03-01")
    plain = read_bytes(
        mail(None, "One long line of a message\nthat goes on.\n\nBye.\n", List_Id='"Low news" <low.x>'), "a.eml"
    )
    assert plain.document.source == "Low news"
    assert "attached" not in plain.document.text


def test_kinds_are_told_by_what_is_in_the_file() -> None:
    assert read_bytes(epub(), "download").document.title == "The river"
    assert read_bytes(odt("<text:p>Text here.</text:p>"), "standard input").document.text == "Text here."
    assert read_bytes(docx(word("Text here.")), "x.txt").document.text == "Text here."
    assert read_bytes(pdf([column(["Text here."])]), "x.html").document.text == "Text here."


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.4\nnothing", "damaged"),
        ("a.pdf", pdf([[]]), "no text"),
        ("a.pdf", pdf([column(["Hello"])], trailer=LOCKED), "encrypted"),
        ("a.epub", b"PK\x03\x04 damaged", "damaged"),
        ("a.epub", archive({"mimetype": "application/epub+zip"}), "not an epub"),
        ("a.epub", epub({}), "no text"),
        ("a.epub", epub({"a.xhtml": ""}), "no text"),
        ("a.epub", epub(more={"META-INF/rights.xml": "<r/>"}), "protected"),
        ("a.epub", epub(more={"META-INF/encryption.xml": DRM}), "protected"),
        ("a.epub", epub(more={"OEBPS/one.xhtml": bytes(200_000_000)}), "far more"),
        ("a.epub", epub(more={"META-INF/container.xml": XXE + "<a/>"}), "entities"),
        ("a.epub", epub(more={"META-INF/container.xml": "<container><rootfile full-path='../../etc/passwd'/></container>"}), "damaged"),
        ("a.docx", archive({"a": "b"}), "not a docx"),
        ("a.docx", docx(""), "no text"),
        ("a.docx", docx("", more={"word/document.xml": "<w:document"}), "well-formed"),
        ("a.docx", docx("", more={"word/document.xml": f"{LAUGHS}<w:document {NS}><w:p><w:t>&a9;</w:t></w:p></w:document>"}), "damaged"),
        ("a.docx", docx("", more={"word/document.xml": f"<w:document {NS}>" + "<w:p>" * 500_000}), "well-formed"),
        ("a.odt", archive({"a": "b"}), "not an odt"),
        ("a.odt", odt(""), "no text"),
        ("a.odt", odt("", more={"META-INF/manifest.xml": "<m><encryption-data/></m>"}), "encrypted"),
        ("a.eml", b"Subject: nothing\n\n", "no text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_hostile_and_damaged_files_are_one_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(IntakeError) as caught:
        read_bytes(data, name)
    sentence = str(caught.value)
    assert sentence.startswith(f"{name}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert words in sentence.lower()


def test_a_spine_that_goes_round_and_names_that_lead_out() -> None:
    spine = '<itemref idref="c0"/>' * 50_000 + '<itemref idref="out"/><itemref idref="self"/><itemref idref="nowhere"/>'
    manifest = (
        '<item id="out" href="../../../etc/passwd" media-type="application/xhtml+xml"/>'
        '<item id="self" href="book.opf" media-type="application/xhtml+xml"/>'
    )
    data = epub(CHAPTERS, spine=spine, manifest=manifest, more={"../../evil.txt": "out", "/etc/evil": "out"})
    from tui.sources.documents.epub import read_epub

    names = [chapter.name for chapter in read_epub(data)]
    assert names[:2] == ["OEBPS/one.xhtml", "OEBPS/two.xhtml"]
    assert not any("passwd" in name for name in names)
