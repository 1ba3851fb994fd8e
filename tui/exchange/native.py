"""Our own JSON: the lossless export. These types document it; `data/schema/counterpoint-1.json` is made of them.

Offsets are code points in a version's text; times are RFC 3339 in UTC. Every object may carry keys that this version
does not know: reading keeps them (`Kept.unknown`), writing puts them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, cast

import msgspec
from msgspec import Meta

from tui.exchange.errors import ExchangeError
from tui.exchange.jsontext import array, encode

if TYPE_CHECKING:
    from tui.exchange.reading import Input

FORMAT = "counterpoint"
VERSION = 1
MAX_BYTES = 500_000_000
"""The largest file that is read."""
MAX_DEPTH = 64
"""The deepest nesting of unknown keys that is kept."""

Object = dict[str, Any]
Id = Annotated[str, Meta(min_length=1, max_length=500)]
Offset = Annotated[int, Meta(ge=0, le=2**40)]
Number = Annotated[int, Meta(ge=1, le=2**40)]
Share = Annotated[float, Meta(ge=0, le=1)]
Time = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$")]
Origin = Literal["reader", "engine", "import"]
RelationName = Literal["contradicts", "weakens", "qualifies", "supports", "updates"]
ClaimName = Literal["pledge", "denial", "assertion", "prediction", "figure"]


class Kept(msgspec.Struct, kw_only=True, dict=True):
    """An object of the export."""

    @property
    def unknown(self) -> Object:
        """Keys that this version does not know, as they came."""
        return cast(Object, self.__dict__.get("unknown_keys", {}))


class Paragraph(Kept, kw_only=True):
    """A numbered block of a text; paragraphs are joined by one line feed."""

    n: Number
    kind: Literal["heading", "body", "quote", "list", "caption", "furniture"]
    start: Offset
    end: Offset
    origin: Origin = "import"


class Version(Kept, kw_only=True):
    """An immutable text of an article."""

    id: Id
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    """Of the text in UTF-8."""
    fetched_at: Time
    text: str
    paragraphs: list[Paragraph] = []


class Place(Kept, kw_only=True):
    """Where the reader is: paragraph, and code points from its start."""

    paragraph: Number = 1
    offset: Offset = 0


class Article(Kept, kw_only=True):
    """One work; the last of `versions` is the newest."""

    id: Id
    title: str
    author: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    added_at: Time
    modified_at: Time
    tags: list[str] = []
    place: Place | None = None
    progress: Share = 0.0
    copy_of: Id | None = None
    versions: Annotated[list[Version], Meta(min_length=1)]


class Target(Kept, kw_only=True):
    """A span of one version: `text[start:end] == exact`."""

    article: Id
    version: Id
    start: Offset
    end: Offset
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""


class ClaimOf(Kept, kw_only=True):
    """What an annotation of kind claim says of it."""

    kind: ClaimName | None = None
    claimant: str | None = None
    speaker: str | None = None


class Annotation(Kept, kw_only=True):
    """The reader's own mark."""

    id: Id
    kind: Literal["highlight", "note", "claim", "evidence", "bookmark"]
    claim: ClaimOf | None = None
    body: str = ""
    """Markdown."""
    tags: list[str] = []
    colour: Literal["yellow", "green", "blue", "pink", "orange"] | None = None
    origin: Origin = "import"
    creator: str = ""
    created_at: Time
    modified_at: Time
    deleted_at: Time | None = None
    targets: Annotated[list[Target], Meta(min_length=1)]


class Reason(Kept, kw_only=True):
    """Why the engine suggested it."""

    kind: str
    text: str


class Relation(Kept, kw_only=True):
    """Evidence → claim; both are ids of annotations."""

    id: Id
    relation: RelationName
    evidence: Id
    claim: Id
    note: str = ""
    origin: Origin = "import"
    score: Share | None = None
    reasons: list[Reason] = []
    creator: str = ""
    created_at: Time
    modified_at: Time
    deleted_at: Time | None = None


class Verdict(Kept, kw_only=True):
    """The reader's answer to a suggested pair."""

    id: Id
    answer: Literal["accepted", "rejected", "changed"]
    relation: RelationName
    claim: Target
    evidence: Target
    at: Time


class Learned(Kept, kw_only=True):
    """What was learned from verdicts: by `column/feature`, what is added to the weights that ship."""

    verdicts: Offset = 0
    weights: dict[str, float] = {}


class Export(Kept, kw_only=True):
    """The whole file."""

    format: Literal["counterpoint"]
    version: Literal[1]
    exported_at: Time | None = None
    generator: str | None = None
    articles: list[Article] = []
    annotations: list[Annotation] = []
    relations: list[Relation] = []
    verdicts: list[Verdict] = []
    learned: Learned | None = None
    suggestions: list[Object] = []
    """Only when asked for; recomputable, so importing leaves them out."""

    @property
    def left_out(self) -> list[str]:
        """What of the file was not kept, a sentence each."""
        return cast(list[str], self.__dict__.setdefault("not_kept", []))


# Reading


def recognises(file: Input) -> bool:
    """Does the file say that it is an export of ours?"""
    return file.is_json and isinstance(file.json, dict) and file.json.get("format") == FORMAT


_WORDS = {
    "`str`": "text",
    "`int`": "a whole number",
    "`float`": "a number",
    "`bool`": "true or false",
    "`array`": "a list",
    "`object`": "an object",
    "`null`": "null",
}
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|[^u])"
)
"""An escaped character of JSON; the group is half of one, which some programs write and no text can hold."""
_PATTERNS = {
    r"[+-]\\d\\d:\\d\\d": "a time such as 2026-01-31T12:00:00Z",
    "[0-9a-f]{64}": "a SHA-256 in hexadecimal",
}
"""What a value has to look like, by a part of the regular expression in the decoder's message."""
K = TypeVar("K", bound=Kept)


