"""Pages that browsers save with all that belongs to them, in one file: MHTML (RFC 2557) and Safari's web archive."""

from __future__ import annotations

import plistlib
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from tui.sources.pages.facts import web_address
from tui.text.document import Raw
from tui.text.errors import IntakeError

_MOST_PARTS = 2000


def from_mhtml(data: bytes) -> Raw:
    """The page in an MHTML file: its first part that is HTML. Raises IntakeError when there is none."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    base = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    waiting: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            break
        part = waiting.pop(0)
        if part.is_multipart():
            inner = part.get_payload()
            waiting[:0] = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                address = _header(part, "Content-Location") or base
                return Raw(body, "text/html", _charset(part), web_address(address))
    raise IntakeError("There is no page in this file; save the page again.")


def _header(part: Message, name: str) -> str:
    try:
        return str(part.get(name) or "").strip()
    except (ValueError, IndexError, AttributeError, TypeError):  # what the parser of headers trips over
        return ""


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (ValueError, LookupError, AttributeError, TypeError):
        return None


def from_webarchive(data: bytes) -> Raw:
    """The page in a web archive. Raises IntakeError when it is damaged or holds none."""
    try:
        main = plistlib.loads(data)["WebMainResource"]
        body, kind = main["WebResourceData"], main.get("WebResourceMIMEType", "text/html")
        charset, url = main.get("WebResourceTextEncodingName"), main.get("WebResourceURL")
    except Exception:  # plistlib raises whatever the damage leads to, as its documentation says
        raise IntakeError("This web archive is damaged; save the page again.") from None
    if not isinstance(body, bytes) or kind not in ("text/html", "application/xhtml+xml"):
        raise IntakeError("There is no page in this web archive; save the page again.")
    return Raw(
        body,
        "text/html",
        charset if isinstance(charset, str) else None,
        web_address(url if isinstance(url, str) else None),
    )
