"""HTML becomes a tree that is bounded and holds only what a reader would see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui.sources.extras import need
from tui.text.errors import IntakeError
from tui.text.intake import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_PAGE = 20_000_000
"""What a page may weigh, in bytes, once it is unpacked."""
MAX_ELEMENTS = 120_000
"""More elements are no article: the longest encyclopedia pages have a third of this."""

_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})""")
_XML_CHARSET = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})["']""")
_UNFIT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HIDDEN = re.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))")
_SHOWN_MATH = re.compile(r"(?i)mwe-math|fallback-image|katex-mathml|MJX_Assistive")
UNSEEN = frozenset(
    {
        "script", "style", "template", "head", "link", "meta", "base", "iframe", "object", "embed", "applet",
        "audio", "video", "canvas", "svg", "map", "select", "datalist", "button", "textarea", "input", "dialog",
        "annotation", "annotation-xml", "noembed", "noframes", "title", "frame", "frameset", "img", "param", "source",
    }
)  # fmt: skip
"""Elements whose text no reader of the article sees."""
_OF_HEADS = frozenset(
    {"title", "meta", "link", "base", "basefont", "bgsound", "script", "style", "template", "noscript"}
)
"""What may stand in a head; anything else begins the body (HTML standard, 13.2.6.4.4, “in head”)."""


def decode_page(data: bytes, charset: str | None = None) -> str:
    """The text of an HTML file: by its mark, what the server said, what the page says, UTF-8, or a guess.

    Raises IntakeError when it is empty, larger than `MAX_PAGE`, or no text.
    """
    if not data.strip():
        raise IntakeError("There is nothing in it: it is empty.")
    if len(data) > MAX_PAGE:
        raise IntakeError(f"This page is too large (the most is {MAX_PAGE // 1_000_000} MB).")
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        said = _XML_CHARSET.search(data[:1024]) or _CHARSET.search(data[:8192])
        for name in (charset, said[1].decode("ascii") if said else None):
            text = _decoded(data, name)
            if text is not None:
                return text
    return decode(data).text


def _decoded(data: bytes, name: str | None) -> str | None:
    """`data` by the encoding `name`; None where there is no such encoding, or it plainly does not fit."""
    if not name:
        return None
    name = name.strip().lower()
    # What browsers do: a page that calls itself Latin-1 or ASCII is read as Windows writes it.
    name = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030",
            "us-ascii": "cp1252", "x-sjis": "cp932", "shift_jis": "cp932", "ks_c_5601-1987": "cp949"}.get(name, name)  # fmt: skip
    try:
        text = data.decode(name, "replace")  # LookupError also for “hex”, “zlib” and their like, which are codecs too
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") <= max(3, len(text) // 500) else None


def parse(html: str, extra: str = "web", what: str = "Web pages") -> HtmlElement:
    """The tree of an HTML page; nesting ends at 255 levels. `what` needs the `extra` that brings the parser.

    Raises IntakeError when there is no element in it, or more than `MAX_ELEMENTS`.
    """
    need("lxml.html", extra, what)
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True)
    try:
        tree = document_fromstring(_UNFIT.sub("", html).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise IntakeError("There is no text in it.") from None
    _gather(tree)
    for count, _ in enumerate(tree.iter("*")):
        if count >= MAX_ELEMENTS:
            raise IntakeError(f"This page has more than {MAX_ELEMENTS:,} elements; save the article in it as text.")
    return tree


def _gather(tree: HtmlElement) -> None:
    """Puts into one body all that a browser would: the parser leaves in the head what only newer pages begin a body
    with (`<main>`, `<article>`, `<section>` where the tags of head and body are left out), and beside the body what
    stands after its end, after that of the page, or in a second body."""
    body: HtmlElement | None = next((child for child in tree if child.tag == "body"), None)
    before: list[HtmlElement] = []
    after: list[HtmlElement] = []
    for root in [tree, *tree.itersiblings()]:
        if root is not tree and (root.text or "").strip():
            after.append(_part(root.text))
        for child in root:
            if child.tag == "head":
                (before if root is tree else after).extend(one for one in child if one.tag not in _OF_HEADS)
            elif body is None or child is not body:
                after.append(child)
            elif (body.tail or "").strip():
                after.append(_part(body.tail))
    if not before and not after:
        return
    if body is None:
        body = tree.makeelement("body")
        tree.append(body)
    if before:
        first, body.text = body.text, None
        body[:0] = before
        before[-1].tail = (before[-1].tail or "") + (first or "")
    body.tail = None
    body.extend(after)
    for inner in list(body.iter("body"))[1:]:
        inner.tag = "div"  # a part like any other


def _part(text: str) -> HtmlElement:
    from lxml.html import Element

    made = Element("div")
    made.text = text
    return made


def hidden(element: HtmlElement) -> bool:
    """Does the page say of this element that it is not shown?"""
    style = element.get("style")
    if style and _HIDDEN.search(style[:2000]):
        return True
    if element.get("hidden") is not None:
        return True
    return element.get("aria-hidden") == "true" and not _SHOWN_MATH.search(element.get("class") or "")


def prune(tree: HtmlElement) -> None:
    """Takes out of `tree` what is not shown; its head stays, and what it says as data."""
    from lxml.etree import strip_elements

    strip_elements(tree, "style", "template", "iframe", "svg", "noembed", "noframes", with_tail=False)
    for element in [one for one in tree.xpath("//*[@style or @hidden or @aria-hidden]") if hidden(one)]:
        parent = element.getparent()
        if parent is not None and element.tag not in ("body", "html"):
            element.drop_tree()
