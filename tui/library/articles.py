"""Articles, their versions and paragraphs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tui.library import extra as extras
from tui.library import journal, resolutions
from tui.library.connection import Library, moment, stamp
from tui.library.derived import count_words
from tui.library.errors import LibraryError, NotFound, speaks
from tui.library.records import Article, Json, Version
from tui.library.schema import PARAGRAPH_BITS
from tui.text.document import Document, Origin, Paragraph, ParagraphKind

COLUMNS: Final = (
    "a.id, a.n, a.title, a.source, a.url, a.location, a.author, a.published, a.language, a.added_at,"
    " a.modified_at, a.tags,"
    " a.place_paragraph, a.place_offset, a.progress, a.copy_of, a.words, a.claims, a.contested, a.annotations,"
    " (SELECT v.id FROM version v WHERE v.k = a.newest), a.deleted_at, a.extra"
)
_EDITABLE: Final = ("title", "source", "author", "published", "language", "url", "copy_of")
_PASTED: Final = "pasted text"


@speaks
def add(
    lib: Library,
    document: Document,
    *,
    location: str,
    id: str | None = None,
    version_id: str | None = None,
    extractor: str = "plain",
    copy_of: str | None = None,
    added_at: str | None = None,
    extra: Json | None = None,
) -> Article:
    """Adds an article with its first version. `location` is where it came from; empty for pasted text."""
    title = clean(document.title) or "Untitled"
    with journal.step(lib, f"Added {quote(title)}"):
        now = lib.now()
        key = id or lib.new_id()
        n = journal.insert(
            lib,
            "article",
            {
                "id": key,
                "title": title,
                "source": clean(document.source) or location or None,
                "url": clean(document.url),
                "location": clean(location),
                "author": clean(document.author),
                "published": clean(document.published),
                "language": clean(document.language),
                "added_at": added_at or now,
                "modified_at": added_at or now,
                "tags": dump(change_tags((), document.tags, ())),
                "copy_of": copy_of,
                "words": sum(
                    count_words(document.text[p.start : p.end]) for p in document.paragraphs if p.kind != "furniture"
                ),
                "extra": dump({**extras.pack(document.extra), **(extra or {})}),
            },
        )
        insert_version(
            lib,
            n,
            document.text,
            document.paragraphs,
            id=version_id,
            fetched_at=added_at or now,
            extractor=extractor,
            extra=_with_pages({}, document),
        )
        return get(lib, key)


@speaks
def add_version(
    lib: Library,
    article_id: str,
    document: Document,
    *,
    version_id: str | None = None,
    extractor: str = "plain",
    extra: Json | None = None,
) -> Version:
    """Adds a newer text to an article. Every annotation of the article is looked for in it (see `resolutions`)."""
    article = get(lib, article_id)
    with journal.step(lib, f"Added a new version of {quote(article.title)}"):
        last = "SELECT max(ranked_at) FROM version WHERE article = ?"
        previous = lib.conn.execute(last, [article.n]).fetchone()[0]
        k = insert_version(
            lib,
            article.n,
            document.text,
            document.paragraphs,
            id=version_id,
            fetched_at=lib.later(previous),
            extractor=extractor,
            extra=_with_pages(extra or {}, document),
        )
        journal.update(lib, "article", article.n, {"modified_at": lib.later(article.modified_at)})
        resolutions.resolve_into(lib, k)
        return _version(lib.conn.execute(f"{_VERSION} WHERE v.k = ?", [k]).fetchone())


def _with_pages(extra: Json, document: Document) -> Json:
    """With the page that each paragraph begins on: pairs of a paragraph and a page, one wherever a page begins."""
    starts = [
        [n, page]
        for n, (page, before) in enumerate(zip(document.pages, (0, *document.pages), strict=False), 1)
        if page != before
    ]
    return {**extra, "pages": starts} if starts else extra


def page_of(version: Version, n: int) -> int | None:
    """The page of the source that paragraph `n` begins on; None where none is known."""
    starts = version.extra.get("pages")
    found: int | None = None
    for start in starts if isinstance(starts, list) else ():
        if isinstance(start, list) and len(start) == 2 and all(type(one) is int for one in start) and start[0] <= n:
            found = start[1]
    return found


def insert_version(
    lib: Library,
    n: int,
    text: str,
    paragraphs: Sequence[Paragraph],
    *,
    id: str | None = None,
    fetched_at: str,
    extractor: str = "plain",
    extra: Json | None = None,
    sha256: str | None = None,
    after: int | None = None,
) -> int:
    """Puts a version and its paragraphs in, inside a journal step; returns its integer key. Offsets are checked.

    `after` is the key of the version that this one follows, whatever `fetched_at` says.
    """
    import hashlib  # Here, because it takes time at the start that only this needs.

    last = 0
    for number, paragraph in enumerate(paragraphs, 1):
        if paragraph.n != number or not last <= paragraph.start <= paragraph.end <= len(text):
            raise LibraryError(f"Paragraph {paragraph.n} of the text does not fit it; the article was not added.")
        last = paragraph.end
    row = lib.conn.execute("SELECT ranked_at FROM version WHERE k = ?", [after]).fetchone()
    k = journal.insert(
        lib,
        "version",
        {
            "id": id or lib.new_id(),
            "article": n,
            "sha256": sha256 or hashlib.sha256(text.encode()).hexdigest(),
            "fetched_at": fetched_at,
            "ranked_at": max(stamp(moment(fetched_at)), row[0] if row else ""),
            "extractor": extractor,
            "extra": dump(extra or {}),
            "text": text,
        },
    )
    base = k << PARAGRAPH_BITS
    lib.conn.executemany(
        "INSERT INTO paragraph (id, start, stop, kind, origin) VALUES (?, ?, ?, ?, ?)",
        [(base | p.n, p.start, p.end, p.kind, p.origin) for p in paragraphs],
    )
    journal.inserted(lib, "paragraph", base | 1, base | len(paragraphs))
    return k


@speaks
def get(lib: Library, id_or_n: str | int) -> Article:
    """The article with this id or number, removed ones too. Raises `NotFound`."""
    column = "n" if isinstance(id_or_n, int) else "id"
    row = lib.conn.execute(f"SELECT {COLUMNS} FROM article a WHERE a.{column} = ?", [id_or_n]).fetchone()
    if row is None:
        raise NotFound(f"There is no article “{clean(str(id_or_n))}” in the library.")
    return article(row)


@speaks
def resolve(lib: Library, reference: str) -> Article:
    """The article that a person means: by number, full id, or source path or URL exactly."""
    wanted = clean(reference.strip())
    found: list[Article] = []
    if re.fullmatch(r"[0-9]{1,18}", wanted):
        found = _select(lib, "a.n = ?", [int(wanted)])
    if not found:
        found = _select(lib, "a.id = ?", [wanted])
    if not found and wanted:
        places = list(dict.fromkeys([wanted, os.path.abspath(os.path.expanduser(wanted))]))
        marks = ", ".join("?" * len(places))
        found = _select(lib, f"(a.location != '' AND a.location IN ({marks})) OR a.url = ?", [*places, wanted])
    if not found:
        raise NotFound(f"There is no article “{wanted}” in the library; “counterpoint list” shows the numbers.")
    if len(found) > 1:
        numbers = ", ".join(str(a.n) for a in found)
        raise LibraryError(f"“{wanted}” is the source of several articles ({numbers}); give the number of one.")
    return found[0]


@speaks
def by_location(lib: Library, location: str) -> list[Article]:
    """The articles that came from this path or URL, oldest first."""
    return _select(lib, "a.location = ? AND a.location != ''", [clean(location)])


@speaks
def any_from(lib: Library, scheme: str) -> bool:
    """Is there an article whose location begins with `scheme`?"""
    row = lib.conn.execute(
        "SELECT 1 FROM article WHERE location > ? AND location < ? AND location != '' AND deleted_at IS NULL LIMIT 1",
        [scheme, scheme[:-1] + chr(ord(scheme[-1]) + 1)],
    ).fetchone()
    return row is not None


@speaks
def by_url(lib: Library, url: str) -> list[Article]:
    """The articles with this canonical URL, oldest first."""
    return _select(lib, "a.url = ? AND a.url != ''", [clean(url)])


@speaks
def by_sha256(lib: Library, sha256: str) -> list[Article]:
    """The articles of which some version has this text, oldest first."""
    return _select(lib, "a.n IN (SELECT article FROM version WHERE sha256 = ?)", [sha256])


@speaks
def edit(lib: Library, id: str, **changes: str | None) -> Article:
    """Changes title, author, published, source, language, url or copy_of; empty text stands for none."""
    unknown = set(changes) - set(_EDITABLE)
    if unknown:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    old = get(lib, id)
    values: dict[str, Any] = {name: " ".join(clean(value or "").split()) or None for name, value in changes.items()}
    if "title" in values and not values["title"]:
        raise LibraryError("An article needs a title; it keeps the one it has.")
    values = {name: value for name, value in values.items() if getattr(old, name) != value}
    if values:
        with journal.step(lib, f"Edited {quote(old.title)}"):
            _change(lib, old.n, values)
    return get(lib, id)


@speaks
def remove(lib: Library, ids: Iterable[str]) -> int:
    """Removes articles from every list; undo brings them back. Says how many were there."""
    found = [a for a in (get(lib, i) for i in dict.fromkeys(ids)) if a.deleted_at is None]
    if not found:
        return 0
    summary = f"Deleted {quote(found[0].title)}" if len(found) == 1 else f"Deleted {len(found)} articles"
    with journal.step(lib, summary):
        for one in found:
            now = lib.later(one.modified_at)
            _change(lib, one.n, {"deleted_at": now}, now)
    return len(found)


@speaks
def tag(lib: Library, id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Article:
    """Adds and removes tags; they keep the order in which they were given."""
    old = get(lib, id)
    tags = change_tags(old.tags, add, remove)
    if tags != old.tags:
        with journal.step(lib, f"Tagged {quote(old.title)}"):
            _change(lib, old.n, {"tags": dump(tags)})
    return get(lib, id)


@speaks
def save_place(lib: Library, id: str, paragraph: int, offset: int, progress: float) -> None:
    """Keeps where the reader is (paragraph, offset in it) and how far they came (0 to 1). Not a change to undo.

    Going back to an earlier place does not lessen how far they came.
    """
    progress = min(1.0, max(0.0, progress))
    with lib.write() as conn:
        conn.execute(
            "UPDATE article SET place_paragraph = ?, place_offset = ?, progress = max(progress, ?) WHERE id = ?",
            [max(1, paragraph), max(0, offset), progress, id],
        )


@speaks
def version(lib: Library, version_id: str) -> Version:
    """One version with its text. Raises `NotFound`."""
    row = lib.conn.execute(f"{_VERSION} WHERE v.id = ?", [version_id]).fetchone()
    if row is None:
        raise NotFound(f"There is no version “{clean(version_id)}” in the library.")
    return _version(row)


@speaks
def versions(lib: Library, article_id: str) -> list[Version]:
    """All versions of an article, the newest last."""
    rows = lib.conn.execute(f"{_VERSION} WHERE a.id = ? ORDER BY v.ranked_at, v.k", [article_id])
    return [_version(row) for row in rows]


@speaks
def texts(lib: Library, article_id: str) -> list[Version]:
    """The versions that a reader knows of, the newest last: without those that hold only passages of an import, unless
    there is nothing else."""
    found = versions(lib, article_id)
    return [one for one in found if not extras.only_passages(one.extra)] or found[-1:]


@speaks
def paragraphs(lib: Library, version_id: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a version, in order."""
    return paragraphs_of(lib, _key(lib, version_id))


