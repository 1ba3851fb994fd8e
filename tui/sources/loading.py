"""Bytes of any kind become documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from tui.sources.kinds import Kind, kind_of
from tui.text.document import Document, Raw
from tui.text.errors import IntakeError
from tui.text.intake import decode


class Loaded(Struct, frozen=True):
    """A source that was read."""

    document: Document
    location: str
    """Absolute path of the file, or address of the page; the name as given where there is neither."""
    encoding: str
    """Python's name of the encoding that the bytes were decoded with; empty where the kind of file settles it."""
    notice: str = ""
    """One sentence for the reader, such as an encoding that was guessed; empty when there is nothing to say."""
    extractor: str = "plain"
    """Which way of reading made the document."""
    raw: Raw | None = None
    """What came, where it is worth keeping."""


class Source(Struct, frozen=True):
    """Bytes, and what is known of where they come from."""

    data: bytes
    name: str
    """The name of the file, with its ending."""
    location: str
    given: str
    """What the reader named it with; begins the sentences."""
    media_type: str = ""
    charset: str | None = None
    url: str | None = None


def load(source: Source) -> list[Loaded]:
    """The documents in `source`: one, or those of a book in their order.

    Raises IntakeError, in a sentence that begins with `source.given`, when there is no text in it, and MissingExtra when
    its kind needs a library that is not installed.
    """
    kind = kind_of(source.name, source.data, source.media_type)
    try:
        return list(_READERS[kind](source))
    except IntakeError as error:
        raise IntakeError(f"{source.given}: {lower(str(error))}") from None


def lower(sentence: str) -> str:
    """`sentence` as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def _plain(source: Source) -> Sequence[Loaded]:
    from tui.text.plain import read_plain

    text, encoding = decode(source.data)
    document = read_plain(text, name=source.name)
    return [Loaded(document, source.location, encoding, _notice(document, text, encoding, source.given), "plain")]


def _markdown(source: Source) -> Sequence[Loaded]:
    from tui.text.markdown import read_markdown

    text, encoding = decode(source.data)
    document = read_markdown(text, name=source.name)
    return [Loaded(document, source.location, encoding, _notice(document, text, encoding, source.given), "markdown")]


def _notice(document: Document, text: str, encoding: str, given: str) -> str:
    return " ".join(filter(None, (_about_encoding(text, encoding, given), _about_date(document, given))))


def _about_date(document: Document, given: str) -> str:
    """What is said of a date in front matter that is none."""
    said = {name.lower(): value for name, value in document.extra.items()}
    dates = [said[name] for name in ("published", "date") if name in said and document.published is None]
    return f"{given}: its date is not taken, as it is not of the form YYYY-MM-DD." if dates and any(dates) else ""


def _about_encoding(text: str, encoding: str, given: str) -> str:
    if encoding == "utf-8":
        return f"{given}: some bytes are not UTF-8 and show as \ufffd." if "\ufffd" in text else ""
    if encoding.startswith(("utf-16", "utf-32")):
        return ""
    return f"{given}: read as {encoding}; if letters look wrong, save it as UTF-8 and add it again."


def _page(source: Source) -> Sequence[Loaded]:
    from tui.sources.pages.reading import EXTRACTOR, read_page

    document = read_page(source.data, url=source.url, charset=source.charset)
    raw = Raw(source.data, "text/html", source.charset, source.url)
    return [Loaded(document, source.location, "", extractor=EXTRACTOR, raw=raw)]


def _framed(unframe: Callable[[bytes], Raw]) -> Callable[[Source], Sequence[Loaded]]:
    """A reader of pages that were saved inside another format."""

    def read(source: Source) -> Sequence[Loaded]:
        from tui.sources.pages.reading import EXTRACTOR, read_page

        raw = unframe(source.data)
        document = read_page(raw.data, url=raw.url, charset=raw.charset)
        return [Loaded(document, source.location, "", extractor=EXTRACTOR, raw=raw)]

    return read


def _mhtml(data: bytes) -> Raw:
    from tui.sources.pages.saved import from_mhtml

    return from_mhtml(data)


def _webarchive(data: bytes) -> Raw:
    from tui.sources.pages.saved import from_webarchive

    return from_webarchive(data)


def _pdf(source: Source) -> Sequence[Loaded]:
    from tui.sources.documents import pdf

    return [_document(source, pdf.read_pdf(source.data), pdf.EXTRACTOR, "application/pdf")]


def _epub(source: Source) -> Sequence[Loaded]:
    from tui.sources.documents import epub

    # The parts of a book are told apart by the names of their files in it. The book itself is not kept with each.
    return [
        Loaded(chapter.document, f"{source.location}#{chapter.name}", "", extractor=epub.EXTRACTOR)
        for chapter in epub.read_epub(source.data)
    ]


def _docx(source: Source) -> Sequence[Loaded]:
    from tui.sources.documents import office

    return [_document(source, office.read_docx(source.data), office.DOCX_EXTRACTOR, "application/zip")]


def _odt(source: Source) -> Sequence[Loaded]:
    from tui.sources.documents import office

    return [_document(source, office.read_odt(source.data), office.ODT_EXTRACTOR, "application/zip")]


def _mail(source: Source) -> Sequence[Loaded]:
    from tui.sources.documents import mail

    return [_document(source, mail.read_mail(source.data), mail.EXTRACTOR, "message/rfc822")]


def _document(source: Source, document: Document, extractor: str, media_type: str) -> Loaded:
    return Loaded(document, source.location, "", extractor=extractor, raw=Raw(source.data, media_type))


_READERS: dict[Kind, Callable[[Source], Sequence[Loaded]]] = {
    "plain": _plain,
    "markdown": _markdown,
    "page": _page,
    "mhtml": _framed(_mhtml),
    "webarchive": _framed(_webarchive),
    "pdf": _pdf,
    "epub": _epub,
    "docx": _docx,
    "odt": _odt,
    "mail": _mail,
}
