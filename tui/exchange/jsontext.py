"""JSON as it leaves the app: UTF-8, with every character that cannot be seen written as `\\uXXXX`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

import msgspec

from tui.text.intake import clean

_UNSEEN = re.compile(
    "[\x7f-\x9f\u00ad\u034f\u061c\u0600-\u0605\u06dd\u070f\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""DEL, C1, bidi, zero-width and other format characters. The encoder itself escapes C0."""
_SEEN = bytes(range(0x7F))
"""ASCII without DEL: bytes that the encoder has escaped where need be."""
_BLOCK = 1 << 16
_IN_MEMORY = 1 << 20
_encoder = msgspec.json.Encoder()


def _escaped(match: re.Match[str]) -> str:
    point = ord(match[0])
    if point <= 0xFFFF:
        return f"\\u{point:04x}"
    point -= 0x10000
    return f"\\u{0xD800 + (point >> 10):04x}\\u{0xDC00 + (point & 0x3FF):04x}"


def escape(data: bytes) -> bytes:
    """Encoded JSON with its invisible characters escaped. They stand nowhere but in strings: the value is the same."""
    # Most text has nothing to escape, and is mostly ASCII: look at the rest only.
    if _UNSEEN.search(data.translate(None, _SEEN).decode("utf-8")) is None:
        return data
    return _UNSEEN.sub(_escaped, data.decode("utf-8")).encode("utf-8")


def encode(value: Any, *, pretty: bool = False) -> bytes:
    """One JSON value, without a line feed at its end. What is no character, as in a file name that is not UTF-8, becomes
    U+FFFD."""
    try:
        data = _encoder.encode(value)
    except UnicodeEncodeError:
        data = _encoder.encode(_whole(value))
    return escape(msgspec.json.format(data, indent=2) if pretty else data)


def _whole(value: Any) -> Any:
    """The value, as JSON has it, with all its texts cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(name): _whole(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_whole(inner) for inner in value]
    return value


encoded = _encoder.encode
"""One JSON value for `gathered` or `Aside.add`, which escape what cannot be seen."""


def text(value: Any) -> str:
    """One JSON value as text."""
    return encode(value).decode()


def array(values: Iterable[Any]) -> Iterator[bytes]:
    """A JSON array, one value a line, in blocks of some 64 KiB: constant memory however many there are."""
    buffer = bytearray()
    before = b"[\n"
    for value in values:
        buffer += before
        buffer += _encoder.encode(value)
        before = b",\n"
        if len(buffer) >= _BLOCK:
            yield escape(bytes(buffer))
            buffer.clear()
    buffer += b"[]" if before == b"[\n" else b"\n]"
    yield escape(bytes(buffer))


def joined(values: Iterable[Any], comma: bytes = b",\n") -> Iterator[bytes]:
    """JSON values parted by commas, one a line, in blocks as those of `array`; nothing where there are none."""
    buffer = bytearray()
    before = b""
    for value in values:
        buffer += before
        buffer += _encoder.encode(value)
        before = comma
        if len(buffer) >= _BLOCK:
            yield escape(bytes(buffer))
            buffer.clear()
    if buffer:
        yield escape(bytes(buffer))


def lines(values: Iterable[Any]) -> Iterator[bytes]:
    """JSON Lines: one value a line, each ended by a line feed, in blocks as those of `array`."""
    buffer = bytearray()
    for value in values:
        buffer += _encoder.encode(value)
        buffer += b"\n"
        if len(buffer) >= _BLOCK:
            yield escape(bytes(buffer))
            buffer.clear()
    if buffer:
        yield escape(bytes(buffer))


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of JSON as `encoded` makes them, in blocks as those of `array`."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        if len(buffer) >= _BLOCK:
            yield escape(bytes(buffer))
            buffer.clear()
    if buffer:
        yield escape(bytes(buffer))


class Aside:
    """Encoded JSON that is made before its turn: kept in memory as far as it is small, else in a temporary file."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by `blocks`, or with this object
        self._buffer = bytearray()
        self._empty = True

    def add(self, *pieces: bytes) -> None:
        """Puts a comma between what is there and these pieces of JSON, as `encoded` and `member` make them, and them behind it."""
        if not self._empty:
            self._buffer += b","
        self._empty = False
        for piece in pieces:
            self._buffer += piece
        if len(self._buffer) >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        self._file.write(escape(bytes(self._buffer)))
        self._buffer.clear()

    def blocks(self) -> Iterator[bytes]:
        """All of it, once; it is gone then."""
        with self._file:
            self._flush()
            self._file.seek(0)
            while block := self._file.read(_BLOCK):
                yield block


def member(name: str, value: Any) -> tuple[bytes, bytes, bytes]:
    """A member of an object, in pieces for `Aside.add`."""
    return _encoder.encode(name), b":", _encoder.encode(value)
