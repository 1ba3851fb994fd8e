"""E-mail (RFC 5322): newsletters and messages, as mail programs save them."""

from __future__ import annotations

import re
from datetime import UTC
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

from tui.sources.pages.blocks import blocks_of
from tui.sources.pages.tree import decode_page, parse, prune
from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.errors import IntakeError
from tui.text.frontmatter import Metadata
from tui.text.intake import clean, decode
from tui.text.plain import read_plain

EXTRACTOR = "mail-1"
_MOST_PARTS = 2000
_LINE = 2000


def read_mail(data: bytes) -> Document:
    """The document of a message: its HTML where it has any, else its plain text; attachments are left out.

    Title is the subject, source and author the sender. Raises IntakeError when there is no text in it.
    """
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain, html = _bodies(message)
    sender = _sender(message)
    meta = Metadata(
        title=_header(message, "Subject"),
        source=_header(message, "List-Id").partition("<")[0].strip(' "') or sender,
        author=sender or None,
        published=_day(message),
        language=_header(message, "Content-Language").partition(",")[0].strip().lower()[:35] or None,
    )
    if html:
        blocks = _html_blocks(html)
        if blocks:
            return assemble(blocks, meta, marked_up=True)
    if plain:
        text, _ = decode(plain)
        read = read_plain(text)
        kinds: list[tuple[str, ParagraphKind]] = [(read.text[p.start : p.end], p.kind) for p in read.paragraphs]
        return assemble(kinds, meta)
    raise IntakeError("There is no text in this message.")


def _bodies(message: EmailMessage) -> tuple[bytes, str]:
    """The first part that is plain text, as UTF-8, and the first that is HTML; attachments are none of them."""
    plain, html = b"", ""
    waiting: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        if part.is_multipart():
            inner = part.get_payload()
            waiting[:0] = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
            continue
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html") or _attached(part):
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body.strip():
            continue
        text = decode_page(body, _charset(part))
        if kind == "text/html":
            html = html or text
        else:
            plain = plain or text.encode("utf-8", "replace")
    return plain, html


def _attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except (ValueError, IndexError, AttributeError, TypeError):
        return False


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, AttributeError, TypeError):
        return None


def _header(message: Message, name: str) -> str:
    """A header on one line; empty where there is none, or where the parser of headers trips over it."""
    try:
        value = str(message.get(name) or "")
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return ""
    return " ".join(clean(value).split())[:_LINE]


def _sender(message: Message) -> str:
    for name, address in getaddresses([_header(message, "From")])[:1]:
        return " ".join((name or address).split())[:300]
    return ""


def _day(message: Message) -> str | None:
    try:
        sent = parsedate_to_datetime(_header(message, "Date"))
        return sent.replace(tzinfo=sent.tzinfo or UTC).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _html_blocks(html: str) -> list[tuple[str, ParagraphKind]]:
    try:
        tree = parse(html, "docs", "Messages in HTML")
    except IntakeError:
        return []
    prune(tree)
    body = tree.body if tree.body is not None else tree
    blocks = blocks_of(body)
    # Mails are laid out in tables: lines that are all link are what a reader presses, not reads.
    found: list[tuple[str, ParagraphKind]] = []
    for block in blocks:
        text = _PADDING.sub(" ", clean(block.text)).replace("\n", " ").strip()
        if text:
            pressed = block.linked > 0.9 * len(block.text) and len(text) < 60
            found.append((text, "furniture" if pressed else block.kind))
    return found if any(kind != "furniture" for _, kind in found) else [(text, "body") for text, _ in found]


_PADDING = re.compile("[\u034f\u00ad\u200b-\u200d\u2060\ufeff\u2007]{2,}|(?:[\u034f\u200c\u00ad]\\s?){2,}")
"""What newsletters fill the preview line of a mail program with."""