@speaks
def set_paragraph_kind(
    lib: Library, version_id: str, n: int, kind: ParagraphKind, *, origin: Origin = "reader"
) -> None:
    """Overrules the kind of paragraph `n` (1-based)."""
    shown = version(lib, version_id)
    key = _key(lib, version_id) << PARAGRAPH_BITS | n
    if n < 1 or lib.conn.execute("SELECT 1 FROM paragraph WHERE id = ?", [key]).fetchone() is None:
        raise NotFound(f"There is no paragraph {n} in this article.")
    made = "furniture" if kind == "furniture" else "part of the article"
    with journal.step(lib, f"Made paragraph {n} of {quote(get(lib, shown.article_id).title)} {made}"):
        if journal.update(lib, "paragraph", key, {"kind": kind, "origin": origin}):
            row = lib.conn.execute(
                "SELECT a.n, a.modified_at FROM article a JOIN version v ON v.article = a.n WHERE v.id = ?",
                [version_id],
            ).fetchone()
            journal.update(lib, "article", row[0], {"modified_at": lib.later(row[1])})


# Rows and records


def article(row: Sequence[Any]) -> Article:
    """An `Article` from a row of `COLUMNS`."""
    return Article(*[*row[:11], tuple(json.loads(row[11])), *row[12:20], row[20] or "", row[21], json.loads(row[22])])


