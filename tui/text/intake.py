"""Bytes become clean text, once, before anything is hashed or counted."""

from __future__ import annotations

import codecs
import hashlib
import re
from typing import NamedTuple

from tui.text.errors import IntakeError

MAX_BYTES = 50_000_000
"""What one source may weigh, in bytes."""

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or a DOCX, EPUB or ODT file)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"{\\rtf", "an RTF file"),
)
_SAMPLE = 1 << 16
# Controls that no text needs. Tab, LF, VT, FF, CR, bell, backspace and escape occur in terminal logs, so they do not
# count.
_ODD = bytes(c for c in range(32) if c not in b"\a\b\t\n\v\f\r\x1b") + b"\x7f"
_REPLACED = re.compile("[\0\ud800-\udfff]")


class Decoded(NamedTuple):
    """Text as it was decoded, not yet cleaned, and by which encoding (Python's name)."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of `data`: by its byte order mark, else UTF-8, else the encoding that fits best.

    Raises IntakeError when `data` is empty, larger than `MAX_BYTES`, or no text.
    """
    if not data:
        raise IntakeError("There is nothing in it: it is empty.")
    if len(data) > MAX_BYTES:
        raise IntakeError(too_large(len(data)))
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding)
    kind = _file_type(data)
    if kind:
        raise IntakeError(f"This is {kind}, not text; save it as plain text or Markdown first.")
    wide = _wide_without_mark(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide)
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return _decode_otherwise(data)
    if _binary(data):
        raise IntakeError("This is binary data, not text.")
    return Decoded(text, "utf-8")


def too_large(size: int) -> str:
    """The sentence for a source of `size` bytes."""
    if size == MAX_BYTES + 1:  # where reading stops
        return f"It is too large (the most is {_megabytes(MAX_BYTES)}): split it first."
    return f"It is too large ({_megabytes(size)}; the most is {_megabytes(MAX_BYTES)}): split it first."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


def _file_type(data: bytes) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            # Words may begin like a file type ("BZh", "RIFF", "GIF8"): then there is nothing odd in the rest.
            rest = data[:4096]
            if magic[:1] in b"%{P\x1f\x89\xfd\xff\x7f" or rest.translate(None, _ODD) != rest:
                return kind
    return ""


def is_binary(sample: bytes) -> bool:
    """Is what begins like this no text at all, in no encoding?"""
    return not _wide_without_mark(sample) and (bool(_file_type(sample)) or _binary(sample, 50))


def _binary(data: bytes, one_in: int = 10) -> bool:
    """More than one byte in `one_in` is a control that no text needs, at the start or in the middle.

    Two of them are let pass however short the text is.
    """
    middle = len(data) // 2
    for part in (data[:_SAMPLE], data[middle : middle + _SAMPLE]):
        if part and len(part) - len(part.translate(None, _ODD)) > max(2, len(part) // one_in):
            return True
    return False


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 without a mark: of mostly Latin text every second byte is zero."""
    part = data[:4096]
    if len(data) % 2 or b"\0" not in part:
        return ""
    pairs = len(part) // 2
    even, odd = part[0::2].count(0), part[1::2].count(0)
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > 0.7 * pairs and others < 0.05 * pairs:
            return encoding
    return ""


def _decode_otherwise(data: bytes) -> Decoded:
    if _binary(data, 50):
        raise IntakeError("This is binary data, not text.")
    lenient = data.decode("utf-8", "replace")
    damaged = lenient.count("\ufffd")
    # UTF-8 with a few damaged bytes: far more sequences are whole than broken, or it breaks off at the very end only.
    whole = sum(len(run) for run in re.findall(r"[^\x00-\x7f\ufffd]+", lenient))
    if whole > 10 * damaged or (damaged == 1 and lenient.endswith("\ufffd")):
        return Decoded(lenient, "utf-8")
    encoding = _guess(data)
    if not encoding:
        raise IntakeError("Its encoding is not recognised; save it as UTF-8.")
    return Decoded(data.decode(encoding, "replace"), encoding)


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, rarely needed

    # The lines that are not ASCII say most about the encoding; all of a large file would take seconds.
    telling = b"\n".join(line for line in data[:4_000_000].splitlines() if not line.isascii())[:_SAMPLE]
    found = from_bytes(telling or data[:_SAMPLE])
    best = found.best()
    if best is None:
        return ""
    # A few words fit many encodings equally well; then it is the one that most files have.
    if any(one.encoding == "cp1252" and (one.chaos, -one.coherence) <= (best.chaos, -best.coherence) for one in found):
        return "cp1252"
    # ISO 8859-1 has controls where Windows has quotation marks and dashes; nobody writes those controls.
    return "cp1252" if best.encoding in ("latin_1", "ascii", "iso8859_1") else str(best.encoding)


def clean(text: str) -> str:
    """`text` with LF line ends, no byte order mark, and U+FFFD for U+0000 and lone surrogates; nothing else changed."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    if _REPLACED.search(text):
        # Two halves of one character, each encoded alone, find together; a half without the other is replaced.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = _REPLACED.sub("\ufffd", text)
    return text


def sha256(text: str) -> str:
    """Lower-case hexadecimal SHA-256 of the UTF-8 of `text` (which must be clean)."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
