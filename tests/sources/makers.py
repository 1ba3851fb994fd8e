"""Real files of every kind, made in the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from html import escape

Run = tuple[float, float, float, str]
"""Left, bottom (points), size, text."""


def archive(files: Mapping[str, str | bytes], *, stored: Sequence[str] = ()) -> bytes:
    """A ZIP file; the names in `stored` stand in it unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), data, kind)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[Run]], *, info: str = "", trailer: str = "", objects: str = "") -> bytes:
    """A PDF (1.4) of A4 pages in Helvetica, each run of text where it is put."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, runs in enumerate(pages):
        number = 4 + 2 * index
        content = "".join(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET\n" for x, y, size, text in runs
        )
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        parts.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    parts.append(f"<< {info} >>")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("cp1252")
    out += objects.encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R /Info {len(parts)} 0 R {trailer} >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def column(
    lines: Sequence[str], *, left: float = 60, top: float = 700, size: float = 10, lead: float = 13
) -> list[Run]:
    """Lines one under the other; an empty one is a gap."""
    return [(left, top - index * lead, size, line) for index, line in enumerate(lines) if line]


CONTAINER = """<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
CHAPTERS = {
    "one.xhtml": "<h1>The river</h1><p>It rose in the night, and nobody saw it rise.</p><blockquote><p>Nobody.</p></blockquote>",
    "two.xhtml": "<h1>The bridge</h1><p>It fell in the morning, while everybody watched.</p><ul><li>One pier.</li></ul>",
}


def epub(
    chapters: Mapping[str, str] = CHAPTERS, *, spine: str = "", manifest: str = "", more: Mapping[str, str | bytes] = {}
) -> bytes:
    """A book of these chapters (file name and body)."""
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    references = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Water &amp; stone</dc:title><dc:creator>Ada Quill</dc:creator>
<dc:creator>Bo Stern</dc:creator><dc:language>en-GB</dc:language><dc:date>2021-05-04T00:00:00Z</dc:date></metadata>
<manifest>{items}{manifest}</manifest><spine>{references}{spine}</spine></package>"""
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": package,
    }
    for name, body in chapters.items():
        files[f"OEBPS/{name}"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>'
            f"<body>{body}</body></html>"
        )
    return archive({**files, **more}, stored=["mimetype"])


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, *, more: Mapping[str, str | bytes] = {}) -> bytes:
    """A document with this XML in its body."""
    styles = f"""<w:styles {W}><w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Zitat"/></w:style>
<w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style></w:styles>"""
    core = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>The report</dc:title>
<dc:creator>Ada Quill</dc:creator><dcterms:created>2024-03-01T10:00:00Z</dcterms:created></cp:coreProperties>"""
    files = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": styles,
        "docProps/core.xml": core,
    }
    return archive({**files, **more})


def word(text: str, style: str = "", more: str = "") -> str:
    """A paragraph of a DOCX document."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def odt(body: str, *, more: Mapping[str, str | bytes] = {}) -> bytes:
    """A document with this XML in its text."""
    styles = '<style:style style:name="P1" style:parent-style-name="Quotations"/>'
    files = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {ODT}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "meta.xml": f"<office:document-meta {ODT}><office:meta><dc:title>The minutes</dc:title><meta:initial-creator>Bo Stern"
        "</meta:initial-creator><meta:creation-date>2024-03-01T10:00:00</meta:creation-date></office:meta></office:document-meta>",
    }
    return archive({**files, **more}, stored=["mimetype"])


def mail(html: str | None, plain: str | None = None, **headers: str) -> bytes:
    """A message in both ways, with an attachment."""
    message = EmailMessage()
    said = {
        "From": "The Gazette <news@gazette.example>",
        "Subject": "Brücke gesperrt",
        "Date": "Fri, 01 Mar 2024 09:00:00 +0100",
    }
    for name, value in {**said, **headers}.items():
        message[name.replace("_", "-")] = value
    if plain is not None:
        message.set_content(plain)
    if html is not None:
        if plain is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    message.add_attachment("attached text", filename="a.txt")
    return message.as_bytes()