def read(data: bytes) -> Export:
    """Read an export. Raises ExchangeError with a sentence that names the place when it is not one."""
    if not data.strip():
        raise ExchangeError("The file is empty.")
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"The file is larger than {MAX_BYTES // 1_000_000} MB, more than an import may have.")
    try:
        raw = decoded(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError:
        raise ExchangeError("The file is nested too deeply to be an export.") from None
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise ExchangeError(f"The file is not JSON: {malformed(str(error))}.") from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ExchangeError('The file is JSON, but no export of Counterpoint ("format" is not "counterpoint").')
    version = raw.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ExchangeError(
            f"The export has format version {version}; this Counterpoint reads {VERSION}, a newer one can import it."
        )
    try:
        export = msgspec.convert(raw, Export)
    except msgspec.ValidationError as error:
        raise ExchangeError(f"The file is not a whole export: {_plain(str(error))}.") from None
    _keep(export, raw, "the file", export.left_out)
    return export


def decoded(data: bytes) -> Any:
    """A JSON value; half of an escaped character becomes U+FFFD. Raises what msgspec raises."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        whole = _ESCAPE.sub(lambda match: rb"\ufffd" if match[1] else match[0], data)
        if whole == data:
            raise
        return msgspec.json.decode(whole)


def malformed(message: str) -> str:
    """What the decoder says is wrong, as the end of a sentence."""
    message = message.removeprefix("JSON is malformed: ").split(" - at `")[0]
    return message[:1].lower() + message[1:]


def _plain(message: str) -> str:
    """A message of the decoder in words: the place first, then what is wrong there."""
    what, _, where = message.partition(" - at `")
    for word, plain in _WORDS.items():
        what = what.replace(word, plain)
    for pattern, plain in _PATTERNS.items():
        if pattern in what:
            what = f"Expected {plain}"
    what = what[:1].lower() + what[1:]
    where = where.rstrip("`").removeprefix("$").lstrip(".")
    return f"{where}: {what}" if where else what


def _keep(value: Kept, raw: Object, name: str, left_out: list[str]) -> None:
    """Hang the unknown keys of `raw` on `value`, and so on down; `name` says in which object of the file this is."""
    fields = value.__struct_fields__
    if len(raw) > len(fields) or not raw.keys() <= set(fields):
        unknown = {key: item for key, item in raw.items() if key not in fields}
        if depth(unknown) > MAX_DEPTH:
            deep = [key for key, item in unknown.items() if depth(item) >= MAX_DEPTH]
            listed = ", ".join(key[:40] for key in deep)[:200]
            left_out.append(f"Unknown keys of {name} nest more than {MAX_DEPTH} deep and were left out: {listed}.")
            unknown = {key: item for key, item in unknown.items() if key not in deep}
        value.__dict__["unknown_keys"] = unknown
    for field in fields:
        item = getattr(value, field)
        if isinstance(item, Kept):
            _keep(item, raw[field], name, left_out)
        elif isinstance(item, list) and item and isinstance(item[0], Kept):
            for one, its_raw in zip(item, raw[field], strict=True):
                _keep(one, its_raw, _named(one) or name, left_out)


def _named(value: Kept) -> str:
    """How a sentence calls an object that stands in one of the file's lists; "" for what is a part of one."""
    if isinstance(value, Article):
        return f"the article “{value.title[:60]}”"
    if isinstance(value, (Annotation, Relation, Verdict)):
        return f"{type(value).__name__.lower()} {value.id[:60]}"
    return ""


def depth(value: Any) -> int:
    """How deep lists and objects nest."""
    found, level = 0, [value]
    while level:
        found += 1
        inner: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                inner.extend(item.values())
            elif isinstance(item, list):
                inner.extend(item)
        level = inner
    return found


# Writing


def write(
    *,
    exported_at: str,
    generator: str,
    articles: Iterable[Object],
    annotations: Iterable[Object],
    relations: Iterable[Object],
    verdicts: Iterable[Object],
    learned: Object,
    suggestions: Iterable[Object] | None = None,
    unknown: Mapping[str, Any] | None = None,
) -> Iterator[bytes]:
    """Write an export in blocks, each list read once and as it is written. The objects are those of the types above."""
    head: Object = {"format": FORMAT, "version": VERSION, "exported_at": exported_at, "generator": generator}
    yield encode(head)[:-1]
    lists: dict[str, Iterable[Object]] = {
        "articles": articles,
        "annotations": annotations,
        "relations": relations,
        "verdicts": verdicts,
    }
    if suggestions is not None:
        lists["suggestions"] = suggestions
    for name, objects in lists.items():
        yield f',\n"{name}": '.encode()
        yield from array(objects)
    known = set(Export.__struct_fields__)
    tail = {"learned": learned, **{key: value for key, value in (unknown or {}).items() if key not in known}}
    yield b",\n" + encode(tail)[1:] + b"\n"


# The schema


def schema() -> Object:
    """The JSON Schema (2020-12) of what is written: every key that this version knows is there, others may be."""
    made = msgspec.json.schema(Export)
    definitions = cast(Object, made.pop("$defs"))
    for name, definition in definitions.items():
        properties = cast(Object, definition["properties"])
        optional = {"suggestions"} if name == "Export" else set()
        definition["required"] = [key for key in properties if key not in optional]
        for value in properties.values():
            value.pop("default", None)
    target = cast(Object, definitions["Target"])["properties"]
    target["exact"] = {"type": "string"}
    export = definitions.pop("Export")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "counterpoint-1.json",
        **export,
        "title": "Counterpoint export, version 1",
        "$defs": definitions,
    }
