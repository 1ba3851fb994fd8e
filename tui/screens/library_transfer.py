"""What comes into the library and what goes out of it: adding, importing, exporting, each in the background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.screens.listing import ListScreen
from tui.text.errors import CounterpointError
from tui.workflows import browsing
from tui.workflows.browsing import Article, ArticleQuery
from tui.workflows.progress import Cancelled, Progress, silent

if TYPE_CHECKING:
    from tui.workflows.add import AddReport, AddStatus
    from tui.workflows.transfer import ImportPlan, ImportReport
    from tui.workflows.watching import WatchReport


class Transfer(ListScreen[Article, ArticleQuery]):
    """The part of the library screen that reads and writes files."""

    def action_add(self) -> None:
        self._ask_what()

    def _ask_what(self, path: str = "", text: str = "", problem: str = "") -> None:
        from tui.screens.dialogs import AddAnswer, AddArticle

        def answered(answer: AddAnswer | None) -> None:
            if answer is not None:
                self._add(answer.path, answer.text, answer.title)

        self.app.push_screen(AddArticle(path, text=text, problem=problem), answered)

    def _add(self, path: str, text: str, title: str) -> None:
        from tui.screens.working import Working
        from tui.sources.files import is_address
        from tui.workflows.add import AddReport, Problem, add_folder, add_sources, add_text

        place = path if is_address(path) else str(Path(path).expanduser())

        def read(progress: Progress, cancelled: Cancelled) -> AddReport:
            if path and not is_address(path) and Path(place).is_dir():
                return add_folder(self.lib, place, progress=progress, cancelled=cancelled)
            if path:
                return add_sources(self.lib, [place], progress=progress, cancelled=cancelled)
            try:
                return AddReport(outcomes=[add_text(self.lib, text, title=title or None)])
            except CounterpointError as error:
                return AddReport(problems=[Problem("", str(error))])

        def reported(report: AddReport) -> None:
            if len(report.problems) == 1 and not report.outcomes and self.app.screen is self:
                # Nothing that was typed is lost, unless the reader went on to something else.
                self._ask_what(path, text, report.problems[0].message)
            else:
                self._report(report)

        def done(report: AddReport | CounterpointError | None) -> None:
            if isinstance(report, CounterpointError):
                self.counterpoint.warn(str(report))
                self.refresh_data()  # some of it may have been done
                self.counterpoint.analyse_what_is_due()
            elif report is not None:
                # This screen looks itself up when it comes back; only then does the cursor go elsewhere.
                self.call_after_refresh(reported, report)

        if is_address(path) or (path and Path(place).is_dir()):
            what = "Fetching" if is_address(path) else "Adding the files"
            self.app.push_screen(Working(what, read), done)
        else:
            self.counterpoint.in_background("Adding the article", lambda stop: read(silent, stop), reported)

    def action_refresh(self) -> None:
        from tui.screens import fetching

        fetching.start(self.counterpoint, watched=True)

    def action_fetch(self) -> None:
        from tui.workflows.watching import refresh_articles

        article = self.chosen()
        if article is not None:
            self._read_again("Fetching", lambda progress, stop: refresh_articles(self.lib, [article], cancelled=stop))

    def action_reread(self) -> None:
        from tui.screens.dialogs import Choice
        from tui.workflows import rereading
        from tui.workflows.watching import WatchReport

        article, kept = self.record, rereading.readable(self.lib)
        if not kept:
            self.counterpoint.say(rereading.said(WatchReport()))
            return
        options = [("a", "all", "the one that is kept" if len(kept) == 1 else f"all {len(kept):,} that are kept")]
        if article is not None and article.n in {one.n for one in kept}:
            options.insert(0, ("s", "selected", f"the one of “{article.title[:60]}”"))

        def chosen(answer: str | None) -> None:
            these = kept if answer == "all" else [one for one in kept if article is not None and one.n == article.n]
            if answer is not None:
                self._read_again(
                    "Reading kept pages anew",
                    lambda progress, stop: rereading.reread(self.lib, these, progress=progress, cancelled=stop),
                )

        self.app.push_screen(Choice("Read the kept page anew", options), chosen)

    def _read_again(self, what: str, job: Callable[[Progress, Cancelled], WatchReport]) -> None:
        from tui.screens.working import Working
        from tui.workflows import rereading

        def told(report: WatchReport) -> None:
            for problem in report.problems[:2]:
                self.counterpoint.warn(f"{problem.source}: {problem.message}")
            alone = report.outcomes[0] if len(report.outcomes) == 1 and not report.problems else None
            changed = bool(report.edits)
            if alone is not None:
                see = f" {self.key('reader.changes')} in the article shows what differs." if changed else ""
                self.counterpoint.say(f"{alone.message}{see}", undo=changed)
            elif report.outcomes:
                self.counterpoint.say(rereading.said(report), undo=changed)
            self.counterpoint.analyse_what_is_due()

        def done(came: WatchReport | CounterpointError | None) -> None:
            self.refresh_data()  # some of it may have been done
            if isinstance(came, CounterpointError):
                self.counterpoint.warn(str(came))
                self.counterpoint.analyse_what_is_due()
            elif came is not None:
                self.call_after_refresh(told, came)

        self.app.push_screen(Working(what, job), done)

    def action_feeds(self) -> None:
        from tui.screens.feeds import FeedsScreen

        self.app.push_screen(FeedsScreen())

    def action_sync(self) -> None:
        from tui.screens import syncing

        def done() -> None:
            self.refresh_data()
            self.counterpoint.analyse_what_is_due()

        syncing.start(self.counterpoint, done)

    def _report(self, report: AddReport) -> None:
        alone = not report.outcomes and len(report.problems) == 1
        for problem in report.problems[:3]:
            self.counterpoint.warn(problem.message if alone else f"{problem.source}: {problem.message}")
        if len(report.problems) > 3:
            self.counterpoint.warn(f"{len(report.problems) - 3:,} more could not be added either.")
        if len(report.outcomes) == 1:
            self._added(report.outcomes[0])
        elif report.outcomes:
            counts = Counter(outcome.status for outcome in report.outcomes)
            copies = "as a copy" if counts["copy"] == 1 else "as copies"
            words: dict[AddStatus, str] = {
                "added": "added",
                "version": "changed",
                "copy": copies,
                "unchanged": "not changed",
            }
            said = ", ".join(f"{counts[status]:,} {word}" for status, word in words.items() if counts[status])
            self.counterpoint.say(f"{len(report.outcomes):,} articles: {said}.")
            # To the first that is new, whatever came before it.
            first = min(report.outcomes, key=lambda outcome: list(words).index(outcome.status))
            self.go_to(first.article.id)
            self.counterpoint.analyse_what_is_due()

    def _added(self, outcome: object) -> None:
        from tui.workflows.add import AddOutcome

        assert isinstance(outcome, AddOutcome)
        self.counterpoint.say(outcome.message, undo=outcome.status != "unchanged")
        self.go_to(outcome.article.id)
        if outcome.status != "unchanged":
            self.counterpoint.request_analysis(outcome.article.id)
            self.counterpoint.analyse_what_is_due()

    def go_to(self, article_id: str) -> None:
        """Put the cursor on an article once it is listed."""
        self._look_up(keep_key=article_id)

    def action_export(self) -> None:
        from tui.screens.dialogs import Choice

        listing = self.listed
        if not self.narrowed or listing is None or not listing.count:
            self._ask_where(None)
            return
        ids: Sequence[str] = [
            article.id for article in browsing.article_rows(self.lib, self.query_now(), limit=listing.count)
        ]

        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._ask_where(ids if answer == "shown" else None)

        shown = "the one shown article" if listing.count == 1 else f"the {listing.count:,} shown articles"
        self.app.push_screen(Choice("Export", [("s", "shown", shown), ("a", "all", "the whole library")]), chosen)

    def _ask_where(self, ids: Sequence[str] | None) -> None:
        from tui.exchange.registry import Format
        from tui.screens import exporting
        from tui.screens.dialogs import ExportAnswer
        from tui.workflows.transfer import export_file

        def answered(format: Format, answer: ExportAnswer) -> None:
            path = Path(answer.path).expanduser()

            def job(cancelled: Cancelled) -> str:
                return export_file(
                    self.lib,
                    path,
                    ids,
                    format=format.name,
                    force=answer.force,
                    folder=answer.folder,
                    cancelled=cancelled,
                )

            self.counterpoint.in_background("Exporting", job, self.counterpoint.say)

        what = "the library" if ids is None else "one article" if len(ids) == 1 else f"{len(ids):,} articles"
        exporting.ask(self.counterpoint, what, answered)

    def action_import_file(self) -> None:
        self._ask_for_import()

    def _ask_for_import(self, path: str = "", problem: str = "") -> None:
        from tui.screens.dialogs import PathEntry

        def answered(path: str | None) -> None:
            if path:
                self._read_import(Path(path).expanduser(), {})

        hint = "An export of Counterpoint or of another program; what is in it is shown before anything is taken in."
        entry = PathEntry("Import a file", value=path, hint=hint, folder=True, problem=problem)
        self.app.push_screen(entry, answered)

    def _read_import(self, source: Path, answers: dict[str, str]) -> None:
        """Read a file, and show what is in it."""
        from tui.exchange.reading import Question
        from tui.screens.dialogs import Choice, Confirm
        from tui.workflows.transfer import read_import, rehearsed

        def job(cancelled: Cancelled) -> ImportPlan | CounterpointError:
            try:
                return rehearsed(self.lib, read_import(self.lib, source, answers=answers), cancelled)
            except CounterpointError as refused:
                return refused

        def read(found: ImportPlan | CounterpointError) -> None:
            if isinstance(found, CounterpointError) and not isinstance(found, Question):
                # The path is asked for again, unless the reader went on to something else.
                if self.app.screen is self:
                    self._ask_for_import(str(source), str(found))
                else:
                    self.counterpoint.warn(f"{source.name}: {found}")
            elif isinstance(found, Question):
                options = [(str(n), value, label) for n, (value, label) in enumerate(found.options, 1)]

                def chosen(answer: str | None) -> None:
                    if answer is not None:
                        self._read_import(source, {**answers, found.name: answer})

                self.app.push_screen(Choice(str(found), options), chosen)
            elif found.holds_nothing:
                self.counterpoint.say(found.message)
            else:
                shown = "\n".join([*found.lines, "", *found.samples()])
                confirm = Confirm(shown, title=f"Import {source.name}", yes="Take it in", no="Leave it")
                self.app.push_screen(confirm, lambda yes: self._import(found) if yes else None)

        self.counterpoint.in_background("Reading the file", job, read)

    def _import(self, plan: ImportPlan) -> None:
        from tui.workflows.transfer import carry_out

        def done(report: ImportReport) -> None:
            for problem in report.problems[:3]:
                self.counterpoint.warn(f"{problem.source}: {problem.message}")
            self.counterpoint.say(report.message, undo=bool(report.articles or report.annotations or report.relations))
            self.refresh_data()
            self.counterpoint.analyse_what_is_due()

        self.counterpoint.in_background(
            "Importing", lambda cancelled: carry_out(self.lib, plan, cancelled=cancelled), done
        )
