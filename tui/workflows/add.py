"""Bring articles into the library: files, web pages, and pasted text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import closing
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from tui.library import articles, journal, pages
from tui.library.connection import Library
from tui.library.records import Article
from tui.sources.fetching import Known
from tui.sources.files import Loaded, is_address, read_bytes, read_path
from tui.sources.folders import files_in
from tui.sources.loading import Source, load
from tui.sources.pages.facts import web_address
from tui.text.document import Document
from tui.text.errors import CounterpointError
from tui.text.intake import sha256
from tui.workflows import copies, web
from tui.workflows.placing import after_change
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent
from tui.workflows.reading_ahead import Came, read_files

AddStatus = Literal["added", "version", "unchanged", "copy"]
"""`version`: the source had another text before; `copy`: another source with (nearly) the same text."""


class Problem(Struct, frozen=True):
    """One thing that failed; the rest was done."""

    source: str
    message: str


class AddOutcome(Struct, frozen=True):
    """What became of one source."""

    source: str
    status: AddStatus
    article: Article
    message: str
    """One sentence for the reader: "Added “Title” as article 3.", "“Title” has not changed."."""
    notice: str = ""
    """What else there is to know, such as an encoding that was guessed; else empty."""


class AddReport(Struct, frozen=True):
    outcomes: list[AddOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def add_sources(
    lib: Library,
    sources: Sequence[str],
    *,
    new: bool = False,
    version_of: str | None = None,
    allow_private: bool = False,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> AddReport:
    """Add each source (a path or a web address). One that fails becomes a problem of the report; the rest goes on.

    The same source with the same text changes nothing; with another text it becomes a new version, unless `new` asks
    for an article of its own. `version_of` (number, id or source) adds the text as a new version of that article.
    Raises CounterpointError when the library cannot be written, or `version_of` names no article.
    """
    report = AddReport()
    home = articles.resolve(lib, version_of) if version_of is not None else None
    files = [source for source in sources if not is_address(source)]
    with closing(read_files(files)) as coming:
        for done, source in enumerate(sources):
            if cancelled():
                raise CancelledError
            progress(done, len(sources), source)
            try:
                held: Article | None = None
                if is_address(source):
                    held = (home or _held(lib, source)) if not new else None
                    found = _fetch(lib, source, held, allow_private, cancelled)
                else:
                    found = _came(next(coming)[1])
                if not found and held is not None:
                    report.outcomes.append(_unchanged(held, source, ""))
                for one in found:
                    report.outcomes.append(add_loaded(lib, one, source, new=new, version_of=home))
            except CancelledError:
                raise
            except CounterpointError as error:
                report.problems.append(Problem(source, without_name(str(error), source)))
    progress(len(sources), len(sources), "")
    return report


def add_folder(lib: Library, folder: str, *, progress: Progress = silent, cancelled: Cancelled = never) -> AddReport:
    """Add all files of a folder, and of those in it, that can be read; see `add_sources`."""
    try:
        found = files_in(folder)
    except CounterpointError as error:
        return AddReport(problems=[Problem(folder, without_name(str(error), folder))])
    report = add_sources(lib, found.files, progress=progress, cancelled=cancelled)
    report.problems.extend(Problem(path, sentence) for path, sentence in found.problems)
    return report


def _came(came: Came) -> list[Loaded]:
    if isinstance(came, CounterpointError):
        raise came
    return came


def _held(lib: Library, source: str) -> Article | None:
    """The article that was fetched from this address before."""
    address = web_address(source) if is_address(source) else None
    known = articles.by_location(lib, address) if address else []
    return known[-1] if known else None


def _fetch(lib: Library, url: str, held: Article | None, allow_private: bool, cancelled: Cancelled) -> list[Loaded]:
    """What is at an address; nothing when its server says that it has not changed since `held` was fetched."""
    page = pages.get(lib, held.newest_version) if held is not None else None
    # What a server said of this address, and of no other.
    same = page is not None and held is not None and url in (page.url, held.location, held.url)
    known = Known(page.etag, page.last_modified) if page is not None and same else None
    return web.fetch_one(url, known=known, allow_private=allow_private, cancelled=cancelled)


def add_parts(
    lib: Library, data: bytes, name: str = "", *, new: bool = False, version_of: str | None = None
) -> list[AddOutcome]:
    """Add what came without a file of its own, such as standard input; a book is several articles.

    Raises CounterpointError when it is no text.
    """
    home = articles.resolve(lib, version_of) if version_of is not None else None
    found = load(Source(data, name, name, name))
    return [add_loaded(lib, replace(one, location=""), name, new=new, version_of=home) for one in found]


def add_bytes(
    lib: Library, data: bytes, name: str = "", *, new: bool = False, version_of: str | None = None
) -> AddOutcome:
    """As `add_parts`; what came of the first part."""
    return add_parts(lib, data, name, new=new, version_of=version_of)[0]


def add_text(lib: Library, text: str, *, title: str | None = None) -> AddOutcome:
    """Add text that was pasted or typed (plain or Markdown, front matter read).

    Raises CounterpointError when it is empty.
    """
    name = "pasted.md" if _MARKED_UP.search(text) else "pasted.txt"
    loaded = read_bytes(text.encode("utf-8", "surrogatepass"), name)
    document = loaded.document if not title else replace(loaded.document, title=title)
    return add_loaded(lib, replace(loaded, document=document, location=""), "pasted text")


def load_to_read(path: str) -> Loaded:
    """What is at a path or web address; of a book, its first part. Raises CounterpointError."""
    return web.fetch_one(path)[0] if is_address(path) else read_path(path)


def add_to_read(lib: Library, path: str, loaded: Loaded | None = None) -> AddOutcome:
    """The article to open for a path or address: one that holds the same text, else the source, added.

    `loaded` is what `load_to_read` found there, if it was asked already.
    """
    loaded = loaded or load_to_read(path)
    held = articles.by_location(lib, loaded.location) or articles.by_sha256(lib, sha256(loaded.document.text))
    same = [one for one in held if _newest_sha(lib, one) == sha256(loaded.document.text)]
    if same:
        return AddOutcome(path, "unchanged", same[-1], f"“{same[-1].title}” has not changed.", loaded.notice)
    return add_loaded(lib, loaded, path)


def add_loaded(
    lib: Library, loaded: Loaded, source: str, *, new: bool = False, version_of: Article | None = None
) -> AddOutcome:
    """Add a source that was read; see `add_sources`."""
    document, location = loaded.document, loaded.location
    with lib.write():
        home = version_of or _home(lib, document, location, new=new)
        if home is not None:
            return add_version(lib, home, loaded, source)
        original = _original(lib, articles.by_sha256(lib, sha256(document.text))) or copies.original_of(lib, document)
        if original is not None and original.copy_of is not None:
            # The first of them, unless that was rewritten since.
            first = _live(lib, original.copy_of)
            original = first if first is not None and copies.resembles(lib, first, document) else original
        made = articles.add(
            lib,
            document,
            location=location,
            extractor=loaded.extractor,
            copy_of=original.id if original else None,
        )
        if loaded.raw is not None:
            pages.keep(lib, made.newest_version, loaded.raw)
    if original is None:
        return AddOutcome(source, "added", made, f"Added “{made.title}” as article {made.n}.", loaded.notice)
    message = f"Added “{made.title}” as article {made.n}, a copy of article {original.n} (“{original.title}”)."
    return AddOutcome(source, "copy", made, message, loaded.notice)


def _home(lib: Library, document: Document, location: str, *, new: bool) -> Article | None:
    """The article that this source, a path or a canonical URL, is already known as."""
    if new:
        return None
    known = articles.by_location(lib, location)
    if not known and document.url and _OF_ONE_PAGE.match(document.url):
        known = articles.by_url(lib, document.url)
    digest = sha256(document.text)
    return next((one for one in known if _newest_sha(lib, one) == digest), known[-1] if known else None)


def add_version(lib: Library, home: Article, loaded: Loaded, source: str, *, reread: bool = False) -> AddOutcome:
    """Add what was read as a newer text of an article, unless it is the same; `reread`: of what it was made from
    before. Annotations are looked for in it."""
    document = loaded.document
    if _newest_sha(lib, home) == sha256(document.text):
        return _unchanged(home, source, loaded.notice, reread=reread)
    # Within one step, so that one undo takes back both.
    with journal.step(lib, f"Added a new version of {articles.quote(home.title)}"):
        made = articles.add_version(lib, home.id, document, extractor=loaded.extractor)
        if loaded.raw is not None:
            pages.keep(lib, made.id, loaded.raw)
        original = _live(lib, home.copy_of) if home.copy_of else None
        if original is not None and not copies.resembles(lib, original, document):
            articles.edit(lib, home.id, copy_of="")
    number = len(articles.texts(lib, home.id))
    if number == 1:  # what was here before were passages of an import
        message = f"The text of “{home.title}” (article {home.n}) is here now."
    else:
        how = "reads differently now" if reread else "has changed"
        message = f"“{home.title}” (article {home.n}) {how}: this is version {number}."
    message = " ".join([message, after_change(lib, home.id)]).strip()
    return AddOutcome(source, "version", articles.get(lib, home.id), message, loaded.notice)


def _unchanged(home: Article, source: str, notice: str, *, reread: bool = False) -> AddOutcome:
    how = "reads the same" if reread else "has not changed"
    return AddOutcome(source, "unchanged", home, f"“{home.title}” (article {home.n}) {how}.", notice)


def _newest_sha(lib: Library, article: Article) -> str:
    return articles.version(lib, article.newest_version).sha256


def _original(lib: Library, held: Sequence[Article]) -> Article | None:
    return next((one for one in held if one.copy_of is None), held[0] if held else None)


def _live(lib: Library, article_id: str) -> Article | None:
    try:
        found = articles.get(lib, article_id)
    except CounterpointError:
        return None
    return found if found.deleted_at is None else None


def without_name(message: str, source: str) -> str:
    """The sentence without the source that it begins with: the report names it already."""
    rest = message.removeprefix(f"{source}: ")
    return rest[:1].upper() + rest[1:]


_OF_ONE_PAGE = re.compile(r"https?://[^/?#\s]+(?:/[^/?#\s]|/?\?.)")
"""A URL that names more than a site: many articles of a paper may give its front page as their source."""

_MARKED_UP = re.compile(r"(?m)\A---\s*$|^#{1,6} \S|^> \S|\[[^\]\n]+\]\([^)\s]+\)|\*\*\S[^\n*]*\*\*")
"""Signs that pasted text is Markdown."""
