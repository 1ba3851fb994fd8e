"""What an import holds, as the library's records."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tui.exchange import native
from tui.library import extra
from tui.library.errors import LibraryError
from tui.library.records import Annotation, Article, Relation, Target, Verdict, Version
from tui.text.document import Paragraph
from tui.text.errors import CounterpointError

Json = dict[str, Any]


def read_bytes(source: Path | bytes) -> bytes:
    """The bytes of an import, bounded. Raises CounterpointError with a sentence when it cannot be read."""
    if isinstance(source, bytes):
        return source
    try:
        # Opened without waiting: a pipe that nobody writes to would block for ever.
        descriptor = os.open(source.expanduser(), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise CounterpointError(f"{source} is not a file but a device or a pipe; use - to read standard input.")
            if status.st_size > native.MAX_BYTES:
                raise CounterpointError(f"{source} is too large to import; the most is {native.MAX_BYTES // 10**6} MB.")
            return file.read(native.MAX_BYTES + 1)
    except FileNotFoundError:
        raise CounterpointError(f"{source}: there is no such file.") from None
    except IsADirectoryError:
        raise CounterpointError(f"{source} is a folder; name the file to import.") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "it is not the name of a file"
        raise CounterpointError(f"{source} cannot be read: {reason.lower()}.") from None


def names_in(source: Path) -> tuple[str, ...]:
    """The names of the files in a folder that is imported, in order; none where it is a file."""
    try:
        place = source.expanduser()
        return tuple(sorted(one.name for one in place.iterdir() if one.is_file())) if place.is_dir() else ()
    except (OSError, ValueError, RuntimeError):
        return ()


def beside(source: Path) -> Callable[[str], bytes | None]:
    """Reads the files in the same folder as an import (or in it, where it is one), by name; None where there is none."""

    def read(name: str) -> bytes | None:
        place = (source if source.is_dir() else source.parent).expanduser() / name
        if Path(name).name != name or not place.is_file():
            return None
        return read_bytes(place)

    return read


def article(raw: native.Article) -> tuple[Article, list[tuple[Version, Sequence[Paragraph]]]]:
    """An article with its versions, the newest last."""
    place = raw.place or native.Place()
    versions = [_version(raw, version) for version in raw.versions]
    made = Article(
        id=raw.id,
        n=0,
        title=raw.title,
        source=raw.source,
        url=raw.url,
        location=_location(raw),
        author=raw.author,
        published=raw.published,
        language=raw.language,
        added_at=_time(raw.added_at),
        modified_at=_time(raw.modified_at),
        tags=tuple(dict.fromkeys(raw.tags)),
        place_paragraph=place.paragraph,
        place_offset=place.offset,
        progress=raw.progress,
        copy_of=raw.copy_of,
        words=0,
        claims=0,
        contested=0,
        annotations=0,
        newest_version=versions[-1][0].id,
        extra=extra.pack(raw.unknown, place=place.unknown),
    )
    return made, versions


def _location(raw: native.Article) -> str:
    """What identifies the source: its path or URL, as far as the export says it."""
    source = raw.source or ""
    if source.startswith(("bundled:", "http://", "https://")) or os.path.isabs(source):
        return source
    return raw.url or ""


def _version(home: native.Article, raw: native.Version) -> tuple[Version, Sequence[Paragraph]]:
    made = Version(
        id=raw.id,
        article_id=home.id,
        sha256=raw.sha256,
        fetched_at=_time(raw.fetched_at),
        extractor="import",
        text=raw.text,
        extra=extra.pack(raw.unknown, paragraphs={str(p.n): p.unknown for p in raw.paragraphs if p.unknown}),
    )
    return made, _paragraphs(home, raw)


def _paragraphs(home: native.Article, raw: native.Version) -> list[Paragraph]:
    """The paragraphs as given, or one a line where none are. Raises LibraryError when they do not fit the text."""
    if not raw.paragraphs:
        made: list[Paragraph] = []
        start = 0
        for n, line in enumerate(raw.text.split("\n"), 1):
            made.append(Paragraph(n, "body", start, start + len(line), "import"))
            start += len(line) + 1
        return made
    end = -1
    for number, one in enumerate(raw.paragraphs, 1):
        joined = one.start == end + 1 and (end < 0 or raw.text[end : end + 1] == "\n")
        if one.n != number or not joined or not one.start <= one.end <= len(raw.text):
            raise LibraryError(
                f"Paragraph {one.n} of “{home.title[:60]}” does not fit its text; the article was left out."
            )
        end = one.end
    if end != len(raw.text):
        raise LibraryError(f"The paragraphs of “{home.title[:60]}” do not cover its text; the article was left out.")
    return [Paragraph(p.n, p.kind, p.start, p.end, p.origin) for p in raw.paragraphs]


def annotation(raw: native.Annotation) -> Annotation:
    """An annotation."""
    claim = raw.claim or native.ClaimOf()
    return Annotation(
        id=raw.id,
        kind=raw.kind,
        claim_kind=claim.kind,
        claimant=claim.claimant,
        speaker=claim.speaker,
        body=raw.body,
        colour=raw.colour,
        tags=tuple(dict.fromkeys(raw.tags)),
        origin=raw.origin,
        creator=raw.creator,
        created_at=_time(raw.created_at),
        modified_at=_time(raw.modified_at),
        deleted_at=_time(raw.deleted_at) if raw.deleted_at else None,
        targets=tuple(_target(target) for target in raw.targets),
        extra=extra.pack(raw.unknown, claim=claim.unknown),
    )


def _target(raw: native.Target) -> Target:
    if raw.end < raw.start:
        raise LibraryError(f"A passage ends before it begins ({raw.start} to {raw.end}); left out.")
    return Target(
        article_id=raw.article,
        version_id=raw.version,
        start=raw.start,
        end=raw.end,
        exact=raw.exact or "",
        prefix=raw.prefix,
        suffix=raw.suffix,
        extra=extra.pack(raw.unknown),
    )


def relation(raw: native.Relation) -> Relation:
    """A relation between two annotations."""
    return Relation(
        id=raw.id,
        relation=raw.relation,
        evidence_id=raw.evidence,
        claim_id=raw.claim,
        note=raw.note,
        origin=raw.origin,
        score=raw.score,
        reasons=tuple({"kind": reason.kind, "text": reason.text, **reason.unknown} for reason in raw.reasons),
        creator=raw.creator,
        created_at=_time(raw.created_at),
        modified_at=_time(raw.modified_at),
        deleted_at=_time(raw.deleted_at) if raw.deleted_at else None,
        extra=extra.pack(raw.unknown),
    )


def verdict(raw: native.Verdict) -> Verdict:
    """The reader's answer to a suggested pair."""
    return Verdict(
        id=raw.id,
        answer=raw.answer,
        relation=raw.relation,
        claim=_target(raw.claim),
        evidence=_target(raw.evidence),
        at=_time(raw.at),
        extra=extra.pack(raw.unknown),
    )


def learned(raw: native.Learned) -> Json:
    """What was learned from verdicts, as it is kept."""
    return {"verdicts": raw.verdicts, "weights": raw.weights, **raw.unknown}


def _time(given: str) -> str:
    """RFC 3339 in UTC, as given where it is that already. Raises LibraryError for a day that no calendar has."""
    given = given.upper()  # RFC 3339 lets T and Z be small
    if given[17:19] == "60":  # and knows leap seconds, which no calendar here does
        given = f"{given[:17]}59{given[19:]}"
    try:
        time = datetime.fromisoformat(given)
        if given.endswith("Z"):
            return given
        return time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise LibraryError(f"“{given}” is not a time; left out.") from None