def clean(text: Any) -> Any:
    """Text as SQLite can hold it: U+0000 and lone surrogates become U+FFFD. Other values come back as they are."""
    if not isinstance(text, str) or (text.isascii() and "\0" not in text):
        return text
    return _UNSTORABLE.sub("\ufffd", text)


_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def short(text: str, limit: int = 60) -> str:
    """A text for a summary: one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def quote(text: str, limit: int = 60) -> str:
    """A text for a summary, between quotation marks: those that it has itself around it go, others become single."""
    line = " ".join(text.split())
    if line[:1] in ("“", '"') and line.find("”" if line[0] == "“" else '"', 1) in (-1, len(line) - 1):
        line = line[1:].rstrip("”" if line[0] == "“" else '"')
    return f"“{short(line.translate(_SINGLE), limit)}”"


_SINGLE: Final = {ord("“"): "‘", ord("”"): "’"}


def dump(value: Any) -> str:
    """A value as JSON, as it is stored."""
    if not value and isinstance(value, (dict, list, tuple)):
        return "{}" if isinstance(value, dict) else "[]"
    return str(clean(json.dumps(value, ensure_ascii=False, separators=(",", ":"))))


def change_tags(old: Sequence[str], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    gone = {" ".join(clean(t).split()) for t in remove}
    fresh = (" ".join(clean(t).split()) for t in add)
    return tuple(dict.fromkeys([t for t in old if t not in gone] + [t for t in fresh if t]))


_VERSION: Final = (
    "SELECT v.id, a.id, v.sha256, v.fetched_at, v.extractor, v.text, v.extra"
    " FROM version v JOIN article a ON a.n = v.article"
)


def _version(row: Sequence[Any]) -> Version:
    return Version(*[*row[:6], json.loads(row[6])])


def _select(lib: Library, where: str, values: Sequence[Any]) -> list[Article]:
    rows = lib.conn.execute(
        f"SELECT {COLUMNS} FROM article a WHERE ({where}) AND a.deleted_at IS NULL ORDER BY a.n", values
    )
    return [article(row) for row in rows]


def _key(lib: Library, version_id: str) -> int:
    row = lib.conn.execute("SELECT k FROM version WHERE id = ?", [version_id]).fetchone()
    if row is None:
        raise NotFound(f"There is no version “{clean(version_id)}” in the library.")
    return int(row[0])


def paragraphs_of(lib: Library, k: int) -> tuple[Paragraph, ...]:
    base = k << PARAGRAPH_BITS
    rows = lib.conn.execute(
        "SELECT id - ?, kind, start, stop, origin FROM paragraph WHERE id BETWEEN ? AND ? ORDER BY id",
        [base, base, base + (1 << PARAGRAPH_BITS) - 1],
    )
    return tuple(Paragraph(*row) for row in rows)


def _change(lib: Library, n: int, values: Mapping[str, Any], now: str | None = None) -> None:
    if now is None:
        now = lib.later(lib.conn.execute("SELECT modified_at FROM article WHERE n = ?", [n]).fetchone()[0])
    journal.update(lib, "article", n, {**values, "modified_at": now})
