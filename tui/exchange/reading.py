"""A file to be read: its bytes, and what they are as text, JSON or a table. All of it bounded, each error a sentence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import msgspec

from tui.exchange.errors import ExchangeError
from tui.exchange.native import MAX_BYTES, decoded, malformed
from tui.text.intake import clean

Object = dict[str, Any]
MAX_FIELD = 10_000_000
"""The longest cell of a table, in characters."""
Beside = Callable[[str], bytes | None]
"""The file of that name in the same folder; None where there is none."""


def nothing_beside(name: str) -> bytes | None:
    """For what came without a folder, such as standard input."""
    return None


@dataclass
class Input:
    """What is imported."""

    data: bytes
    name: str = ""
    beside: Beside = nothing_beside
    names: tuple[str, ...] = ()
    """The files of a folder, where a folder is imported; `data` is then empty."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """What the reader said about the file, by the name of the question (see `Question`)."""

    @cached_property
    def body(self) -> bytes:
        if len(self.data) > MAX_BYTES:
            raise ExchangeError(f"The file is larger than {MAX_BYTES // 1_000_000} MB, more than an import may have.")
        if not self.data.strip():
            raise ExchangeError("The file is empty.")
        return self.data.removeprefix(b"\xef\xbb\xbf")

    @cached_property
    def text(self) -> str:
        """The file as text: UTF-8, or UTF-16 with its mark; LF line ends."""
        for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if self.data.startswith(mark):
                return clean(self.data.decode(encoding, "replace"))
        try:
            return clean(self.body.decode("utf-8"))
        except UnicodeDecodeError:
            if b"\0" in self.body[:4096]:
                raise ExchangeError("The file is binary data, not text.") from None
            return clean(self.body.decode("cp1252", "replace"))

    @cached_property
    def json(self) -> Any:
        """The file as one JSON value."""
        return _decode(self.body)

    @cached_property
    def is_json(self) -> bool:
        if self.data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
            return False
        try:
            _ = self.json
        except ExchangeError:
            return False
        return True

    def lines(self) -> Iterator[tuple[int, Any]]:
        """JSON values, one a line, with the number of the line; a line that is none comes as an ExchangeError."""
        for number, line in enumerate(self.body.splitlines(), 1):
            if line.strip():
                try:
                    yield number, _decode(line)
                except ExchangeError as error:
                    yield number, error

    @cached_property
    def first_line(self) -> Any:
        """The first line as JSON; None where it is none."""
        start = self.data[:100].removeprefix(b"\xef\xbb\xbf").lstrip()
        if start[:1] != b"{" or len(self.data) > MAX_BYTES:
            return None
        end = self.data.find(b"\n", self.data.index(b"{"))
        try:
            return _decode(self.data[self.data.index(b"{") : end if end >= 0 else None])
        except ExchangeError:
            return None

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The first row of the file as a table, in lower case without white space at the ends."""
        try:
            start = clean(self.data[: 1 << 16].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
            return tuple(cell.strip().casefold() for cell in next(csv.reader(io.StringIO(start)), []))
        except csv.Error:
            return ()

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows of a CSV file by the names of its first row, with the number of the line they end in."""
        csv.field_size_limit(MAX_FIELD)
        reader = csv.reader(io.StringIO(self.text, newline=""))
        try:
            names = [cell.strip().casefold() for cell in next(reader, [])]
            for row in reader:
                if any(row):
                    yield reader.line_num, {name: bare(cell) for name, cell in zip(names, row, strict=False)}
        except csv.Error as error:
            raise ExchangeError(f"The table cannot be read at line {reader.line_num}: {error}.") from None


class Question(ExchangeError):
    """The file can be read in several ways, and only the reader knows which one is right."""

    def __init__(self, sentence: str, name: str, options: tuple[tuple[str, str], ...]) -> None:
        """`name` is that of the option on the command line; `options` are values, each with what it means."""
        super().__init__(sentence)
        self.name, self.options = name, options


def _decode(data: bytes) -> Any:
    try:
        return decoded(data)
    except RecursionError:
        raise ExchangeError("The file is nested too deeply.") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise ExchangeError(f"The file is not JSON: {malformed(str(error))}.") from None


# Values that come from outside, as what they should be or nothing


def bare(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1:2] in "=+-@\t\r\n＝＋－＠'" else cell


def string(value: Any) -> str:
    """Text; "" for anything else."""
    return clean(value) if isinstance(value, str) else ""


def strings(value: Any) -> list[str]:
    """A list of texts; a text alone is one."""
    found = value if isinstance(value, list) else [value]
    return [clean(one) for one in found if isinstance(one, str) and one.strip()]


def whole(value: Any) -> int | None:
    """A whole number that can be an offset."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**40 else None


def mapping(value: Any) -> Object:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """A list; what is none becomes a list of one, null an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


_ZONE = re.compile(r"([+-]\d\d):?(\d\d)$")


def time(value: Any) -> str | None:
    """RFC 3339 in UTC of an ISO time (with or without a zone, which is then UTC) or of seconds since 1970; else None."""
    try:
        if isinstance(value, str) and value.strip().isdigit():
            value = int(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value > 10**11:  # milliseconds
                value /= 1000
            moment = datetime.fromtimestamp(value, UTC)
        else:
            moment = datetime.fromisoformat(_ZONE.sub(r"\1:\2", string(value).strip()))
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    if moment.year < 1900:
        return None
    written = moment.isoformat(timespec="microseconds" if moment.microsecond else "seconds")
    return written.replace("+00:00", "Z")
