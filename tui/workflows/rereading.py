"""Reading kept pages again, with the extractor of today: a better one brings a better text, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from msgspec.structs import replace

from tui.library import articles as store
from tui.library import pages
from tui.library.connection import Library
from tui.library.records import Article
from tui.sources.extras import MissingExtra
from tui.sources.files import is_address
from tui.sources.loading import Source, load
from tui.text.errors import CounterpointError, IntakeError
from tui.workflows.add import AddOutcome, Problem, add_version, without_name
from tui.workflows.progress import Cancelled, CancelledError, Progress, never, silent
from tui.workflows.watching import WatchReport, last_edits

__all__ = ["readable", "reread", "said"]


def readable(lib: Library) -> list[Article]:
    """The articles whose newest text was made from a page, or another file, that is kept."""
    return [store.get(lib, n) for n in pages.kept(lib)]


def reread(
    lib: Library, articles: Sequence[Article], *, progress: Progress = silent, cancelled: Cancelled = never
) -> WatchReport:
    """Read what the newest texts of these articles were made from once more. Where the text differs now, the article
    gets a version, and annotations are looked for in it. One that cannot be read is a problem; the rest goes on.

    Nothing is fetched. Raises CancelledError, and MissingExtra where what reads a page is not installed.
    """
    report = WatchReport()
    for done, article in enumerate(articles):
        if cancelled():
            raise CancelledError
        progress(done, len(articles), article.title)
        try:
            outcome = _again(lib, article)
        except MissingExtra:
            raise
        except CounterpointError as error:
            report.problems.append(Problem(article.title, str(error)))
            continue
        report.outcomes.append(outcome)
        if outcome.status == "version":
            report.edits[article.n] = last_edits(lib, article.id)
    progress(len(articles), len(articles), "")
    return report


def _again(lib: Library, article: Article) -> AddOutcome:
    raw = pages.get(lib, article.newest_version)
    if raw is None:
        raise IntakeError(f"What article {article.n} was made from is not kept.")
    if not raw.data:
        raise IntakeError(f"What article {article.n} was made from was too large to be kept.")
    place = raw.url or article.location
    name = unquote(urlsplit(place).path if is_address(place) else place).rpartition("/")[2]
    source = Source(raw.data, name, place, place, raw.media_type, raw.charset, raw.url)
    try:
        loaded = load(source)[0]
    except IntakeError as error:
        raise IntakeError(without_name(str(error), place)) from None
    # What it was fetched from stays with it, so that its server can be asked again whether it has changed.
    return add_version(lib, article, replace(loaded, raw=raw, location=article.location), place, reread=True)


def said(report: WatchReport) -> str:
    """One sentence on all of it."""
    number, changed, failed = len(report.outcomes), len(report.edits), len(report.problems)
    if not number and not failed:
        return "Nothing is kept that could be read again; pages are kept when they are added."
    parts = [
        f"{number:,} {'page was' if number == 1 else 'pages were'} read again" if number else "nothing was read again"
    ]
    if number:
        parts.append(
            f"{changed:,} {'text differs' if changed == 1 else 'texts differ'} now" if changed else "no text differs"
        )
    if failed:
        parts.append(f"{failed:,} could not be read")
    sentence = ", ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."
